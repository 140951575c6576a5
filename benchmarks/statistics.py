"""Raw vectors against counts: `python -m benchmarks.statistics [--quick]`.

The same 25 items of 60 leaders and 10^3 to 2*10^6 staff, in one process: (a) SciPy on raw
vectors, as one writes it first; (b) Plumbline from the same raw answers, its tabulation
included. Both must give the same numbers, or this stops.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis.stats.means import MeanGap, mean_gap
from analysis.stats.rank_tests import BrunnerMunzel, MannWhitney, brunner_munzel, mann_whitney
from analysis.stats.resampling import bootstrap
from analysis.tables import Answers, item_question, tabulate

LEADERS = 60
ITEMS = 25
REPLICATES = 2000
SIZES = (1_000, 10_000, 100_000, 1_000_000, 2_000_000)
POINTS = (1.0, 2.0, 3.0, 4.0, 5.0)

_HEAD = f"""{LEADERS} leaders, {ITEMS} items; processor seconds for all items, best of three.
Bootstrap: {REPLICATES:,} replicates, on raw vectors extrapolated from one.

| staff | MW | BM | Welch | ours | tabulation | ratio | bootstrap | ours | ratio | differs by |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""
_FOOT = """
Growth from {first:,} to {last:,} staff: {slope:.1f} times one np.bincount of each item.
Bars: at 1,000,000 staff the three tests at least 30 times, the bootstrap at least 3,000 times
as fast; growth at most 3 times one pass."""

