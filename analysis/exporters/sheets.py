"""The sheets of a workbook that hold one round: what each is called, its columns, its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.exporters.contents import Contents
from analysis.exporters.numbers import (
    FEW_INVITED,
    bear_in_mind,
    full_title,
    place_of,
    results_of,
    sheet_of,
    shown_n,
)
from analysis.publication import Question
from analysis.report import (
    Agreement,
    Gap,
    NotShown,
    PillarResult,
    QuestionResult,
    Report,
    SharePrediction,
)
from analysis.stats.means import MeanGap
from analysis.stats.proportions import FavourableGap
from analysis.stats.reliability import Alpha
from analysis.stats.result import NotEstimable
from analysis.wording import (
    finding_sentence,
    overview_sentence,
    prediction_words,
    rate_lines,
    reliability_sentence,
    silos_line,
    unmarked,
    withheld_sentence,
)

Cell = str | float | date | None

SHARES = (
    *("Leader ahead", "From", "To"),
    *("Leader more favourable", "Same", "Staff more favourable"),
)
"""The columns of `shares_of`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the workbook."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    are_shares: bool = False
    """Whether all of its numbers are shares, whatever its columns are called."""


def sheets_of(contents: Contents) -> list[Sheet]:
    """Return the sheets of the round itself, the method sheet among them."""
    report = contents.report
    widest = max((len(each.labels) for each in report.publication.questions), default=0)
    answers = tuple(f"Answer {at}" for at in range(1, widest + 1))
    return [
        Sheet(name="Summary", head=("Plumbline", "What it says"), rows=_summary(contents)),
        Sheet(name="Results", head=_RESULTS, rows=map(_result, results_of(report))),
        Sheet(
            name="Leaders among themselves",
            head=_AGREEMENT,
            rows=map(_agreement, results_of(report)),
        ),
        Sheet(name="Predictions", head=_PREDICTIONS, rows=_predictions(contents)),
        Sheet(
            name="Tables",
            head=("Question", "Title", *PLACE, "n", "Withheld because", *answers),
            rows=_tables(report),
        ),
        Sheet(
            name="Questions",
            head=(
                *("Question", "Kind", "Pillar", "Title", "Leaders are asked", "Staff are asked"),
                *("Scored", *answers),
            ),
            rows=_questions(report),
        ),
        Sheet(
            name="Rates", head=(*PLACE, "Invited", "Answered", "Why not shown"), rows=_rates(report)
        ),
        Sheet(name="Reliability", head=_RELIABILITY, rows=map(_reliability, report.pillars)),
        Sheet(
            name="Sums of products",
            head=("Pillar", "What", "n", "Withheld because", "Numbers"),
            rows=_products(report),
        ),
        Sheet(
            name="Comments",
            head=("Question", "Title", "Group", "Comment", "Withheld because"),
            rows=_said(report),
        ),
        Sheet(
            name="Withheld", head=("What is withheld and why",), rows=_lines(report, withheld=True)
        ),
        Sheet(
            name="Method", head=("How the numbers came about",), rows=_lines(report, withheld=False)
        ),
    ]


PLACE = ("Group", "Attribute", "Segment")
_RESULTS = (
    *("Question", "Kind", "Title", "Verdict", *SHARES, "Margin", "Rounded to"),
    *("p difference", "p equivalence", "p worth a look", "Leaders' answers", "Staff answers"),
    *("Leaders' mean", "Staff mean", "Mean gap", "Mean gap from", "Mean gap to"),
    *("Leaders favourable", "Staff favourable", "Favourable gap", "Favourable from"),
    *("Favourable to", "Silent leaders", "Silent: lowest", "Silent: highest"),
    *("Why not shown", "Bear in mind"),
)
_AGREEMENT = (
    *("Question", "Title", "Same answer", "At most one step apart", "Agreement (-1 to 1)"),
    *("Average deviation", "Two camps on", "Why not shown"),
)
_PREDICTIONS = (
    *("Question", "About", "Predicted", "Actual", "Bias", "Bias from", "Bias to", "Spread"),
    *("Leaders right", "Leaders' own", "Gap expected", "Story", "Why not shown", "In words"),
)
_RELIABILITY = (
    *("Pillar", "Title", "n", "Items", "Alpha", "Alpha from", "Alpha to", "Omega"),
    *("Spearman-Brown", "Why not shown", "In words"),
)


def shares_of(gap: Gap) -> tuple[Cell, ...]:
    """Return the cells of `SHARES`."""
    limits = (gap.estimate, gap.low, gap.high)
    return (*limits, gap.leaders_higher, gap.same, gap.staff_higher)


def _summary(contents: Contents) -> Iterator[Sequence[Cell]]:
    report = contents.report
    publication = report.publication
    yield "Organisation", publication.organisation
    yield "Round", publication.name
    yield "Closed on", publication.closed_on or "not recorded"
    yield "In one line", overview_sentence(report)
    for each in report.compared:
        yield each.question.title, _with(finding_sentence(each.question, each.gap), each)
    for ladder in report.ladders:
        result = ladder.result
        said = finding_sentence(result.question, result.gap, ladder=True)
        yield result.question.title, _with(said, result)
    for prediction in report.predictions:
        if not isinstance(prediction, NotShown):
            yield "Prediction", prediction_words(prediction)
    if report.silo_matrix is not None:
        yield report.silo_matrix.title, silos_line(report.silo_matrix)
    yield "Sign", "A gap is leaders minus staff: above 50 % leaders are more favourable."


