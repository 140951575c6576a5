"""A mail server of each test's own, and a store whose clock the test moves."""

from collections.abc import Iterator

import pytest

from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.mail.mailbox import Clock, Mailbox, serving


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with serving(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(driver: Driver, clock: Clock) -> Store:
    return Store(driver, now=clock)
