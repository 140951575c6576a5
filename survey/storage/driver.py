"""What the storage modules ask of an engine: transactions, locks, rewriting, migration.

`survey.storage.sqlite` and `survey.storage.postgres` are the two engines. All SQL is one
text for both, with ``:name`` for parameters.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, LiteralString, Protocol

Params = Mapping[str, str | int | float | bytes | None]
Row = Mapping[str, Any]

SCHEMA: tuple[Path, ...] = tuple(sorted((Path(__file__).parent / "schema").glob("*.sql")))
"""The numbered schema files, oldest first. A file is never edited once it was released."""


class Session(Protocol):
    """One open transaction. It commits when its block ends, and rolls back on an error."""

    def query(self, sql: LiteralString, params: Params | None = None) -> list[Row]:
        """Run a read; return its rows."""
        ...

    def each(self, sql: LiteralString, params: Params) -> Iterator[Row]:
        """Run a read; return its rows one after another, while the transaction is open."""
        ...

    def execute(self, sql: LiteralString, params: Params) -> int:
        """Run a write; return how many rows it changed."""
        ...

    def execute_each(self, sql: LiteralString, rows: Iterable[Params]) -> None:
        """Run a write once for each of ``rows``."""
        ...

    def hold(self, name: str, *, alone: bool) -> None:
        """Wait for, then keep the lock ``name`` until the transaction ends.

        Several may hold it at once, unless one of them wants it ``alone``. On SQLite
        a writing transaction is alone anyway.
        """
        ...

    def mix(self, round_id: str) -> None:
        """Rewrite a round's responses, comments and invitations so that they share no trace.

        Afterwards neither the physical order of rows nor the transaction that wrote
        them tells which response was written together with which invitation.
        """
        ...


Change = Callable[[Session], None]
"""What one request changes, in a transaction that may do more."""


def nobody() -> bool:
    """Say that nobody is waiting."""
    return False


class Driver(Protocol):
    """How to open a transaction on one engine."""

    @property
    def hands(self) -> int:
        """How many threads it is worth keeping busy with it."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """Open a transaction that sees one state of the database and changes nothing."""
        ...

    def writing(self) -> AbstractContextManager[Session]:
        """Open a transaction that may write; all or nothing of it is kept."""
        ...

    def write_each(
        self, changes: Sequence[Change], is_next_waiting: Callable[[], bool] = nobody
    ) -> list[Exception | None]:
        """Make several changes, each all or nothing; return why each failed, if it did.

        Where this returns, all others are on the disk. ``is_next_waiting`` says whether this
        will be called again at once, which may then clear away what is left for both.
        """
        ...

    def migrate(self) -> None:
        """Apply the schema files that were not applied yet; safe to run together."""
        ...

    def tidy(self) -> None:
        """Remove what deleted and rewritten rows left behind in the engine's files."""
        ...

    def backup(self, path: Path) -> None:
        """Copy the database as it stands into a new file, while others use it."""
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...
