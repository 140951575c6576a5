"""Several rounds of one organisation, and somebody who has seen all of them come out.

The attacker knows who was there at each round and which parts make up which, and takes for
granted that everybody answers the same each time: what is unknown is one number for every
kind of person, and every published table of every round is a sum of such numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from analysis.publication import Publication
from analysis.tables import Answers
from tests.redteam.organisations import Cell, shown

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
_SURE = 1e-7
_EQUAL = 1e-6
_DRAWN = 4


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All published tables of one question, over kinds of people that no table tells apart.

    ``rows`` has shape (tables, kinds), ``counts`` (tables, categories); ``size`` is how many
    people are of each kind, ``kind`` whose each of them is.
    """

    rows: Mask
    counts: Ints
    size: Ints
    kind: Ints

    def people(self, kinds: Sequence[int]) -> list[int]:
        return np.flatnonzero(np.isin(self.kind, kinds)).tolist()


def few_found_out(
    people: People, publications: Sequence[Publication], question: str, *, fewest: int
) -> list[list[int]]:
    """Sets of fewer than ``fewest`` people whose answers follow from all publications.

    One or two kinds of people are asked for at a time, by solving the equations.
    """
    told = _told(people, publications, question)
    if told is None:
        return []
    return [
        told.people(kinds)
        for kinds in _few_kinds(told.size, fewest)
        if told.rows[:, kinds].any() and _follows(told.rows.astype(np.float64), kinds)
    ]


def few_bounded(
    people: People, publications: Sequence[Publication], question: str, *, fewest: int
) -> list[list[int]]:
    """Sets of fewer than ``fewest`` people all of whose answers a linear programme pins down.

    It asks for the least and the most of each kind's every answer, none of them below nought.
    What solutions for goals drawn at random already leave open is not asked for.
    """
    told = _told(people, publications, question)
    if told is None:
        return []
    programme = _Programme(told)
    few = np.flatnonzero((told.size < fewest) & told.rows.any(axis=0))
    drawn = programme.drawn(few)
    closed = [int(each) for each in few if np.ptp(drawn[:, each], axis=0).max() < _EQUAL]
    return [told.people([each]) for each in closed if programme.pins_down(each)]


class _Programme:
    """Counts by kind and answer that fit everything published."""

    def __init__(self, told: Told) -> None:
        self.shape = told.size.size, told.counts.shape[1]
        kinds, categories = self.shape
        sums = sparse.kron(told.rows.astype(np.float64), sparse.eye(categories))
        sizes = sparse.kron(sparse.eye(kinds), np.ones((1, categories)))
        shown = told.counts.reshape(-1)
        self._fits = [
            optimize.LinearConstraint(sums, shown, shown),
            optimize.LinearConstraint(sizes, told.size, told.size),
        ]

    def drawn(self, kinds: Ints) -> Floats:
        """Return solutions that are far from one another in these kinds."""
        found = []
        for seed in range(_DRAWN):
            goal = np.zeros(self.shape)
            goal[kinds] = np.random.default_rng(seed).normal(size=(kinds.size, self.shape[1]))
            found += [self._least(goal), self._least(-goal)]
        return np.array(found)

    def pins_down(self, kind: int) -> bool:
        for category in range(self.shape[1]):
            goal = np.zeros(self.shape)
            goal[kind, category] = 1
            least, most = (self._least(sign * goal)[kind, category] for sign in (1, -1))
            if most - least > _EQUAL:
                return False
        return True

    def _least(self, goal: Floats) -> Floats:
        found = optimize.milp(goal.reshape(-1), constraints=self._fits)  # fractions are allowed
        assert found.x is not None, found.message
        return np.asarray(found.x).reshape(self.shape)


def _told(people: People, publications: Sequence[Publication], question: str) -> Told | None:
    tables = {
        (number, cell): counts
        for number, publication in enumerate(publications)
        for cell, counts in shown(publication, question).items()
    }
    if not tables:
        return None
    rows = np.array([people.inside(cell, number) for number, cell in tables])
    _, first, kind = np.unique(rows, axis=1, return_index=True, return_inverse=True)
    kind = kind.reshape(-1)
    return Told(
        rows=rows[:, first],
        counts=np.array(list(tables.values())),
        size=np.bincount(kind),
        kind=kind,
    )


def _few_kinds(size: NDArray[np.int64], fewest: int) -> list[list[int]]:
    small = np.flatnonzero(size < fewest).tolist()
    pairs = [[one, two] for place, one in enumerate(small) for two in small[:place]]
    return [[each] for each in small] + [each for each in pairs if size[each].sum() < fewest]


def _follows(matrix: Floats, kinds: list[int]) -> bool:
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
