"""Pillar and items together: what is drawn at random, held against every world there is."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product

import numpy as np
import pytest

from analysis.publication import Question
from analysis.publishing.together import Column, possible_scores
from analysis.stats.contest import Contest, Few
from analysis.stats.enumeration import (
    Chosen,
    Possible,
    Telling,
    counts_of,
    multisets,
    possible_answers,
)
from analysis.tables import item_question, pillar_question

Scores = tuple[int, ...]
PEOPLE = 5
STAFF = {
    3: [(20, 30, 10), (15, 15, 30), (10, 15, 20, 10, 5)],
    4: [(20, 30, 10, 8), (15, 15, 30, 10), (10, 15, 20, 10, 5, 8, 2)],
    5: [(5, 20, 30, 10, 8), (15, 15, 30, 10, 3), (3, 10, 15, 20, 10, 5, 8, 2, 2)],
}


def outcome(chosen: Chosen) -> Hashable:
    return chosen.word, chosen.release, tuple(chosen.values.items())


def open_to_all(fits: Few, *, zeros_matter: bool = True) -> bool:
    """At least five multisets, and no count that is known."""
    different = np.unique(fits, axis=0)
    least, most = different.min(axis=0), different.max(axis=0)
    known = (least == most) & (zeros_matter | (most > 0))
    return different.shape[0] >= 5 and not known.any()


@dataclass(frozen=True)
class Beside:
    """Two items' classes, and every world in which both come out as they do."""

    first: Few
    second: Few

    @cached_property
    def worlds(self) -> list[tuple[int, int, Scores]]:
        return [
            (one, two, scores)
            for (one, a), (two, b) in product(enumerate(self.first), enumerate(self.second))
            for scores in all_sums(tuple(a.tolist()), tuple(b.tolist()))
        ]


def all_sums(first: Scores, second: Scores) -> set[Scores]:
    """Every multiset of sums that two items' answers can add up to."""
    low, high = ([k for k, n in enumerate(each) for _ in range(n)] for each in (first, second))
    return {
        tuple(sorted(a + b for a, b in zip(low, order, strict=True)))
        for order in permutations(high)
    }


def pillar_of_two(categories: int) -> Question:
    scale = [str(each) for each in range(categories)]
    return pillar_question("p", [item_question(each, scale) for each in ("q1", "q2")])


def contest(staff: tuple[int, ...]) -> Contest:
    return Contest(other=staff, small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)


def classes(categories: int, staff: tuple[int, ...]) -> list[Few]:
    """Every way in which an item's comparison can come out, as the multisets behind it."""
    telling = Telling.of(possible_answers(PEOPLE, categories), contest(staff))
    found: dict[Hashable, list[Few]] = defaultdict(list)
    for each in multisets(PEOPLE, categories):
        found[outcome(telling.chosen(each))].append(each)
    return [np.array(each) for each in found.values()]


def all_pairs(categories: int) -> list[Beside]:
    first, second = (classes(categories, STAFF[categories][place]) for place in (0, 1))
    return [Beside(a, b) for a, b in product(first, second)]


def drawn(beside: Beside, pillar: Question) -> Possible:
    columns = [Column(fitting=each, hidden=True) for each in (beside.first, beside.second)]
    return possible_scores(pillar, columns, PEOPLE)


def listed(beside: Beside, pillar: Question) -> Possible:
    """The same as `drawn`, with all worlds there are."""
    scores = counts_of(np.array([each for *_, each in beside.worlds]), len(pillar.values))
    middle = len(pillar.values) // 2
    sides = [scores[:, :middle].sum(axis=1), scores[:, middle + 1 :].sum(axis=1)]
    return Possible(
        own=scores,
        zeros_matter=False,
        linked=(
            beside.first[[one for one, *_ in beside.worlds]],
            beside.second[[two for _, two, _ in beside.worlds]],
        ),
        apart=(np.stack(sides, axis=1).astype(np.int8),),
    )


def outcomes(telling: Telling, beside: Beside, size: int) -> Mapping[Scores, Chosen]:
    """What is told of the pillar for each multiset of sums there can be."""
    different = sorted({each for *_, each in beside.worlds})
    counts = counts_of(np.array(different), size)
    return {each: telling.chosen(row) for each, row in zip(different, counts, strict=True)}


