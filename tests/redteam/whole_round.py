"""A whole round played through the pages, and what a judge knows of it: who answered what, when."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.fieldwork import PersonalLink, close, create_round, launch, personal_links
from survey.invitations import device_id, token_hash
from survey.people import Person
from survey.questionnaire import Group
from survey.respond.routes import DEVICE_COOKIE
from survey.storage import Store
from tests.survey.examples import ITEMS, OPEN_QUESTION, ORGANISER, QUESTIONNAIRE
from tests.survey.served import BASE_URL, Device

Choices = tuple[int, ...]
Combination = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What only the judge knows.

    ``choices`` tells by a person's label what they answered to the first items; no two
    people answered the same. ``arrived`` holds labels in the order their answers came.
    """

    round_id: str
    people: tuple[Person, ...]
    links: tuple[PersonalLink, ...]
    choices: dict[str, Choices]
    arrived: tuple[str, ...]
    drafts: tuple[bytes, ...]
    numbers: tuple[str, ...]
    secrets: tuple[str, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(each.link.rpartition("/")[2] for each in self.links)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(words_of(label) for label in self.arrived)


def words_of(label: str) -> str:
    return f"In my own words, {label}."


def choices_of(number: int) -> Choices:
    """Answers to the first items that no other number gives."""
    return (1 + number % 5, 1 + number // 5 % 5, 1 + number // 25 % 5)


def people_of(sizes: dict[tuple[Group, str], int]) -> list[Person]:
    """People of each group and department, with names and addresses of their own."""
    places = [place for place, size in sizes.items() for _ in range(size)]
    return [
        Person(
            id=f"{number:032x}",
            label=f"Colleague {number:03}",
            email=f"colleague{number:03}@kite-works.example",
            group=group,
            attributes={"department": department},
        )
        for number, (group, department) in enumerate(places)
    ]


def launched(store: Store, people: Sequence[Person]) -> str:
    round_ = create_round(
        store, questionnaire=QUESTIONNAIRE, name="Spring", organisation="Kite Works"
    )
    store.people.replace(round_.id, people)
    launch(store, round_.id, ORGANISER)
    return round_.id


def played(store: Store, people: Sequence[Person], who: Sequence[int]) -> Truth:
    """Let the people numbered ``who`` answer in that order, each after saving a draft."""
    round_id = launched(store, people)
    links = personal_links(store, round_id, BASE_URL)
    device = Device(store)
    drafts, numbers, secrets = [], [], []
    for number in who:
        path = links[number].link.removeprefix(BASE_URL)
        device.client.cookies.clear()
        page = device.open(path)
        form = {
            **page.filled(),
            **dict(zip(ITEMS, map(str, choices_of(number)), strict=False)),
            OPEN_QUESTION: words_of(people[number].label),
        }
        assert device.send(f"{path}/draft", form).status_code == 303
        secret = device.client.cookies[DEVICE_COOKIE]
        drafts.append(_draft_of(store, path, secret))
        assert device.send(path, form).headers["location"] == "/thanks"
        numbers.append(form["response-id"])
        secrets.append(secret)
    return Truth(
        round_id=round_id,
        people=tuple(people),
        links=tuple(links),
        choices={people[each].label: choices_of(each) for each in who},
        arrived=tuple(people[each].label for each in who),
        drafts=tuple(drafts),
        numbers=tuple(numbers),
        secrets=tuple(secrets),
    )


def ended(store: Store, truth: Truth) -> None:
    close(store, truth.round_id, ORGANISER)


def _draft_of(store: Store, path: str, secret: str) -> bytes:
    invitation = store.invitations.by_token_hash(token_hash(path.rpartition("/")[2]))
    assert invitation is not None
    kept = store.drafts.get(invitation.id, device_id(secret, invitation.id))
    assert kept is not None
    return kept
