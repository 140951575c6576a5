"""Words of two groups: against the published formula, symmetry, and what cannot be said."""

import math

import pytest

from analysis.stats.log_odds import WordOdds, word_odds
from analysis.stats.result import NotEstimable


def odds(leaders: list[int], staff: list[int], size: float = 10.0) -> tuple[WordOdds, ...]:
    found = word_odds(leaders, staff, prior_size=size)
    assert isinstance(found, tuple)
    return found


def test_it_is_the_published_formula_word_by_word() -> None:
    """Monroe et al. (2008), equations 15, 19 and 22, written out for one word in plain sums."""
    leaders, staff, size = [5, 20, 75], [30, 10, 60], 40.0
    n1, n2, pooled = sum(leaders), sum(staff), 35 / 200
    a = size * pooled
    first = math.log((5 + a) / (n1 + size - 5 - a))
    second = math.log((30 + a) / (n2 + size - 30 - a))
    error = math.sqrt(1 / (5 + a) + 1 / (30 + a))

    found = odds(leaders, staff, size)[0]

    assert found.log_odds == pytest.approx(first - second, abs=1e-12)
    assert found.z == pytest.approx((first - second) / error, abs=1e-12)
    assert found.high - found.low == pytest.approx(2 * 1.959963984540054 * error, abs=1e-12)


def test_changing_sides_changes_the_sign_only() -> None:
    one, other = odds([4, 9, 2], [7, 1, 5]), odds([7, 1, 5], [4, 9, 2])

    for first, second in zip(one, other, strict=True):
        assert first.log_odds == pytest.approx(-second.log_odds, abs=1e-12)
        assert first.z == pytest.approx(-second.z, abs=1e-12)


def test_the_same_words_differ_in_nothing() -> None:
    assert [each.log_odds for each in odds([3, 5, 2], [3, 5, 2])] == pytest.approx([0, 0, 0])


def test_a_heavier_prior_pulls_words_together() -> None:
    light, heavy = odds([9, 1], [1, 9], 1)[0], odds([9, 1], [1, 9], 100)[0]

    assert 0 < heavy.log_odds < light.log_odds
    assert heavy.z < light.z


def test_a_word_written_once_says_little() -> None:
    rare, common = odds([1, 40, 100], [0, 5, 100], 50)[:2]

    assert abs(rare.z) < 1.96 < common.z


def test_a_group_that_wrote_nothing_has_no_words_to_differ_in() -> None:
    assert word_odds([0, 0], [1, 2], prior_size=3) == NotEstimable(
        "one of the groups wrote nothing"
    )


def test_impossible_words_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0, got 0"):
        word_odds([1, 2], [2, 1], prior_size=0)
    with pytest.raises(ValueError, match=r"^every word must have been written by somebody$"):
        word_odds([1, 0], [2, 0], prior_size=1)
