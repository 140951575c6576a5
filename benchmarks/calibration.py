"""Do the intervals hold what they promise? `python -m benchmarks.calibration [--quick]`.

Draws answers from known distributions and counts how often each interval holds the truth,
how often the gap test cries wolf, and how often *aligned* is said of a gap at the margin.
The product's own functions do the work; nothing is written a second time.

METHODS.md prints what its ten pairs of distributions gave, and not the pairs. Ours are a
reconstruction from its table (`benchmarks.reconstruction`): on the rows fitted there they
agree by construction. The rows held out were not looked at in the search; they and the
random pairs are the evidence. Ours are drawn here with other seeds than in the search.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.stats.result import FloatArray
from benchmarks.coverage import (
    Cells,
    Row,
    aligned,
    allowed,
    coverage,
    drawn,
    gap,
    jointly,
    roster_coverage,
    said,
)
from benchmarks.intervals import INTERVALS, Interval, percentile_bootstrap
from benchmarks.published import (
    COVERAGE,
    FALSELY_ALIGNED,
    FIFTH_PERCENTILES,
    LEADERS,
    POWER,
    RIGHTLY_ALIGNED,
    ROSTER,
    ROSTER_WIDTHS,
    ROSTERS,
    SAMPLES,
    STAFF,
    TYPE_I,
    WIDTHS,
)
from benchmarks.reconstruction import FITTED
from benchmarks.shapes import AT_THE_MARGIN, LARGE, MEDIUM, NULLS, TEN_PAIRS, moved_to, random_pairs

_BOOTSTRAPPED = "bootstrap percentile"
_HEAD = """
Ten pairs of five-point distributions x {staff} staff sizes, {samples:,} samples a cell. Ours is
first; in brackets METHODS.md's number and how far two such simulations of the same pairs differ
by chance in 95 of 100 cases, rounding included. **Bold** is further off.
"""
_FITTED = """
*Fitted*: METHODS.md does not print its ten pairs. Ours are a reconstruction from the next two
tables (`benchmarks/reconstruction.py`), so agreement in these is by construction.

Coverage of 95 % intervals, mean / worst cell:
"""
_TYPE_I = "Type I error of the 5 % test over the four pairs without a gap, mean / worst cell:"
_WITHIN = "{within} of {all} fitted numbers are within chance. The others: {others}."
_JOINTLY = """
All numbers of a row at once: the furthest from METHODS.md's in standard errors of the
difference, how far the furthest of two such simulations is in 95 of 100 cases, and the share of
cases in which it is as far as here. **Bold** is more than chance.
"""
_HELD_OUT = """
*Held out*: what the search did not look at, so it can disagree. Coverage, mean / worst cell
(percentile bootstrap: {few:,} samples a cell here, 2,000 there; roster: SKB+1 with the factor,
5 of 7, 8 of 10, 15 of 20 and 40 of 60 leaders and two of three staff answering):
"""
_MORE = "Held out too: mean widths, in brackets METHODS.md's."
_SAID = """
And what is said, mean / worst cell, in brackets METHODS.md's. *Aligned* or *small but real* is
false at A = .60 (the pair moved there exactly) and right at A = .50 (staff 200 and 2,000, the
pairs without camps, lowest to highest cell).
"""
_RANDOM = """
{how_many} random pairs of each K (every category at least 1 %, 60 staff): 5th percentile of
coverage over the pairs, with the standard error it has among 250, and the share of pairs under
.93. METHODS.md's 250 pairs of K = 4, 5 and 7 stand below each interval. It does not say how it
drew them; our way is the one of a dozen that comes nearest.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One number of ours beside METHODS.md's, with what chance allows between them."""

    name: str
    ours: float
    theirs: float
    allowed: float

    @property
    def is_within(self) -> bool:
        """Whether the two differ by no more than chance and rounding."""
        return abs(self.ours - self.theirs) <= self.allowed

    def __str__(self) -> str:
        """Return the number with METHODS.md's behind it, bold where it is further off."""
        ours = _short(self.ours) if self.is_within else f"**{_short(self.ours)}**"
        return f"{ours} ({_short(self.theirs)} ± {_short(self.allowed, 4)})"


def compared(
    name: str, cells: Cells, theirs: FloatArray, *, worst: str, samples: int = SAMPLES
) -> tuple[Compared, Compared]:
    """Hold a mean and a worst cell (the ``least`` or the ``most``) against METHODS.md's two."""
    extreme: Callable[[FloatArray], FloatArray] = _lowest if worst == "least" else _highest
    return (
        Compared(
            name=f"{name} mean",
            ours=cells.mean,
            theirs=float(theirs[0]),
            allowed=allowed(cells, _mean, samples=samples),
        ),
        Compared(
            name=f"{name} worst",
            ours=getattr(cells, worst),
            theirs=float(theirs[1]),
            allowed=allowed(cells, extreme, samples=samples),
        ),
    )


