"""A round to test with: 5 leaders, 20 staff in two departments, the shipped questionnaire."""

from dataclasses import dataclass

from survey.fieldwork import create_round, launch, personal_links
from survey.invitations import token_hash
from survey.people import Person
from survey.questionnaire import Group, find_questionnaire, questions
from survey.responses import Response
from survey.rounds import Round
from survey.storage import Store

QUESTIONNAIRE = find_questionnaire("four_pillars")
OPEN_QUESTION = next(each.id for each in questions(QUESTIONNAIRE, "staff") if each.kind == "open")
ITEMS = [each.id for each in questions(QUESTIONNAIRE, "staff") if each.kind == "item"]
ORGANISER = "hr@example.org"


@dataclass(frozen=True, slots=True)
class Running:
    """An open round and its invitations, leaders first, in the order of the people list."""

    round_id: str
    invitations: tuple[str, ...]


def people(prefix: str, *, leaders: int = 5, staff: int = 20) -> list[Person]:
    groups: list[Group] = [
        "leaders" if number < leaders else "staff" for number in range(leaders + staff)
    ]
    return [
        Person(
            id=f"{prefix}-{number}",
            label=f"Person {number}",
            email=f"person{number}@example.org",
            group=group,
            attributes={"department": "Sales" if number % 2 else "Service"},
        )
        for number, group in enumerate(groups)
    ]


def seats(prefix: str, *, sites: tuple[str, str] = ("York", "Leeds")) -> list[Person]:
    """Return 5 leaders and 20 staff at two sites, without addresses."""
    return [
        Person(
            id=f"{prefix}-{number}",
            label=str(number),
            email=None,
            group="leaders" if number < 5 else "staff",
            attributes={"site": sites[number % 2]},
        )
        for number in range(25)
    ]


def seated(
    store: Store, *, name: str = "Spring", sites: tuple[str, str] = ("York", "Leeds")
) -> str:
    """Open a round of `seats`; return its id."""
    round_ = create_round(
        store, questionnaire=QUESTIONNAIRE, name=name, organisation="Kite & Works"
    )
    store.people.replace(round_.id, seats(round_.id, sites=sites))
    launch(store, round_.id, ORGANISER)
    return round_.id


def draft(store: Store, *, name: str = "Spring", leaders: int = 5, staff: int = 20) -> Round:
    round_ = create_round(store, questionnaire=QUESTIONNAIRE, name=name, organisation="Kite Works")
    store.people.replace(round_.id, people(round_.id, leaders=leaders, staff=staff))
    return round_


def opened(store: Store, *, name: str = "Spring", leaders: int = 5, staff: int = 20) -> Running:
    round_ = draft(store, name=name, leaders=leaders, staff=staff)
    launch(store, round_.id, ORGANISER)
    recipients = store.invitations.of(round_.id)
    return Running(round_.id, tuple(recipient.invitation_id for recipient in recipients))


def a_token_hash(store: Store, round_id: str) -> str:
    first = personal_links(store, round_id, "https://survey.example.org")[0]
    return token_hash(first.link.rpartition("/")[2])


def response(number: int, *, choice: int | None = None, comment: str | None = None) -> Response:
    """Return a response to all items; number 7 sent twice is the same response."""
    return Response(
        id=f"{number:032x}",
        choices=dict.fromkeys(ITEMS, choice or 1 + number % 5),
        comments={} if comment is None else {OPEN_QUESTION: comment},
    )
