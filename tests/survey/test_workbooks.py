"""XLSX files as spreadsheet programs write them, held against openpyxl's own reading."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from defusedxml.common import EntitiesForbidden
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from survey.workbooks import workbook_rows

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRICT = 'xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"'
DAY = datetime(2026, 2, 1, 8, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones
Rows = list[tuple[int, tuple[str, ...]]]
CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=12)
    | st.dates(date(1990, 1, 1), date(2100, 1, 1))
)


def rows_of(content: bytes, *, most_columns: int = 50) -> Rows:
    return list(workbook_rows(content, most_columns=most_columns))


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def written(*rows: list[object]) -> bytes:
    """Return a workbook as openpyxl writes it: texts stand in their cells."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    return saved(book)


def written_as_excel(*rows: list[object]) -> bytes:
    """Return a workbook as Excel writes it: texts stand in a table of their own."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write(number, place, value)
    return file.getvalue()


def with_sheet(sheet: str, strings: str | None = None) -> bytes:
    """Return a workbook whose sheet's XML, and its table of strings, are these."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written_as_excel(["text"]))) as book,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for part in book.namelist():
            content = book.read(part)
            if part.endswith("sheet1.xml"):
                content = sheet.encode()
            elif part.endswith("sharedStrings.xml") and strings is not None:
                content = strings.encode()
            changed.writestr(part, content)
    return file.getvalue()


def sheet_of(rows: str) -> bytes:
    return with_sheet(f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")


def test_every_kind_of_cell_reads_as_a_person_sees_it() -> None:
    content = written(
        ["name", True, 7, 7.0, 3.25, date(2026, 2, 1), DAY, "#N/A"],
        [None, time(9, 15), timedelta(hours=30), "  x ", "=1+1", None, "a\nb", " "],
    )

    assert rows_of(content) == [
        (1, ("name", "TRUE", "7", "7", "3.25", "2026-02-01", "2026-02-01T08:30:00", "#N/A")),
        (2, ("", "09:15:00", "1 day, 6:00:00", "  x ", "", "", "a\nb")),
    ]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_rows_are_openpyxl_s_whichever_way_they_were_written(rows: list[list[object]]) -> None:
    shared = written_as_excel(*rows)
    sheet = openpyxl.load_workbook(io.BytesIO(shared), data_only=True).active
    assert sheet is not None
    filled = {
        number: {place for place, cell in enumerate(row) if cell is not None}
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
    }
    found = rows_of(shared)

    assert rows_of(written(*rows)) == found
    assert {
        number: {place for place, cell in enumerate(cells) if cell} for number, cells in found
    } == {number: places for number, places in filled.items() if places}
    for number, cells in found:
        for place, text in enumerate(cells, start=1):
            value = sheet.cell(number, place).value
            if isinstance(value, str):
                assert text == value


def test_rich_text_is_one_text_and_hints_at_pronunciation_are_left_out() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = CellRichText("Ada ", TextBlock(InlineFont(b=True), "Love"), "lace")
    strings = (
        f"<sst {MAIN}><si><t>課</t><phoneticPr fontId='1'/><rPh sb='0' eb='1'><t>カ</t></rPh></si>"
        "<si><r><t>A</t></r><r><t>da</t></r></si></sst>"
    )
    cells = "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
    phonetic = with_sheet(f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>", strings)

    assert rows_of(saved(book)) == [(1, ("Ada Lovelace",))]
    assert rows_of(phonetic) == [(1, ("課", "Ada"))]


def test_the_first_sheet_that_shows_is_read() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_chartsheet()
    book.create_sheet().append(["seen"])

    assert rows_of(saved(book)) == [(1, ("seen",))]


def test_formulas_give_what_they_came_to_and_rows_and_columns_may_leave_out_their_places() -> None:
    content = sheet_of(
        "<row><c t='str'><f>1+1</f><v>two</v></c><c><v>3</v></c></row>"
        "<row r='5'><c r='C5' t='b'><v>1</v></c><c t='inlineStr'><is><t>next</t></is></c></row>"
        "<row r='2'><c r='A2'><v>1E3</v></c></row><row r='9'/>"
    )

    assert rows_of(content) == [(1, ("two", "3")), (5, ("", "", "TRUE", "next")), (6, ("1000",))]


def test_the_strict_kind_of_xlsx_with_prefixed_names_is_read() -> None:
    content = with_sheet(
        f"<x:worksheet {STRICT}><x:sheetData><x:row r='1'><x:c t='inlineStr'><x:is><x:t>yes</x:t>"
        "</x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert rows_of(content) == [(1, ("yes",))]


def test_columns_beyond_the_most_are_not_kept() -> None:
    content = sheet_of("<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>")

    assert rows_of(content, most_columns=3) == [(1, ("1",))]


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1'><c r='ABCD1'><v>1</v></c></row>",
        "<row r='1'><c r='é1'><v>1</v></c></row>",
        "<row r='one'><c><v>1</v></c></row>",
        "<row r='1'><c t='s'><v>99</v></c></row>",
        "<row r='1'><c><v>many</v></c></row>",
        "<row r='1'><c><v>1</v></row>",
        f"<row r='1'><c><v>{'9' * 5_000}</v></c></row>",
    ],
    ids=["column", "letter", "row", "string", "number", "unclosed", "digits"],
)
def test_damaged_sheets_raise_and_give_no_row(rows: str) -> None:
    with pytest.raises(Exception, match=r".+"):
        rows_of(sheet_of(rows))


def test_entities_are_refused_before_they_are_expanded() -> None:
    sheet = f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><worksheet {MAIN}/>"

    with pytest.raises(EntitiesForbidden):
        rows_of(with_sheet(sheet))
    with pytest.raises(EntitiesForbidden):
        rows_of(with_sheet(f"<worksheet {MAIN}/>", sheet))
