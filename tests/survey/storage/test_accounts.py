"""Accounts, sessions, links that work once, and the audit; promised on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from survey.errors import AccountError
from survey.storage import Account, Store
from survey.storage.driver import Driver

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Hands:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def store(driver: Driver, clock: Hands) -> Store:
    return Store(driver, now=clock)


def test_an_address_is_one_account_whatever_its_case(store: Store) -> None:
    store.accounts.create(" Ann@Example.org", "hash", "organiser")

    assert store.accounts.password_hash("ann@example.ORG ") == "hash"
    assert store.accounts.get("ANN@example.org") == Account(
        email="ann@example.org", role="organiser"
    )
    with pytest.raises(AccountError, match="there is an account for ann@"):
        store.accounts.create("ann@example.org", "other", "viewer")
    assert store.accounts.password_hash("ann@example.org") == "hash"


def test_accounts_are_counted_and_listed_by_address(store: Store) -> None:
    assert store.accounts.count() == 0
    store.accounts.create("bob@example.org", None, "viewer")
    store.accounts.create("ann@example.org", "hash", "organiser")

    assert store.accounts.count() == 2
    assert [each.email for each in store.accounts.all()] == ["ann@example.org", "bob@example.org"]
    assert store.accounts.password_hash("bob@example.org") is None


def test_a_stranger_has_nothing(store: Store) -> None:
    assert store.accounts.password_hash("nobody@example.org") is None
    assert store.accounts.get("nobody@example.org") is None
    assert store.accounts.account_of("hash") is None
    with pytest.raises(AccountError, match="no account for nobody"):
        store.accounts.start_session("hash", "nobody@example.org", NOON + HOUR)
    with pytest.raises(AccountError, match="no account for nobody"):
        store.accounts.set_password("nobody@example.org", "hash")


def test_a_session_lasts_until_it_expires(store: Store, clock: Hands, driver: Driver) -> None:
    store.accounts.create("ann@example.org", "hash", "organiser")
    store.accounts.start_session("s1", "Ann@example.org", NOON + HOUR)
    assert store.accounts.account_of("s1") == Account(email="ann@example.org", role="organiser")

    clock.at = NOON + HOUR
    assert store.accounts.account_of("s1") is None
    store.accounts.start_session("s2", "ann@example.org", NOON + 2 * HOUR)
    with driver.reading() as session:
        kept = session.query("SELECT session_hash FROM session")
    assert [row["session_hash"] for row in kept] == ["s2"]


def test_signing_out_ends_one_session_or_all(store: Store) -> None:
    store.accounts.create("ann@example.org", "hash", "organiser")
    for number in range(3):
        store.accounts.start_session(f"s{number}", "ann@example.org", NOON + HOUR)

    store.accounts.end_session("s0")
    assert [store.accounts.account_of(f"s{n}") is None for n in range(3)] == [True, False, False]
    store.accounts.end_sessions("Ann@example.org")
    assert [store.accounts.account_of(f"s{n}") is None for n in range(3)] == [True, True, True]


def test_a_new_password_ends_every_session(store: Store) -> None:
    store.accounts.create("ann@example.org", "old", "organiser")
    store.accounts.start_session("s", "ann@example.org", NOON + HOUR)
    store.accounts.set_password("ann@example.org", "new")

    assert store.accounts.password_hash("ann@example.org") == "new"
    assert store.accounts.account_of("s") is None


def test_a_one_time_link_works_once_for_its_purpose(store: Store) -> None:
    store.accounts.add_one_time("h1", "setup", None, NOON + HOUR)
    store.accounts.add_one_time("h2", "password", "Ann@example.org", NOON + HOUR)

    with pytest.raises(AccountError):
        store.accounts.use_one_time("h1", "password")
    assert store.accounts.use_one_time("h1", "setup") is None
    assert store.accounts.use_one_time("h2", "password") == "ann@example.org"
    with pytest.raises(AccountError) as refusal:
        store.accounts.use_one_time("h1", "setup")
    assert "used already or is too old" in refusal.value.advice
    assert "h1" not in str(refusal.value)


def test_a_one_time_link_gets_too_old(store: Store, clock: Hands) -> None:
    store.accounts.add_one_time("h1", "setup", None, NOON + HOUR)
    clock.at = NOON + HOUR

    with pytest.raises(AccountError):
        store.accounts.use_one_time("h1", "setup")


def test_of_eight_who_use_a_link_at_once_one_gets_in(store: Store) -> None:
    store.accounts.add_one_time("h1", "setup", None, NOON + HOUR)
    together = Barrier(8)

    def use(_: int) -> bool:
        together.wait()
        try:
            store.accounts.use_one_time("h1", "setup")
        except AccountError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_the_audit_tells_who_did_what_in_order(store: Store, clock: Hands) -> None:
    store.audit.note("ann@example.org", "signed in")
    clock.at = NOON + HOUR
    store.audit.note("ann@example.org", "made links", "spring")
    store.audit.note("bob@example.org", "looked at", "summer")

    assert [each.deed for each in store.audit.all()] == ["signed in", "made links", "looked at"]
    only = store.audit.all("spring")
    assert [(each.by, each.deed, each.at) for each in only] == [
        ("ann@example.org", "made links", NOON + HOUR)
    ]
