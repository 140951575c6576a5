"""What one of several processes does now and then."""

from datetime import timedelta

from survey.storage.driver import Driver
from survey.storage.moments import Clock, moment


class Chores:
    """Who does what is due: one process, whichever asks first."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def take(self, name: str, *, every: timedelta) -> bool:
        """Return whether ``name`` is due and now ours; nobody else gets it until ``every`` is over.

        A process that dies over it leaves it to whoever asks after that.
        """
        now = self._now()
        with self._driver.writing() as session:
            taken = session.execute(
                """
                INSERT INTO chore (name, due) VALUES (:name, :next)
                ON CONFLICT (name) DO UPDATE SET due = excluded.due WHERE chore.due <= :now
                """,
                {"name": name, "next": moment(now + every), "now": moment(now)},
            )
        return taken > 0
