"""Who on a people list is a leader: by a column, by e-mails named apart, or by who has reports."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from survey.columns import Columns, cell, clean, plain_name
from survey.questionnaire import Group
from survey.spreadsheets import Row

LEADERS_WORDS = frozenset(
    [
        "leader",
        "leaders",
        "leadership",
        "leadership team",
        "senior leader",
        "senior leaders",
        "senior team",
        "executive",
        "executives",
        "manager",
        "managers",
        "management",
    ]
)
STAFF_WORDS = frozenset(
    [
        "staff",
        "staff member",
        "staff members",
        "employee",
        "employees",
        "team member",
        "team members",
        "worker",
        "workers",
        "individual contributor",
        "individual contributors",
    ]
)


def group_of(word: str) -> Group | None:
    """Return the group a list's word stands for, None when it stands for neither."""
    plain = plain_name(word)
    if plain in LEADERS_WORDS:
        return "leaders"
    return "staff" if plain in STAFF_WORDS else None


def group_rule(rows: Sequence[Row], columns: Columns) -> Callable[[Row], Group | None]:
    """Return what tells a row's group; None where the row does not say."""
    mapping = columns.mapping
    if mapping.leaders_by == "column":
        words = {plain_name(each) for each in mapping.leader_words}
        return lambda row: _group_in_words(cell(row, columns.group), words)
    if mapping.leaders_by == "list":
        leading = {clean(each).casefold() for each in mapping.leaders}
    else:
        leading = {
            manager
            for row in rows
            if (manager := clean(cell(row, columns.manager)).casefold()) != _email(row, columns)
        }
    leading.discard("")
    return lambda row: "leaders" if _email(row, columns) in leading else "staff"


def _group_in_words(value: str, leader_words: set[str]) -> Group | None:
    if not leader_words or not plain_name(value):
        return group_of(value)
    return "leaders" if plain_name(value) in leader_words else "staff"


def _email(row: Row, columns: Columns) -> str:
    return clean(cell(row, columns.email)).casefold()


def group_words(
    rows: Sequence[Row], columns: Columns, group_in: Callable[[Row], Group | None]
) -> dict[str, Group]:
    """Return the list's own words for the groups, each with the group it was taken for."""
    if columns.group is None:
        return {}
    first = {clean(cell(row, columns.group)): row for row in rows}
    return {word: group for word in sorted(first) if (group := group_in(first[word]))}


def words_in(rows: Sequence[Row], header: str | None) -> list[str]:
    """Return the different words below ``header`` in the first of ``rows``, by the alphabet."""
    headers = [clean(each) for each in rows[0].cells]
    if header not in headers:
        return []
    place = headers.index(header)
    return sorted({clean(cell(row, place)) for row in rows[1:]} - {""})


def named_in_vain(columns: Columns, seen: Mapping[str, int]) -> list[str]:
    """Return a sentence for each named leader who is not on the list.

    ``seen`` has the e-mails of the list as keys, each after an "@".
    """
    if columns.mapping.leaders_by != "list":
        return []
    named = dict.fromkeys(clean(each) for each in columns.mapping.leaders)
    return [
        f"{each[:60]!r} is named as a leader, and nobody on the list has this e-mail."
        for each in named
        if each and f"@{each.casefold()}" not in seen
    ]


def managers_elsewhere(rows: Iterable[Row], columns: Columns, seen: Mapping[str, int]) -> list[str]:
    """Return a sentence where managers are named who are not on the list; else nothing."""
    named = {clean(cell(row, columns.manager)).casefold() for row in rows} - {""}
    away = sum(f"@{each}" not in seen for each in named)
    if not away:
        return []
    return [f"{away} of the {len(named)} managers named are not on the list themselves."]
