"""Multisets, and what may be said of a small group."""

from math import comb

import numpy as np
import pytest

from analysis.stats.contest import Contest, Few
from analysis.stats.enumeration import (
    RELEASES,
    Possible,
    Release,
    Telling,
    multisets,
    possible_answers,
    safest_telling,
)

STAFF = Contest(other=(4, 6, 9, 8, 3), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)


@pytest.mark.parametrize(("n", "categories"), [(5, 5), (7, 5), (3, 11), (1, 2)])
def test_every_multiset_is_listed_once(n: int, categories: int) -> None:
    listed = multisets(n, categories)

    assert listed.shape == (comb(n + categories - 1, n), categories)
    assert (listed.sum(axis=1) == n).all()
    assert np.unique(listed, axis=0).shape == listed.shape


def told(worlds: Possible) -> bool:
    """Whether a word may be said where these are all the worlds, and all give one word."""
    word = Telling.of(worlds, MOSTLY_TIES, RELEASES[-1:])
    return word.chosen(worlds.own[0]).word is not None


# With three staff every comparison of five with them says "can't tell".
MOSTLY_TIES = Contest(other=(1, 1, 1), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)


def few(*rows: list[int]) -> Few:
    return np.array(rows, dtype=np.int8)


def test_fewer_than_five_possibilities_are_too_few() -> None:
    rows = [[1, 1, 3], [2, 1, 2], [1, 3, 1], [2, 2, 1], [1, 2, 2]]

    assert not told(Possible(own=few(*rows[:4])))
    assert not told(Possible(own=few(*rows[:4], rows[0], rows[1])))
    assert told(Possible(own=few(*rows)))


def test_an_answer_that_nobody_can_have_given_matters_unless_told_otherwise() -> None:
    possible = few(*([0, each, 5 - each] for each in range(5)))

    assert not told(Possible(own=possible))
    assert told(Possible(own=possible, zeros_matter=False))


def test_questions_of_the_same_worlds_must_stay_open_as_well() -> None:
    own = few([1, 1, 3], [2, 1, 2], [1, 3, 1], [2, 2, 1], [1, 2, 2])
    known, nearly = few(*[[1, 4]] * 5), few(*[[1, 4]] * 4, [2, 3])

    assert not told(Possible(own=own, linked=(known,)))
    assert not told(Possible(own=own, linked=(nearly,)))
    assert told(Possible(own=own, linked=(own[:, ::-1],)))
    assert not told(Possible(own=own, apart=(known,)))
    assert told(Possible(own=own, apart=(nearly,)))


def test_a_long_scale_gets_a_word_although_not_every_multiset_is_listed() -> None:
    wide = Contest(other=(1,) * 60, small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)
    answers = [0, 1, 0, 1, 1, 0, 2, 1, 0, 1, *[0] * 50]

    assert not possible_answers(7, 60).complete
    chosen = safest_telling(answers, wide)

    assert chosen.word == "Gap"
    assert (chosen.fitting.min(axis=0) < chosen.fitting.max(axis=0)).all()


@pytest.mark.parametrize("n", [5, 7])
def test_silence_is_one_of_at_least_five_and_tells_no_count(n: int) -> None:
    silent = [each for each in multisets(n, 5) if safest_telling(each, STAFF).word is None]

    if silent:
        assert len(silent) >= 5
        assert (np.min(silent, axis=0) < np.max(silent, axis=0)).all()


def test_where_only_some_worlds_are_listed_silence_has_an_innocent_reason() -> None:
    every = multisets(5, 5)
    listed = Telling.of(Possible(own=every, complete=False), STAFF)

    silent = [each for each in every if listed.chosen(each).word is None]

    assert len(silent) >= 5
    assert (np.min(silent, axis=0) < np.max(silent, axis=0)).all()


def test_exact_numbers_are_never_safe() -> None:
    exact = Release(numbers=("superiority", "leaders_higher"), step=0.001)

    chosen = safest_telling([0, 0, 1, 3, 1], STAFF, releases=[exact])

    assert chosen.word is None


def test_small_staff_are_the_mirror_of_small_leaders() -> None:
    mirrored = Contest(other=(4, 6, 9, 8, 3), small_is_leaders=False, factors=(1, 1), margin=0.1)

    leaders, staff = (safest_telling([0, 1, 1, 2, 1], each) for each in (STAFF, mirrored))

    assert leaders.word == staff.word
    assert leaders.release == staff.release
    if "superiority" in leaders.values:
        assert leaders.values["superiority"] == pytest.approx(1 - staff.values["superiority"])
