"""Commitments: every version of each, the last of which counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from survey.commitments import Commitment, checked
from survey.errors import CommitmentError
from survey.storage import audit, rounds
from survey.storage.driver import Driver, Row, Session
from survey.storage.moments import Clock

_INSERT: Final = """
    INSERT INTO commitment (id, version, position, round_id, what, who, by_day, question, start,
        target, state, stance)
    VALUES (:id, :version, :position, :round_id, :what, :who, :by_day, :question, :start,
        :target, :state, :stance)
"""
_LATEST: Final = """
    SELECT * FROM commitment AS one
    WHERE version = (SELECT MAX(version) FROM commitment AS other WHERE other.id = one.id)
    ORDER BY position, id
"""
_PLACE: Final = """
    SELECT COALESCE(
        (SELECT MIN(position) FROM commitment WHERE id = :id),
        (SELECT MAX(position) FROM commitment) + 1,
        1
    ) AS position
"""
_LOCK: Final = "commitments"


class Commitments:
    """The commitments of a database."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def add(self, commitment: Commitment, *, by: str) -> Commitment:
        """Keep a new commitment on a published round.

        Raises
        ------
        CommitmentError
            It does not say who does what, or there is one with its id.
        RoundStateError, UnknownRoundError
            The round is not published, or there is none.
        """
        first = replace(checked(commitment), version=1)
        with self._driver.writing() as session:
            session.hold(_LOCK, alone=True)
            rounds.require_state(session, first.round_id, "published")
            if _versions(session, first.id):
                raise CommitmentError(
                    f"there is a commitment {first.id!r} already",
                    advice="This commitment was saved already; nothing was changed.",
                )
            self._keep(session, first, by=by, deed="made a commitment")
        return first

    def change(self, commitment: Commitment, *, by: str) -> Commitment:
        """Keep a new version of a commitment; ``commitment.version`` is the one that was seen.

        Its round stays what it was.

        Raises
        ------
        CommitmentError
            Somebody else changed it meanwhile, there is none, or it does not say who does what.
        """
        checked(commitment)
        with self._driver.writing() as session:
            session.hold(_LOCK, alone=True)
            latest = _seen(session, commitment.id, commitment.version)
            changed = replace(commitment, round_id=latest.round_id, version=latest.version + 1)
            self._keep(session, changed, by=by, deed="changed a commitment")
        return changed

    def undo(self, commitment_id: str, *, seen: int, by: str) -> Commitment | None:
        """Take the last version back; return the one before it, or None if that was the first.

        Raises
        ------
        CommitmentError
            ``seen`` is not its last version any more, or there is none.
        """
        with self._driver.writing() as session:
            session.hold(_LOCK, alone=True)
            taken = _seen(session, commitment_id, seen)
            session.execute(
                "DELETE FROM commitment WHERE id = :id AND version = :version",
                {"id": commitment_id, "version": taken.version},
            )
            deed = "took a commitment back" if seen == 1 else "undid a change of a commitment"
            audit.note_in(session, self._now(), by=by, deed=deed, round_id=taken.round_id)
            left = _versions(session, commitment_id)
        return left[-1] if left else None

    def all(self) -> list[Commitment]:
        """Return the last version of every commitment, in the order they were made."""
        with self._driver.reading() as session:
            return [_commitment(row) for row in session.query(_LATEST)]

    def of(self, round_ids: Sequence[str]) -> list[Commitment]:
        """Return the last version of each commitment made on any of these rounds."""
        wanted = set(round_ids)
        return [each for each in self.all() if each.round_id in wanted]

    def _keep(self, session: Session, commitment: Commitment, *, by: str, deed: str) -> None:
        session.execute(
            _INSERT,
            {
                "id": commitment.id,
                "version": commitment.version,
                "position": session.query(_PLACE, {"id": commitment.id})[0]["position"],
                "round_id": commitment.round_id,
                "what": commitment.what.strip(),
                "who": commitment.who.strip(),
                "by_day": commitment.by.isoformat(),
                "question": commitment.question,
                "start": commitment.start,
                "target": commitment.to,
                "state": commitment.state,
                "stance": commitment.stance,
            },
        )
        audit.note_in(session, self._now(), by=by, deed=deed, round_id=commitment.round_id)


def _seen(session: Session, commitment_id: str, version: int) -> Commitment:
    """Return the last version, if it is the one that somebody saw."""
    found = _versions(session, commitment_id)
    if not found:
        raise CommitmentError(
            f"there is no commitment {commitment_id!r}",
            advice="This commitment was taken back meanwhile. Load the page again.",
        )
    if found[-1].version != version:
        raise CommitmentError(
            f"commitment {commitment_id!r} is at version {found[-1].version}, not {version}",
            advice="Somebody else changed this commitment meanwhile. Nothing was overwritten: "
            "look at it again, then make your change.",
        )
    return found[-1]


def _versions(session: Session, commitment_id: str) -> list[Commitment]:
    rows = session.query(
        "SELECT * FROM commitment WHERE id = :id ORDER BY version", {"id": commitment_id}
    )
    return [_commitment(row) for row in rows]


def _commitment(row: Row) -> Commitment:
    return Commitment(
        id=row["id"],
        round_id=row["round_id"],
        what=row["what"],
        who=row["who"],
        by=date.fromisoformat(row["by_day"]),
        question=row["question"],
        start=row["start"],
        to=row["target"],
        state=row["state"],
        stance=row["stance"],
        version=row["version"],
    )
