"""From the released tables of a publication to its report."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from analysis.publication import Kind, Publication, Question, TableGroup, invited_of
from analysis.report.agreeing import agreement_of, mean_agreement
from analysis.report.comparing import coarse_gap, corrected, gap_of, with_a_look
from analysis.report.distributions import distribution_of
from analysis.report.method import method_of, withheld_of
from analysis.report.model import (
    Distribution,
    Gap,
    LadderResult,
    NotShown,
    PillarResult,
    QuestionResult,
    Report,
    Standard,
)
from analysis.report.predicting import predictions_of
from analysis.report.silent import with_silence
from analysis.report.silos import silo_matrix_of
from analysis.report.together import reliability_of, spread_of

Compared = TypeVar("Compared", PillarResult, QuestionResult)


def report_of(publication: Publication) -> Report:
    """Return everything there is to show of a publication, unrounded.

    Pillars get their word from p-values adjusted by Holm over the pillars, differences
    and equivalences apart; ladders and items from their own. Groups that answered in
    large part narrow their intervals (finite population) when their roster was published:
    for a function module that of its function's staff.
    """
    tables = _Tables(publication)
    rates = publication.rates
    items = with_a_look(with_silence(tables.results("item"), rates))
    asked = corrected(tables.results("pillar"))
    compared = with_silence(asked, rates, tested_together=len(asked))
    pillars = _widest_first(_pillar(each, items, publication) for each in compared)
    ladders = tuple(_ladder(each) for each in with_silence(tables.results("ladder"), rates))
    return Report(
        publication=publication,
        method=method_of(publication, compared or items),
        pillars=pillars,
        items=_widest_first(each for each in items if each.question.pillar is None),
        ladders=ladders,
        predictions=predictions_of(
            [(each, tables.distribution(each, "leaders")) for each in tables.asked("prediction")],
            pillars,
            ladders,
            leaders=tables.leaders_invited,
        ),
        rates=publication.rates,
        withheld=withheld_of(publication),
        silo_matrix=silo_matrix_of(publication),
    )


class _Tables:
    """The released tables of whole groups, found by question and group."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._tables = {
            (each.question, each.group): each for each in publication.tables if each.segment is None
        }
        self._coarse = {each.question: each for each in publication.coarse}

    @property
    def leaders_invited(self) -> int | None:
        """How many leaders were invited, who are asked everything."""
        whole = (each for each in self._publication.rates if each.segment is None)
        return next((each.invited for each in whole if each.group == "leaders"), None)

    def asked(self, kind: Kind) -> list[Question]:
        return [each for each in self._publication.questions if each.kind == kind]

    def results(self, kind: Kind) -> list[QuestionResult]:
        return [self._result(each) for each in self.asked(kind)]

    def distribution(self, question: Question, group: TableGroup) -> Distribution | NotShown:
        table = self._tables.get((question.id, group))
        if table is None:
            return NotShown("not asked of this group")
        if table.counts is None:
            return NotShown(table.withheld or "withheld")
        if group == "everyone":
            return distribution_of(table.counts)
        invited = invited_of(self._publication.rates, question)
        people = invited.leaders if group == "leaders" else invited.staff
        return distribution_of(table.counts, invited=people)

    def _result(self, question: Question) -> QuestionResult:
        leaders = self.distribution(question, "leaders")
        staff = self.distribution(question, "staff")
        margin, invited = self._publication.margin, invited_of(self._publication.rates, question)
        return QuestionResult(
            question=question,
            leaders=leaders,
            staff=staff,
            gap=coarse_gap(self._coarse[question.id], margin)
            if question.id in self._coarse
            else _without_mean(
                question,
                gap_of(leaders, staff, values=question.values, invited=invited, margin=margin),
            ),
            agreement=agreement_of(question, leaders),
        )


def _without_mean(question: Question, gap: Gap | NotShown) -> Gap | NotShown:
    """A ladder has no mean that its answers could differ from."""
    if question.kind != "ladder" or isinstance(gap, NotShown):
        return gap
    return replace(gap, shape_differs=False)


def _widest_first(results: Iterable[Compared]) -> tuple[Compared, ...]:
    return tuple(sorted(results, key=_nearness))


def _nearness(result: PillarResult | QuestionResult) -> float:
    """How near to no gap, least for the widest; what is not shown comes after all others."""
    if isinstance(result.gap, NotShown):
        return 1.0
    return -abs(result.gap.estimate - 0.5)


def _pillar(
    compared: QuestionResult, items: Sequence[QuestionResult], publication: Publication
) -> PillarResult:
    own = [each for each in items if each.question.id in compared.question.items]
    return PillarResult(
        question=compared.question,
        gap=compared.gap,
        agreement=mean_agreement([each.agreement for each in own]),
        items=_widest_first(own),
        reliability=reliability_of(publication, compared.question.id),
        spread=spread_of(own),
    )


def _ladder(result: QuestionResult) -> LadderResult:
    return LadderResult(
        result=result,
        leaders=_standard(result.question, result.leaders),
        staff=_standard(result.question, result.staff),
    )


def _standard(question: Question, shown: Distribution | NotShown) -> Standard | NotShown:
    if isinstance(shown, NotShown):
        return shown
    most = max(shown.counts)
    start = None if question.exceed_from is None else question.exceed_from - 1
    reached = list(accumulate(shown.counts))
    return Standard(
        # The lower median: the first rung that half of the group is at or below.
        median=next(at for at, each in enumerate(reached) if 2 * each >= shown.n),
        exceed=None if start is None else sum(shown.counts[start:]) / shown.n,
        most=tuple(at for at, each in enumerate(shown.counts) if each == most),
        most_share=most / shown.n,
    )
