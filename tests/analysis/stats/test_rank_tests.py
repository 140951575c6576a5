"""Rank tests: counts give what raw vectors give, and each refusal."""

from itertools import combinations
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.permutation import MOST_TABLES, PermutationTest, permutation_test
from analysis.stats.rank_tests import (
    BrunnerMunzel,
    MannWhitney,
    brunner_munzel,
    mann_whitney,
    wilson_type,
)
from analysis.stats.result import NotEstimable

Pair: TypeAlias = tuple[list[int], list[int]]
NO_SPREAD = "no leader-staff pair could have come out otherwise: variance 0"


def rows(categories: int, most: int = 30) -> st.SearchStrategy[Pair]:
    row = st.lists(st.integers(0, most), min_size=categories, max_size=categories).filter(
        lambda counts: sum(counts) >= 2
    )
    return st.tuples(row, row)


tables = st.sampled_from([2, 3, 5, 7]).flatmap(rows)
small_tables = st.sampled_from([2, 3, 4]).flatmap(lambda categories: rows(categories, 3))


def raw(counts: list[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.repeat(np.arange(len(counts)), counts)


@given(tables)
def test_brunner_munzel_from_counts_is_that_of_raw_vectors(table: Pair) -> None:
    found = brunner_munzel(*table)
    assume(isinstance(found, BrunnerMunzel))
    assert isinstance(found, BrunnerMunzel)

    # SciPy's sign is the other way round.
    expected = stats.brunnermunzel(raw(table[1]), raw(table[0]))

    assert found.statistic == pytest.approx(expected.statistic, rel=1e-9, abs=1e-12)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-8, abs=1e-300)


@given(tables)
def test_mann_whitney_from_counts_is_that_of_raw_vectors(table: Pair) -> None:
    found = mann_whitney(*table)
    assume(isinstance(found, MannWhitney))
    assert isinstance(found, MannWhitney)

    expected = stats.mannwhitneyu(
        raw(table[0]), raw(table[1]), use_continuity=False, method="asymptotic"
    )

    assert found.u == expected.statistic
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9, abs=1e-300)


@given(tables)
def test_swapping_the_groups_turns_the_statistics_round(table: Pair) -> None:
    there, back = brunner_munzel(*table), brunner_munzel(*table[::-1])
    u_there, u_back = mann_whitney(*table), mann_whitney(*table[::-1])
    assume(isinstance(there, BrunnerMunzel))
    assert isinstance(there, BrunnerMunzel)
    assert isinstance(back, BrunnerMunzel)
    assert isinstance(u_there, MannWhitney)
    assert isinstance(u_back, MannWhitney)

    assert there.statistic == pytest.approx(-back.statistic, abs=1e-9)
    assert (there.low, there.high) == pytest.approx((1 - back.high, 1 - back.low), abs=1e-12)
    assert u_there.z == pytest.approx(-u_back.z, abs=1e-12)
    assert u_there.u + u_back.u == sum(table[0]) * sum(table[1])


def test_a_million_answers_keep_mann_whitneys_variance() -> None:
    leaders, staff = [10**6, 10**6, 10**6], [10**6, 2 * 10**6, 3 * 10**6]
    n, ties = 9 * 10**6, [2 * 10**6, 3 * 10**6, 4 * 10**6]
    exact = 3 * 6 * 10**12 * ((n + 1) * n * (n - 1) - sum(t**3 - t for t in ties))
    variance = exact / (12 * n * (n - 1))

    found = mann_whitney(leaders, staff)

    assert isinstance(found, MannWhitney)
    assert found.z == pytest.approx((found.u - 9e12) / variance**0.5, rel=1e-12)


@pytest.mark.parametrize(
    ("leaders", "staff", "reason"),
    [
        ([0, 0], [1, 2], "a group has no answers"),
        ([0, 2], [0, 0], "a group has no answers"),
        ([0, 2], [0, 5], "everyone gave the same answer"),
    ],
)
def test_mann_whitney_says_why_not(leaders: list[int], staff: list[int], reason: str) -> None:
    found = mann_whitney(leaders, staff)

    assert found == NotEstimable(reason)


@pytest.mark.parametrize(
    ("leaders", "staff", "reason"),
    [
        ([0, 1], [1, 2], "fewer than two leaders answered"),
        ([0, 2], [5, 0], NO_SPREAD),
        ([0, 2], [0, 5], NO_SPREAD),
    ],
)
def test_brunner_munzel_says_why_not(leaders: list[int], staff: list[int], reason: str) -> None:
    found = brunner_munzel(leaders, staff)

    assert found == NotEstimable(reason)


