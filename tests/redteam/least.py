"""The least that can be withheld: every release of a small organisation tried, the audit asked.

What may be released is what the audit passes: tables of enough people, nothing of few in any
sum or difference, the insider rule in every tree, everyone as the parent of leaders and
staff, no count that only fits one way. As the hiding does, the search gives up segments
before the lines of the whole organisation.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

import msgspec
import numpy as np
from numpy.typing import NDArray

from analysis.audit import exposures
from analysis.publication import Publication
from analysis.tables import Answers, Tables, tabulate
from tests.redteam.organisations import Cell, cell_of, cells_of, items, unprotected

FEWEST, COUNTED = 5, 8
_NONE = 1e-9


def withheld_and_least(answers: Answers, shown: int) -> tuple[int, int, int]:
    """How many tables of somebody's are withheld, must be at the least, and are there."""
    tables = tabulate(answers, items("q1"))
    there = [cell for cell in cells_of(tables) if tables.of("q1", *cell).sum()]
    return len(there) - shown, len(there) - len(most_shown(answers, tables)), len(there)


def most_shown(answers: Answers, tables: Tables) -> tuple[Cell, ...]:
    """The most sets that may be shown together."""
    everything = unprotected(answers, items("q1"), least=1)
    enough = [each for each in cells_of(tables) if _is_enough(tables, each)]
    few = [
        each
        for each in cells_of(tables)
        if each not in enough and each[0] != "everyone" and tables.of("q1", *each).sum()
    ]
    rows = {each: tables.atoms.of(*each).astype(np.float64) for each in (*enough, *few)}
    for kept in _most_first(enough):
        # Most ways fail here already, and are not worth asking the whole audit.
        told = _told(
            np.array([rows[each] for each in kept]), np.array([rows[each] for each in few])
        )
        if not told and not exposures(showing(everything, kept), tables):
            return kept
    return ()


def _told(shown: NDArray[np.float64], few: NDArray[np.float64]) -> bool:
    """Whether a set of few is a sum or difference of shown ones."""
    if not shown.size or not few.size:
        return False
    rest = few - few @ np.linalg.pinv(shown) @ shown
    return bool((np.abs(rest).max(axis=1) < _NONE).any())


def _most_first(cells: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """All choices, those with most whole groups first, and of these those with most in all."""
    whole = [cell for cell in cells if cell[1] is None]
    segments = [cell for cell in cells if cell[1] is not None]
    for lines in range(len(whole), -1, -1):
        for number in range(len(segments), -1, -1):
            for some in combinations(whole, lines):
                for others in combinations(segments, number):
                    yield some + others


def _is_enough(tables: Tables, cell: Cell) -> bool:
    counts = tables.of("q1", *cell)
    n = int(counts.sum())
    return n >= COUNTED and not (n < 2 * FEWEST and counts.max() >= n - 1)


def showing(everything: Publication, kept: Collection[Cell]) -> Publication:
    """A release with only some of its tables shown."""
    tables = tuple(
        each
        if cell_of(each) in kept
        else msgspec.structs.replace(each, counts=None, n=None, withheld="not shown")
        for each in everything.tables
    )
    return msgspec.structs.replace(everything, tables=tables)
