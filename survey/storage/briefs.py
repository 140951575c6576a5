"""Leader briefs: which released comments an organiser chose, by where they stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from survey.errors import BriefError
from survey.storage import audit, rounds
from survey.storage.driver import Driver, Session
from survey.storage.moments import Clock

Heading = Literal["know", "stories", "voices"]
"""What staff want leaders to know, problems solved, compliments and complaints."""

MOST: Final[Mapping[Heading, int]] = {"know": 6, "stories": 3, "voices": 6}
"""How many comments stand under each heading at most: a brief has two pages."""

_KEEP: Final = """
    INSERT INTO brief (round_id, picks) VALUES (:id, :picks)
    ON CONFLICT (round_id) DO UPDATE SET picks = excluded.picks
"""


class Pick(msgspec.Struct, frozen=True, order=True):
    """One released comment: its question, its group, and its place (from 0) among them."""

    question: str
    group: str
    place: int


Picks = Mapping[Heading, Sequence[Pick]]


class Briefs:
    """The briefs of a database."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def save(self, round_id: str, picks: Picks, *, by: str) -> None:
        """Keep the choice for a published round, in place of the one before.

        Raises
        ------
        RoundStateError, UnknownRoundError
            The round is not published, or there is none.
        BriefError
            A pick is no released comment, is chosen twice, or there are too many.
        """
        with self._driver.writing() as session:
            rounds.require_state(session, round_id, "published")
            _check(picks, _released(session, round_id))
            kept = msgspec.json.encode({name: list(picks.get(name, ())) for name in MOST})
            session.execute(_KEEP, {"id": round_id, "picks": kept.decode()})
            deed = "chose comments for the leader brief"
            audit.note_in(session, self._now(), by=by, deed=deed, round_id=round_id)

    def get(self, round_id: str) -> dict[Heading, tuple[Pick, ...]] | None:
        """Return what was chosen for a round, in the order chosen; None when nothing was yet."""
        with self._driver.reading() as session:
            rows = session.query("SELECT picks FROM brief WHERE round_id = :id", {"id": round_id})
        if not rows:
            return None
        return msgspec.json.decode(rows[0]["picks"], type=dict[Heading, tuple[Pick, ...]])


def _released(session: Session, round_id: str) -> Mapping[tuple[str, str], int]:
    """Return how many comments were released on each question, by group."""
    rows = session.query("SELECT document FROM publication WHERE round_id = :id", {"id": round_id})
    document: dict[str, Any] = msgspec.json.decode(bytes(rows[0]["document"])) if rows else {}
    return {
        (each["question"], each["group"]): len(each["texts"])
        for each in document.get("comments", ())
    }


def _check(picks: Picks, released: Mapping[tuple[str, str], int]) -> None:
    for heading, chosen in picks.items():
        if len(chosen) > MOST[heading]:
            raise BriefError(
                f"{len(chosen)} comments were chosen under {heading!r}",
                advice=f"Choose at most {MOST[heading]} there: a brief has two pages.",
            )
    every = [each for chosen in picks.values() for each in chosen]
    for each in every:
        if not 0 <= each.place < released.get((each.question, each.group), 0):
            raise BriefError(
                f"no comment {each.place} of {each.group} on {each.question!r} was released",
                advice="Only comments that were published can be chosen. Load the page again.",
            )
    twice = [each for each, number in Counter(every).items() if number > 1]
    if twice:
        raise BriefError(
            f"a comment on {twice[0].question!r} was chosen {Counter(every)[twice[0]]} times",
            advice="Put each comment under one heading only.",
        )
