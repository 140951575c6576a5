"""The outbox: who is still to be sent a mail, claimed by one process at a time.

A mail's row is made when a mailing is planned and deleted when the mail was handled, for
everybody alike: whether a person had answered is asked at the moment of sending and kept
nowhere. No row holds a link: its token is made while it is sent.
"""

import secrets
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal

from survey.errors import RoundStateError
from survey.storage import audit, rounds
from survey.storage.driver import Driver, Params, Row, Session
from survey.storage.moments import Clock, moment

Kind = Literal["invitation", "reminder"]
LEASE: Final = timedelta(minutes=10)
"""How long a claim holds; a mail is handed over in less (`survey.mail.post`)."""
_DAYS_OFF: Final = "5,6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One mail that only we may send now. ``id`` is the same at every attempt."""

    id: str
    round_id: str
    kind: Kind
    attempts: int
    person: str
    email: str = field(repr=False)
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """How one mailing stands, in counts alone.

    ``handled`` people were sent the mail, or had answered before it was their turn: the two
    are not told apart. To ``failed`` addresses it could not be delivered.
    """

    kind: Kind
    day: date
    total: int
    handled: int
    failed: int

    @property
    def waiting(self) -> int:
        """How many are still to be sent."""
        return self.total - self.handled - self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMailing:
    """A mailing to plan. ``slot`` is one for each that a round may have.

    ``any_day``: it may also go out on days off; a reminder never does.
    """

    round_id: str
    kind: Kind
    slot: str
    day: date
    any_day: bool = False


