"""Several rounds of an organisation that is a tree, with people coming and going."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.audit import exposures, require_safe
from analysis.publication import Publication
from analysis.tables import Answers, tabulate
from survey.errors import DisclosureError
from tests.conftest import REPORTED
from tests.redteam import attackers
from tests.redteam.least import showing
from tests.redteam.organisations import Cell, answers_of, items, released, shown, unprotected
from tests.redteam.rounds import People, few_bounded, few_found_out, turning_over

FEWEST = 5
ASKED = items("q1", "q2")

trees = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("123")),
    st.tuples(st.integers(0, 4), st.integers(0, 16)),  # few leaders, and departments of any size
    min_size=2,
    max_size=7,
).filter(lambda sizes: sum(map(sum, sizes.values())) >= 20)


def one_after_another(people: People) -> list[Publication]:
    made: list[Publication] = []
    for number in range(len(people.there)):
        made.append(released(people.at(number), ASKED, *made, name=f"round {number}"))
    return made


def carelessly(people: People) -> list[Publication]:
    return [unprotected(people.at(number), ASKED) for number in range(len(people.there))]


@given(trees, st.lists(st.integers(0, 12), min_size=1, max_size=2), st.integers(0, 10_000))
@settings(max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate])
def test_over_rounds_with_turnover_nobody_learns_of_few(
    sizes: dict[tuple[str, str], tuple[int, int]], turnover: list[int], seed: int
) -> None:
    people = turning_over(sizes, turnover=turnover, seed=seed)

    publications = one_after_another(people)

    for question in ("q1", "q2"):
        assert few_found_out(people, publications, question, fewest=FEWEST) == []
    for number, publication in enumerate(publications):
        tables = tabulate(people.at(number), ASKED, few=FEWEST)
        assert exposures(publication, tables, publications[:number]) == ()
        for question in ("q1", "q2"):
            found = attackers.bound(
                publication, tables.atoms, tables.counts[question].sum(axis=1), question
            )
            assert [each for each in found if each.people < FEWEST] == []


def test_somebody_who_solves_all_rounds_at_once_learns_of_few_where_nothing_is_hidden() -> None:
    sizes = {("A", "1"): (2, 14), ("A", "2"): (1, 3), ("B", "1"): (3, 12), ("B", "2"): (2, 9)}
    people = turning_over(sizes, turnover=[3, 3], seed=1)

    assert few_found_out(people, carelessly(people), "q1", fewest=FEWEST)
    assert few_found_out(people, carelessly(people)[:1], "q1", fewest=FEWEST)
    assert not few_found_out(people, one_after_another(people), "q1", fewest=FEWEST)


def test_each_round_by_itself_is_not_enough() -> None:
    """Rounds that know nothing of one another give away what one after another they do not."""
    sizes = {("A", "1"): (0, 20), ("A", "2"): (0, 18), ("B", "1"): (0, 22), ("B", "2"): (0, 15)}
    people = turning_over(sizes, turnover=[2, 2, 2], seed=3)
    apart = [released(people.at(number), ASKED) for number in range(len(people.there))]

    assert not few_found_out(people, apart[:1], "q1", fewest=FEWEST)
    assert few_found_out(people, apart, "q1", fewest=FEWEST)
    assert not few_found_out(people, one_after_another(people), "q1", fewest=FEWEST)


def test_what_one_round_hides_and_the_next_one_shows() -> None:
    """A division less one department of this round and another one of the next."""
    sizes = {("A", "1"): (0, 9), ("A", "2"): (0, 3), ("A", "3"): (0, 8), ("B", "1"): (0, 30)}
    people = turning_over(sizes, turnover=[0], seed=0)
    first: list[Cell] = [
        ("staff", ("division", "A")),
        ("staff", ("department", "A/1")),
        ("staff", None),
    ]
    second: list[Cell] = [("staff", ("department", "A/3")), ("staff", None)]

    careless = [
        showing(each, kept) for each, kept in zip(carelessly(people), (first, second), strict=True)
    ]

    assert not few_found_out(people, careless[:1], "q1", fewest=FEWEST)
    assert not few_found_out(people, careless[1:], "q1", fewest=FEWEST)
    assert few_found_out(people, careless, "q1", fewest=FEWEST)
    tables = tabulate(people.at(1), ASKED, few=FEWEST)
    told = [each.what for each in exposures(careless[1], tables, careless[:1])]
    assert any("leaves few of what was hidden" in each for each in told)


def coming_and_going(there: list[list[bool]], said: list[int]) -> People:
    """Staff of one department or the other: two letters and a round's presence for each."""
    answers = answers_of(
        ["staff"] * len(said), {"department": ["A"] * (len(said) - 12) + ["B"] * 12}, {"q1": said}
    )
    return People(answers=answers, there=tuple(np.array(each) for each in there))


