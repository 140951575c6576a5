"""Whether an item is read alike, against R's ordinal, with the limits and the effect rule."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.stats.comparability import Reading, Spread, readings, spread_of_items
from analysis.stats.result import FloatArray, NotEstimable
from analysis.stats.superiority import superiority

REFERENCE = Path(__file__).parents[2] / "reference" / "within_comparability.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))
NAMES = {"slope_group": "shift"}


def answers(
    leaders: int, staff: int, *, bend: float = 0.0, gap: float = 0.0, seed: int = 3
) -> FloatArray:
    """Return an item x rest-score x group table; ``bend`` is how differently leaders read it."""
    random = np.random.default_rng(seed)
    table = np.zeros((2, 9, 5))
    for group, n in enumerate((leaders, staff)):
        mind = random.normal(size=n) + gap * (group == 0)
        rest = np.clip(np.round(4 + 1.6 * mind + random.normal(size=n) * 0.8), 0, 8)
        item = np.round(2 + mind + random.normal(size=n) * 0.8 + bend * (group == 0))
        cells = (5 * rest + np.clip(item, 0, 4)).astype(np.int64)
        table[group] = np.bincount(cells, minlength=45).reshape(9, 5)
    return table


def read(table: FloatArray) -> Reading:
    result = readings({"item": table})["item"]
    assert isinstance(result, Reading)
    return result


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if not row["number"].startswith("log")],
    ids=lambda row: f"{row['set']} {row['number']}",
)
def test_r_gives_the_same_reading(row: dict[str, str]) -> None:
    shape = [int(value) for value in row["shape"].split()]
    table = np.array([float(value) for value in row["table"].split()]).reshape(shape)

    ours = getattr(read(table), NAMES.get(row["number"], row["number"]))

    assert ours == pytest.approx(float(row["value"]), rel=1e-9)


def test_an_item_that_leaders_read_otherwise_is_flagged() -> None:
    bent = read(answers(200, 800, bend=1.2))

    assert bent.is_flagged
    assert bent.shift > 0
    assert bent.p_shift < 0.001


def test_a_gap_alone_is_not_a_different_reading() -> None:
    assert not read(answers(200, 800, gap=0.8)).is_flagged


def test_a_trifle_is_not_flagged_however_many_answer() -> None:
    trifle = read(answers(20_000, 40_000, bend=0.15))

    assert trifle.p_adjusted < 0.001
    assert trifle.explained_more < 0.035
    assert not trifle.is_flagged


def test_p_values_are_adjusted_over_the_items_that_could_be_tested() -> None:
    tables = {
        "bent": answers(200, 800, bend=0.35),
        "few": answers(49, 800),
        "plain": answers(200, 800, seed=5),
    }
    found = readings(tables)
    bent, plain = found["bent"], found["plain"]
    assert isinstance(bent, Reading)
    assert isinstance(plain, Reading)

    assert list(found) == ["bent", "few", "plain"]
    assert bent.p_adjusted == pytest.approx(min(2 * bent.p_any, 1))
    assert plain.p_adjusted == pytest.approx(plain.p_any)


def test_an_item_is_flagged_by_test_and_size_together_at_the_published_limits() -> None:
    flagged = replace(read(answers(60, 240)), p_adjusted=0.0499, explained_more=0.035)

    assert flagged.is_flagged
    assert not replace(flagged, p_adjusted=0.05).is_flagged
    assert not replace(flagged, explained_more=0.0349).is_flagged


def test_items_whose_intervals_just_leave_the_middle_are_opposite() -> None:
    level = superiority([5, 5, 5], [5, 5, 5])
    assert not isinstance(level, NotEstimable)
    above, below = replace(level, low=0.501), replace(level, high=0.499)
    at_the_middle = replace(level, low=0.5), replace(level, high=0.5)

    for up, down, opposite in (
        (above, below, True),
        (above, level, False),
        (level, below, False),
        (at_the_middle[0], below, False),
        (above, at_the_middle[1], False),
    ):
        spread = spread_of_items({"up": up, "down": down})
        assert isinstance(spread, Spread)
        assert spread.opposite is opposite


def test_swapping_the_groups_only_turns_the_shift_round() -> None:
    table = answers(300, 300, bend=0.5)
    there, back = read(table), read(table[::-1])

    assert there.p_any == pytest.approx(back.p_any, rel=1e-6)
    assert there.explained_more == pytest.approx(back.explained_more, rel=1e-8)
    assert there.shift == pytest.approx(-back.shift, rel=1e-8)


def test_too_few_leaders_or_staff_say_nothing() -> None:
    found = readings({"leaders": answers(49, 300), "staff": answers(50, 199)})

    assert found["leaders"] == NotEstimable("fewer than 50 leaders answered")
    assert found["staff"] == NotEstimable("fewer than 200 staff answered")
    assert isinstance(readings({"both": answers(50, 200)})["both"], Reading)


def test_an_item_that_everyone_answered_alike_says_nothing() -> None:
    alike = np.zeros((2, 3, 5))
    alike[:, :, 3] = 100

    assert readings({"item": alike})["item"] == NotEstimable("everyone gave the same answer")


@pytest.mark.parametrize("table", [np.ones((3, 4, 5)), np.ones((2, 5)), -np.ones((2, 4, 5))])
def test_a_table_of_another_shape_is_an_error(table: FloatArray) -> None:
    with pytest.raises(ValueError, match="a table must be 2 by rest scores by answers"):
        readings({"item": table})


def test_items_may_point_in_opposite_directions() -> None:
    high, low = superiority([0, 0, 30], [30, 10, 0]), superiority([30, 10, 0], [0, 0, 30])
    level = superiority([5, 5, 5], [5, 5, 5])
    missing = NotEstimable("fewer than two leaders answered")

    both = spread_of_items({"a": level, "b": high, "c": low, "d": missing})
    one = spread_of_items({"a": level, "b": high})

    assert isinstance(both, Spread)
    assert isinstance(one, Spread)
    assert (both.lowest, both.highest, both.opposite) == ("c", "b", True)
    assert both.range == pytest.approx(1)
    assert not one.opposite
    assert spread_of_items({"a": level, "b": missing}) == NotEstimable(
        "fewer than two items can be compared"
    )


def test_the_range_is_from_the_lowest_to_the_highest_item() -> None:
    level = superiority([5, 5, 5], [5, 5, 5])
    assert not isinstance(level, NotEstimable)
    items = {"b": replace(level, estimate=0.4), "a": replace(level, estimate=0.65), "c": level}

    assert spread_of_items(items) == Spread(lowest="b", highest="a", range=0.25, opposite=False)
