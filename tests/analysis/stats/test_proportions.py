"""Shares and the gap in favourable answers: published values, what must hold, each refusal."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.proportions import (
    FavourableGap,
    favourable_gap,
    miettinen_nurminen,
    newcombe,
    share_limits,
    wilson,
)
from analysis.stats.result import NotEstimable

REFERENCE = Path(__file__).parents[2] / "reference" / "within_shares.csv"
SHARES = list(csv.DictReader(REFERENCE.read_text().splitlines()))
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


@pytest.mark.parametrize("row", SHARES, ids=lambda row: "-".join(row.values()))
def test_r_gives_the_same_limits_of_a_share(row: dict[str, str]) -> None:
    counts = [int(each) for each in row["counts"].split()]
    invited = None if row["invited"] == "NA" else int(row["invited"])
    found = share_limits(counts, invited=invited)
    assert not isinstance(found, NotEstimable)
    ours = found[int(row["place"]) - 1]

    assert (ours.low, ours.high) == pytest.approx((float(row["low"]), float(row["high"])), abs=1e-9)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7).filter(any), st.integers(0, 60))
def test_a_share_lies_within_its_limits_and_a_roster_only_narrows_them(
    counts: list[int], silent: int
) -> None:
    total = sum(counts)
    wide, narrow = share_limits(counts), share_limits(counts, invited=total + silent)
    assert not isinstance(wide, NotEstimable)
    assert not isinstance(narrow, NotEstimable)

    for count, outer, inner in zip(counts, wide, narrow, strict=True):
        assert outer.low - 1e-12 <= inner.low <= count / total + 1e-12
        assert count / total - 1e-12 <= inner.high <= outer.high + 1e-12


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7).filter(any))
def test_where_everyone_answered_a_share_is_a_fact(counts: list[int]) -> None:
    total = sum(counts)
    found = share_limits(counts, invited=total)
    assert not isinstance(found, NotEstimable)

    exact = [count / total for count in counts]
    assert [each.low for each in found] == pytest.approx(exact)
    assert [each.high for each in found] == pytest.approx(exact)


def test_a_share_of_nobody_has_no_limits() -> None:
    assert share_limits([0, 0]) == NotEstimable("nobody answered")


def test_more_answers_than_people_are_refused() -> None:
    with pytest.raises(ValueError, match="only 4 were invited"):
        share_limits([3, 2], invited=4)


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_newcombes_limits_are_built_from_wilsons_at_the_same_confidence(confidence: float) -> None:
    first, second = wilson(56, 70, confidence=confidence), wilson(48, 80, confidence=confidence)
    found = newcombe((56, 48), (70, 80), confidence=confidence)

    assert found.low == pytest.approx(0.2 - np.hypot(0.8 - first.low, second.high - 0.6))
    assert found.high == pytest.approx(0.2 + np.hypot(first.high - 0.8, 0.6 - second.low))


@pytest.mark.parametrize("n", range(1, 60))
def test_rounding_carries_no_share_beyond_nobody_or_everybody(n: int) -> None:
    assert 1 - 1e-14 < wilson(n, n).high <= 1
    assert 0 <= wilson(0, n).low < 1e-14


def test_limits_of_shares_are_wilsons_at_the_same_confidence() -> None:
    limits = share_limits([3, 7, 10], confidence=0.5)

    assert limits == tuple(wilson(each, 20, confidence=0.5) for each in (3, 7, 10))
