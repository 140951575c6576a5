"""Rosters and silent leaders."""

from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.finite_population import finite_factor
from analysis.stats.result import NotEstimable
from analysis.stats.silence import MOST_LEADERS, WorstCase, worst_case
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import verdict


@pytest.mark.parametrize(
    ("answered", "invited", "factor"),
    [(8, None, 1), (5, 10, 0.5), (4, 10, 1), (10, 10, 0), (499, 1000, 1), (750, 1000, 0.25)],
)
def test_the_factor_applies_from_half_of_a_known_roster(
    answered: int, invited: int | None, factor: float
) -> None:
    assert finite_factor(answered, invited) == factor


def found(leaders: list[int], staff: list[int], invited: int) -> WorstCase:
    result = worst_case(leaders, staff, invited_leaders=invited)
    assert isinstance(result, WorstCase)
    return result


def test_two_silent_leaders_cannot_turn_a_plain_gap() -> None:
    result = found([0, 0, 0, 1, 9], [40, 40, 10, 5, 5], 12)

    assert result.holds
    assert result.silent == 2
    assert (result.word_if_lowest, result.word_if_highest) == ("Gap", "Gap")
    assert result.lowest == pytest.approx((10 * 0.965 + 2 * 0.2) / 12, abs=0.01)


def test_half_of_the_leaders_silent_could_flip() -> None:
    result = found([0, 1, 1, 3, 3], [20, 20, 20, 20, 20], 16)

    assert not result.holds
    assert result.lowest < 0.5 < result.highest


def test_a_gap_on_the_other_side_is_a_flip() -> None:
    result = found([0, 0, 0, 0, 4], [20, 20, 20, 20, 20], 30)

    assert (result.word_if_lowest, result.word_if_highest) == ("Gap", "Gap")
    assert result.lowest < 0.5 < result.highest
    assert not result.holds


def test_the_margin_and_the_staff_roster_reach_the_verdicts() -> None:
    leaders, staff = [1, 2, 4, 8], [10, 20, 40, 50]
    narrow, wide = (
        worst_case(leaders, staff, invited_leaders=16, margin=each) for each in (0.02, 0.3)
    )
    everyone = worst_case(leaders, [1, 2, 4, 5], invited_leaders=15, invited_staff=12)

    assert isinstance(narrow, WorstCase)
    assert isinstance(wide, WorstCase)
    assert isinstance(everyone, WorstCase)
    assert narrow.word_if_highest != wide.word_if_highest
    assert wide.holds == (wide.word_if_lowest == wide.word_if_highest)
    # With everyone in, the verdict is a fact, and it is that of what was observed.
    assert everyone.word_if_lowest == "Small but real"
    assert everyone.holds


def test_the_lowest_rung_is_the_first() -> None:
    result = found([0, 3, 3, 0], [10, 0, 0, 10], 8)

    filled = superiority([2, 3, 3, 0], [10, 0, 0, 10], invited_leaders=8)
    assert isinstance(filled, Superiority)
    assert result.lowest == filled.estimate
    assert result.word_if_lowest == verdict(filled).word


def test_the_same_word_on_the_other_side_is_a_flip() -> None:
    result = found([0, 8], [500, 500], 30)

    assert (result.word_if_lowest, result.word_if_highest) == ("Gap", "Gap")
    assert result.lowest < 0.4
    assert result.highest > 0.6
    assert not result.holds


def test_what_cannot_be_told_either_way_holds_on_both_sides() -> None:
    result = found([2, 2, 2], [2, 3, 2], 7)

    assert result.lowest < 0.5 < result.highest
    assert result.word_if_lowest == result.word_if_highest == "Can't tell"
    assert result.holds


@pytest.mark.parametrize("leaders", [[0, 0, 4], [4, 0, 0]])
def test_the_words_are_those_of_the_two_ends(leaders: list[int]) -> None:
    result = worst_case(leaders, [100, 100, 100], invited_leaders=12, margin=0.15)

    assert isinstance(result, WorstCase)
    ends = (result.word_if_lowest, result.word_if_highest)
    assert ends == (("Small but real", "Gap") if leaders[2] else ("Gap", "Small but real"))


def test_nobody_silent_changes_nothing() -> None:
    result = found([1, 2, 3], [30, 20, 10], 6)

    assert result.silent == 0
    assert result.holds
    assert result.lowest == result.highest


@given(
    st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(lambda x: sum(x) >= 2),
    st.lists(st.integers(1, 40), min_size=3, max_size=3),
    st.integers(0, 3),
)
def test_no_answers_of_the_silent_lie_outside_the_bounds(
    leaders: list[int], staff: list[int], silent: int
) -> None:
    invited = sum(leaders) + silent
    result = found(leaders, staff, invited)

    assert result.highest - result.lowest <= silent / invited + 1e-12
    words = set()
    for answers in combinations_with_replacement(range(3), silent):
        filled = np.add(leaders, np.bincount(np.array(answers, dtype=int), minlength=3))
        whole = superiority(filled, staff, invited_leaders=invited)
        assert isinstance(whole, Superiority)
        assert result.lowest - 1e-12 <= whole.estimate <= result.highest + 1e-12
        words.add(verdict(whole).word)
    if result.holds:
        assert result.word_if_lowest in words


@pytest.mark.parametrize(
    ("leaders", "invited", "reason"),
    [([0, 1], 5, "fewer than two leaders"), ([5, 5], MOST_LEADERS + 1, "at most 30")],
)
def test_says_why_there_is_no_worst_case(leaders: list[int], invited: int, reason: str) -> None:
    result = worst_case(leaders, [5, 5], invited_leaders=invited)

    assert isinstance(result, NotEstimable)
    assert reason in result.reason


def test_more_answers_than_leaders_are_refused() -> None:
    with pytest.raises(ValueError, match="10 people answered but only 9 were invited"):
        worst_case([5, 5], [5, 5], invited_leaders=9)


def test_a_small_but_real_difference_on_the_other_side_is_a_flip() -> None:
    result = worst_case([8, 13], [10, 11], invited_leaders=25, invited_staff=21, margin=0.2)

    assert isinstance(result, WorstCase)
    assert (result.word_if_lowest, result.word_if_highest) == ("Small but real",) * 2
    assert result.lowest < 0.5 < result.highest
    assert not result.holds


def test_what_holds_depends_on_the_margin_of_what_was_seen_too() -> None:
    wide = worst_case([9, 14], [10, 11], invited_leaders=23, invited_staff=21, margin=0.2)
    narrow = worst_case([9, 14], [10, 11], invited_leaders=23, invited_staff=21, margin=0.01)

    assert isinstance(wide, WorstCase)
    assert isinstance(narrow, WorstCase)
    assert (wide.word_if_lowest, narrow.word_if_lowest) == ("Small but real", "Gap")
    assert wide.holds
    assert narrow.holds
