"""What silent leaders could change, whatever they think."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.publication import Rate, invited_of
from analysis.report.model import Distribution, Gap, NotShown, QuestionResult, Silence
from analysis.stats.equivalence import equivalence
from analysis.stats.silence import MOST_LEADERS, filled_in
from analysis.stats.superiority import Superiority
from analysis.stats.verdict import word_for

_NO_GAP = 0.5
_SIDED = ("Gap", "Small but real")
"""Words that say who is higher."""


def with_silence(
    results: Sequence[QuestionResult], rates: Sequence[Rate], *, tested_together: int = 1
) -> list[QuestionResult]:
    """Return the results with what silent leaders could change about each; order is kept.

    Parameters
    ----------
    results
        With their final words.
    rates
        The rosters; without the leaders' nothing can be said.
    tested_together
        How many questions the words were corrected for. However the others come out,
        Holm's p-value lies between the plain one and so many times it.
    """
    return [replace(each, gap=_with_silence(each, rates, tested_together)) for each in results]


def _with_silence(
    result: QuestionResult, rates: Sequence[Rate], tested_together: int
) -> Gap | NotShown:
    gap, leaders, staff = result.gap, result.leaders, result.staff
    if not (isinstance(gap, Gap) and gap.step is None):
        return gap
    if not isinstance(leaders, Distribution) or not isinstance(staff, Distribution):
        return gap
    invited = invited_of(rates, result.question)
    asked = invited.leaders
    if asked is None or asked > MOST_LEADERS or asked <= leaders.n:
        return gap
    filled = filled_in(
        leaders.counts, staff.counts, invited_leaders=asked, invited_staff=invited.staff
    )
    silence = Silence(
        silent=asked - leaders.n,
        invited=asked,
        lowest=filled[0].estimate,
        highest=filled[-1].estimate,
        holds=all(_same(each, gap, tested_together) for each in filled),
    )
    return replace(gap, silence=silence)


def _same(filled: Superiority, gap: Gap, tested_together: int) -> bool:
    """Whether the word and the side would certainly be those of ``gap``."""
    difference = filled.p_difference
    same = equivalence(filled, margin=gap.margin).p_value
    words = {
        word_for(min(1.0, times * difference), min(1.0, times * same))
        for times in (1, tested_together)
    }
    if words != {gap.verdict}:
        return False
    return gap.verdict not in _SIDED or (filled.estimate > _NO_GAP) == (gap.estimate > _NO_GAP)