def errors(interval: Interval, leaders: int, *, samples: int) -> Cells:
    """Return how often a gap is found at 5 % in pairs without one, by the interval's test."""
    held, _ = coverage(interval, leaders, samples=samples, pairs=NULLS, seed=2)
    return Cells(values=1 - held.values, samples=samples)


def random_coverage(
    interval: Interval, categories: int, leaders: int, *, samples: int, how_many: int
) -> FloatArray:
    """Return the coverage of each of many random pairs, with 60 staff."""
    generator = np.random.default_rng([4, categories, leaders])
    held = []
    for pair, _ in zip(
        random_pairs(categories, generator=generator), range(how_many), strict=False
    ):
        low, high = interval(*drawn(pair, (leaders, 60), samples, generator), 0.95)
        held.append(float(((low <= pair.superiority) & (pair.superiority <= high)).mean()))
    return np.array(held)


def report(samples: int, how_many: int, few: int) -> str:
    """Return every table in Markdown."""
    found = {
        (name, n): coverage(interval, n, samples=samples, pairs=TEN_PAIRS)
        for name, interval in INTERVALS.items()
        for n in LEADERS
    }
    for n in LEADERS:
        found[_BOOTSTRAPPED, n] = coverage(percentile_bootstrap, n, samples=few, pairs=TEN_PAIRS)
    held = {
        name: [
            compared(
                f"{name}, n1 = {n},",
                found[name, n][0],
                theirs,
                worst="least",
                samples=2000 if name == _BOOTSTRAPPED else SAMPLES,
            )
            for n, theirs in zip(LEADERS, rows, strict=True)
        ]
        for name, rows in COVERAGE.items()
    }
    mistakes = {
        (name, n): errors(INTERVALS[name], n, samples=samples) for name in TYPE_I for n in LEADERS
    }
    wrong = {
        name: [
            compared(f"type I error of {name}, n1 = {n},", mistakes[name, n], theirs, worst="most")
            for n, theirs in zip(LEADERS, rows, strict=True)
        ]
        for name, rows in TYPE_I.items()
    }
    fitted = {name: held[name] for name in FITTED}
    roster = [roster_coverage(n, samples=samples, pairs=TEN_PAIRS) for n in LEADERS]
    held_out = {name: cells for name, cells in held.items() if name not in FITTED}
    held_out["SKB+1 with the roster"] = [
        compared("", cells, theirs, worst="least")
        for (cells, _), theirs in zip(roster, ROSTER, strict=True)
    ]
    widths = {name: [found[name, n][1].mean for n in LEADERS] for name in WIDTHS}
    return "\n\n".join(
        part.strip()
        for part in [
            _HEAD.format(staff=len(STAFF), samples=samples),
            _FITTED,
            _pairs_table("interval", fitted),
            _TYPE_I,
            _pairs_table("test", wrong),
            _within([*fitted.values(), *wrong.values()]),
            _JOINTLY,
            _joint_table(found, mistakes),
            _HELD_OUT.format(few=few),
            _pairs_table("interval", held_out),
            _MORE,
            _width_table(widths, [width.mean for _, width in roster]),
            _SAID,
            _said_table(samples),
            _RANDOM.format(how_many=how_many),
            _random_table(samples // 2, how_many),
        ]
    )


def _within(rows: Iterable[Sequence[tuple[Compared, Compared]]]) -> str:
    every = [each for row in rows for pair in row for each in pair]
    others = [
        f"{each.name} {_short(each.ours, 4)} for {_short(each.theirs)}"
        for each in every
        if not each.is_within
    ]
    return _WITHIN.format(
        within=len(every) - len(others), all=len(every), others="; ".join(others) or "none"
    )


def _joint_table(
    found: dict[tuple[str, int], tuple[Cells, Cells]], mistakes: dict[tuple[str, int], Cells]
) -> str:
    rows: dict[str, list[Row]] = {
        f"coverage of {name}": [
            (found[name, n][0], theirs, _lowest)
            for n, theirs in zip(LEADERS, COVERAGE[name], strict=True)
        ]
        for name in FITTED
    } | {
        f"type I error of {name}": [
            (mistakes[name, n], theirs, _highest) for n, theirs in zip(LEADERS, cells, strict=True)
        ]
        for name, cells in TYPE_I.items()
    }
    rows["all"] = [each for row in rows.values() for each in row]
    lines = []
    for name, row in rows.items():
        held = jointly(row, samples=SAMPLES)
        furthest = f"{held.furthest:.1f}"
        lines.append(
            [
                name,
                str(2 * len(row)),
                furthest if held.furthest <= held.allowed else f"**{furthest}**",
                f"{held.allowed:.1f}",
                _short(held.chance),
            ]
        )
    return _table(["row", "numbers", "furthest", "by chance up to", "share"], lines)


def _pairs_table(title: str, rows: dict[str, list[tuple[Compared, Compared]]]) -> str:
    return _table(
        [title, *(f"n1 = {n}" for n in LEADERS)],
        [[name, *(" / ".join(map(str, pair)) for pair in row)] for name, row in rows.items()],
    )


def _width_table(widths: dict[str, list[float]], roster: Sequence[float]) -> str:
    rows = [
        [
            name,
            *(
                f"{_short(ours, 2)} ({_short(theirs, 2)})"
                for ours, theirs in zip(row, WIDTHS[name], strict=True)
            ),
        ]
        for name, row in widths.items()
    ]
    known = [f" ({_short(each, 2)})" for each in ROSTER_WIDTHS] + ["", ""]
    with_roster = [f"{_short(a, 2)}{b}" for a, b in zip(roster, known, strict=True)]
    return _table(
        ["interval", *(f"n1 = {n}" for n in LEADERS)],
        [*rows, ["SKB+1 with the roster", *with_roster]],
    )


def _said_table(samples: int) -> str:
    even = [pair for pair in NULLS if not _is_in_camps(pair.leaders)]
    large = STAFF[1:]
    margin = [moved_to(AT_THE_MARGIN, 0.60)]
    falsely = [said(aligned, margin, (n, STAFF), samples=samples) for n in LEADERS]
    rows = [
        [
            "aligned at A = .60",
            *(
                f"{each.mean:.4f} / {each.most:.4f} ({theirs:g})"
                for each, theirs in zip(falsely, FALSELY_ALIGNED, strict=True)
            ),
        ]
    ]
    for title, rosters in (("no roster", dict.fromkeys(LEADERS)), ("roster", ROSTERS)):
        cells = [
            said(aligned, even, (n, large), samples=samples, invited=rosters[n]) for n in LEADERS
        ]
        rows.append(
            [
                f"aligned at A = .50, {title}",
                *(
                    f"{_short(each.least)} to {_short(each.most)} ({theirs})"
                    for each, theirs in zip(cells, RIGHTLY_ALIGNED[title], strict=True)
                ),
            ]
        )
    for pair, (a, theirs) in zip((MEDIUM, LARGE), POWER.items(), strict=True):
        cells = [said(gap, [pair], (n, STAFF), samples=samples) for n in LEADERS]
        told = [f"{_short(each.mean)}" for each in cells]
        rows.append([f"gap at A = {_short(a, 2)}", f"{told[0]} ({_short(theirs, 2)})", *told[1:]])
    return _table(["said", *(f"n1 = {n}" for n in LEADERS)], rows)


def _random_table(samples: int, how_many: int) -> str:
    rows = []
    for name, theirs in FIFTH_PERCENTILES.items():
        every: dict[int, list[FloatArray]] = {
            n: [
                random_coverage(INTERVALS[name], k, n, samples=samples, how_many=how_many)
                for k in (4, 5, 7)
            ]
            for n in LEADERS
        }
        for at, k in enumerate(("4", "5", "7")):
            rows.append([name, k, *(_percentile(every[n][at]) for n in LEADERS)])
        rows.append([name, "all", *(_percentile(np.concatenate(every[n])) for n in LEADERS)])
        rows.append(["METHODS.md", "all", *(_short(each) for each in theirs)])
    return _table(["interval", "K", *(f"n1 = {n}" for n in LEADERS)], rows)


def _percentile(held: FloatArray) -> str:
    """Return the 5th percentile with the error it has among 250 pairs, and the share under .93."""
    again = np.random.default_rng(250).choice(held, size=(1000, 250))
    error = np.quantile(again, 0.05, axis=1).std()
    return f"{_short(np.quantile(held, 0.05))} ± {_short(error)} ({(held < 0.93).mean():.1%})"


def _is_in_camps(shares: FloatArray) -> bool:
    return bool(shares[0] > shares[1] and shares[-1] > shares[-2])


def _mean(cells: FloatArray) -> FloatArray:
    return np.asarray(cells.mean(axis=1))


def _lowest(cells: FloatArray) -> FloatArray:
    return np.asarray(cells.min(axis=1))


def _highest(cells: FloatArray) -> FloatArray:
    return np.asarray(cells.max(axis=1))


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
    sizes = (300, 20, 20) if quick else (SAMPLES, 250, 500)
    print(report(samples=sizes[0], how_many=sizes[1], few=sizes[2]))


if __name__ == "__main__":
    main()
