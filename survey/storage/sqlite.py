"""The embedded engine: one file, SQLite in WAL mode through sqlite-utils."""

import os
import sqlite3
import time
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import Final, LiteralString
from weakref import finalize

from sqlite_utils import Database, Migrations

from survey.errors import StorageError
from survey.storage.driver import SCHEMA, Change, Params, Row, nobody

_PATIENCE_SECONDS = 30.0
_ATTEMPTS = 40
_MOST_IDLE = 8


class SqliteSession:
    """One transaction on the file."""

    def __init__(self, db: Database) -> None:
        self._connection = db.conn

    @property
    def is_going_on(self) -> bool:
        """Whether SQLite did not undo the whole transaction after an error."""
        return self._connection.in_transaction

    def query(self, sql: LiteralString, params: Params | None = None) -> list[Row]:
        """Run a read; return its rows."""
        return list(self.each(sql, params or {}))

    def each(self, sql: LiteralString, params: Params) -> Iterator[Row]:
        """Run a read; return its rows one after another."""
        # Not `Database.query`: it sets a savepoint around each read, for those that write.
        cursor = self._connection.execute(sql, dict(params))
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def execute(self, sql: LiteralString, params: Params) -> int:
        """Run a write; return how many rows it changed."""
        return self._connection.execute(sql, dict(params)).rowcount

    def execute_each(self, sql: LiteralString, rows: Iterable[Params]) -> None:
        """Run a write once for each of ``rows``."""
        self._connection.executemany(sql, (dict(row) for row in rows))

    def hold(self, name: str, *, alone: bool) -> None:
        """Do nothing: a writing transaction is alone on the whole file already."""

    def mix(self, round_id: str) -> None:
        """Do nothing: rows stand in the order of random keys, and `tidy` rewrites the pages."""


class _Turns:
    """Lets the writers of this process at the file one after another.

    SQLite has one writer at a time and lets the others ask again and again, so that among
    many somebody may be unlucky for seconds. Here they queue, which is also faster.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._counting = Lock()
        self._waiting = 0

    @contextmanager
    def take(self, patience_seconds: float) -> Generator[None]:
        self._count(1)
        taken = self._turn.acquire(timeout=patience_seconds)
        self._count(-1)
        if not taken:
            raise StorageError(
                f"the database was busy for {patience_seconds:g} seconds",
                advice="Too much is going on at once. Please try again in a minute.",
            )
        try:
            yield
        finally:
            self._turn.release()

    @property
    def is_somebody_waiting(self) -> bool:
        return self._waiting > 0

    def _count(self, change: int) -> None:
        with self._counting:
            self._waiting += change


_turns: Final[defaultdict[Path, _Turns]] = defaultdict(_Turns)


class _Idle:
    """Connections between two transactions, each of them to the file that is there now."""

    def __init__(self) -> None:
        self._file: tuple[int, ...] = ()
        self._connections: deque[Database] = deque()
        self._lock = Lock()

    def take(self, file: tuple[int, ...]) -> Database | None:
        """Return one to ``file``, if there is one; close those to a file that was replaced."""
        with self._lock:
            if file != self._file:
                self._close()
                self._file = file
            return self._connections.pop() if self._connections else None

    def keep(self, db: Database, file: tuple[int, ...]) -> None:
        """Keep one for the next transaction, or close it when there are enough."""
        with self._lock:
            if file == self._file and len(self._connections) < _MOST_IDLE:
                self._connections.append(db)
                return
        db.close()

    def close(self) -> None:
        """Close all of them."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        while self._connections:
            self._connections.pop().close()


