"""Commitments: owned, dated actions tied to the number they should move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from survey.errors import CommitmentError

Stance = Literal["accept", "dispute"]
"""How the team took the finding: as true, or as something to be looked into."""

Progress = Literal["open", "done", "dropped"]

STANCES: Final[tuple[Stance, ...]] = ("accept", "dispute")
PROGRESS: Final[tuple[Progress, ...]] = ("open", "done", "dropped")
LONGEST: Final = {"what": 500, "who": 120}
"""How many characters a commitment's words may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What somebody will do about a published result, by when, and what it should move.

    ``round_id`` is the published round it was made on. ``question`` is the pillar, ladder
    or item whose number should move, ``start`` that number as it was published and ``to``
    where it should go: A, the chance between 0 and 1 that a leader is ahead of a member of
    staff, 0.5 being no gap. All three are None where no number was named, and ``start``
    alone where none was published. ``version`` counts its changes, from 1.
    """

    id: str
    round_id: str
    what: str
    who: str
    by: date
    question: str | None = None
    start: float | None = None
    to: float | None = None
    state: Progress = "open"
    stance: Stance = "accept"
    version: int = 1

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed while it is still open."""
        return self.state == "open" and self.by < today


def checked(commitment: Commitment) -> Commitment:
    """Return a commitment, if it says who does what.

    Raises
    ------
    CommitmentError
        Words are missing or too long, or a number has no question or is out of its limits.
    """
    for name, longest in LONGEST.items():
        words = getattr(commitment, name)
        if not words.strip():
            raise CommitmentError(
                f"a commitment without {name!r}", advice=f"Say {name}, then save it again."
            )
        if len(words) > longest:
            raise CommitmentError(
                f"{name!r} has {len(words)} characters, more than {longest}",
                advice=f"Say {name} in at most {longest} characters; it has {len(words)}.",
            )
    for number in (commitment.start, commitment.to):
        if number is not None and not 0 <= number <= 1:
            raise CommitmentError(
                f"a number must be between 0 and 1, got {number}",
                advice="Name a target between 0 and 100 of 100 pairs.",
            )
    if commitment.to is not None and commitment.question is None:
        raise CommitmentError(
            "a target without a question", advice="Choose the question whose number should move."
        )
    return commitment


def overdue(commitments: Sequence[Commitment], today: date) -> list[Commitment]:
    """Return those whose day has passed while they are open, the longest overdue first."""
    late = [each for each in commitments if each.is_overdue(today)]
    return sorted(late, key=lambda each: (each.by, each.what))
