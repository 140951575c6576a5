"""Accounts: who gets in, who does not, and what they read."""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey.accounts import (
    ATTEMPTS_WITHIN,
    MOST_ATTEMPTS,
    account_of,
    change_password,
    create_account,
    create_organiser,
    setup_link,
    sign_in,
    sign_out,
    use_setup_link,
)
from survey.errors import AccountError
from survey.storage import Account, Store, open_store

_EMAIL = "hr@example.com"
_PASSWORD = "correct horse battery"
_START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = _START

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'plumbline.db'}", now=clock)
    store.migrate()
    yield store
    store.close()


def test_an_organiser_signs_in_and_out(store: Store) -> None:
    create_organiser(store, " HR@Example.com ", _PASSWORD)

    session = sign_in(store, "hr@example.COM", _PASSWORD)

    assert account_of(store, session) == Account(email=_EMAIL, role="organiser")
    sign_out(store, session)
    assert account_of(store, session) is None
    sign_out(store, session)


def test_a_session_lasts_fourteen_days(store: Store, clock: Clock) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)
    session = sign_in(store, _EMAIL, _PASSWORD)

    clock.at = _START + timedelta(days=14)
    assert account_of(store, session) is not None
    clock.at = _START + timedelta(days=15)
    assert account_of(store, session) is None


def test_signing_out_of_one_browser_leaves_the_other(store: Store) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)
    here, there = (sign_in(store, _EMAIL, _PASSWORD) for _ in range(2))

    sign_out(store, here)

    assert here != there
    assert account_of(store, there) is not None


def test_a_viewer_is_not_an_organiser(store: Store) -> None:
    account = create_account(store, "ceo@example.com", _PASSWORD, role="viewer")

    assert account == Account(email="ceo@example.com", role="viewer")


def test_the_database_holds_neither_password_nor_session(store: Store, tmp_path: Path) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)
    session = sign_in(store, _EMAIL, _PASSWORD)

    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b"$argon2id$" in files
    assert _PASSWORD.encode() not in files
    assert session.encode() not in files


@pytest.mark.parametrize(
    ("email", "password"),
    [(_EMAIL, "correct horse batterz"), ("nobody@example.com", _PASSWORD), (_EMAIL, "x" * 501)],
)
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    store: Store, email: str, password: str
) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)

    with pytest.raises(AccountError) as refused:
        sign_in(store, email, password)

    assert refused.value.advice == "The e-mail address or the password is not right."
    assert email not in str(refused.value)


def test_an_unknown_address_takes_as_long_as_a_wrong_password(store: Store) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)

    def seconds(email: str) -> float:
        start = time.perf_counter()
        with pytest.raises(AccountError):
            sign_in(store, email, "another password")
        return time.perf_counter() - start

    seconds("first@example.com")
    known = statistics.median(seconds(_EMAIL) for _ in range(5))
    unknown = statistics.median(seconds(f"nobody{n}@example.com") for n in range(5))

    assert unknown > known / 3


def test_an_account_without_a_password_is_not_signed_in_by_one(
    store: Store,
) -> None:
    store.accounts.create("sso@example.com", None, "viewer")

    with pytest.raises(AccountError):
        sign_in(store, "sso@example.com", "")


def fail(store: Store, email: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(AccountError, match="a sign-in was refused"):
            sign_in(store, email, "wrong")


def test_too_many_failures_make_an_address_wait_and_no_other(store: Store, clock: Clock) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)
    create_organiser(store, "other@example.com", _PASSWORD)
    fail(store, _EMAIL, 1)
    clock.at += timedelta(minutes=3)
    fail(store, _EMAIL, MOST_ATTEMPTS - 1)

    with pytest.raises(AccountError) as refused:
        sign_in(store, _EMAIL.upper(), _PASSWORD)

    assert refused.value.advice == "Too many attempts for this address. Try again in 12 minutes."
    assert sign_in(store, "other@example.com", _PASSWORD)
    clock.at = _START + ATTEMPTS_WITHIN
    assert sign_in(store, _EMAIL, _PASSWORD)


