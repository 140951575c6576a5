"""Who did what to which round: organisers and viewers, never respondents."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from survey.storage.driver import Driver, Session
from survey.storage.moments import Clock, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing an organiser or viewer did. ``at`` is in UTC."""

    at: datetime
    by: str
    deed: str
    round_id: str | None


class Audit:
    """The record of deeds; nothing here is ever changed or deleted."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def note(self, by: str, deed: str, round_id: str | None = None) -> None:
        """Record that ``by`` did ``deed``."""
        with self._driver.writing() as session:
            note_in(session, self._now(), by=by, deed=deed, round_id=round_id)

    def all(self, round_id: str | None = None) -> list[Deed]:
        """Return all deeds, or those done to one round, the oldest first."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT at, by_whom, deed, round_id FROM audit
                WHERE CAST(:round_id AS TEXT) IS NULL OR round_id = :round_id
                ORDER BY position, at, id
                """,
                {"round_id": round_id},
            )
        return [
            Deed(
                at=datetime.fromisoformat(row["at"]),
                by=row["by_whom"],
                deed=row["deed"],
                round_id=row["round_id"],
            )
            for row in rows
        ]


def note_in(
    session: Session, at: datetime, *, by: str, deed: str, round_id: str | None = None
) -> None:
    """Record a deed in the transaction that does it."""
    session.execute(
        """
        INSERT INTO audit (id, position, at, by_whom, deed, round_id)
        SELECT :id, COALESCE(MAX(position), 0) + 1, :at, :by, :deed, :round_id FROM audit
        """,
        {
            "id": secrets.token_hex(16),
            "at": moment(at),
            "by": by,
            "deed": deed,
            "round_id": round_id,
        },
    )
