"""A pillar and its items together: worlds that give just the numbers that are to be released.

A world is what each person of a small group answered to each item. Many are walked at once:
one answer changes hands, or an item's answers become others that fit what is said of it, and
the step is kept unless it leads further from what is said of the pillar. Every world that
gives exactly that is kept. Where those found leave all open, it is proved open, whatever
other worlds there are; where they do not in so many steps, it counts as not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.publication import CoarseComparison, Question
from analysis.stats.contest import Few
from analysis.stats.score import Score, smoothed_parts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_WALKERS = 600
_STEPS = 400
_LOOK_EVERY = 20
_SEED = 31_415
_ROUNDING = 1e-6
_ALPHA = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is said of one comparison, and all that it was made with.

    ``differs`` and ``alike`` are the bounds between which the two tests' p-values must lie
    for the word to be what it is. ``before`` is what else must be fitted: what earlier rounds
    said of the same answers.
    """

    said: CoarseComparison
    other: Floats
    small_is_leaders: bool
    factors: tuple[float, float]
    margin: float
    differs: tuple[float, float] = (-np.inf, np.inf)
    alike: tuple[float, float] = (-np.inf, np.inf)
    before: tuple["Target", ...] = ()

    def as_worded(self, counts: Ints, family: int) -> "Target":
        """Return the same with the bounds of Holm's procedure that these counts lie between."""
        p = [float(each[0]) for each in self._tests(self._score(*self._groups(counts[None])))]
        edges = np.array([-np.inf, *(_ALPHA / np.arange(family, 0, -1)), np.inf])
        places = np.searchsorted(edges, p, side="right")
        differs, alike = ((float(edges[each - 1]), float(edges[each])) for each in places)
        return replace(self, differs=differs, alike=alike)

    def distance(self, counts: Few | Ints) -> Floats:
        """How far each row of counts is from all that is said; 0 where it fits."""
        if not counts.shape[0]:
            return np.zeros(0)
        x, y = self._groups(counts)
        score = self._score(x, y)
        low, high = score.limits(0.95)
        pairs = x.sum(axis=1) * y.sum(axis=1)
        wins = (x * (np.cumsum(y, axis=1) - y)).sum(axis=1) / pairs
        ties = (x * y).sum(axis=1) / pairs
        away = np.zeros(counts.shape[0])
        for told, value in (
            (self.said.superiority, score.estimate),
            (self.said.low, low),
            (self.said.high, high),
            (self.said.leaders_higher, wins),
            (self.said.same, ties),
            (self.said.staff_higher, 1 - wins - ties),
        ):
            if told is not None:
                away += np.maximum(np.abs(value - told) - self.said.step / 2 - _ROUNDING, 0)
        differs, alike = self._tests(score)
        away += _outside(differs, self.differs) + _outside(alike, self.alike)
        for each in self.before:
            away += each.distance(counts)
        return away

    def _groups(self, counts: Few | Ints) -> tuple[Floats, Floats]:
        own = counts.astype(np.float64)
        beside = np.broadcast_to(self.other, own.shape)
        return (own, beside) if self.small_is_leaders else (beside, own)

    def _score(self, leaders: Floats, staff: Floats) -> Score:
        first, second = self.factors
        parts = smoothed_parts(leaders, staff, factor_leaders=first, factor_staff=second)
        return Score.of(parts)

    def _tests(self, score: Score) -> tuple[Floats, Floats]:
        """Return the p-values for a difference, and for being closer together than the margin."""
        above, below = score.p_above(0.5 - self.margin), score.p_below(0.5 + self.margin)
        return score.p_two_sided(0.5), np.maximum(above, below)


