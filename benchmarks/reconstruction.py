"""What were METHODS.md's ten pairs? `python -m benchmarks.reconstruction` searches for them.

METHODS.md prints what ten pairs of distributions gave, and not the pairs. This looks for ten
that give the same: shapes with one peak, or leaders in two even camps; four pairs without a
gap, and one each at A = .60, .68 and .88. It fits coverage (mean and worst cell) of four
intervals and type I error of three of them, 56 numbers in all: on these the pairs agree *by
construction*. `benchmarks.calibration` holds them, with other seeds, against the numbers
that were not looked at here, and those are the evidence.

First many random pairs of round shares, coarsely, and of them the best ten by annealing.
Then, in rounds, the neighbours of the best tens, with new seeds each time so that no round
can fit the last one's noise. The same seeds give the same pairs; some twenty minutes of one core.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.stats.result import FloatArray
from analysis.stats.score import Score, plain_parts, smoothed_parts, superiority_estimate
from benchmarks.intervals import brunner_munzel_parts, newcombe_variance
from benchmarks.published import COVERAGE, LEADERS, STAFF, TYPE_I

Shape: TypeAlias = tuple[int, ...]
"""Shares of five answers, in percent."""
Pair: TypeAlias = tuple[Shape, Shape]
"""Leaders' shares and staff's."""

FITTED = ("SKB+1", "Wilson t", "Brunner-Munzel t", "Newcombe 5")
TESTED = [FITTED.index(each) for each in ("SKB+1", "Brunner-Munzel t", "Newcombe 5")]
NULLS = 4
BANDS = (0.60, 0.68, 0.88)
SLOTS = (*[0] * NULLS, 1, 2, 3, *[4] * 3)
"""What each of the ten must be: 0 without a gap, 1 to 3 in a band of A, 4 with any gap."""

STEPS = 25_000
"""Of each annealing."""

_ROUND = (0, 1, 2, 3, *range(5, 100, 5))
_PER_POOL = 16_000
_Z = float(special.ndtri(0.975))


class Round(NamedTuple):
    """One search: samples a cell, neighbours a pair, solutions kept, in whole percents or not."""

    samples: int
    neighbours: int
    kept: int
    finely: bool


ROUNDS = (
    *[Round(4000, 25, 4, finely=False)] * 2,
    *[Round(4000, 25, 2, finely=False)] * 2,
    *[Round(6000, 40, 3, finely=True)] * 4,
    *[Round(10_000, 30, 2, finely=True)] * 4,
)


def main() -> None:
    """Search, print how far each round comes, and at last the pairs."""
    generator = np.random.default_rng(1)
    found = library(generator)
    solutions = anneal(found, held(found, samples=1000, seed=1), generator, kept=4)
    for number, each in enumerate(ROUNDS):
        near = sorted(
            {
                at
                for _, pairs in solutions
                for pair in pairs
                for at in (pair, *neighbours(pair, each, generator))
            }
        )
        cells = held(near, samples=each.samples, seed=10 + number)
        solutions = anneal(near, cells, generator, kept=each.kept)
        print(f"round {number}: {len(near)} pairs, {solutions[0][0]:.0f} off", flush=True)
    for leaders, staff in solutions[0][1]:
        print(f"    ({leaders}, {staff}),")


def superiority_of(pair: Pair) -> float:
    """Return the true A of a pair."""
    leaders, staff = (np.array(each, dtype=np.float64) for each in pair)
    return float(superiority_estimate(leaders, staff))


# What a pair may be.


def has_one_peak(shape: Shape) -> bool:
    """Tell whether shares rise to the commonest answer and fall after it."""
    top = shape.index(max(shape))
    rising, falling = shape[: top + 1], shape[top:]
    return list(rising) == sorted(rising) and list(falling) == sorted(falling, reverse=True)


def is_in_camps(shape: Shape) -> bool:
    """Tell whether shares are two even camps at the ends of the scale."""
    a, b, c, d, e = shape
    return a == e >= 30 and b == d <= 15 and c <= b


def slot_of(pair: Pair) -> int | None:
    """Return what a pair can stand for, as in `SLOTS`; none if it cannot be one of the ten."""
    leaders, staff = pair
    if min(leaders + staff) < 0 or not has_one_peak(staff):
        return None
    if not has_one_peak(leaders) and not is_in_camps(leaders):
        return None
    a = superiority_of(pair)
    if abs(a - 0.5) < 1e-9:
        return 0
    for slot, band in enumerate(BANDS, start=1):
        if abs(a - band) <= 0.005:
            return slot
    return 4 if 0.5 < a < 0.9995 else None


def library(generator: np.random.Generator) -> list[Pair]:
    """Return pairs of round shares: without a gap, in each band, and with any gap."""
    every = [
        (*head, 100 - sum(head)) for head in product(_ROUND, repeat=4) if 100 - sum(head) in _ROUND
    ]
    peaks = [each for each in every if has_one_peak(each)]
    camps = [each for each in every if is_in_camps(each)]
    high = [each for each in peaks if each[0] <= 2 and each[1] <= 5]
    low = [each for each in peaks if each[4] <= 3 and each[3] <= 5]
    found = {(each, each) for each in peaks if generator.random() < 0.35}
    found |= {(camp, each) for camp in camps for each in peaks if each == each[::-1]}
    room = {1: _PER_POOL // 8, 2: _PER_POOL // 8, 3: _PER_POOL // 8, 4: _PER_POOL}
    while any(room.values()):
        ends = (high, low) if generator.random() < 0.4 else (peaks, peaks)
        leaders, staff = (each[generator.integers(len(each))] for each in ends)
        slot = slot_of((leaders, staff))
        if slot and room[slot] and (leaders, staff) not in found:
            found.add((leaders, staff))
            room[slot] -= 1
    return sorted(found)


def neighbours(pair: Pair, search: Round, generator: np.random.Generator) -> set[Pair]:
    """Return pairs that differ by some percents of one group or both, of the same kind."""
    found: set[Pair] = set()
    is_null = slot_of(pair) == 0
    for _ in range(3000):
        if len(found) == search.neighbours:
            break
        near = _moved(pair, generator)
        slot = slot_of(near)
        round_enough = search.finely or all(each in _ROUND for each in near[0] + near[1])
        if slot is not None and (slot == 0) == is_null and round_enough:
            found.add(near)
    return found


def _moved(pair: Pair, generator: np.random.Generator) -> Pair:
    leaders, staff = pair
    which = generator.random()
    if leaders == staff:
        both = _shifted(leaders, generator)
        return both, both
    if is_in_camps(leaders):
        if which < 0.5:
            return _shifted_evenly(leaders, generator), staff
        return leaders, _shifted_evenly(staff, generator)
    return (
        _shifted(leaders, generator) if which < 0.4 or which >= 0.8 else leaders,
        _shifted(staff, generator) if which >= 0.4 else staff,
    )


def _shifted(shape: Shape, generator: np.random.Generator) -> Shape:
    """Move some percents from one answer to another, now and then twice."""
    shares = list(shape)
    for _ in range(1 + int(generator.random() < 0.3)):
        give, take = generator.choice(len(shares), 2, replace=False)
        percents = (1, 2, 5, 5, 5, 10)[generator.integers(6)]
        shares[give] -= percents
        shares[take] += percents
    return tuple(shares)


def _shifted_evenly(shape: Shape, generator: np.random.Generator) -> Shape:
    """Move some percents on both sides of the middle alike."""
    half = list(shape[:3])
    give, take = generator.choice(3, 2, replace=False)
    percents = (1, 2, 5)[generator.integers(3)]
    half[give] -= percents * (1 + int(give == 2))
    half[take] += percents * (1 + int(take == 2))
    return (*half, half[1], half[0])


# What a pair gives.


def held(pairs: Iterable[Pair], *, samples: int, seed: int) -> FloatArray:
    """Return each pair's coverage by interval and cell, (pairs, intervals, leaders, staff).

    All pairs are drawn with the same seeds, so that chance favours none of them.
    """
    return np.array([_cells(each, samples, seed) for each in pairs])


def _cells(pair: Pair, samples: int, seed: int) -> FloatArray:
    a = superiority_of(pair)
    cells = np.empty((len(FITTED), len(LEADERS), len(STAFF)))
    for i, leaders in enumerate(LEADERS):
        x = _drawn(pair[0], leaders, samples, seed)
        for j, staff in enumerate(STAFF):
            y = _drawn(pair[1], staff, samples, seed + 100)
            cells[:, i, j] = [1 - each.mean() for each in _missed(x, y, a)]
    return cells


@lru_cache(maxsize=2000)
def _drawn(shape: Shape, people: int, samples: int, seed: int) -> FloatArray:
    generator = np.random.default_rng([seed, people])
    return generator.multinomial(people, np.array(shape) / 100, size=samples).astype(np.float64)


def _missed(x: FloatArray, y: FloatArray, a: float) -> Sequence[NDArray[np.bool_]]:
    """Tell which samples' intervals do not hold A, in the order of `FITTED`."""
    ours, wilson = Score.of(smoothed_parts(x, y)), Score.of(plain_parts(x, y))
    estimate, error, df = brunner_munzel_parts(x, y)
    away = np.abs(estimate - a)
    newcombe = np.sqrt(newcombe_variance(a, x.sum(axis=-1), y.sum(axis=-1)))
    return (
        np.abs(ours.t(a)) > _t_quantile(ours.df),
        np.abs(wilson.t(a)) > _t_quantile(wilson.df),
        away > _t_quantile(df) * error,
        away > _Z * newcombe,
    )