def _with(sentence: str, result: PillarResult | QuestionResult) -> str:
    return f"{sentence} {bear_in_mind(result)}".strip()


def _result(result: PillarResult | QuestionResult) -> Sequence[Cell]:
    question, gap = result.question, result.gap
    head = (question.id, question.kind, question.title)
    used: tuple[Cell, ...] = (None, None, None)
    if isinstance(result, QuestionResult):
        used = (result.p_worth_a_look, shown_n(result.leaders), shown_n(result.staff))
    if isinstance(gap, NotShown):
        return (*head, gap.verdict, *[None] * 10, *used, *[None] * 13, gap.reason, None)
    return (
        *(*head, gap.verdict, *shares_of(gap), gap.margin),
        *(gap.step, gap.p_difference, gap.p_equivalence),
        *(*used, *_means(question, gap), *_favourable(gap), *_silence(gap)),
        *(None, bear_in_mind(result)),
    )


def _means(question: Question, gap: Gap) -> tuple[Cell, ...]:
    """Return averages in points, which a ladder has not."""
    found = None if gap.comparison is None else gap.comparison.mean_gap
    if question.kind == "ladder" or not isinstance(found, MeanGap):
        return (None,) * 5
    return (found.leaders, found.staff, found.estimate, found.low, found.high)


def _favourable(gap: Gap) -> tuple[Cell, ...]:
    found = None if gap.comparison is None else gap.comparison.favourable_gap
    if not isinstance(found, FavourableGap):
        return (None,) * 5
    return (found.leaders, found.staff, found.estimate, found.low, found.high)


def _silence(gap: Gap) -> tuple[Cell, ...]:
    found = gap.silence
    return (None,) * 3 if found is None else (found.silent, found.lowest, found.highest)


def _agreement(result: PillarResult | QuestionResult) -> Sequence[Cell]:
    found = result.agreement
    head = (result.question.id, result.question.title)
    if isinstance(found, NotShown):
        return (*head, *[None] * 5, found.reason)
    return (*head, *_agreed(found), None)


def _agreed(found: Agreement) -> tuple[Cell, ...]:
    numbers = (found.same_answer, found.within_one, found.van_der_eijk, found.average_deviation)
    return (*numbers, "; ".join(found.camps))


def _predictions(contents: Contents) -> Iterator[Sequence[Cell]]:
    for each in contents.report.predictions:
        if isinstance(each, NotShown):
            yield (*[None] * 12, each.reason, None)
            continue
        told = (None, each.story.reason) if isinstance(each.story, NotShown) else (each.story, None)
        words = prediction_words(each, contents.skills.get(each.about.id))
        head = (each.question.id, each.about.title)
        if isinstance(each, SharePrediction):
            bias = (each.bias, each.forecast.bias_low, each.forecast.bias_high, each.spread)
            numbers = (each.predicted, each.actual, *bias)
            yield (*head, *numbers, None, each.own, each.expected, *told, words)
            continue
        rungs = each.about.labels
        named = ["; ".join(rungs[at] for at in rung) for rung in (each.predicted, each.actual)]
        yield (*head, *named, *[None] * 4, each.right, None, each.expected, *told, words)


def _reliability(pillar: PillarResult) -> Sequence[Cell]:
    question, found = pillar.question, pillar.reliability
    words = unmarked(reliability_sentence(pillar))
    if isinstance(found, NotShown):
        return (question.id, question.title, *[None] * 7, found.reason, words)
    alpha = found.alpha
    alphas = (alpha.estimate, alpha.low, alpha.high) if isinstance(alpha, Alpha) else (None,) * 3
    others = [
        None if isinstance(each, NotEstimable) else each
        for each in (found.omega, found.spearman_brown)
    ]
    reasons = dict.fromkeys(
        each.reason
        for each in (alpha, found.omega, found.spearman_brown)
        if isinstance(each, NotEstimable)
    )
    head = (question.id, question.title, found.n, found.items)
    return (*head, *alphas, *others, "; ".join(reasons), words)


def _tables(report: Report) -> Iterator[Sequence[Cell]]:
    titles = {each.id: full_title(each) for each in report.publication.questions}
    for each in report.publication.tables:
        head = (each.question, titles[each.question], each.group, *place_of(each.segment))
        yield (*head, each.n, each.withheld, *(each.counts or each.shares or ()))


def _questions(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.publication.questions:
        scored = "the other way round" if each.reversed else "as asked"
        asked = (each.text.get("leaders"), each.text.get("staff"))
        head = (each.id, each.kind, each.pillar, full_title(each))
        yield (*head, *asked, scored, *each.labels)


def _rates(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.rates:
        reason = None if each.invited is not None else FEW_INVITED
        yield (each.group, *place_of(each.segment), each.invited, each.answered, reason)


def _products(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.publication.products:
        yield each.pillar, "sums over items", each.n, each.withheld, _listed(each.sums)
        for line in each.cross:
            yield each.pillar, "sums of products", each.n, None, _listed(line)


def _said(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.publication.comments:
        head = (each.question, each.title, each.group)
        if each.withheld is not None:
            yield (*head, None, each.withheld)
        for text in each.texts:
            yield (*head, text, None)


def _lines(report: Report, *, withheld: bool) -> Iterator[Sequence[Cell]]:
    if withheld:
        lines = tuple(withheld_sentence(each) for each in report.withheld)
        yield from ([each] for each in lines or ("Nothing: every table is shown.",))
        return
    yield from ([each] for each in (*rate_lines(report), *sheet_of(report)))


def _listed(numbers: Sequence[int]) -> str:
    return " ".join(map(str, numbers))
