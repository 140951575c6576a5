"""Commitments in words: who does what by when, what it should move, and how many are late."""

from collections.abc import Sequence
from datetime import date

from analysis.series import Moved
from analysis.stats.change import Change
from analysis.wording.rounding import of_100
from survey.commitments import Commitment, overdue

DIAMONDS = "Diamonds are commitments on the day they are due, filled when done."
"""What is said once wherever commitments are marked on a time line."""

SAID_AND_MOVED = "What we said, what moved"
"""What the commitments of earlier rounds are headed with."""


def due_words(commitment: Commitment, today: date | None = None) -> str:
    """Return who does it by when, and how far it is: "Ines, by 01 Jun 2026 (open, overdue)"."""
    late = ", overdue" if today is not None and commitment.is_overdue(today) else ""
    disputed = ", disputes the finding" if commitment.stance == "dispute" else ""
    return f"{commitment.who}, by {commitment.by:%d %b %Y} ({commitment.state}{late}{disputed})"


def aim_sentence(commitment: Commitment, title: str) -> str:
    """Say which number it should move from where to where; empty where it names none."""
    if commitment.question is None:
        return ""
    start = "" if commitment.start is None else f" from {of_100(commitment.start)}"
    to = "" if commitment.to is None else f" to {of_100(commitment.to)}"
    named = title.rstrip(".")
    return f"Should move: {named}{start}{to} of 100 pairs in which the leader is ahead."


def commitments_finding(commitments: Sequence[Commitment], today: date | None) -> str:
    """Return how many commitments there are and in which state, as a title."""
    if not commitments:
        return "No commitment was made yet"
    states = [
        f"{number} {state}"
        for state in ("open", "done", "dropped")
        if (number := sum(each.state == state for each in commitments))
    ]
    late = 0 if today is None else len(overdue(commitments, today))
    many = "1 commitment" if len(commitments) == 1 else f"{len(commitments)} commitments"
    return f"{many}: {', '.join(states)}{f'; {late} overdue' if late else ''}"


def moves_finding(moves: Sequence[Moved]) -> str:
    """Return how many of the commitments' numbers moved, as a title."""
    tested = [each for each in moves if isinstance(each.change, Change)]
    moved = [each for each in tested if isinstance(each.change, Change) and each.change.is_shown]
    if not tested:
        return f"{SAID_AND_MOVED}: no number can be compared yet"
    return f"{SAID_AND_MOVED}: {len(moved)} of {len(tested)} numbers are shown to have moved"
