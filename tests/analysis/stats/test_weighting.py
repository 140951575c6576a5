"""Raking against R's loglin, every refusal, and what weights do to A."""

import csv
from pathlib import Path

import numpy as np
import pytest

from analysis.stats.finite_population import Invited
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import superiority
from analysis.stats.weighting import (
    WeightedSuperiority,
    Weights,
    raked_weights,
    weighted_superiority,
)

REFERENCE = Path(__file__).parents[2] / "reference" / "two_groups_design.csv"
ANSWERED = [[30, 25, 14], [12, 40, 10], [8, 9, 22]]
INVITED = [[150, 90, 60], [120, 110, 70]]
NOTHING_TO_REPAIR = "response rates differ by 10 points or less: nothing to repair"
TOO_DEAR = "weighting would cost more than half of the answers"


def weights(answered: object, invited: list[list[int]]) -> Weights:
    found = raked_weights(np.asarray(answered), invited=invited)
    assert isinstance(found, Weights)
    return found


def test_agrees_with_r() -> None:
    rows = csv.DictReader(REFERENCE.read_text(encoding="utf-8").splitlines())
    expected = {row["statistic"]: float(row["value"]) for row in rows if row["case"] == "raking"}

    found = weights(ANSWERED, INVITED)

    assert found.weights == pytest.approx([expected[f"weight_{i}"] for i in range(1, 10)], rel=1e-9)
    assert found.kish_effect == pytest.approx(expected["kish"], rel=1e-9)
    assert found.n_effective == pytest.approx(170 / expected["kish"])
    assert found.trimmed_cells == 0


def test_meets_both_margins_of_the_roster() -> None:
    people = np.asarray(ANSWERED) * np.reshape(weights(ANSWERED, INVITED).weights, (3, 3))

    assert people.sum(axis=1) * 300 / 170 == pytest.approx(INVITED[0])
    assert people.sum(axis=0) * 300 / 170 == pytest.approx(INVITED[1])


def test_an_empty_cell_gets_no_weight() -> None:
    found = weights([[20, 0], [10, 30]], [[60, 60], [80, 40]])

    assert found.weights[1] == 0


def test_a_cell_beyond_five_medians_is_trimmed() -> None:
    found = weights([180, 5], [[200, 40]])

    assert found.trimmed_cells == 1
    assert max(found.weights) == pytest.approx(5 * min(found.weights))
    assert np.dot([180, 5], found.weights) == pytest.approx(185)


def test_merging_two_departments_that_answered_alike_changes_nothing() -> None:
    leaders, shape = [1, 2, 5], np.array([[4, 8, 6], [4, 8, 6], [10, 5, 5]])
    apart = weighted_superiority(leaders, shape, weights=weights([18, 18, 20], [[60, 60, 25]]))
    merged = weighted_superiority(
        leaders, [[8, 16, 12], [10, 5, 5]], weights=weights([36, 20], [[120, 25]])
    )

    assert isinstance(apart, WeightedSuperiority)
    assert isinstance(merged, WeightedSuperiority)
    assert apart.weighted.low == pytest.approx(merged.weighted.low, rel=1e-12)
    assert apart.weighted.estimate == pytest.approx(merged.weighted.estimate, rel=1e-12)
    assert apart.kish_effect == pytest.approx(merged.kish_effect)


def test_equal_weights_give_what_was_answered() -> None:
    even = Weights(weights=(1.0, 1.0), kish_effect=1.0, n=60, n_effective=60.0, trimmed_cells=0)

    found = weighted_superiority([2, 8], [[10, 30], [15, 5]], weights=even)

    assert isinstance(found, WeightedSuperiority)
    assert found.weighted == found.unweighted == superiority([2, 8], [25, 35])
    assert found.kish_effect == 1


def test_weights_cost_certainty() -> None:
    found = weighted_superiority(
        [200, 800],
        [[20, 20], [10, 10]],
        weights=weights([40, 20], [[50, 50]]),
        invited=Invited(leaders=1000),
    )

    assert isinstance(found, WeightedSuperiority)
    assert found.weighted.estimate == pytest.approx(found.unweighted.estimate)
    assert found.weighted.scale > found.unweighted.scale
    assert found.weighted.scale / found.unweighted.scale == pytest.approx(1.125, abs=0.03)


