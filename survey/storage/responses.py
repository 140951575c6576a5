"""Responses: written once, with nothing that leads back to whoever wrote them."""

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from sys import intern
from typing import Final, NamedTuple

from survey.errors import RoundStateError, UnknownLinkError, UsedLinkError
from survey.questionnaire import Group, asked_as
from survey.responses import Response, StoredResponse
from survey.rounds import require_open
from survey.storage import audit, rounds
from survey.storage.driver import Change, Driver, Params, Row, Session
from survey.storage.moments import Clock
from survey.storage.turnout import was_received

_random: Final = secrets.SystemRandom()


class Comment(NamedTuple):
    """One comment, apart from the response it came with."""

    group: Group
    question_id: str
    words: str


class Responses:
    """The responses of a database."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def submit(self, invitation_id: str, response: Response) -> None:
        """Keep one person's answers and mark the invitation used: all or nothing.

        The same response sent again changes nothing, so a double click, a retry or a
        proxy's replay does no harm. The stored row has an id of its own: neither the
        invitation nor the form that was sent leads to it. Ratings of departments lie apart
        from the rest, each under its own id.

        Raises
        ------
        UnknownLinkError
            There is no such invitation.
        EarlyLinkError, LateLinkError
            The round does not take answers yet, or no longer.
        UsedLinkError
            Another response was given on this invitation. No draft was deleted.
        """
        with self._driver.writing() as session:
            self.submission(invitation_id, response)(session)

    def submission(self, invitation_id: str, response: Response) -> Change:
        """Return what `submit` does, for `Store.write_each`."""
        return lambda session: submit_in(session, invitation_id, response, today=self._now().date())

    def of(self, round_id: str) -> list[StoredResponse]:
        """Return all responses of a closed round, in a new random order each time.

        A rating of a department comes as a response of its own, as it is stored.

        Raises
        ------
        RoundStateError
            The round still takes answers, or its answers were destroyed.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.reading() as session:
            _require_answers(session, round_id)
            responses = session.query(
                "SELECT id, group_name, attributes FROM response WHERE round_id = :id",
                {"id": round_id},
            )
            choices: defaultdict[str, dict[str, int]] = defaultdict(dict)
            for row in session.each(_ANSWERS, {"id": round_id}):
                choices[row["response_id"]][intern(row["item_id"])] = row["choice"]
        stored = [
            StoredResponse(
                group=row["group_name"],
                attributes=json.loads(row["attributes"]),
                choices=choices.get(row["id"], {}),
            )
            for row in responses
        ]
        _random.shuffle(stored)
        return stored

    def comments(self, round_id: str) -> list[Comment]:
        """Return all comments of a closed round, in a new random order each time.

        Raises
        ------
        RoundStateError
            The round still takes answers, or its answers were destroyed.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.reading() as session:
            _require_answers(session, round_id)
            rows = session.query(
                "SELECT group_name, question_id, words FROM comment WHERE round_id = :id",
                {"id": round_id},
            )
        comments = [Comment(row["group_name"], row["question_id"], row["words"]) for row in rows]
        _random.shuffle(comments)
        return comments

    def mix(self, round_id: str) -> None:
        """Rewrite a round's rows so that nothing tells which were written together.

        Closing does it anyway. While a round is open it may be done now and then:
        until it is, an administrator of the database who looks at it with low-level
        tools can see which rows one transaction wrote (docs/storage.md).

        Raises
        ------
        UnknownRoundError
            There is no such round.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.state_of(session, round_id)
            session.mix(round_id)
        self._driver.tidy()

    def destroy(self, round_id: str, by: str) -> None:
        """Delete all answers and comments of a closed round, for good.

        Raises
        ------
        RoundStateError
            The round is a draft or still open.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, "closed", "published", "archived")
            delete_answers(session, round_id)
            deed = "destroyed the answers"
            audit.note_in(session, self._now(), by=by, deed=deed, round_id=round_id)
        self._driver.tidy()


_ANSWERS: Final = """
    SELECT response_id, item_id, choice
    FROM response JOIN answer ON answer.response_id = response.id
    WHERE round_id = :id
