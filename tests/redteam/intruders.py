"""Intruders: each has a file, a database, a log or a stream of pages, and looks for people.

What they are given is what the docstring says; whether a finding is true is for the tests.
"""

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from survey.rounds import ResponseRate
from survey.storage.driver import Driver

PAGE = 4096
_PIECE = 64
_LEAF = 0x0A  # a leaf of an index, which is what a table WITHOUT ROWID is


def leaves(content: bytes) -> Iterator[list[bytes]]:
    """The cells of every leaf page of a SQLite file, the one written first first.

    Within a page SQLite puts a new row before the rows that are there.
    """
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        if page[0] == _LEAF:
            (number,) = struct.unpack(">H", page[3:5])
            places = sorted(struct.unpack(f">{number}H", page[8 : 8 + 2 * number]), reverse=True)
            ends = [PAGE, *places]
            yield [page[place:end] for place, end in zip(places, ends, strict=False)]


def arrival(content: bytes) -> list[str]:
    """The ids of responses in the order in which they came, as the pages' bytes tell it."""
    row = re.compile(rb"(?<![0-9a-f])([0-9a-f]{32})[0-9a-f]{32}(?:leaders|staff)\{")
    found = (row.search(cell) for cells in leaves(content) for cell in cells)
    return [each[1].decode() for each in found if each is not None]


def remains(content: bytes) -> list[bytes]:
    """What stands between the rows of a file: three bytes or more of rows that were deleted."""
    found: list[bytes] = []
    for start in range(PAGE, len(content), PAGE):
        page = content[start : start + PAGE]
        if page[0] == _LEAF:
            (number,) = struct.unpack(">H", page[3:5])
            (first,) = struct.unpack(">H", page[5:7])
            found += re.findall(rb"[^\0]{3,}", page[8 + 2 * number : first])
    return found


def all_bytes(file: Path) -> bytes:
    """Everything on the disk: the database, its log, its journal and whatever lies beside it."""
    return b"".join(each.read_bytes() for each in sorted(file.parent.iterdir()))


def found_in(content: bytes | str, secrets: Iterable[str | bytes]) -> list[str]:
    """Which secrets stand in something, whole or in part.

    A long one, such as a draft, is cut up where it is stored: any piece of it is enough.
    """
    raw = content.encode() if isinstance(content, str) else content
    whole = [each.encode() if isinstance(each, str) else each for each in secrets]
    return [
        each.decode(errors="replace")
        for each in whole
        if any(piece in raw for piece in _pieces(each))
    ]


