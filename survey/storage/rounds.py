"""Rounds: kept while they are drafts, frozen at launch, moved from state to state."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import msgspec

from survey.errors import RoundStateError, UnknownRoundError
from survey.questionnaire import Questionnaire
from survey.rounds import Round, State, Thresholds
from survey.storage import audit
from survey.storage.driver import Driver, Params, Row, Session
from survey.storage.moments import Clock
from survey.storage.turnout import forget_who_answered

_DEEDS: Final[dict[State, str]] = {"open": "launched the round", "closed": "closed the round"}


class Rounds:
    """The rounds of a database."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def save(self, round_: Round) -> None:
        """Keep a new round, or replace it while it is a draft.

        Raises
        ------
        RoundStateError
            The round was launched: what was said to people before they answered stays.
        """
        if round_.state != "draft":
            raise ValueError(f"only a draft can be saved, round {round_.id!r} is {round_.state}")
        with self._driver.writing() as session:
            hold_alone(session, round_.id)
            if not session.execute(_SAVE, row_of(round_)):
                raise RoundStateError(
                    f"round {round_.id!r} was launched and can no longer be changed",
                    advice="A launched round is frozen. Make a new round for other settings.",
                )

    def get(self, round_id: str) -> Round:
        """Return a round.

        Raises
        ------
        UnknownRoundError
            There is no such round.
        """
        with self._driver.reading() as session:
            return find(session, round_id)

    def all(self) -> list[Round]:
        """Return every round, the newest first."""
        with self._driver.reading() as session:
            rows = session.query("SELECT * FROM round ORDER BY position DESC, id DESC")
        return [round_in(row) for row in rows]

    def move(self, round_id: str, *, to: State, by: str, rated: Sequence[str] = ()) -> None:
        """Open a draft or close an open (or paused) round, for good.

        Opening fixes ``rated``, the departments that a silo matrix asks about.
        Closing also deletes the drafts that were never submitted and rewrites the
        round's rows so that nothing tells which were written together.
        (`publications.save` is what publishes.)

        Raises
        ------
        RoundStateError
            The round is not in the state before ``to``, or its people have no invitations.
        UnknownRoundError
            There is no such round.
        """
        if to not in _DEEDS:
            raise ValueError(f"a round is moved to 'open' or 'closed', got {to!r}")
        with self._driver.writing() as session:
            hold_alone(session, round_id)
            if to == "open":
                require_state(session, round_id, "draft")
                _require_invitations(session, round_id)
                session.execute(_OPEN, {"id": round_id, "rated": _names(rated)})
            else:
                require_state(session, round_id, "open", "paused")
                end(session, round_id, held=None)
            audit.note_in(session, self._now(), by=by, deed=_DEEDS[to], round_id=round_id)

    def set_closing(self, round_id: str, day: date | None) -> None:
        """Set the last day on which answers are taken, while the round is not closed.

        Raises
        ------
        RoundStateError
            The round has closed, or would close before it opens.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.writing() as session:
            hold_alone(session, round_id)
            round_ = find(session, round_id)
            if round_.state not in {"draft", "open", "paused"}:
                raise RoundStateError(
                    f"round {round_id!r} is {round_.state}",
                    advice="The round has closed, so its last day can no longer be changed.",
                )
            if day is not None and round_.opens_on is not None and day < round_.opens_on:
                raise RoundStateError(
                    f"round {round_id!r} opens on {round_.opens_on} and cannot close on {day}",
                    advice=f"Choose a last day from {round_.opens_on} on.",
                )
            session.execute(
                "UPDATE round SET closes_on = :day WHERE id = :id",
                {"id": round_id, "day": _day(day)},
            )


def end(session: Session, round_id: str, *, held: State | None) -> None:
    """Take no more answers: drafts, waiting mail, who answered and in which order are forgotten."""
    here: Params = {"id": round_id, "held": held}
    session.hold("mix", alone=True)  # before any row: whoever sends mail takes them in this order
    session.execute("UPDATE round SET state = 'closed', held = :held WHERE id = :id", here)
    forget_who_answered(session, round_id)
    session.execute(_DELETE_DRAFTS, {"id": round_id})
    session.execute(_DELETE_MAIL, {"id": round_id})  # before mixing: a sender may hold a row
    session.mix(round_id)


def find(session: Session, round_id: str) -> Round:
    """Return a round, or raise `UnknownRoundError`."""
    rows = session.query("SELECT * FROM round WHERE id = :id", {"id": round_id})
    if not rows:
        raise UnknownRoundError(round_id)
    return round_in(rows[0])


def state_of(session: Session, round_id: str) -> State:
    """Return a round's state, or raise `UnknownRoundError`."""
    rows = session.query(
        "SELECT COALESCE(held, state) AS state FROM round WHERE id = :id", {"id": round_id}
    )
    if not rows:
        raise UnknownRoundError(round_id)
    state: State = rows[0]["state"]
    return state


def require_state(session: Session, round_id: str, *states: State) -> None:
    """Raise `RoundStateError` unless the round is in one of ``states``."""
    state = state_of(session, round_id)
    if state not in states:
        raise RoundStateError(
            f"round {round_id!r} is {state}, not {' or '.join(states)}",
            advice=f"This needs a round that is {' or '.join(states)}; this one is {state}.",
        )


def hold_alone(session: Session, round_id: str) -> None:
    """Keep everybody else from reading the round's state to act on it until we are done."""
    session.hold(f"round {round_id}", alone=True)


def hold_with_others(session: Session, round_id: str) -> None:
    """Keep the round's state as it is until we are done."""
    session.hold(f"round {round_id}", alone=False)


