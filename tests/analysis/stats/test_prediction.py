"""Predictions of leaders, against R person by person, with every refusal."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.prediction import (
    RungForecast,
    ShareForecast,
    expected_gap_limits,
    rung_forecast,
    share_forecast,
)
from analysis.stats.proportions import Interval
from analysis.stats.result import NotEstimable

REFERENCE = Path(__file__).parents[2] / "reference" / "within_prediction.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))
steps = st.lists(st.integers(0, 8), min_size=11, max_size=11).filter(lambda x: sum(x) > 1)
staff = st.tuples(st.integers(0, 300), st.integers(1, 300)).filter(lambda pair: pair[0] <= pair[1])


def forecast(counts: list[int], favourable: int, answered: int, own: float = 0.9) -> ShareForecast:
    result = share_forecast(
        counts, favourable=favourable, answered=answered, naive={"own answer": own}
    )
    assert isinstance(result, ShareForecast)
    return result


def rungs(predictions: list[int], actual: list[int], **naive: list[int]) -> RungForecast:
    result = rung_forecast(predictions, actual, naive=naive)
    assert isinstance(result, RungForecast)
    return result


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['set']} {row['number']}")
def test_r_gives_the_same_numbers(row: dict[str, str]) -> None:
    x = [int(value) for value in row["predictions"].split()]
    y = [int(value) for value in row["staff"].split()]
    if row["set"].startswith("expected_"):
        limits = expected_gap_limits(x, favourable=y[0], answered=y[1])
        assert getattr(limits, row["number"]) == pytest.approx(float(row["value"]), rel=1e-9)
        return
    result = forecast(x, y[0], y[1]) if len(x) == 11 else rungs(x, y)
    ours = result.skills[0].skill if row["number"] == "skill" else getattr(result, row["number"])

    assert ours == pytest.approx(float(row["value"]), rel=1e-10, abs=1e-13)


@given(steps, staff)
def test_a_predictions_error_is_bias_and_spread_together(
    counts: list[int], said: tuple[int, int]
) -> None:
    result = forecast(counts, *said)

    assert result.mse == pytest.approx(result.bias**2 + result.spread**2, abs=1e-12)
    assert result.bias_low <= result.bias + 1e-12
    assert result.bias <= result.bias_high + 1e-12


@given(steps, staff)
def test_calling_favourable_unfavourable_mirrors_the_bias(
    counts: list[int], said: tuple[int, int]
) -> None:
    there = forecast(counts, *said)
    back = forecast(counts[::-1], said[1] - said[0], said[1])

    assert there.bias == pytest.approx(-back.bias, abs=1e-12)
    assert there.bias_low == pytest.approx(-back.bias_high, abs=1e-9)
    assert there.spread == pytest.approx(back.spread, abs=1e-9)


def test_a_pillars_favourable_people_are_a_mean_over_items() -> None:
    result = share_forecast([0, 3, 3, 0], favourable=40.5, answered=81)

    assert isinstance(result, ShareForecast)
    assert result.actual == 0.5
    assert result.bias == pytest.approx(0)


def test_leaders_who_all_hit_the_share_are_perfect() -> None:
    result = forecast([0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0], 40, 100)

    assert result.bias == pytest.approx(0)
    assert result.skills[0].guess == "own answer"
    assert result.skills[0].skill == pytest.approx(1)


def test_a_naive_guess_that_is_right_leaves_no_skill_to_show() -> None:
    result = forecast([0, 0, 0, 0, 5, 5, 0, 0, 0, 0, 0], 1, 2, own=0.5)

    assert result.skills[0].error == 0
    assert result.skills[0].skill == NotEstimable("the naive guess was exactly right")


def test_without_naive_guesses_there_are_no_skills() -> None:
    plain = share_forecast([1, 1], favourable=1, answered=2)

    assert isinstance(plain, ShareForecast)
    assert plain.skills == rungs([1, 1], [1, 1]).skills == ()


def test_a_rung_named_by_all_is_hit_by_all_though_staff_are_spread() -> None:
    result = rungs([0, 0, 8, 0], [10, 20, 40, 30], own=[0, 8, 0, 0])

    assert (result.commonest, result.hits) == ((3,), 1)
    assert result.distance > 0
    assert isinstance(result.skills[0].skill, float)
    assert result.skills[0].skill > 0


def test_rungs_equally_common_are_all_right() -> None:
    assert rungs([4, 0, 4], [7, 1, 7]).commonest == (1, 3)
    assert rungs([4, 0, 4], [7, 1, 7]).hits == 1


@given(st.lists(st.integers(0, 30), min_size=3, max_size=7).filter(lambda x: sum(x) > 1))
def test_predicting_the_very_distribution_leaves_no_distance(counts: list[int]) -> None:
    result = rungs(
        counts, (2 * np.array(counts)).tolist(), own=counts[::-1], last=[0] * len(counts)
    )

    assert result.distance == pytest.approx(0, abs=1e-30)
    assert [each.guess for each in result.skills] == ["own"]


def test_one_leader_is_never_scored_and_silent_staff_cannot_be_foreseen() -> None:
    few, silent = (
        NotEstimable("fewer than two leaders predicted"),
        NotEstimable("no staff answered"),
    )

    assert share_forecast([0, 1], favourable=3, answered=9) == few
    assert share_forecast([0, 2], favourable=0, answered=0) == silent
    assert rung_forecast([0, 1, 0], [3, 4, 5]) == few
    assert rung_forecast([0, 2, 0], [0, 0, 0]) == silent


def test_what_only_a_programmer_can_get_wrong_is_an_error() -> None:
    with pytest.raises(ValueError, match="favourable must be between 0 and 9, got 10"):
        share_forecast([0, 2], favourable=10, answered=9)
    with pytest.raises(ValueError, match=r"a guess must be a fraction between 0 and 1, got 1\.1"):
        share_forecast([0, 2], favourable=1, answered=9, naive={"last round": 1.1})


def test_where_every_leader_answered_the_expected_gap_is_a_fact() -> None:
    guesses = [0, 0, 0, 0, 0, 0, 1, 3, 4, 2, 0]
    found = expected_gap_limits(guesses, favourable=9, answered=10, invited=10)
    assert isinstance(found, Interval)

    assert (found.low, found.high) == pytest.approx((0.13, 0.13))


def test_an_expected_gap_of_hardly_anybody_has_no_limits() -> None:
    one, two = [1, 0], [1, 1]

    assert expected_gap_limits(one, favourable=1, answered=2) == NotEstimable(
        "fewer than two leaders predicted"
    )
    assert expected_gap_limits(two, favourable=0, answered=0) == NotEstimable("no leader answered")


@pytest.mark.parametrize("guess", [0.0, 1.0])
def test_a_guess_of_nobody_or_everybody_is_a_guess(guess: float) -> None:
    result = forecast([0, 0, 0, 0, 5, 5, 0, 0, 0, 0, 0], 1, 2, own=guess)

    assert result.skills[0].error == 0.25


def test_the_number_of_leaders_who_predicted_is_told() -> None:
    assert forecast([0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0], 1, 2).n == 11
    assert rungs([0, 0, 8, 1], [10, 20, 40, 30]).n == 9
