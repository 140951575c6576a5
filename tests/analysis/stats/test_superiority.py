"""What must hold of A for any answers, and at every edge of what people can answer."""

from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.stats.equivalence import equivalence
from analysis.stats.rank_tests import (
    BrunnerMunzel,
    WilsonType,
    brunner_munzel,
    unbiased_variance,
    wilson_type,
)
from analysis.stats.result import NotEstimable
from analysis.stats.score import Score, plain_parts, smoothed_parts
from analysis.stats.superiority import Superiority, cliffs_delta, magnitude, superiority
from analysis.stats.verdict import verdict

Pair: TypeAlias = tuple[list[int], list[int]]


def rows(categories: int) -> st.SearchStrategy[Pair]:
    row = st.lists(
        st.one_of(st.just(0), st.integers(0, 40)), min_size=categories, max_size=categories
    ).filter(lambda counts: sum(counts) >= 2)
    return st.tuples(row, row)


tables = st.sampled_from([2, 3, 4, 5, 7, 11, 21]).flatmap(rows)


def found(leaders: list[int], staff: list[int]) -> Superiority:
    result = superiority(leaders, staff)
    assert isinstance(result, Superiority)
    return result


@given(tables)
def test_win_tie_and_lose_share_out_all_pairs(table: Pair) -> None:
    result = found(*table)

    assert result.leaders_higher + result.same + result.staff_higher == pytest.approx(1)
    assert result.estimate == pytest.approx(result.leaders_higher + result.same / 2)
    assert cliffs_delta(*table) == pytest.approx(2 * result.estimate - 1, abs=1e-12)


@given(tables)
def test_the_interval_holds_the_estimate_and_stays_between_0_and_1(table: Pair) -> None:
    result = found(*table)

    assert 0 <= result.low <= result.low_90 <= result.estimate
    assert result.estimate <= result.high_90 <= result.high <= 1


@given(tables)
def test_swapping_the_groups_mirrors_everything(table: Pair) -> None:
    there, back = found(*table), found(*table[::-1])

    assert there.estimate == pytest.approx(1 - back.estimate, abs=1e-14)
    assert (there.low, there.high) == pytest.approx((1 - back.high, 1 - back.low), abs=1e-12)
    assert there.p_difference == pytest.approx(back.p_difference, rel=1e-9)
    assert there.leaders_higher == back.staff_higher
    assert there.df == pytest.approx(back.df)


@given(tables)
def test_turning_the_scale_round_mirrors_everything(table: Pair) -> None:
    there, back = found(*table), found(table[0][::-1], table[1][::-1])

    assert there.estimate == pytest.approx(1 - back.estimate, abs=1e-14)
    assert (there.low, there.high) == pytest.approx((1 - back.high, 1 - back.low), abs=1e-12)
    assert there.p_difference == pytest.approx(back.p_difference, rel=1e-9)


