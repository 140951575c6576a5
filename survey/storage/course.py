"""A round's course: paused and resumed, cancelled, archived; what may still be changed."""

from dataclasses import astuple
from datetime import date, timedelta
from typing import NamedTuple

from survey.errors import RoundError, RoundStateError
from survey.rounds import Round, State, Thresholds
from survey.storage import audit, rounds
from survey.storage.driver import Driver, Session
from survey.storage.moments import Clock
from survey.storage.responses import delete_answers

RUNNING: tuple[State, ...] = ("draft", "open", "paused")


class Left(NamedTuple):
    """How many rows of a round's answers the database still has."""

    responses: int
    answers: int
    comments: int
    drafts: int


class Course:
    """What organisers may still do to a round. Each deed is recorded in the audit."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def pause(self, round_id: str, by: str) -> None:
        """Take no answers until the round goes on; drafts stay.

        Raises
        ------
        RoundStateError
            The round is not open.
        """
        self._hold(round_id, "paused", come_from=("open",), told=("paused the round", by))

    def resume(self, round_id: str, by: str) -> None:
        """Let a paused round go on; raises `RoundStateError` where it is not paused."""
        self._hold(round_id, None, come_from=("paused",), told=("resumed the round", by))

    def archive(self, round_id: str, by: str) -> None:
        """Put a finished round out of the way.

        Raises
        ------
        RoundStateError
            The round is neither published nor cancelled.
        """
        come_from: tuple[State, ...] = ("published", "cancelled")
        self._hold(round_id, "archived", come_from=come_from, told=("archived the round", by))

    def bring_back(self, round_id: str, by: str) -> None:
        """Bring an archived round back; raises `RoundStateError` where it is not archived."""
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, "archived")
            session.execute(
                """
                UPDATE round SET held = CASE state WHEN 'published' THEN NULL ELSE 'cancelled' END
                WHERE id = :id
                """,
                {"id": round_id},
            )
            self._note(session, by, "brought the round back from the archive", round_id)

    def cancel(self, round_id: str, by: str) -> None:
        """End a round without results, for good: its answers and drafts are deleted.

        Raises
        ------
        RoundStateError
            The round has closed already.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, *RUNNING)
            delete_answers(session, round_id)
            rounds.end(session, round_id, held="cancelled")
            self._note(session, by, "cancelled the round and destroyed its answers", round_id)
        self._driver.tidy()

    def set_last_day(
        self, round_id: str, day: date | None, *, by: str, may_shorten: bool = False
    ) -> None:
        """Change the last day on which answers are taken; None is until somebody closes it.

        Raises
        ------
        RoundError
            The day is earlier than the one people were told, and ``may_shorten`` is not
            given; or it is before the first day, or over already.
        RoundStateError
            The round has closed.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, *RUNNING)
            before = rounds.find(session, round_id)
            if day is not None:
                _check_day(before, day, today=self._now().date(), may_shorten=may_shorten)
            session.execute(
                "UPDATE round SET closes_on = :day WHERE id = :id",
                {"id": round_id, "day": None if day is None else day.isoformat()},
            )
            deed = f"moved the last day from {before.closes_on or 'none'} to {day or 'none'}"
            self._note(session, by, deed, round_id)

    def raise_thresholds(self, round_id: str, to: Thresholds, *, by: str) -> None:
        """Raise thresholds; people were told the ones before, so none is ever lowered.

        Raises
        ------
        RoundError
            One of them would be lower than it is.
        RoundStateError
            The round is published already.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, *RUNNING, "closed")
            now = rounds.find(session, round_id).thresholds
            if any(new < old for new, old in zip(astuple(to), astuple(now), strict=True)):
                raise RoundError(
                    f"thresholds can only be raised: they are {now.scores} for scores, "
                    f"{now.counts} for counts and {now.comments} for comments",
                    advice="Thresholds can be raised and never lowered: people were told them.",
                )
            session.execute(
                """
                UPDATE round SET scores_threshold = :scores, comments_threshold = :comments,
                    counts_threshold = :counts
                WHERE id = :id
                """,
                {
                    "id": round_id,
                    "scores": to.scores,
                    "comments": to.comments,
                    "counts": to.counts,
                },
            )
            deed = f"raised the thresholds to {to.scores}, {to.counts} and {to.comments}"
            self._note(session, by, deed, round_id)

    def set_retention(self, round_id: str, days: int, *, by: str) -> None:
        """Have the answers destroyed ``days`` days after publication.

        Raises
        ------
        RoundError
            The round was launched with a shorter time, or the number is negative.
        RoundStateError
            The answers are destroyed already.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, *RUNNING, "closed", "published")
            round_ = rounds.find(session, round_id)
            _check_retention(round_, days)
            session.execute(
                "UPDATE round SET destroy_after = :days WHERE id = :id",
                {"id": round_id, "days": days},
            )
            deed = f"set the answers to be destroyed {days} days after publication"
            self._note(session, by, deed, round_id)

    def to_destroy(self) -> list[str]:
        """Return the published rounds whose answers are to be destroyed today.

        The days are counted from the first look after publication. A round is named until
        the audit has its certificate.
        """
        today = self._now().date()
        with self._driver.writing() as session:
            session.execute(
                """
                UPDATE round SET published_on = :today
                WHERE state = 'published' AND published_on IS NULL
                    AND destroy_after IS NOT NULL AND answers_destroyed = 0
                """,
                {"today": today.isoformat()},
            )
            rows = session.query(
                """
                SELECT id, destroy_after, published_on FROM round
                WHERE published_on IS NOT NULL AND destroy_after IS NOT NULL
                    AND (answers_destroyed = 0 OR NOT EXISTS (
                        SELECT 1 FROM audit
                        WHERE audit.round_id = round.id AND deed LIKE :certificate
                    ))
                """,
                {"certificate": "certificate:%"},
            )
        return [
            row["id"]
            for row in rows
            if date.fromisoformat(row["published_on"]) + timedelta(days=row["destroy_after"])
            <= today
        ]

    def left(self, round_id: str) -> Left:
        """Return how many rows of a round's answers there are, for a certificate.

        Raises
        ------
        RoundStateError
            The answers are not destroyed: while they are there, nobody is told how many.
        """
        with self._driver.reading() as session:
            if not rounds.find(session, round_id).answers_destroyed:
                raise RoundStateError(
                    f"the answers of round {round_id!r} are not destroyed",
                    advice="The answers of this round are not destroyed.",
                )
            row = session.query(_LEFT, {"id": round_id})[0]
        return Left(row["responses"], row["answers"], row["comments"], row["drafts"])

    def _hold(
        self,
        round_id: str,
        held: State | None,
        *,
        come_from: tuple[State, ...],
        told: tuple[str, str],
    ) -> None:
        deed, by = told
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, *come_from)
            session.execute(
                "UPDATE round SET held = :held WHERE id = :id", {"id": round_id, "held": held}
            )
            self._note(session, by, deed, round_id)

    def _note(self, session: Session, by: str, deed: str, round_id: str) -> None:
        audit.note_in(session, self._now(), by=by, deed=deed, round_id=round_id)


_LEFT = """
    SELECT
        (SELECT COUNT(*) FROM response WHERE round_id = :id) AS responses,
        (
            SELECT COUNT(*) FROM answer
            WHERE response_id IN (SELECT id FROM response WHERE round_id = :id)
        ) AS answers,
        (SELECT COUNT(*) FROM comment WHERE round_id = :id) AS comments,
        (
            SELECT COUNT(*) FROM draft
            WHERE invitation_id IN (SELECT id FROM invitation WHERE round_id = :id)
        ) AS drafts
