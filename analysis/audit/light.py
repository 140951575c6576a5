"""Vectors of noughts and ones in a space, of fewer than k people: all that hold no other.

A basis in reduced form has, for each of its rows, a column in which only that row is not
nought. So a vector of noughts and ones is a sum of rows, each taken once or not at all, and
each row that is taken costs the people of its own column: never more than k - 1 are. The
search goes through rows, those with most entries first, and leaves a branch as soon as the
rows that may still be taken are too few to put right what is neither 0 nor 1, or to take
back the people who are one too many.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.errors import DisclosureError

PRIME = 2**31 - 1
_AT_ONCE = 2**21
_MOST_TRIED = 4_000_000
_MOST_FOUND = 500

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A space of vectors modulo `PRIME`.

    ``rows`` has shape (d, columns), in reduced form; ``columns`` are the columns' names,
    ``weights`` how many people stand in each.
    """

    rows: Ints
    columns: Ints
    weights: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Rows in the order of the search, and what is left to come after each of them.

    ``last`` is the last row that touches a column; ``least`` the fewest people a row from
    here on costs; ``mended[i][q]`` and ``relieved[i][q]`` the most columns, and people in
    them, that ``q`` rows from ``i`` on can change.
    """

    rows: Ints
    weights: Ints
    last: Ints
    least: Ints
    mended: list[Ints]
    relieved: list[Ints]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branches:
    """Sums of some of the first ``depth`` rows: what they are, and how many people are sure."""

    depth: int
    sums: Ints
    people: Ints

    def of(self, which: Mask | slice) -> "_Branches":
        return _Branches(depth=self.depth, sums=self.sums[which], people=self.people[which])


def light_vectors(basis: Basis, k: int) -> Iterator[Ints]:
    """Yield the columns of each vector of noughts and ones of fewer than ``k`` people.

    Those that hold another one may be missing, and all after the first 500.

    Raises
    ------
    DisclosureError
        There are too many combinations to go through all of them.
    """
    different, of = np.unique(basis.rows, axis=1, return_inverse=True)
    of = of.reshape(-1)
    plan = _plan(different, np.bincount(of, weights=basis.weights).astype(np.int64))
    for place, vector in enumerate(_searched(plan, k)):
        yield basis.columns[np.isin(of, np.flatnonzero(vector))]
        if place + 1 == _MOST_FOUND:
            return


def _plan(rows: Ints, weights: Ints) -> _Plan:
    number = rows.shape[0]
    touched = rows != 0
    rows = rows[np.argsort(-touched.sum(axis=1), kind="stable")]
    touched = rows != 0
    own = touched & (touched.sum(axis=0) == 1)
    costs = np.where(own, weights, weights.sum()).min(axis=1)
    least = np.minimum.accumulate(costs[::-1])[::-1]

    def most(values: Ints) -> list[Ints]:
        return [
            np.concatenate([[0], np.cumsum(np.sort(values[place:])[::-1])])
            for place in range(number + 1)
        ]

    return _Plan(
        rows=rows,
        weights=weights,
        last=number - 1 - touched[::-1].argmax(axis=0),
        least=np.append(least, 1),
        mended=most(touched.sum(axis=1)),
        relieved=most(touched @ weights),
    )


def _searched(plan: _Plan, k: int) -> Iterator[Ints]:
    number, columns = plan.rows.shape
    start = np.zeros((1, columns), dtype=np.int64)
    waiting = [_Branches(depth=0, sums=start, people=np.zeros(1, dtype=np.int64))]
    most_rows, tried = max(_AT_ONCE // columns, 1), 0
    while waiting:
        branches = waiting.pop()
        tried += branches.people.size
        if tried > _MOST_TRIED:
            raise DisclosureError(
                "so many combinations of the published sets come down to few people that not all "
                "of them can be audited; nothing was released",
                advice="Publish fewer cuts (attributes), or cuts with fewer and larger segments.",
            )
        grown = _grown(plan, branches, k)
        whole = (grown.people > 0) & ~grown.sums[:, plan.last >= grown.depth].any(axis=1)
        yield from grown.sums[whole]
        grown = grown.of(~whole)
        if grown.depth < number:
            waiting += [
                grown.of(slice(start, start + most_rows))
                for start in range(0, grown.people.size, most_rows)
            ]


def _grown(plan: _Plan, branches: _Branches, k: int) -> _Branches:
    """Each branch without the next row and with it, where that may lead to a light vector."""
    depth = branches.depth
    sums = np.concatenate([branches.sums, (branches.sums + plan.rows[depth]) % PRIME])
    sure = plan.last == depth
    good = (sums[:, sure] <= 1).all(axis=1)
    people = np.concatenate([branches.people, branches.people]) + sums[:, sure] @ plan.weights[sure]
    grown = _Branches(depth=depth + 1, sums=sums, people=people).of(good & (people < k))
    still = plan.last > depth
    left = grown.sums[:, still]
    rows_left = np.clip(
        (k - 1 - grown.people) // plan.least[depth + 1], 0, plan.rows.shape[0] - depth - 1
    )
    wrong = (left > 1).sum(axis=1)
    sure_people = grown.people + (left == 1) @ plan.weights[still]
    return grown.of(
        (wrong <= plan.mended[depth + 1][rows_left])
        & (sure_people - plan.relieved[depth + 1][rows_left] < k)
    )
