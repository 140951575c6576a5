"""What is told of a small group, against going through every world by hand."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest

from analysis.stats.contest import NUMBERS, WORDS, Contest, Told, described
from analysis.stats.enumeration import (
    RELEASES,
    Possible,
    Release,
    Telling,
    multisets,
    possible_answers,
    safest_telling,
)
from analysis.stats.equivalence import equivalence
from analysis.stats.superiority import Superiority, superiority

Row = tuple[int, ...]
WORD = {
    (False, False): "Can't tell",
    (False, True): "Aligned",
    (True, False): "Gap",
    (True, True): "Small but real",
}


class Said(NamedTuple):
    """One possible answer of the group: word, places among Holm's bounds, and numbers."""

    word: str
    places: tuple[object, ...]
    numbers: dict[str, float]


def roster(counts: Row, factor: float) -> int | None:
    return None if factor == 1 else round(sum(counts) / (1 - factor))


def told(own: Row, contest: Contest) -> Said:
    leaders, staff = (own, contest.other) if contest.small_is_leaders else (contest.other, own)
    found = superiority(
        leaders,
        staff,
        invited_leaders=roster(leaders, contest.factors[0]),
        invited_staff=roster(staff, contest.factors[1]),
    )
    assert isinstance(found, Superiority)
    both = found.p_difference, equivalence(found, margin=contest.margin).p_value
    differs, alike = (sum(p * k < 0.05 for k in range(1, contest.family + 1)) for p in both)
    shares = found.leaders_higher, found.same, found.staff_higher
    numbers = dict(zip(NUMBERS, (found.estimate, found.low, found.high, *shares), strict=True))
    again = tuple(said_before(own, each) for each in contest.before)
    return Said(WORD[both[0] < 0.05, both[1] < 0.05], (differs, alike, *again), numbers)


def said_before(own: Row, before: Told) -> tuple[object, ...] | None:
    """What an earlier release tells of these answers: nothing where they cannot have been it."""
    then = told(own, before.contest)
    fits = all(
        abs(then.numbers[name] - value) <= before.step / 2 + 1e-6
        for name, value in before.values.items()
    )
    return then.places if fits else None


def rows_of(part: np.ndarray) -> list[Row]:
    return [tuple(row) for row in part.tolist()]


def is_safe(worlds: Possible, inside: list[int]) -> bool:
    """Five different answers of each question, and no count the same throughout."""
    for part in (worlds.own, *worlds.linked):
        if len({rows_of(part)[world] for world in inside}) < 5:
            return False
    for part in (worlds.own, *worlds.linked, *worlds.apart):
        for column in part.T.tolist():
            values = {column[world] for world in inside}
            matters = part is not worlds.own or worlds.zeros_matter or values != {0}
            if len(values) == 1 and matters:
                return False
    return True


class Decided(NamedTuple):
    """The classes told, as (place of the release, worlds), and who is left without one."""

    classes: list[tuple[int, list[int]]]
    left: list[int]


def decided(worlds: Possible, contest: Contest, releases: tuple[Release, ...]) -> Decided:
    own = rows_of(worlds.own)
    by_row = {row: told(row, contest) for row in set(own)}
    classes, left = [], list(range(len(own)))
    for place, release in enumerate(releases):
        alike: dict[tuple[object, ...], list[int]] = {}
        for world in left:
            of = by_row[own[world]]
            rounded = [round(of.numbers[name] / release.step) for name in release.numbers]
            alike.setdefault((of.places, *rounded), []).append(world)
        safe = [inside for inside in alike.values() if is_safe(worlds, inside)]
        classes += [(place, inside) for inside in safe]
        left = sorted(set(left) - {world for inside in safe for world in inside})
    return Decided(classes, left)


PLAIN = Contest(other=(4, 6, 9, 8, 4), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)
ROSTERS = Contest(other=(1, 9, 7), small_is_leaders=False, factors=(1.0, 0.5), margin=0.2)
FAMILY = Contest(
    other=(30, 61, 70), small_is_leaders=True, factors=(0.0, 0.5), margin=0.25, family=4
)
EVERY_WORD = Contest(
    other=(200, 410, 203), small_is_leaders=True, factors=(0.125, 0.25), margin=0.3, family=2
)
ALL_TIES = Contest(other=(1, 1, 1), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)
EARLIER = Told(
    contest=Contest(
        other=(2, 30, 29), small_is_leaders=False, factors=(1.0, 1.0), margin=0.35, family=2
    ),
    step=0.2,
    values={"superiority": 0.6, "same": 0.4},
)
WIDER = Told(contest=replace(ROSTERS, margin=0.4), step=0.2, values={"superiority": 0.6})


