"""Several servers, one database: PostgreSQL through psycopg."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, LiteralString, TypeAlias

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from survey.errors import StorageError
from survey.storage.driver import SCHEMA, Change, Params, Row, nobody

_MOST_CONNECTIONS = 16
_PARAMETER: Final = re.compile(r"(?<!:):([a-z_]+)")
_OTHER_WORDS: Final = (
    (re.compile(r"\) STRICT(, WITHOUT ROWID)?;"), ");"),
    (re.compile(r"\bBLOB\b"), "BYTEA"),
    (re.compile(r"\bREAL\b"), "DOUBLE PRECISION"),
)

_Connection: TypeAlias = psycopg.Connection[Any]

# Deleted and inserted again by one statement, in random order. The sort takes all rows in
# before the first is written, and a foreign key is checked when the statement ends.
_MIX: Final[tuple[LiteralString, ...]] = (
    """
    WITH gone AS (DELETE FROM response WHERE round_id = :id RETURNING *)
    INSERT INTO response SELECT * FROM gone ORDER BY random()
    """,
    """
    WITH gone AS (
        DELETE FROM answer USING response
        WHERE response.id = answer.response_id AND response.round_id = :id RETURNING answer.*
    )
    INSERT INTO answer SELECT * FROM gone ORDER BY random()
    """,
    """
    WITH gone AS (DELETE FROM comment WHERE round_id = :id RETURNING *)
    INSERT INTO comment SELECT * FROM gone ORDER BY random()
    """,
    """
    WITH gone AS (DELETE FROM invitation WHERE round_id = :id RETURNING *)
    INSERT INTO invitation SELECT * FROM gone ORDER BY random()
    """,
    """
    WITH gone AS (
        DELETE FROM link USING invitation
        WHERE invitation.id = link.invitation_id AND invitation.round_id = :id RETURNING link.*
    )
    INSERT INTO link SELECT * FROM gone ORDER BY random()
    """,
)

# ANALYZE copies samples of a column into the server's statistics, where they outlive the rows.
_NO_SAMPLES: Final[tuple[LiteralString, ...]] = (
    "ALTER TABLE comment ALTER COLUMN words SET STATISTICS 0",
    "ALTER TABLE draft ALTER COLUMN ciphertext SET STATISTICS 0",
    "ALTER TABLE answer ALTER COLUMN choice SET STATISTICS 0",
)


class PostgresSession:
    """One transaction on the server."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection

    def query(self, sql: LiteralString, params: Params | None = None) -> list[Row]:
        """Run a read; return its rows."""
        return list(self._connection.execute(_spelled(sql), params or {}).fetchall())

    def each(self, sql: LiteralString, params: Params) -> Iterator[Row]:
        """Run a read; return its rows one after another."""
        return iter(self._connection.execute(_spelled(sql), params))

    def execute(self, sql: LiteralString, params: Params) -> int:
        """Run a write; return how many rows it changed."""
        return self._connection.execute(_spelled(sql), params).rowcount

    def execute_each(self, sql: LiteralString, rows: Iterable[Params]) -> None:
        """Run a write once for each of ``rows``."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_spelled(sql), rows)

    def hold(self, name: str, *, alone: bool) -> None:
        """Wait for, then keep the lock ``name`` until the transaction ends.

        An advisory lock, since a row lock would write the transaction's number into the row.
        """
        self.query(_HOLD_ALONE if alone else _HOLD_WITH_OTHERS, {"name": name})

    def mix(self, round_id: str) -> None:
        """Rewrite a round's rows in random order, so that all carry this transaction's number."""
        self.hold("mix", alone=True)
        for sql in _MIX:
            self.execute(sql, {"id": round_id})


_HOLD_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"
_HOLD_WITH_OTHERS: Final = "SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))"


class PostgresDriver:
    """A server, shared by any number of processes. Connections are opened on first use."""

    hands = 8  # what a commit waits for is the network and the server's disk

    def __init__(self, url: str, *, patience_seconds: float = 5.0) -> None:
        self._url = url
        self._patience_seconds = patience_seconds
        self._opening = Lock()
        self._pool: ConnectionPool[_Connection] | None = None

    @contextmanager
    def reading(self) -> Generator[PostgresSession]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with self._connection() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield PostgresSession(connection)

    @contextmanager
    def writing(self) -> Generator[PostgresSession]:
        """Open a transaction that may write; all or nothing of it is kept."""
        with self._connection() as connection:
            yield PostgresSession(connection)

    def write_each(
        self,
        changes: Sequence[Change],
        is_next_waiting: Callable[[], bool] = nobody,  # noqa: ARG002 - nothing to clear away here
    ) -> list[Exception | None]:
        """Make each change in a transaction of its own.

        The server writes the commits of several connections together by itself, and whoever
        held the locks of several people at once could wait for somebody who waits for them.
        """
        outcomes: list[Exception | None] = []
        for change in changes:
            try:
                with self.writing() as session:
                    change(session)
                outcomes.append(None)
            except Exception as error:  # noqa: BLE001 - told to whoever asked for this change
                outcomes.append(error)
        return outcomes

    def migrate(self) -> None:
        """Apply the schema files that were not applied yet; safe to run together."""
        with self._connection() as connection:
            session = PostgresSession(connection)
            session.hold("migrate", alone=True)
            connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)")
            applied = {row["name"] for row in session.query("SELECT name FROM migration")}
            missing = [file for file in SCHEMA if file.stem not in applied]
            for file in missing:
                connection.execute(_script(file.read_text(encoding="utf-8")))
                session.execute("INSERT INTO migration (name) VALUES (:name)", {"name": file.stem})
            for sql in _NO_SAMPLES if missing else ():
                connection.execute(sql)

    def tidy(self) -> None:
        """Clear away the dead versions of rows that were deleted or rewritten."""
        # Outside the pool, since VACUUM runs outside a transaction.
        with _explained(), psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(
                "VACUUM response, answer, comment, invitation, draft, link, mail, reply"
            )

    def backup(self, path: Path) -> None:
        """Refuse: a server is backed up by its own tools."""
        raise StorageError(
            f"{path} was not written: this command copies an embedded SQLite file only",
            advice="Back the server up with pg_dump, such as: "
            "pg_dump --format=custom --file=plumbline.dump plumbline",
        )

    def close(self) -> None:
        """Let go of every connection."""
        with self._opening:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    @contextmanager
    def _connection(self) -> Generator[_Connection]:
        """Lend a connection in a transaction that commits, or on an error rolls back."""
        with _explained(), self._opened().connection() as connection:
            yield connection

    def _opened(self) -> ConnectionPool[_Connection]:
        with self._opening:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._url,
                    connection_class=psycopg.Connection[Any],
                    kwargs={"row_factory": dict_row},
                    min_size=1,
                    max_size=_MOST_CONNECTIONS,
                    timeout=self._patience_seconds,
                    check=ConnectionPool.check_connection,  # a restarted server is noticed here
                    open=True,
                )
            return self._pool


@contextmanager
def _explained() -> Generator[None]:
    """Raise `StorageError` for any error of psycopg, without the row that PostgreSQL quotes."""
    try:
        yield
    except psycopg.Error as error:
        raise StorageError(
            f"the PostgreSQL database could not be used: {type(error).__name__} {error.sqlstate}",
            advice="Check that the server in PLUMBLINE_DATABASE runs and may be used, "
            "and that `python -m survey migrate` was run.",
        ) from None  # the original may quote an answer or an address


@cache
def _spelled(sql: LiteralString) -> LiteralString:
    """Return the text with parameters as psycopg spells them."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))  # pyright: ignore[reportReturnType]


def _script(sql: str) -> bytes:
    """Return a schema file with the words that PostgreSQL spells differently."""
    for pattern, word in _OTHER_WORDS:
        sql = pattern.sub(word, sql)
    return sql.encode()
