"""Publications: the frozen document of a round, once and for good."""

from dataclasses import replace
from typing import Final

from survey.errors import RoundStateError
from survey.rounds import Round
from survey.storage import audit, rounds
from survey.storage.driver import Driver
from survey.storage.moments import Clock

_INSERT: Final = """
    INSERT INTO publication (round_id, position, series, document)
    SELECT :id, COALESCE(MAX(position), 0) + 1, :series, :document FROM publication
"""


class Publications:
    """The publications of a database."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def save(self, round_id: str, document: bytes, *, by: str = "") -> None:
        """Publish a closed round: keep its document and move it to published.

        ``by``, where given, is recorded in the audit.

        Raises
        ------
        RoundStateError
            The round is not closed, or was published before.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, "closed")
            series = rounds.find(session, round_id).series
            session.execute(_INSERT, {"id": round_id, "series": series, "document": document})
            session.execute("UPDATE round SET state = 'published' WHERE id = :id", {"id": round_id})
            if by:
                deed = "published the round"
                audit.note_in(session, self._now(), by=by, deed=deed, round_id=round_id)
        self._driver.tidy()  # again, in case the program stopped between closing and tidying

    def put_published(self, round_: Round, document: bytes) -> None:
        """Keep a round that was finished elsewhere, without any answers.

        Raises
        ------
        RoundStateError
            There is a round with this id already.
        """
        finished = replace(round_, state="published", answers_destroyed=True)
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_.id)
            if session.query("SELECT id FROM round WHERE id = :id", {"id": round_.id}):
                raise RoundStateError(
                    f"there is a round {round_.id!r} already",
                    advice="This round is here already; nothing was changed.",
                )
            session.execute(rounds.INSERT_ROUND, rounds.row_of(finished))
            session.execute(
                _INSERT, {"id": round_.id, "series": round_.series, "document": document}
            )

    def get(self, round_id: str) -> bytes | None:
        """Return the document of a round, or None while it is not published."""
        with self._driver.reading() as session:
            rows = session.query(
                "SELECT document FROM publication WHERE round_id = :id", {"id": round_id}
            )
        return bytes(rows[0]["document"]) if rows else None

    def of_series(self, series: str) -> list[tuple[str, bytes]]:
        """Return round id and document of every publication of a series, the oldest first."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT round_id, document FROM publication
                WHERE series = :series ORDER BY position, round_id
                """,
                {"series": series},
            )
        return [(row["round_id"], bytes(row["document"])) for row in rows]
