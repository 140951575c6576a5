"""Four people who change answers, two and two: found where there are such, and only there."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.audit.swaps import swappable

PLACES = list(product("AB", "XY"))
CROSSED = np.array(
    [[name in place for place in PLACES] for name in "ABXY"] + [[True] * len(PLACES)]
)


def others_that_fit(rows: NDArray[np.bool_], counts: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """All counts of two answers with the same people in each place and the same sums."""
    people = counts.sum(axis=1)
    shown = rows.astype(np.int64) @ counts
    worlds = (
        np.column_stack([first, people - np.array(first)])
        for first in product(*(range(each + 1) for each in people))
    )
    return [world for world in worlds if (rows.astype(np.int64) @ world == shown).all()]


@pytest.mark.parametrize("seed", range(30))
def test_of_two_cuts_with_two_answers_every_change_there_is_is_found(seed: int) -> None:
    counts = np.random.default_rng(seed).integers(0, 3, (4, 2))
    worlds = others_that_fit(CROSSED, counts)

    fewer = np.array(
        [[min(w[i, j] for w in worlds) < counts[i, j] for j in (0, 1)] for i in range(4)]
    )

    assert (swappable(CROSSED, counts) == fewer).all()


def test_a_change_keeps_every_sum() -> None:
    counts = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])

    assert (swappable(CROSSED, counts) == (counts > 0)).all()


def test_who_has_nobody_to_change_with_stays() -> None:
    counts = np.array([[1, 0], [0, 1], [0, 1], [0, 1]])

    assert not swappable(CROSSED, counts).any()


def test_places_of_which_each_is_shown_have_no_way_to_change() -> None:
    counts = np.array([[1, 1], [1, 1], [1, 1], [1, 1]])

    assert not swappable(np.eye(4, dtype=np.bool_), counts).any()
    assert not swappable(np.eye(1, dtype=np.bool_), counts[:1]).any()
