"""A reduced run of the calibration: the intervals hold what METHODS.md says they hold."""

import numpy as np
import pytest

from benchmarks.calibration import Compared, compared, errors, random_coverage, report
from benchmarks.coverage import (
    Cells,
    aligned,
    allowed,
    coverage,
    gap,
    jointly,
    roster_coverage,
    said,
)
from benchmarks.intervals import (
    INTERVALS,
    brunner_munzel_t,
    logit_t,
    newcombe_5,
    percentile_bootstrap,
    skb_plus_one,
    wilson_t,
)
from benchmarks.published import COVERAGE, LEADERS, POWER, ROSTER, SAMPLES, STAFF, TYPE_I
from benchmarks.shapes import AT_THE_MARGIN, LARGE, MEDIUM, NULLS, TEN_PAIRS, moved_to

FEW = 2500
SLACK = 1.6
"""Of what 95 of 100 simulations allow: a reduced run must not fail by chance."""


def far_off(each: Compared) -> bool:
    return abs(each.ours - each.theirs) > SLACK * each.allowed


@pytest.mark.parametrize("leaders", LEADERS)
def test_the_recommended_interval_covers_as_published(leaders: int) -> None:
    published = COVERAGE["SKB+1"][LEADERS.index(leaders)]

    held, _ = coverage(skb_plus_one, leaders, samples=FEW, pairs=TEN_PAIRS)
    mean, worst = compared("SKB+1", held, published, worst="least")

    assert not far_off(mean)
    # The lowest of thirty cells is lower when each has fewer samples.
    assert worst.theirs - 4 * np.sqrt(0.08 / FEW) < worst.ours < worst.theirs + worst.allowed


@pytest.mark.parametrize("name", ["Brunner-Munzel t", "Wilson t", "Newcombe 5"])
def test_rivals_cover_as_published_on_average(name: str) -> None:
    held, _ = coverage(INTERVALS[name], 15, samples=FEW, pairs=TEN_PAIRS)
    mean, _ = compared(name, held, COVERAGE[name][2], worst="least")

    assert not far_off(mean)


def test_an_interval_that_was_not_fitted_covers_about_as_published() -> None:
    held, _ = coverage(logit_t, 40, samples=FEW, pairs=TEN_PAIRS)

    assert held.mean == pytest.approx(COVERAGE["BM logit, t"][3, 0], abs=0.01)


@pytest.mark.parametrize("leaders", [5, 15])
def test_the_usual_interval_collapses_where_ours_does_not(leaders: int) -> None:
    ours, usual, wilson = (
        coverage(each, leaders, samples=300, pairs=TEN_PAIRS)[0]
        for each in (skb_plus_one, brunner_munzel_t, wilson_t)
    )

    assert usual.least < 0.7
    assert ours.least > 0.85
    assert usual.mean < wilson.mean < ours.mean


def test_newcombes_method_fails_where_leaders_are_in_camps() -> None:
    camps = [pair for pair in TEN_PAIRS if pair.leaders[[0, -1]].min() > pair.leaders[1:-1].max()]

    newcombe, ours = (
        coverage(each, 40, samples=FEW, pairs=camps)[0] for each in (newcombe_5, skb_plus_one)
    )

    assert len(camps) == 1
    assert newcombe.mean < 0.88
    assert ours.mean > 0.93


def test_the_bootstrap_is_too_sure_with_few_leaders() -> None:
    held, _ = coverage(percentile_bootstrap, 5, samples=20, pairs=TEN_PAIRS[:3])

    assert held.mean < 0.93


@pytest.mark.parametrize("leaders", LEADERS)
def test_the_gap_test_errs_as_published(leaders: int) -> None:
    published = TYPE_I["SKB+1"][LEADERS.index(leaders)]

    mean, worst = compared(
        "SKB+1", errors(skb_plus_one, leaders, samples=FEW), published, worst="most"
    )

    assert not far_off(mean)
    assert worst.ours < worst.theirs + 4 * np.sqrt(0.05 / FEW)


def test_four_pairs_have_no_gap_and_three_the_gaps_that_are_named() -> None:
    assert [pair.superiority for pair in NULLS] == pytest.approx([0.5] * 4, abs=1e-12)
    named = [pair.superiority for pair in (AT_THE_MARGIN, MEDIUM, LARGE)]
    assert named == pytest.approx([0.60, 0.68, 0.88], abs=0.0051)


