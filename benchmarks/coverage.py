"""How often intervals hold the truth and tests err, by simulation with the product's functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from analysis.stats.result import FloatArray
from analysis.stats.score import Score, smoothed_parts, superiority_estimate
from benchmarks.intervals import Interval
from benchmarks.published import ROSTERS, STAFF
from benchmarks.shapes import Pair

_STAFF_ROSTER = 1.5
"""Staff on the roster for each who answered; METHODS.md does not print its own number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One number for each pair and staff size, (pairs, staff), each from ``samples`` draws.

    Shares of samples in which something is so, or mean widths.
    """

    values: FloatArray
    samples: int

    @property
    def mean(self) -> float:
        """Mean over all cells."""
        return float(self.values.mean())

    @property
    def least(self) -> float:
        """The lowest cell."""
        return float(self.values.min())

    @property
    def most(self) -> float:
        """The highest cell."""
        return float(self.values.max())

    @property
    def monte_carlo_error(self) -> float:
        """Standard error of the mean of shares."""
        spread = np.maximum(self.values * (1 - self.values), 1e-4)
        return float(np.sqrt(spread.sum() / self.samples)) / self.values.size


def allowed(cells: Cells, statistic: Callable[[FloatArray], FloatArray], *, samples: int) -> float:
    """Return how far two simulations of the same cells differ in 95 of 100 cases, and rounding.

    ``statistic`` reduces (times, cells) to (times,): a mean, a lowest or a highest cell;
    ``samples`` are the other simulation's.
    """
    generator = np.random.default_rng(95)
    shares = cells.values.ravel()
    ours, theirs = (
        statistic(generator.binomial(each, shares, size=(4000, shares.size)) / each)
        for each in (cells.samples, samples)
    )
    return float(np.quantile(np.abs(ours - theirs), 0.95)) + 0.0005


@dataclass(frozen=True, slots=True)
class Jointly:
    """The furthest of many numbers, in its standard errors, and what chance allows of it."""

    furthest: float
    allowed: float
    """The furthest's 95 % quantile between two simulations of the same cells."""
    chance: float
    """Share of such simulations in which the furthest is as far as here."""


Row: TypeAlias = tuple[Cells, FloatArray, Callable[[FloatArray], FloatArray]]
"""Our cells, the printed mean and extreme, and how the extreme is taken of (times, cells)."""


def jointly(rows: Sequence[Row], *, samples: int) -> Jointly:
    """Hold means and extreme cells of many rows against the printed ones, all at once.

    Among many numbers some are outside their own 95 %; the furthest tells whether that is
    chance. ``samples`` are the other simulation's. Rows count as independent; they are not
    quite (intervals share draws), so a little more is allowed than in truth.
    """
    generator = np.random.default_rng(96)
    off: list[float] = []
    by_chance: list[FloatArray] = []
    for cells, printed, extreme in rows:
        shares = cells.values.ravel()
        ours, theirs = (
            generator.binomial(each, shares, size=(4000, shares.size)) / each
            for each in (cells.samples, samples)
        )
        for statistic, number in zip((_means, extreme), printed, strict=True):
            differences = statistic(ours) - np.round(statistic(theirs), 3)
            error = np.sqrt((differences**2).mean())
            off.append(float(abs(statistic(shares[None])[0] - number) / error))
            by_chance.append(np.abs(differences) / error)
    furthest = np.max(by_chance, axis=0)
    return Jointly(
        furthest=max(off),
        allowed=float(np.quantile(furthest, 0.95)),
        chance=float((furthest >= max(off)).mean()),
    )


def coverage(
    interval: Interval, leaders: int, *, samples: int, pairs: Sequence[Pair], seed: int = 1
) -> tuple[Cells, Cells]:
    """Return how often a 95 % interval holds the true A, and its mean width.

    Without a gap, one minus the first is the type I error of the interval's test.
    """
    generator = np.random.default_rng([seed, leaders])
    held = np.empty((len(pairs), len(STAFF)))
    width = np.empty_like(held)
    for i, pair in enumerate(pairs):
        for j, staff in enumerate(STAFF):
            x, y = drawn(pair, (leaders, staff), samples, generator)
            low, high = interval(x, y, 0.95)
            held[i, j] = ((low <= pair.superiority) & (pair.superiority <= high)).mean()
            width[i, j] = (high - low).mean()
    return Cells(values=held, samples=samples), Cells(values=width, samples=samples)


