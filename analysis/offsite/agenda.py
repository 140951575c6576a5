"""The agenda worth an hour: what the report says should be looked at, in which order."""

from collections.abc import Sequence

import msgspec

from analysis.publication import Question
from analysis.report import (
    Agreement,
    LadderResult,
    NotShown,
    PillarResult,
    QuestionResult,
    Report,
    SharePrediction,
)
from analysis.wording import gap_sentence, of_100, staff_of
from survey.agenda import PLACED, Step

AGREEMENT, CHALLENGE = "agreement", "challenge"
MOST_BLIND_SPOTS = 2


def suggested_agenda(report: Report) -> tuple[Step, ...]:
    """Return every step this round allows, in the order suggested; some are left out at first.

    Ladders first, then leaders among themselves, pillars from the widest gap down, one
    statement for each blind spot, and the vote. What has nothing to reveal is left out.
    """
    ladders = [_ladder_step(each) for each in report.ladders]
    compared = [_compared_step(each) for each in report.compared]
    return (*ladders, _agreement_step(report), *compared, *_blind_spots(report), _vote(report))


def item_step(item: QuestionResult, *, about: str = "") -> Step:
    """Return the step that asks one statement."""
    return Step(
        id=item.question.id,
        kind="item",
        title=item.question.text.get("staff", item.question.title),
        ask=f"Of 100 {staff_of(item.question)}, how many agree with this statement? Agreeing "
        f"means one of: {_favourable(item.question)}.",
        about=about,
        left_out=_is_empty(item),
    )


def with_challenges(agenda: Sequence[Step], challenges: Sequence[str]) -> tuple[Step, ...]:
    """Return the agenda with these challenges to vote on, without empty or repeated ones."""
    labels = tuple(dict.fromkeys(each.strip() for each in challenges if each.strip()))
    return tuple(
        msgspec.structs.replace(each, labels=labels) if each.kind == CHALLENGE else each
        for each in agenda
    )


def _ladder_step(ladder: LadderResult) -> Step:
    question = ladder.result.question
    return Step(
        id=question.id,
        kind="ladder",
        title=question.title,
        ask=f"Picture {PLACED} members of staff. How many of them stand on each rung?",
        about="The standard we are here to reach",
        labels=question.labels,
        left_out=isinstance(ladder.staff, NotShown),
    )


def _agreement_step(report: Report) -> Step:
    shown = any(isinstance(each.agreement, Agreement) for each in report.compared)
    return Step(
        id=AGREEMENT,
        kind="agreement",
        title="Do we leaders agree among ourselves?",
        ask="Take any two of the leaders who answered. On how many of 100 statements do the two "
        "give the same answer?",
        about="Where leaders contradict one another there is no leaders' view to compare",
        left_out=not shown,
    )


def _compared_step(compared: PillarResult | QuestionResult) -> Step:
    if isinstance(compared, QuestionResult):
        return item_step(compared, about=_gap_about(compared))
    return Step(
        id=compared.question.id,
        kind="pillar",
        title=compared.question.title,
        ask=f"{compared.question.text.get('staff', '')} Of 100 answers that "
        f"{staff_of(compared.question)} gave to its "
        f"{len(compared.items)} statements, how many are favourable?".strip(),
        about=_gap_about(compared),
        left_out=isinstance(compared.gap, NotShown) and compared.gap.verdict is None,
    )


def _gap_about(compared: PillarResult | QuestionResult) -> str:
    if isinstance(compared.gap, NotShown):
        return gap_sentence(compared.gap)
    return f"{compared.gap.verdict}: {of_100(compared.gap.estimate)} of 100"


def _blind_spots(report: Report) -> list[Step]:
    """One statement, that of the widest gap, for each pillar whose gap leaders did not expect."""
    found = [
        each
        for each in report.predictions
        if isinstance(each, SharePrediction) and each.story == "blind spot"
    ]
    found.sort(key=lambda each: -abs(each.bias))
    pillars = {each.question.id: each for each in report.pillars}
    steps = []
    for each in found[:MOST_BLIND_SPOTS]:
        sign = "over" if each.bias > 0 else "under"
        # Of the rounded numbers, so that it says what the reveal says.
        points = abs(of_100(each.predicted) - of_100(each.actual))
        about = f"Blind spot: leaders {sign}-estimated {each.about.title} by {points} in 100"
        steps.append(item_step(pillars[each.about.id].items[0], about=about))
    return steps


def _vote(report: Report) -> Step:
    asked = [each.title for each in report.publication.comments if each.purpose == CHALLENGE]
    return Step(
        id=CHALLENGE,
        kind="challenge",
        title="One challenge to unite around",
        ask=asked[0] if asked else "If we could choose one challenge, which one?",
        about="What we leave with",
        labels=tuple(each.question.title for each in report.compared[:6]),
        left_out=len(report.compared) <= 1,
    )


def _is_empty(item: QuestionResult) -> bool:
    return isinstance(item.staff, NotShown)


def _favourable(question: Question) -> str:
    few = 4
    labels = question.labels[-1:] if len(question.labels) <= few else question.labels[-2:]
    return ", ".join(labels)