def test_aligned_is_said_falsely_less_often_than_one_time_in_twenty() -> None:
    margin = moved_to(AT_THE_MARGIN, 0.60)

    assert margin.superiority == pytest.approx(0.60, abs=1e-9)
    for leaders in LEADERS:
        found = said(aligned, [margin], (leaders, STAFF), samples=FEW)

        assert found.most < 0.05 + 3 * np.sqrt(0.05 * 0.95 / FEW)


def test_aligned_can_be_had_with_many_leaders_and_not_with_few() -> None:
    assert said(aligned, NULLS, (8, [200]), samples=FEW).most < 0.05
    assert said(aligned, NULLS, (40, [2000]), samples=FEW).mean > 0.3
    assert said(aligned, NULLS, (5, [2000]), samples=FEW, invited=5).mean > 0.5


def test_five_leaders_find_a_gap_as_rarely_as_published() -> None:
    for pair, (_, power) in zip((MEDIUM, LARGE), POWER.items(), strict=True):
        found = said(gap, [pair], (5, STAFF), samples=FEW)

        assert found.mean == pytest.approx(power, abs=0.12)


def test_the_rosters_factor_holds_the_people_there_are() -> None:
    held, width = roster_coverage(8, samples=FEW, pairs=TEN_PAIRS)

    assert held.mean == pytest.approx(ROSTER[1, 0], abs=0.008)
    assert width.mean == pytest.approx(0.18, abs=0.02)


@pytest.mark.parametrize("categories", [4, 5, 7])
def test_random_shapes_are_covered(categories: int) -> None:
    held = random_coverage(skb_plus_one, categories, 8, samples=FEW, how_many=30)

    assert float(held.mean()) > 0.95
    assert float((held < 0.92).mean()) < 0.1


def test_what_chance_allows_is_what_two_simulations_differ_by() -> None:
    cells = Cells(values=np.array([[0.5]]), samples=SAMPLES)

    expected = 1.96 * np.sqrt(2 * 0.25 / SAMPLES) + 0.0005
    assert allowed(cells, lambda each: each.mean(axis=1), samples=SAMPLES) == pytest.approx(
        expected, rel=0.05
    )


def test_many_numbers_are_held_against_the_furthest_that_chance_allows() -> None:
    generator = np.random.default_rng(8)
    truth = generator.uniform(0.6, 0.98, size=(20, 10))
    rows = []
    for shares in truth:
        theirs, ours = (generator.binomial(SAMPLES, shares) / SAMPLES for _ in range(2))
        printed = np.round([theirs.mean(), theirs.min()], 3)
        rows.append((Cells(values=ours, samples=SAMPLES), printed, lambda each: each.min(axis=1)))

    same = jointly(rows, samples=SAMPLES)
    rows[3][1][1] += 0.05
    other = jointly(rows, samples=SAMPLES)

    # The largest of forty independent normal deviates is under 3.2 in 95 of 100 cases.
    assert same.allowed == pytest.approx(3.2, abs=0.15)
    assert same.furthest < same.allowed
    assert 0.05 < same.chance < 1
    assert other.furthest > other.allowed
    assert other.chance < 0.01


def test_together_ours_wilsons_and_newcombes_coverage_are_within_chance() -> None:
    for name in ("SKB+1", "Wilson t", "Newcombe 5"):
        rows = [
            (
                coverage(INTERVALS[name], n, samples=FEW, pairs=TEN_PAIRS)[0],
                theirs,
                lambda cells: cells.min(axis=1),
            )
            for n, theirs in zip(LEADERS, COVERAGE[name], strict=True)
        ]
        held = jointly(rows, samples=SAMPLES)

        assert held.furthest < SLACK * held.allowed


def test_a_number_that_is_further_off_is_bold() -> None:
    close = Compared(name="a", ours=0.95, theirs=0.951, allowed=0.002)
    far = Compared(name="b", ours=0.95, theirs=0.953, allowed=0.002)

    assert (str(close), str(far)) == (".950 (.951 ± .0020)", "**.950** (.953 ± .0020)")


def test_the_report_has_every_interval_in_every_table() -> None:
    text = report(samples=20, how_many=2, few=2)

    assert all(text.count(f"| {name} |") >= 2 for name in INTERVALS)
    assert "of 56 fitted numbers are within chance" in text
    assert text.count("| all | 56 |") == 1
    assert "nan" not in text
