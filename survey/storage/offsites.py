"""Offsites: where each stands, and what phones replied, by nobody's name."""

import json
import secrets
from typing import Final

import msgspec

from survey.agenda import (
    JOIN,
    Offsite,
    Position,
    ReplyKind,
    Step,
    checked_agenda,
    checked_reply,
    new_code,
    takes,
)
from survey.errors import OffsiteError
from survey.invitations import new_id
from survey.phrases import phrase
from survey.storage import audit, rounds
from survey.storage.driver import Driver, Row, Session
from survey.storage.moments import Clock

MOST_PHONES: Final = 500
"""Replies of one kind that one step takes: many more than any room, fewer than a flood."""

_random: Final = secrets.SystemRandom()
_INSERT: Final = """
    INSERT INTO offsite (id, position, round_id, code, agenda, step, phase)
    SELECT :id, COALESCE(MAX(position), 0) + 1, :round, :code, :agenda, :step, :phase FROM offsite
"""
_KEEP: Final = """
    INSERT INTO reply (offsite_id, step, kind, phone, given)
    SELECT :id, :step, :kind, :phone, :given
    WHERE :most > (
        SELECT COUNT(*) FROM reply
        WHERE offsite_id = :id AND step = :step AND kind = :kind AND phone <> :phone
    )
    ON CONFLICT (offsite_id, step, kind, phone) DO UPDATE SET given = excluded.given
"""