def test_rosters_and_confidence_reach_both_numbers() -> None:
    cells, found = [[10, 30], [15, 5]], weights([40, 20], [[50, 50]])
    plain = weighted_superiority([2, 8], cells, weights=found)
    known = weighted_superiority([2, 8], cells, weights=found, invited=Invited(staff=100))
    sure = weighted_superiority([2, 8], cells, weights=found, confidence=0.99)

    assert isinstance(plain, WeightedSuperiority)
    assert isinstance(known, WeightedSuperiority)
    assert isinstance(sure, WeightedSuperiority)
    assert found.n == 60
    for name in ("weighted", "unweighted"):
        assert getattr(known, name).factor_staff == pytest.approx(0.4)
        assert getattr(known, name).scale < getattr(plain, name).scale
        assert getattr(sure, name).low < getattr(plain, name).low


def test_a_margin_of_just_two_thresholds_is_large_enough() -> None:
    assert weights([4, 20], [[10, 30]]).n == 24


@pytest.mark.parametrize(
    ("answered", "invited", "reason"),
    [
        ([4, 20], [[9, 30]], "a margin has fewer than 10 invited people"),
        ([0, 20], [[20, 30]], "nobody answered in one of the margins"),
        ([20, 19], [[30, 30]], NOTHING_TO_REPAIR),
        ([10, 20], [[100, 100]], NOTHING_TO_REPAIR),
        ([[20, 0], [0, 30]], [[30, 40], [40, 30]], "no weights meet all margins of the roster"),
        ([100, 100, 3], [[110, 110, 2000]], TOO_DEAR),
        ([180, 20, 10], [[200, 200, 60]], TOO_DEAR),
    ],
)
def test_says_why_there_are_no_weights(
    answered: list[int], invited: list[list[int]], reason: str
) -> None:
    assert raked_weights(answered, invited=invited) == NotEstimable(reason)


@pytest.mark.parametrize(
    ("answered", "invited", "said"),
    [
        ([10, 10], [[20, 20], [20, 20]], "1 attributes need as many rosters, got 2"),
        ([10, 10], [[20, 20, 20]], "attribute 0 has 2 values, got 3"),
        ([30, 10], [[20, 20]], "more people answered than were invited"),
        ([[10, 10], [10, 10]], [[30, 30], [40, 30]], "^the attributes' rosters differ in size$"),
    ],
)
def test_rosters_that_do_not_fit_are_refused(
    answered: list[int], invited: list[list[int]], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        raked_weights(answered, invited=invited)


def test_weighted_superiority_says_why_not() -> None:
    even = Weights(weights=(1.0, 0.0), kish_effect=1.0, n=60, n_effective=60.0, trimmed_cells=0)

    assert weighted_superiority([0, 1], [[5, 5], [5, 5]], weights=even) == NotEstimable(
        "fewer than two leaders answered"
    )
    assert weighted_superiority([5, 5], [[1, 0], [5, 5]], weights=even) == NotEstimable(
        "fewer than two staff answered"
    )
    with pytest.raises(ValueError, match="2 weights need as many rows"):
        weighted_superiority([5, 5], [[5, 5]], weights=even)


def test_a_cell_at_just_five_medians_is_left_alone() -> None:
    found = weights([180, 5], [[180, 25]])

    assert found.trimmed_cells == 0
    assert found.weights == pytest.approx((185 / 205, 5 * 185 / 205))


def test_one_person_alone_in_a_cell_has_a_weight() -> None:
    found = weights([[20, 1], [10, 30]], [[60, 60], [80, 40]])

    assert found.weights[1] > 0


def test_response_rates_eleven_points_apart_are_worth_a_repair() -> None:
    assert weights([31, 20], [[100, 100]]).weights == pytest.approx((51 / 62, 51 / 40))
