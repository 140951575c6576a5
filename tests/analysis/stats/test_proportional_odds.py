"""The proportional-odds fit, against statsmodels and its own likelihood equations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from statsmodels.miscmodels.ordinal_model import OrderedModel

from analysis.stats.proportional_odds import (
    ProportionalOdds,
    _design,
    _likelihood,
    _slope_and_curve,
    proportional_odds,
)
from analysis.stats.result import FloatArray, NotEstimable

tables = st.lists(st.lists(st.integers(1, 40), min_size=3, max_size=3), min_size=4, max_size=4)
KNOWN = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def fitted(counts: FloatArray, numbers: FloatArray) -> ProportionalOdds:
    result = proportional_odds(counts, numbers)
    assert isinstance(result, ProportionalOdds)
    return result


def implied(model: ProportionalOdds, numbers: FloatArray) -> FloatArray:
    reach = np.array(model.thresholds) - (numbers @ np.array(model.slopes))[:, None]
    below = np.hstack(
        [np.zeros((len(numbers), 1)), special.expit(reach), np.ones((len(numbers), 1))]
    )
    return np.asarray(np.diff(below, axis=1))


def test_statsmodels_fits_the_same_model() -> None:
    counts = np.array([[10, 20, 30, 4], [5, 20, 60, 9], [3, 9, 30, 30], [9, 9, 9, 2]])
    answers = np.concatenate([np.repeat(np.arange(4), row) for row in counts])
    people = np.repeat(KNOWN, counts.sum(axis=1), axis=0)
    theirs = OrderedModel(answers, people, distr="logit").fit(method="newton", disp=False)

    ours = fitted(counts.astype(float), KNOWN)

    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=1e-9)
    assert np.allclose(ours.slopes, theirs.params[:2], rtol=1e-5)
    assert ours.thresholds[0] == pytest.approx(theirs.params[2], rel=1e-5)


@given(tables)
def test_the_likelihood_stands_still_at_the_fit(table: list[list[int]]) -> None:
    counts = np.array(table, dtype=float)
    model = fitted(counts, KNOWN)
    best = (counts * np.log(implied(model, KNOWN))).sum()

    assert model.log_likelihood == pytest.approx(best, rel=1e-12)
    for part in range(2):
        for step in (-1e-3, 1e-3):
            slopes = list(model.slopes)
            slopes[part] += step
            moved = ProportionalOdds(
                log_likelihood=0, slopes=tuple(slopes), thresholds=model.thresholds
            )
            assert (counts * np.log(implied(moved, KNOWN))).sum() <= best + 1e-9


@given(tables)
def test_turning_the_answers_round_turns_the_slopes_round(table: list[list[int]]) -> None:
    counts = np.array(table, dtype=float)
    there, back = fitted(counts, KNOWN), fitted(counts[:, ::-1], KNOWN)

    assert there.log_likelihood == pytest.approx(back.log_likelihood, rel=1e-10)
    assert np.allclose(there.slopes, np.negative(back.slopes), atol=1e-8)


@given(tables)
def test_nothing_known_leaves_the_shares(table: list[list[int]]) -> None:
    counts = np.array(table, dtype=float)
    model = fitted(counts, np.zeros((4, 0)))
    shares = counts.sum(axis=0) / counts.sum()

    assert model.log_likelihood == pytest.approx((counts.sum(axis=0) * np.log(shares)).sum())
    assert model.slopes == ()


@given(tables, st.floats(0.01, 100), st.floats(-50, 50))
def test_units_only_rescale_the_slopes(table: list[list[int]], unit: float, start: float) -> None:
    counts = np.array(table, dtype=float)
    plain, scaled = fitted(counts, KNOWN), fitted(counts, start + unit * KNOWN)

    assert scaled.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-9)
    assert np.allclose(np.array(scaled.slopes) * unit, plain.slopes, atol=1e-7)


def test_an_answer_that_nobody_gave_changes_nothing() -> None:
    counts = np.array([[10.0, 0, 20, 30], [5, 0, 20, 60], [1, 0, 2, 3], [4, 0, 4, 4]])

    with_gap = fitted(counts, KNOWN)

    assert with_gap == fitted(counts[:, [0, 2, 3]], KNOWN)
    assert len(with_gap.thresholds) == 2


def test_steep_answers_are_climbed_in_smaller_steps() -> None:
    # Found by a search for tables on which a whole Newton step overshoots, first downhill,
    # then into impossible thresholds.
    steep = np.array([[0.0, 10, 0, 184], [1, 17, 7, 0], [98, 34, 0, 88]])
    wild = np.array([[35.0, 615, 0], [18, 1, 0], [0, 1, 311], [1, 10, 0]])
    for counts, numbers in (
        (steep, np.array([[1.26, 1.68], [0.32, 0.13], [0.12, 1.71]])),
        (wild, np.array([[1.41, 20.56], [0.39, 27.76], [0.06, 0.19], [0.04, 0.22]])),
    ):
        model = fitted(counts, numbers)
        best = (counts[counts > 0] * np.log((implied(model, numbers))[counts > 0])).sum()

        assert model.log_likelihood == pytest.approx(best, rel=1e-12)
        assert slopes_pull(counts, numbers, model) == pytest.approx(0, abs=1e-4)


def slopes_pull(counts: FloatArray, numbers: FloatArray, model: ProportionalOdds) -> float:
    """Return the likelihood's largest slope in the explaining numbers, by differences."""
    pulls = []
    for part in range(len(model.slopes)):
        sides = []
        for step in (-1e-5, 1e-5):
            slopes = np.array(model.slopes)
            slopes[part] += step
            moved = ProportionalOdds(
                log_likelihood=0, slopes=tuple(slopes.tolist()), thresholds=model.thresholds
            )
            sides.append((counts[counts > 0] * np.log(implied(moved, numbers)[counts > 0])).sum())
        pulls.append((sides[1] - sides[0]) / 2e-5)
    return float(np.abs(pulls).max())


