"""People lists: which files are taken, and what a person reads about those that are not."""

import io
import time
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from survey.errors import FileError, PeopleError
from survey.people import NOT_GIVEN, PeopleList, read_people

_LIST = """\
Name,E-Mail,Group,Department,Function,Desk
Ada,ada@example.com,leader,Sales,Field,17
Ben,ben@example.com,staff,Sales,,18
Cem,,Staff,Care,Desk,19
"""


def _read(text: str, **options: object) -> PeopleList:
    return read_people("people.csv", text.encode(), **options)  # type: ignore[arg-type]


def _problems(text: str) -> tuple[str, ...]:
    with pytest.raises(PeopleError) as refused:
        _read(text)
    return refused.value.problems


def _xlsx(rows: Sequence[Sequence[object]], *, sheets: int = 1) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for _ in range(sheets - 1):
        book.create_sheet().append(["something else"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_list_becomes_people() -> None:
    taken = _read(_LIST)

    assert [(each.label, each.email, each.group) for each in taken.people] == [
        ("Ada", "ada@example.com", "leaders"),
        ("Ben", "ben@example.com", "staff"),
        ("Cem", None, "staff"),
    ]
    assert taken.people[0].attributes == {"department": "Sales", "function": "Field"}
    assert taken.people[1].attributes == {"department": "Sales", "function": NOT_GIVEN}
    assert taken.ignored_columns == ("Desk",)
    assert taken.group_words == {"Staff": "staff", "leader": "leaders", "staff": "staff"}
    assert len({each.id for each in taken.people}) == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_any_common_encoding_and_delimiter_is_understood(
    delimiter: str, codec: str, encoding: str
) -> None:
    text = "Name,Group,Department\r\nJosé,leader,Küche\r\nZoë,staff,Küche\r\n".replace(
        ",", delimiter
    )

    taken = read_people("people.csv", text.encode(codec))

    assert [each.label for each in taken.people] == ["José", "Zoë"]
    assert taken.people[0].attributes == {"department": "Küche"}
    assert taken.encoding == encoding


def test_excel_s_line_that_states_the_delimiter_is_not_a_row() -> None:
    taken = _read("sep=;\nname;group\nAda;leader\n")

    assert [each.label for each in taken.people] == ["Ada"]


def test_a_spreadsheet_is_read_like_a_csv_file() -> None:
    content = _xlsx(
        [
            ["Employee ID", "Email", "Role", "Site", "Since"],
            [1017, "a@example.com", "Manager", "North", 3.5],
            [],
            [1018.0, None, "Employee", None, None],
        ],
        sheets=2,
    )

    taken = read_people("people.xlsx", content)

    assert [(each.label, each.group, each.attributes) for each in taken.people] == [
        ("1017", "leaders", {"site": "North"}),
        ("1018", "staff", {"site": NOT_GIVEN}),
    ]
    assert taken.encoding == "XLSX"


def test_rows_keep_their_spreadsheet_number_past_empty_rows_and_line_breaks() -> None:
    text = 'name,group\n"Ada\nLove",leader\n\nBen,boss\n'

    assert _problems(text) == (
        "Row 4, group: 'boss' is neither leaders nor staff. Write leader or staff.",
    )
    content = _xlsx([["name", "group"], ["Ada", "leader"], [None, None], ["Ben", "boss"]])
    with pytest.raises(PeopleError, match="Row 4, group: 'boss'"):
        read_people("people.xlsx", content)


def test_without_a_person_column_people_are_numbered() -> None:
    taken = _read("email,group\na@example.com,leader\nb@example.com,staff\n")

    assert [each.label for each in taken.people] == ["1", "2"]


def test_a_person_without_a_name_goes_by_their_e_mail() -> None:
    taken = _read("name,email,group\n,a@example.com,leader\n")

    assert taken.people[0].label == "a@example.com"


def test_every_bad_row_is_listed_and_nothing_is_taken() -> None:
    text = (
        "name,email,group,department,language\n"
        "Ada,ada@example.com,leader,Sales,en\n"
        "Ben,ben@example,staff,Sales,en\n"
        "Cem,cem@example.com,,Sales,en\n"
        "Dee,dee@example.com,chief,Sales,German\n"
        "Eve,ADA@example.com,staff,Sales,de\n"
        ",,staff,Sales,de\n"
        f"Fay,,staff,{'x' * 101},de\n"
        "Gil\x07,,staff,#N/A,de\n"
        "Hal,,staff,Sales,de,Berlin\n"
    )

    with pytest.raises(PeopleError) as refused:
        _read(text)

    assert "\n".join(refused.value.problems) == (
        "Row 3, email: 'ben@example' is not an e-mail address. "
        "Write it like name@example.com, or leave it empty.\n"
        "Row 4, group: '' says no group. Write leader or staff.\n"
        "Row 5, group: 'chief' is neither leaders nor staff. Write leader or staff.\n"
        "Row 5, language: 'German' is not a language code. "
        "Write a code such as en or de, or leave it empty.\n"
        "Row 6, email: 'ADA@example.com' is in row 2 too. "
        "Remove one of the two rows, or correct it.\n"
        "Row 7, name: '' says neither who this is nor an e-mail. Fill in one of the two.\n"
        f"Row 8, department: '{'x' * 60}…' has 101 characters, at most 100 fit. Shorten it.\n"
        "Row 9, name: 'Gil\\x07' holds the invisible character U+0007. Type the value again.\n"
        "Row 9, department: '#N/A' is a spreadsheet's error. "
        "Correct the formula, or type the value.\n"
        "Row 10, column 6: 'Berlin' stands beyond the last column. "
        "Put quotation marks around commas in values."
    )
    assert refused.value.advice == (
        "Nothing was taken. Correct these 8 rows, or take the other one person without them."
    )
    assert refused.value.good_rows == 1


def test_the_list_can_be_taken_without_its_bad_rows() -> None:
    taken = _read("name,group\nAda,leader\nBen,boss\nCem,staff\n", skip_bad_rows=True)

    assert [each.label for each in taken.people] == ["Ada", "Cem"]
    assert [(each.row, each.value) for each in taken.skipped] == [(3, "boss")]


def test_a_list_of_bad_rows_only_is_refused_even_then() -> None:
    with pytest.raises(PeopleError, match=r"Nothing was taken\. Correct this row"):
        _read("name,group\nBen,boss\n", skip_bad_rows=True)


def test_two_people_of_one_name_need_an_e_mail_to_be_told_apart() -> None:
    taken = _read("name,email,group\nAda,a@example.com,staff\nAda,b@example.com,staff\n")

    assert len(taken.people) == 2
    assert _problems("name,group\nAda,staff\nada,staff\n") == (
        "Row 3, name: 'ada' is in row 2 too. Remove one of the two rows, or correct it.",
    )


@pytest.mark.parametrize(
    "email",
    [
        "x",
        "a@b",
        "a b@example.com",
        "@example.com",
        "a@-x.com",
        "a@x..com",
        "a..b@x.com",
        "a@1.2.3.4",
    ],
)
def test_what_is_no_e_mail_address_is_refused(email: str) -> None:
    assert "is not an e-mail address" in _problems(f"email,group\n{email},staff\n")[0]


@pytest.mark.parametrize(
    "email", ["a@example.com", "o'neil+x@sub.example.co.uk", "jörg@exämple.de"]
)
def test_e_mail_addresses_are_taken_as_they_are(email: str) -> None:
    assert _read(f"email,group\n{email},staff\n").people[0].email == email


def test_spellings_that_differ_in_capitals_and_spaces_are_one_value() -> None:
    taken = _read(
        "name,group,dept\nA,staff,Human  Resources\nB,staff,human resources\n"
        "C,staff,Human\u00a0Resources\nD,staff,OTHER\nE,staff,\n"
    )

    assert [each.attributes["department"] for each in taken.people] == [
        "Human Resources",
        "Human Resources",
        "Human Resources",
        "Other",
        "Not given",
    ]


def test_other_columns_are_kept_only_when_asked_for_by_name() -> None:
    text = "name,group,Department,Cost Centre\nA,staff,Sales,4711\n"

    assert _read(text).ignored_columns == ("Cost Centre",)
    assert _read(text, attributes=["cost_centre"]).people[0].attributes == {"cost centre": "4711"}
    assert _read(text, attributes=[]).people[0].attributes == {}


def test_attributes_that_are_not_there_are_named() -> None:
    with pytest.raises(PeopleError) as refused:
        _read("name,group\nA,staff\n", attributes=["region", "name"])

    assert refused.value.problems == (
        "people.csv: there is no column 'region'.",
        "people.csv: the column 'name' cannot also be an attribute.",
    )


def test_too_many_attributes_are_refused() -> None:
    names = [f"a{n}" for n in range(9)]

    with pytest.raises(PeopleError, match="9 attributes are asked for; 8 are the most"):
        _read(f"name,group,{','.join(names)}\n", attributes=names)


def test_a_list_without_a_group_column_says_which_columns_it_has() -> None:
    (problem,) = _problems("name,mail\nA,a@example.com\n")

    assert problem == (
        "people.csv, row 1: no column is called group, role or level, so nobody is known to be a "
        "leader or staff; the columns are name, mail."
    )


def test_two_columns_of_one_name_are_refused() -> None:
    assert _problems("Group,name,group\nleader,A,staff\n") == (
        "people.csv, row 1: two columns are called 'Group'.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "people.csv is empty"), ("name,group\n\n", "people.csv has a header row and no people")],
)
def test_an_empty_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(PeopleError, match=message):
        _read(text)


def test_a_quotation_mark_that_is_never_closed_is_found_where_it_opens() -> None:
    with pytest.raises(FileError, match=r"people.csv: row 3 cannot be split.*quotation mark"):
        _read('name,group\nA,staff\n"B,staff\nC,staff\n')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0 old office", "an old Excel file"),
        (b"PK\x03\x04 broken", "the spreadsheet cannot be read"),
        (b"GIF89a" + b"\x07\x00" * 3 + b"text" * 20 + b"\x00", "not a text file"),
        (b"name,group\n\x81,staff\n", "cannot be read as Windows-1252"),
        (b"\xef\xbb\xbfname\xff", "cannot be read as UTF-8"),
        (b"x" * 20_000_001, "the file has 20 MB; at most 20 are taken"),
        (b"a," * 300, "more than 200 columns"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_advice(content: bytes, message: str) -> None:
    with pytest.raises(FileError, match=message) as refused:
        read_people("people", content)

    assert refused.value.advice.endswith((".", "needed."))


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_an_archive_that_unpacks_to_gigabytes_is_refused_unread() -> None:
    bomb = _zip({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * 310_000_000})

    with pytest.raises(FileError, match="unpacks to far more than a people list needs"):
        read_people("people.xlsx", bomb)


def test_another_archive_is_not_a_spreadsheet() -> None:
    with pytest.raises(FileError, match="this is not an Excel file"):
        read_people("people.xlsx", _zip({"mimetype": b"application/vnd.oasis"}))


def _with_sheet(sheet: str) -> bytes:
    """Return a valid workbook whose first sheet's XML is replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_xlsx([["name", "group"]]))) as book,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for part in book.namelist():
            content = sheet.encode() if part.endswith("sheet1.xml") else book.read(part)
            changed.writestr(part, content)
    return file.getvalue()


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_entities_in_a_spreadsheet_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f"<worksheet {_MAIN}><sheetData><row r='1'><c t='inlineStr'><is><t>&b;</t></is></c></row>"
        "</sheetData></worksheet>"
    )

    with pytest.raises(FileError, match=r"cannot be read \(EntitiesForbidden\)"):
        read_people("people.xlsx", _with_sheet(bomb))


def test_a_row_number_beyond_any_spreadsheet_does_not_keep_us_busy() -> None:
    cell = "<c r='{1}{0}' t='inlineStr'><is><t>{2}</t></is></c>"
    rows = "".join(
        f"<row r='{number}'>{cell.format(number, 'A', name)}{cell.format(number, 'B', group)}</row>"
        for number, name, group in (
            (1, "name", "group"),
            (2, "Ada", "staff"),
            (10**12, "B", "staff"),
        )
    )
    content = _with_sheet(f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>")
    start = time.process_time()

    taken = read_people("people.xlsx", content)

    assert [each.label for each in taken.people] == ["Ada"]
    assert time.process_time() - start < 20


def test_a_hundred_thousand_rows_take_a_few_seconds() -> None:
    rows = "".join(
        f"Person {n},p{n}@example.com,staff,Department {n % 60},Function {n % 7},en\n"
        for n in range(100_000)
    )
    start = time.process_time()

    taken = _read("name,email,group,department,function,language\n" + rows)

    assert len(taken.people) == 100_000
    assert time.process_time() - start < 20
