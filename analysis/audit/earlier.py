"""Earlier publications: the same answers shown again, or shown with few people more or less.

Nobody knows who answered in which round, so sets of people are compared by what they
answered. A set whose tables are the same to the last answer is taken for the same people:
what an earlier publication shows of it counts as shown now. A set whose tables gained fewer
than k answers, or lost fewer than k, on every question that both publications show, is taken
for the same people with a few come or gone: the gain would be theirs who came, the loss theirs
who went. In a whole group, of which more than a quarter would then have come or gone while
nobody else changed a single answer, it is taken for changed minds, unless gain and loss
together are fewer than k: else a senior team of eight would never see its second round.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Publication, TableGroup
from analysis.tables import Tables
from survey.errors import DisclosureError

_TURNOVER = 0.25
"""Largest share of a whole group that may well come or go while nobody else changes an answer."""

Segment = tuple[str, str] | None
Cell = tuple[TableGroup, Segment]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What earlier publications mean for this one.

    ``same`` holds sets of the same people as now, by question; ``near`` sets that must not
    be shown, each with the name of the publication that forbids it.
    """

    same: Mapping[str, frozenset[Cell]]
    near: Mapping[Cell, str]


def shown_before(tables: Tables, earlier: Sequence[Publication], k: int) -> Again:
    """Compare every set an earlier publication shows with the same set now.

    Raises
    ------
    DisclosureError
        An earlier publication cuts these very answers by an attribute that is not here
        any more, so that nothing can be audited.
    """
    same: dict[str, set[Cell]] = {each.id: set() for each in tables.questions}
    near: dict[Cell, str] = {}
    for publication in earlier:
        cells = _shown(publication, tables)
        _require_attributes(publication, tables, cells)
        grown: dict[Cell, Mapping[str, Ints]] = {}
        for cell, shown in cells.items():
            if not _is_known(cell, tables):
                continue
            changes = {
                question: tables.of(question, *cell) - counts for question, counts in shown.items()
            }
            if all(not each.any() for each in changes.values()):
                for question in changes:
                    same[question].add(cell)
            elif tell_of_few(changes.values(), k, most=_most_changed(cell, shown)):
                near[cell] = publication.name
            else:
                grown[cell] = changes
        near |= dict.fromkeys(_few_left(grown, k), publication.name)
    return Again(same={key: frozenset(each) for key, each in same.items()}, near=near)


def tell_of_few(changes: Collection[Ints], k: int, *, most: float = inf) -> bool:
    """Whether fewer than ``k`` who came, or who went, account for all changes by question.

    Where none of them gave the answer of one on the other side, what was gained is just what
    those who came said, and what was lost what those who went said. More than ``most`` of
    either are not believed in, but where both together are fewer than ``k``.
    """
    came, went, both = (
        max((int(side(each).sum()) for each in changes), default=0) for side in (_gain, _loss, abs)
    )
    return 0 < both < k or (0 < came < k and came <= most) or (0 < went < k and went <= most)


def _gain(change: Ints) -> Ints:
    return np.maximum(change, 0)


def _loss(change: Ints) -> Ints:
    return np.maximum(-change, 0)


def _most_changed(cell: Cell, shown: Mapping[str, Ints]) -> float:
    """How many of a whole group may well have changed; of a segment, all."""
    return inf if cell[1] else _TURNOVER * max(int(each.sum()) for each in shown.values())


def _shown(publication: Publication, tables: Tables) -> dict[Cell, dict[str, Ints]]:
    sizes = {each.id: len(each.values) for each in tables.questions}
    cells: dict[Cell, dict[str, Ints]] = {}
    for table in publication.tables:
        counts = () if table.counts is None else table.counts
        if counts and sizes.get(table.question) == len(counts):
            segment = None if table.segment is None else next(iter(table.segment.items()))
            cell: Cell = (table.group, segment)
            cells.setdefault(cell, {})[table.question] = np.array(counts, dtype=np.int64)
    return cells


def _is_known(cell: Cell, tables: Tables) -> bool:
    return cell[1] is None or cell[1][0] in tables.atoms.labels


def _require_attributes(
    publication: Publication, tables: Tables, cells: Mapping[Cell, Mapping[str, Ints]]
) -> None:
    missing = sorted({cell[1][0] for cell in cells if cell[1] and not _is_known(cell, tables)})
    again = any(
        cell[1] is None
        and all(not (tables.of(question, *cell) - each).any() for question, each in shown.items())
        for cell, shown in cells.items()
    )
    if missing and again:
        raise DisclosureError(
            f"{publication.name!r} shows these same answers by {', '.join(missing)}, which is not "
            "among the attributes now, so what both together give away cannot be audited",
            advice=f"Keep {', '.join(missing)} with the answers, or publish once only.",
        )


def _few_left(grown: Mapping[Cell, Mapping[str, Ints]], k: int) -> Iterator[Cell]:
    """Segments that, taken from their grown group, would leave fewer than ``k`` newcomers."""
    for whole, changes in grown.items():
        if whole[1] is not None or not _is_nested(changes):
            continue
        for name in {cell[1][0] for cell in grown if cell[1]}:
            parts = [
                cell for cell in grown if cell[0] == whole[0] and cell[1] and cell[1][0] == name
            ]
            left = {
                question: int(np.abs(each).sum())
                - sum(int(np.abs(grown[part].get(question, each * 0)).sum()) for part in parts)
                for question, each in changes.items()
            }
            if parts and all(0 < each < k for each in left.values()):
                yield min(parts, key=lambda cell: (str(cell[1]), cell[0]))


def _is_nested(changes: Mapping[str, Ints]) -> bool:
    together = np.concatenate(list(changes.values()))
    return bool((together >= 0).all() or (together <= 0).all())
