"""A report as a workbook: results, every released table, what is withheld, the method sheet.

Nothing that was typed can become a formula or a link: words are written as words.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from analysis.exporters.numbers import place_of, results_of, sheet_of, shown_n
from analysis.exporters.progress import Progress, silent
from analysis.report import (
    Agreement,
    NotShown,
    PillarResult,
    QuestionResult,
    Report,
    SharePrediction,
)
from analysis.wording import (
    finding_sentence,
    overview_sentence,
    prediction_lines,
    rate_lines,
    unmarked,
    withheld_sentence,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | None
_WIDEST, _NARROWEST = 60, 8
_SHARE_MEASURES = (
    "Leader ahead",
    "From",
    "To",
    "Leader more favourable",
    "Same",
    "Staff more favourable",
)
_LONGEST = 32_767
"""The most characters that a cell takes."""


def report_to_xlsx(report: Report, progress: Progress = silent) -> bytes:
    """Return the workbook. Numbers are unrounded; shares and chances are fractions."""
    file = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **never}) as book:
        book.set_properties({"title": report.publication.name, "comments": "Made by Plumbline"})
        sheets = _Sheets(book)
        parts = _parts(report)
        for at, (name, head, rows) in enumerate(parts):
            progress(at / len(parts), name)
            sheets.add(name, head, rows)
    return file.getvalue()


_Part = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]


def _parts(report: Report) -> list[_Part]:
    widest = max((len(each.labels) for each in report.publication.questions), default=0)
    answers = [f"Answer {at}" for at in range(1, widest + 1)]
    place = ("Group", "Attribute", "Segment")
    return [
        ("Summary", ("Plumbline", "What it says"), _summary(report)),
        (
            "Results",
            (
                *("Question", "Kind", "Title", "Verdict", *_SHARE_MEASURES, "Margin"),
                *("Rounded to", "p difference", "p equivalence", "p worth a look"),
                *("Leaders' answers", "Staff answers", "Why not shown"),
            ),
            map(_result, results_of(report)),
        ),
        (
            "Leaders among themselves",
            (
                *("Question", "Title", "Same answer", "At most one step apart"),
                *("Agreement (-1 to 1)", "Average deviation", "Two camps on", "Why not shown"),
            ),
            map(_agreement, results_of(report)),
        ),
        (
            "Predictions",
            (
                *("Question", "About", "Predicted", "Actual", "Bias", "Spread", "Leaders right"),
                *("Leaders' own", "Gap expected", "Story", "Why not shown"),
            ),
            _predictions(report),
        ),
        (
            "Tables",
            ("Question", *place, "n", "Withheld because", *answers),
            _tables(report),
        ),
        (
            "Questions",
            (
                *("Question", "Kind", "Pillar", "Title", "Leaders are asked", "Staff are asked"),
                *("Scored", *answers),
            ),
            _questions(report),
        ),
        ("Rates", (*place, "Invited", "Answered"), _rates(report)),
        ("Reliability", ("Pillar", "What", "n", "Withheld because", "Numbers"), _products(report)),
        ("Comments", ("Question", "Title", "Group", "Comment", "Withheld because"), _said(report)),
        ("Withheld", ("What is withheld and why",), _lines(report, withheld=True)),
        ("Method", ("How the numbers came about",), _lines(report, withheld=False)),
    ]


class _Sheets:
    """Sheets of one book, all made alike: a heading that stays, a filter, fitting columns."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head: Format = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self._words: Format = book.add_format({"text_wrap": True, "valign": "top"})

    def add(self, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        sheet = self._book.add_worksheet(name)
        widths = [len(each) for each in head]
        for at, title in enumerate(head):
            sheet.write_string(0, at, title, self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                widths[at] = max(widths[at], self._write(sheet, (last, at), cell))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(max(width + 2, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, 0)
        if last and len(head) > 1:
            sheet.autofilter(0, 0, last, len(head) - 1)

    def _write(self, sheet: "Worksheet", place: tuple[int, int], cell: Cell) -> int:
        """Write one cell; return how many characters wide it is."""
        if cell is None or cell == "":
            return 0
        if isinstance(cell, str):
            wrap = self._words if len(cell) > _WIDEST else None
            sheet.write_string(*place, cell[:_LONGEST], wrap)
            return len(cell)
        sheet.write_number(*place, cell)
        return _NARROWEST


def _summary(report: Report) -> Iterator[Sequence[Cell]]:
    publication = report.publication
    yield "Organisation", publication.organisation
    yield "Round", publication.name
    yield "In one line", overview_sentence(report)
    for each in report.compared:
        yield each.question.title, finding_sentence(each.question, each.gap)
    for ladder in report.ladders:
        result = ladder.result
        yield result.question.title, finding_sentence(result.question, result.gap, ladder=True)
    for line in prediction_lines(report.predictions):
        yield "Prediction", unmarked(line)
    yield "Sign", "A gap is leaders minus staff: above 0.5 leaders are more favourable."


def _result(result: PillarResult | QuestionResult) -> Sequence[Cell]:
    question, gap = result.question, result.gap
    head = (question.id, question.kind, question.title)
    used: tuple[Cell, ...] = (None, None, None)
    if isinstance(result, QuestionResult):
        used = (result.p_worth_a_look, shown_n(result.leaders), shown_n(result.staff))
    if isinstance(gap, NotShown):
        return (*head, gap.verdict, *[None] * 10, *used, gap.reason)
    return (
        *head,
        *(gap.verdict, gap.estimate, gap.low, gap.high),
        *(gap.leaders_higher, gap.same, gap.staff_higher, gap.margin),
        *(gap.step, gap.p_difference, gap.p_equivalence),
        *used,
        None,
    )


def _agreement(result: PillarResult | QuestionResult) -> Sequence[Cell]:
    found = result.agreement
    head = (result.question.id, result.question.title)
    if isinstance(found, NotShown):
        return (*head, *[None] * 5, found.reason)
    return (*head, *_agreed(found), None)


def _agreed(found: Agreement) -> tuple[Cell, ...]:
    numbers = (found.same_answer, found.within_one, found.van_der_eijk, found.average_deviation)
    return (*numbers, "; ".join(found.camps))


def _predictions(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.predictions:
        if isinstance(each, NotShown):
            yield (*[None] * 10, each.reason)
            continue
        told = (None, each.story.reason) if isinstance(each.story, NotShown) else (each.story, None)
        head = (each.question.id, each.about.title)
        if isinstance(each, SharePrediction):
            numbers = (each.predicted, each.actual, each.bias, each.spread)
            yield (*head, *numbers, None, each.own, each.expected, *told)
            continue
        rungs = each.about.labels
        named = ["; ".join(rungs[at] for at in rung) for rung in (each.predicted, each.actual)]
        yield (*head, *named, None, None, each.right, None, each.expected, *told)


def _tables(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.publication.tables:
        head = (each.question, each.group, *place_of(each.segment), each.n, each.withheld)
        yield (*head, *(each.counts or each.shares or ()))


def _questions(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.publication.questions:
        scored = "the other way round" if each.reversed else "as asked"
        asked = (each.text.get("leaders"), each.text.get("staff"))
        yield (each.id, each.kind, each.pillar, each.title, *asked, scored, *each.labels)


def _rates(report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.rates:
        yield (each.group, *place_of(each.segment), each.invited, each.answered)


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
