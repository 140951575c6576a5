"""Omega total recovers known loadings and refuses what no factor model can carry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.omega import omega_total, one_factor
from analysis.stats.result import FloatArray, NotEstimable

HEYWOOD = NotEstimable("an item's own variance comes out at 0 or less (a Heywood case)")
shares = st.lists(st.floats(0.25, 0.9), min_size=3, max_size=8)


def implied(loadings: FloatArray, deviations: FloatArray | float = 1.0) -> FloatArray:
    correlations = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    scale = np.broadcast_to(deviations, loadings.shape)
    return np.asarray(correlations * np.outer(scale, scale))


@given(shares, st.data())
def test_a_true_factor_is_found_again_whatever_the_items_units(
    values: list[float], data: st.DataObject
) -> None:
    loadings = np.array(values)
    spread = st.lists(st.floats(0.3, 2), min_size=len(values), max_size=len(values))
    deviations = np.array(data.draw(spread))
    common = (loadings * deviations).sum() ** 2
    own = (deviations**2 * (1 - loadings**2)).sum()

    found = omega_total(implied(loadings, deviations))

    assert found == pytest.approx(common / (common + own), rel=1e-8)


@given(shares)
def test_loadings_come_out_positive_for_items_that_go_together(values: list[float]) -> None:
    loadings = one_factor(implied(np.array(values)))

    assert not isinstance(loadings, NotEstimable)
    assert np.allclose(loadings, values, rtol=1e-7)


def test_equal_correlations_give_alpha() -> None:
    even = np.full((5, 5), 0.4) + 0.6 * np.eye(5)

    assert omega_total(even) == pytest.approx(5 / 4 * (1 - 5 / even.sum()), rel=1e-9)


def test_a_heywood_case_is_refused() -> None:
    # The first item's squared loading would be .9 x .6 / .4 = 1.35.
    assert omega_total(np.array([[1, 0.9, 0.6], [0.9, 1, 0.4], [0.6, 0.4, 1]])) == HEYWOOD


def test_items_that_cannot_carry_a_factor_are_refused() -> None:
    twice = np.array([[1, 1, 0.4], [1, 1, 0.4], [0.4, 0.4, 1]])
    constant = np.diag([1.0, 0.0, 1.0])

    assert omega_total(np.eye(2)) == NotEstimable("fewer than three items")
    assert omega_total(constant) == NotEstimable("everyone gave the same answer to an item")
    assert omega_total(twice) == NotEstimable("some items can be computed from others")
    assert omega_total(np.eye(4)) == NotEstimable(
        "a one-factor model has no single solution for these items"
    )
