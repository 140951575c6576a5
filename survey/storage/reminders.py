"""Reminders of commitments: each planned once, its mails claimed by one process at a time."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from survey.storage import outbox
from survey.storage.driver import Driver
from survey.storage.moments import Clock, moment

_DUE: Final = """
    SELECT * FROM reminder_mail WHERE due <= :now AND claimed_until <= :now ORDER BY id LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedReminder:
    """One mail that only we may send now. ``id`` is the same at every attempt."""

    id: str
    commitment_id: str
    slot: str
    attempts: int
    recipient: str = field(repr=False)


class Reminders:
    """The reminders of commitments of a database."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def plan(self, commitment_id: str, slot: str, recipients: Iterable[str]) -> bool:
        """Queue one reminder to each of ``recipients``; return False if it was queued before."""
        with self._driver.writing() as session:
            planned = session.execute(
                """
                INSERT INTO reminder (commitment_id, slot) VALUES (:id, :slot)
                ON CONFLICT (commitment_id, slot) DO NOTHING
                """,
                {"id": commitment_id, "slot": slot},
            )
            if planned:
                session.execute_each(
                    """
                    INSERT INTO reminder_mail (id, commitment_id, slot, recipient, due)
                    VALUES (:id, :commitment, :slot, :recipient, :due)
                    """,
                    [
                        {
                            "id": secrets.token_hex(16),
                            "commitment": commitment_id,
                            "slot": slot,
                            "recipient": each,
                            "due": moment(self._now()),
                        }
                        for each in sorted(set(recipients))
                    ],
                )
        return planned > 0

    def planned(self) -> set[tuple[str, str]]:
        """Return what was queued so far: commitments' ids and slots."""
        with self._driver.reading() as session:
            rows = session.query("SELECT commitment_id, slot FROM reminder")
        return {(row["commitment_id"], row["slot"]) for row in rows}

    def is_due(self) -> bool:
        """Return whether a reminder waits to be sent now, and the mail server has no rest."""
        now = self._now()
        with self._driver.reading() as session:
            return not outbox.rests(session, now) and bool(
                session.query(_DUE, {"now": moment(now)})
            )

    def claim(self, *, per_minute: int) -> ClaimedReminder | None:
        """Claim one mail that is due; None where none is, or none may go out in this minute."""
        now = self._now()
        with outbox.alone(self._driver) as session:
            if not outbox.may_send(session, now, per_minute):
                return None
            due = session.query(_DUE, {"now": moment(now)})
            if not due:
                return None
            session.execute(
                "UPDATE reminder_mail SET claimed_until = :until WHERE id = :id",
                {"id": due[0]["id"], "until": moment(now + outbox.LEASE)},
            )
            outbox.count_one(session)
        return ClaimedReminder(
            id=due[0]["id"],
            commitment_id=due[0]["commitment_id"],
            slot=due[0]["slot"],
            attempts=due[0]["attempts"],
            recipient=due[0]["recipient"],
        )

    def handled(self, mail_id: str, *, well: bool) -> None:
        """Record that a mail was taken (``well``), or never will be: its row is gone."""
        with outbox.alone(self._driver) as session:
            session.execute("DELETE FROM reminder_mail WHERE id = :id", {"id": mail_id})
            if well:
                outbox.forget_troubles(session)

    def put_off(self, mail_id: str, wait: timedelta) -> None:
        """Try a mail again after ``wait``."""
        with outbox.alone(self._driver) as session:
            session.execute(
                """
                UPDATE reminder_mail SET claimed_until = '', attempts = attempts + 1, due = :due
                WHERE id = :id
                """,
                {"id": mail_id, "due": moment(self._now() + wait)},
            )

    def let_go(self, mail_id: str) -> None:
        """Give a claim back: the mail was not tried, through no fault of its own."""
        with outbox.alone(self._driver) as session:
            session.execute(
                "UPDATE reminder_mail SET claimed_until = '' WHERE id = :id", {"id": mail_id}
            )
