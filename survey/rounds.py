"""A round and its states: from draft to published, and what may interrupt that."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from survey.errors import CancelledLinkError, EarlyLinkError, LateLinkError, PausedLinkError
from survey.questionnaire import Group, Questionnaire

State = Literal["draft", "open", "paused", "closed", "cancelled", "published", "archived"]
"""Forward only: draft, open, closed, published.

A *paused* round is open and takes no answers until it goes on. A *cancelled* one is closed
for good and its answers are destroyed. An *archived* one was published or cancelled, and is
out of the way; it can be brought back.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How many people must stand behind what is shown. Fixed when a round opens.

    ``scores``: answers behind any number (never under 3). ``comments``: authors behind
    any comment. ``counts``: answers behind any table of counts.
    """

    scores: int = 5
    comments: int = 10
    counts: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One running of a questionnaire.

    ``margin`` is the smallest gap that matters, as a distance of A from one half
    (0.05 to 0.15). ``questionnaire`` is frozen into the round at launch. ``closes_on``
    is the last day on which answers are taken, ``opens_on`` the first.
    ``answers_destroyed`` tells whether only the publication is left; ``destroy_after``
    is how many days after publication that is to happen by itself, if at all. ``rated`` are
    the departments that a silo matrix asks about, frozen at launch too.
    """

    id: str
    name: str
    organisation: str
    questionnaire: Questionnaire
    fingerprint: str
    state: State = "draft"
    margin: float = 0.10
    thresholds: Thresholds = field(default_factory=Thresholds)
    opens_on: date | None = None
    closes_on: date | None = None
    answers_destroyed: bool = False
    destroy_after: int | None = None
    rated: tuple[str, ...] = ()

    @property
    def series(self) -> str:
        """What rounds must share to be compared over time."""
        return f"{self.organisation}/{self.questionnaire.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRate:
    """How many of a group have answered; ``answered`` is hidden under 5 invited."""

    group: Group
    segment: tuple[str, str] | None
    invited: int
    answered: int | None


def require_open(
    state: State, *, opens_on: date | None, closes_on: date | None, today: date
) -> None:
    """Refuse answers that come before a round opens or after it closes.

    The state decides first, then the days, the first and the last included.

    Raises
    ------
    EarlyLinkError
        The round is a draft, or opens later.
    PausedLinkError
        The round is paused, and its last day is not over.
    LateLinkError
        The round has closed or was cancelled, or its last day is over.
    """
    if state == "draft" or (state == "open" and opens_on is not None and today < opens_on):
        raise EarlyLinkError(
            f"answers came on {today}, before the round opens",
            advice="This survey is not open yet. "
            + (f"Please come back on {opens_on} or later." if opens_on else "Please come back."),
        )
    if state == "cancelled":
        raise CancelledLinkError(
            f"answers came on {today} to a cancelled round",
            advice="This survey was cancelled. Nothing that was answered is kept.",
        )
    if state == "paused" and (closes_on is None or today <= closes_on):
        raise PausedLinkError(
            f"answers came on {today}, while the round is paused",
            advice="This survey is paused for the moment. Please try your link again later.",
        )
    if state != "open" or (closes_on is not None and today > closes_on):
        raise LateLinkError(
            f"answers came on {today}, after the round closed",
            advice="This survey has closed and takes no more answers. Nothing was stored.",
        )
