"""Several rounds of one organisation, and somebody who has seen all of them come out.

The attacker knows who was there at each round and which parts make up which, and takes for
granted that everybody answers the same each time: what is unknown is one number for every
kind of person, and every published table of every round is a sum of such numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Publication
from analysis.tables import Answers
from tests.redteam.organisations import Cell, shown

Mask = NDArray[np.bool_]
_SURE = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who was ever there, with what they answer, and who was there at each round."""

    answers: Answers
    there: tuple[Mask, ...]

    def at(self, number: int) -> Answers:
        """The answers of one round."""
        here = self.there[number]
        return Answers(
            is_leader=self.answers.is_leader[here],
            attributes={name: each[here] for name, each in self.answers.attributes.items()},
            choices={name: each[here] for name, each in self.answers.choices.items()},
        )

    def inside(self, cell: Cell, number: int) -> Mask:
        """Who stood behind a table of one round."""
        group, segment = cell
        inside = self.there[number].copy()
        if group != "everyone":
            inside &= self.answers.is_leader == (group == "leaders")
        if segment is not None:
            inside &= self.answers.attributes[segment[0]] == segment[1]
        return inside


def few_found_out(
    people: People, publications: Sequence[Publication], question: str, *, fewest: int
) -> list[list[int]]:
    """Sets of fewer than ``fewest`` people whose answers follow from all publications.

    One or two kinds of people are asked for at a time, by solving the equations.
    """
    told = {
        (number, cell): counts
        for number, publication in enumerate(publications)
        for cell, counts in shown(publication, question).items()
    }
    if not told:
        return []
    rows = np.array([people.inside(cell, number) for number, cell in told])
    _, first, kind = np.unique(rows, axis=1, return_index=True, return_inverse=True)
    kind = kind.reshape(-1)
    matrix, size = rows[:, first].astype(np.float64), np.bincount(kind)
    known = [
        kinds
        for kinds in _few_kinds(size, fewest)
        if matrix[:, kinds].any() and _follows(matrix, kinds)
    ]
    return [np.flatnonzero(np.isin(kind, each)).tolist() for each in known]


def _few_kinds(size: NDArray[np.int64], fewest: int) -> list[list[int]]:
    small = np.flatnonzero(size < fewest).tolist()
    pairs = [[one, two] for place, one in enumerate(small) for two in small[:place]]
    return [[each] for each in small] + [each for each in pairs if size[each].sum() < fewest]


def _follows(matrix: NDArray[np.float64], kinds: list[int]) -> bool:
    """Whether these kinds together are a sum or difference of tables."""
    target = np.zeros(matrix.shape[1])
    target[kinds] = 1
    weights, *_ = np.linalg.lstsq(matrix.T, target, rcond=None)
    return bool(np.allclose(matrix.T @ weights, target, atol=_SURE))


def turning_over(
    sizes: Mapping[tuple[str, str], tuple[int, int]],
    *,
    turnover: Sequence[int],
    seed: int,
) -> People:
    """Leaders and staff by division and department, some of whom come and go."""
    generator = np.random.default_rng(seed)
    places = [
        (place, is_leader)
        for place, (leaders, staff) in sizes.items()
        for is_leader in [True] * leaders + [False] * staff
    ]
    number = len(places)
    there = [generator.random(number) < 0.9]
    for some in turnover:
        moved = generator.permutation(number)[:some]
        there.append(there[-1] ^ np.isin(np.arange(number), moved))
    return People(
        answers=Answers(
            is_leader=np.array([is_leader for _, is_leader in places], dtype=np.bool_),
            attributes={
                "division": np.array([place[0] for place, _ in places], dtype=np.str_),
                "department": np.array(["/".join(place) for place, _ in places], dtype=np.str_),
            },
            choices={
                name: generator.integers(1, 6, number).astype(np.int8) for name in ("q1", "q2")
            },
        ),
        there=tuple(there),
    )