def test_four_who_left_and_one_who_came_are_each_too_few() -> None:
    """No answer is given on both sides: what was lost is theirs who left, what was gained, his."""
    before, after = [True] * 16 + [False] + [True] * 12, [False] * 4 + [True] * 25
    said = [1, 1, 2, 3] + [1, 2, 3, 4, 5, 4] * 2 + [5] + [1, 2, 3, 4, 5, 3] * 2
    people = coming_and_going([before, after], said)
    careless = [unprotected(people.at(number), items("q1")) for number in (0, 1)]
    first = released(people.at(0), items("q1"), name="first")
    second = released(people.at(1), items("q1"), first)

    assert not few_found_out(people, careless, "q1", fewest=FEWEST)
    assert few_bounded(people, careless, "q1", fewest=FEWEST) == [[16], [0, 1, 2, 3]]
    assert few_bounded(people, [first, second], "q1", fewest=FEWEST) == []
    assert ("staff", ("department", "A")) in shown(first)
    told = [
        each.what
        for each in exposures(careless[1], tabulate(people.at(1), items("q1")), careless[:1])
    ]
    assert "staff in department A differs from 'open' in fewer than 5" in told


def test_those_who_left_a_part_that_is_hidden_now_said_what_the_rest_does_not_say() -> None:
    """Nobody who is there now says 5, and the department said it twice before two people left."""
    before, after = [True] * 27, [False] * 2 + [True] * 25
    people = coming_and_going([before, after], [5, 5] + [1, 2, 3, 4, 2] * 5)
    first, second = (unprotected(people.at(number), items("q1")) for number in (0, 1))
    first = showing(first, [("staff", ("department", "A"))])
    second = showing(second, [("staff", None)])

    assert not few_found_out(people, [first, second], "q1", fewest=FEWEST)
    assert few_bounded(people, [first, second], "q1", fewest=FEWEST) == [[0, 1]]
    told = [each.what for each in exposures(second, tabulate(people.at(1), items("q1")), [first])]
    assert told == ["with 'open', staff leaves few of what was hidden"]


def test_a_linear_programme_over_all_rounds_hardly_ever_finds_few(
    record_property: Callable[[str, object], None],
) -> None:
    places = [(division, department) for division in "AB" for department in "123"]
    found, careless, withheld = 0, 0, []
    number = 16
    for seed in range(number):
        generator = np.random.default_rng(seed)
        sizes = {each: (int(generator.integers(5)), int(generator.integers(30))) for each in places}
        turnover = generator.integers(0, 13, size=1 + seed % 3).tolist()
        people = turning_over(sizes, turnover=turnover, seed=seed)
        ours = one_after_another(people)
        assert not few_found_out(people, ours, "q1", fewest=FEWEST)
        found += bool(few_bounded(people, ours, "q1", fewest=FEWEST))
        careless += bool(few_bounded(people, carelessly(people), "q1", fewest=FEWEST))
        withheld += [each.counts is None for made in ours[1:] for each in made.tables]

    record_property(
        REPORTED,
        f"of {number} small organisations of two to four rounds in which nobody changes an answer, "
        f"a linear programme over all rounds finds few people in {found}, in {careless} where "
        f"nothing is hidden; {np.mean(withheld):.1%} of the tables after the first round withheld",
    )
    assert careless == number
    assert found <= number / 8


