"""A pillar and its items together: possible worlds of a small group, drawn from what is said.

A world is what each person answered to each item of a pillar. Worlds are put together from
multisets that fit what is released of each item, handed to the people in some order: then
the items' numbers come out as they were released, and the pillar's follow. The draws are
the same every time and know nothing of the true answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Question
from analysis.stats.contest import Few
from analysis.stats.enumeration import Possible, counts_of
from analysis.tables.asked import grid_of

Ints = NDArray[np.int64]

WORLDS = 30_000
"""More of them leave a more telling release more often, and take longer."""
_SEED = 7_031_999
_HOLD = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
_CONTRARY = (0.0, 0.0, 0.2, 0.5)
_SPREAD = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Multisets that fit what is released of an item, and whether its counts are hidden."""

    fitting: Few
    hidden: bool

    @property
    def people(self) -> int:
        """How many people answered it."""
        return int(self.fitting[0].sum())


def possible_scores(pillar: Question, columns: Sequence[Column], people: int) -> Possible:
    """Return worlds in which every item's released numbers are what they are.

    Parameters
    ----------
    pillar
        The pillar, a score of at least five people.
    columns
        Its items, in order.
    people
        How many people have a score. Where items were answered by fewer or more, who skipped
        what is not known: here fewer spread over those with a score, and more are others.
    """
    places = _places([each.people for each in columns], people)
    draws = _draws(tuple(places))
    totals = np.zeros((WORLDS, people), dtype=np.int64)
    answered = np.zeros(people, dtype=np.int64)
    linked = []
    for column, place, draw in zip(columns, places, draws, strict=True):
        picked = _picked(column.fitting, draw)
        within = [each for each in place if each < people]
        own = np.take_along_axis(_in_order(column.fitting)[picked], draw.order, axis=1)
        totals[:, within] += own[:, : len(within)]
        answered[within] += 1
        if column.hidden:
            linked.append(column.fitting[picked])
    scores = _counted(pillar, totals, answered)
    middle = (pillar.values[0] + pillar.values[-1]) / 2
    values = np.array(pillar.values)
    sides = [scores[:, values < middle].sum(axis=1), scores[:, values > middle].sum(axis=1)]
    return Possible(
        own=scores,
        zeros_matter=False,
        linked=tuple(linked),
        apart=(np.stack(sides, axis=1).astype(np.int8),),
        complete=False,
    )


def _places(answered: Sequence[int], people: int) -> list[tuple[int, ...]]:
    """Which people answered each item, those with a score first, then others."""
    places, turn = [], 0
    for number in answered:
        fewer = max(people - number, 0)
        without = {(turn + each) % people for each in range(fewer)}
        turn += fewer
        within = [each for each in range(people) if each not in without]
        places.append((*within, *range(people, people + number - len(within))))
    return places


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draw:
    """One item's draws: which multiset (three numbers a world), and who gave which answer."""

    where: NDArray[np.float64]
    rare: NDArray[np.bool_]
    category: Ints
    order: Ints


@lru_cache(maxsize=4)
def _draws(places: tuple[tuple[int, ...], ...]) -> tuple[_Draw, ...]:
    """From people who answer all items alike to such as answer each at random."""
    generator = np.random.default_rng(_SEED)
    most = max(max(each, default=0) for each in places) + 1
    lean = _SPREAD * (np.arange(most) - (most - 1) / 2) / most
    hold = generator.choice(_HOLD, (WORLDS, 1))
    contrary = generator.choice(_CONTRARY, WORLDS)
    draws = []
    for place in places:
        sign = np.where(generator.random(WORLDS) < contrary, -1, 1)[:, None]
        noise = generator.standard_normal((WORLDS, len(place)))
        ranks = np.argsort(np.argsort(hold * sign * lean[list(place)] + noise, axis=1), axis=1)
        draws.append(
            _Draw(
                where=generator.random(WORLDS),
                rare=generator.random(WORLDS) < 0.5,  # noqa: PLR2004 - half of them
                category=generator.integers(0, 2**31, WORLDS),
                order=ranks,
            )
        )
    return tuple(draws)


def _picked(fitting: Few, draw: _Draw) -> Ints:
    """Multisets at random; every second time one in which some count is unusual."""
    picked = (draw.where * len(fitting)).astype(np.int64)
    categories = fitting.shape[1]
    for category in range(categories):
        counts = fitting[:, category]
        unusual = np.flatnonzero(counts != np.bincount(counts).argmax())
        here = draw.rare & (draw.category % categories == category)
        if unusual.size:
            picked[here] = unusual[(draw.where[here] * unusual.size).astype(np.int64)]
    return picked


def _in_order(fitting: Few) -> Ints:
    """Every multiset's answers from the lowest to the highest, from 1: shape (m, people)."""
    categories = np.tile(np.arange(1, fitting.shape[1] + 1), len(fitting))
    return np.repeat(categories, fitting.ravel()).reshape(len(fitting), int(fitting[0].sum()))


def _counted(pillar: Question, totals: Ints, answered: Ints) -> Few:
    """Scores from sums of answers, counted on the pillar's grid."""
    numerators, denominator = grid_of(pillar)
    means = totals * (denominator // np.maximum(answered, 1))
    return counts_of(np.searchsorted(np.array(numerators), means), len(numerators))