def alone(n: int, categories: int) -> Possible:
    return Possible(own=multisets(n, categories))


def grid(n: int, categories: int) -> Possible:
    return Possible(own=multisets(n, categories), zeros_matter=False)


def some(n: int, categories: int) -> Possible:
    return Possible(own=multisets(n, categories)[::2], complete=False)


def linked(n: int, categories: int) -> Possible:
    """Two questions that hang together, and how many are on top of one and the other."""
    every = multisets(n, categories)
    pairs = [(a, b) for a, b in product(every, every) if np.abs(a - b).sum() <= 4]
    own, other = (np.array(part) for part in zip(*pairs, strict=True))
    return Possible(own=own, linked=(other,), apart=(own[:, -1:] + other[:, -1:],))


WORLDS: dict[str, tuple[Contest, Callable[[int, int], Possible], int]] = {
    "five leaders": (PLAIN, alone, 5),
    "a grid": (PLAIN, grid, 5),
    "six staff and their roster": (ROSTERS, alone, 6),
    "a family, everybody there": (FAMILY, alone, 6),
    "seven and every word": (EVERY_WORD, alone, 7),
    "seven on their own": (replace(EVERY_WORD, family=1), alone, 7),
    "seven in a larger family": (replace(EVERY_WORD, family=4), alone, 7),
    "seven and a narrower margin": (replace(EVERY_WORD, family=4, margin=0.22), alone, 7),
    "only some worlds": (EVERY_WORD, some, 7),
    "questions that hang together": (ROSTERS, linked, 5),
    "after one round": (replace(ROSTERS, before=(EARLIER,)), alone, 6),
    "after two rounds": (replace(ROSTERS, before=(EARLIER, WIDER)), alone, 6),
    "one word for all": (ALL_TIES, alone, 5),
}
FINE = (Release(numbers=NUMBERS[:4], step=0.01), *RELEASES)
TWICE = (RELEASES[-1], RELEASES[-1])


@pytest.mark.parametrize(
    "releases", [RELEASES, RELEASES[:2], FINE, TWICE], ids=["all", "two", "fine", "twice"]
)
@pytest.mark.parametrize("name", WORLDS)
def test_what_is_told_is_what_going_through_every_world_allows(
    name: str, releases: tuple[Release, ...]
) -> None:
    contest, listed, n = WORLDS[name]
    worlds = listed(n, len(contest.other))
    own, expected = rows_of(worlds.own), decided(worlds, contest, releases)
    telling = Telling.of(worlds, contest, releases)
    silent = [world for world, row in enumerate(own) if telling.chosen(row).word is None]
    fell = sorted(set(silent) - set(expected.left))
    told_of = [(place, inside) for place, inside in expected.classes if inside != fell]

    assert set(expected.left) <= set(silent)
    needs_more = not is_safe(worlds, expected.left) if expected.left else not worlds.complete
    smallest = min((len(inside), place) for place, inside in expected.classes or [(0, [])])
    assert bool(fell) is (needs_more and bool(expected.classes))
    if fell:
        assert smallest in [(len(fell), place) for place, each in expected.classes if each == fell]
    for place, inside in told_of:
        for world in inside:
            found, of = telling.chosen(own[world]), told(own[world], contest)
            assert (found.release, found.word) == (releases[place], of.word)
            assert set(rows_of(found.fitting)) == {own[each] for each in inside}
            step = releases[place].step
            assert found.values == {
                number: round(round(of.numbers[number] / step) * step, 2)
                for number in releases[place].numbers
            }
    for world in silent:
        found = telling.chosen(own[world])
        assert (found.release, found.values) == (releases[-1], {})
        assert set(rows_of(found.fitting)) == {own[each] for each in silent}


def test_on_a_grid_a_score_that_somebody_must_have_is_known_and_an_empty_one_is_not() -> None:
    six = Contest(other=(1, 1, 1), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)
    for first, word in ((0, "Can't tell"), (1, None)):
        own = np.array([[first, each, 6 - first - each] for each in range(6)], dtype=np.int8)
        worlds = Possible(own=own, zeros_matter=False)

        assert Telling.of(worlds, six, RELEASES[-1:]).chosen(own[2]).word == word


def test_all_four_words_were_among_them() -> None:
    words = {told(row, EVERY_WORD).word for row in rows_of(multisets(7, 3))}

    assert words | {told((1, 1, 1, 1, 1), PLAIN).word} == set(WORDS)


