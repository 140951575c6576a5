"""Do the intervals hold what they promise? `python -m benchmarks.calibration [--quick]`.

Draws answers from known distributions and counts how often each interval holds the truth,
how often the gap test cries wolf, and how often *aligned* is said of a gap at the margin.
The product's own functions do the work; nothing is written a second time.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.stats.result import FloatArray
from analysis.stats.score import Score, smoothed_parts
from benchmarks.intervals import INTERVALS, Interval, newcombe_5
from benchmarks.shapes import TEN_PAIRS, Pair, random_pairs, tilted

LEADERS = (5, 8, 15, 40)
STAFF = (30, 200, 2000)

METHODS = {
    "Brunner-Munzel t": ".905/.491 .915/.638 .928/.618 .932/.582",
    "Wilson z (SKB 2025)": ".912/.787 .924/.835 .942/.907 .949/.935",
    "Wilson t": ".944/.796 .954/.848 .954/.912 .954/.942",
    "Newcombe 5": ".967/.782 .965/.766 .967/.817 .966/.819",
    "SKB+1": ".982/.912 .980/.957 .968/.948 .960/.950",
}
"""Coverage, mean/worst, for 5, 8, 15 and 40 leaders, as METHODS.md prints it."""

_COVERAGE = (
    "Ten pairs of five-point distributions x {staff} staff sizes, {samples:,} samples a cell. "
    "Coverage of 95 % intervals, mean / worst cell; in brackets METHODS.md's, on its own ten pairs."
)
_FALSE_GAPS = "Type I error of the 5 % gap test, mean / worst over pairs without a gap."
_ALIGNED = (
    "How often *aligned* or *small but real* is said: at A = .60 falsely, at A = .50 rightly "
    "(staff 200 and 2,000; 5/7 is 5 of 7 invited)."
)
_RANDOM = (
    "{how_many} random pairs a cell (every category at least 1 %, 60 staff): 5th percentile of "
    "coverage, and the share of pairs under .93."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One interval at one size of the leaders' group, over pairs and staff sizes."""

    coverage: float
    worst: float
    width: float
    errors: tuple[float, ...]

    @property
    def monte_carlo_error(self) -> float:
        """Standard error of the mean coverage."""
        return float(np.sqrt(np.sum(np.square(self.errors)))) / len(self.errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often a test decides, on average and at worst."""

    mean: float
    worst: float


def drawn(
    pair: Pair, sizes: tuple[int, int], samples: int, generator: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Draw both groups' counts, (samples, K) each."""
    return (
        generator.multinomial(sizes[0], pair.leaders, size=samples).astype(float),
        generator.multinomial(sizes[1], pair.staff, size=samples).astype(float),
    )


def coverage(
    interval: Interval, leaders: int, *, samples: int, seed: int = 1, pairs: Sequence[Pair]
) -> Cell:
    """Return how often a 95 % interval holds the true A, with its average width."""
    generator = np.random.default_rng([seed, leaders])
    held, width = [], []
    for pair in pairs:
        for staff in STAFF:
            x, y = drawn(pair, (leaders, staff), samples, generator)
            low, high = interval(x, y, 0.95)
            held.append(float(((low <= pair.superiority) & (pair.superiority <= high)).mean()))
            width.append(float((high - low).mean()))
    return Cell(
        coverage=float(np.mean(held)),
        worst=min(held),
        width=float(np.mean(width)),
        errors=tuple(float(np.sqrt(max(p * (1 - p), 1e-4) / samples)) for p in held),
    )


def false_gaps(interval: Interval, leaders: int, *, samples: int, seed: int = 2) -> Rate:
    """Return how often a gap is found at 5 % between groups without one."""
    generator = np.random.default_rng([seed, leaders])
    found = []
    for pair in TEN_PAIRS:
        if abs(pair.superiority - 0.5) > 1e-9:
            continue
        for staff in STAFF:
            low, high = interval(*drawn(pair, (leaders, staff), samples, generator), 0.95)
            found.append(float(((low > 0.5) | (high < 0.5)).mean()))
    return Rate(mean=float(np.mean(found)), worst=max(found))


def said_aligned(
    superiority: float, leaders: int, *, samples: int, invited: int | None = None, seed: int = 3
) -> Rate:
    """Return how often *aligned or small but real* is said when A is ``superiority``.

    At the margin (0.60) that is the false rate; at 0.5 the chance of success.
    """
    generator = np.random.default_rng([seed, leaders])
    factor = 1.0 if invited is None else 1 - leaders / invited
    found = []
    for shape in TEN_PAIRS[:4]:
        moved = tilted(shape.leaders, shape.staff, superiority)
        pair = Pair(name=shape.name, leaders=moved, staff=shape.staff)
        for staff in STAFF[1:]:
            x, y = drawn(pair, (leaders, staff), samples, generator)
            score = Score.of(smoothed_parts(x, y, factor_leaders=factor))
            p = np.maximum(score.p_above(0.4), score.p_below(0.6))
            found.append(float((p < 0.05).mean()))
    return Rate(mean=float(np.mean(found)), worst=max(found))


def random_shapes(
    interval: Interval, categories: int, leaders: int, *, samples: int, how_many: int
) -> FloatArray:
    """Return the coverage of each of many random pairs, with 60 staff."""
    generator = np.random.default_rng([4, categories, leaders])
    held = []
    for pair in random_pairs(categories, generator=generator, how_many=how_many):
        low, high = interval(*drawn(pair, (leaders, 60), samples, generator), 0.95)
        held.append(float(((low <= pair.superiority) & (pair.superiority <= high)).mean()))
    return np.array(held)


def report(samples: int, how_many: int) -> str:
    """Return every table in Markdown."""
    return "\n\n".join(
        [
            _COVERAGE.format(staff=len(STAFF), samples=samples),
            _coverage_table(samples),
            _FALSE_GAPS,
            _false_gap_table(samples),
            _ALIGNED,
            _aligned_table(samples),
            _RANDOM.format(how_many=how_many),
            _random_table(samples, how_many),
        ]
    )


def _coverage_table(samples: int) -> str:
    rows = []
    for name, interval in INTERVALS.items():
        cells = [coverage(interval, n, samples=samples, pairs=TEN_PAIRS) for n in LEADERS]
        told = METHODS[name].split()
        shown = [
            f"{_short(cell.coverage)} / {_short(cell.worst)} ({theirs})"
            for cell, theirs in zip(cells, told, strict=True)
        ]
        rows.append([name, *shown, " ".join(_short(cell.width, 2) for cell in cells)])
    return _table(["interval", *(f"n1 = {n}" for n in LEADERS), "width"], rows)


def _false_gap_table(samples: int) -> str:
    rows = [
        [name, *(_rate(false_gaps(interval, n, samples=samples)) for n in LEADERS)]
        for name, interval in INTERVALS.items()
    ]
    return _table(["test", *(f"n1 = {n}" for n in LEADERS)], rows)


def _aligned_table(samples: int) -> str:
    rosters = ((5, 7), (8, 10), (15, 20), (40, 60))
    none = [
        [f"A = {a:.2f}, no roster", *(_rate(said_aligned(a, n, samples=samples)) for n in LEADERS)]
        for a in (0.60, 0.50)
    ]
    known = [
        _rate(said_aligned(0.50, n, samples=samples, invited=invited)) for n, invited in rosters
    ]
    return _table(
        ["", *(f"n1 = {n}" for n in LEADERS)],
        [*none, ["A = 0.50, 5/7, 8/10, 15/20, 40/60", *known]],
    )


def _random_table(samples: int, how_many: int) -> str:
    rows = []
    for name, interval in INTERVALS.items():
        if interval is newcombe_5:
            continue
        for categories in (4, 5, 7):
            cells = [
                random_shapes(interval, categories, n, samples=samples // 2, how_many=how_many)
                for n in LEADERS
            ]
            shown = [
                f"{_short(np.quantile(each, 0.05))} ({(each < 0.93).mean():.1%})" for each in cells
            ]
            rows.append([name, str(categories), *shown])
    return _table(["interval", "K", *(f"n1 = {n}" for n in LEADERS)], rows)


def _rate(rate: Rate) -> str:
    return f"{_short(rate.mean)} / {_short(rate.worst)}"


def _short(number: float | np.float64, places: int = 3) -> str:
    return f"{number:.{places}f}".removeprefix("0")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Print the tables; --quick takes seconds instead of minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer samples")
    quick = parser.parse_args().quick
    print(report(samples=500, how_many=20) if quick else report(samples=10_000, how_many=250))


if __name__ == "__main__":
    main()
