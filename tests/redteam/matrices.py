"""A silo matrix to attack, and attackers on it: who rates which department, and how.

As everywhere here, attackers read what is published, or the file they are given, and know
who works where; whether what they say is true is for the tests.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import msgspec
import numpy as np

from analysis.audit import exposures
from analysis.publication import Publication, Question, Table
from analysis.tables import Answers, questions_of, tabulate
from survey.questionnaire import row_id
from survey.responses import Response
from survey.storage.driver import Driver
from tests.analysis.silos import MATRIX, QUESTIONNAIRE
from tests.redteam.attackers import Finding
from tests.redteam.least import showing
from tests.redteam.organisations import Cell, Ints, cell_of, shown, unprotected
from tests.redteam.rounds import People, few_found_out

SIZES = {"A": 30, "B": 14, "C": 9, "D": 25}


def row_of(name: str) -> str:
    return row_id(MATRIX, name)


def raters(sizes: Mapping[str, int] = SIZES, *, leaders: int = 0) -> Answers:
    """Everybody rates every other department; those who lead come first in each."""
    generator = np.random.default_rng(4)
    place = np.repeat(list(sizes), list(sizes.values()))
    leads = np.concatenate([np.arange(each) < leaders for each in sizes.values()])
    return Answers(
        is_leader=leads,
        attributes={"department": place.astype(np.str_)},
        choices={
            row_of(rated): np.where(place == rated, 0, generator.integers(1, 6, place.size)).astype(
                np.int8
            )
            for rated in sizes
        },
    )


def taking(answers: Answers, people: Ints) -> Answers:
    """Some of the people, in some order."""
    return Answers(
        is_leader=answers.is_leader[people],
        attributes={name: each[people] for name, each in answers.attributes.items()},
        choices={name: each[people] for name, each in answers.choices.items()},
    )


def missing_their_own(driver: Driver, rows: Iterable[str]) -> dict[str, str]:
    """Responses whose department is not stored, by the one department that they do not rate.

    Whoever rates all departments but one may well work in that one. ``rows`` are the ids that
    ratings of each department are stored under. Returns by response the id that it lacks.
    """
    with driver.reading() as session:
        stored = session.query("SELECT id, attributes FROM response")
        answers = session.query("SELECT response_id, item_id FROM answer")
    every = set(rows)
    given: defaultdict[str, set[str]] = defaultdict(set)
    for each in answers:
        given[each["response_id"]].add(each["item_id"])
    open_ = [each["id"] for each in stored if not json.loads(each["attributes"])]
    lacking = {each: every - given[each] for each in open_ if given[each] - every}
    return {each: rest.pop() for each, rest in lacking.items() if len(rest) == 1}


def in_one_row(driver: Driver) -> Callable[[str, Response], None]:
    """Return how a careless program keeps a response: with all ratings beside its answers."""

    def submit(invitation_id: str, response: Response) -> None:
        with driver.writing() as session:
            session.execute(
                """
                INSERT INTO response (id, round_id, group_name, attributes)
                SELECT CAST(:response AS TEXT), round_id, group_name, attributes
                FROM invitation WHERE id = :id
                """,
                {"response": response.id, "id": invitation_id},
            )
            session.execute_each(
                """
                INSERT INTO answer (response_id, item_id, choice)
                VALUES (:response, :item, :choice)
                """,
                (
                    {"response": response.id, "item": item, "choice": choice}
                    for item, choice in response.choices.items()
                ),
            )

    return submit


def careless(answers: Answers, asked: Sequence[Question], *, least: int = 5) -> Publication:
    """What a tool without complementary hiding shows: every field of ``least`` ratings or more."""
    every = unprotected(answers, asked, least=least)
    tables = [
        each
        for each in every.tables
        if each.group == "everyone" and (each.segment is None or not _is_own(every, each))
    ]
    return msgspec.structs.replace(every, tables=tuple(tables))


def rest_of_a_row(publication: Publication, total: str, department: str) -> list[Finding]:
    """What a department gives all others together, less what it is shown to give each of them."""
    cell: Cell = ("everyone", ("department", department))
    row = shown(publication, total).get(cell)
    if row is None:
        return []
    fields = [shown(publication, each.id) for each in publication.questions if each.rated]
    left = row - sum(each[cell] for each in fields if cell in each)
    return [Finding(who=department, counts=tuple(int(each) for each in left))] if left.any() else []


def one_among_the_same(publication: Publication, question: str) -> list[Finding]:
    """Who gave the one answer that differs in a small table knows what all the others said."""
    return [
        Finding(who=str(cell), counts=tuple(int(each) for each in counts))
        for cell, counts in shown(publication, question).items()
        if counts.sum() < 10 and counts.max() >= counts.sum() - 1
    ]


def found_over_rounds(
    people: People, publications: Sequence[Publication], question: str
) -> list[list[int]]:
    """Fewer than five people whose ratings follow from all rounds, if all stay with theirs."""
    rates = people.answers.choices[question] > 0
    there = tuple(each & rates for each in people.there)
    raters = People(answers=people.answers, there=there)
    return few_found_out(raters, publications, question, fewest=5)


def compare_departments(
    before: tuple[Publication, str],
    after: tuple[Publication, str],
    names: Mapping[str, Sequence[str]],
) -> list[Finding]:
    """Take departments of an earlier round from what a reader knows they have become.

    ``before`` and ``after`` are publications with the question that rates one department.
    """
    old, new = shown(*before), shown(*after)
    found = []
    for name, former in names.items():
        now = new.get(("everyone", ("department", name)))
        then = [old.get(("everyone", ("department", each))) for each in former]
        known = [each for each in then if each is not None]
        if now is not None and len(known) == len(then):
            change = now - np.sum(known, axis=0)
            found.append(Finding(who=name, counts=tuple(int(each) for each in change)))
    return [each for each in found if min(each.counts) >= 0 and each.people]


def withheld_and_least(answers: Answers, question: Question, shown_: int) -> tuple[int, int, int]:
    """How many fields of somebody's are withheld, must be at the least, and are there.

    Tries all choices of a column's fields that the audit passes, those with everyone's first,
    and of these those with most departments.
    """
    tables, every = tabulate(answers, [question]), careless(answers, [question], least=1)
    there = [cell_of(each) for each in every.tables if each.counts is not None]
    enough = [cell for cell in there if tables.of(question.id, *cell).sum() >= 8]
    whole = [cell for cell in enough if cell[1] is None]
    parts = [cell for cell in enough if cell[1] is not None]
    most = next(
        len(lines) + number
        for lines in (whole, [])
        for number in range(len(parts), -1, -1)
        for kept in combinations(parts, number)
        if not exposures(showing(every, [*lines, *kept]), tables)
    )
    return len(there) - shown_, len(there) - most, len(there)


def drawn(generator: np.random.Generator, departments: int) -> tuple[Answers, tuple[Question, ...]]:
    """Departments of any size that rate each other, and leaders of whom no department is stored."""
    names = [chr(ord("A") + number) for number in range(departments)]
    sizes = [int(each) for each in generator.integers(2, 25, departments)]
    places = np.array([*np.repeat(names, sizes), *[""] * int(generator.integers(0, 8))])
    number, asked = places.size, questions_of(QUESTIONNAIRE, rated=names)
    choices = {"role_result": generator.integers(1, 4, number).astype(np.int8)}
    for each in asked:
        if each.kind == "silo":
            depends = generator.random(number) < generator.choice([0.2, 0.5, 0.9, 1.0])
            rates = depends & (places != each.rated)
            choices[each.id] = np.where(rates, generator.integers(1, 6, number), 0).astype(np.int8)
    answers = Answers(
        is_leader=places == "", attributes={"department": places.astype(np.str_)}, choices=choices
    )
    return answers, tuple(each for each in asked if each.kind != "pillar")


def _is_own(publication: Publication, table: Table) -> bool:
    rated = next(each.rated for each in publication.questions if each.id == table.question)
    return table.segment == {"department": rated}
