"""Whether leaders agree among themselves, on one question and over a pillar's items."""

from collections.abc import Sequence
from math import fsum

from analysis.publication import Question
from analysis.report.model import Agreement, Distribution, NotShown
from analysis.stats.agreement import agreement
from analysis.stats.result import NotEstimable


def agreement_of(question: Question, leaders: Distribution | NotShown) -> Agreement | NotShown:
    """Return how far leaders agree on one question."""
    if isinstance(leaders, NotShown):
        return leaders
    found = agreement(leaders.counts)
    if isinstance(found.same_answer, NotEstimable):
        return NotShown(found.same_answer.reason)
    if isinstance(found.within_one, NotEstimable):
        return NotShown(found.within_one.reason)
    if isinstance(found.average_deviation, NotEstimable):
        return NotShown(found.average_deviation.reason)
    eijk = found.van_der_eijk
    return Agreement(
        same_answer=found.same_answer,
        within_one=found.within_one,
        van_der_eijk=None if isinstance(eijk, NotEstimable) else eijk,
        average_deviation=found.average_deviation,
        camps=(question.title,) if found.two_camps is True else (),
    )


def mean_agreement(items: Sequence[Agreement | NotShown]) -> Agreement | NotShown:
    """Return the mean agreement over items: "on an item of this pillar, two leaders …".

    Pillar scores themselves are no measure of it: they take so many values that two
    leaders who agree on all items but one count as disagreeing.
    """
    shown = [each for each in items if isinstance(each, Agreement)]
    if not shown:
        return next(
            (each for each in items if isinstance(each, NotShown)), NotShown("it has no items")
        )
    eijk = [each.van_der_eijk for each in shown if each.van_der_eijk is not None]
    return Agreement(
        same_answer=_mean([each.same_answer for each in shown]),
        within_one=_mean([each.within_one for each in shown]),
        van_der_eijk=_mean(eijk) if eijk else None,
        average_deviation=_mean([each.average_deviation for each in shown]),
        camps=tuple(title for each in shown for title in each.camps),
    )


def _mean(numbers: Sequence[float]) -> float:
    return fsum(numbers) / len(numbers)
