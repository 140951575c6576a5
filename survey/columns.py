"""Which column of a people list is which, found by the names in its header row."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from survey.errors import PeopleError, UnchosenColumnError
from survey.spreadsheets import Row

MAX_ATTRIBUTES = 8

_GROUP_NAMES = ("group", "role", "level")
_PERSON_NAMES = (
    "person",
    "name",
    "full name",
    "employee",
    "employee name",
    "employee id",
    "employee number",
    "staff id",
    "id",
    "number",
)
_EMAIL_NAMES = (
    "email",
    "e mail",
    "mail",
    "email address",
    "e mail address",
    "work email",
    "work e mail",
    "business email",
    "company email",
)
_LANGUAGE_NAMES = ("language", "lang", "locale")
_MANAGER_NAMES = (
    "manager email",
    "manager e mail",
    "line manager email",
    "supervisor email",
    "reports to",
    "manager",
    "line manager",
)
_ATTRIBUTE_NAMES = ("department", "function", "site", "location")
_SAME_ATTRIBUTE = {"dept": "department"}

LeadersBy: TypeAlias = Literal["column", "list", "reports"]
"""How a list tells leaders: by a column, by e-mails named apart, or by who has reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column is which, as an organiser chose it, each by its header.

    Leaders are told in one of three ways. By "column": ``group`` says it, in the usual words
    or, where ``leader_words`` are given, exactly these mean leaders and every other means
    staff. By "list": ``leaders`` are the e-mail addresses of the leaders. By "reports":
    whoever somebody else names in ``manager``, an e-mail address, is a leader.
    """

    person: str | None = None
    email: str | None = None
    language: str | None = None
    leaders_by: LeadersBy = "column"
    group: str | None = None
    leader_words: tuple[str, ...] = ()
    manager: str | None = None
    leaders: tuple[str, ...] = field(default=(), repr=False)
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each column stands, from 0; ``headers`` are as the file has them."""

    headers: tuple[str, ...]
    group: int | None
    person: int | None
    email: int | None
    language: int | None
    attributes: Mapping[str, int]
    manager: int | None = None
    mapping: ColumnMapping = ColumnMapping()

    @property
    def roles(self) -> dict[str, int]:
        """Where the columns are that every list may have."""
        places = {"group": self.group, "person": self.person, "email": self.email}
        places |= {"language": self.language, "manager": self.manager}
        return {role: place for role, place in places.items() if place is not None}

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers of the columns of which nothing is kept."""
        used = {*self.roles.values(), *self.attributes.values()}
        return tuple(
            header or f"column {place + 1}"
            for place, header in enumerate(self.headers)
            if place not in used
        )


def clean(text: str) -> str:
    """Return ``text`` without needless spaces, its letters composed (Unicode NFC)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain_name(header: str) -> str:
    """Return how names are compared: without capitals, hyphens, dots or underscores.

    Examples
    --------
    >>> plain_name(" E-Mail_Address ")
    'e mail address'
    """
    return " ".join(re.split(r"[\s_.\-]+", clean(header).casefold())).strip()


def cell(row: Row, place: int | None) -> str:
    """Return the row's text in that column, "" where there is none."""
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def found_columns(name: str, header: Row, wanted: Sequence[str] | None) -> Columns:
    """Find the columns by the names in the ``header`` row of the list called ``name``.

    ``wanted`` names the columns to keep as attributes; None takes the usual ones.

    Raises
    ------
    PeopleError
        The group's column or a wanted one is missing, or two columns have one name.
    """
    headers = tuple(clean(each) for each in header.cells)
    plain = [_SAME_ATTRIBUTE.get(plain_name(each), plain_name(each)) for each in headers]
    problems: list[str] = []

    def place(names: Iterable[str]) -> int | None:
        found = next((each for each in names if each in plain), None)
        return None if found is None else plain.index(found)

    group = place(_GROUP_NAMES)
    if group is None:
        problems.append(
            f"{name}, row {header.number}: no column is called group, role or level, so nobody "
            f"is known to be a leader or staff; the columns are {', '.join(headers)}."
        )
    roles = [group, place(_PERSON_NAMES), place(_EMAIL_NAMES), place(_LANGUAGE_NAMES)]
    if wanted is None:
        kept = {each: plain.index(each) for each in _ATTRIBUTE_NAMES if each in plain}
    else:
        kept = _wanted_attributes(name, plain, wanted, problems)
    problems.extend(
        f"{name}: the column {attribute!r} cannot also be an attribute."
        for attribute, where in kept.items()
        if where in roles
    )
    problems.extend(
        f"{name}, row {header.number}: two columns are called {headers[where]!r}."
        for where in sorted({each for each in (*roles, *kept.values()) if each is not None})
        if plain.count(plain[where]) > 1
    )
    if problems or group is None:
        raise PeopleError(problems, advice="Correct the columns and try again. Nothing was taken.")
    return Columns(
        headers=headers,
        group=group,
        person=roles[1],
        email=roles[2],
        language=roles[3],
        attributes=kept,
    )


