"""The search for METHODS.md's ten pairs: what may be a pair, and what is counted of it."""

import numpy as np
import pytest

from analysis.stats.result import FloatArray
from benchmarks import reconstruction
from benchmarks.coverage import coverage
from benchmarks.intervals import INTERVALS
from benchmarks.published import COVERAGE, LEADERS
from benchmarks.reconstruction import (
    FITTED,
    SLOTS,
    Round,
    anneal,
    has_one_peak,
    held,
    is_in_camps,
    library,
    neighbours,
    slot_of,
)
from benchmarks.shapes import TEN_PAIRS, Pair

CAMPS = ((40, 10, 0, 10, 40), (10, 20, 40, 20, 10))


def in_percent(shares: FloatArray) -> reconstruction.Shape:
    return tuple(int(each) for each in np.rint(100 * shares))


def test_shapes_have_one_peak_or_two_even_camps() -> None:
    assert has_one_peak((60, 30, 10, 0, 0))
    assert has_one_peak((0, 20, 20, 60, 0))
    assert not has_one_peak(CAMPS[0])
    assert is_in_camps(CAMPS[0])
    assert not is_in_camps((40, 10, 0, 20, 30))


@pytest.mark.parametrize(
    ("pair", "slot"),
    [
        (CAMPS, 0),
        (((0, 5, 15, 60, 20), (0, 5, 15, 60, 20)), 0),
        ((CAMPS[1], CAMPS[0]), None),
        (((5, 30, 35, 30, 0), (2, 55, 25, 15, 3)), 1),
        (((0, 10, 20, 35, 35), (95, 3, 2, 0, 0)), 4),
        (((95, 3, 2, 0, 0), (0, 10, 20, 35, 35)), None),
        (((0, 0, 0, 0, 100), (100, 0, 0, 0, 0)), None),
    ],
)
def test_a_pair_stands_for_no_gap_a_band_of_a_or_any_gap(
    pair: reconstruction.Pair, slot: int | None
) -> None:
    assert slot_of(pair) == slot


def test_the_ten_pairs_are_such_as_are_searched() -> None:
    slots = [slot_of((in_percent(pair.leaders), in_percent(pair.staff))) for pair in TEN_PAIRS]

    assert slots[:7] == list(SLOTS[:7])
    assert all(slots[7:])


def test_the_search_counts_what_the_intervals_hold() -> None:
    (cells,) = held([CAMPS], samples=4000, seed=5)

    pair = Pair(leaders=np.array(CAMPS[0]) / 100, staff=np.array(CAMPS[1]) / 100)
    for at, name in enumerate(FITTED):
        for place, leaders in enumerate(LEADERS[:2]):
            found, _ = coverage(INTERVALS[name], leaders, samples=4000, pairs=[pair])
            assert cells[at, place] == pytest.approx(found.values[0], abs=0.03)


@pytest.mark.parametrize(
    ("pair", "places", "mean_at_five"),
    [
        (((0, 1, 12, 44, 43), (70, 16, 14, 0, 0)), (0, 1), 0.50),
        (((0, 0, 20, 64, 16), (27, 68, 3, 2, 0)), (2, 3), 0.79),
    ],
)
def test_brunner_munzels_worst_cells_can_be_had_from_two_kinds_of_pairs(
    pair: reconstruction.Pair, places: tuple[int, int], mean_at_five: float
) -> None:
    (cells,) = held([pair], samples=4000, seed=6)

    worst, slack = cells.min(axis=2), 0.03
    at = FITTED.index("Brunner-Munzel t")
    assert worst[at, places] == pytest.approx(COVERAGE[FITTED[at]][places, 1], abs=slack)
    assert all(
        (worst[each] > COVERAGE[name][:, 1] - slack).all() for each, name in enumerate(FITTED)
    )
    assert cells[at, 0].mean() == pytest.approx(mean_at_five, abs=slack)


def test_neighbours_stay_what_the_pair_was() -> None:
    generator = np.random.default_rng(2)
    for finely in (False, True):
        found = neighbours(CAMPS, Round(100, 12, 1, finely=finely), generator)

        assert 6 <= len(found) <= 12
        assert {slot_of(each) for each in found} == {0}


def test_a_small_search_finds_ten_pairs_of_the_kinds_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reconstruction, "_PER_POOL", 16)
    monkeypatch.setattr(reconstruction, "STEPS", 200)
    generator = np.random.default_rng(3)
    found = library(generator)
    pairs = [*(each for each in found if slot_of(each)), *found[:40]]

    solutions = anneal(pairs, held(pairs, samples=20, seed=1), generator, kept=2)

    (off, best), (other_off, _) = solutions
    assert 0 < off <= other_off
    assert [slot_of(each) for each in best[:7]] == list(SLOTS[:7])
    assert all(slot_of(each) for each in best[7:])
