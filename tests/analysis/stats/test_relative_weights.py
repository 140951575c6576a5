"""Relative weights and dominance, against R, published outputs and brute force."""

import csv
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.relative_weights import (
    general_dominance,
    r_squared,
    r_squared_low,
    relative_weights,
)
from analysis.stats.result import FloatArray

REFERENCE = Path(__file__).parents[2] / "reference" / "within_importance.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))


def matrix(row: dict[str, str]) -> FloatArray:
    size = int(row["variables"])
    return np.array([float(value) for value in row["correlations"].split()]).reshape(size, size)


def of(name: str) -> FloatArray:
    return matrix(next(row for row in ROWS if row["set"] == name))


def random_correlations(predictors: int, seed: int) -> FloatArray:
    scores = np.random.default_rng(seed).normal(size=(40, predictors + 1))
    return np.asarray(np.corrcoef((scores + scores[:, :1]).T))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['set']} {row['number']}")
def test_r_gives_the_same_weights(row: dict[str, str]) -> None:
    correlations, expected = matrix(row), [float(value) for value in row["value"].split()]
    predictors = len(correlations) - 1
    whole = r_squared(correlations, tuple(range(predictors)))
    match row["number"].split():
        case ["low", df]:
            ours = [r_squared_low(whole, predictors, int(df))]
        case ["r_squared"]:
            ours = [whole]
        case ["weights"]:
            ours = relative_weights(correlations).tolist()
        case _:
            ours = general_dominance(correlations).tolist()

    assert ours == pytest.approx(expected, rel=1e-9)


def test_published_outputs_come_out() -> None:
    # The R package rwa's own example on mtcars; relaimpo's "lmg" on swiss, as published
    # beside another program's test of it; the method note's first three of klein2000.
    mtcars = relative_weights(of("mtcars"))
    swiss = general_dominance(of("swiss"))
    klein = relative_weights(of("klein"))

    assert mtcars.round(7).tolist() == [0.2096904, 0.1883043, 0.1799590, 0.2706812]
    assert swiss.round(4).tolist() == [0.0571, 0.1712, 0.2601, 0.1056, 0.1128]
    assert sorted((100 * klein / klein.sum()).round(1), reverse=True)[:3] == [43.2, 27.1, 16.5]


@given(st.integers(2, 6), st.integers(0, 10**6))
def test_both_kinds_of_weights_add_up_to_r_squared(predictors: int, seed: int) -> None:
    correlations = random_correlations(predictors, seed)
    whole = r_squared(correlations, tuple(range(predictors)))
    weights = relative_weights(correlations)

    assert weights.sum() == pytest.approx(whole, rel=1e-9)
    assert general_dominance(correlations).sum() == pytest.approx(whole, rel=1e-9)
    assert (weights >= 0).all()


@given(st.integers(2, 4), st.integers(0, 10**6))
def test_dominance_is_the_gain_averaged_over_all_orders_of_entry(
    predictors: int, seed: int
) -> None:
    correlations = random_correlations(predictors, seed)
    gains = np.zeros(predictors)
    orders = list(permutations(range(predictors)))
    for order in orders:
        steps = [r_squared(correlations, order[:size]) for size in range(predictors + 1)]
        for predictor, (before, after) in zip(order, pairwise(steps), strict=True):
            gains[predictor] += (after - before) / len(orders)

    assert general_dominance(correlations) == pytest.approx(gains, abs=1e-10)


@given(st.integers(2, 5), st.integers(0, 10**6))
def test_turning_a_predictor_round_changes_no_weight(predictors: int, seed: int) -> None:
    correlations = random_correlations(predictors, seed)
    signs = np.ones(predictors + 1)
    signs[1] = -1

    turned = relative_weights(correlations * np.outer(signs, signs))

    assert turned == pytest.approx(relative_weights(correlations), abs=1e-10)


def test_two_predictors_have_the_same_weights_by_both_methods() -> None:
    r = np.array([[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1]])

    assert relative_weights(r) == pytest.approx(general_dominance(r), rel=1e-9)


def test_a_stack_of_matrices_gives_a_stack_of_weights() -> None:
    stack = np.stack([random_correlations(3, seed) for seed in (1, 2, 3)])

    assert relative_weights(stack)[1] == pytest.approx(relative_weights(stack[1]))


def test_r_squared_that_may_be_chance_has_a_lower_limit_of_nothing() -> None:
    assert r_squared_low(0.02, 4, 120) == 0
    assert 0.1 < r_squared_low(0.2, 4, 400) < 0.2
    assert 0.98 < r_squared_low(0.99, 3, 5000) < 0.99


@pytest.mark.parametrize("estimate", [0.1, 0.11])
def test_a_limit_just_above_nothing_is_the_one_whose_upper_tail_is_a_fortieth(
    estimate: float,
) -> None:
    low = r_squared_low(estimate, 3, 99)
    noncentrality = 100 * low / (1 - low)

    assert 0 < noncentrality < 1
    f = (estimate / 3) / ((1 - estimate) / 96)
    assert stats.ncf.sf(f, 3, 96, noncentrality) == pytest.approx(0.025, abs=1e-9)