Table = tuple[NDArray[np.int64], NDArray[np.int64]]
Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Processor seconds for all items; ``bootstrap_raw`` is extrapolated from one replicate."""

    staff: int
    mann_whitney: float
    brunner_munzel: float
    welch: float
    bootstrap_raw: float
    tabulation: float
    tests: float
    bootstrap: float
    one_pass: float
    difference: float

    @property
    def raw(self) -> float:
        """The three tests on raw vectors."""
        return self.mann_whitney + self.brunner_munzel + self.welch

    @property
    def ratio(self) -> float:
        """How many times as fast the three tests are, tabulation included."""
        return self.raw / (self.tabulation + self.tests)

    @property
    def bootstrap_ratio(self) -> float:
        """How many times as fast the bootstrap is, tabulation included."""
        return self.bootstrap_raw / (self.tabulation + self.bootstrap)


def answers_of(staff: int, generator: np.random.Generator) -> Answers:
    """Return raw answers of leaders and staff to all items, each item of another shape."""
    is_leader = np.zeros(LEADERS + staff, dtype=np.bool_)
    is_leader[generator.choice(is_leader.size, LEADERS, replace=False)] = True
    choices = {}
    for item in range(ITEMS):
        shares = generator.dirichlet(np.full(5, 4.0), size=2)
        column = generator.choice(5, size=is_leader.size, p=shares[1]) + 1
        column[is_leader] = generator.choice(5, size=LEADERS, p=shares[0]) + 1
        choices[f"q{item}"] = column.astype(np.int8)
    return Answers(is_leader=is_leader, attributes={}, choices=choices)


def tables_of(answers: Answers) -> list[Table]:
    """Return every item's counts, by the product's own tabulation."""
    questions = [item_question(name, ("1", "2", "3", "4", "5")) for name in answers.choices]
    tables = tabulate(answers, questions)
    return [
        (tables.of(question.id, "leaders"), tables.of(question.id, "staff"))
        for question in questions
    ]


def numbers_of(table: Table) -> Numbers:
    """Return the statistics and p-values of the three tests, from counts."""
    u, bm = mann_whitney(*table), brunner_munzel(*table)
    welch = mean_gap(*table, values=POINTS)
    if not isinstance(u, MannWhitney) or not isinstance(bm, BrunnerMunzel):
        raise TypeError(f"no rank test for {table}")
    if not isinstance(welch, MeanGap) or not isinstance(welch.t, float):
        raise TypeError(f"no gap in points for {table}")
    return u.u, u.p_value, bm.statistic, bm.p_value, welch.t, welch.p_value


def raw_numbers(answers: Answers) -> tuple[list[Numbers], tuple[float, float, float]]:
    """Return the same numbers from raw vectors by SciPy, and the seconds of each test."""
    numbers, seconds = [], np.zeros(3)
    for column in answers.choices.values():
        x, y = column[answers.is_leader], column[~answers.is_leader]
        start = process_time()
        u = stats.mannwhitneyu(x, y, use_continuity=False, method="asymptotic")
        ranked = process_time()
        bm = stats.brunnermunzel(y, x)  # its sign is the other way round
        compared = process_time()
        welch = stats.ttest_ind(x, y, equal_var=False)
        seconds += np.diff([start, ranked, compared, process_time()])
        found = (u.statistic, u.pvalue, bm.statistic, bm.pvalue, welch.statistic, welch.pvalue)
        numbers.append(tuple(float(each) for each in found))
    return numbers, (float(seconds[0]), float(seconds[1]), float(seconds[2]))


def raw_replicate(answers: Answers, generator: np.random.Generator) -> None:
    """Draw people anew once and work out A of every item, counting by `np.bincount`."""
    for column in answers.choices.values():
        drawn = [
            np.bincount(generator.choice(group, group.size), minlength=6)[1:]
            for group in (column[answers.is_leader], column[~answers.is_leader])
        ]
        np.sum(drawn[0] * (2 * np.cumsum(drawn[1]) - drawn[1]))


def measured(staff: int, generator: np.random.Generator) -> Timing:
    """Return all timings for one number of staff, having compared all numbers."""
    answers = answers_of(staff, generator)
    expected, (mann, brunner, welch) = raw_numbers(answers)
    one_replicate = _best(lambda: raw_replicate(answers, generator), 1 if staff > 10_000 else 5)
    tabulation = _best(lambda: tables_of(answers), 3)
    tables = tables_of(answers)
    tests = _best(lambda: [numbers_of(table) for table in tables], 3)
    drawing = _best(
        lambda: [bootstrap(*table, generator=generator, replicates=REPLICATES) for table in tables],
        3,
    )
    one_pass = _best(
        lambda: [np.bincount(column, minlength=6) for column in answers.choices.values()], 3
    )
    return Timing(
        staff=staff,
        mann_whitney=mann,
        brunner_munzel=brunner,
        welch=welch,
        bootstrap_raw=one_replicate * REPLICATES,
        tabulation=tabulation,
        tests=tests,
        bootstrap=drawing,
        one_pass=one_pass,
        difference=largest_difference([numbers_of(table) for table in tables], expected),
    )


def slope_ratio(timings: Sequence[Timing]) -> float:
    """Return how much steeper ours grows than one `np.bincount` over the same answers."""
    first, last = timings[-2], timings[-1]
    ours = (last.tabulation + last.tests) - (first.tabulation + first.tests)
    return ours / (last.one_pass - first.one_pass)


def report(timings: Sequence[Timing]) -> str:
    """Return the timings as a Markdown table, with the bars they are held to."""
    lines = [_HEAD]
    for each in timings:
        ours = each.tabulation + each.tests
        lines.append(
            f"| {each.staff:,} | {each.mann_whitney:.3f} | {each.brunner_munzel:.3f} "
            f"| {each.welch:.3f} | {ours:.4f} | {each.tabulation / ours:.0%} | {each.ratio:.1f} "
            f"| {each.bootstrap_raw:.1f} | {each.tabulation + each.bootstrap:.3f} "
            f"| {each.bootstrap_ratio:,.0f} | {each.difference:.0e} |"
        )
    slope = slope_ratio(timings)
    lines.append(_FOOT.format(first=timings[-2].staff, last=timings[-1].staff, slope=slope))
    return "\n".join(lines)


def _best(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        start = process_time()
        work()
        seconds.append(process_time() - start)
    return min(seconds)


def largest_difference(ours: Sequence[Numbers], theirs: Sequence[Numbers]) -> float:
    """Return the largest difference, of p-values as it is and of statistics as a share."""
    difference = np.abs(np.array(ours) - np.array(theirs))
    difference[:, ::2] /= np.maximum(1, np.abs(np.array(theirs)[:, ::2]))
    largest = float(difference.max())
    if not largest < 1e-9:
        raise ValueError(f"raw vectors and counts differ by {largest}")
    return largest


def main() -> None:
    """Print the table; --quick leaves out the sizes that take SciPy seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 100,000 staff")
    sizes = SIZES[:3] if parser.parse_args().quick else SIZES
    generator = np.random.default_rng(20)
    print(report([measured(staff, generator) for staff in sizes]))


if __name__ == "__main__":
    main()
