"""People lists: who is invited to a round, in which group, with which attributes.

A list is a CSV or XLSX file with a header row. Columns are found by name, whatever their
case, order, spaces, hyphens or underscores:

========== ==================================================== ====================
column     names                                                needed
========== ==================================================== ====================
group      group, role, level                                   yes
person     person, name, full name, employee, employee name,    no: e-mail, else the
           employee id, employee number, staff id, id, number   row's place
email      email, e-mail, mail, email address; work, business   no
           or company email
language   language, lang, locale (a code: en, de, pt-BR)       no
attributes department (or dept), function, site, location; or   no
           exactly those asked for by name
========== ==================================================== ====================

A group is one of the words in ``survey.leaders``. Values that differ only
in capitals or spaces are one value, spelled as most rows spell it. A `ColumnMapping` says all
this otherwise, and can tell leaders by a list of e-mails or by who has reports.
"""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.columns import (
    ColumnMapping,
    Columns,
    cell,
    clean,
    found_columns,
    mapped_columns,
)
from survey.errors import PeopleError
from survey.leaders import group_rule, group_words, managers_elsewhere, named_in_vain
from survey.questionnaire import Group
from survey.spreadsheets import Progress, Row, Sheet, read_sheet, told

OTHER = "Other"
"""The value that stands for several values too rare to be stored."""
NOT_GIVEN = "Not given"
"""The value of an attribute that the list leaves empty."""

