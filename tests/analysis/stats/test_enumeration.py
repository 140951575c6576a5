"""Multisets, and what may be said of a small group."""

from math import comb

import numpy as np
import pytest

from analysis.stats.enumeration import Contest, Release, is_safe, multisets, safest_telling

STAFF = Contest(other=(4, 6, 9, 8, 3), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)


@pytest.mark.parametrize(("n", "categories"), [(5, 5), (7, 5), (3, 11), (1, 2)])
def test_every_multiset_is_listed_once(n: int, categories: int) -> None:
    listed = multisets(n, categories)

    assert listed.shape == (comb(n + categories - 1, n), categories)
    assert (listed.sum(axis=1) == n).all()
    assert np.unique(listed, axis=0).shape == listed.shape


def test_fewer_than_five_possibilities_are_too_few() -> None:
    assert not is_safe(np.array([[1, 4], [2, 3], [3, 2], [4, 1]], dtype=np.int8))
    assert is_safe(np.array([[1, 4], [2, 3], [3, 2], [4, 1], [5, 0]], dtype=np.int8))


def test_an_answer_that_nobody_can_have_given_matters_unless_told_otherwise() -> None:
    possible = np.array([[0, each, 5 - each] for each in range(5)], dtype=np.int8)

    assert not is_safe(possible)
    assert is_safe(possible, zeros_matter=False)


def test_too_many_possibilities_are_not_listed() -> None:
    wide = Contest(other=(1,) * 60, small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)

    assert safest_telling([7, *[0] * 59], wide) is None


def test_exact_numbers_are_never_safe() -> None:
    exact = Release(numbers=("superiority", "leaders_higher"), step=0.001)

    chosen = safest_telling([0, 0, 1, 3, 1], STAFF, releases=[exact])

    assert chosen is not None
    assert chosen.word is None


def test_small_staff_are_the_mirror_of_small_leaders() -> None:
    mirrored = Contest(other=(4, 6, 9, 8, 3), small_is_leaders=False, factors=(1, 1), margin=0.1)

    leaders, staff = (safest_telling([0, 1, 1, 2, 1], each) for each in (STAFF, mirrored))

    assert leaders is not None
    assert staff is not None
    assert leaders.word == staff.word
    assert leaders.release == staff.release
    if "superiority" in leaders.values:
        assert leaders.values["superiority"] == pytest.approx(1 - staff.values["superiority"])
