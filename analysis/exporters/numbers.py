"""Every number of a report as one row: what the CSV file holds, beside `around`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import chain

from analysis.publication import Product, Publication, Question, Table
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
    RungPrediction,
    SharePrediction,
    Standard,
)
from analysis.stats.result import NotEstimable
from analysis.wording import caveats, method_lines, pillar_caveats, rate_lines, unmarked

_GAP = ("estimate", "low", "high", "leaders_higher", "same", "staff_higher", "margin", "step")
_TESTS = ("p_difference", "p_equivalence")
_SILENCE = ("silent", "invited", "lowest", "highest", "holds")
_BY_RANK = ("favourable_gap", "cliffs_delta", "brunner_munzel", "mann_whitney")
"""Other ways to hold the same answers against one another, each with numbers of its own."""

_BY_POINTS = ("mean_gap", "hedges_g", "wasserstein")
"""Those that need an average, which a ladder does not have."""

FEW_INVITED = "fewer than 5 were invited"
"""Why it is not said how many of some people answered."""

_AGREEMENT = ("same_answer", "within_one", "van_der_eijk", "average_deviation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One released number, or words in its place.

    ``section`` says which part of the report it is from and ``measure`` what it is; both,
    and the fields of a result, are named as in `analysis.report` and `analysis.publication`.
    Shares and chances are fractions. ``text`` has a verdict, a reason, a comment or a line of
    the method sheet.
    """

    section: str
    measure: str
    question: str = ""
    kind: str = ""
    title: str = ""
    group: str = ""
    attribute: str = ""
    segment: str = ""
    category: str = ""
    value: float | None = None
    text: str = ""


def numbers_of(report: Report) -> Iterator[Number]:
    """Return every number of one round: results first, then tables and comments."""
    publication = report.publication
    return chain(
        chain.from_iterable(map(_result, results_of(report))),
        chain.from_iterable(map(_standards, report.ladders)),
        chain.from_iterable(map(_prediction, report.predictions)),
        _rates(publication),
        _tables(publication),
        chain.from_iterable(_product(each) for each in publication.products),
        _comments(publication),
    )


def sheet_numbers(report: Report) -> Iterator[Number]:
    """Return the method sheet, a line a row."""
    return (Number(section="method", measure="line", text=each) for each in sheet_of(report))


def results_of(report: Report) -> tuple[PillarResult | QuestionResult, ...]:
    """Return every comparison: pillars each with its items, loose items, ladders."""
    found: list[PillarResult | QuestionResult] = []
    for pillar in report.pillars:
        found += (pillar, *pillar.items)
    return (*found, *report.items, *(each.result for each in report.ladders))


def sheet_of(report: Report) -> tuple[str, ...]:
    """Return the method sheet with the publication's own notes."""
    return (*method_lines(report.method), *report.publication.notes)


def asked_lines(report: Report) -> tuple[str, ...]:
    """Return how many of each whole group were invited and answered, in words."""
    whole = tuple(each for each in report.rates if each.segment is None)
    return rate_lines(replace(report, rates=whole))


def _result(result: PillarResult | QuestionResult) -> Iterator[Number]:
    question, gap = result.question, result.gap
    if isinstance(gap, NotShown):
        yield _of(question, "gap", "withheld", text=gap.reason)
        if gap.verdict:
            yield _of(question, "gap", "verdict", text=gap.verdict)
    else:
        yield _of(question, "gap", "verdict", text=gap.verdict)
        yield from _fields(question, "gap", gap, (*_GAP, *_TESTS))
        yield from _beside(question, gap)
    p = result.p_worth_a_look if isinstance(result, QuestionResult) else None
    if p is not None:
        yield _of(question, "gap", "p_worth_a_look", value=p)
    said = bear_in_mind(result)
    if said:
        yield _of(question, "gap", "bear_in_mind", text=said)
    if isinstance(result, PillarResult):
        yield from _together(result)
    yield from _agreement(question, result.agreement)


