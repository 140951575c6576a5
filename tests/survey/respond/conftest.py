"""An open round, links to it, and a calendar that tests can turn."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest

from survey.fieldwork import create_round, launch, personal_links
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.examples import ORGANISER, QUESTIONNAIRE, people
from tests.survey.served import BASE_URL, Device


@dataclass
class Calendar:
    """The day it is."""

    today: date = date(2026, 6, 3)

    def now(self) -> datetime:
        return datetime.combine(self.today, time(12), tzinfo=UTC)


@dataclass(frozen=True)
class Survey:
    """An open round: 5 leaders, then 20 staff, each with a link."""

    round_id: str
    links: tuple[str, ...]

    @property
    def leader(self) -> str:
        return self.links[0]

    @property
    def staff(self) -> str:
        return self.links[-1]


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(driver: Driver, calendar: Calendar) -> Store:
    return Store(driver, now=calendar.now)


@pytest.fixture
def survey(store: Store) -> Survey:
    round_ = create_round(
        store,
        questionnaire=QUESTIONNAIRE,
        name="Spring pulse",
        organisation="Kite & Works",
        opens_on=date(2026, 6, 1),
        closes_on=date(2026, 6, 12),
    )
    store.people.replace(round_.id, people(round_.id))
    launch(store, round_.id, ORGANISER)
    links = personal_links(store, round_.id, BASE_URL)
    return Survey(round_.id, tuple(each.link.removeprefix(BASE_URL) for each in links))


@pytest.fixture
def phone(store: Store) -> Device:
    return Device(store)
