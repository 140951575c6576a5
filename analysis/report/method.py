"""The method sheet, and what is withheld: how the numbers came about."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.disclosure import EMPTY
from analysis.publication import Publication, Question, Rate, Table, invited_of, is_of_function
from analysis.report.model import Distribution, Gap, NotShown, QuestionResult
from analysis.report.sheet import GroupUse, Method, Withheld
from analysis.stats.superiority import Superiority
from survey.questionnaire import GROUPS, Group

_TESTS = """\
Gap: A, the chance that a leader picked at random is more favourable than a member of staff, \
ties counted half; 95 % Wilson-type interval with Brunner-Munzel variance and one \
pseudo-respondent a group (after Schüürhuis, Konietschke and Brunner 2025).
Aligned: two one-sided tests of A against one half minus and plus the margin, at 5 %.
Pillars: Holm's correction over the pillars, for differences and for equivalence apart.
Items: Benjamini and Hochberg at 5 % over all items; worth a look, not confirmed.
Ladder: its own single test. A ladder has no mean.
In points: Welch's interval; favourable shares: Newcombe's (1998); distance: Wasserstein's, in \
points, flagged from 0.25 beyond the gap of the averages.
Everyone invited known and at least half answered: variances times one minus the share answered.
Silent leaders, up to 30 invited: all of them on one answer, for each answer in turn; nobody is \
weighted.
One score for a pillar: Cronbach's alpha of staff's answers with Feldt's interval, from 30 staff; \
under .60 the items are read and not the pillar.
Leaders among themselves: chance that two leaders picked at random answer the same; van der \
Eijk's agreement (2001); a pillar's are means over its items.
Predictions: a pillar's favourable share of staff answers is the mean over its items. Leaders \
expected a gap where their own answers lie further from what they predicted than the margin \
(in favourable shares 1.4 times it)."""

TESTS = tuple(_TESTS.splitlines())
"""What was tested and how, one sentence each."""

_SILOS = (
    "Silo matrix: leaders and staff of a department together; favourable shares with Wilson\u2019s "
    "95 % limits, as of a sample: how many depend on a department is not known. Pairs: A of one "
    "department\u2019s answers about the other against the other\u2019s; Benjamini and Hochberg at "
    "5 % over all pairs that can be compared; worth a look, not confirmed."
)

READING = (
    "Whether an item means the same to leaders and staff is not measured: the two groups may "
    "read it differently."
)
"""What a publication cannot tell: it holds no answers of one person together."""


def method_of(publication: Publication, results: Sequence[QuestionResult]) -> Method:
    """Return the method sheet; ``results`` are the pillars, or the items without any."""
    rates = {each.group: each for each in publication.rates if each.segment is None}
    return Method(
        questionnaire=publication.questionnaire,
        fingerprint=publication.fingerprint,
        source=publication.source,
        closed_on=publication.closed_on,
        margin=publication.margin,
        thresholds=publication.thresholds,
        groups=tuple(
            _use(group, rates.get(group), [each for each in results if _is_asked_of(each, group)])
            for group in GROUPS
        ),
        modules=tuple(_uses_by_function(publication, results)),
        tests=(*TESTS, *_silo_tests(publication), READING),
        software=publication.software,
    )


def _silo_tests(publication: Publication) -> tuple[str, ...]:
    return (_SILOS,) if any(each.kind == "silo" for each in publication.questions) else ()


def was_there(publication: Publication, table: Table) -> bool:
    """Whether a table is of people who could have answered.

    Of a group that has nobody in a segment there is an empty table, and where the people of
    segments are known (`Publication.rates`) none of that set. It is not withheld: leaders
    are in no department of their staff, and a function module is asked of no other function.
    """
    if table.withheld != EMPTY:
        return True
    known = [each for each in publication.rates if each.segment is not None]
    question = publication.question(table.question)
    if question.function is not None and table.group != "leaders":
        return _is_asked(question, table, known)
    if table.segment is None:
        return True
    return not known or any(
        (each.group, each.segment) == (table.group, table.segment) for each in known
    )


def _is_asked(question: Question, table: Table, known: Sequence[Rate]) -> bool:
    """Whether it is known of a function module that there are people to ask in this set."""
    if table.segment is not None and not is_of_function(table.segment, question):
        return False  # of another function, or of who knows which in a department
    return not known or any(
        each.group == "staff" and is_of_function(each.segment, question) for each in known
    )


def withheld_of(publication: Publication) -> tuple[Withheld, ...]:
    """Return what is not shown, and was there: one entry for each set of people and reason."""
    titles = {
        each.id: f"{each.title}: {each.rated}" if each.rated else each.title
        for each in publication.questions
    }
    found: dict[tuple[object, ...], list[str]] = {}
    named: dict[tuple[object, ...], Withheld] = {}
    for table in publication.tables:
        if table.withheld is None or not was_there(publication, table):
            continue
        segment = tuple(sorted((table.segment or {}).items()))
        key = (table.group, segment, table.withheld)
        found.setdefault(key, []).append(titles.get(table.question, table.question))
        named.setdefault(
            key,
            Withheld(group=table.group, segment=segment, questions=(), reason=table.withheld),
        )
    return tuple(
        Withheld(
            group=each.group,
            segment=each.segment,
            questions=tuple(found[key]),
            reason=each.reason,
        )
        for key, each in named.items()
    )


def _is_asked_of(result: QuestionResult, group: Group) -> bool:
    return group == "leaders" or result.question.function is None


def _uses_by_function(
    publication: Publication, results: Sequence[QuestionResult]
) -> Iterator[GroupUse]:
    asked = {each.question.function: each.question for each in results if each.question.function}
    for function, question in asked.items():
        own = [
            each
            for each in publication.rates
            if each.group == "staff" and is_of_function(each.segment, question)
        ]
        answered = [each.answered for each in own if each.answered is not None]
        rate = Rate(
            group="staff",
            invited=invited_of(publication.rates, question).staff,
            answered=sum(answered) if own and len(answered) == len(own) else None,
        )
        about = [each for each in results if each.question.function == function]
        yield replace(_use("staff", rate, about), function=function)


def _use(group: Group, rate: Rate | None, results: Sequence[QuestionResult]) -> GroupUse:
    shown = [each.leaders if group == "leaders" else each.staff for each in results]
    used = [each.n for each in shown if isinstance(each, Distribution)]
    return GroupUse(
        group=group,
        invited=None if rate is None else rate.invited,
        answered=None if rate is None else rate.answered,
        used=(min(used), max(used)) if used else None,
        census_share=max((_taken_out(each.gap, group) for each in results), default=0.0),
    )


def _taken_out(gap: Gap | NotShown, group: Group) -> float:
    if isinstance(gap, NotShown) or gap.comparison is None:
        return 0.0
    found = gap.comparison.superiority
    if not isinstance(found, Superiority):
        return 0.0
    return 1 - (found.factor_leaders if group == "leaders" else found.factor_staff)
