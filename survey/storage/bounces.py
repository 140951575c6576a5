"""To how many addresses of a round mail came back; never a list of which."""

from collections.abc import Iterable

from survey.storage.driver import Driver


class Bounces:
    """The marks of undeliverable addresses, which only the installation's secret can make."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def addresses(self, round_id: str) -> frozenset[str]:
        """Return the addresses, in lower case, to which the round's mail goes or went."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT person.email FROM invitation
                JOIN person ON person.id = invitation.person_id
                WHERE invitation.round_id = :id AND person.email IS NOT NULL
                    AND EXISTS (SELECT 1 FROM mailing WHERE mailing.round_id = :id)
                """,
                {"id": round_id},
            )
        return frozenset(row["email"].casefold() for row in rows)

    def add(self, round_id: str, marks: Iterable[str]) -> int:
        """Keep the marks of undeliverable addresses; return how many were not there before."""
        with self._driver.writing() as session:
            return sum(
                session.execute(
                    """
                    INSERT INTO bounce (round_id, mark) VALUES (:id, :mark)
                    ON CONFLICT (round_id, mark) DO NOTHING
                    """,
                    {"id": round_id, "mark": mark},
                )
                for mark in sorted(set(marks))
            )

    def count(self, round_id: str) -> int:
        """Return to how many addresses of the round mail came back."""
        with self._driver.reading() as session:
            found = session.query(
                "SELECT COUNT(*) AS bounces FROM bounce WHERE round_id = :id", {"id": round_id}
            )
        return int(found[0]["bounces"])