def test_answers_that_fall_apart_exactly_are_refused() -> None:
    apart = np.array([[30.0, 0], [30, 0], [0, 30], [0, 30]])

    assert proportional_odds(apart, np.arange(4.0)[:, None]) == NotEstimable(
        "the answers are separated perfectly"
    )


def test_one_answer_or_one_kind_of_people_has_no_model() -> None:
    assert proportional_odds(np.array([[0.0, 4], [0, 9]]), np.eye(2)[:, :1]) == NotEstimable(
        "everyone gave the same answer"
    )
    same = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
    assert proportional_odds(np.ones((3, 3)), same) == NotEstimable(
        "what is known of people cannot be told apart"
    )


def test_an_answer_that_one_person_gave_is_an_answer() -> None:
    counts = np.array([[10.0, 1, 20, 30], [5, 0, 20, 60], [1, 0, 2, 3], [4, 0, 4, 4]])
    shares = counts.sum(axis=0) / counts.sum()

    assert len(fitted(counts, KNOWN).thresholds) == 3
    assert fitted(counts, np.zeros((4, 0))).log_likelihood == pytest.approx(
        (counts.sum(axis=0) * np.log(shares)).sum()
    )


def test_numbers_that_follow_from_others_cannot_be_told_apart() -> None:
    # The first differ where nobody is.
    alike_but_for_the_last = np.array([[1.0, 1], [2, 2], [3, 3], [4, 9]])
    counts = np.array([[5.0, 3], [4, 4], [2, 6], [0, 0]])
    same_for_all = np.column_stack([np.arange(4.0), np.full(4, 7.0)])

    tripled = np.array([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1], [0.5, 1.5]])

    for numbers in (alike_but_for_the_last, same_for_all):
        assert proportional_odds(counts, numbers) == NotEstimable(
            "what is known of people cannot be told apart"
        )
    assert proportional_odds(np.full((4, 3), 1000.0), tripled) == NotEstimable(
        "what is known of people cannot be told apart"
    )


def test_slope_and_curve_are_the_likelihoods_derivatives() -> None:
    # The climb would find its way with a wrong curve, only slower.
    counts = np.array([[10.0, 20, 30, 4], [5, 20, 60, 9], [3, 9, 30, 30], [9, 9, 9, 2]])
    design = _design(counts, KNOWN)
    at = np.array([-1.0, 0.3, 2.0, 0.4, -0.7])
    slope, curve = _slope_and_curve(design, at)
    sides = [(at + step, at - step) for step in 1e-5 * np.eye(at.size)]
    by_differences = [
        (_likelihood(design, up) - _likelihood(design, down)) / 2e-5 for up, down in sides
    ]
    bends = [
        (_slope_and_curve(design, up)[0] - _slope_and_curve(design, down)[0]) / 2e-5
        for up, down in sides
    ]

    assert slope == pytest.approx(by_differences, rel=1e-6, abs=1e-5)
    assert np.allclose(curve, bends, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("side", [1, -1])
def test_chances_far_out_keep_their_digits_on_both_sides(side: int) -> None:
    design = _design(np.array([[1.0, 1, 1]]), np.zeros((1, 0)))
    thresholds = np.sort(side * np.array([38.0, 40.0]))

    # Of the three chances one is nearly 1, the others e^-38 - e^-40 and e^-40.
    expected = -38 + np.log1p(-np.exp(-2)) - 40

    assert _likelihood(design, thresholds) == pytest.approx(expected, rel=1e-12)


def test_one_person_far_out_who_fits_changes_nothing() -> None:
    # That person's chance of the other answer is too small for a float.
    many = np.array([[250_000.0, 250_000], [150_000, 350_000], [0, 1]])
    alone, joined = (
        fitted(many[:2], np.array([[0.0], [1]])),
        fitted(many, np.array([[0.0], [1], [4000]])),
    )

    assert joined.slopes == pytest.approx(alone.slopes)
    assert joined.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-12)
