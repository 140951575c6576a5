"""People lists, one a round; replaced whole while the round is a draft."""

import json
from collections import Counter
from collections.abc import Sequence

from survey.people import Person
from survey.questionnaire import Group
from survey.storage import rounds
from survey.storage.driver import Driver, Session


class People:
    """The people lists of a database."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def replace(self, round_id: str, people: Sequence[Person]) -> None:
        """Keep ``people`` as the round's list, instead of any list it had.

        Raises
        ------
        RoundStateError
            The round was launched, so its list is frozen.
        UnknownRoundError
            There is no such round.
        """
        with self._driver.writing() as session:
            rounds.hold_alone(session, round_id)
            rounds.require_state(session, round_id, "draft")
            delete_invitations(session, round_id)
            session.execute("DELETE FROM person WHERE round_id = :id", {"id": round_id})
            session.execute_each(
                """
                INSERT INTO person
                    (id, round_id, position, label, email, group_name, attributes, language)
                VALUES
                    (:id, :round_id, :position, :label, :email, :group, :attributes, :language)
                """,
                (
                    {
                        "id": person.id,
                        "round_id": round_id,
                        "position": position,
                        "label": person.label,
                        "email": person.email,
                        "group": person.group,
                        "attributes": json.dumps(dict(person.attributes), ensure_ascii=False),
                        "language": person.language,
                    }
                    for position, person in enumerate(people)
                ),
            )

    def counts(self, round_id: str) -> Counter[Group]:
        """Return how many leaders and staff a round's list has."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT group_name, COUNT(*) AS people FROM person
                WHERE round_id = :id GROUP BY group_name
                """,
                {"id": round_id},
            )
        return Counter({row["group_name"]: row["people"] for row in rows})

    def language_of(self, round_id: str, email: str) -> str | None:
        """Return the language that a round's list names for an address, if it does."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT language FROM person
                WHERE round_id = :id AND LOWER(email) = LOWER(:email) AND language IS NOT NULL
                """,
                {"id": round_id, "email": email},
            )
        return rows[0]["language"] if rows else None

    def of(self, round_id: str) -> list[Person]:
        """Return a round's list in its own order; empty when there is none yet."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT id, label, email, group_name, attributes, language FROM person
                WHERE round_id = :id ORDER BY position
                """,
                {"id": round_id},
            )
        return [
            Person(
                id=row["id"],
                label=row["label"],
                email=row["email"],
                group=row["group_name"],
                attributes=json.loads(row["attributes"]),
                language=row["language"],
            )
            for row in rows
        ]


def delete_invitations(session: Session, round_id: str) -> None:
    """Delete a draft round's invitations and all that hangs on them."""
    session.execute(
        """
        DELETE FROM draft
        WHERE invitation_id IN (SELECT id FROM invitation WHERE round_id = :id)
        """,
        {"id": round_id},
    )
    session.execute(
        """
        DELETE FROM link
        WHERE invitation_id IN (SELECT id FROM invitation WHERE round_id = :id)
        """,
        {"id": round_id},
    )
    session.execute("DELETE FROM invitation WHERE round_id = :id", {"id": round_id})
