"""Sign-ins that were tried lately, counted over all processes."""

import secrets
from datetime import datetime, timedelta

from survey.storage.driver import Driver
from survey.storage.moments import Clock, moment


class Attempts:
    """The tries of a database's last minutes, by a hash of whose they are."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def take(self, who: str, *, most: int, within: timedelta) -> timedelta | None:
        """Count a try of ``who``, unless ``most`` were made ``within`` this time.

        It counts before it is known how it ends: else many at once would all be let through.

        Returns
        -------
        timedelta or None
            None: it may be tried. Else nothing was counted, and this is how long to wait.
        """
        now = self._now()
        with self._driver.writing() as session:
            session.hold("attempt", alone=True)
            session.execute("DELETE FROM attempt WHERE until <= :now", {"now": moment(now)})
            tried = session.query(
                "SELECT until FROM attempt WHERE who = :who ORDER BY until", {"who": who}
            )
            if len(tried) >= most:
                return datetime.fromisoformat(tried[-most]["until"]) - now
            session.execute(
                "INSERT INTO attempt (id, who, until) VALUES (:id, :who, :until)",
                {"id": secrets.token_hex(16), "who": who, "until": moment(now + within)},
            )
        return None

    def forget(self, who: str) -> None:
        """Start anew after a try that went well."""
        with self._driver.writing() as session:
            session.execute("DELETE FROM attempt WHERE who = :who", {"who": who})

    def forget_old(self) -> None:
        """Delete the tries whose time is over, whoever made them."""
        with self._driver.writing() as session:
            session.execute("DELETE FROM attempt WHERE until <= :now", {"now": moment(self._now())})
