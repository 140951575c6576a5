"""A matrix of who rates which department: its columns, rows, numbers, rounds and the file."""

from collections.abc import Callable
from dataclasses import replace

from survey.fieldwork import close, create_round, launch
from survey.invitations import new_id
from survey.people import Person
from survey.questionnaire import Group, find_questionnaire, row_id
from survey.responses import Response
from survey.storage import Store
from survey.storage.driver import Driver
from tests.redteam import matrices
from tests.redteam.whole_round import people_of
from tests.survey.examples import ORGANISER

THREE = ("Sales", "Service", "Support")
WITH_MATRIX = find_questionnaire("working_together")
assert WITH_MATRIX.silo_matrix is not None
ROWS = {name: row_id(WITH_MATRIX.silo_matrix, name) for name in THREE}
ITEM = WITH_MATRIX.pillars[0].items[0].id


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
