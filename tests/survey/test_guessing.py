"""Wrong codes are counted by all who use a database, for a minute, and name no address."""

import pytest

from survey.guessing import WrongCodes
from survey.storage import Store, open_store
from survey.storage.driver import Driver
from tests.survey.mail.mailbox import Clock

ADDRESS = "192.0.2.77"
SECRET = "one for all servers"
MOST, MOST_OF_ALL = 4, 9


def counting(store: Store, *, secret: str = SECRET, kind: str = "codes") -> WrongCodes:
    return WrongCodes(store, secret=secret, kind=kind, most=MOST, most_of_all=MOST_OF_ALL)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def codes(driver: Driver, clock: Clock) -> WrongCodes:
    return counting(Store(driver, now=clock))


def guess(codes: WrongCodes, address: str, times: int) -> None:
    for _ in range(times):
        codes.note(address)


def rows(driver: Driver) -> list[str]:
    with driver.reading() as session:
        return [repr(dict(row)) for row in session.query("SELECT * FROM attempt")]


def test_servers_over_one_database_count_together(
    codes: WrongCodes, driver: Driver, database_url: str, clock: Clock
) -> None:
    elsewhere = open_store(database_url, now=clock)
    other = counting(elsewhere)
    guess(codes, ADDRESS, MOST // 2)
    guess(other, ADDRESS, MOST - MOST // 2 - 1)
    assert not codes.are_too_many(ADDRESS)

    other.note(ADDRESS)

    assert codes.are_too_many(ADDRESS)
    assert other.are_too_many(ADDRESS)
    assert not codes.are_too_many("192.0.2.78")
    elsewhere.close()


def test_all_together_may_not_guess_more_than_one_address_a_few_times(
    codes: WrongCodes, driver: Driver, clock: Clock
) -> None:
    for number in range(MOST_OF_ALL + 5):
        codes.note(f"10.0.{number}.1")
        assert codes.are_too_many("10.9.9.9") == (number + 1 >= MOST_OF_ALL)
    assert len(rows(driver)) == 2 * MOST_OF_ALL  # what is refused is not kept

    clock.pass_by(minutes=1)

    assert not codes.are_too_many("10.9.9.9")
    codes.note(ADDRESS)
    assert len(rows(driver)) == 2  # nobody's tries pile up


def test_one_kind_of_codes_is_not_shut_for_another_s_sake(
    codes: WrongCodes, driver: Driver, clock: Clock
) -> None:
    guess(codes, ADDRESS, MOST)
    store = Store(driver, now=clock)

    assert not counting(store, kind="slips").are_too_many(ADDRESS)


def test_what_is_kept_names_no_address_and_only_the_secret_finds_it(
    codes: WrongCodes, driver: Driver, clock: Clock
) -> None:
    guess(codes, ADDRESS, MOST)
    kept = rows(driver)
    other = counting(Store(driver, now=clock), secret="another")

    assert len(kept) == 2 * MOST
    assert not any(ADDRESS in each for each in kept)
    assert not other.are_too_many(ADDRESS)  # a plain hash would be found again


def test_looking_whether_there_were_too_many_writes_nothing(
    codes: WrongCodes, driver: Driver
) -> None:
    assert not codes.are_too_many(ADDRESS)

    assert rows(driver) == []
