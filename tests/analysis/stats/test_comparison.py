"""One question in one go: every part there, or its reason."""

from dataclasses import fields, is_dataclass

import pytest

from analysis.stats.comparison import Comparison, compare
from analysis.stats.distance import wasserstein
from analysis.stats.equivalence import equivalence
from analysis.stats.finite_population import Invited
from analysis.stats.means import MeanGap, hedges_g, mean_gap
from analysis.stats.proportions import favourable_gap
from analysis.stats.rank_tests import brunner_munzel, mann_whitney
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import Superiority, cliffs_delta, superiority
from analysis.stats.verdict import Verdict, verdict


def plain(value: object) -> bool:
    """Whether a result holds plain numbers and words only."""
    if is_dataclass(value):
        return all(plain(getattr(value, field.name)) for field in fields(value))
    return type(value) in {int, float, str, bool}


def test_every_number_of_a_comparison_is_plain() -> None:
    result = compare([1, 2, 3, 9, 5], [20, 30, 40, 30, 20], values=[1, 2, 3, 4, 5])

    assert isinstance(result, Comparison)
    assert plain(result)
    assert not any(
        isinstance(getattr(result, field.name), NotEstimable) for field in fields(result)
    )


def test_a_pillar_has_no_favourable_categories() -> None:
    # Sums of two items from 1 to 3, in points.
    result = compare([0, 1, 2, 3, 2], [4, 8, 9, 5, 1], values=[1, 1.5, 2, 2.5, 3])

    assert result.favourable_gap == NotEstimable(
        "favourable answers are counted on items, not on pillar scores"
    )
    assert isinstance(result.superiority, Superiority)
    assert isinstance(result.mean_gap, MeanGap)
    assert result.mean_gap.leaders == pytest.approx(2.375)


def test_a_pillar_with_a_hundred_categories_compares() -> None:
    values = [1 + each / 25 for each in range(101)]
    leaders = [1 if each % 7 == 0 else 0 for each in range(101)]
    result = compare(leaders, [3] * 101, values=values)

    assert isinstance(result.verdict, Verdict)
    assert not isinstance(result.hedges_g, NotEstimable)


def test_one_leader_is_refused_part_by_part() -> None:
    result = compare([0, 0, 1], [5, 5, 5], values=[1, 2, 3])

    for name in (
        "superiority",
        "equivalence",
        "verdict",
        "brunner_munzel",
        "mean_gap",
        "hedges_g",
    ):
        assert getattr(result, name) == NotEstimable("fewer than two leaders answered")
    assert result.cliffs_delta == pytest.approx(2 / 3)
    assert not isinstance(result.wasserstein, NotEstimable)


def test_rosters_reach_the_interval_and_the_gap_in_points() -> None:
    table = [1, 2, 3, 9, 5], [20, 30, 40, 30, 20]
    without = compare(*table, values=[1, 2, 3, 4, 5])
    known = compare(*table, values=[1, 2, 3, 4, 5], invited=Invited(leaders=22, staff=200))

    for name in ("superiority", "mean_gap"):
        wide, narrow = getattr(without, name), getattr(known, name)
        assert narrow.high - narrow.low < wide.high - wide.low
    assert known.hedges_g == without.hedges_g


def test_the_margin_reaches_the_verdict() -> None:
    table = [5, 10, 20, 10, 5], [100, 200, 400, 200, 100]

    strict = compare(*table, values=[1, 2, 3, 4, 5], margin=0.05)
    lenient = compare(*table, values=[1, 2, 3, 4, 5], margin=0.15)

    assert isinstance(strict.verdict, Verdict)
    assert isinstance(lenient.verdict, Verdict)
    assert (strict.verdict.word, lenient.verdict.word) == ("Can't tell", "Aligned")


def test_departments_with_the_same_counts_can_be_counted_as_one() -> None:
    one, other = [5, 9, 14, 20, 6], [1, 3, 3, 4, 8]
    apart = [sum(each) for each in zip(one, one, other, strict=True)]
    merged = [2 * a + b for a, b in zip(one, other, strict=True)]
    leaders = [0, 1, 5, 9, 4]

    assert compare(leaders, apart, values=[1, 2, 3, 4, 5]) == compare(
        leaders, merged, values=[1, 2, 3, 4, 5]
    )


def test_each_part_is_what_its_own_function_says_of_the_same_rosters_and_margin() -> None:
    leaders, staff, values = [1, 2, 3, 9, 5], [20, 30, 40, 30, 20], [1.0, 2, 3, 4, 5]
    invited = Invited(leaders=22, staff=200)
    found = superiority(leaders, staff, invited_leaders=22, invited_staff=200)
    assert isinstance(found, Superiority)

    assert compare(leaders, staff, values=values, invited=invited, margin=0.2) == Comparison(
        superiority=found,
        equivalence=equivalence(found, margin=0.2),
        verdict=verdict(found, margin=0.2),
        brunner_munzel=brunner_munzel(leaders, staff),
        mann_whitney=mann_whitney(leaders, staff),
        cliffs_delta=cliffs_delta(leaders, staff),
        wasserstein=wasserstein(leaders, staff, values=values),
        mean_gap=mean_gap(leaders, staff, values=values, invited=invited),
        hedges_g=hedges_g(leaders, staff, values=values),
        favourable_gap=favourable_gap(leaders, staff),
    )
