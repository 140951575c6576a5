"""What people who know one hidden table can work out of another.

Where a set of people is known and some of its parts are, the others are known together; and
somebody who knows one of those, because they are in it, knows the rest of them. So what is
left must be enough for a table, and still k people without any one part. The sets are a
group and its segments, everyone and theirs, and everyone of one segment: leaders and staff.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.publication import TableGroup

Segment = tuple[str, str] | None
Cell = tuple[TableGroup, Segment]
Ints = NDArray[np.int64]

_GROUPS: tuple[TableGroup, TableGroup] = ("leaders", "staff")
_EVERYONE: tuple[TableGroup] = ("everyone",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Fewest people of whom something may be known, and fewest of whom a table may be."""

    k: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Parts of a known set that are known together: of which group, by which attribute."""

    group: TableGroup
    name: str
    parts: Sequence[Ints]


def too_few_left(
    truths: Mapping[Cell, Ints], known: AbstractSet[Cell], rules: Rules, *, is_split: bool = True
) -> Iterator[tuple[Left, str]]:
    """Yield what is left over of too few, and what is wrong with it.

    Parameters
    ----------
    truths
        Counts of every set of people, shown or not.
    known
        Sets whose counts follow from what is shown.
    rules
        How many are too few.
    is_split
        Whether the document tells leaders and staff apart: of a silo matrix it does not.
    """
    names = dict.fromkeys(cell[1][0] for cell in truths if cell[1])
    for name in names:
        for group in (*_GROUPS, "everyone") if is_split else _EVERYONE:
            if (group, None) in known:
                within = _GROUPS if is_split and group == "everyone" else (group,)
                parts = _rest(truths, known, (group, within), name)
                yield from _judged(Left(group=group, name=name, parts=parts), rules)
    for cell in truths if is_split else ():
        both = [truths[group, cell[1]] for group in _GROUPS if (group, cell[1]) not in known]
        if cell[0] == "everyone" and cell in known and all(each.sum() for each in both):
            name = cell[1][0] if cell[1] else ""
            yield from _judged(Left(group="everyone", name=name, parts=both), rules)


def is_nearly_unanimous(counts: Ints, k: int) -> bool:
    """Whether all but at most one of few people said the same."""
    n = int(counts.sum())
    return 0 < n < 2 * k and int(counts.max()) >= n - 1


def _rest(
    truths: Mapping[Cell, Ints],
    known: AbstractSet[Cell],
    groups: tuple[TableGroup, Sequence[TableGroup]],
    name: str,
) -> list[Ints]:
    """What is left of a known set: counts by segment, and of those who are in none.

    ``groups`` are the set's group and the ones within it that the document tells apart.
    """
    group, within = groups
    rest: dict[Segment, Ints] = {}
    is_told = False
    for one in within:
        cells = [cell for cell in truths if cell[0] == one and cell[1] and cell[1][0] == name]
        filled = [cell for cell in cells if truths[cell].sum()]
        left = [cell for cell in filled if not {cell, (group, cell[1])} & known]
        is_told |= len(left) < len(filled)
        # Where all of a group's segments are left they are the group, which is known.
        if len(left) < len(filled) or (one, None) not in known:
            nowhere = truths[one, None] - np.sum([truths[cell] for cell in cells], axis=0)
            for segment, counts in [(cell[1], truths[cell]) for cell in left] + [(None, nowhere)]:
                rest[segment] = rest.get(segment, np.zeros_like(counts)) + counts
    return list(rest.values()) if is_told else []


def _judged(left: Left, rules: Rules) -> Iterator[tuple[Left, str]]:
    sizes = [int(each.sum()) for each in left.parts if each.sum()]
    if not sizes:
        return
    where = f"of the {left.group} withheld by {left.name or 'group'}"
    others = sum(sizes) - max(sizes)
    if others < rules.k:
        yield left, f"all but {others} {where} are in one segment"
    elif sum(sizes) < rules.least:
        yield left, f"all that is left {where} are {sum(sizes)} people"
    elif is_nearly_unanimous(np.sum(left.parts, axis=0), rules.k):
        yield left, f"all that is left {where} gave nearly all the same answer"
