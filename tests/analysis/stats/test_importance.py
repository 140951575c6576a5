"""Importance with every refusal, and weights that stay tied until the data part them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from analysis.stats.importance import Difference, Explained, Importance, importance
from analysis.stats.relative_weights import general_dominance, relative_weights
from analysis.stats.result import NotEstimable

PILLARS = {"culture": ("c1", "c2"), "focus": ("f1",), "integrity": ("i1",)}
CLEAR = np.array([[1, 0.6, 0.3, 0.29], [0.6, 1, 0.3, 0.3], [0.3, 0.3, 1, 0.3], [0.29, 0.3, 0.3, 1]])

PAIR = np.outer([0, 0, 1, 1], [0, 0, 1, 1]) * (1 - np.eye(4))  # two neighbours only


def staff(**changed: object) -> Explained:
    plain = Explained(
        people=400, df=390, covariance=CLEAR, outcome_items=("stay",), predictors=PILLARS
    )
    return replace(plain, **changed)  # type: ignore[arg-type] # named by each test


def asked(explained: Explained, **options: float) -> Importance | NotEstimable:
    return importance(explained, generator=np.random.default_rng(5), **options)  # type: ignore[arg-type] # named by each test


def answer(explained: Explained) -> Importance:
    result = asked(explained)
    assert isinstance(result, Importance)
    return result


def test_weights_come_largest_first_and_only_clear_differences_are_ranked() -> None:
    result = answer(staff())
    pairs = {(each.first, each.second): each.is_tied for each in result.differences}

    assert result.weights[0].predictor == "culture"
    assert sum(each.share for each in result.weights) == pytest.approx(1)
    assert sum(each.dominance for each in result.weights) == pytest.approx(result.r_squared)
    assert 0.02 < result.r_squared_low < result.r_squared
    assert pairs == {
        ("culture", "focus"): False,
        ("culture", "integrity"): False,
        ("focus", "integrity"): True,
    }


def test_units_of_the_scores_do_not_matter() -> None:
    units = np.array([2.0, 10, 0.5, 7])
    plain, scaled = answer(staff()), answer(staff(covariance=CLEAR * np.outer(units, units)))

    for one, other in zip(plain.weights, scaled.weights, strict=True):
        assert one.weight == pytest.approx(other.weight)
    assert plain.differences[0].low == pytest.approx(scaled.differences[0].low)


def test_the_same_generator_gives_the_same_intervals_and_more_confidence_wider_ones() -> None:
    wide = asked(staff(), confidence=0.99)
    assert isinstance(wide, Importance)

    assert answer(staff()) == answer(staff())
    assert wide.differences[0].low < answer(staff()).differences[0].low


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"people": 99}, "fewer than 100 staff answered everything"),
        ({"df": 22}, "too few staff in each department for scores so unevenly spread"),
        ({"kurtosis": 30.0}, "too few staff in each department for scores so unevenly spread"),
        ({"outcome_items": ("stay", "f1")}, "the outcome is itself part of focus"),
        (
            {"covariance": CLEAR * np.outer([1, 1, 0, 1], [1, 1, 0, 1])},
            "everyone in each department scored the same on a pillar",
        ),
        (
            {"covariance": np.full((4, 4), 0.91) + 0.09 * np.eye(4)},
            "two of the scores are almost the same (a correlation above .9)",
        ),
        (
            {"covariance": CLEAR + 0.65 * (np.eye(4)[[0, 1, 3, 2]] - np.eye(4)) * PAIR},
            "two of the scores are almost the same (a correlation above .9)",
        ),
        (
            {"covariance": np.full((4, 4), 0.05) + 0.95 * np.eye(4)},
            "the pillars explain too little: R squared may be as low as 0.000",
        ),
    ],
)
def test_each_refusal_says_why(changed: dict[str, object], reason: str) -> None:
    assert asked(staff(**changed)) == NotEstimable(reason)


def test_one_pillar_or_nine_cannot_be_weighed() -> None:
    nine = {str(name): (str(name),) for name in range(9)}
    one = {"culture": ("c1",)}

    assert asked(staff(predictors=one, covariance=CLEAR[:2, :2])) == NotEstimable(
        "importance needs 2 to 8 pillars, got 1"
    )
    assert asked(staff(predictors=nine, covariance=np.eye(10))) == NotEstimable(
        "importance needs 2 to 8 pillars, got 9"
    )


def test_eight_pillars_need_fifteen_people_each() -> None:
    eight = {str(name): (str(name),) for name in range(8)}
    spread = np.full((9, 9), 0.3) + 0.7 * np.eye(9)

    assert asked(staff(people=119, predictors=eight, covariance=spread)) == NotEstimable(
        "fewer than 120 staff answered everything"
    )
    assert isinstance(asked(staff(people=120, predictors=eight, covariance=spread)), Importance)


def test_a_score_that_is_the_sum_of_others_is_refused() -> None:
    base = np.random.default_rng(2).normal(size=(50, 3))
    scores = np.column_stack(
        [base[:, 0] + base[:, 1], base[:, 1], base[:, 2], base[:, 1] + base[:, 2]]
    )

    assert asked(staff(covariance=np.cov(scores.T))) == NotEstimable(
        "one of the scores can be computed from the others"
    )


def test_a_matrix_of_another_size_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"3 predictors need 4 rows, got \(3, 3\)"):
        asked(staff(covariance=np.eye(3)))


def test_heavier_tails_widen_the_intervals_and_lighter_ones_do_not_narrow_them() -> None:
    light, bell = answer(staff(kurtosis=0.8)), answer(staff(kurtosis=1.0))
    heavy = answer(staff(kurtosis=2.0))

    assert light == bell
    assert heavy.differences[0].low < bell.differences[0].low
    assert heavy.differences[0].high > bell.differences[0].high


def test_each_weight_is_that_of_its_own_pillar() -> None:
    result = answer(staff())
    by_name = {each.predictor: (each.weight, each.dominance) for each in result.weights}

    assert result.people == 400
    assert [by_name[name][0] for name in PILLARS] == relative_weights(CLEAR).tolist()
    assert [by_name[name][1] for name in PILLARS] == general_dominance(CLEAR).tolist()
    assert result.weights[0].share == by_name["culture"][0] / result.r_squared


def test_a_fortieth_of_what_was_drawn_lies_beyond_each_limit() -> None:
    # With kurtosis 1.5 where nobody measured it, and 2,000 matrices.
    df = 390 / 1.5
    drawn = stats.wishart.rvs(df, CLEAR, size=2000, random_state=np.random.default_rng(5))
    spread = np.sqrt(np.diagonal(drawn, axis1=1, axis2=2))
    weights = relative_weights(drawn / (spread[:, :, None] * spread[:, None, :]))
    first = answer(staff()).differences[0]
    apart = weights[:, 0] - weights[:, list(PILLARS).index(first.second)]

    assert first.first == "culture"
    assert (apart < first.low).sum() == (apart > first.high).sum() == 50
    assert asked(staff(), draws=2000) == asked(staff())


@pytest.mark.parametrize(("low", "high", "tied"), [(0, 1, True), (-1, 0, True), (0.1, 1, False)])
def test_a_difference_that_may_be_nothing_is_a_tie(low: float, high: float, *, tied: bool) -> None:
    assert Difference(first="a", second="b", low=low, high=high).is_tied is tied


def test_just_enough_people_and_a_correlation_of_just_point_nine_will_do() -> None:
    strong = np.full((4, 4), 0.6) + 0.4 * np.eye(4)
    strong[0, 1] = strong[1, 0] = 0.9

    found = asked(staff(covariance=strong, df=15, kurtosis=1.0))

    assert isinstance(found, Importance)


@pytest.mark.parametrize(("r", "enough"), [(0.27, True), (0.25, False)])
def test_two_percent_must_be_explained_for_certain(r: float, *, enough: bool) -> None:
    alone = np.eye(4)
    alone[0, 1] = alone[1, 0] = r
    found = asked(staff(covariance=alone))

    assert isinstance(found, Importance) is enough
    if isinstance(found, Importance):
        assert 0.02 < found.r_squared_low < 0.03


def test_two_pillars_are_enough() -> None:
    two = {"culture": ("c1",), "focus": ("f1",)}

    assert isinstance(asked(staff(predictors=two, covariance=CLEAR[:3, :3])), Importance)