def _wanted_attributes(
    name: str, plain: Sequence[str], wanted: Sequence[str], problems: list[str]
) -> dict[str, int]:
    if len(wanted) > MAX_ATTRIBUTES:
        problems.append(
            f"{len(wanted)} attributes are asked for; {MAX_ATTRIBUTES} are the most, because "
            f"every one more makes people easier to tell apart."
        )
    kept: dict[str, int] = {}
    for each in wanted:
        attribute = _SAME_ATTRIBUTE.get(plain_name(each), plain_name(each))
        if attribute in plain:
            kept[attribute] = plain.index(attribute)
        else:
            problems.append(f"{name}: there is no column {each!r}.")
    return kept


def suggested_mapping(header: Row, remembered: ColumnMapping | None = None) -> ColumnMapping:
    """Return the mapping to start from: the remembered one, where its columns are there.

    What was not remembered, or names a column that this file lacks, is found by name.
    """
    headers = _unique_headers(header)
    plain = {plain_name(each): each for each in reversed(headers)}

    def found(names: Iterable[str], before: str | None) -> str | None:
        if before in headers:
            return before
        return next((plain[each] for each in names if each in plain), None)

    old = remembered or ColumnMapping()
    group, manager = found(_GROUP_NAMES, old.group), found(_MANAGER_NAMES, old.manager)
    leaders_by = old.leaders_by if remembered else "column"
    if leaders_by == "column" and group is None and manager is not None:
        leaders_by = "reports"
    kept = tuple(each for each in old.attributes if each in headers)
    names = {*_ATTRIBUTE_NAMES, *_SAME_ATTRIBUTE}
    usual = tuple(each for each in headers if plain_name(each) in names)
    return ColumnMapping(
        person=found(_PERSON_NAMES, old.person),
        email=found(_EMAIL_NAMES, old.email),
        language=found(_LANGUAGE_NAMES, old.language),
        leaders_by=leaders_by,
        group=group,
        leader_words=old.leader_words if group == old.group else (),
        manager=manager,
        attributes=kept or usual,
    )


def mapped_columns(name: str, header: Row, mapping: ColumnMapping) -> Columns:
    """Find the columns that ``mapping`` names in the ``header`` row of the list ``name``.

    Raises
    ------
    PeopleError
        A column is missing, is there twice or has two parts to play.
    UnchosenColumnError
        The mapping does not say who leads, and nothing else is wrong with it.
    """
    headers = tuple(clean(each) for each in header.cells)
    problems: list[str] = []

    def place(wanted: str | None) -> int | None:
        if wanted is None:
            return None
        count = headers.count(clean(wanted))
        if count != 1:
            times = "no column is" if count == 0 else f"{count} columns are"
            problems.append(f"{name}, row {header.number}: {times} called {wanted!r}.")
            return None
        return headers.index(clean(wanted))

    by = mapping.leaders_by
    columns = Columns(
        headers=headers,
        group=place(mapping.group) if by == "column" else None,
        person=place(mapping.person),
        email=place(mapping.email),
        language=place(mapping.language),
        manager=place(mapping.manager) if by == "reports" else None,
        attributes={
            _SAME_ATTRIBUTE.get(plain_name(each), plain_name(each)): where
            for each in mapping.attributes
            if (where := place(each)) is not None
        },
        mapping=mapping,
    )
    problems.extend(_mapping_problems(columns))
    unchosen = list(_unchosen(mapping))
    if unchosen and not problems:
        raise UnchosenColumnError(unchosen, advice="Then the list is checked.")
    problems.extend(unchosen)
    if problems:
        raise PeopleError(problems, advice="Choose the columns again. Nothing was taken.")
    return columns


def header_names(header: Row) -> tuple[str, ...]:
    """Return the headers that a mapping can name: those that only one column has."""
    return _unique_headers(header)


def _unique_headers(header: Row) -> tuple[str, ...]:
    headers = [clean(each) for each in header.cells]
    return tuple(each for each in headers if each and headers.count(each) == 1)


def _unchosen(mapping: ColumnMapping) -> Iterable[str]:
    if mapping.leaders_by == "column" and mapping.group is None:
        yield "Choose the column that says who is a leader and who is staff."
    if mapping.leaders_by == "reports" and (mapping.manager is None or mapping.email is None):
        yield "To know who has reports, choose the e-mail column and the manager's e-mail column."
    if mapping.leaders_by == "list" and (not mapping.leaders or mapping.email is None):
        yield "To name leaders, paste their e-mail addresses and choose the e-mail column."


def _mapping_problems(columns: Columns) -> Iterable[str]:
    mapping = columns.mapping
    if len(mapping.attributes) > MAX_ATTRIBUTES:
        yield (
            f"{len(mapping.attributes)} attributes are chosen; {MAX_ATTRIBUTES} are the most, "
            "because every one more makes people easier to tell apart."
        )
    used = [*columns.roles.values(), *columns.attributes.values()]
    for place in sorted({each for each in used if used.count(each) > 1}):
        yield f"The column {columns.headers[place]!r} was chosen for two things."
    if len(columns.attributes) < len(set(mapping.attributes) & set(columns.headers)):
        yield "Two of the attributes have the same name."
