"""What a step of the agenda is about: its result in the report, and staff's share."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from analysis.publication import Question
from analysis.report import (
    Agreement,
    Distribution,
    Gap,
    LadderResult,
    NotShown,
    PillarResult,
    Prediction,
    QuestionResult,
    Report,
)
from analysis.report.agreeing import mean_agreement
from analysis.report.distributions import mean_distribution
from analysis.stats.proportions import FavourableGap, favourable_gap
from survey.agenda import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Staff's share of favourable answers, or a fact about leaders, as a fraction.

    ``answered`` is how many staff stand behind it; ``None`` for a fact. ``leaders`` is the
    same share of leaders, the guess that needs no insight.
    """

    actual: float
    answered: int | None
    leaders: float | None


_FAVOURABLE = (
    "Least favourable",
    "Less",
    "In between",
    "More",
    "Most favourable",
)
_NOTHING = NotShown("nothing is compared here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a step looks at. ``drawn`` has both distributions, where there are any.

    ``question`` is the one it is about; None where it is about no single one.
    """

    title: str = ""
    question: Question | None = None
    ladder: LadderResult | None = None
    drawn: QuestionResult | None = None
    gap: Gap | NotShown = _NOTHING
    agreement: Agreement | NotShown = _NOTHING
    share: Share | NotShown = _NOTHING
    prediction: Prediction | None = None


def subject_of(report: Report, step: Step) -> Subject:
    """Return what a step is about; empty where the report no longer has it."""
    predictions = {
        each.about.id: each for each in report.predictions if not isinstance(each, NotShown)
    }
    for ladder in report.ladders:
        if ladder.result.question.id == step.id:
            return Subject(
                title=ladder.result.question.title,
                question=ladder.result.question,
                ladder=ladder,
                drawn=ladder.result,
                gap=ladder.result.gap,
                agreement=ladder.result.agreement,
                prediction=predictions.get(step.id),
            )
    for pillar in report.pillars:
        if pillar.question.id == step.id:
            return _pillar(report, pillar, predictions.get(step.id))
    for item in all_items(report):
        if item.question.id == step.id:
            return Subject(
                title=step.title,
                question=item.question,
                drawn=item,
                gap=item.gap,
                agreement=item.agreement,
                share=_share([item]),
                prediction=predictions.get(item.question.pillar or ""),
            )
    return _among_leaders(report) if step.kind == "agreement" else Subject()


def all_items(report: Report) -> list[QuestionResult]:
    """Return every item, those of pillars first."""
    return [*(each for pillar in report.pillars for each in pillar.items), *report.items]


def _pillar(report: Report, pillar: PillarResult, prediction: Prediction | None) -> Subject:
    return Subject(
        title=pillar.question.title,
        question=pillar.question,
        drawn=together(report, pillar),
        gap=pillar.gap,
        agreement=pillar.agreement,
        share=_share(pillar.items),
        prediction=prediction,
    )


def _among_leaders(report: Report) -> Subject:
    agreement = mean_agreement([each.agreement for each in all_items(report)])
    share: Share | NotShown = NotShown("too few leaders answered")
    if isinstance(agreement, Agreement):
        share = Share(actual=agreement.same_answer, answered=None, leaders=None)
    return Subject(title="", agreement=agreement, share=share)


def _share(items: Sequence[QuestionResult]) -> Share | NotShown:
    """Return the mean over the items of staff's favourable share."""
    staff = [each.staff for each in items if isinstance(each.staff, Distribution)]
    leaders = [each.leaders for each in items if isinstance(each.leaders, Distribution)]
    if not staff or len(staff) < len(items):
        return NotShown("staff answers are withheld")
    return Share(
        actual=_favourable(staff),
        answered=min(each.n for each in staff),
        leaders=_favourable(leaders) if len(leaders) == len(items) else None,
    )


def _favourable(shown: Sequence[Distribution]) -> float:
    # Each held against itself: only its own share is wanted.
    found = [favourable_gap(each.counts, each.counts) for each in shown]
    return fsum(each.staff for each in found if isinstance(each, FavourableGap)) / len(found)


def together(report: Report, pillar: PillarResult) -> QuestionResult | None:
    """Return a pillar's answers on its items' own scale, each item weighing the same.

    None where its items have scales of different lengths.
    """
    question = pillar.question
    labels = _common_labels([each.question for each in pillar.items])
    if labels is None:
        return None
    invited = {each.group: each.invited for each in report.method.groups_for(question)}
    return QuestionResult(
        question=type(question)(
            id=question.id,
            kind="item",
            title=question.title,
            text=question.text,
            labels=labels,
            values=tuple(float(each) for each in range(1, len(labels) + 1)),
            function=question.function,
        ),
        leaders=_mean([each.leaders for each in pillar.items], invited.get("leaders")),
        staff=_mean([each.staff for each in pillar.items], invited.get("staff")),
        gap=pillar.gap,
        agreement=NotShown("an item's own"),
    )


def _common_labels(questions: Sequence[Question]) -> tuple[str, ...] | None:
    """Return labels that fit all items in scored order, or None: their scales differ.

    A reversed item's own labels run the other way, so what is common is how favourable.
    """
    sizes = {len(each.labels) for each in questions}
    if len(sizes) != 1:
        return None
    if len({each.labels for each in questions}) == 1:
        return questions[0].labels
    size = sizes.pop()
    if size == len(_FAVOURABLE):
        return _FAVOURABLE
    middle = (str(each) for each in range(2, size))
    return ("1, least favourable", *middle, f"{size}, most favourable")


def _mean(shown: Sequence[Distribution | NotShown], invited: int | None) -> Distribution | NotShown:
    known = [each for each in shown if isinstance(each, Distribution)]
    if len(known) < len(shown):
        return next(each for each in shown if isinstance(each, NotShown))
    return mean_distribution(known, invited=invited)
