"""Which column of a people list is which, found by the names in its header row."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.errors import PeopleError
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
_EMAIL_NAMES = ("email", "e mail", "mail", "email address", "e mail address", "work email")
_LANGUAGE_NAMES = ("language", "lang", "locale")
_ATTRIBUTE_NAMES = ("department", "function", "site", "location")
_SAME_ATTRIBUTE = {"dept": "department"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each column stands, from 0; ``headers`` are as the file has them."""

    headers: tuple[str, ...]
    group: int
    person: int | None
    email: int | None
    language: int | None
    attributes: Mapping[str, int]

    @property
    def roles(self) -> dict[str, int]:
        """Where the columns are that every list may have."""
        places = {"group": self.group, "person": self.person, "email": self.email}
        places["language"] = self.language
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