class Outbox:
    """The mail of a database that is still to be sent."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def plan(self, mailing: NewMailing, *, by: str) -> bool:
        """Queue a mailing for everybody with an address; return False if it was queued before.

        Raises
        ------
        RoundStateError
            The round is not open, or nobody on its list has an address.
        """
        now = self._now()
        with self._driver.writing() as session:
            rounds.hold_with_others(session, mailing.round_id)
            session.hold("mix", alone=False)  # a mail is not tied to a row just being rewritten
            rounds.require_state(session, mailing.round_id, "open")
            mailing_id = secrets.token_hex(16)
            people = session.query(_WITH_ADDRESS, {"id": mailing.round_id})
            if not people:
                raise RoundStateError(
                    f"nobody on the list of round {mailing.round_id!r} has an e-mail address",
                    advice="Nobody on the people list has an e-mail address. Hand the links out "
                    "as CSV instead.",
                )
            if not session.execute(_PLAN, _mailing_row(mailing, mailing_id, len(people))):
                return False
            session.execute_each(
                """
                INSERT INTO mail (id, mailing_id, invitation_id, due)
                VALUES (:id, :mailing, :invitation, :due)
                """,
                (
                    {
                        "id": secrets.token_hex(16),
                        "mailing": mailing_id,
                        "invitation": row["id"],
                        "due": moment(now),
                    }
                    for row in people
                ),
            )
            what = {"invitation": "the invitations", "reminder": "a reminder"}[mailing.kind]
            audit.note_in(session, now, by=by, deed=f"queued {what}", round_id=mailing.round_id)
        return True

    def mailings(self, round_id: str) -> list[Mailing]:
        """Return a round's mailings, the oldest first."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT kind, day, total, handled, failed FROM mailing
                WHERE round_id = :id ORDER BY day, slot
                """,
                {"id": round_id},
            )
        return [
            Mailing(
                kind=row["kind"],
                day=date.fromisoformat(row["day"]),
                total=row["total"],
                handled=row["handled"],
                failed=row["failed"],
            )
            for row in rows
        ]

    def is_due(self) -> bool:
        """Return whether somebody waits for a mail now, and the mail server has no rest."""
        now = self._now()
        with self._driver.reading() as session:
            return not rests(session, now) and bool(session.query(_DUE, _due_now(now)))

    def claim(self, token_hash: str, *, per_minute: int) -> Claimed | None:
        """Claim one mail that is due, and keep the hash of the link it will carry.

        People who have answered meanwhile are left out on the way, and counted as handled.

        Returns
        -------
        Claimed or None
            None: nothing is due, this minute's ``per_minute`` are used up, the mail server
            is given a rest, or it is a day off.
        """
        while True:
            row = self._take(token_hash, per_minute)
            if row is None:
                return None
            if not row["used"]:
                break
        return Claimed(
            id=row["id"],
            round_id=row["round_id"],
            kind=row["kind"],
            attempts=row["attempts"],
            person=row["label"],
            email=row["email"],
            language=row["language"],
        )

    def _take(self, token_hash: str, per_minute: int) -> Row | None:
        """Claim the next mail, or be done with it where the person has answered.

        Either leaves one more link to the invitation, in a transaction of its own: else the
        links would tell who had answered before each reminder.
        """
        now = self._now()
        with alone(self._driver) as session:
            session.hold("mix", alone=False)
            if not may_send(session, now, per_minute):
                return None
            due = session.query(_DUE, _due_now(now))
            if not due:
                return None
            row = session.query(_ADDRESSED, {"id": due[0]["id"]})[0]
            if row["used"]:
                _add_link(session, secrets.token_hex(32), row)  # to nowhere: nobody has its token
                _finish(session, row["id"])
                return row
            session.execute(
                "UPDATE mail SET claimed_until = :until WHERE id = :id",
                {"id": row["id"], "until": moment(now + LEASE)},
            )
            _add_link(session, token_hash, row)
            count_one(session)
            return row

    def sent(self, mail_id: str) -> None:
        """Record that the mail server took a mail: its row is gone for good."""
        with alone(self._driver) as session:
            _finish(session, mail_id)
            forget_troubles(session)

    def refused(self, mail_id: str) -> None:
        """Record that a mail can never be delivered: only a count is left of it."""
        with alone(self._driver) as session:
            _finish(session, mail_id, failed=True)

    def put_off(self, mail_id: str, wait: timedelta, *, unused: str | None) -> None:
        """Try a mail again after ``wait``.

        ``unused`` is the hash of its link where the server surely did not take it.
        """
        with alone(self._driver) as session:
            if unused is not None:
                _forget_link(session, unused)
            session.execute(
                """
                UPDATE mail SET claimed_until = '', attempts = attempts + 1, due = :due
                WHERE id = :id
                """,
                {"id": mail_id, "due": moment(self._now() + wait)},
            )

    def rest(self, trouble: str) -> None:
        """Leave the mail server alone for a while: a minute, then ever longer, to an hour.

        ``trouble`` says why, without quoting the server or an address.
        """
        with alone(self._driver) as session:
            troubles = session.query("SELECT troubles FROM pace")[0]["troubles"]
            until = self._now() + timedelta(minutes=min(60, 2 ** min(troubles, 6)))
            session.execute(
                "UPDATE pace SET rest_until = :until, troubles = troubles + 1, trouble = :trouble",
                {"until": moment(until), "trouble": trouble},
            )

    def let_go(self, mail_id: str, token_hash: str) -> None:
        """Give a claim back: the mail was not tried, through no fault of its own."""
        with alone(self._driver) as session:
            _forget_link(session, token_hash)
            session.execute("UPDATE mail SET claimed_until = '' WHERE id = :id", {"id": mail_id})

    def trouble(self) -> str:
        """Return why mail does not go out at present, or nothing."""
        with self._driver.reading() as session:
            return str(session.query("SELECT trouble FROM pace")[0]["trouble"])


@contextmanager
def alone(driver: Driver) -> Generator[Session]:
    """Open a transaction that no other sender meets, so that none waits for another's rows."""
    with driver.writing() as session:
        session.hold("mail", alone=True)
        yield session


