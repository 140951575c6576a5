"""An open round whose form has a silo matrix and a function module, to answer in tests."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from survey.fieldwork import close, personal_links
from survey.people import Person
from survey.questionnaire import row_id
from survey.storage import Store
from tests.survey.departments import FEW, MANY, TOGETHER, launched, members, with_functions
from tests.survey.examples import ORGANISER
from tests.survey.reading import Page
from tests.survey.served import BASE_URL, Device

MATRIX = TOGETHER.silo_matrix or pytest.fail("the questionnaire of these tests has a matrix")
ROWS = {each: row_id(MATRIX, each) for each in (*FEW, *MANY)}
ITEM = "role_result"
STRANGE = "an answer to a question that this survey does not have"
SERVING = with_functions(
    members(),
    dict.fromkeys(range(5, 11), "Customer service") | dict.fromkeys(range(11, 23), "Desk"),
)


@dataclass(frozen=True)
class Open:
    """An open round: a link for each person, in the order of the list."""

    store: Store
    round_id: str
    links: tuple[str, ...]

    @property
    def leader(self) -> str:
        return self.links[0]

    @property
    def delivery(self) -> str:
        """The link of somebody in the first department."""
        return self.links[5]

    @property
    def sales(self) -> str:
        """The link of somebody in the last department."""
        return self.links[-1]

    def stored(self) -> list[dict[str, int]]:
        """Close the round; return what lies together, each rating of a department apart."""
        close(self.store, self.round_id, ORGANISER)
        kept = self.store.responses.of(self.round_id)
        return sorted((dict(each.choices) for each in kept), key=sorted)


def open_to(store: Store, people: Sequence[Person] | None = None) -> Open:
    made = launched(store, people)
    links = personal_links(store, made.id, BASE_URL)
    return Open(store, made.id, tuple(each.link.removeprefix(BASE_URL) for each in links))


def rows_on(page: Page) -> list[str]:
    """Return the departments that a page has a line for, in its order."""
    names = {value: key for key, value in ROWS.items()}
    return [names[each] for each in page.radios if each in names]


def submitted(phone: Device, link: str, **answers: str) -> int:
    return phone.send(link, {**phone.open(link).filled(), **answers}).status_code
