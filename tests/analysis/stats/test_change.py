"""Change between rounds, against R, a published example and what must always hold."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.change import (
    Asked,
    Change,
    Line,
    Pair,
    change_in_points,
    change_in_superiority,
    change_over_rounds,
    why_not_comparable,
)
from analysis.stats.finite_population import NOT_KNOWN, Invited
from analysis.stats.proportions import wilson
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import Superiority, superiority

REFERENCE = Path(__file__).parents[2] / "reference" / "within_change.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))
POINTS = [1.0, 2.0, 3.0, 4.0, 5.0]
counts = st.lists(st.integers(0, 15), min_size=5, max_size=5).filter(lambda x: sum(x) > 1)
rounds = st.tuples(counts, counts)


def pair(leaders: list[int], staff: list[int], invited: Invited = NOT_KNOWN) -> Pair:
    return Pair(leaders=leaders, staff=staff, invited=invited)


def found(leaders: list[int], staff: list[int]) -> Superiority:
    result = superiority(leaders, staff)
    assert isinstance(result, Superiority)
    return result


def change(value: Change | NotEstimable) -> Change:
    assert isinstance(value, Change)
    return value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['set']} {row['number']}")
def test_r_gives_the_same_change(row: dict[str, str]) -> None:
    tables = np.array([int(value) for value in row["counts"].split()]).reshape(4, 5).tolist()
    before, after = (tables[0], tables[1]), (tables[2], tables[3])
    ours = change(
        change_in_superiority(found(*before), found(*after))
        if row["number"].startswith("A")
        else change_in_points(
            Pair(leaders=before[0], staff=before[1]),
            Pair(leaders=after[0], staff=after[1]),
            values=POINTS,
        )
    )
    part = next((name for name in ("low", "high") if row["number"].endswith(name)), "estimate")

    assert getattr(ours, part) == pytest.approx(float(row["value"]), rel=1e-10)


def test_mover_on_wilson_limits_is_newcombes_published_interval() -> None:
    # Newcombe (1998), Stat. Med. 17, 873-890, table II (a), method 10: 56/70 - 48/80.
    sides = []
    for successes, total in ((48, 80), (56, 70)):
        limits = wilson(successes, total)
        side = replace(
            found([2, 3], [3, 4]), estimate=successes / total, low=limits.low, high=limits.high
        )
        sides.append(side)

    moved = change(change_in_superiority(*sides))

    assert (round(moved.low, 4), round(moved.high, 4)) == (0.0524, 0.3339)


@given(rounds, rounds)
def test_swapping_the_rounds_mirrors_the_change(
    before: tuple[list[int], list[int]], after: tuple[list[int], list[int]]
) -> None:
    there = change(change_in_superiority(found(*before), found(*after)))
    back = change(change_in_superiority(found(*after), found(*before)))

    assert there.estimate == pytest.approx(-back.estimate, abs=1e-12)
    assert there.low == pytest.approx(-back.high, abs=1e-12)
    assert there.low <= there.estimate <= there.high
    assert there.is_shown == back.is_shown


@given(rounds, rounds)
def test_turning_the_scale_round_mirrors_the_change_in_points(
    before: tuple[list[int], list[int]], after: tuple[list[int], list[int]]
) -> None:
    there = change_in_points(pair(*before), pair(*after), values=POINTS)
    back = change_in_points(
        pair(before[0][::-1], before[1][::-1]),
        pair(after[0][::-1], after[1][::-1]),
        values=POINTS,
    )
    if isinstance(there, NotEstimable):
        assert back == there
        return

    assert there.low == pytest.approx(-change(back).high, abs=1e-9)
    assert there.estimate == pytest.approx(-change(back).estimate, abs=1e-9)


@given(rounds)
def test_a_round_held_against_itself_has_not_moved(both: tuple[list[int], list[int]]) -> None:
    moved = change(change_in_superiority(found(*both), found(*both)))

    assert moved.estimate == 0
    assert not moved.is_shown


def test_a_gap_that_clearly_moved_is_shown() -> None:
    staff = [20, 40, 80, 40, 20]
    moved = change(
        change_in_superiority(found([0, 0, 0, 10, 30], staff), found([30, 10, 0, 0, 0], staff))
    )

    assert moved.is_shown
    assert moved.high < 0


def test_a_census_both_times_leaves_no_doubt() -> None:
    invited = Invited(leaders=10, staff=20)
    before = Pair(leaders=[0, 2, 8], staff=[5, 10, 5], invited=invited)
    after = Pair(leaders=[2, 6, 2], staff=[5, 10, 5], invited=invited)
    moved = change(change_in_points(before, after, values=[1, 2, 3]))

    assert moved.low == moved.high == moved.estimate == pytest.approx(-0.8)


def test_a_known_roster_narrows_the_change() -> None:
    before, after = ([0, 2, 8], [50, 100, 50]), ([2, 6, 2], [50, 100, 50])
    plain = change(change_in_points(pair(*before), pair(*after), values=[1, 2, 3]))
    known = Invited(leaders=12, staff=250)
    narrow = change(
        change_in_points(
            pair(*before, invited=known), pair(*after, invited=known), values=[1, 2, 3]
        )
    )

    assert plain.low < narrow.low < narrow.high < plain.high


def test_a_series_gives_its_whole_way_and_its_last_step_only() -> None:
    series = [found(leaders, [9, 9, 9]) for leaders in ([0, 0, 9], [1, 2, 6], [4, 3, 2])]
    line = change_over_rounds(series)

    assert isinstance(line, Line)
    assert line.first_to_last == change_in_superiority(series[0], series[2])
    assert line.last_step == change_in_superiority(series[1], series[2])
    two = change_over_rounds(series[:2])
    assert isinstance(two, Line)
    assert two.first_to_last == two.last_step
    assert change_over_rounds(series[:1]) == NotEstimable("there is only one round")


def test_a_round_without_a_gap_has_no_change() -> None:
    fine, missing = found([1, 2], [3, 4]), NotEstimable("fewer than two leaders answered")

    assert change_in_superiority(missing, fine) == NotEstimable(
        "in the earlier round fewer than two leaders answered"
    )
    assert change_in_superiority(fine, missing) == NotEstimable(
        "in the later round fewer than two leaders answered"
    )


def test_points_need_two_answers_a_group_and_someone_who_differs() -> None:
    fine, few = pair([1, 2], [3, 4]), pair([1, 0], [3, 4])
    flat = pair([3, 0], [0, 4])

    assert change_in_points(fine, few, values=[1, 2]) == NotEstimable(
        "fewer than two leaders answered"
    )
    assert change_in_points(flat, flat, values=[1, 2]) == NotEstimable(
        "everyone in each group gave the same answer"
    )


def test_intervals_of_different_confidence_cannot_be_joined() -> None:
    wide = superiority([1, 2], [3, 4], confidence=0.99)

    with pytest.raises(ValueError, match=r"same confidence, got 0\.95 and 0\.99"):
        change_in_superiority(found([1, 2], [3, 4]), wide)


def test_only_the_same_question_asked_the_same_way_can_be_compared() -> None:
    item = Asked(wording="We keep promises", labels=("no", "partly", "yes"))
    pillar = replace(item, items=("a", "b"))

    assert why_not_comparable(item, item) is None
    assert why_not_comparable(pillar, replace(pillar, items=("b", "a"))) is None
    assert why_not_comparable(pillar, item) == NotEstimable(
        "the pillar had other items in the earlier round"
    )
    assert why_not_comparable(item, replace(item, labels=("no", "yes"))) == NotEstimable(
        "the number of answers offered changed from 3 to 2"
    )
    assert why_not_comparable(item, replace(item, labels=("no", "well", "yes"))) == NotEstimable(
        "the answers offered changed between the rounds"
    )
    assert why_not_comparable(item, replace(item, wording="We try")) == NotEstimable(
        "the wording changed between the rounds"
    )


@pytest.mark.parametrize(("low", "high", "shown"), [(0, 1, False), (-1, 0, False), (0.1, 1, True)])
def test_a_change_that_may_be_none_is_not_shown(low: float, high: float, *, shown: bool) -> None:
    assert Change(estimate=0.5, low=low, high=high, confidence=0.95).is_shown is shown


def test_a_change_says_how_sure_it_is() -> None:
    tables = ([1, 2, 3], [4, 5, 6])
    sides = [superiority(*tables, confidence=0.9) for _ in range(2)]
    assert isinstance(sides[0], Superiority)
    assert isinstance(sides[1], Superiority)
    in_points = change_in_points(pair(*tables), pair(*tables), values=[1.0, 2, 3], confidence=0.9)

    assert change(change_in_superiority(sides[0], sides[1])).confidence == 0.9
    assert change(in_points).confidence == 0.9
