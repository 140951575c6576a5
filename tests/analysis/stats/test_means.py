"""The gap in points and in standard deviations: raw vectors, thirds, and each refusal."""

from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.finite_population import Invited
from analysis.stats.means import HedgesG, MeanGap, hedges_g, mean_gap, small_sample_correction
from analysis.stats.noncentral_t import noncentral_t_cdf, noncentrality_at
from analysis.stats.result import NotEstimable

Pair: TypeAlias = tuple[list[int], list[int]]

# Means of three answers from 1 to 5. Whole numbers alone would hide rounding.
THIRDS = [each / 3 for each in range(3, 16)]
row = st.lists(
    st.one_of(st.just(0), st.integers(0, 20)), min_size=len(THIRDS), max_size=len(THIRDS)
).filter(lambda counts: sum(counts) >= 2)
tables = st.tuples(row, row)


@given(tables)
def test_welch_from_counts_is_that_of_raw_vectors(table: Pair) -> None:
    found = mean_gap(*table, values=THIRDS)
    assume(isinstance(found, MeanGap))
    assert isinstance(found, MeanGap)
    x, y = np.repeat(THIRDS, table[0]), np.repeat(THIRDS, table[1])
    # SciPy itself loses its digits where a group's variance is rounding only.
    assume(min(np.ptp(x), np.ptp(y)) > 0)

    expected = stats.ttest_ind(x, y, equal_var=False)

    assert found.t == pytest.approx(expected.statistic, rel=1e-9, abs=1e-12)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-8, abs=1e-300)
    assert (found.leaders, found.staff) == pytest.approx((x.mean(), y.mean()), abs=1e-12)
    limits = expected.confidence_interval()
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high), abs=1e-10)


@given(tables)
def test_swapping_the_groups_turns_both_gaps_round(table: Pair) -> None:
    there, back = mean_gap(*table, values=THIRDS), mean_gap(*table[::-1], values=THIRDS)
    g_there, g_back = hedges_g(*table, values=THIRDS), hedges_g(*table[::-1], values=THIRDS)
    assume(isinstance(there, MeanGap))
    assert isinstance(there, MeanGap)
    assert isinstance(back, MeanGap)
    assert isinstance(g_there, HedgesG)
    assert isinstance(g_back, HedgesG)

    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)
    assert (g_there.low, g_there.high) == pytest.approx((-g_back.high, -g_back.low), abs=1e-9)


@given(tables)
def test_turning_the_scale_round_mirrors_both_gaps(table: Pair) -> None:
    turned = table[0][::-1], table[1][::-1]
    there, back = mean_gap(*table, values=THIRDS), mean_gap(*turned, values=THIRDS)
    assume(isinstance(there, MeanGap))
    assert isinstance(there, MeanGap)
    assert isinstance(back, MeanGap)

    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)


@given(tables)
def test_p_is_below_alpha_exactly_when_the_interval_excludes_no_gap(table: Pair) -> None:
    found = mean_gap(*table, values=THIRDS)
    assume(isinstance(found, MeanGap))
    assert isinstance(found, MeanGap)

    assert (not found.low <= 0 <= found.high) == (found.p_value < 0.05)


@given(tables)
def test_the_limits_of_g_hold_the_estimate_and_put_the_tails_where_they_belong(
    table: Pair,
) -> None:
    found = hedges_g(*table, values=THIRDS)
    assume(isinstance(found, HedgesG))
    assert isinstance(found, HedgesG)
    unit = (1 / sum(table[0]) + 1 / sum(table[1])) ** 0.5 * small_sample_correction(found.df)

    # An inverse is checked by going forward again.
    t = found.estimate / unit
    assert noncentral_t_cdf(t, found.df, found.low / unit) == pytest.approx(0.975, abs=1e-10)
    assert noncentral_t_cdf(t, found.df, found.high / unit) == pytest.approx(0.025, abs=1e-10)
    assert found.low < found.estimate < found.high or table[0] == table[1]


def test_equal_thirds_have_no_effect_size() -> None:
    # The computed variance of 25 times 3 2/3, or 3 times 2 1/3, comes out just above zero.
    everyone = [0] * 8 + [25] + [0] * 4
    others = [0] * 4 + [3] + [0] * 8

    for found in (
        hedges_g(everyone, others, values=THIRDS),
        mean_gap(everyone, others, values=THIRDS),
    ):
        assert found == NotEstimable("everyone in each group gave the same answer")


