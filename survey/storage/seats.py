"""Seats: invitations as places on the list, and links by which many people take one each.

An open link belongs to a round. Whoever has it says which group and segments are theirs,
among those of the frozen list, and takes a seat there that nobody was given: one whose
person has no e-mail address and that no personal link or code leads to. So a shared link
never brings in more answers than people are on the list, combination by combination.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from survey.errors import RoundStateError, UsedLinkError
from survey.people import NOT_GIVEN, OTHER
from survey.questionnaire import Group
from survey.responses import Response
from survey.rounds import require_open
from survey.storage import rounds
from survey.storage.driver import Driver, Session
from survey.storage.invitations import attributes_text
from survey.storage.moments import Clock
from survey.storage.responses import submit_in
from survey.storage.turnout import was_received


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """What a shared link leads to. ``fixed``: attributes decided by where it hangs."""

    round_id: str
    fixed: Mapping[str, str]


class Place(NamedTuple):
    """A combination of group and coarsened attributes, and how many seats it has in all."""

    group: Group
    attributes: Mapping[str, str]
    seats: int


class Seat(NamedTuple):
    """One invitation, whose it is, and what is stored beside its answers.

    ``language`` is the one that the people list names for the person, if it does.
    """

    invitation_id: str
    person: str
    email: str | None
    group: Group
    attributes: Mapping[str, str]
    language: str | None = None


class Seats:
    """The seats of a database's rounds, and the open links to them."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def all(self, round_id: str) -> list[Seat]:
        """Return every seat in the order of the people list, taken or not."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT invitation.id, person.label, person.email,
                    invitation.group_name, invitation.attributes, invitation.language
                FROM invitation JOIN person ON person.id = invitation.person_id
                WHERE invitation.round_id = :id ORDER BY person.position
                """,
                {"id": round_id},
            )
        return [
            Seat(
                row["id"],
                row["label"],
                row["email"],
                row["group_name"],
                json.loads(row["attributes"]),
                row["language"],
            )
            for row in rows
        ]

    def add_open_link(self, round_id: str, token_hash: str, fixed: Mapping[str, str]) -> None:
        """Keep a fresh open link; earlier ones stay good.

        Raises
        ------
        RoundStateError
            The round is not open, or no seat is left for such a link.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, "open")
            if not _places(session, round_id, fixed):
                raise RoundStateError(
                    f"round {round_id!r} has no seats for a shared link",
                    advice="A shared link is for people on the list who have no e-mail address, "
                    "no personal link and no code, and nobody there is left without one.",
                )
            session.execute(
                """
                INSERT INTO open_link (token_hash, round_id, fixed)
                VALUES (:hash, :round_id, :fixed)
                """,
                {"hash": token_hash, "round_id": round_id, "fixed": attributes_text(fixed)},
            )

    def has_open_link(self, round_id: str) -> bool:
        """Whether people can come to a round by a shared link."""
        with self._driver.reading() as session:
            return bool(
                session.query(
                    "SELECT round_id FROM open_link WHERE round_id = :id LIMIT 1", {"id": round_id}
                )
            )

    def by_token_hash(self, token_hash: str) -> OpenLink | None:
        """Return the open link of a token, or None when there is none."""
        with self._driver.reading() as session:
            rows = session.query(
                "SELECT round_id, fixed FROM open_link WHERE token_hash = :hash",
                {"hash": token_hash},
            )
        if not rows:
            return None
        return OpenLink(round_id=rows[0]["round_id"], fixed=json.loads(rows[0]["fixed"]))

    def places(self, round_id: str, fixed: Mapping[str, str]) -> list[Place]:
        """Return the combinations that an open link offers, leaders first, then by name."""
        with self._driver.reading() as session:
            return _places(session, round_id, fixed)

    def has_received(self, round_id: str, response_id: str) -> bool:
        """Whether the form with this id came in already."""
        receipt = hashlib.sha256(response_id.encode()).hexdigest()
        with self._driver.reading() as session:
            return was_received(session, round_id, receipt) or _is_taken_by(
                session, round_id, receipt
            )

    def submit(
        self, round_id: str, group: Group, attributes: Mapping[str, str], response: Response
    ) -> None:
        """Keep the answers of somebody who came by an open link: all or nothing.

        They take a free seat of their combination. The same response sent again changes
        nothing.

        Raises
        ------
        EarlyLinkError, LateLinkError
            The round does not take answers yet, or no longer.
        UsedLinkError
            Every seat of this combination is taken, or there is none.
        """
        receipt = hashlib.sha256(response.id.encode()).hexdigest()
        with self._driver.writing() as session:
            session.hold(f"seats {round_id}", alone=True)
            if was_received(session, round_id, receipt) or _is_taken_by(session, round_id, receipt):
                return
            round_ = rounds.find(session, round_id)
            today = self._now().date()
            require_open(
                round_.state, opens_on=round_.opens_on, closes_on=round_.closes_on, today=today
            )
            free = session.query(
                _FREE,
                {"id": round_id, "group": group, "attributes": attributes_text(attributes)},
            )
            if not free:
                raise UsedLinkError(
                    f"no seat of a combination of round {round_id!r} is free",
                    advice="As many people as are on the list have answered for this group.",
                )
            submit_in(session, free[0]["id"], response, today=today)


_FREE: Final = """
    SELECT invitation.id
    FROM invitation JOIN person ON person.id = invitation.person_id
    WHERE invitation.round_id = :id AND invitation.group_name = :group
        AND invitation.attributes = :attributes AND used = 0 AND person.email IS NULL
        AND NOT EXISTS (SELECT 1 FROM link WHERE link.invitation_id = invitation.id)
    ORDER BY invitation.id LIMIT 1
"""


def _is_taken_by(session: Session, round_id: str, receipt: str) -> bool:
    return bool(
        session.query(
            "SELECT id FROM invitation WHERE round_id = :id AND receipt = :receipt",
            {"id": round_id, "receipt": receipt},
        )
    )


def _places(session: Session, round_id: str, fixed: Mapping[str, str]) -> list[Place]:
    rows = session.query(
        """
        SELECT invitation.group_name, invitation.attributes, COUNT(*) AS seats
        FROM invitation JOIN person ON person.id = invitation.person_id
        WHERE invitation.round_id = :id AND person.email IS NULL
            AND NOT EXISTS (SELECT 1 FROM link WHERE link.invitation_id = invitation.id)
        GROUP BY invitation.group_name, invitation.attributes
        ORDER BY invitation.group_name, invitation.attributes
        """,
        {"id": round_id},
    )
    places = [Place(row["group_name"], json.loads(row["attributes"]), row["seats"]) for row in rows]
    # Who is there may be stored as "Other", as not given, or without that attribute.
    return [
        place
        for place in places
        if all(
            place.attributes.get(name, OTHER) in {value, OTHER, NOT_GIVEN}
            for name, value in fixed.items()
        )
    ]
