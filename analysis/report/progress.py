"""How an open round comes along: answered against expected, and whether a verdict is in reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.publication import Publication
from analysis.stats.finite_population import Invited
from analysis.stats.planning import Outlook, outlook
from analysis.stats.result import NotEstimable
from survey.questionnaire import GROUPS, Group
from survey.rounds import ResponseRate


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupProgress:
    """One group of an open round. ``answered`` is None where it is not shown.

    ``last_rate`` is the share that had answered when the last round of the series closed,
    and ``expected`` how many would have answered by now, at an even pace to the same share.
    """

    group: Group
    invited: int
    answered: int | None
    last_rate: float | None
    expected: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a round comes along: its groups, and what their answers could show.

    ``now`` takes those who have answered, ``at_most`` everybody who is invited.
    """

    groups: tuple[GroupProgress, ...]
    margin: float
    now: Outlook | NotEstimable
    at_most: Outlook | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Where a round stands in its time. ``last`` is None while nobody knows."""

    first: date | None
    last: date | None
    today: date

    @property
    def gone(self) -> float | None:
        """The share of the days that are over, today's included; None where it is not known."""
        if self.first is None or self.last is None:
            return None
        gone = ((self.today - self.first).days + 1) / ((self.last - self.first).days + 1)
        return min(1.0, max(0.0, gone))


def progress_of(
    rates: Sequence[ResponseRate], *, margin: float, days: Days, last: Publication | None
) -> Progress:
    """Return how an open round comes along, from what may be shown of it alone.

    Parameters
    ----------
    rates
        Of the whole groups and of segments; only the former are used.
    margin
        The smallest gap that matters, in units of A.
    days
        Where the round stands in its time.
    last
        The last published round of the series, if there is one.
    """
    totals = {each.group: each for each in rates if each.segment is None}
    groups = tuple(
        _group(totals[group], days, _last_rate(group, last)) for group in GROUPS if group in totals
    )
    invited: dict[Group, int] = {each.group: each.invited for each in groups}
    answered: dict[Group, int | None] = {each.group: each.answered for each in groups}
    return Progress(
        groups=groups,
        margin=margin,
        now=_outlook(answered, invited, margin),
        at_most=_outlook(invited, invited, margin),
    )


def _group(rate: ResponseRate, days: Days, last_rate: float | None) -> GroupProgress:
    expected = None
    if last_rate is not None and days.gone is not None:
        expected = rate.invited * last_rate * days.gone
    return GroupProgress(
        group=rate.group,
        invited=rate.invited,
        answered=rate.answered,
        last_rate=last_rate,
        expected=expected,
    )


def _last_rate(group: Group, last: Publication | None) -> float | None:
    for rate in () if last is None else last.rates:
        if rate.group == group and rate.segment is None and rate.invited and rate.answered:
            return rate.answered / rate.invited
    return None


def _outlook(
    answers: "dict[Group, int] | dict[Group, int | None]", invited: dict[Group, int], margin: float
) -> Outlook | NotEstimable:
    leaders, staff = answers.get("leaders"), answers.get("staff")
    if leaders is None or staff is None:
        return NotEstimable("a group is too small for its number of answers to be shown")
    rosters = Invited(leaders=invited["leaders"], staff=invited["staff"])
    return outlook(leaders=leaders, staff=staff, invited=rosters, margin=margin)