_INVERSES = np.linspace(0, 1, 4001)
_QUANTILES = np.array([_Z, *special.stdtrit(1 / _INVERSES[1:], 0.975)])


def _t_quantile(df: FloatArray) -> FloatArray:
    """Return Student's 97.5 % quantile, by a table: a thousand million are looked up."""
    return np.asarray(np.interp(1 / df, _INVERSES, _QUANTILES))


# How far ten pairs are from METHODS.md.

_MEANS, _WORST = (np.array([COVERAGE[each][:, column] for each in FITTED]) for column in (0, 1))
_RIGHT_MEANS, _RIGHT_WORST = (
    1 - np.array([TYPE_I[FITTED[each]][:, column] for each in TESTED]) for column in (0, 1)
)
_MEAN_ERROR, _RIGHT_ERROR = 0.0008, 0.001
_MOST = 200.0
"""No number counts for more, so that the others do not hang on one that cannot be had."""


def anneal(
    pairs: Sequence[Pair], cells: FloatArray, generator: np.random.Generator, *, kept: int
) -> list[tuple[float, list[Pair]]]:
    """Return the best tens of six searches, each with how far it is off."""
    means, lowest = cells.mean(axis=3), cells.min(axis=3)
    slots = np.array([slot_of(each) for each in pairs])
    pools = [np.flatnonzero(slots == slot) for slot in range(4)]
    pools = [pools[slot] if slot < 4 else np.flatnonzero(slots > 0) for slot in SLOTS]
    found = []
    for _ in range(6):
        ten = np.array([generator.choice(each) for each in pools])
        off = _off(means[ten], lowest[ten])
        best = (off, ten)
        for step in range(STEPS):
            heat = 200 * (1 - step / STEPS) ** 4 + 0.3
            place = generator.integers(len(SLOTS))
            other = ten.copy()
            other[place] = pools[place][generator.integers(len(pools[place]))]
            other_off = _off(means[other], lowest[other])
            if other_off < off or generator.random() < np.exp((off - other_off) / heat):
                ten, off = other, other_off
            if off < best[0]:
                best = (off, ten)
        found.append((best[0], [pairs[at] for at in best[1]]))
    return sorted(found, key=lambda each: each[0])[:kept]


def _off(means: FloatArray, lowest: FloatArray) -> float:
    """Return the sum of squares of all differences, each in its Monte Carlo errors.

    Ten pairs that are the true ones would be about 56 off.
    """
    null_means, null_lowest = means[:NULLS, TESTED], lowest[:NULLS, TESTED]
    differences = (
        (means.mean(axis=0) - _MEANS) / _MEAN_ERROR,
        (lowest.min(axis=0) - _WORST) / _worst_error(_WORST),
        (null_means.mean(axis=0) - _RIGHT_MEANS) / _RIGHT_ERROR,
        (null_lowest.min(axis=0) - _RIGHT_WORST) / _worst_error(_RIGHT_WORST),
    )
    return float(sum(np.minimum(each**2, _MOST).sum() for each in differences))


def _worst_error(worst: FloatArray) -> FloatArray:
    return np.sqrt(worst * (1 - worst) / 5000 + 0.001**2)


if __name__ == "__main__":
    main()