def views_of_the_same(seed: int) -> tuple[Answers, Answers]:
    """Two people of department A sit at site X: the only ones of A, and none at Y, who say 5."""
    generator = np.random.default_rng(seed)
    rows = [("A", "X")] * 2 + [("A", "Y")] * 12 + [("B", "X")] * 20 + [("B", "Y")] * 10
    said = [5, 5, *generator.integers(1, 5, 12), *generator.integers(1, 6, 20)]
    both = answers_of(
        ["staff"] * len(rows),
        {"department": [each[0] for each in rows], "site": [each[1] for each in rows]},
        {"q1": [*map(int, said), *generator.integers(1, 5, 10).tolist()]},
    )
    one = {"department": both.attributes["department"]}
    return Answers(is_leader=both.is_leader, attributes=one, choices=both.choices), both


def test_counts_that_only_all_views_of_the_same_answers_together_pin_down() -> None:
    asked = items("q1")
    by_department, both = views_of_the_same(seed=1)
    tables = tabulate(both, asked)
    sizes = tables.counts["q1"].sum(axis=1)
    sites: list[Cell] = [("staff", None), ("staff", ("site", "X")), ("staff", ("site", "Y"))]
    first = released(by_department, asked, name="by department")
    by_site = showing(unprotected(both, asked), sites)

    def pinned(*views: Publication) -> list[attackers.Finding]:
        tables_ = tuple(each for view in views for each in view.tables if each.counts is not None)
        together = msgspec.structs.replace(by_site, tables=tables_)
        assert not [
            each for each in attackers.solve(together, tables.atoms) if each.people < FEWEST
        ]
        found = attackers.bound(together, tables.atoms, sizes)
        return [each for each in found if each.people < FEWEST]

    # Nothing can be subtracted, and each view alone leaves all open: only both together tell.
    assert pinned(first) == []
    assert pinned(by_site) == []
    assert [each.counts for each in pinned(first, by_site)] == [(0, 0, 0, 0, 2)]
    assert exposures(by_site, tables) == ()
    with pytest.raises(DisclosureError, match="only one count fits 2 people where cuts cross"):
        require_safe(by_site, tables, [first])
    again = released(both, asked, first)
    assert pinned(first, again) == []
    assert ("staff", ("department", "A")) in shown(first)


def test_few_who_are_pinned_among_many_places_where_cuts_cross() -> None:
    """The same two people of A at X, and thirty departments of four at each of both sites."""
    generator = np.random.default_rng(3)
    rows = [("A", "X")] * 2 + [("A", "Y")] * 12
    said = [5, 5, *generator.integers(1, 5, 12)]
    for department in range(30):
        rows += [(f"D{department}", "X")] * 4 + [(f"D{department}", "Y")] * 4
        said += [*generator.integers(1, 6, 4), *generator.integers(1, 5, 4)]
    answers = answers_of(
        ["staff"] * len(rows),
        {"department": [each[0] for each in rows], "site": [each[1] for each in rows]},
        {"q1": [int(each) for each in said]},
    )
    asked = items("q1")
    tables = tabulate(answers, asked)

    told = [each.what for each in exposures(unprotected(answers, asked), tables)]
    ours = shown(released(answers, asked))

    assert "only one count fits 2 people where cuts cross" in told
    assert {("staff", ("department", "A")), ("staff", ("site", "X"))} - set(ours)
    assert ("staff", None) in ours
    assert sum(cell[1] is not None for cell in ours) > 10