def row_of(round_: Round) -> Params:
    """Return a round as the parameters of `INSERT_ROUND`."""
    return {
        "id": round_.id,
        "name": round_.name,
        "organisation": round_.organisation,
        "series": round_.series,
        "questionnaire": msgspec.json.encode(round_.questionnaire).decode(),
        "fingerprint": round_.fingerprint,
        "state": round_.state,
        "margin": float(round_.margin),
        "scores_threshold": round_.thresholds.scores,
        "comments_threshold": round_.thresholds.comments,
        "counts_threshold": round_.thresholds.counts,
        "opens_on": _day(round_.opens_on),
        "closes_on": _day(round_.closes_on),
        "answers_destroyed": int(round_.answers_destroyed),
        "destroy_after": round_.destroy_after,
        "rated": _names(round_.rated),
    }


INSERT_ROUND: Final = """
    INSERT INTO round (
        id, position, name, organisation, series, questionnaire, fingerprint, state, margin,
        scores_threshold, comments_threshold, counts_threshold,
        opens_on, closes_on, answers_destroyed, destroy_after, rated
    )
    SELECT
        :id, COALESCE(MAX(position), 0) + 1, :name, :organisation, :series, :questionnaire,
        :fingerprint, :state, :margin,
        :scores_threshold, :comments_threshold, :counts_threshold,
        :opens_on, :closes_on, :answers_destroyed, CAST(:destroy_after AS INTEGER), :rated
    FROM round WHERE TRUE
"""

_SAVE: Final = (
    INSERT_ROUND
    + """
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, organisation = excluded.organisation, series = excluded.series,
        questionnaire = excluded.questionnaire, fingerprint = excluded.fingerprint,
        margin = excluded.margin, scores_threshold = excluded.scores_threshold,
        comments_threshold = excluded.comments_threshold,
        counts_threshold = excluded.counts_threshold,
        opens_on = excluded.opens_on, closes_on = excluded.closes_on,
        destroy_after = excluded.destroy_after, rated = excluded.rated
    WHERE round.state = 'draft' AND round.held IS NULL
    """
)

_OPEN: Final = "UPDATE round SET state = 'open', rated = :rated WHERE id = :id"

_DELETE_DRAFTS: Final = """
    DELETE FROM draft
    WHERE invitation_id IN (SELECT id FROM invitation WHERE round_id = :id)
"""

_DELETE_MAIL: Final = """
    DELETE FROM mail WHERE mailing_id IN (SELECT id FROM mailing WHERE round_id = :id)
"""


def _require_invitations(session: Session, round_id: str) -> None:
    """Raise unless everybody on the list, and at least one, has an invitation."""
    counts = session.query(
        """
        SELECT COUNT(*) AS people, COUNT(invitation.id) AS invited
        FROM person LEFT JOIN invitation ON invitation.person_id = person.id
        WHERE person.round_id = :id
        """,
        {"id": round_id},
    )[0]
    if counts["people"] == 0 or counts["people"] != counts["invited"]:
        raise RoundStateError(
            f"round {round_id!r} has {counts['people']} people and {counts['invited']} invitations",
            advice="The people list is empty or was changed meanwhile. Check it, then launch.",
        )


def round_in(row: Row) -> Round:
    """Return the round of a row of ``SELECT round.*``: the same one until it is changed."""
    return _round(tuple(row[name] for name in _COLUMNS))


def round_visited(session: Session, row: Row) -> Round:
    """Return the round of a row that has all of it but the questionnaire's text.

    The text is 30 kB, and reading it took longer than all else of a visit (28 of 50 µs).
    It is read once: the fingerprint in the row is another one when a word of it is.
    """
    settings = tuple(row[name] for name in _SETTINGS)
    known = _visited.get(settings)
    if known is None:
        if len(_visited) >= _MOST_VISITED:
            _visited.clear()
        known = _visited[settings] = find(session, row["id"])
    return known


_SETTINGS: Final = (
    *("id", "name", "organisation", "fingerprint", "state", "held", "margin"),
    *("scores_threshold", "comments_threshold", "counts_threshold", "opens_on", "closes_on"),
    *("answers_destroyed", "destroy_after", "rated"),
)
_COLUMNS: Final = (*_SETTINGS, "questionnaire")
_MOST_VISITED: Final = 64
_visited: Final[dict[tuple[Any, ...], Round]] = {}


@lru_cache(maxsize=64)
def _round(values: tuple[Any, ...]) -> Round:
    row = dict(zip(_COLUMNS, values, strict=True))
    return Round(
        id=row["id"],
        name=row["name"],
        organisation=row["organisation"],
        questionnaire=_questionnaire(row["questionnaire"]),
        fingerprint=row["fingerprint"],
        state=row["held"] or row["state"],
        margin=row["margin"],
        thresholds=Thresholds(
            scores=row["scores_threshold"],
            comments=row["comments_threshold"],
            counts=row["counts_threshold"],
        ),
        opens_on=date_of(row["opens_on"]),
        closes_on=date_of(row["closes_on"]),
        answers_destroyed=bool(row["answers_destroyed"]),
        destroy_after=row["destroy_after"],
        rated=tuple(json.loads(row["rated"])),
    )


@lru_cache(maxsize=16)
def _questionnaire(text: str) -> Questionnaire:
    # Nobody can change what comes out, so all who read the same text share it.
    return msgspec.json.decode(text, type=Questionnaire)


def _names(departments: Sequence[str]) -> str:
    return json.dumps(list(departments), ensure_ascii=False)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def date_of(text: str | None) -> date | None:
    """Return a stored day."""
    return None if text is None else date.fromisoformat(text)
