"""The distance between two distributions, and the flag for shapes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.distance import Distance, wasserstein
from analysis.stats.result import NotEstimable

row = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda counts: sum(counts) > 0)
POINTS = [1, 4 / 3, 2, 3, 5]


def found(leaders: list[int], staff: list[int], values: list[float]) -> Distance:
    result = wasserstein(leaders, staff, values=values)
    assert isinstance(result, Distance)
    return result


@given(row, row)
def test_agrees_with_scipy_on_any_values(leaders: list[int], staff: list[int]) -> None:
    expected = stats.wasserstein_distance(POINTS, POINTS, leaders, staff)

    assert found(leaders, staff, POINTS).estimate == pytest.approx(expected, abs=1e-12)


@given(row, row)
def test_is_at_least_the_gap_between_the_averages(leaders: list[int], staff: list[int]) -> None:
    result = found(leaders, staff, POINTS)
    means = [
        sum(v * n for v, n in zip(POINTS, counts, strict=True)) / sum(counts)
        for counts in (leaders, staff)
    ]

    assert result.mean_gap_size == pytest.approx(abs(means[0] - means[1]), abs=1e-12)
    assert result.estimate >= result.mean_gap_size * (1 - 1e-12)


@given(row, row)
def test_is_the_same_both_ways(leaders: list[int], staff: list[int]) -> None:
    there, back = found(leaders, staff, POINTS), found(staff, leaders, POINTS)

    assert there.estimate == back.estimate


def test_two_camps_against_a_middle_differ_in_shape_only() -> None:
    result = found([5, 0, 0, 0, 5], [0, 0, 50, 0, 0], [1, 2, 3, 4, 5])

    assert (result.estimate, result.mean_gap_size) == (2, 0)
    assert result.shape_differs


def test_a_plain_shift_does_not_differ_in_shape() -> None:
    result = found([0, 5, 0, 0, 0], [0, 0, 0, 50, 0], [1, 2, 3, 4, 5])

    assert result.estimate == result.mean_gap_size == 2
    assert not result.shape_differs


def test_exactly_the_threshold_is_not_beyond_it() -> None:
    # A quarter of the leaders one rung off to either side, in equal parts.
    assert not found([1, 6, 1], [0, 8, 0], [1, 2, 3]).shape_differs
    assert found([3, 14, 3], [0, 9, 0], [1, 2, 3]).shape_differs


def test_two_categories_cannot_be_worth_the_same() -> None:
    with pytest.raises(ValueError, match="values must rise"):
        wasserstein([1, 1, 1], [1, 1, 1], values=[1, 2, 2])


def test_a_group_without_answers_is_nowhere() -> None:
    assert wasserstein([0, 0], [1, 1], values=[1, 2]) == NotEstimable("a group has no answers")