def test_a_sign_in_that_goes_well_clears_earlier_failures(store: Store) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)
    for _ in range(2):
        fail(store, _EMAIL, MOST_ATTEMPTS - 1)
        assert sign_in(store, _EMAIL, _PASSWORD)


def test_several_processes_count_together(store: Store, tmp_path: Path, clock: Clock) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)
    others = [open_store(f"sqlite:///{tmp_path / 'plumbline.db'}", now=clock) for _ in range(2)]
    for each in (*others, *others, *others, *others, *others):
        fail(each, _EMAIL, 1)

    with pytest.raises(AccountError, match="too many failed sign-ins"):
        sign_in(store, _EMAIL, _PASSWORD)
    for each in others:
        each.close()


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("short", "at least 12 characters; this one has 5"),
        ("x" * 501, "at most 500 characters"),
        ("aaaaaaaaaaaaaa", "over and over"),
        ("HR@example.com", "this one is the e-mail address"),
    ],
)
def test_a_weak_password_is_refused_and_not_repeated(
    store: Store, password: str, advice: str
) -> None:
    with pytest.raises(AccountError) as refused:
        create_organiser(store, _EMAIL, password)

    assert advice in refused.value.advice
    assert password not in refused.value.advice + str(refused.value)
    assert store.accounts.count() == 0


def test_accents_may_be_typed_either_way(store: Store) -> None:
    create_organiser(store, _EMAIL, "schöne alte Brücke")

    assert sign_in(store, _EMAIL, "scho\u0308ne alte Bru\u0308cke")


def test_what_is_no_address_gets_no_account(store: Store) -> None:
    with pytest.raises(AccountError) as refused:
        create_organiser(store, "hr", _PASSWORD)

    assert "'hr' is not an e-mail address" in refused.value.advice


def test_an_address_has_one_account(store: Store) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)

    with pytest.raises(AccountError, match=r"there is an account for hr@example\.com already"):
        create_organiser(store, _EMAIL.upper(), _PASSWORD)


def test_a_changed_password_signs_the_account_out_everywhere(
    store: Store,
) -> None:
    create_organiser(store, _EMAIL, _PASSWORD)
    session = sign_in(store, _EMAIL, _PASSWORD)

    change_password(store, _EMAIL, "another horse, another battery")

    assert account_of(store, session) is None
    with pytest.raises(AccountError):
        sign_in(store, _EMAIL, _PASSWORD)
    assert sign_in(store, _EMAIL, "another horse, another battery")


def _token(link: str | None) -> str:
    assert link is not None
    return link.rpartition("/")[2]


def test_a_set_up_link_makes_the_first_account_once(store: Store) -> None:
    link = setup_link(store, "http://localhost:8501/")

    assert link is not None
    assert link.startswith("http://localhost:8501/setup/")
    assert use_setup_link(store, _token(link), _EMAIL, _PASSWORD).role == "organiser"
    assert setup_link(store, "http://localhost:8501") is None
    with pytest.raises(AccountError) as refused:
        use_setup_link(store, _token(link), "second@example.com", _PASSWORD)
    assert "set up already" in refused.value.advice


def test_a_weak_password_does_not_use_the_set_up_link_up(store: Store) -> None:
    token = _token(setup_link(store, "http://x"))
    with pytest.raises(AccountError):
        use_setup_link(store, token, _EMAIL, "short")

    assert use_setup_link(store, token, _EMAIL, _PASSWORD).email == _EMAIL


def test_an_unknown_or_old_set_up_link_makes_no_account(store: Store, clock: Clock) -> None:
    token = _token(setup_link(store, "http://x"))
    with pytest.raises(AccountError):
        use_setup_link(store, token[::-1], _EMAIL, _PASSWORD)
    clock.at = _START + timedelta(days=2)

    with pytest.raises(AccountError) as refused:
        use_setup_link(store, token, _EMAIL, _PASSWORD)

    assert refused.value.advice == "This link was used already or is too old. Ask for a new one."
    assert store.accounts.count() == 0


def test_the_database_holds_no_set_up_link(store: Store, tmp_path: Path) -> None:
    token = _token(setup_link(store, "http://x"))

    assert token.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