_LONGEST = {"person": 200, "email": 254, "group": 60, "language": 35, "manager": 254}
_LONGEST_ATTRIBUTE = 100
_SHOWN = 60
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CELL_ERRORS = frozenset(["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"])
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")
_EMAIL_USER = re.compile(r"[^\s@,;:<>()\[\]\\\".]+(\.[^\s@,;:<>()\[\]\\\".]+)*")
_EMAIL_HOST = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of the people list.

    ``id`` is random and made by us; ``label`` is the name or number the list gives;
    ``attributes`` are the list's own values, before coarsening.
    """

    id: str
    label: str
    email: str | None
    group: Group
    attributes: Mapping[str, str]
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why one row cannot be taken. ``row`` is its number in the spreadsheet, from 1."""

    row: int
    column: str
    value: str
    problem: str
    advice: str

    def __str__(self) -> str:
        shown = self.value[:_SHOWN] + "…" * (len(self.value) > _SHOWN)
        return f"Row {self.row}, {self.column}: {shown!r} {self.problem}. {self.advice}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """A people list that was taken, and what to tell the organiser about it.

    ``group_words`` maps the list's own words for the groups to the group each was taken
    for; ``skipped`` holds the rows left out because that was asked for; ``notes`` are whole
    sentences about what was taken and may surprise.
    """

    people: tuple[Person, ...]
    attributes: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    group_words: Mapping[str, Group]
    skipped: tuple[RowProblem, ...]
    encoding: str
    notes: tuple[str, ...] = ()


def read_people(
    name: str,
    content: bytes,
    *,
    attributes: Sequence[str] | None = None,
    mapping: ColumnMapping | None = None,
    skip_bad_rows: bool = False,
) -> PeopleList:
    """Read and check a people list, whole.

    Parameters
    ----------
    name
        The file's name, for messages.
    content
        The file: CSV or XLSX (see the module's description).
    attributes
        The columns to keep as attributes; by default department, function, site and
        location where the list has them. Every other column is ignored and forgotten.
    mapping
        Which column is which, instead of what their names say; ``attributes`` are its own.
    skip_bad_rows
        Take the list without the rows that cannot be taken.

    Raises
    ------
    PeopleError
        Columns are missing, or rows are bad: each is named, and nothing is taken.
    FileError
        The file cannot be read.
    """
    sheet = read_sheet(name, content)
    header = header_of(name, sheet)
    if mapping is None:
        columns = found_columns(name, header, attributes)
    else:
        columns = mapped_columns(name, header, mapping)
    return people_of(name, sheet, columns, skip_bad_rows=skip_bad_rows)


def header_of(name: str, sheet: Sheet) -> Row:
    """Return the first row; raise `PeopleError` where there is none."""
    if not sheet.rows:
        raise PeopleError(
            [f"{name} is empty."], advice="Give it a header row and one row a person."
        )
    return sheet.rows[0]


def people_of(
    name: str,
    sheet: Sheet,
    columns: Columns,
    *,
    skip_bad_rows: bool = False,
    progress: Progress | None = None,
) -> PeopleList:
    """Check the rows of a list whose columns are known; raises as `read_people` does."""
    rows = sheet.rows[1:]
    spellings = {
        attribute: _spellings(rows, place) for attribute, place in columns.attributes.items()
    }
    group_in = group_rule(rows, columns)
    people: list[Person] = []
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    for row in told(rows, len(rows), progress) if progress else rows:
        found = [*_row_problems(row, columns), *_repeats(row, columns, seen)]
        if sheet.delimiter is not None:
            found.extend(_strays(row, columns))
        group = group_in(row)
        if group is None:
            found.insert(0, _groupless(row, columns))
        problems.extend(found)
        if not found and group is not None:
            place_in_list = row.number - sheet.rows[0].number
            people.append(_person(row, columns, spellings, group, place_in_list))
    unknown = named_in_vain(columns, seen)
    _refuse(name, people, problems, skip_bad_rows=skip_bad_rows)
    if unknown and not skip_bad_rows:
        advice = "Nothing was taken. Correct the named leaders, or add them to the list."
        raise PeopleError(unknown, advice=advice, good_rows=len(people))
    return PeopleList(
        people=tuple(people),
        attributes=tuple(columns.attributes),
        ignored_columns=columns.ignored,
        group_words=group_words(rows, columns, group_in),
        skipped=tuple(problems),
        encoding=sheet.encoding,
        notes=(*unknown, *managers_elsewhere(rows, columns, seen)),
    )


def _refuse(
    name: str, people: Sequence[Person], problems: Sequence[RowProblem], *, skip_bad_rows: bool
) -> None:
    if not people and not problems:
        raise PeopleError(
            [f"{name} has a header row and no people."], advice="Add one row a person."
        )
    if problems and not (skip_bad_rows and people):
        bad = len({problem.row for problem in problems})
        advice = f"Nothing was taken. Correct {'this row' if bad == 1 else f'these {bad} rows'}"
        if people:
            others = "one person" if len(people) == 1 else f"{len(people)} people"
            advice += f", or take the other {others} without {'it' if bad == 1 else 'them'}"
        raise PeopleError(
            [str(each) for each in problems], advice=f"{advice}.", good_rows=len(people)
        )


def _groupless(row: Row, columns: Columns) -> RowProblem:
    value = clean(cell(row, columns.group))
    what = "is neither leaders nor staff" if value else "says no group"
    advice = "Choose which values mean leaders." if columns.mapping.group else ""
    return _problem(
        row,
        columns.headers[columns.group or 0],
        value,
        (what, advice if advice and value else "Write leader or staff."),
    )


def _spellings(rows: Iterable[Row], place: int) -> dict[str, str]:
    """Map each value, whatever its capitals, to the spelling most rows use."""
    count = Counter(clean(cell(row, place)) for row in rows)
    spellings = {"": NOT_GIVEN}
    for value, _ in sorted(count.items(), key=lambda each: (-each[1], each[0])):
        spellings.setdefault(value.casefold(), value)
    return spellings | {OTHER.casefold(): OTHER, NOT_GIVEN.casefold(): NOT_GIVEN}


def _row_problems(row: Row, columns: Columns) -> Iterator[RowProblem]:
    for role, place in (*columns.roles.items(), *columns.attributes.items()):
        value = clean(cell(row, place))
        longest = _LONGEST.get(role, _LONGEST_ATTRIBUTE)
        if trouble := _trouble(value, longest) or _role_trouble(role, value):
            yield _problem(row, columns.headers[place], value, trouble)
    if missing := _nameless(row, columns):
        yield _problem(row, columns.headers[columns.person or 0], "", missing)


def _nameless(row: Row, columns: Columns) -> tuple[str, str] | None:
    if columns.person is None or cell(row, columns.person).strip():
        return None
    if columns.email is None:
        return "says not who this is", "Fill in a name or a number."
    if cell(row, columns.email).strip():
        return None
    return "says neither who this is nor an e-mail", "Fill in one of the two."


def _strays(row: Row, columns: Columns) -> Iterator[RowProblem]:
    """Name a value beyond the last column of a CSV file: the row has slipped."""
    width = len(columns.headers)
    for stray in [each for each in row.cells[width:] if each.strip()][:1]:
        trouble = ("stands beyond the last column", "Put quotation marks around commas in values.")
        yield _problem(row, f"column {width + 1}", clean(stray), trouble)


def _problem(row: Row, column: str, value: str, trouble: tuple[str, str]) -> RowProblem:
    return RowProblem(
        row=row.number, column=column, value=value, problem=trouble[0], advice=trouble[1]
    )


def _trouble(value: str, longest: int) -> tuple[str, str] | None:
    if len(value) > longest:
        return f"has {len(value)} characters, at most {longest} fit", "Shorten it."
    if unprintable := _UNPRINTABLE.search(value):
        code = f"U+{ord(unprintable[0]):04X}"
        return f"holds the invisible character {code}", "Type the value again."
    if value in _CELL_ERRORS:
        return "is a spreadsheet's error", "Correct the formula, or type the value."
    return None


def _role_trouble(role: str, value: str) -> tuple[str, str] | None:
    if role in {"email", "manager"} and value and not is_email(value):
        return "is not an e-mail address", "Write it like name@example.com, or leave it empty."
    if role == "language" and value and not _LANGUAGE.fullmatch(value.lower()):
        return "is not a language code", "Write a code such as en or de, or leave it empty."
    return None


def is_email(value: str) -> bool:
    """Tell whether ``value`` is written like an e-mail address; nothing is looked up."""
    user, _, host = value.rpartition("@")
    labels = host.split(".")
    return (
        _EMAIL_USER.fullmatch(user) is not None
        and len(labels) > 1
        and all(_EMAIL_HOST.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )


def _repeats(row: Row, columns: Columns, seen: dict[str, int]) -> Iterator[RowProblem]:
    """Name what an earlier row has too: an e-mail, or a person nothing else tells apart."""
    email = clean(cell(row, columns.email)).casefold()
    person = "" if email else clean(cell(row, columns.person)).casefold()
    for kind, value, place in (("@", email, columns.email), ("", person, columns.person)):
        if value and place is not None:
            first = seen.setdefault(kind + value, row.number)
            if first != row.number:
                again = (f"is in row {first} too", "Remove one of the two rows, or correct it.")
                yield _problem(row, columns.headers[place], clean(cell(row, place)), again)


def _person(
    row: Row,
    columns: Columns,
    spellings: Mapping[str, Mapping[str, str]],
    group: Group,
    place_in_list: int,
) -> Person:
    email = clean(cell(row, columns.email)) or None
    label = clean(cell(row, columns.person))
    if not label:
        label = email if email is not None and columns.person is not None else str(place_in_list)
    return Person(
        id=secrets.token_hex(16),
        label=label,
        email=email,
        group=group,
        attributes={
            name: spellings[name][clean(cell(row, place)).casefold()]
            for name, place in columns.attributes.items()
        },
        language=clean(cell(row, columns.language)).lower() or None,
    )
