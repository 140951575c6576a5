"""The gap in favourable answers: published values, what must hold, each refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.proportions import (
    FavourableGap,
    favourable_gap,
    miettinen_nurminen,
    newcombe,
    wilson,
)
from analysis.stats.result import NotEstimable

shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))

# Newcombe (1998), Stat. Med. 17, table II, four decimals: method 10, and
# Miettinen and Nurminen's as METHODS.md quotes it.
PUBLISHED = [
    ((56, 48), (70, 80), newcombe, (0.0524, 0.3339)),
    ((56, 48), (70, 80), miettinen_nurminen, (0.0528, 0.3382)),
    ((9, 3), (10, 10), newcombe, (0.1705, 0.8090)),
    ((9, 3), (10, 10), miettinen_nurminen, (0.1700, 0.8406)),
    ((10, 0), (10, 20), newcombe, (0.6791, 1.0000)),
    ((10, 0), (10, 20), miettinen_nurminen, (0.7156, 1.0000)),
]


@pytest.mark.parametrize(("successes", "totals", "interval", "limits"), PUBLISHED)
def test_gives_the_published_limits(
    successes: tuple[int, int],
    totals: tuple[int, int],
    interval: type,
    limits: tuple[float, float],
) -> None:
    found = interval(successes, totals)

    assert (round(found.low, 4), round(found.high, 4)) == limits


@given(shares, shares)
def test_both_intervals_hold_the_estimate_and_mirror(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    estimate = first[0] / first[1] - second[0] / second[1]
    for interval in (newcombe, miettinen_nurminen):
        there = interval((first[0], second[0]), (first[1], second[1]))
        back = interval((second[0], first[0]), (second[1], first[1]))

        assert -1 <= there.low <= estimate + 1e-12
        assert estimate - 1e-12 <= there.high <= 1
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-8)


@pytest.mark.parametrize("n", range(1, 60))
def test_rounding_carries_no_limit_beyond_everybody(n: int) -> None:
    assert newcombe((n, 0), (n, 1)).high == 1
    assert newcombe((0, 1), (n, 1)).low == -1


def test_nobody_favourable_still_has_an_interval() -> None:
    found = miettinen_nurminen((0, 0), (10, 20))

    assert found.low < -0.1
    assert found.high > 0.2


@pytest.mark.parametrize(
    ("categories", "leaders_share"),
    [(2, 0.5), (3, 1 / 3), (4, 0.25), (5, 0.4), (7, 2 / 7), (11, 2 / 11)],
)
def test_favourable_are_the_top_two_or_of_four_and_fewer_the_top_one(
    categories: int, leaders_share: float
) -> None:
    found = favourable_gap([1] * categories, [1] * categories)

    assert isinstance(found, FavourableGap)
    assert found.leaders == found.staff == pytest.approx(leaders_share)
    assert found.estimate == 0


def test_a_group_without_answers_has_no_share() -> None:
    assert favourable_gap([0, 0], [1, 2]) == NotEstimable("a group has no answers")
    assert favourable_gap([0, 1], [0, 0]) == NotEstimable("a group has no answers")


def test_one_person_has_a_share_and_a_wide_interval() -> None:
    found = favourable_gap([0, 1], [50, 50])

    assert isinstance(found, FavourableGap)
    assert found.high - found.low > 0.5


def test_shares_and_limits_are_those_of_the_group_asked_for() -> None:
    wide, narrow = (favourable_gap([1, 4], [3, 2], confidence=each) for each in (0.95, 0.5))

    assert isinstance(wide, FavourableGap)
    assert isinstance(narrow, FavourableGap)
    assert (wide.leaders, wide.staff, wide.estimate) == pytest.approx((0.8, 0.4, 0.4))
    assert wide.low < narrow.low < 0.4 < narrow.high < wide.high


def test_wilsons_interval_stays_between_0_and_1() -> None:
    assert wilson(0, 3).low == 0
    assert wilson(3, 3).high == 1


def test_confidence_is_a_fraction() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        favourable_gap([1, 2], [2, 1], confidence=95)
    with pytest.raises(ValueError, match="between 0 and 1"):
        miettinen_nurminen((1, 2), (3, 3), confidence=1)