def _outside(p: Floats, bounds: tuple[float, float]) -> Floats:
    """How far a p-value is from the interval, its lower end included; above 0 outside."""
    least, below = bounds
    return np.where(p < least, least - p, np.where(p >= below, p - below + _ROUNDING, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Multisets that fit what is released of an item, and whether its counts are hidden."""

    fitting: Few
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """What was found: different counts of the pillar, and of each hidden item."""

    scores: set[tuple[int, ...]]
    items: dict[str, set[tuple[int, ...]]]
    values: tuple[float, ...]

    def are_open(self, fewest: int) -> bool:
        """Whether the worlds found leave every answer open."""
        return self.closed(fewest) is None

    def closed(self, fewest: int) -> str | None:
        """Say which question could not be shown to be open, if one could not."""
        if len(self.scores) < fewest:
            return f"{len(self.scores)} sets of scores"
        scores = np.array(sorted(self.scores))
        least, most = scores.min(axis=0), scores.max(axis=0)
        values, middle = np.array(self.values), (self.values[0] + self.values[-1]) / 2
        sides = (scores[:, values < middle].sum(axis=1), scores[:, values > middle].sum(axis=1))
        if ((least == most) & (most > 0)).any() or any(np.ptp(each) == 0 for each in sides):
            return "its own scores"
        for item, found in self.items.items():
            counts = np.array(sorted(found))
            if len(found) < fewest or (counts.min(axis=0) == counts.max(axis=0)).any():
                return item
        return None


def find_worlds(
    pillar: Question, target: Target, columns: Sequence[Column], *, people: int, fewest: int
) -> Worlds:
    """Look for worlds in which everything said of a pillar and its items comes out.

    Parameters
    ----------
    pillar, target
        The pillar, and what is said of it.
    columns
        Its items, in order.
    people
        How many people have a score.
    fewest
        How many different sets of answers must be left of each question to stop looking.
    """
    found = Worlds(
        scores=set(),
        items={
            name: set() for name, each in zip(pillar.items, columns, strict=True) if each.hidden
        },
        values=pillar.values,
    )
    if all(each.fitting.shape[0] for each in columns):
        walk = _Walk(pillar, target, columns, people)
        for step in range(_STEPS):
            walk.note(found)
            if step % _LOOK_EVERY == 0 and found.are_open(fewest):
                break
            walk.step()
    return found


class _Walk:
    """Many worlds at once, each a step from one that was there before."""

    def __init__(
        self, pillar: Question, target: Target, columns: Sequence[Column], people: int
    ) -> None:
        self._pillar, self._target, self._people = pillar, target, people
        self._columns = columns
        self._random = np.random.default_rng(_SEED)
        self._sorted = [_in_order(each.fitting) for each in columns]
        self._rows = _rows([each.shape[1] for each in self._sorted], people)
        self._picked = [self._random.integers(0, len(each), _WALKERS) for each in self._sorted]
        self._answers = [
            self._handed_out(place, picked) for place, picked in enumerate(self._picked)
        ]
        self._counts, self._away = self._seen(self._answers)

    def step(self) -> None:
        """Try another world for each walker; go there unless it is further away."""
        place = int(self._random.integers(len(self._columns)))
        answers, picked = list(self._answers), list(self._picked)
        if self._random.integers(2):
            answers[place] = self._swapped(answers[place])
        else:
            picked[place] = self._random.integers(0, len(self._sorted[place]), _WALKERS)
            answers[place] = self._replaced(place, picked[place])
        counts, away = self._seen(answers)
        better = away <= self._away
        for now, then in ((self._answers, answers), (self._picked, picked)):
            shape = (-1,) + (1,) * (now[place].ndim - 1)
            now[place] = np.where(better.reshape(shape), then[place], now[place])
        self._counts = np.where(better[:, None], counts, self._counts)
        self._away = np.where(better, away, self._away)

    def note(self, found: Worlds) -> None:
        """Keep what the worlds that fit look like."""
        fits = np.flatnonzero(self._away == 0)
        found.scores.update(map(tuple, np.unique(self._counts[fits], axis=0).tolist()))
        for place, item in enumerate(self._pillar.items):
            if item in found.items:
                seen = np.unique(self._picked[place][fits])
                found.items[item].update(map(tuple, self._columns[place].fitting[seen].tolist()))

    def _handed_out(self, place: int, picked: Ints) -> Ints:
        """Half of the walkers begin with people who answer all items alike."""
        answers = self._sorted[place][picked]
        mixed = self._random.permuted(answers, axis=1)
        return np.where(np.arange(_WALKERS)[:, None] % 2, answers, mixed)

    def _swapped(self, answers: Ints) -> Ints:
        if answers.shape[1] < 2:  # noqa: PLR2004 - two change hands
            return answers
        walkers = np.arange(_WALKERS)
        one = self._random.integers(0, answers.shape[1], _WALKERS)
        two = (one + self._random.integers(1, answers.shape[1], _WALKERS)) % answers.shape[1]
        changed = answers.copy()
        changed[walkers, one], changed[walkers, two] = answers[walkers, two], answers[walkers, one]
        return changed

    def _replaced(self, place: int, picked: Ints) -> Ints:
        """Other answers, handed to people in the order in which the old ones lay."""
        old = self._answers[place] + self._random.random(self._answers[place].shape)
        ranks = np.argsort(np.argsort(old, axis=1), axis=1)
        return np.take_along_axis(self._sorted[place][picked], ranks, axis=1)

    def _seen(self, answers: Sequence[Ints]) -> tuple[Few, Floats]:
        """Each world's counts of the pillar's scores, and how far they are from what is said."""
        totals = np.zeros((_WALKERS, self._people))
        answered = np.zeros(self._people)
        for own, rows in zip(answers, self._rows, strict=True):
            within = rows < self._people
            totals[:, rows[within]] += own[:, within]
            answered[rows[within]] += 1
        values = np.array(self._pillar.values)
        score = np.searchsorted(values, totals / np.maximum(answered, 1) - _ROUNDING)
        counts = np.zeros((_WALKERS, values.size), dtype=np.int8)
        np.add.at(counts, (np.arange(_WALKERS)[:, None], score), 1)
        return counts, self._target.distance(counts)


def _in_order(fitting: Few) -> Ints:
    """Every multiset's answers from the lowest to the highest, from 1."""
    return np.array(
        [np.repeat(np.arange(1, each.size + 1), each) for each in fitting], dtype=np.int64
    )


def _rows(answered: Sequence[int], people: int) -> list[Ints]:
    """Who answers each item: those with a score, all but as few as need be, then others."""
    rows, turn = [], 0
    for number in answered:
        missing = max(people - number, 0)
        skip = np.arange(turn, turn + missing) % people
        turn += missing
        within = np.setdiff1d(np.arange(people), skip)
        others = np.arange(people, people + number - within.size)
        rows.append(np.concatenate([within, others]).astype(np.int64))
    return rows
