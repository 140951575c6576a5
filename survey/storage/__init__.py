"""The only place that speaks to a database: `open_store`, then one noun one attribute."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from survey.errors import StorageError
from survey.settings import sqlite_path
from survey.storage.accounts import PASSWORD_LINK, Account, Accounts, Role
from survey.storage.attempts import Attempts
from survey.storage.audit import Audit, Deed
from survey.storage.bounces import Bounces
from survey.storage.briefs import Briefs, Pick, Picks
from survey.storage.chores import Chores
from survey.storage.commitments import Commitments
from survey.storage.course import Course, Left
from survey.storage.drafts import Drafts
from survey.storage.driver import Change, Driver, nobody
from survey.storage.invitations import Invitation, Invitations, NewInvitation, Recipient
from survey.storage.mail_texts import MailPlan, MailText, MailTexts
from survey.storage.mappings import Mappings
from survey.storage.moments import Clock, utc_now
from survey.storage.offsites import Offsites
from survey.storage.outbox import Claimed, Kind, Mailing, NewMailing, Outbox
from survey.storage.people import People
from survey.storage.postgres import PostgresDriver
from survey.storage.publications import Publications
from survey.storage.reminders import ClaimedReminder, Reminders
from survey.storage.responses import Comment, Responses
from survey.storage.rounds import Rounds
from survey.storage.seats import OpenLink, Place, Seat, Seats
from survey.storage.sqlite import SqliteDriver

__all__ = [
    "PASSWORD_LINK",
    "Account",
    "Change",
    "Claimed",
    "ClaimedReminder",
    "Comment",
    "Deed",
    "Invitation",
    "Kind",
    "Left",
    "MailPlan",
    "MailText",
    "Mailing",
    "NewInvitation",
    "NewMailing",
    "OpenLink",
    "Pick",
    "Picks",
    "Place",
    "Recipient",
    "Role",
    "Seat",
    "Store",
    "open_driver",
    "open_store",
]


class Store:
    """One database. Each method is one transaction; threads and processes may share it."""

    def __init__(self, driver: Driver, *, now: Clock = utc_now) -> None:
        self._driver = driver
        self._now = now
        self.rounds = Rounds(driver, now)
        self.people = People(driver)
        self.mappings = Mappings(driver)
        self.seats = Seats(driver, now)
        self.invitations = Invitations(driver)
        self.drafts = Drafts(driver, now)
        self.responses = Responses(driver, now)
        self.publications = Publications(driver, now)
        self.accounts = Accounts(driver, now)
        self.attempts = Attempts(driver, now)
        self.audit = Audit(driver, now)
        self.offsites = Offsites(driver, now)
        self.briefs = Briefs(driver, now)
        self.commitments = Commitments(driver, now)
        self.course = Course(driver, now)
        self.outbox = Outbox(driver, now)
        self.reminders = Reminders(driver, now)
        self.bounces = Bounces(driver)
        self.mail_texts = MailTexts(driver)
        self.chores = Chores(driver, now)

    @property
    def hands(self) -> int:
        """How many threads it is worth keeping busy with this database."""
        return self._driver.hands

    def write_each(
        self, changes: Sequence[Change], is_next_waiting: Callable[[], bool] = nobody
    ) -> list[Exception | None]:
        """Make what several people asked for, each all or nothing; return why each failed.

        None says that a change is on the disk. Changes of people who wait at the same
        moment share what a commit costs; ``is_next_waiting`` says whether more will be
        written at once, so that an embedded database empties its log after the last.

        Raises
        ------
        StorageError
            The database could not be used: nothing of any of them was kept.
        """
        return self._driver.write_each(changes, is_next_waiting)

    def migrate(self) -> None:
        """Bring the database to this version; safe to run twice and by many at once."""
        self._driver.migrate()

    def tidy(self) -> None:
        """Remove what deleted and rewritten rows left behind in the database's files."""
        self._driver.tidy()

    def backup(self, path: Path) -> None:
        """Copy an embedded database as it stands into a new file, while others use it.

        Raises
        ------
        StorageError
            The file is there already or cannot be written, or the database is a server's.
        """
        self._driver.backup(path)

    def is_alive(self) -> bool:
        """Whether the database answers and was migrated."""
        try:
            with self._driver.reading() as session:
                session.query("SELECT id FROM round LIMIT 1")
                session.query("SELECT id FROM audit LIMIT 1")
        except StorageError:
            return False
        return True

    def today(self) -> date:
        """Return the day (in UTC) that decides early and late links."""
        return self._now().date()

    def now(self) -> datetime:
        """Return the moment (in UTC) by which mail and schedules go."""
        return self._now()

    def close(self) -> None:
        """Let go of every connection."""
        self._driver.close()


def open_store(database_url: str, *, now: Clock = utc_now) -> Store:
    """Return the store of a database: ``sqlite:///file`` or ``postgresql://…``.

    Nothing is opened yet and no table is made: call `Store.migrate` on a new database.

    Raises
    ------
    StorageError
        The address names no engine that is known here.
    """
    return Store(open_driver(database_url), now=now)


def open_driver(database_url: str) -> Driver:
    """Return the engine of a database; raises as `open_store` does."""
    scheme = database_url.partition(":")[0]
    if scheme == "sqlite" and (path := sqlite_path(database_url)) != Path():
        return SqliteDriver(path)
    if scheme in {"postgresql", "postgres"}:
        return PostgresDriver(database_url)
    # The address may hold a password, so only its scheme is repeated.
    raise StorageError(
        f"a database starts with sqlite:/// or postgresql://, got {scheme!r}",
        advice="Set PLUMBLINE_DATABASE, for example to sqlite:///plumbline.db",
    )