def bear_in_mind(result: PillarResult | QuestionResult) -> str:
    """Return everything to bear in mind beside a result, in words; may be empty."""
    if isinstance(result, PillarResult):
        return unmarked(pillar_caveats(result))
    return caveats(result.gap)


def _beside(question: Question, gap: Gap) -> Iterator[Number]:
    """Return what else a gap has: silent leaders, averages, favourable shares, other tests."""
    if gap.silence is not None:
        for name in _SILENCE:
            yield _of(question, "silence", name, value=float(getattr(gap.silence, name)))
    if gap.comparison is None:
        return
    for section in (*_BY_RANK, *(() if question.kind == "ladder" else _BY_POINTS)):
        yield from _measured(question, section, getattr(gap.comparison, section))


def _together(pillar: PillarResult) -> Iterator[Number]:
    """Return whether a pillar's items go together: reliability among staff, and the spread."""
    question, found = pillar.question, pillar.reliability
    if isinstance(found, NotShown):
        yield _of(question, "reliability", "withheld", text=found.reason)
    else:
        yield _of(question, "reliability", "n", value=found.n)
        for name in ("alpha", "omega", "spearman_brown"):
            yield from _measured(question, name, getattr(found, name))
    yield from _measured(question, "spread", pillar.spread)


def _measured(question: Question, section: str, result: object) -> Iterator[Number]:
    """Return every field of a statistic, or why there is none."""
    if isinstance(result, NotEstimable | NotShown):
        yield _of(question, section, "not_estimable", text=result.reason)
        return
    if isinstance(result, float):
        yield _of(question, section, "estimate", value=result)
        return
    for each in fields(result):  # type: ignore[arg-type]  # every statistic is a dataclass
        value = getattr(result, each.name)
        if isinstance(value, str):
            yield _of(question, section, each.name, text=value)
        elif isinstance(value, NotEstimable):
            yield _of(question, section, each.name, text=value.reason)
        else:
            yield _of(question, section, each.name, value=float(value))


def _agreement(question: Question, agreement: Agreement | NotShown) -> Iterator[Number]:
    if isinstance(agreement, NotShown):
        yield _of(question, "agreement", "withheld", text=agreement.reason)
        return
    yield from _fields(question, "agreement", agreement, _AGREEMENT)
    for camp in agreement.camps:
        yield _of(question, "agreement", "two_camps", text=camp)


def _fields(
    question: Question, section: str, result: Gap | Agreement, names: tuple[str, ...]
) -> Iterator[Number]:
    for name in names:
        value = getattr(result, name)
        if value is not None:
            yield _of(question, section, name, value=value)


def _standards(ladder: LadderResult) -> Iterator[Number]:
    question = ladder.result.question
    for group, standard in (("leaders", ladder.leaders), ("staff", ladder.staff)):
        if isinstance(standard, NotShown):
            found = iter([_of(question, "standard", "withheld", text=standard.reason)])
        else:
            found = _standard(question, standard)
        yield from (replace(each, group=group) for each in found)


def _standard(question: Question, standard: Standard) -> Iterator[Number]:
    rungs = question.labels
    yield replace(_of(question, "standard", "median"), category=rungs[standard.median])
    for at in standard.most:
        share = _of(question, "standard", "most_share", standard.most_share)
        yield replace(share, category=rungs[at])
    if standard.exceed is not None:
        yield _of(question, "standard", "exceed", standard.exceed)


def _prediction(prediction: Prediction | NotShown) -> Iterator[Number]:
    match prediction:
        case NotShown():
            yield Number(section="prediction", measure="withheld", text=prediction.reason)
        case SharePrediction():
            for name in ("predicted", "actual", "bias", "spread", "own", "expected"):
                value = getattr(prediction, name)
                yield _of(prediction.question, "prediction", name, value=value)
            yield _story(prediction)
        case RungPrediction():
            question = prediction.question
            yield _story(prediction)
            if prediction.expected is not None:
                yield _of(question, "prediction", "expected", prediction.expected)
            yield _of(question, "prediction", "right", value=prediction.right)
            rungs = prediction.about.labels
            for name, places in (
                ("predicted", prediction.predicted),
                ("actual", prediction.actual),
            ):
                for at in places:
                    yield replace(_of(question, "prediction", name), category=rungs[at])