class SqliteDriver:
    """An embedded file.

    Streamlit and Starlette run requests in threads: each transaction has a connection to
    itself, which then waits for the next one. Opening one anew each time, and closing the
    file's last one, takes longer than most transactions do.
    """

    hands = 1  # one writer at a time, and a read is shorter than changing threads

    def __init__(self, path: Path, *, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._path = path
        self._patience_seconds = patience_seconds
        self._turns = _turns[path.resolve()]
        self._idle = _Idle()
        finalize(self, self._idle.close)

    @contextmanager
    def reading(self) -> Generator[SqliteSession]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with self._borrowed() as db:
            db.begin()  # one snapshot for all that is read
            yield SqliteSession(db)
            db.rollback()

    @contextmanager
    def writing(self) -> Generator[SqliteSession]:
        """Open a transaction that may write; all or nothing of it is kept."""
        with self._writing(nobody) as session:
            yield session

    @contextmanager
    def _writing(self, is_next_waiting: Callable[[], bool]) -> Generator[SqliteSession]:
        with self._turns.take(self._patience_seconds), self._borrowed() as db:
            # The lock is taken now: a transaction that reads first and asks
            # for it later fails at once instead of waiting its turn.
            db.execute("BEGIN IMMEDIATE")
            yield SqliteSession(db)
            db.commit()  # not reached on an error: closing then rolls back
            if not self._turns.is_somebody_waiting and not is_next_waiting():
                _empty_log(db)
                _set_patience(db, self._patience_seconds)

    def write_each(
        self, changes: Sequence[Change], is_next_waiting: Callable[[], bool] = nobody
    ) -> list[Exception | None]:
        """Make several changes in one transaction, each in a savepoint of its own.

        A commit waits for the disk and costs as much as ten people's answers do: whoever
        comes at once shares one. Nobody is told of theirs before it is on the disk.
        """
        with self._writing(is_next_waiting) as session:
            return [self._apart(session, change) for change in changes]

    def _apart(self, session: SqliteSession, change: Change) -> Exception | None:
        """Make a change; where it fails undo it alone and return why."""
        session.execute("SAVEPOINT change", {})
        try:
            with self._named_errors():
                change(session)
        except Exception as error:
            if not session.is_going_on:  # the disk is full: all of it was undone
                raise
            session.execute("ROLLBACK TO change", {})
            session.execute("RELEASE change", {})
            return error
        session.execute("RELEASE change", {})
        return None

    def migrate(self) -> None:
        """Make the file if need be and apply the schema files that were not applied yet."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)  # the log beside it gets the same permissions
        except OSError as error:
            raise StorageError(
                f"the database {self._path} could not be made: {error.strerror}",
                advice=f"Check that {self._path.parent} is a folder that can be written.",
            ) from error
        migrations = Migrations("survey")
        for file in SCHEMA:

            def apply(db: Database, script: str = file.read_text(encoding="utf-8")) -> None:
                db.executescript(script)

            migrations(name=file.stem)(apply)
        with self._open() as db:
            _enable_wal(db)
            db.execute("BEGIN IMMEDIATE")
            migrations.apply(db)
            db.commit()

    def tidy(self) -> None:
        """Rewrite the file in key order, then empty the write-ahead log.

        Inside a page SQLite puts new rows before older ones, so the bytes of a page tell
        the order in which its rows came until it is written anew.
        """
        with self._open() as db:
            db.execute("PRAGMA temp_store = MEMORY")  # no copy of the rows in a temporary file
            db.execute("VACUUM")
            _empty_log(db, patience_seconds=self._patience_seconds)

    def backup(self, path: Path) -> None:
        """Copy the database as it stands into a new file, while others use it.

        The copy is written in key order, without free pages: it keeps no trace of what was
        deleted, nor of the order in which rows came.
        """
        with self._open() as db:
            try:
                path.touch(mode=0o600, exist_ok=False)
            except OSError as error:
                raise StorageError(
                    f"the backup {path} cannot be written: {error.strerror}",
                    advice="Name a file that is not there yet, in a folder that is.",
                ) from error
            db.execute("VACUUM INTO :path", {"path": str(path)})

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._idle.close()

    @contextmanager
    def _borrowed(self) -> Generator[Database]:
        """Lend a connection for one transaction. After an error it is closed, not kept."""
        file = self._identity()
        with self._named_errors():
            db = self._idle.take(file) or self._connect()
            try:
                yield db
            except BaseException:
                db.close()
                raise
            self._idle.keep(db, file)

    @contextmanager
    def _open(self) -> Generator[Database]:
        """Open a connection of one's own, for what changes the file or its settings."""
        self._identity()
        with self._named_errors(), closing(self._connect()) as db:
            yield db

    def _identity(self) -> tuple[int, ...]:
        """Return what tells this file from another one of its name, in this process."""
        try:
            found = self._path.stat()
        except OSError:
            found = None
        if found is None or not S_ISREG(found.st_mode):  # SQLite would make an empty one
            raise StorageError(
                f"there is no database {self._path}",
                advice="Check PLUMBLINE_DATABASE, then run `python -m survey migrate`.",
            )
        return (os.getpid(), found.st_dev, found.st_ino)

    def _connect(self) -> Database:
        """Open a connection: the one place where one is made ready."""
        connection = sqlite3.connect(  # noqa: TID251 - this is the storage
            self._path, check_same_thread=False
        )
        db = Database(connection)
        try:
            _set_patience(db, self._patience_seconds)
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = FULL")  # what was acknowledged is on the disk
            db.execute("PRAGMA secure_delete = ON")  # deleted rows are overwritten
        except BaseException:
            db.close()
            raise
        return db

    @contextmanager
    def _named_errors(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageError(
                f"the database {self._path} could not be used: {error}",
                advice=f"Check that {self._path} can be written and is not full, "
                "and that `python -m survey migrate` was run.",
            ) from error


def _empty_log(db: Database, *, patience_seconds: float = 0) -> None:
    """Move the write-ahead log into the file and cut it to nothing, unless somebody reads.

    The log keeps what was overwritten, and the pages of one transaction stand together in
    it: a deleted draft, a response beside its invitation. Who reads or writes at this
    moment empties it afterwards.
    """
    with suppress(sqlite3.OperationalError):  # the transaction itself is on the disk already
        _set_patience(db, patience_seconds)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _set_patience(db: Database, seconds: float) -> None:
    db.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _enable_wal(db: Database) -> None:
    """Switch the file to WAL; of several starting together all but one have to ask again."""
    for _ in range(_ATTEMPTS):
        with suppress(sqlite3.OperationalError):  # at once, whatever the patience
            db.enable_wal()
            return
        time.sleep(0.05)
    db.enable_wal()
