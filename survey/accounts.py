"""Organisers and viewers: passwords, sign-ins, sessions, and the first set-up.

Passwords are kept as Argon2id hashes; sessions and set-up links as SHA-256 of tokens that
only the browser or the operator has.
"""

import secrets
import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from survey.errors import AccountError
from survey.invitations import new_token, token_hash
from survey.people import is_email
from survey.phrases import counted_phrase, phrase
from survey.storage import Account, Role, Store

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 500
SESSION_DAYS = 14
SETUP_DAYS = 1
MOST_ATTEMPTS = 10
"""How often a sign-in may fail for one address before it has to wait, over all processes."""
ATTEMPTS_WITHIN = timedelta(minutes=15)
_SETUP = "setup"
_FEWEST_CHARACTERS = 5
_REFUSED = phrase("The e-mail address or the password is not right.")

_hasher = PasswordHasher()
# One hash takes 64 MiB: many sign-ins at once must wait their turn.
_hashing = threading.BoundedSemaphore(2)


def create_organiser(store: Store, email: str, password: str) -> Account:
    """Make the account of somebody who runs rounds.

    Raises
    ------
    AccountError
        The address is none or has an account already, or the password is too weak.
    """
    return create_account(store, email, password, role="organiser")


def create_account(store: Store, email: str, password: str, *, role: Role) -> Account:
    """Make an account; raises as `create_organiser` does."""
    address = checked_address(email)
    check_password(address, password)
    store.accounts.create(address, _hashed(password), role)
    store.audit.note(address, f"account made ({role})")
    return Account(email=address, role=role)


def hashed_password(email: str, password: str) -> str:
    """Return a password's hash; raise `AccountError` when the password cannot be taken."""
    check_password(email, password)
    return _hashed(password)


def check_password(email: str, password: str) -> None:
    """Raise `AccountError` unless the password can be taken; it is never repeated."""
    chosen = _normal(password)
    if len(chosen) < SHORTEST_PASSWORD:
        raise AccountError(
            f"the password has {len(chosen)} characters, at least {SHORTEST_PASSWORD} are needed",
            advice=counted_phrase(
                "Choose a longer password; this one has {length} of at least one character.",
                "Choose a password of at least {count} characters; this one has {length}. "
                "Four or five unrelated words do well.",
                SHORTEST_PASSWORD,
                length=len(chosen),
            ),
        )
    if len(chosen) > LONGEST_PASSWORD:
        raise AccountError(
            f"the password has {len(chosen)} characters, at most {LONGEST_PASSWORD} are taken",
            advice=counted_phrase(
                "Choose a password of one character.",
                "Choose a password of at most {count} characters.",
                LONGEST_PASSWORD,
            ),
        )
    if len(set(chosen)) < _FEWEST_CHARACTERS or chosen.casefold() == email.strip().casefold():
        raise AccountError(
            "the password is easily guessed",
            advice=phrase(
                "Choose another password: this one is the e-mail address, or a few "
                "characters over and over. Four or five unrelated words do well."
            ),
        )


def sign_in(store: Store, email: str, password: str) -> str:
    """Return a fresh session's token, for a cookie; the store keeps its hash for 14 days.

    An unknown address takes as long as a wrong password, and is told the same.

    Raises
    ------
    AccountError
        The address or the password is not right, or there were too many attempts.
    """
    address = email.strip().lower()
    who = token_hash(f"sign-in {address}")
    wait = store.attempts.take({who: MOST_ATTEMPTS}, within=ATTEMPTS_WITHIN)
    if wait is not None:
        raise _too_many(wait)
    kept = store.accounts.password_hash(address)
    nobody = _nobody_s_hash()  # made before it is needed, so that the first time tells nothing
    fits = _fits(kept or nobody, password)
    if kept is None or not fits:
        raise AccountError("a sign-in was refused", advice=_REFUSED)
    store.attempts.forget(who)
    return start_session(store, address)


def _too_many(wait: timedelta) -> AccountError:
    return AccountError(
        "too many failed sign-ins for one address",
        advice=counted_phrase(
            "Too many attempts for this address. Try again in a minute.",
            "Too many attempts for this address. Try again in {count} minutes.",
            max(1, round(wait.total_seconds() / 60)),
        ),
    )


def start_session(store: Store, email: str) -> str:
    """Return a fresh session's token for an account that proved itself in some other way."""
    token = secrets.token_urlsafe(32)
    store.accounts.start_session(token_hash(token), email, _end_of_day(store, SESSION_DAYS))
    return token


def account_of(store: Store, session_token: str) -> Account | None:
    """Return whose session this is, or None when it expired, ended or never was."""
    return store.accounts.account_of(token_hash(session_token))


def sign_out(store: Store, session_token: str) -> None:
    """End one session; fine when it had ended already."""
    store.accounts.end_session(token_hash(session_token))


def change_password(store: Store, email: str, password: str) -> None:
    """Set an account's password and sign it out everywhere.

    Raises
    ------
    AccountError
        There is no such account, or the password is too weak.
    """
    check_password(email, password)
    store.accounts.set_password(email, _hashed(password))
    store.audit.note(email.strip().lower(), "password changed")


def setup_link(store: Store, base_url: str) -> str | None:
    """Return a link that makes the first account, or None when there is an account.

    It works once and until the end of tomorrow; only its hash is kept.
    """
    if store.accounts.count():
        return None
    token = new_token()
    store.accounts.add_one_time(token_hash(token), _SETUP, None, _end_of_day(store, SETUP_DAYS))
    return f"{base_url.rstrip('/')}/setup/{token}"


def use_setup_link(store: Store, token: str, email: str, password: str) -> Account:
    """Make the first organiser's account and use the link up.

    A bad address or password leaves the link as it was.

    Raises
    ------
    AccountError
        The link was used, is too old or never was; there is an account already; the
        address is none; or the password is too weak.
    """
    address = checked_address(email)
    check_password(address, password)
    if store.accounts.count():
        raise AccountError(
            "a set-up link was used although there is an account",
            advice=phrase(
                "Plumbline is set up already. Sign in, or ask an organiser for an account."
            ),
        )
    store.accounts.use_one_time(token_hash(token), _SETUP)
    return create_organiser(store, address, password)


def checked_address(email: str) -> str:
    """Return an e-mail address as accounts keep it, or raise `AccountError`."""
    address = email.strip().lower()
    if not is_email(address):
        raise AccountError(
            "an account needs an e-mail address",
            advice=phrase(
                "'{address}' is not an e-mail address. Write it like name@example.com.",
                address=email.strip(),
            ),
        )
    return address


def _end_of_day(store: Store, days: int) -> datetime:
    """Return the midnight (UTC) after ``days`` whole days: sessions tell no time of day."""
    return datetime.combine(store.today() + timedelta(days=days + 1), time_of_day.min, tzinfo=UTC)


def _normal(password: str) -> str:
    # The same letters come composed from one keyboard and decomposed from another.
    return unicodedata.normalize("NFC", password)


def _hashed(password: str) -> str:
    with _hashing:
        return _hasher.hash(_normal(password))


def _fits(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        with _hashing:
            return _hasher.verify(password_hash, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody_s_hash() -> str:
    """Return a hash no password fits, so that an unknown address costs the same time."""
    return _hasher.hash(secrets.token_urlsafe(32))