def test_releases_go_from_all_numbers_to_the_word_alone() -> None:
    assert [(len(each.numbers), each.step) for each in RELEASES] == [
        (6, 0.05),
        (6, 0.1),
        (3, 0.05),
        (1, 0.05),
        (3, 0.1),
        (1, 0.1),
        (6, 0.2),
        (1, 0.2),
        (0, 1.0),
    ]


def test_among_thousands_each_multiset_keeps_its_own_numbers() -> None:
    contest = Contest(other=(3,) * 10, small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)
    every = multisets(7, 10)
    telling = Telling.of(Possible(own=every), contest)

    assert len(every) == 11_440
    for row in rows_of(every[::1300]):
        found, of = telling.chosen(row), told(row, contest)
        assert row in rows_of(found.fitting)
        assert found.word in {of.word, None}
        for number, value in found.values.items():
            assert value == pytest.approx(of.numbers[number], abs=found.release.step / 2 + 1e-9)


def test_the_worlds_to_reckon_with_can_be_given() -> None:
    worlds = grid(5, 5)
    telling = Telling.of(worlds, PLAIN)
    given = [safest_telling(row, PLAIN, possible=worlds) for row in worlds.own[::9]]
    not_given = [safest_telling(row, PLAIN) for row in worlds.own[::9]]

    for row, found in zip(worlds.own[::9], given, strict=True):
        expected = telling.chosen(row)
        assert (found.release, found.values) == (expected.release, expected.values)
    assert [each.release for each in given] != [each.release for each in not_given]


@pytest.mark.parametrize(("categories", "complete"), [(13, True), (14, False)])
def test_all_answers_are_listed_up_to_sixty_thousand(categories: int, *, complete: bool) -> None:
    # 50,388 multisets and 77,520.
    found = possible_answers(7, categories)

    assert found.complete is complete
    assert (found.own.sum(axis=1) == 7).all()
    assert len(found.own) == (50_388 if complete else 30_000)


def test_of_more_answers_many_are_listed_half_of_them_close_together() -> None:
    listed = possible_answers(7, 60).own.astype(int)
    places = np.arange(60)
    middles = listed @ places / 7
    lowest = (listed > 0).argmax(axis=1)
    highest = 59 - (listed[:, ::-1] > 0).argmax(axis=1)
    close = highest - lowest <= 10

    assert (listed == possible_answers(7, 60).own).all()
    assert 0.02 < close.mean() < 0.2
    # Close together anywhere on the scale, its ends included, and never in one place only.
    assert np.quantile(middles[close], [0.05, 0.95]) == pytest.approx([3, 57], abs=4)
    assert (lowest[close].min(), highest[close].max()) == (0, 59)
    # The others, anywhere: seven spread evenly rarely reach over less than half of it.
    far = highest - lowest >= 30
    assert 0.5 < far.mean() < 0.9
    assert (listed[far].sum(axis=0) > 0.7 * listed[far].sum() / 60).all()


def test_what_was_said_before_told_some_of_them_apart() -> None:
    rows = rows_of(multisets(6, 3))
    fits = [[said_before(row, each) for row in rows] for each in (EARLIER, WIDER)]

    for each in fits:
        assert len(set(each)) > 2
    assert len(set(zip(*fits, strict=True))) > len(set(fits[0]))


@pytest.mark.parametrize("families", [(1, 1), (2, 1), (1, 2), (2, 4), (4, 4)])
def test_answers_are_told_apart_exactly_where_earlier_rounds_told_them_apart(
    families: tuple[int, int],
) -> None:
    every = multisets(7, 4)
    contest = Contest(
        other=(400, 830, 810, 396), small_is_leaders=True, factors=(0.125, 1.0), margin=0.3
    )
    first = Told(contest=replace(contest, family=families[0]), step=1.0, values={})
    others = replace(contest, other=(390, 850, 800, 400), factors=(0.0, 1.0), margin=0.15)
    second = Told(
        contest=replace(others, family=families[1]), step=0.5, values={"superiority": 0.5}
    )
    expected = [(said_before(row, first), said_before(row, second)) for row in rows_of(every)]
    again = described(every, replace(contest, before=(first, second))).again.tolist()

    assert len(set(expected)) > 4
    assert len(set(again)) == len(set(expected)) == len(set(zip(again, expected, strict=True)))


def test_a_number_just_half_a_step_off_would_have_been_rounded_to_it() -> None:
    every = multisets(5, 3)
    same = described(every, ROSTERS).numbers["same"][7]
    for away, fits in ((0.1, True), (-0.1, True), (0.101, False)):
        before = Told(contest=ROSTERS, step=0.2, values={"same": float(same) + away})
        again = described(every, replace(ROSTERS, before=(before,))).again

        assert bool(again[7]) is fits