def _pieces(secret: bytes) -> Iterator[bytes]:
    if len(secret) <= _PIECE:
        yield secret
    for start in range(0, len(secret) - _PIECE, PAGE // 8):
        yield secret[start : start + _PIECE]


def lone_authors(driver: Driver, fewest: int) -> list[tuple[list[str], list[str]]]:
    """Whose a response is, from who has answered and what is stored beside answers.

    Returns labels of people and ids of responses, wherever fewer than ``fewest`` people of
    a combination of group and attributes are marked as having answered.
    """
    with driver.reading() as session:
        marked = session.query(
            """
            SELECT label, invitation.group_name AS place, invitation.attributes AS beside
            FROM invitation JOIN person ON person.id = invitation.person_id WHERE used = 1
            """
        )
        stored = session.query("SELECT id, group_name AS place, attributes AS beside FROM response")
    people: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in marked:
        people[row["place"], row["beside"]].append(row["label"])
    return [
        (labels, [row["id"] for row in stored if (row["place"], row["beside"]) == combination])
        for combination, labels in people.items()
        if len(labels) < fewest
    ]


def not_reminded(driver: Driver) -> list[str]:
    """Labels of people who got fewer links than others: they had answered before a reminder."""
    with driver.reading() as session:
        rows = session.query(
            """
            SELECT label, COUNT(token_hash) AS links
            FROM person JOIN invitation ON invitation.person_id = person.id
            LEFT JOIN link ON link.invitation_id = invitation.id GROUP BY label
            """
        )
    most = max(row["links"] for row in rows)
    return sorted(row["label"] for row in rows if row["links"] < most)


def candidates(driver: Driver, people: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """For each response the people it may be of, from the attributes stored beside it.

    ``people`` tells by label everything the people list says of a person.
    """
    with driver.reading() as session:
        stored = session.query("SELECT id, attributes FROM response")
    return {
        row["id"]: [
            label
            for label, known in people.items()
            if all(value in known for value in re.findall(r': "([^"]*)"', row["attributes"]))
        ]
        for row in stored
    }


def ways(keys: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """The tables that rows of ``start`` lead to, by the references between tables."""
    reached, waiting = set[str](), [start]
    while waiting:
        for table in keys.get(waiting.pop(), ()):
            if table not in reached:
                reached.add(table)
                waiting.append(table)
    return reached


def times_in(rows: Iterable[Mapping[str, Any]], *, near: datetime) -> list[str]:
    """Columns with a moment finer than a day: as text, as a number, or inside an id."""
    found = set()
    for row in rows:
        for name, value in row.items():
            if any(abs(each - near) < timedelta(days=400) for each in _moments(value)):
                found.add(name)
    return sorted(found)


def new_since(before: Mapping[str, set[str]], after: Mapping[str, set[str]]) -> tuple[str, str]:
    """Who answered between two photographs of the database, and the response that came."""
    (person,), (response,) = (after[each] - before[each] for each in ("used", "responses"))
    return person, response


def photograph(driver: Driver) -> dict[str, set[str]]:
    """Who has answered, and which responses there are."""
    with driver.reading() as session:
        used = session.query(
            """
            SELECT label FROM invitation JOIN person ON person.id = invitation.person_id
            WHERE used = 1
            """
        )
        stored = session.query("SELECT id FROM response")
    return {"used": {row["label"] for row in used}, "responses": {row["id"] for row in stored}}


def referer(policy: str | None, page: str, target: str) -> str | None:
    """What a browser tells ``target`` about the page it comes from (W3C Referrer Policy)."""
    here, there = urlsplit(page), urlsplit(target)
    same = (here.scheme, here.netloc) == (there.scheme, there.netloc)
    origin = f"{here.scheme}://{here.netloc}/"
    known = {
        "no-referrer": None,
        "origin": origin,
        "strict-origin": origin,
        "same-origin": page if same else None,
        "unsafe-url": page,
    }
    return known.get(policy or "", page if same else origin)


def changed(before: Sequence[ResponseRate], after: Sequence[ResponseRate]) -> list[tuple[Any, int]]:
    """The groups and segments whose number of answers grew between two looks, and by how much."""
    old = {(each.group, each.segment): each.answered for each in before}
    return [
        ((each.group, each.segment), each.answered - (old[each.group, each.segment] or 0))
        for each in after
        if each.answered is not None and each.answered != old[each.group, each.segment]
    ]


def overlapping_rates(rates: Sequence[ResponseRate]) -> dict[str, tuple[int, int]]:
    """Invited and answered of a segment of one attribute less one of another, where it is in it.

    Works where everybody of the smaller segment is in the larger, which everybody knows.
    """
    shown = [each for each in rates if each.segment is not None and each.answered is not None]
    return {
        f"{one.segment} less {other.segment}": (
            one.invited - other.invited,
            (one.answered or 0) - (other.answered or 0),
        )
        for one in shown
        for other in shown
        if one.segment and other.segment and one.segment[0] != other.segment[0]
    }


def counters(metrics: str) -> Counter[str]:
    """What a page of metrics counts, without how long anything took."""
    lines = (line.rpartition(" ") for line in metrics.splitlines() if line[:1] != "#")
    return Counter({name: int(value) for name, _, value in lines if "seconds" not in name})


def _moments(value: object) -> Iterator[datetime]:
    if isinstance(value, str):
        for text in re.findall(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", value):
            yield datetime.fromisoformat(text).replace(tzinfo=UTC)
        if re.fullmatch(r"[0-9a-f-]{24,36}", value):
            digits = value.replace("-", "")
            # The first 48 bits of a UUID 7, the first 32 of an ObjectId, in seconds.
            yield from _epoch(int(digits[:12], 16) / 1000, digits[12] == "7")
            yield from _epoch(int(digits[:8], 16), len(digits) == 24)
    elif isinstance(value, int | float):
        for scale in (1, 1e3, 1e6, 1e9):
            yield from _epoch(value / scale, value > 1e8)


def _epoch(seconds: float, plausible: bool) -> Iterator[datetime]:  # noqa: FBT001 - a guard
    if plausible and 0 < seconds < 4e9:
        yield datetime.fromtimestamp(seconds, tz=UTC)
