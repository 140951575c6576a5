"""A silo matrix to attack, and attackers on it: who rates which department, and how.

As everywhere here, attackers read what is published, or the file they are given, and know
who works where; whether what they say is true is for the tests.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable

from survey.responses import Response
from survey.storage.driver import Driver


def missing_their_own(driver: Driver, rows: Iterable[str]) -> dict[str, str]:
    """Responses whose department is not stored, by the one department that they do not rate.

    Whoever rates all departments but one may well work in that one. ``rows`` are the ids that
    ratings of each department are stored under. Returns by response the id that it lacks.
    """
    with driver.reading() as session:
        stored = session.query("SELECT id, attributes FROM response")
        answers = session.query("SELECT response_id, item_id FROM answer")
    every = set(rows)
    given: defaultdict[str, set[str]] = defaultdict(set)
    for each in answers:
        given[each["response_id"]].add(each["item_id"])
    open_ = [each["id"] for each in stored if not json.loads(each["attributes"])]
    lacking = {each: every - given[each] for each in open_ if given[each] - every}
    return {each: rest.pop() for each, rest in lacking.items() if len(rest) == 1}


def in_one_row(driver: Driver) -> Callable[[str, Response], None]:
    """Return how a careless program keeps a response: with all ratings beside its answers."""

    def submit(invitation_id: str, response: Response) -> None:
        with driver.writing() as session:
            session.execute(
                """
                INSERT INTO response (id, round_id, group_name, attributes)
                SELECT CAST(:response AS TEXT), round_id, group_name, attributes
                FROM invitation WHERE id = :id
                """,
                {"response": response.id, "id": invitation_id},
            )
            session.execute_each(
                """
                INSERT INTO answer (response_id, item_id, choice)
                VALUES (:response, :item, :choice)
                """,
                (
                    {"response": response.id, "item": item, "choice": choice}
                    for item, choice in response.choices.items()
                ),
            )

    return submit
