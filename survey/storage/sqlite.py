"""The embedded engine: one file, SQLite in WAL mode through sqlite-utils."""

import sqlite3
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import LiteralString

from sqlite_utils import Database, Migrations

from survey.errors import StorageError
from survey.storage.driver import SCHEMA, Params, Row

_PATIENCE_MS = 10_000
_ATTEMPTS = 40


class SqliteSession:
    """One transaction on the file."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def query(self, sql: LiteralString, params: Params | None = None) -> list[Row]:
        """Run a read; return its rows."""
        return list(self._db.query(sql, dict(params or {})))

    def each(self, sql: LiteralString, params: Params) -> Iterator[Row]:
        """Run a read; return its rows one after another."""
        return iter(self._db.query(sql, dict(params)))

    def execute(self, sql: LiteralString, params: Params) -> int:
        """Run a write; return how many rows it changed."""
        return self._db.execute(sql, dict(params)).rowcount

    def execute_each(self, sql: LiteralString, rows: Iterable[Params]) -> None:
        """Run a write once for each of ``rows``."""
        self._db.conn.executemany(sql, (dict(row) for row in rows))

    def hold(self, name: str, *, alone: bool) -> None:
        """Do nothing: a writing transaction is alone on the whole file already."""

    def mix(self, round_id: str) -> None:
        """Do nothing: rows stand in the order of random keys, and `tidy` rewrites the pages."""


class SqliteDriver:
    """An embedded file.

    Each transaction opens its own connection: Streamlit and Starlette run requests in
    threads, and a SQLite connection belongs to one thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def reading(self) -> Generator[SqliteSession]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with self._open() as db:
            db.begin()  # one snapshot for all that is read
            yield SqliteSession(db)

    @contextmanager
    def writing(self) -> Generator[SqliteSession]:
        """Open a transaction that may write; all or nothing of it is kept."""
        with self._open() as db:
            # The lock is taken now: a transaction that reads first and asks
            # for it later fails at once instead of waiting its turn.
            db.execute("BEGIN IMMEDIATE")
            yield SqliteSession(db)
            db.commit()  # not reached on an error: closing then rolls back
            _empty_log(db)

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
            _empty_log(db, patience_ms=_PATIENCE_MS)

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
        """Do nothing: no connection outlives its transaction."""

    @contextmanager
    def _open(self) -> Generator[Database]:
        if not self._path.is_file():  # SQLite would make an empty one
            raise StorageError(
                f"there is no database {self._path}",
                advice="Check PLUMBLINE_DATABASE, then run `python -m survey migrate`.",
            )
        try:
            with Database(self._path) as db:
                # The one place where a connection is made ready.
                db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA synchronous = FULL")  # what was acknowledged is on the disk
                db.execute("PRAGMA secure_delete = ON")  # deleted rows are overwritten
                yield db
        except sqlite3.Error as error:
            raise StorageError(
                f"the database {self._path} could not be used: {error}",
                advice=f"Check that {self._path} can be written and is not full, "
                "and that `python -m survey migrate` was run.",
            ) from error


def _empty_log(db: Database, *, patience_ms: int = 0) -> None:
    """Move the write-ahead log into the file and cut it to nothing, unless somebody reads.

    The log keeps what was overwritten, and the pages of one transaction stand together in
    it: a deleted draft, a response beside its invitation. Who reads or writes at this
    moment empties it afterwards.
    """
    with suppress(sqlite3.OperationalError):  # the transaction itself is on the disk already
        db.execute(f"PRAGMA busy_timeout = {patience_ms}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _enable_wal(db: Database) -> None:
    """Switch the file to WAL; of several starting together all but one have to ask again."""
    for _ in range(_ATTEMPTS):
        with suppress(sqlite3.OperationalError):  # at once, whatever the patience
            db.enable_wal()
            return
        time.sleep(0.05)
    db.enable_wal()
