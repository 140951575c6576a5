"""The ranked probability score and the part of it that a forecaster can be blamed for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.ranked_probability import forecast_distance, ranked_probability_score

rows = st.integers(2, 7).flatmap(
    lambda size: st.tuples(
        *[
            st.lists(st.integers(0, 20), min_size=size, max_size=size).filter(lambda x: sum(x) > 0)
            for _ in range(2)
        ]
    )
)


@given(rows)
def test_the_score_over_all_staff_is_distance_plus_their_own_scatter(
    both: tuple[list[int], list[int]],
) -> None:
    forecast, staff = both
    said = np.repeat(np.arange(1, len(staff) + 1), staff)
    cumulative = np.cumsum(staff) / sum(staff)
    scatter = (cumulative * (1 - cumulative)).sum() / (len(staff) - 1)
    score = np.mean([ranked_probability_score(forecast, int(answer)) for answer in said])

    assert score == pytest.approx(forecast_distance(forecast, staff) + scatter, abs=1e-12)


@given(rows)
def test_the_distance_is_the_same_both_ways_and_mirrored(
    both: tuple[list[int], list[int]],
) -> None:
    forecast, staff = both
    distance = forecast_distance(forecast, staff)

    assert 0 <= distance <= 1
    assert distance == pytest.approx(forecast_distance(staff, forecast))
    assert distance == pytest.approx(forecast_distance(forecast[::-1], staff[::-1]))


def test_two_categories_give_the_brier_score() -> None:
    assert ranked_probability_score([1, 3], 2) == pytest.approx(0.25**2)
    assert ranked_probability_score([1, 3], 1) == pytest.approx(0.75**2)


def test_more_categories_share_the_blame() -> None:
    assert ranked_probability_score([0, 0, 1], 1) == 1
    assert ranked_probability_score([0, 1, 0], 1) == 0.5


def test_what_only_a_programmer_can_get_wrong_is_an_error() -> None:
    with pytest.raises(ValueError, match="outcome must be between 1 and 3, got 0"):
        ranked_probability_score([1, 1, 1], 0)
    with pytest.raises(
        ValueError, match=r"^a distance needs two rows of counts with people in them$"
    ):
        forecast_distance([1, 2], [0, 0])
