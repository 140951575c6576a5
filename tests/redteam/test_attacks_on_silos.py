"""A matrix of who rates which department: its columns, rows, numbers, rounds and the file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.audit import exposures
from analysis.publication import Publication, Question, Table
from analysis.tables import Answers, tabulate
from survey.fieldwork import close, create_round, launch
from survey.invitations import new_id
from survey.people import Person
from survey.questionnaire import Group, find_questionnaire, row_id
from survey.responses import Response
from survey.storage import Store
from survey.storage.driver import Driver
from tests.analysis.silos import asked
from tests.conftest import REPORTED
from tests.redteam import attackers, matrices
from tests.redteam.attackers import Finding
from tests.redteam.least import showing
from tests.redteam.matrices import SIZES, raters, row_of, taking
from tests.redteam.organisations import Cell, Ints, cell_of, released, shown, unprotected
from tests.redteam.rounds import People
from tests.redteam.whole_round import people_of
from tests.survey.examples import ORGANISER

FEWEST, COUNTED = 5, 8
THREE = ("Sales", "Service", "Support")
WITH_MATRIX = find_questionnaire("working_together")
assert WITH_MATRIX.silo_matrix is not None
ROWS = {name: row_id(WITH_MATRIX.silo_matrix, name) for name in THREE}
ITEM = WITH_MATRIX.pillars[0].items[0].id


def only_matrix(names: Iterable[str]) -> tuple[Question, ...]:
    return tuple(each for each in asked(dict.fromkeys(names, 1)) if each.kind == "silo")


def with_ratings(answers: Answers, rater: str, rated: str, given: Sequence[int]) -> Answers:
    """The same answers, but for what one department gives another: 0 is no rating."""
    column = answers.choices[row_of(rated)].copy()
    column[answers.attributes["department"] == rater] = given
    return replace(answers, choices={**answers.choices, row_of(rated): column})


def about_few(found: Sequence[Finding]) -> list[Finding]:
    return [each for each in found if each.people < FEWEST]


def fields(publication: Publication, rated: str) -> dict[str | None, Ints]:
    """Shown ratings of a department by who gives them; None for all."""
    found = shown(publication, row_of(rated)).items()
    return {None if cell[1] is None else cell[1][1]: counts for cell, counts in found}


def test_a_department_s_few_ratings_by_the_rest_of_a_column() -> None:
    answers = with_ratings(raters(), "C", "A", [5, 1, 4, 0, 0, 0, 0, 0, 0])
    questions = only_matrix(SIZES)
    open_, ours = matrices.careless(answers, questions), released(answers, questions)

    # Three of C rate A: everyone's ratings of A, less those by B and D.
    assert "C" not in fields(open_, "A")
    assert [each.counts for each in attackers.subtract(open_, row_of("A"))] == [(1, 0, 0, 1, 1)]
    for rated in SIZES:
        assert about_few(attackers.subtract(ours, row_of(rated))) == []
    assert [len(fields(ours, rated)) for rated in "ABCD"] == [1, 4, 4, 4]


def test_someone_of_a_hidden_department_who_knows_how_it_rates_another() -> None:
    sizes = {**SIZES, "E": 3, "F": 6}
    answers, questions = raters(sizes), only_matrix(sizes)
    tables = tabulate(answers, questions)
    cells: list[Cell] = [("everyone", ("department", name)) for name in "EF"]
    known = {cell: tuple(tables.of(row_of("A"), *cell).tolist()) for cell in cells}
    # Nine hidden ratings by E and F look like enough; but the six of F know their own.
    open_ = matrices.careless(answers, questions, least=7)
    ours = released(answers, questions)

    assert set(fields(open_, "A")) == {None, "B", "C", "D"}
    found = about_few(attackers.inside(open_, known, row_of("A")))
    assert known[cells[0]] in [each.counts for each in found]
    assert about_few(attackers.inside(ours, known, row_of("A"))) == []
    assert set(fields(ours, "A")) == {None, "B", "D"}


def test_a_row_s_sum_less_what_is_shown_of_the_row() -> None:
    answers = with_ratings(raters(), "C", "A", [5, 1, 4, 0, 0, 0, 0, 0, 0])
    questions = only_matrix(SIZES)
    ours = released(answers, questions)
    tables = tabulate(answers, questions)
    # A tool that also says what C gives all others together.
    row = np.sum([tables.of(row_of(each), "everyone", ("department", "C")) for each in "ABD"], 0)
    counts = tuple(row.tolist())
    sums = Table(question="given", group="everyone", segment={"department": "C"}, counts=counts)
    open_ = msgspec.structs.replace(ours, tables=(*ours.tables, sums))

    assert [each.counts for each in matrices.rest_of_a_row(open_, "given", "C")] == [
        (1, 0, 0, 1, 1)
    ]
    # Ours has no table of a row: whatever is shown is of one rated department.
    assert {each.question for each in ours.tables} == {row_of(each) for each in SIZES}
    assert matrices.rest_of_a_row(ours, "given", "C") == []


def test_a_small_department_that_is_nearly_of_one_mind() -> None:
    answers = with_ratings(raters(), "C", "A", [1] * 8 + [5])
    questions = only_matrix(SIZES)
    ours = released(answers, questions)
    (named,) = (
        each.withheld
        for each in ours.tables
        if each.question == row_of("A") and each.segment == {"department": "C"}
    )

    found = matrices.one_among_the_same(matrices.careless(answers, questions), row_of("A"))
    assert [each.counts for each in found] == [(8, 0, 0, 0, 1)]
    assert matrices.one_among_the_same(ours, row_of("A")) == []
    assert named == "nearly everyone gave the same answer: mostly “Very badly”"


def test_how_many_rate_tells_how_many_depend_and_never_of_few() -> None:
    one = with_ratings(raters(), "C", "A", [2] + [0] * 8)
    answers = with_ratings(one, "B", "D", [0] * 14)
    questions = only_matrix(SIZES)
    every = matrices.careless(answers, questions, least=1)
    ours = released(answers, questions)

    # Colleagues know that only one of C works with A: a field of one rating is theirs.
    assert fields(every, "A")["C"].tolist() == [0, 1, 0, 0, 0]
    for rated in SIZES:
        of_nobody = {
            str((table.segment or {}).get("department"))
            for table in ours.tables
            if table.question == row_of(rated) and table.withheld == "nobody answered"
        }
        told = fields(ours, rated)
        assert min(int(each.sum()) for each in told.values()) >= COUNTED
        assert of_nobody == ({"B"} if rated == "D" else set())
    # Of A's column no number says how many of C there are among those who are withheld.
    assert set(fields(ours, "A")) == {None}


def test_the_one_leader_of_a_department_of_thirty() -> None:
    answers = raters({"A": 30, "B": 31, "C": 28}, leaders=1)
    questions = only_matrix("ABC")
    ours = released(answers, questions)

    # By group the matrix would say what the leader of B thinks of A.
    found = attackers.subtract_groups(unprotected(answers, questions), row_of("A"))
    assert sorted(each.people for each in about_few(found)) == [1, 1, 2]
    assert attackers.subtract_groups(ours, row_of("A")) == []
    assert {each.group for each in ours.tables} == {"everyone"}
    # Beside the thirty staff who answered, 31 ratings tell that the leader took part, not how.
    assert int(fields(ours, "A")["B"].sum()) == 31


def test_what_a_linear_programme_finds_in_one_column() -> None:
    sizes = {"A": 30, "B": 25, "C": 28, "E": 3, "F": 6}
    one = with_ratings(raters(sizes), "E", "A", [5, 5, 5])
    answers = with_ratings(one, "F", "A", [5] * 6)
    questions = only_matrix(sizes)
    tables = tabulate(answers, questions)
    people = tables.counts[row_of("A")].sum(axis=1)

    def pinned(publication: Publication) -> list[Finding]:
        return about_few(attackers.bound(publication, tables.atoms, people, row_of("A")))

    open_ = matrices.careless(answers, questions, least=7)
    assert about_few(attackers.subtract(open_, row_of("A"))) == []
    assert [each.counts for each in pinned(open_)] == [(0, 0, 0, 0, 3)]
    ours = released(answers, questions)
    assert pinned(ours) == []
    assert None in fields(ours, "A")


@pytest.mark.parametrize(
    ("gone", "leaves"),
    [([0], False), ([0], True), (range(10), False), (range(10), True)],
    ids=["one joins", "one leaves", "ten join and one rates", "ten leave and one had rated"],
)
def test_few_ratings_more_or_less_than_in_the_round_before(
    gone: Sequence[int], *, leaves: bool
) -> None:
    full = raters()
    given = full.choices[row_of("B")][:30].tolist()
    full = with_ratings(full, "A", "B", [given[0], *[0] * 9, *given[10:]])
    fewer = taking(full, np.delete(np.arange(full.is_leader.size), gone))
    questions = only_matrix(SIZES)
    first, second = (full, fewer) if leaves else (fewer, full)
    before = released(first, questions, name="before")

    def found(after: Publication) -> list[Finding]:
        return about_few(attackers.compare_rounds(before, after, row_of("B")))

    open_ = matrices.careless(second, questions)
    assert {each.people for each in found(open_)} == {1}
    ours = released(second, questions, before, name="after")
    assert found(ours) == []
    told = [each.what for each in exposures(open_, tabulate(second, questions), [before])]
    assert any("'before'" in each for each in told)
    assert {"C", "D"} & set(fields(ours, "B"))


def renamed(answers: Answers, names: Mapping[str, str]) -> Answers:
    """The same people after departments got other names; nobody rates their own."""
    place = np.array([names.get(each, each) for each in answers.attributes["department"].tolist()])
    columns = {names.get(each, each): answers.choices[row_of(each)] for each in [*SIZES][::-1]}
    return Answers(
        is_leader=answers.is_leader,
        attributes={"department": place},
        choices={
            row_of(each): np.where(place == each, 0, column).astype(np.int8)
            for each, column in columns.items()
        },
    )


@pytest.mark.parametrize(
    ("names", "rated", "became"),
    [
        ({"A": "Z"}, ("B", "B"), {"Z": "A"}),
        ({"A": "Z", "C": "Z"}, ("B", "B"), {"Z": "AC"}),
        ({"B": "Y"}, ("B", "Y"), {"A": "A"}),
    ],
    ids=["renamed", "merged", "rated under another name"],
)
def test_a_newcomer_to_a_department_that_got_another_name(
    names: dict[str, str], rated: tuple[str, str], became: dict[str, str]
) -> None:
    full = raters()
    given = full.choices[row_of("B")][:30].tolist()
    full = with_ratings(full, "A", "B", [given[0], *[0] * 9, *given[10:]])
    # Ten of A, one of whom rates B, and ten of D join; then departments get other names.
    fewer = taking(full, np.delete(np.arange(full.is_leader.size), [*range(10), *range(55, 65)]))
    later = renamed(full, names)
    questions = only_matrix({names.get(each, each) for each in SIZES})
    before = released(fewer, only_matrix(SIZES), name="before")

    def found(after: Publication) -> list[Finding]:
        old, new = (before, row_of(rated[0])), (after, row_of(rated[1]))
        return about_few(matrices.compare_departments(old, new, became))

    assert [each.people for each in found(matrices.careless(later, questions))] == [1]
    ours = released(later, questions, before, name="after")
    assert found(ours) == []
    assert sum(each.counts is not None for each in ours.tables) > len(ours.tables) / 3


def test_a_department_s_ratings_that_one_round_hides_and_the_next_one_shows() -> None:
    sizes = {"A": 30, "B": 25, "C": 9, "D": 3, "E": 12}
    answers, questions = raters(sizes), only_matrix(sizes)
    everybody = np.ones(answers.is_leader.size, dtype=np.bool_)
    people = People(answers=answers, there=(everybody, everybody))
    open_ = matrices.careless(answers, questions)
    first, second = (
        showing(open_, [("everyone", None), *(("everyone", ("department", each)) for each in kept)])
        for kept in ("B", "BCE")
    )
    second = showing(second, [cell_of(each) for each in second.tables if each.segment])
    ours: list[Publication] = []
    for name in ("first", "second"):
        ours.append(released(answers, questions, *ours, name=name))

    def found(*publications: Publication) -> list[list[int]]:
        return matrices.found_over_rounds(people, publications, row_of("A"))

    # Everyone in the first round, less B, and less C and E in the second: the three of D.
    assert found(first) == []
    assert found(second) == []
    assert [len(each) for each in found(first, second)] == [3]
    told = [each.what for each in exposures(second, tabulate(answers, questions), [first])]
    assert any("with 'open'" in each for each in told)
    assert found(*ours) == []


@given(st.integers(2, 6), st.lists(st.integers(0, 12), max_size=2), st.integers(0, 10_000))
@settings(max_examples=50, deadline=None, derandomize=True, phases=[Phase.generate])
def test_whatever_the_departments_nothing_is_learned_of_few_in_any_round(
    departments: int, turnover: list[int], seed: int
) -> None:
    generator = np.random.default_rng(seed)
    answers, questions = matrices.drawn(generator, departments)
    number = answers.is_leader.size
    there = [generator.random(number) < 0.9]
    for some in turnover:
        there.append(there[-1] ^ np.isin(np.arange(number), generator.permutation(number)[:some]))
    people = People(answers=answers, there=tuple(there))
    made: list[Publication] = []
    for place in range(len(there)):
        made.append(released(people.at(place), questions, *made, name=f"round {place}"))

    first, *_ = rated = [each.id for each in questions if each.kind == "silo"]
    for question in rated:
        assert matrices.found_over_rounds(people, made, question) == []
        for each in made:
            assert about_few(attackers.subtract(each, question)) == []
    tables = tabulate(people.at(0), questions, few=FEWEST)
    sizes = tables.counts[first].sum(axis=1)
    assert about_few(attackers.bound(made[0], tables.atoms, sizes, first)) == []
    later = tabulate(people.at(-1), questions, few=FEWEST)
    assert exposures(made[-1], later, made[:-1]) == ()


def test_of_a_matrix_hardly_more_is_hidden_than_an_exact_search_hides(
    record_property: Callable[[str, object], None],
) -> None:
    found = []
    for seed in range(40):
        answers, questions = matrices.drawn(np.random.default_rng(seed), 2 + seed % 4)
        (question,) = (each for each in questions if each.rated == "A")
        ours = released(answers, (question,))
        found.append(matrices.withheld_and_least(answers, question, len(shown(ours, question.id))))
    ours_, least, there = np.array(found).sum(axis=0)
    worst = max(hidden / fewest for hidden, fewest, _ in found if fewest)

    record_property(
        REPORTED,
        f"of {there} fields of {len(found)} small columns of a matrix {ours_ / there:.1%} "
        f"withheld, by the least possible {least / there:.1%}: {ours_ / least:.3f} times as many, "
        f"{worst:.2f} times in the worst",
    )
    assert least > 0
    assert all(fewest <= hidden <= 1.5 * fewest for hidden, fewest, _ in found)


def test_answers_in_another_order_make_the_same_matrix() -> None:
    answers, questions = raters(), only_matrix(SIZES)
    order = np.random.default_rng(1).permutation(answers.is_leader.size)
    mixed, in_turn = taking(answers, order), np.argsort(order)

    assert mixed.choices[row_of("A")][in_turn].tolist() == answers.choices[row_of("A")].tolist()
    assert mixed.choices[row_of("A")].tolist() != answers.choices[row_of("A")].tolist()
    assert released(answers, questions) == released(mixed, questions)
    by_name = [each.rated for each in released(answers, questions).questions]
    assert by_name == sorted(SIZES)


def answered(store: Store, submit: Callable[[str, Response], None]) -> list[Person]:
    """A round in which everybody rates all departments but their own.

    Of leaders there are two in each, too few for their department to be stored.
    """
    round_ = create_round(store, questionnaire=WITH_MATRIX, name="Spring", organisation="Kite")
    sizes: dict[tuple[Group, str], int] = {}
    for name in THREE:
        sizes |= {("leaders", name): 2, ("staff", name): 6}
    people = [replace(each, id=new_id()) for each in people_of(sizes)]
    store.people.replace(round_.id, people)
    launch(store, round_.id, ORGANISER)
    for number, invited in enumerate(store.invitations.of(round_.id)):
        own = people[number].attributes["department"]
        ratings = {row: 1 + number % 5 for name, row in ROWS.items() if name != own}
        submit(
            invited.invitation_id,
            Response(id=new_id(), choices={ITEM: 1 + number % 5, **ratings}, comments={}),
        )
    close(store, round_.id, ORGANISER)
    return people


def test_the_department_that_somebody_does_not_rate_stands_on_no_row_of_theirs(
    store: Store, driver: Driver
) -> None:
    answered(store, matrices.in_one_row(driver))
    careless = matrices.missing_their_own(driver, ROWS.values())
    with driver.writing() as session:
        session.execute("DELETE FROM answer", {})
        session.execute("DELETE FROM response", {})
    answered(store, store.responses.submit)

    assert sorted(careless.values()) == sorted([*ROWS.values()] * 2)
    assert matrices.missing_their_own(driver, ROWS.values()) == {}
