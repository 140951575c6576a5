"""One pillar, ladder or item in full: what every page and every file says of it."""

from collections.abc import Sequence

from analysis.report import GroupUse, LadderResult, PillarResult, QuestionResult
from analysis.wording.answers import agreement_sentence, exceed_sentence, unmarked
from analysis.wording.caveats import caveats, pillar_caveats
from analysis.wording.findings import finding
from analysis.wording.gaps import gap_sentence, item_sentence, verdict_sentence


def pillar_finding(pillar: PillarResult) -> str:
    """Return what was found on a pillar, as a title; one that is no score says so."""
    if not pillar.hangs_together:
        return f"{pillar.question.title.rstrip('.')}: read its items, not the pillar"
    return finding(pillar.question, pillar.gap)


def pillar_lines(pillar: PillarResult, groups: Sequence[GroupUse]) -> tuple[str, ...]:
    """Return a pillar's sentences: leaders among themselves, the gap, what to bear in mind.

    Where staff's answers do not hang together the pillar is no score, and its gap is left out.
    """
    gap = pillar.gap
    score = (gap_sentence(gap), verdict_sentence(gap, groups)) if pillar.hangs_together else ()
    said = (agreement_sentence(pillar.agreement), *score, unmarked(pillar_caveats(pillar)))
    return tuple(each for each in said if each)


def ladder_lines(ladder: LadderResult, groups: Sequence[GroupUse]) -> tuple[str, ...]:
    """Return a ladder's sentences: who aims where, the gap, what to bear in mind."""
    result = ladder.result
    said = (
        unmarked(exceed_sentence(ladder)),
        agreement_sentence(result.agreement),
        gap_sentence(result.gap, ladder=True),
        verdict_sentence(result.gap, groups, ladder=True),
        caveats(result.gap),
    )
    return tuple(each for each in said if each)


def item_lines(item: QuestionResult) -> tuple[str, ...]:
    """Return an item's sentences: the gap, whether it is worth a look, what to bear in mind."""
    return tuple(each for each in (item_sentence(item), caveats(item.gap)) if each)