class Offsites:
    """The offsites of a database."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def start(self, round_id: str, agenda: tuple[Step, ...], *, by: str) -> Offsite:
        """Open a meeting on a published round, with a code of its own.

        Raises
        ------
        RoundStateError, UnknownRoundError
            The round is not published, or there is none.
        OffsiteError
            The agenda cannot be gone through.
        """
        offsite = Offsite(
            id=new_id(), round_id=round_id, code=new_code(), agenda=checked_agenda(agenda)
        )
        with self._driver.writing() as session:
            rounds.require_state(session, round_id, "published")
            session.execute(
                _INSERT,
                {
                    "id": offsite.id,
                    "round": round_id,
                    "code": offsite.code,
                    "agenda": _written(offsite.agenda),
                    "step": JOIN.step,
                    "phase": JOIN.phase,
                },
            )
            deed = "started an offsite"
            audit.note_in(session, self._now(), by=by, deed=deed, round_id=round_id)
        return offsite

    def get(self, offsite_id: str) -> Offsite:
        """Return an offsite.

        Raises
        ------
        OffsiteError
            There is none with this id.
        """
        with self._driver.reading() as session:
            return _found(session, offsite_id)

    def by_code(self, code: str) -> Offsite | None:
        """Return the running offsite with this code, or None."""
        with self._driver.reading() as session:
            rows = session.query("SELECT * FROM offsite WHERE code = :code", {"code": code})
        return _offsite(rows[0]) if rows else None

    def all(self) -> list[Offsite]:
        """Return every offsite, the newest first."""
        with self._driver.reading() as session:
            rows = session.query("SELECT * FROM offsite ORDER BY position DESC, id")
        return [_offsite(row) for row in rows]

    def arrange(self, offsite_id: str, agenda: tuple[Step, ...]) -> None:
        """Give a running offsite another agenda; it stays at its step.

        Raises
        ------
        OffsiteError
            The agenda cannot be gone through, lacks the current step, or the offsite ended.
        """
        checked_agenda(agenda)
        with self._driver.writing() as session:
            offsite = _running(session, offsite_id, alone=True)
            if offsite.step and offsite.step.id not in {
                each.id for each in agenda if not each.left_out
            }:
                raise OffsiteError(
                    f"the current step {offsite.position.step!r} was left out",
                    advice="The room is at this question. Go on to another one first.",
                )
            session.execute(
                "UPDATE offsite SET agenda = :agenda WHERE id = :id",
                {"id": offsite_id, "agenda": _written(agenda)},
            )

    def move(self, offsite_id: str, *, seen: Position, to: Position) -> bool:
        """Go from the position a presenter saw to another; return whether it did.

        It does not when somebody else has moved it meanwhile: two presenters who press the
        same key go on by one, not by two.
        """
        with self._driver.writing() as session:
            session.hold(f"offsite {offsite_id}", alone=True)
            moved = session.execute(
                """
                UPDATE offsite SET step = :step, phase = :phase
                WHERE id = :id AND step = :seen_step AND phase = :seen_phase AND code IS NOT NULL
                """,
                {
                    "id": offsite_id,
                    "step": to.step,
                    "phase": to.phase,
                    "seen_step": seen.step,
                    "seen_phase": seen.phase,
                },
            )
        return moved == 1

    def reply(
        self, offsite_id: str, phone: str, step: str, kind: ReplyKind, given: tuple[int, ...]
    ) -> None:
        """Keep what a phone replied, in place of what it replied before.

        Raises
        ------
        OffsiteError
            The room is elsewhere by now, the offsite has ended or is full, or the reply does
            not fit the step.
        """
        with self._driver.writing() as session:
            offsite = _running(session, offsite_id, alone=False)
            if offsite.step is None or offsite.step.id != step or not takes(offsite.position, kind):
                raise OffsiteError(
                    f"a {kind} came for {step!r} at {offsite.position}",
                    advice=phrase("The room has gone on, so this was not counted."),
                )
            value = checked_reply(offsite.step, kind, given)
            kept = session.execute(
                _KEEP,
                {
                    "id": offsite_id,
                    "step": step,
                    "kind": kind,
                    "phone": phone,
                    "given": json.dumps(value),
                    "most": MOST_PHONES,
                },
            )
        if not kept:
            raise OffsiteError(
                f"over {MOST_PHONES} phones replied",
                advice=phrase("More phones have answered than this page takes."),
            )

    def own(self, offsite_id: str, phone: str, step: str) -> dict[ReplyKind, tuple[int, ...]]:
        """Return what a phone itself replied to a step."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT kind, given FROM reply
                WHERE offsite_id = :id AND phone = :phone AND step = :step
                """,
                {"id": offsite_id, "phone": phone, "step": step},
            )
        return {row["kind"]: tuple(json.loads(row["given"])) for row in rows}

    def count(self, offsite_id: str, step: str, kind: ReplyKind) -> int:
        """Return how many phones have replied."""
        with self._driver.reading() as session:
            number: int = session.query(
                """
                SELECT COUNT(*) AS number FROM reply
                WHERE offsite_id = :id AND step = :step AND kind = :kind
                """,
                {"id": offsite_id, "step": step, "kind": kind},
            )[0]["number"]
        return number

    def crowd(
        self, offsite_id: str, step: str, kind: ReplyKind, *, least: int
    ) -> list[tuple[int, ...]] | int:
        """Return all replies in random order, or only how many, when they are under ``least``."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT given FROM reply
                WHERE offsite_id = :id AND step = :step AND kind = :kind
                """,
                {"id": offsite_id, "step": step, "kind": kind},
            )
        if len(rows) < least:
            return len(rows)
        given = [tuple(json.loads(row["given"])) for row in rows]
        _random.shuffle(given)
        return given

    def end(self, offsite_id: str, *, by: str) -> None:
        """End an offsite: its code no longer works, and no reply leads to a phone any more.

        Raises
        ------
        OffsiteError
            It has ended already, or there is none.
        """
        with self._driver.writing() as session:
            offsite = _running(session, offsite_id, alone=True)
            rows = session.query("SELECT * FROM reply WHERE offsite_id = :id", {"id": offsite_id})
            session.execute("DELETE FROM reply WHERE offsite_id = :id", {"id": offsite_id})
            # A new number for each reply, so that those of one phone are no longer together,
            # and written in another order.
            kept = [{**dict(row), "phone": new_id()} for row in rows]
            _random.shuffle(kept)
            session.execute_each(
                """
                INSERT INTO reply (offsite_id, step, kind, phone, given)
                VALUES (:offsite_id, :step, :kind, :phone, :given)
                """,
                kept,
            )
            session.execute(
                "UPDATE offsite SET code = NULL, step = '', phase = 'done' WHERE id = :id",
                {"id": offsite_id},
            )
            deed = "ended an offsite"
            audit.note_in(session, self._now(), by=by, deed=deed, round_id=offsite.round_id)
        self._driver.tidy()  # nor do the files keep the phones


def _running(session: Session, offsite_id: str, *, alone: bool) -> Offsite:
    session.hold(f"offsite {offsite_id}", alone=alone)
    offsite = _found(session, offsite_id)
    if offsite.has_ended:
        raise OffsiteError(
            f"the offsite {offsite_id!r} has ended",
            advice=phrase("This offsite has ended. Nothing was changed."),
        )
    return offsite


def _found(session: Session, offsite_id: str) -> Offsite:
    rows = session.query("SELECT * FROM offsite WHERE id = :id", {"id": offsite_id})
    if not rows:
        raise OffsiteError(
            f"there is no offsite {offsite_id!r}",
            advice="There is no such offsite. Open one from the list under *Offsite*.",
        )
    return _offsite(rows[0])


def _offsite(row: Row) -> Offsite:
    return Offsite(
        id=row["id"],
        round_id=row["round_id"],
        code=row["code"] or "",
        agenda=msgspec.json.decode(row["agenda"], type=tuple[Step, ...]),
        position=Position(row["step"], row["phase"]),
    )


def _written(agenda: tuple[Step, ...]) -> str:
    return msgspec.json.encode(agenda).decode()
