"""Tries of sign-ins and typed codes, counted over all processes."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from survey.storage.driver import Driver, Session
from survey.storage.moments import Clock, moment

Limits = Mapping[str, int]
"""How many tries may be made at a time, by a hash of whose they are."""


class Attempts:
    """The tries of a database's last minutes, by a hash of whose they are."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def take(self, most: Limits, *, within: timedelta) -> timedelta | None:
        """Count a try of each in ``most``, unless one of them made that many ``within`` this time.

        Called before it is known how a try ends, it lets no more through however many come
        at once.

        Returns
        -------
        timedelta or None
            None: it may be tried. Else nothing was counted, and this is how long to wait.
        """
        now = self._now()
        with self._driver.writing() as session:
            session.hold("attempt", alone=True)
            _forget_old(session, now)
            wait = _wait(session, most, now)
            if wait is None:
                session.execute_each(
                    "INSERT INTO attempt (id, who, until) VALUES (:id, :who, :until)",
                    [
                        {"id": secrets.token_hex(16), "who": who, "until": moment(now + within)}
                        for who in most
                    ],
                )
        return wait

    def wait(self, most: Limits) -> timedelta | None:
        """Return what `take` would, and count nothing."""
        with self._driver.reading() as session:
            return _wait(session, most, self._now())

    def forget(self, who: str) -> None:
        """Start anew after a try that went well."""
        with self._driver.writing() as session:
            session.execute("DELETE FROM attempt WHERE who = :who", {"who": who})

    def forget_old(self) -> None:
        """Delete the tries whose time is over, whoever made them."""
        with self._driver.writing() as session:
            _forget_old(session, self._now())


def _wait(session: Session, most: Limits, now: datetime) -> timedelta | None:
    waits: list[timedelta] = []
    for who, number in most.items():
        last = session.query(  # the last try that has to be over
            """
            SELECT until FROM attempt WHERE who = :who AND until > :now
            ORDER BY until DESC LIMIT 1 OFFSET :later
            """,
            {"who": who, "now": moment(now), "later": number - 1},
        )
        waits += [datetime.fromisoformat(row["until"]) - now for row in last]
    return max(waits, default=None)


def _forget_old(session: Session, now: datetime) -> None:
    session.execute("DELETE FROM attempt WHERE until <= :now", {"now": moment(now)})
