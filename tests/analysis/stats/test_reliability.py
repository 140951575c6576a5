"""Alpha, Feldt's interval and Spearman-Brown, against R, with every refusal."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.reliability import (
    Alpha,
    Reliability,
    alpha,
    covariance_matrix,
    reliability,
    spearman_brown,
)
from analysis.stats.result import FloatArray, NotEstimable

REFERENCE = Path(__file__).parents[2] / "reference" / "within_reliability.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))
CLOSENESS = {"omega": 1e-9, "omega_lavaan": 1e-6}


def sums_of(answers: FloatArray) -> tuple[int, list[int], list[list[int]]]:
    whole = answers.astype(np.int64)
    return len(whole), whole.sum(axis=0).tolist(), (whole.T @ whole).tolist()


def survey(n: int, items: int, *, common: float = 1.0, seed: int = 4) -> FloatArray:
    random = np.random.default_rng(seed)
    mind = random.normal(size=(n, 1))
    own = random.normal(size=(n, items))
    return np.clip(np.round(3.4 + common * mind + 0.8 * own), 1, 5)


def estimated(value: Reliability | NotEstimable) -> Reliability:
    assert isinstance(value, Reliability)
    return value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['set']} {row['number']}")
def test_r_gives_the_same_reliability(row: dict[str, str]) -> None:
    sums = [int(value) for value in row["sums"].split()]
    cross = np.array([int(value) for value in row["cross"].split()]).reshape(len(sums), -1)
    confidence = 0.9 if row["number"].endswith("90") else 0.95
    result = estimated(reliability(int(row["n"]), sums, cross.tolist(), confidence=confidence))
    ours = {
        "omega": result.omega,
        "omega_lavaan": result.omega,
        "spearman_brown": result.spearman_brown,
    }
    if isinstance(result.alpha, Alpha):
        ours["alpha"] = result.alpha.estimate
        ours["alpha_low"] = ours["alpha_low_90"] = result.alpha.low
        ours["alpha_high"] = result.alpha.high

    closeness = CLOSENESS.get(row["number"], 1e-11)
    assert ours[row["number"]] == pytest.approx(float(row["value"]), rel=closeness)


def test_under_thirty_people_there_is_no_reliability() -> None:
    assert reliability(*sums_of(survey(29, 5))) == NotEstimable(
        "fewer than 30 people answered every item"
    )
    assert reliability(0, [], []) == reliability(1, [3, 4], [[9, 12], [12, 16]])


def test_from_thirty_there_is_alpha_and_from_a_hundred_omega() -> None:
    thirty = estimated(reliability(*sums_of(survey(30, 5))))
    almost = estimated(reliability(*sums_of(survey(99, 5))))
    hundred = estimated(reliability(*sums_of(survey(100, 5))))

    assert isinstance(thirty.alpha, Alpha)
    assert almost.omega == NotEstimable("fewer than 100 people answered every item")
    assert isinstance(hundred.omega, float)
    assert hundred.spearman_brown == NotEstimable("Spearman-Brown is for two items")


def test_two_items_have_spearman_brown_only_and_one_item_nothing() -> None:
    two = estimated(reliability(*sums_of(survey(150, 2))))

    assert isinstance(two.spearman_brown, float)
    assert two.alpha == two.omega
    assert two.alpha == NotEstimable("two items have no alpha, only Spearman-Brown")
    assert reliability(*sums_of(survey(150, 1))) == NotEstimable(
        "one item alone has no reliability"
    )


def test_a_pillar_holds_together_from_point_six() -> None:
    strong = estimated(reliability(*sums_of(survey(200, 4))))
    weak = estimated(reliability(*sums_of(survey(200, 4, common=0.2))))
    pair = estimated(reliability(*sums_of(survey(200, 2))))
    alike = estimated(reliability(*sums_of(np.full((40, 3), 4.0))))

    assert strong.holds_together
    assert not weak.holds_together
    assert pair.holds_together
    assert alike.alpha == NotEstimable("everyone has the same sum over the items")
    assert not alike.holds_together


def test_answers_that_cancel_out_have_no_alpha() -> None:
    first = np.tile([1.0, 2, 4, 5], 25)
    answers = np.column_stack([first, 6 - first, np.full(100, 3.0)])

    result = estimated(reliability(*sums_of(answers)))

    assert isinstance(result.alpha, NotEstimable)
    assert result.omega == NotEstimable("everyone gave the same answer to an item")


@given(st.integers(30, 400), st.integers(3, 8), st.integers(0, 10**6))
def test_alpha_lies_in_its_interval_and_a_larger_confidence_widens_it(
    n: int, items: int, seed: int
) -> None:
    covariance = covariance_matrix(*sums_of(survey(n, items, seed=seed)))
    narrow, wide = alpha(covariance, n, confidence=0.8), alpha(covariance, n, confidence=0.99)
    assert isinstance(narrow, Alpha)
    assert isinstance(wide, Alpha)

    assert wide.low < narrow.low < narrow.estimate < narrow.high < wide.high <= 1


@given(st.integers(2, 60), st.integers(1, 6), st.integers(0, 10**6))
def test_sums_and_single_answers_give_the_same_covariances(n: int, items: int, seed: int) -> None:
    answers = survey(n, items, seed=seed)
    ours = covariance_matrix(*sums_of(answers))

    assert np.allclose(ours, np.atleast_2d(np.cov(answers.T)), rtol=1e-12, atol=1e-12)


def test_turning_every_item_round_changes_nothing() -> None:
    answers = survey(300, 5)
    there, back = (estimated(reliability(*sums_of(x))) for x in (answers, 6 - answers))

    assert isinstance(there.alpha, Alpha)
    assert isinstance(back.alpha, Alpha)
    assert there.alpha.estimate == pytest.approx(back.alpha.estimate, rel=1e-12)
    assert there.omega == pytest.approx(back.omega, rel=1e-9)


def test_sums_over_billions_of_people_stay_exact() -> None:
    n = 10**10
    cross = [[n * 10 + 4, n * 9 + 3], [n * 9 + 3, n * 10 + 4]]

    covariance = covariance_matrix(n, [n * 3, n * 3], cross)

    assert covariance[0, 0] == pytest.approx(1, rel=1e-9)
    assert covariance[0, 1] == pytest.approx(3e-10, rel=1e-9)


def test_two_items_that_nobody_varies_on_or_that_say_the_opposite_are_refused() -> None:
    assert spearman_brown(np.array([[0.0, 0.0], [0.0, 1.0]])) == NotEstimable(
        "everyone gave the same answer to an item"
    )
    assert spearman_brown(np.array([[1.0, -1.0], [-1.0, 1.0]])) == NotEstimable(
        "the two items say exactly the opposite"
    )


def test_what_only_a_programmer_can_get_wrong_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"cross must be 2 by 2, got \(1, 2\)"):
        covariance_matrix(40, [3, 4], [[1, 2]])
    with pytest.raises(ValueError, match=r"^cross must be the same on both sides of its diagonal$"):
        covariance_matrix(40, [3, 4], [[9, 2], [3, 9]])
    with pytest.raises(
        ValueError, match=r"^sums and cross do not belong together: a variance is negative$"
    ):
        covariance_matrix(40, [300, 4], [[9, 2], [2, 9]])
    with pytest.raises(ValueError, match="confidence must be between 0 and 1, got 95"):
        alpha(np.eye(3), 100, confidence=95)
    with pytest.raises(ValueError, match="n must be at least 2, got 1"):
        covariance_matrix(1, [3, 4], [[9, 12], [12, 16]])


def test_numbers_of_people_and_items_are_told() -> None:
    three = estimated(reliability(*sums_of(survey(40, 3)), confidence=0.9))
    two = estimated(reliability(*sums_of(survey(50, 2))))

    assert (three.n, three.items) == (40, 3)
    assert (two.n, two.items) == (50, 2)
    assert isinstance(three.alpha, Alpha)
    assert three.alpha.confidence == 0.9


def test_exactly_point_six_holds_together() -> None:
    none = NotEstimable("not asked")

    for value, holds in ((0.6, True), (0.59, False)):
        pair = Reliability(n=40, items=2, alpha=none, omega=none, spearman_brown=value)
        assert pair.holds_together is holds


def test_items_that_pull_apart_have_an_alpha_below_nothing() -> None:
    # (3/2) (1 - 3/1.8), by hand.
    result = alpha(np.full((3, 3), -0.2) + 1.2 * np.eye(3), 100)

    assert isinstance(result, Alpha)
    assert result.estimate == pytest.approx(-1)


@pytest.mark.parametrize("confidence", [0, 1, 1.5])
def test_certainty_and_none_at_all_are_no_confidence(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence must be between 0 and 1"):
        alpha(np.eye(3), 100, confidence=confidence)