@given(tables, st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_p_is_below_alpha_exactly_when_the_interval_excludes_one_half(
    table: Pair, confidence: float
) -> None:
    result = superiority(*table, confidence=confidence)

    assert isinstance(result, Superiority)
    excluded = not result.low <= 0.5 <= result.high
    assert excluded == (result.p_difference < 1 - confidence)


@given(tables, st.sampled_from([0.05, 0.10, 0.15]))
def test_agreement_is_shown_exactly_when_the_90_percent_interval_is_inside(
    table: Pair, margin: float
) -> None:
    result = found(*table)

    inside = 0.5 - margin < result.low_90 and result.high_90 < 0.5 + margin
    assert inside == (equivalence(result, margin=margin).p_value < 0.05)


@given(tables)
def test_an_empty_category_changes_nothing(table: Pair) -> None:
    wider = [*table[0][:1], 0, *table[0][1:]], [*table[1][:1], 0, *table[1][1:]]

    assert found(*wider).low == pytest.approx(found(*table).low, abs=1e-14)
    assert found(*wider).estimate == found(*table).estimate


@given(tables, st.integers(0, 20))
def test_a_roster_never_widens_the_interval(table: Pair, silent: int) -> None:
    invited = sum(table[0]) + silent
    known = superiority(*table, invited_leaders=invited)

    assert isinstance(known, Superiority)
    assert known.scale <= found(*table).scale * (1 + 1e-12)


@given(tables)
def test_a_census_of_both_groups_is_a_fact(table: Pair) -> None:
    result = superiority(*table, invited_leaders=sum(table[0]), invited_staff=sum(table[1]))

    assert isinstance(result, Superiority)
    assert result.low == result.estimate == result.high
    assert result.p_difference == (1 if result.estimate == 0.5 else 0)
    inside = 0.4 < result.estimate < 0.6
    assert equivalence(result).p_value == (0 if inside else 1)


@pytest.mark.parametrize("leaders", [[1, 3], [3, 1]])
def test_a_census_exactly_on_the_margin_is_neither_agreement_nor_a_clear_gap(
    leaders: list[int],
) -> None:
    result = superiority(leaders, [1, 1], invited_leaders=4, invited_staff=2)
    assert isinstance(result, Superiority)
    assert abs(result.estimate - 0.5) == 0.125

    found = verdict(result, margin=0.125)

    assert equivalence(result, margin=0.125).p_value == 1
    assert found.word == "Gap"
    assert not found.is_clear


def test_one_census_leaves_the_other_groups_error() -> None:
    result = superiority([1, 2, 3], [30, 20, 10], invited_leaders=6)

    assert isinstance(result, Superiority)
    assert result.factor_leaders == 0
    assert result.df == pytest.approx(59)
    assert result.low < result.estimate < result.high


def test_five_leaders_of_one_mind_are_not_certain() -> None:
    # The usual interval collapses here: its leaders' variance is 0.
    result = found([0, 0, 0, 5, 0], [22, 22, 23, 16, 17])

    assert result.high - result.low > 0.3
    assert result.p_difference > 0.01


def test_everyone_on_one_rung_is_bounded_by_the_smaller_group() -> None:
    result = found([0, 0, 0, 5, 0], [0, 0, 0, 100, 0])

    assert result.estimate == 0.5
    assert result.scale == pytest.approx(1 / 5)
    assert result.df == 4
    assert result.p_difference == 1
    assert result.low == pytest.approx(1 - result.high)
    assert result.low < 0.2


def test_everyone_on_one_rung_with_rosters_takes_the_larger_remaining_part() -> None:
    result = superiority([0, 5], [0, 100], invited_leaders=6, invited_staff=125)

    assert isinstance(result, Superiority)
    assert result.scale == pytest.approx(max((1 - 5 / 6) / 5, (1 - 0.8) / 100))


def test_groups_without_overlap_keep_an_interval() -> None:
    result = found([0, 0, 0, 0, 6], [20, 20, 10, 0, 0])

    assert result.estimate == 1 == result.high
    assert 0.5 < result.low < 0.9


@pytest.mark.parametrize("categories", [2, 3, 4, 7, 11])
def test_any_number_of_categories_will_do(categories: int) -> None:
    rising = list(range(1, categories + 1))

    result = found(rising, rising[::-1])

    assert result.estimate > 0.5


def test_millions_of_answers_do_not_overflow() -> None:
    millions = [10**6, 2 * 10**6, 3 * 10**6, 4 * 10**6, 5 * 10**6]

    result = found(millions, millions)

    assert result.estimate == 0.5
    assert 0 < result.high - result.low < 0.001


@pytest.mark.parametrize(
    ("leaders", "staff", "reason"),
    [
        ([0, 1], [5, 5], "fewer than two leaders"),
        ([0, 0], [5, 5], "fewer than two leaders"),
        ([5, 5], [1, 0], "fewer than two staff"),
    ],
)
def test_one_person_is_no_group(leaders: list[int], staff: list[int], reason: str) -> None:
    for result in (
        superiority(leaders, staff),
        wilson_type(leaders, staff),
        unbiased_variance(leaders, staff),
    ):
        assert isinstance(result, NotEstimable)
        assert reason in result.reason


def test_delta_needs_one_answer_a_group() -> None:
    assert cliffs_delta([0, 1], [3, 0]) == 1
    assert cliffs_delta([0, 0], [3, 0]) == NotEstimable("no leader answered")
    assert cliffs_delta([0, 1], [0, 0]) == NotEstimable("no member of staff answered")


@pytest.mark.parametrize(
    ("leaders", "staff", "said"),
    [
        ([1, 2, 3], [1, 2], "leaders have 3 categories, staff 2"),
        ([1.5, 2], [1, 2], "whole and not negative"),
        ([-1, 2], [1, 2], "whole and not negative"),
        ([3], [3], "at least two"),
        ([float("nan"), 3], [1, 2], "whole and not negative"),
    ],
)
def test_counts_that_cannot_be_are_refused(
    leaders: list[float], staff: list[float], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        superiority(leaders, staff)


@pytest.mark.parametrize("confidence", [0, 1, 1.5, 95])
def test_a_percentage_is_not_a_confidence(confidence: float) -> None:
    with pytest.raises(ValueError, match=f"between 0 and 1, got {confidence}"):
        superiority([1, 2], [2, 1], confidence=confidence)


def test_more_answers_than_invited_people_are_refused() -> None:
    with pytest.raises(ValueError, match="3 people answered but only 2 were invited"):
        superiority([1, 2], [2, 1], invited_leaders=2)


@pytest.mark.parametrize(
    ("estimate", "word"),
    [
        (0.5, "negligible"),
        (0.44, "small"),
        (0.55, "negligible"),
        (0.57, "small"),
        (0.35, "medium"),
        (0.72, "large"),
        (0.0, "large"),
    ],
)
def test_the_size_of_a_gap_has_a_word(estimate: float, word: str) -> None:
    assert magnitude(estimate) == word


@given(tables)
def test_the_plain_interval_inverts_its_test_too(table: Pair) -> None:
    for quantile in ("t", "z"):
        result = wilson_type(*table, quantile=quantile)

        assert isinstance(result, WilsonType)
        assert 0 <= result.low <= result.estimate <= result.high <= 1
        assert (not result.low <= 0.5 <= result.high) == (result.p_value < 0.05)


@given(tables)
def test_the_plain_interval_takes_brunner_munzels_variance(table: Pair) -> None:
    result, plain = wilson_type(*table, quantile="t"), brunner_munzel(*table)
    assume(isinstance(plain, BrunnerMunzel) and plain.p_value > 1e-12)
    assert isinstance(plain, BrunnerMunzel)
    assert isinstance(result, WilsonType)
    assume(0 < result.estimate < 1)

    # At its own limits the score statistic is the t quantile.
    reach = (plain.high - plain.low) / 2
    a = result.estimate
    for limit in (result.low, result.high):
        error = reach * (limit * (1 - limit) / (a * (1 - a))) ** 0.5
        assert abs(limit - a) == pytest.approx(error, rel=1e-9, abs=1e-12)
    assert result.df == pytest.approx(plain.df)


@pytest.mark.parametrize("table", [([0, 3], [4, 0]), ([4, 0], [0, 3]), ([0, 3], [0, 4])])
def test_without_spread_the_plain_interval_takes_the_largest_variance(table: Pair) -> None:
    result = wilson_type(*table)

    assert isinstance(result, WilsonType)
    c, a = 1.959963984540054**2 / 3, result.estimate
    root = (c * a * (1 - a) + c**2 / 4) ** 0.5
    assert result.low == pytest.approx((a + c / 2 - root) / (1 + c), abs=1e-12)
    assert result.high == pytest.approx((a + c / 2 + root) / (1 + c), abs=1e-12)


@given(st.lists(rows(4), min_size=1, max_size=6))
def test_many_tables_at_once_are_each_on_its_own(pairs: list[Pair]) -> None:
    x, y = (np.array([pair[side] for pair in pairs], dtype=float) for side in (0, 1))
    for parts in (smoothed_parts, plain_parts):
        together = Score.of(parts(x, y))
        for number in range(len(pairs)):
            alone = Score.of(parts(x[number], y[number]))

            assert float(together.scale[number]) == pytest.approx(float(alone.scale), rel=1e-12)
            assert float(together.df[number]) == pytest.approx(float(alone.df), rel=1e-12)


def test_the_unbiased_variance_is_unbiased() -> None:
    # Every outcome of two leaders and three staff on three categories, with its chance.
    p, q = np.array([0.2, 0.5, 0.3]), np.array([0.4, 0.4, 0.2])
    mean = second = expected = 0.0
    for leaders in np.ndindex(3, 3):
        for staff in np.ndindex(3, 3, 3):
            chance = float(np.prod(p[list(leaders)]) * np.prod(q[list(staff)]))
            x, y = np.bincount(leaders, minlength=3), np.bincount(staff, minlength=3)
            variance = unbiased_variance(x, y)
            assert isinstance(variance, float)
            estimate = found(x.tolist(), y.tolist()).estimate
            mean += chance * estimate
            second += chance * estimate**2
            expected += chance * variance

    assert expected == pytest.approx(second - mean**2, rel=1e-12)


def test_a_category_of_one_person_is_a_category_of_the_plain_variance() -> None:
    x, y = np.array([5.0, 1]), np.array([5.0, 0])
    parts = plain_parts(x, y)
    # A = 7/12. Leaders vary by 5/6 x 1/6 / 4 x 6/5 / 6, staff all have the same placement.
    score = Score.of(parts)

    assert float(parts.estimate) == pytest.approx(7 / 12)
    assert float(parts.leaders) == pytest.approx(1 / 144)
    assert float(parts.staff) == pytest.approx(0, abs=1e-20)
    assert float(score.scale) == pytest.approx((1 / 144) / (35 / 144))


@pytest.mark.parametrize(("leaders", "a"), [([4, 0], 0), ([0, 4], 1)])
def test_a_census_of_groups_apart_is_a_fact_too(leaders: list[int], a: float) -> None:
    found = superiority(leaders, leaders[::-1], invited_leaders=4, invited_staff=4)

    assert isinstance(found, Superiority)
    assert found.low == found.estimate == found.high == a
