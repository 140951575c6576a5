"""Invitations: the right to answer once. Nothing here tells who has not answered."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from survey.questionnaire import Group
from survey.rounds import ResponseRate, Round
from survey.storage import rounds
from survey.storage.driver import Driver
from survey.storage.people import delete_invitations
from survey.storage.rates import response_rates
from survey.storage.turnout import turnout


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """What `Invitations.create` takes: ``attributes`` are the coarsened ones."""

    id: str
    person_id: str
    group: Group
    attributes: Mapping[str, str]
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a link leads to. It does not say whose it is.

    ``used`` is forgotten when the round ends: then no invitation is used.
    """

    id: str
    round_id: str
    group: Group
    attributes: Mapping[str, str]
    used: bool
    language: str | None


class Recipient(NamedTuple):
    """Who gets a link to an invitation: label and e-mail address of a person."""

    invitation_id: str
    person: str
    email: str | None


class Invitations:
    """The invitations of a database, and the links to them."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def create(self, round_id: str, invitations: Sequence[NewInvitation]) -> None:
        """Keep the invitations of a round that is about to open, instead of any it had.

        Raises
        ------
        RoundStateError
            The round was launched already.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, "draft")
            delete_invitations(session, round_id)
            session.execute_each(
                """
                INSERT INTO invitation
                    (id, round_id, person_id, group_name, attributes, language)
                VALUES (:id, :round_id, :person_id, :group, :attributes, :language)
                """,
                (
                    {
                        "id": each.id,
                        "round_id": round_id,
                        "person_id": each.person_id,
                        "group": each.group,
                        "attributes": attributes_text(each.attributes),
                        "language": each.language,
                    }
                    for each in invitations
                ),
            )

    def add_links(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep fresh links, as pairs of a token's hash and an invitation's id.

        Earlier links to the same invitations stay good.
        """
        with self._driver.writing() as session:
            session.hold("mix", alone=False)  # a link is not tied to a row just being rewritten
            session.execute_each(
                "INSERT INTO link (token_hash, invitation_id) VALUES (:hash, :invitation)",
                ({"hash": token_hash, "invitation": each} for token_hash, each in pairs),
            )

    def by_token_hash(self, token_hash: str) -> Invitation | None:
        """Return the invitation of a link, or None when no invitation has it."""
        found = self.visit(token_hash)
        return None if found is None else found[0]

    def visit(self, token_hash: str) -> tuple[Invitation, Round] | None:
        """Return the invitation of a link and its round as it is at this moment, or None."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT invitation.id AS invitation_id, group_name, attributes, used, language,
                    round.id AS id, name, organisation, fingerprint, state, held, margin,
                    scores_threshold, comments_threshold, counts_threshold,
                    opens_on, closes_on, answers_destroyed, destroy_after, rated
                FROM link
                JOIN invitation ON invitation.id = link.invitation_id
                JOIN round ON round.id = invitation.round_id
                WHERE token_hash = :hash
                """,
                {"hash": token_hash},
            )
            if not rows:
                return None
            round_ = rounds.round_visited(session, rows[0])
        row = rows[0]
        invitation = Invitation(
            id=row["invitation_id"],
            round_id=row["id"],
            group=row["group_name"],
            attributes=json.loads(row["attributes"]),
            used=bool(row["used"]),
            language=row["language"],
        )
        return invitation, round_

    def of(self, round_id: str) -> list[Recipient]:
        """Return who gets a link, in the order of the people list, answered or not."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT invitation.id, person.label, person.email
                FROM invitation JOIN person ON person.id = invitation.person_id
                WHERE invitation.round_id = :id ORDER BY person.position
                """,
                {"id": round_id},
            )
        return [Recipient(row["id"], row["label"], row["email"]) for row in rows]

    def rates(self, round_id: str) -> list[ResponseRate]:
        """Return how many have answered, by group and by segment of a group.

        ``answered`` is None where fewer than 5 were invited, or where subtracting the
        other segments from the group would tell of 1 to 4 people.
        """
        with self._driver.reading() as session:
            rounds.state_of(session, round_id)
            return response_rates(turnout(session, round_id))


def attributes_text(attributes: Mapping[str, str]) -> str:
    """Return attributes as JSON, the same text whatever order they come in."""
    return json.dumps(dict(attributes), ensure_ascii=False, sort_keys=True)
