"""How many answered: counted from invitations while a round is open, kept once it has ended."""

import json
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from survey.questionnaire import Group
from survey.storage.driver import Params, Session


class Turnout(NamedTuple):
    """How many people of one combination of group and attributes were invited and answered."""

    group: Group
    attributes: Mapping[str, str]
    invited: int
    answered: int


def turnout(session: Session, round_id: str) -> list[Turnout]:
    """Return the turnout of a round, combination by combination."""
    here: Params = {"id": round_id}
    rows = session.query(
        "SELECT group_name, attributes, invited, answered FROM turnout WHERE round_id = :id", here
    ) or session.query(
        """
        SELECT group_name, attributes, COUNT(*) AS invited, SUM(used) AS answered
        FROM invitation WHERE round_id = :id GROUP BY group_name, attributes
        """,
        here,
    )
    return [
        Turnout(row["group_name"], json.loads(row["attributes"]), row["invited"], row["answered"])
        for row in rows
    ]


def forget_who_answered(session: Session, round_id: str) -> None:
    """Keep the turnout of a round that has ended, and take the mark off its invitations.

    A response lies beside its coarsened attributes. Where only one of the people who share
    them answered, a mark on that person's invitation would say whose the response is.
    """
    here: Params = {"id": round_id}
    session.execute(
        """
        INSERT INTO turnout (round_id, group_name, attributes, invited, answered)
        SELECT round_id, group_name, attributes, COUNT(*), SUM(used)
        FROM invitation WHERE round_id = :id GROUP BY round_id, group_name, attributes
        """,
        here,
    )
    session.execute(
        """
        INSERT INTO receipt (round_id, hash)
        SELECT DISTINCT round_id, receipt FROM invitation
        WHERE round_id = :id AND receipt IS NOT NULL ORDER BY receipt
        """,
        here,
    )
    session.execute("UPDATE invitation SET used = 0, receipt = NULL WHERE round_id = :id", here)
    _even_out_links(session, round_id)


def _even_out_links(session: Session, round_id: str) -> None:
    """Give everybody as many links as whoever has most, by adding hashes of no link at all.

    A reminder brings a new link to those who have not answered, so their number would tell.
    """
    rows = session.query(
        """
        SELECT invitation.id, COUNT(token_hash) AS links
        FROM invitation LEFT JOIN link ON link.invitation_id = invitation.id
        WHERE round_id = :id GROUP BY invitation.id
        """,
        {"id": round_id},
    )
    most = max((row["links"] for row in rows), default=0)
    session.execute_each(
        "INSERT INTO link (token_hash, invitation_id) VALUES (:hash, :invitation)",
        (
            {"hash": secrets.token_hex(32), "invitation": row["id"]}
            for row in rows
            for _ in range(most - row["links"])
        ),
    )


def was_received(session: Session, round_id: str, receipt: str) -> bool:
    """Whether a form with this receipt came in before the round ended."""
    return bool(
        session.query(
            "SELECT hash FROM receipt WHERE round_id = :id AND hash = :hash",
            {"id": round_id, "hash": receipt},
        )
    )