def _story(prediction: SharePrediction | RungPrediction) -> Number:
    if isinstance(prediction.story, NotShown):
        return _of(prediction.question, "prediction", "no_story", text=prediction.story.reason)
    return _of(prediction.question, "prediction", "story", text=prediction.story)


def _rates(publication: Publication) -> Iterator[Number]:
    for rate in publication.rates:
        attribute, segment = place_of(rate.segment)
        for measure, value in (("invited", rate.invited), ("answered", rate.answered)):
            yield Number(
                section="rate",
                measure=measure,
                group=rate.group,
                attribute=attribute,
                segment=segment,
                value=value,
                text="" if value is not None else FEW_INVITED,
            )


def _tables(publication: Publication) -> Iterator[Number]:
    asked = {each.id: each for each in publication.questions}
    for table in publication.tables:
        yield from _table(asked[table.question], table)


def _table(question: Question, table: Table) -> Iterator[Number]:
    attribute, segment = place_of(table.segment)

    def row(measure: str, category: str = "", value: float | None = None, text: str = "") -> Number:
        return Number(
            section="answers",
            measure=measure,
            question=question.id,
            kind=question.kind,
            title=full_title(question),
            group=table.group,
            attribute=attribute,
            segment=segment,
            category=category,
            value=value,
            text=text,
        )

    if table.withheld is not None:
        yield row("withheld", text=table.withheld)
    if table.n is not None:
        yield row("n", value=table.n)
    for measure, numbers in (("count", table.counts), ("share", table.shares)):
        for label, number in zip(question.labels, numbers or (), strict=False):
            yield row(measure, label, number)


def _product(product: Product) -> Iterator[Number]:
    def row(measure: str, category: str, value: float) -> Number:
        return Number(
            section="product",
            measure=measure,
            question=product.pillar,
            group="staff",
            category=category,
            value=value,
        )

    if product.withheld is not None:
        yield Number(
            section="product", measure="withheld", question=product.pillar, text=product.withheld
        )
    if product.n is not None:
        yield row("n", "", product.n)
    for at, number in enumerate(product.sums, start=1):
        yield row("sum", f"item {at}", number)
    for at, line in enumerate(product.cross, start=1):
        for to, number in enumerate(line, start=1):
            yield row("cross", f"item {at} x item {to}", number)


def _comments(publication: Publication) -> Iterator[Number]:
    for each in publication.comments:
        reasons = () if each.withheld is None else (("withheld", each.withheld),)
        for measure, text in (*(("comment", text) for text in each.texts), *reasons):
            yield Number(
                section="comment",
                measure=measure,
                question=each.question,
                kind=each.purpose,
                title=each.title,
                group=each.group,
                text=text,
            )


def full_title(question: Question) -> str:
    """Return a question's title, of a silo matrix with the department that is rated."""
    return f"{question.title}: {question.rated}" if question.rated else question.title


def place_of(segment: Mapping[str, str] | None) -> tuple[str, str]:
    """Return the attribute and the value of a segment, empty for a whole group."""
    pairs = sorted((segment or {}).items())
    return "; ".join(name for name, _ in pairs), "; ".join(value for _, value in pairs)


def shown_n(shown: Distribution | NotShown) -> int | None:
    """Return how many answers a distribution rests on, where it is shown."""
    return shown.n if isinstance(shown, Distribution) else None


def _of(
    question: Question, section: str, measure: str, value: float | None = None, text: str = ""
) -> Number:
    return Number(
        section=section,
        measure=measure,
        question=question.id,
        kind=question.kind,
        title=question.title,
        value=value,
        text=text,
    )