def _mailing_row(mailing: NewMailing, mailing_id: str, total: int) -> dict[str, str | int]:
    return {
        "id": mailing_id,
        "round_id": mailing.round_id,
        "kind": mailing.kind,
        "slot": mailing.slot,
        "day": mailing.day.isoformat(),
        "any_day": int(mailing.any_day),
        "total": total,
    }


def rests(session: Session, now: datetime) -> bool:
    """Return whether the mail server is being given a rest."""
    return bool(session.query("SELECT rest_until FROM pace")[0]["rest_until"] > moment(now))


def count_one(session: Session) -> None:
    """Count a mail against this minute's."""
    session.execute("UPDATE pace SET sent = sent + 1", {})


def forget_troubles(session: Session) -> None:
    """Record that the mail server takes our mail."""
    session.execute("UPDATE pace SET troubles = 0, trouble = ''", {})


def may_send(session: Session, now: datetime, per_minute: int) -> bool:
    """Return whether a mail may go out: the minute has room, and the server has no rest."""
    pace = session.query("SELECT minute, sent, rest_until FROM pace")[0]
    minute = moment(now)[:16]
    if pace["minute"] != minute:
        session.execute("UPDATE pace SET minute = :minute, sent = 0", {"minute": minute})
    elif pace["sent"] >= per_minute:
        return False
    return bool(pace["rest_until"] <= moment(now))


def _due_now(now: datetime) -> Params:
    return {
        "now": moment(now),
        "today": now.date().isoformat(),
        "weekday": f"%{now.weekday()}%",
        "days_off": _DAYS_OFF,
    }


def _finish(session: Session, mail_id: str, *, failed: bool = False) -> None:
    rows = session.query("SELECT mailing_id FROM mail WHERE id = :id", {"id": mail_id})
    if not session.execute("DELETE FROM mail WHERE id = :id", {"id": mail_id}):
        return  # the round closed meanwhile
    session.execute(
        """
        UPDATE mailing SET handled = handled + 1 - :failed, failed = failed + :failed
        WHERE id = :id
        """,
        {"id": rows[0]["mailing_id"], "failed": int(failed)},
    )


def _add_link(session: Session, token_hash: str, mail: Row) -> None:
    session.execute(
        "INSERT INTO link (token_hash, invitation_id) VALUES (:hash, :invitation)",
        {"hash": token_hash, "invitation": mail["invitation_id"]},
    )


def _forget_link(session: Session, token_hash: str) -> None:
    session.execute("DELETE FROM link WHERE token_hash = :hash", {"hash": token_hash})


_WITH_ADDRESS: Final = """
    SELECT invitation.id FROM invitation JOIN person ON person.id = invitation.person_id
    WHERE invitation.round_id = :id AND email IS NOT NULL
"""
_PLAN: Final = """
    INSERT INTO mailing (id, round_id, kind, slot, day, any_day, total)
    VALUES (:id, :round_id, :kind, :slot, :day, :any_day, :total)
    ON CONFLICT (round_id, slot) DO NOTHING
"""
_DUE: Final = """
    SELECT mail.id
    FROM mail
    JOIN mailing ON mailing.id = mail.mailing_id
    JOIN round ON round.id = mailing.round_id
    LEFT JOIN mail_plan ON mail_plan.round_id = round.id
    WHERE mail.due <= :now AND mail.claimed_until <= :now
        AND round.state = 'open' AND round.held IS NULL
        AND (round.closes_on IS NULL OR round.closes_on >= :today)
        AND (any_day = 1 OR COALESCE(mail_plan.days_off, :days_off) NOT LIKE :weekday)
    ORDER BY mail.id
    LIMIT 1
"""
_ADDRESSED: Final = """
    SELECT mail.id, mail.invitation_id, mail.attempts, mailing.round_id, mailing.kind,
        person.label, person.email, invitation.language, invitation.used
    FROM mail
    JOIN mailing ON mailing.id = mail.mailing_id
    JOIN invitation ON invitation.id = mail.invitation_id
    JOIN person ON person.id = invitation.person_id
    WHERE mail.id = :id
"""