def some_pairs(categories: int, number: int) -> list[Beside]:
    pairs = all_pairs(categories)
    chosen = np.random.default_rng(categories).permutation(len(pairs))[:number]
    return [pairs[each] for each in chosen]


@pytest.mark.parametrize(("categories", "number"), [(3, 9), (4, 10), (5, 5)])
def test_every_world_there_is_leaves_all_open_whatever_is_told(
    categories: int, number: int
) -> None:
    pillar, staff = pillar_of_two(categories), STAFF[categories][2]
    told = missed = 0
    for beside in some_pairs(categories, number):
        telling = Telling.of(drawn(beside, pillar), contest(staff))
        exact = Telling.of(listed(beside, pillar), contest(staff))
        ours = outcomes(telling, beside, len(pillar.values))
        best = outcomes(exact, beside, len(pillar.values))
        groups: dict[Hashable, list[tuple[int, int, Scores]]] = defaultdict(list)
        for world in beside.worlds:
            groups[outcome(ours[world[2]])].append(world)
            told += best[world[2]].word is not None
            missed += best[world[2]].word is not None and ours[world[2]].word is None

        # Whoever lists every world that comes out like this, silence included, knows no count.
        for worlds in groups.values():
            scores = counts_of(np.array([each for *_, each in worlds]), len(pillar.values))
            assert open_to_all(scores, zeros_matter=False)
            assert open_to_all(beside.first[[one for one, *_ in worlds]])
            assert open_to_all(beside.second[[two for _, two, _ in worlds]])
    assert told > 50
    assert missed <= 0.06 * told


def test_without_a_look_at_the_pillar_its_numbers_would_tell_of_items() -> None:
    # The same as above with pillar and items each checked alone: some worlds give answers away.
    pillar, staff = pillar_of_two(4), STAFF[4][2]
    alone = Telling.of(
        Possible(own=multisets(PEOPLE, len(pillar.values)), zeros_matter=False), contest(staff)
    )
    known = 0
    for beside in some_pairs(4, 10):
        ours = outcomes(alone, beside, len(pillar.values))
        groups: dict[Hashable, list[tuple[int, int, Scores]]] = defaultdict(list)
        for world in beside.worlds:
            groups[outcome(ours[world[2]])].append(world)
        known += sum(
            not (
                open_to_all(beside.first[[one for one, *_ in worlds]])
                and open_to_all(beside.second[[two for _, two, _ in worlds]])
            )
            for worlds in groups.values()
        )

    assert known > 10


@pytest.mark.parametrize("people", [5, 6, 7])
def test_drawn_worlds_give_the_items_numbers_and_add_up(people: int) -> None:
    pillar = pillar_question("p", [item_question(each, "12345") for each in "abc"])
    fits = multisets(people, 5)[::3]
    columns = [Column(fitting=each, hidden=True) for each in (fits, fits[:9], fits[-1:])]

    worlds = possible_scores(pillar, columns, people)

    assert (worlds.own.sum(axis=1) == people).all()
    totals = np.sum([each.astype(np.int64) @ np.arange(1, 6) for each in worlds.linked], axis=0)
    assert (totals == worlds.own.astype(np.int64) @ np.arange(3, 16)).all()
    for column, drawn_ in zip(columns, worlds.linked, strict=True):
        assert {tuple(each) for each in drawn_} <= {tuple(each) for each in column.fitting}


def test_people_who_skipped_an_item_are_spread_over_the_worlds() -> None:
    asked = [item_question(each, "12345") for each in "abc"]
    lenient = pillar_question("p", asked, min_answered=2)
    sizes = (7, 5, 6)
    columns = [Column(fitting=multisets(each, 5), hidden=True) for each in sizes]

    worlds = possible_scores(lenient, columns, 6)

    assert (worlds.own.sum(axis=1) == 6).all()
    assert [set(each.sum(axis=1).tolist()) for each in worlds.linked] == [{7}, {5}, {6}]
    # One person answered two of three: means of two are on the grid beside means of three.
    halves = [place for place, each in enumerate(lenient.values) if each % 1 == 0.5]
    assert set(worlds.own[:, halves].sum(axis=1).tolist()) == {0, 1}
