"""A round with a silo matrix and a function module, in a language read either way."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from survey.fieldwork import create_round, launch
from survey.people import Person
from survey.questionnaire import Group, Questionnaire, load_questionnaire
from survey.rounds import Round
from survey.storage import Store
from tests.survey.examples import ORGANISER

FILE = Path(__file__).parent / "together.v1.yaml"
TOGETHER: Questionnaire = load_questionnaire(FILE)
MODULE = "customer_mine"
"""The item that only customer service and leaders are asked."""
FEW = ("Delivery", "Finance", "Sales")
MANY = (
    *("Accounts", "Buying", "Customer care", "Delivery", "Engineering", "Facilities", "Legal"),
    *("Marketing", "People and culture", "Quality", "Sales", "Strategy", "Transport"),
)


def person(number: int, group: Group, **attributes: str) -> Person:
    """Return a person with an address of their own."""
    email = f"person{number}@example.org"
    return Person(
        id=f"together-{number}",
        label=f"Person {number}",
        email=email,
        group=group,
        attributes=attributes,
    )


def members(
    departments: Sequence[str] = FEW, *, each: int = 6, leaders: int = 5, **more: str
) -> list[Person]:
    """Return leaders of no department, then ``each`` staff of every department."""
    heads = [person(number, "leaders", **more) for number in range(leaders)]
    return heads + [
        person(leaders + number, "staff", department=departments[number // each], **more)
        for number in range(each * len(departments))
    ]


def with_functions(people: Sequence[Person], functions: Mapping[int, str]) -> list[Person]:
    """Return a list on which those with these places have a function."""
    return [
        person(
            at,
            each.group,
            **each.attributes,
            **({"function": functions[at]} if at in functions else {}),
        )
        for at, each in enumerate(people)
    ]


def drafted(store: Store, people: Sequence[Person] | None = None) -> Round:
    """Keep a draft of a round that asks `TOGETHER`."""
    made = create_round(store, questionnaire=TOGETHER, name="Spring", organisation="Kite & Works")
    store.people.replace(made.id, members() if people is None else list(people))
    return made


def launched(store: Store, people: Sequence[Person] | None = None) -> Round:
    """Open a round that asks `TOGETHER`."""
    made = drafted(store, people)
    launch(store, made.id, ORGANISER)
    return store.rounds.get(made.id)
