"""Omega total recovers known loadings and refuses what no factor model can carry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.omega import _misfit, omega_total, one_factor
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


@pytest.mark.parametrize("true", [[0.3, 0.3, 0.2], [0.3, 0.1, 0.2], [0.2, 0.2, 0.2]])
def test_weak_items_load_positively_too(true: list[float]) -> None:
    loadings = one_factor(implied(np.array(true)))

    assert not isinstance(loadings, NotEstimable)
    assert loadings == pytest.approx(true, rel=1e-6)


@pytest.mark.parametrize("own", [[0.5, 0.6, 0.45, 0.55], [0.85, 0.9, 0.92, 0.95]])
@pytest.mark.parametrize("true", [[0.8, 0.7, 0.6, 0.5], [0.4, 0.3, 0.3, 0.2]])
def test_the_misfit_falls_as_its_slope_says(true: list[float], own: list[float]) -> None:
    # The search would find its way with a wrong slope too, only slower.
    correlations, at = implied(np.array(true)), np.array(own)
    numeric = [
        (_misfit(at + step, correlations)[0] - _misfit(at - step, correlations)[0]) / 2e-6
        for step in 1e-6 * np.eye(4)
    ]

    assert _misfit(at, correlations)[1] == pytest.approx(numeric, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("own_share", "heywood"), [(0.0012, False), (0.0008, True)])
def test_an_item_with_hardly_any_variance_of_its_own_is_a_heywood_case(
    own_share: float, *, heywood: bool
) -> None:
    found = omega_total(implied(np.sqrt([1 - own_share, 0.5, 0.4, 0.3])))

    assert (found == HEYWOOD) is heywood


@pytest.mark.parametrize(("least", "single"), [(0.0012, True), (0.0008, False)])
def test_a_third_item_that_hardly_belongs_pins_no_factor_down(
    least: float, *, single: bool
) -> None:
    found = one_factor(implied(np.array([0.5, 0.5, least])))

    assert isinstance(found, NotEstimable) is not single


@pytest.mark.parametrize("least", [0.0008, 0.0012, 0.002])
def test_loadings_that_were_not_found_exactly_are_not_told(least: float) -> None:
    # With a third item this weak the search can stop at two equal loadings.
    true = np.array([0.9, 0.8, least])
    found = one_factor(implied(true))

    assert isinstance(found, NotEstimable) or np.allclose(np.abs(found), true, atol=1e-6)