def test_confidence_is_a_fraction() -> None:
    for function in (brunner_munzel, wilson_type):
        with pytest.raises(ValueError, match="between 0 and 1"):
            function([1, 2], [2, 1], confidence=0)


def brute_force(leaders: list[int], staff: list[int]) -> float:
    """Chance of a statistic as far from 0, over every choice of who is a leader."""
    everyone = raw([a + b for a, b in zip(leaders, staff, strict=True)])

    def statistic(x: list[int], y: list[int]) -> float:
        found = brunner_munzel(x, y)
        if isinstance(found, BrunnerMunzel):
            return abs(found.statistic)
        return (
            0.0
            if x.count(0) == y.count(0) == len(x) - 1 and x.index(max(x)) == y.index(max(y))
            else float("inf")
        )

    seen = statistic(leaders, staff)
    far = []
    for chosen in combinations(range(everyone.size), sum(leaders)):
        picked = np.isin(np.arange(everyone.size), chosen)
        x = np.bincount(everyone[picked], minlength=len(leaders)).tolist()
        y = np.bincount(everyone[~picked], minlength=len(leaders)).tolist()
        far.append(statistic(x, y) >= seen * (1 - 1e-9))
    return float(np.mean(far))


@given(small_tables.filter(lambda table: sum(table[0]) + sum(table[1]) <= 9))
def test_the_permutation_test_is_exact(table: Pair) -> None:
    found = permutation_test(*table)
    assume(isinstance(found, PermutationTest))
    assert isinstance(found, PermutationTest)

    assert found.p_value == pytest.approx(brute_force(*table), rel=1e-9)


@given(tables.filter(lambda table: min(sum(table[0]), sum(table[1])) <= 20))
def test_the_permutation_test_does_not_mind_who_is_called_a_leader(table: Pair) -> None:
    there, back = permutation_test(*table), permutation_test(*table[::-1])
    turned = permutation_test(table[0][::-1], table[1][::-1])
    assume(isinstance(there, PermutationTest))
    assert isinstance(there, PermutationTest)
    assert isinstance(back, PermutationTest)
    assert isinstance(turned, PermutationTest)

    assert there.p_value == pytest.approx(back.p_value, rel=1e-9)
    assert there.p_value == pytest.approx(turned.p_value, rel=1e-9)
    assert there.tables == back.tables
    assert 0 < there.p_value <= 1


def test_without_overlap_only_two_dealings_are_as_far_apart() -> None:
    found = permutation_test([0, 3], [4, 0])

    assert isinstance(found, PermutationTest)
    assert found.statistic == float("inf")
    assert found.p_value == pytest.approx(1 / 35)  # 7 choose 3; the mirror does not fit


def test_sixty_leaders_among_a_million_staff_are_a_matter_of_moments() -> None:
    found = permutation_test([10, 16, 14, 12, 8], [200_000, 300_000, 250_000, 150_000, 100_000])
    plain = brunner_munzel([10, 16, 14, 12, 8], [200_000, 300_000, 250_000, 150_000, 100_000])

    assert isinstance(found, PermutationTest)
    assert isinstance(plain, BrunnerMunzel)
    assert found.tables == 635_376
    assert found.statistic == pytest.approx(plain.statistic)
    assert found.p_value == pytest.approx(plain.p_value, rel=0.02)


@pytest.mark.parametrize(
    ("leaders", "staff", "reason"),
    [
        ([0, 1], [1, 2], "fewer than two leaders answered"),
        ([0, 3, 0], [0, 4, 0], "everyone gave the same answer"),
        ([30] * 11, [300] * 11, f"more than {MOST_TABLES:,} tables to weigh"),
    ],
)
def test_the_permutation_test_says_why_not(
    leaders: list[int], staff: list[int], reason: str
) -> None:
    found = permutation_test(leaders, staff)

    assert found == NotEstimable(reason)


@given(st.sampled_from([2, 3, 5]).flatmap(lambda categories: rows(categories, 5)))
def test_the_tables_weighed_are_all_that_fit(table: Pair) -> None:
    found = permutation_test(*table)
    assume(isinstance(found, PermutationTest))
    assert isinstance(found, PermutationTest)

    # As coefficients of a product of polynomials 1 + z + ... + z^n.
    product = np.ones(1)
    for first, second in zip(*table, strict=True):
        product = np.convolve(product, np.ones(first + second + 1))
    assert found.tables == round(product[sum(table[0])])


@pytest.mark.parametrize("staff", [[0, 1, 1], [0, 1, 2], [1, 0, 1]])
def test_rounding_makes_no_chance_greater_than_one(staff: list[int]) -> None:
    found = permutation_test([0, 0, 2], staff)

    assert isinstance(found, PermutationTest)
    assert found.p_value == pytest.approx(1)
    assert found.p_value <= 1