def test_a_group_of_one_mind_leaves_the_others_error() -> None:
    found = mean_gap([0, 0, 5], [3, 4, 3], values=[1, 2, 3])

    assert isinstance(found, MeanGap)
    assert found.df == pytest.approx(9)
    assert found.estimate == 1


def test_a_roster_narrows_the_gap_in_points() -> None:
    table = [1, 2, 5], [30, 40, 30]
    without = mean_gap(*table, values=[1, 2, 3])
    known = mean_gap(*table, values=[1, 2, 3], invited=Invited(leaders=10, staff=1000))

    assert isinstance(without, MeanGap)
    assert isinstance(known, MeanGap)
    assert known.high - known.low < 0.6 * (without.high - without.low)
    assert known.estimate == without.estimate


@pytest.mark.parametrize(("staff", "p_value"), [([3, 3, 4], 0.0), ([1, 2, 1], 1.0)])
def test_a_census_leaves_nothing_to_chance(staff: list[int], p_value: float) -> None:
    found = mean_gap(
        [2, 4, 2], staff, values=[1, 2, 3], invited=Invited(leaders=8, staff=sum(staff))
    )

    assert isinstance(found, MeanGap)
    assert found.low == found.estimate == found.high
    assert found.p_value == p_value
    assert found.df == min(8, sum(staff)) - 1
    assert found.t == NotEstimable("everyone answered: nothing is left to chance")


@pytest.mark.parametrize("function", [mean_gap, hedges_g])
def test_one_person_has_no_spread(function: type) -> None:
    found = function([0, 1], [2, 2], values=[1, 2])

    assert found == NotEstimable("fewer than two leaders answered")


def test_millions_of_answers_keep_their_digits() -> None:
    millions = [10**6, 2 * 10**6, 3 * 10**6]
    found = mean_gap(millions, millions[::-1], values=[1001, 1002, 1003])

    assert isinstance(found, MeanGap)
    assert found.estimate == pytest.approx(2 / 3, rel=1e-12)


def test_g_of_very_distinct_groups_is_a_number() -> None:
    # SciPy's nct.cdf gives NaN in such places.
    leaders, staff = [0, 0, 0, 1, 2000], [2000, 1, 0, 0, 0]
    found = hedges_g(leaders, staff, values=[1, 2, 3, 4, 5])

    assert isinstance(found, HedgesG)
    assert 100 < found.low < found.estimate < found.high < 300


def test_g_of_a_tiny_gap_is_not_taken_for_none() -> None:
    # scipy.special.nctdtrinc answers as if t were 0 below |t| of about 0.07.
    found = hedges_g([50, 50], [497, 503], values=[1, 2], confidence=0.99)

    assert isinstance(found, HedgesG)
    assert found.low + found.high == pytest.approx(2 * found.estimate, rel=0.05)
    assert found.low != pytest.approx(-found.high, rel=1e-3)


@given(st.floats(-30, 30), st.integers(2, 3000), st.floats(0.001, 0.999))
def test_the_noncentrality_is_found_again(t: float, df: int, probability: float) -> None:
    noncentrality = noncentrality_at(t, df, probability)

    assert noncentral_t_cdf(t, df, noncentrality) == pytest.approx(probability, abs=1e-10)


@given(st.floats(-60, 60), st.integers(2, 500))
def test_without_noncentrality_it_is_students_t(t: float, df: int) -> None:
    assert noncentral_t_cdf(t, df, 0) == pytest.approx(stats.t.cdf(t, df), abs=1e-12)


@pytest.mark.parametrize(("noncentrality", "chance"), [(-40, 1.0), (40, 0.0)])
def test_far_noncentralities_are_certain(noncentrality: float, chance: float) -> None:
    assert noncentral_t_cdf(8.0, 5, noncentrality) == pytest.approx(chance, abs=1e-3)
    assert noncentral_t_cdf(3.2, 5, noncentrality) == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize(
    ("values", "said"),
    [([1, 2], "3 categories need as many values"), ([1, 3, 2], "values must rise")],
)
def test_values_that_do_not_fit_are_refused(values: list[float], said: str) -> None:
    for function in (mean_gap, hedges_g):
        with pytest.raises(ValueError, match=said):
            function([1, 2, 3], [3, 2, 1], values=values)


def test_confidence_is_a_fraction() -> None:
    for function in (mean_gap, hedges_g):
        with pytest.raises(ValueError, match="between 0 and 1, got 95"):
            function([1, 2], [2, 1], values=[1, 2], confidence=95)