"""


def _check_day(round_: Round, day: date, *, today: date, may_shorten: bool) -> None:
    if round_.opens_on is not None and day < round_.opens_on:
        raise RoundError(
            f"the round would close on {day}, before it opens on {round_.opens_on}",
            advice=f"Choose a last day from {round_.opens_on} on.",
        )
    if day < today:
        raise RoundError(
            f"the last day {day} is over already",
            advice="Choose today or a later day, or close the round.",
        )
    is_earlier = round_.closes_on is None or day < round_.closes_on
    if round_.state != "draft" and is_earlier and not may_shorten:
        told = round_.closes_on or "none, until the round is closed"
        raise RoundError(
            f"the last day would come earlier than people were told ({told})",
            advice="People were told that they have longer. To shorten it all the same, say so: "
            "whoever has not answered is then reminded of the new last day.",
        )


def _check_retention(round_: Round, days: int) -> None:
    if days < 0:
        raise RoundError(
            f"answers are destroyed 0 or more days after publication, got {days}",
            advice="Choose 0 days or more.",
        )
    if round_.answers_destroyed:
        raise RoundStateError(
            f"the answers of round {round_.id!r} are destroyed",
            advice="The answers of this round are destroyed already.",
        )
    if round_.state != "draft" and round_.destroy_after is not None and days > round_.destroy_after:
        raise RoundError(
            f"answers were to be destroyed {round_.destroy_after} days after publication, "
            f"which cannot become {days}",
            advice=f"Choose {round_.destroy_after} days or fewer: answers are never kept longer "
            "than was said.",
        )
