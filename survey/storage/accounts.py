"""Accounts of organisers and viewers, their sessions, and links that work once.

Passwords, session cookies and links come hashed: what they were is nowhere here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from survey.errors import AccountError
from survey.phrases import phrase
from survey.storage.driver import Driver, Session
from survey.storage.moments import Clock, moment

Role: TypeAlias = Literal["organiser", "viewer"]
PASSWORD_LINK: Final = "password"  # noqa: S105 - a purpose, not a password
_ROLES: Final = "who is an organiser"
_ONE_TIME: Final = """
    SELECT email FROM one_time
    WHERE link_hash = :hash AND purpose = :purpose AND expires > :now
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who signs in. ``email`` is in lower case."""

    email: str
    role: Role


class Accounts:
    """The accounts of a database. E-mail addresses are compared without regard to case."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def create(self, email: str, password_hash: str | None, role: Role) -> None:
        """Keep a new account; one without a password signs in elsewhere.

        Raises
        ------
        AccountError
            There is an account with this address already.
        """
        with self._driver.writing() as session:
            added = session.execute(
                """
                INSERT INTO account (email, password_hash, role)
                VALUES (:email, :password_hash, :role) ON CONFLICT (email) DO NOTHING
                """,
                {"email": _key(email), "password_hash": password_hash, "role": role},
            )
        if not added:
            raise AccountError(
                f"there is an account for {_key(email)} already",
                advice=phrase(
                    "This address has an account already. Sign in, or use another address."
                ),
            )

    def set_password(self, email: str, password_hash: str) -> None:
        """Change a password and end every session of the account.

        Raises
        ------
        AccountError
            There is no such account.
        """
        with self._driver.writing() as session:
            changed = session.execute(
                "UPDATE account SET password_hash = :password_hash WHERE email = :email",
                {"email": _key(email), "password_hash": password_hash},
            )
            if not changed:
                raise _no_account(email)
            _end_sessions(session, email)

    def password_hash(self, email: str) -> str | None:
        """Return the hash of a password, or None: no such account, or it has no password."""
        with self._driver.reading() as session:
            rows = session.query(
                "SELECT password_hash FROM account WHERE email = :email", {"email": _key(email)}
            )
        if not rows:
            return None
        kept: str | None = rows[0]["password_hash"]
        return kept

    def get(self, email: str) -> Account | None:
        """Return the account of an address, or None."""
        with self._driver.reading() as session:
            rows = session.query(
                "SELECT email, role FROM account WHERE email = :email", {"email": _key(email)}
            )
        return Account(email=rows[0]["email"], role=rows[0]["role"]) if rows else None

    def all(self) -> list[Account]:
        """Return every account, by address."""
        with self._driver.reading() as session:
            rows = session.query("SELECT email, role FROM account ORDER BY email")
        return [Account(email=row["email"], role=row["role"]) for row in rows]

    def without_password(self) -> set[str]:
        """Return the addresses that have no password: invited only, or they sign in elsewhere."""
        with self._driver.reading() as session:
            rows = session.query("SELECT email FROM account WHERE password_hash IS NULL")
        return {row["email"] for row in rows}

    def set_role(self, email: str, role: Role) -> None:
        """Change what an account may do, from its next page on.

        Raises
        ------
        AccountError
            There is no such account, or no organiser with a password would be left.
        """
        with self._driver.writing() as session:
            session.hold(_ROLES, alone=True)
            had_organiser = _has_organiser(session)
            changed = session.execute(
                "UPDATE account SET role = :role WHERE email = :email",
                {"email": _key(email), "role": role},
            )
            if not changed:
                raise _no_account(email)
            if had_organiser and not _has_organiser(session):
                raise _last_organiser()

    def remove(self, email: str) -> None:
        """Delete an account, its sessions and its links. What it did stays in the audit.

        Raises
        ------
        AccountError
            There is no such account, or no organiser with a password would be left.
        """
        with self._driver.writing() as session:
            session.hold(_ROLES, alone=True)
            had_organiser = _has_organiser(session)
            _end_sessions(session, email)
            _end_links(session, email)
            removed = session.execute(
                "DELETE FROM account WHERE email = :email", {"email": _key(email)}
            )
            if not removed:
                raise _no_account(email)
            if had_organiser and not _has_organiser(session):
                raise _last_organiser()

    def count(self) -> int:
        """Return how many accounts there are."""
        with self._driver.reading() as session:
            number: int = session.query("SELECT COUNT(*) AS number FROM account")[0]["number"]
        return number

    def start_session(self, session_hash: str, email: str, expires: datetime) -> None:
        """Keep a session until it expires; those that expired are forgotten.

        Raises
        ------
        AccountError
            There is no such account.
        """
        with self._driver.writing() as session:
            session.execute(
                "DELETE FROM session WHERE expires <= :now", {"now": moment(self._now())}
            )
            added = session.execute(
                """
                INSERT INTO session (session_hash, email, expires)
                SELECT :hash, email, :expires FROM account WHERE email = :email
                """,
                {"hash": session_hash, "email": _key(email), "expires": moment(expires)},
            )
            if not added:
                raise _no_account(email)

    def account_of(self, session_hash: str) -> Account | None:
        """Return whose session this is, or None when it expired, ended or never was."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT account.email, role
                FROM session JOIN account ON account.email = session.email
                WHERE session_hash = :hash AND expires > :now
                """,
                {"hash": session_hash, "now": moment(self._now())},
            )
        return Account(email=rows[0]["email"], role=rows[0]["role"]) if rows else None

    def end_session(self, session_hash: str) -> None:
        """Sign one browser out; fine when it was signed out already."""
        with self._driver.writing() as session:
            session.execute(
                "DELETE FROM session WHERE session_hash = :hash", {"hash": session_hash}
            )

    def end_sessions(self, email: str) -> None:
        """Sign an account out everywhere."""
        with self._driver.writing() as session:
            _end_sessions(session, email)

    def add_one_time(
        self, link_hash: str, purpose: str, email: str | None, expires: datetime
    ) -> None:
        """Keep a link that works once, for one purpose, until it expires; forget expired ones."""
        with self._driver.writing() as session:
            session.execute(
                "DELETE FROM one_time WHERE expires <= :now", {"now": moment(self._now())}
            )
            session.execute(
                """
                INSERT INTO one_time (link_hash, purpose, email, expires)
                VALUES (:hash, :purpose, :email, :expires)
                """,
                {
                    "hash": link_hash,
                    "purpose": purpose,
                    "email": None if email is None else _key(email),
                    "expires": moment(expires),
                },
            )

    def use_one_time(self, link_hash: str, purpose: str) -> str | None:
        """Use a link up; return the address it was made for, if it was made for one.

        Raises
        ------
        AccountError
            The link was used, expired, is for another purpose, or never was.
        """
        with self._driver.writing() as session:
            return self._use(session, link_hash, purpose)

    def use_password_link(self, link_hash: str, password_hash: str) -> str:
        """Use a link up to set its account's password; return the account's address.

        All sessions and other links of the account end, in the same transaction.

        Raises
        ------
        AccountError
            The link was used, expired, is for another purpose, or never was.
        """
        with self._driver.writing() as session:
            email = self._use(session, link_hash, PASSWORD_LINK) or ""
            session.execute(
                "UPDATE account SET password_hash = :password_hash WHERE email = :email",
                {"email": email, "password_hash": password_hash},
            )
            _end_sessions(session, email)
            _end_links(session, email)
        return email

    def owner_of_password_link(self, link_hash: str) -> str | None:
        """Return whose password a link may set, or None when it can no longer be used."""
        with self._driver.reading() as session:
            rows = session.query(_ONE_TIME, self._link(link_hash, PASSWORD_LINK))
        owner: str | None = rows[0]["email"] if rows else None
        return owner

    def _link(self, link_hash: str, purpose: str) -> dict[str, str]:
        return {"hash": link_hash, "purpose": purpose, "now": moment(self._now())}

    def _use(self, session: Session, link_hash: str, purpose: str) -> str | None:
        session.hold(f"one-time {link_hash}", alone=True)
        rows = session.query(_ONE_TIME, self._link(link_hash, purpose))
        if not rows:
            raise AccountError(
                f"a one-time link for {purpose} cannot be used",
                advice=phrase("This link was used already or is too old. Ask for a new one."),
            )
        session.execute("DELETE FROM one_time WHERE link_hash = :hash", {"hash": link_hash})
        email: str | None = rows[0]["email"]
        return email


def _key(email: str) -> str:
    return email.strip().lower()


def _end_sessions(session: Session, email: str) -> None:
    session.execute("DELETE FROM session WHERE email = :email", {"email": _key(email)})


def _end_links(session: Session, email: str) -> None:
    session.execute("DELETE FROM one_time WHERE email = :email", {"email": _key(email)})


def _has_organiser(session: Session) -> bool:
    """Whether somebody can run rounds even when a sign-in elsewhere fails."""
    return bool(
        session.query(
            """
            SELECT email FROM account
            WHERE role = 'organiser' AND password_hash IS NOT NULL LIMIT 1
            """
        )
    )


def _last_organiser() -> AccountError:
    return AccountError(
        "no organiser with a password would be left",
        advice="One organiser who has a password must stay, so that somebody can get in. "
        "Make another one first, and wait until the password is set.",
    )


def _no_account(email: str) -> AccountError:
    return AccountError(
        f"there is no account for {_key(email)}",
        advice="Check the address; an organiser can make an account for it.",
    )
