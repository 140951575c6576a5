"""What an organiser decided about a round's mail: when it goes out, and its own words."""

from dataclasses import dataclass
from typing import NamedTuple

from survey.errors import RoundError
from survey.storage import rounds
from survey.storage.driver import Driver, Params
from survey.storage.outbox import Kind

LEAST_DAYS_BETWEEN, LAST_HOUR = 2, 23


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """Whether and when mail goes out by itself.

    ``every_days`` between reminders; ``from_hour`` of the day, in UTC; ``days_off`` are
    weekdays, Monday is 0.
    """

    automatic: bool = False
    every_days: int = 3
    from_hour: int = 7
    days_off: tuple[int, ...] = (5, 6)


class MailText(NamedTuple):
    """One mail's words, with placeholders such as ``{link}``."""

    subject: str
    body: str


class MailTexts:
    """The mail plans of rounds, and the texts that organisers changed."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def plan(self, round_id: str) -> MailPlan:
        """Return a round's plan; nothing goes out by itself until somebody decides it."""
        with self._driver.reading() as session:
            rows = session.query("SELECT * FROM mail_plan WHERE round_id = :id", {"id": round_id})
        if not rows:
            return MailPlan()
        row = rows[0]
        return MailPlan(
            automatic=bool(row["automatic"]),
            every_days=row["every_days"],
            from_hour=row["from_hour"],
            days_off=tuple(int(day) for day in row["days_off"].split(",") if day),
        )

    def set_plan(self, round_id: str, plan: MailPlan) -> None:
        """Keep a round's plan.

        Raises
        ------
        RoundError
            Reminders would come every day, or the hour is none of a day.
        """
        if plan.every_days < LEAST_DAYS_BETWEEN or not 0 <= plan.from_hour <= LAST_HOUR:
            raise RoundError(
                f"reminders need {LEAST_DAYS_BETWEEN} days or more between them and an hour from "
                f"0 to {LAST_HOUR}, got {plan.every_days} and {plan.from_hour}",
                advice=f"Choose {LEAST_DAYS_BETWEEN} days or more and an hour from 0 to "
                f"{LAST_HOUR}.",
            )
        with self._driver.writing() as session:
            rounds.state_of(session, round_id)
            session.execute(
                """
                INSERT INTO mail_plan (round_id, automatic, every_days, from_hour, days_off)
                VALUES (:id, :automatic, :every_days, :from_hour, :days_off)
                ON CONFLICT (round_id) DO UPDATE SET
                    automatic = excluded.automatic, every_days = excluded.every_days,
                    from_hour = excluded.from_hour, days_off = excluded.days_off
                """,
                {
                    "id": round_id,
                    "automatic": int(plan.automatic),
                    "every_days": plan.every_days,
                    "from_hour": plan.from_hour,
                    "days_off": ",".join(map(str, plan.days_off)),
                },
            )

    def of(self, round_id: str) -> dict[tuple[Kind, str], MailText]:
        """Return the texts that were changed for a round, by kind and language."""
        with self._driver.reading() as session:
            rows = session.query("SELECT * FROM mail_text WHERE round_id = :id", {"id": round_id})
        return {
            (row["kind"], row["language"]): MailText(row["subject"], row["body"]) for row in rows
        }

    def save(self, round_id: str, kind: Kind, language: str, text: MailText | None) -> None:
        """Keep a text for a round; None goes back to the one that comes with Plumbline."""
        here: Params = {"id": round_id, "kind": kind, "language": language}
        with self._driver.writing() as session:
            rounds.state_of(session, round_id)
            session.execute(
                """
                DELETE FROM mail_text
                WHERE round_id = :id AND kind = :kind AND language = :language
                """,
                here,
            )
            if text is not None:
                session.execute(
                    """
                    INSERT INTO mail_text (round_id, kind, language, subject, body)
                    VALUES (:id, :kind, :language, :subject, :body)
                    """,
                    {**here, "subject": text.subject, "body": text.body},
                )
