"""Tries are counted together by all who use a database, and are soon forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.mail.mailbox import Clock

QUARTER = timedelta(minutes=15)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(driver: Driver, clock: Clock) -> Store:
    return Store(driver, now=clock)


def kept(driver: Driver) -> int:
    with driver.reading() as session:
        return len(session.query("SELECT id FROM attempt"))


def test_no_more_than_the_most_get_through_however_many_come_at_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: store.attempts.take({"a": 10}, within=QUARTER), range(40)))

    assert waits.count(None) == 10
    assert {each for each in waits if each is not None} == {QUARTER}
    assert store.attempts.take({"b": 10}, within=QUARTER) is None


def test_the_oldest_of_the_last_tries_says_how_long_to_wait(store: Store, clock: Clock) -> None:
    for _ in range(3):
        assert store.attempts.take({"a": 3}, within=QUARTER) is None
        clock.pass_by(minutes=2)

    assert store.attempts.take({"a": 3}, within=QUARTER) == timedelta(minutes=9)
    clock.pass_by(minutes=9)
    assert store.attempts.take({"a": 3}, within=QUARTER) is None
    assert store.attempts.take({"a": 3}, within=QUARTER) == timedelta(minutes=2)


def test_a_try_of_two_counts_for_both_or_for_neither(store: Store, driver: Driver) -> None:
    assert store.attempts.take({"a": 1, "all": 3}, within=QUARTER) is None
    assert store.attempts.take({"a": 1, "all": 3}, within=QUARTER) == QUARTER
    assert kept(driver) == 2
    for who in ("b", "c"):
        assert store.attempts.take({who: 1, "all": 3}, within=QUARTER) is None

    assert store.attempts.take({"d": 1, "all": 3}, within=QUARTER) == QUARTER
    assert store.attempts.take({"d": 1}, within=QUARTER) is None


def test_how_long_to_wait_can_be_asked_without_a_try(
    store: Store, driver: Driver, clock: Clock
) -> None:
    store.attempts.take({"a": 1}, within=QUARTER)
    clock.pass_by(minutes=5)

    assert store.attempts.wait({"a": 1}) == timedelta(minutes=10)
    assert store.attempts.wait({"a": 2, "b": 1}) is None
    clock.pass_by(minutes=10)
    assert store.attempts.wait({"a": 1}) is None
    assert kept(driver) == 1


def test_tries_are_gone_after_a_success_and_after_their_time(
    store: Store, driver: Driver, clock: Clock
) -> None:
    for who in ("a", "b", "b"):
        store.attempts.take({who: 10}, within=QUARTER)
    store.attempts.forget("b")
    assert kept(driver) == 1
    clock.pass_by(minutes=14)
    store.attempts.forget_old()
    assert kept(driver) == 1
    clock.pass_by(minutes=1)
    store.attempts.forget_old()

    assert kept(driver) == 0
