"""Bootstrap and jackknife from counts do what drawing people does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.rank_tests import BrunnerMunzel, brunner_munzel, unbiased_variance
from analysis.stats.resampling import Bootstrap, Jackknife, bootstrap, jackknife
from analysis.stats.result import FloatArray, NotEstimable
from analysis.stats.superiority import Superiority, superiority

LEADERS, STAFF = [3, 5, 12, 25, 15], [20, 40, 90, 120, 70]


def points_gap(x: FloatArray, y: FloatArray) -> FloatArray:
    points = np.arange(1.0, 6.0)
    return np.asarray(x @ points / x.sum(axis=-1) - y @ points / y.sum(axis=-1))


def test_the_bootstrap_error_of_a_gap_in_means_is_the_known_one() -> None:
    found = bootstrap(
        LEADERS,
        STAFF,
        generator=np.random.default_rng(3),
        replicates=20_000,
        statistic=points_gap,
    )
    expected = sum(
        np.var(np.repeat(np.arange(1, 6), counts)) / sum(counts) for counts in (LEADERS, STAFF)
    )

    assert isinstance(found, Bootstrap)
    # The error of a standard deviation of 20,000 draws is half a percent.
    assert found.standard_error == pytest.approx(expected**0.5, rel=0.02)


def test_the_bootstrap_agrees_with_scipys_on_people() -> None:
    found = bootstrap(LEADERS, STAFF, generator=np.random.default_rng(4), replicates=4000)
    x, y = np.repeat(np.arange(5), LEADERS), np.repeat(np.arange(5), STAFF)
    slow = stats.bootstrap(
        (x, y),
        lambda a, b: stats.mannwhitneyu(a, b).statistic / (a.size * b.size),
        vectorized=False,
        n_resamples=600,
        method="percentile",
        rng=np.random.default_rng(5),
    )

    assert isinstance(found, Bootstrap)
    assert found.standard_error == pytest.approx(slow.standard_error, rel=0.1)
    assert found.low == pytest.approx(slow.confidence_interval.low, abs=0.015)
    assert found.high == pytest.approx(slow.confidence_interval.high, abs=0.015)


def test_the_same_generator_gives_the_same_draws() -> None:
    first, second = (
        bootstrap(LEADERS, STAFF, generator=np.random.default_rng(1), replicates=50)
        for _ in range(2)
    )

    assert first == second
    assert isinstance(first, Bootstrap)
    assert first.replicates == 50
    whole = superiority(LEADERS, STAFF)
    assert isinstance(whole, Superiority)
    assert first.estimate == whole.estimate


def test_two_replicates_are_enough() -> None:
    found = bootstrap(LEADERS, STAFF, generator=np.random.default_rng(2), replicates=2)

    assert isinstance(found, Bootstrap)
    # Percentiles .025 and .975 of two numbers lie .95 of their distance apart.
    distance = (found.high - found.low) / 0.95
    assert found.standard_error == pytest.approx(distance / 2**0.5)


def test_the_jackknife_of_a_is_near_brunner_munzel() -> None:
    found, plain = jackknife(LEADERS, STAFF), brunner_munzel(LEADERS, STAFF)

    assert isinstance(found, Jackknife)
    assert isinstance(plain, BrunnerMunzel)
    error = (found.estimate - 0.5) / plain.statistic
    # Leaving one out of a two-sample mean gives exactly Brunner and Munzel's variance.
    assert found.standard_error == pytest.approx(error, rel=1e-10)
    unbiased = unbiased_variance(LEADERS, STAFF)
    assert isinstance(unbiased, float)
    assert found.standard_error**2 == pytest.approx(unbiased, rel=0.05)


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda x: sum(x) > 1))
def test_the_jackknife_of_a_finds_no_bias(leaders: list[int]) -> None:
    found = jackknife(leaders, STAFF)

    assert isinstance(found, Jackknife)
    assert found.bias == pytest.approx(0, abs=1e-10)


def test_the_jackknife_of_another_statistic_finds_its_bias() -> None:
    def leaders_variance(x: FloatArray, y: FloatArray) -> FloatArray:
        shares = x / x.sum(axis=-1, keepdims=True)
        points = np.arange(1.0, 6.0)
        return np.asarray(shares @ points**2 - (shares @ points) ** 2)

    found = jackknife(LEADERS, STAFF, statistic=leaders_variance)

    assert isinstance(found, Jackknife)
    unbiased = np.var(np.repeat(np.arange(1, 6), LEADERS), ddof=1)
    assert found.estimate - found.bias == pytest.approx(unbiased, rel=1e-10)


def test_one_person_cannot_be_drawn_anew() -> None:
    refusal = NotEstimable("fewer than two leaders answered")

    assert bootstrap([0, 1], [5, 5], generator=np.random.default_rng(1)) == refusal
    assert jackknife([0, 1], [5, 5]) == refusal


def test_one_replicate_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2, got 1"):
        bootstrap([1, 1], [5, 5], generator=np.random.default_rng(1), replicates=1)


def test_two_thousand_are_drawn_unless_told_otherwise() -> None:
    found = bootstrap(LEADERS, STAFF, generator=np.random.default_rng(3))

    assert isinstance(found, Bootstrap)
    assert found.replicates == 2000