def roster_coverage(
    leaders: int, *, samples: int, pairs: Sequence[Pair], seed: int = 5
) -> tuple[Cells, Cells]:
    """Return how often SKB+1 with the roster's factor holds the A of the real N people.

    Each sample draws these people first, and then who of them answers (`ROSTERS`).
    """
    generator = np.random.default_rng([seed, leaders])
    held = np.empty((len(pairs), len(STAFF)))
    width = np.empty_like(held)
    invited = ROSTERS[leaders]
    for i, pair in enumerate(pairs):
        for j, staff in enumerate(STAFF):
            everyone = round(_STAFF_ROSTER * staff)
            all_x, all_y = drawn(pair, (invited, everyone), samples, generator)
            x, y = (_answering(all_x, leaders, generator), _answering(all_y, staff, generator))
            parts = smoothed_parts(
                x, y, factor_leaders=1 - leaders / invited, factor_staff=1 - staff / everyone
            )
            low, high = Score.of(parts).limits(0.95)
            truth = superiority_estimate(all_x, all_y)
            held[i, j] = ((low <= truth + 1e-12) & (truth <= high + 1e-12)).mean()
            width[i, j] = (high - low).mean()
    return Cells(values=held, samples=samples), Cells(values=width, samples=samples)


def said(
    what: Callable[[Score], FloatArray],
    pairs: Sequence[Pair],
    sizes: tuple[int, Sequence[int]],
    *,
    samples: int,
    invited: int | None = None,
) -> Cells:
    """Return how often something is said of SKB+1: ``what`` is it, of a row of samples.

    ``sizes`` are leaders who answer, of ``invited`` if that is known, and sizes of staff.
    """
    leaders, sizes_of_staff = sizes
    generator = np.random.default_rng([3, leaders])
    factor = 1.0 if invited is None else 1 - leaders / invited
    found = np.empty((len(pairs), len(sizes_of_staff)))
    for i, pair in enumerate(pairs):
        for j, staff in enumerate(sizes_of_staff):
            x, y = drawn(pair, (leaders, staff), samples, generator)
            score = Score.of(smoothed_parts(x, y, factor_leaders=factor))
            found[i, j] = what(score).mean()
    return Cells(values=found, samples=samples)


def gap(score: Score) -> FloatArray:
    """Tell which samples show a gap at 5 %."""
    return np.asarray(score.p_two_sided(0.5) < 0.05, dtype=np.float64)


def aligned(score: Score) -> FloatArray:
    """Tell of which samples *aligned* or *small but real* is said at the usual margin."""
    p = np.maximum(score.p_above(0.4), score.p_below(0.6))
    return np.asarray(p < 0.05, dtype=np.float64)


def drawn(
    pair: Pair, sizes: tuple[int, int], samples: int, generator: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Draw both groups' counts, (samples, K) each."""
    return (
        generator.multinomial(sizes[0], pair.leaders, size=samples).astype(float),
        generator.multinomial(sizes[1], pair.staff, size=samples).astype(float),
    )


def _means(cells: FloatArray) -> FloatArray:
    return np.asarray(cells.mean(axis=1))


def _answering(everyone: FloatArray, people: int, generator: np.random.Generator) -> FloatArray:
    """Draw ``people`` of each row without putting them back."""
    rest = everyone.sum(axis=1).astype(np.int64)
    left = np.full(len(everyone), people)
    found = np.zeros_like(everyone)
    for at, column in enumerate(everyone.T.astype(np.int64)):
        rest = rest - column
        found[:, at] = generator.hypergeometric(column, rest, left)
        left = left - found[:, at].astype(np.int64)
    return found