"""


def submit_in(session: Session, invitation_id: str, response: Response, *, today: date) -> None:
    """Do what `Responses.submit` does, in a transaction that may do more."""
    receipt = hashlib.sha256(response.id.encode()).hexdigest()
    invitation = _held_invitation(session, invitation_id)
    round_id: str = invitation["round_id"]
    if invitation["receipt"] == receipt or was_received(session, round_id, receipt):
        return
    _require_taking(invitation, today=today)
    _insert(session, invitation, response)
    session.execute("DELETE FROM draft WHERE invitation_id = :id", {"id": invitation_id})
    session.execute(
        "UPDATE invitation SET used = 1, receipt = :receipt WHERE id = :id",
        {"id": invitation_id, "receipt": receipt},
    )


def delete_answers(session: Session, round_id: str) -> None:
    """Delete a round's answers and comments, and what its invitations keep of them."""
    here: Params = {"id": round_id}
    session.execute(
        """
        DELETE FROM answer
        WHERE response_id IN (SELECT id FROM response WHERE round_id = :id)
        """,
        here,
    )
    session.execute("DELETE FROM response WHERE round_id = :id", here)
    session.execute("DELETE FROM comment WHERE round_id = :id", here)
    session.execute("UPDATE invitation SET receipt = NULL WHERE round_id = :id", here)
    session.execute("DELETE FROM receipt WHERE round_id = :id", here)
    session.execute("UPDATE round SET answers_destroyed = 1 WHERE id = :id", here)


def require_unused(session: Session, invitation_id: str, *, today: date) -> None:
    """Raise the `LinkError` that says why an invitation takes no draft, if it does not.

    While a round is paused it does. The invitation stays as it is until the transaction ends.
    """
    invitation = _held_invitation(session, invitation_id)
    state = "open" if invitation["state"] == "paused" else invitation["state"]
    _require_taking({**invitation, "state": state}, today=today)


def _held_invitation(session: Session, invitation_id: str) -> Row:
    """Return an invitation, keeping it and its round's state as they are until we are done."""
    session.hold(f"invitation {invitation_id}", alone=True)
    here: Params = {"id": invitation_id}
    rows = session.query("SELECT round_id FROM invitation WHERE id = :id", here)
    if not rows:
        raise UnknownLinkError(
            "no invitation has this id",
            advice="This link leads nowhere. Please copy it whole, or ask for a new one.",
        )
    rounds.hold_with_others(session, rows[0]["round_id"])
    return session.query(
        """
        SELECT invitation.round_id, group_name, attributes, used, receipt, rated,
            COALESCE(held, state) AS state, opens_on, closes_on
        FROM invitation JOIN round ON round.id = invitation.round_id
        WHERE invitation.id = :id
        """,
        here,
    )[0]


def _require_taking(invitation: Row, *, today: date) -> None:
    if invitation["used"]:
        raise UsedLinkError(
            f"an invitation to round {invitation['round_id']!r} was already used",
            advice="This link was already used to answer, and it works once. Thank you!",
        )
    require_open(
        invitation["state"],
        opens_on=rounds.date_of(invitation["opens_on"]),
        closes_on=rounds.date_of(invitation["closes_on"]),
        today=today,
    )


def _insert(session: Session, invitation: Row, response: Response) -> None:
    does_rate = bool(json.loads(invitation["rated"]))
    given = _parts(response.choices) if does_rate else [response.choices]
    parts = {secrets.token_hex(16): each for each in given}
    session.execute_each(
        """
        INSERT INTO response (id, round_id, group_name, attributes)
        VALUES (:id, :round_id, :group, :attributes)
        """,
        (
            {
                "id": each,
                "round_id": invitation["round_id"],
                "group": invitation["group_name"],
                "attributes": invitation["attributes"],
            }
            for each in parts
        ),
    )
    session.execute_each(
        "INSERT INTO answer (response_id, item_id, choice) VALUES (:response, :item, :choice)",
        (
            {"response": each, "item": item_id, "choice": choice}
            for each, choices in parts.items()
            for item_id, choice in choices.items()
        ),
    )
    session.execute_each(
        """
        INSERT INTO comment (id, round_id, group_name, question_id, words)
        VALUES (:id, :round_id, :group, :question, :words)
        """,
        (
            {
                "id": secrets.token_hex(16),
                "round_id": invitation["round_id"],
                "group": invitation["group_name"],
                "question": question_id,
                "words": words,
            }
            for question_id, words in response.comments.items()
        ),
    )


def _parts(choices: Mapping[str, int]) -> list[Mapping[str, int]]:
    """Return what lies under one id: each rating of a department is a response of its own.

    Nobody rates their own department, and colleagues know who works with whom: whoever saw
    all of somebody's ratings beside their other answers could tell whose they are.
    """
    ratings = {name: choice for name, choice in choices.items() if asked_as(name) != name}
    rest = {name: choice for name, choice in choices.items() if name not in ratings}
    return [rest, *({name: choice} for name, choice in ratings.items())]


def _require_answers(session: Session, round_id: str) -> None:
    rounds.require_state(session, round_id, "closed", "published")
    if rounds.find(session, round_id).answers_destroyed:
        raise RoundStateError(
            f"the answers of round {round_id!r} were destroyed",
            advice="Only the publication of this round is left, and it shows all there is.",
        )
