"""A report as PDF for print: one page a pillar, legible in grey, the method sheet at its end."""

from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.charts.answer_bars import answer_bars_alt, answer_key
from analysis.charts.ladder_chart import ladder_alt, ladder_chart
from analysis.charts.leaders_agreement import leaders_agreement_alt, leaders_agreement_chart
from analysis.charts.pillar_overview import pillar_overview, pillar_overview_alt
from analysis.exporters.contents import Contents
from analysis.exporters.figures import predicted_figure
from analysis.exporters.item_bars import ItemBars
from analysis.exporters.numbers import asked_lines, sheet_of
from analysis.exporters.pdf_around import moved_pages, pages_around
from analysis.exporters.pictures import many_pictures
from analysis.exporters.print_blocks import (
    Block,
    Page,
    drawn_figure,
    joined,
    named,
    page,
    picture,
    table,
    text,
)
from analysis.exporters.progress import Progress, part_of, silent, told
from analysis.exporters.silo_pages import silo_pages
from analysis.report import (
    Agreement,
    LadderResult,
    NotShown,
    PillarResult,
    QuestionResult,
    Report,
)
from analysis.wording import (
    REVERSED,
    SAID_AND_MOVED,
    agreement_finding,
    agreement_sentence,
    brief_caveats,
    caveats,
    gap_sentence,
    hidden_predictions,
    item_line,
    key_alt,
    ladder_headline,
    ladder_lines,
    overview_sentence,
    pillar_finding,
    pillar_lines,
    prediction_words,
    predictions_finding,
    stories_sentence,
    unmarked,
    verdict_sentence,
    withheld_finding,
    withheld_groups,
)
from survey.typeset import typeset

_TEMPLATES = Path(__file__).parent / "templates"

_DRAWING = 0.85
"""The part of the time that pictures take; the rest is setting."""


def report_to_pdf(contents: Contents, progress: Progress = silent) -> bytes:
    """Return the report as A4 pages: PDF/UA-1, every picture with its text alternative."""
    publication = contents.report.publication
    with many_pictures():
        drawing = part_of(progress, 0, _DRAWING)
        pages = [page for make in told(_pages(contents), drawing) for page in make()]
    progress(_DRAWING, "Setting the pages")
    return typeset(
        _TEMPLATES / "report.typ",
        {
            "name": publication.name,
            "organisation": publication.organisation,
            "closed": publication.closed_on or "",
            "pages": pages,
        },
    )


def _pages(contents: Contents) -> list[tuple[str, Callable[[], list[Page]]]]:
    report = contents.report
    parts: list[tuple[str, Callable[[], list[Page]]]] = [
        ("Overview", lambda: [_overview(report)]),
        (SAID_AND_MOVED, lambda: moved_pages(contents)),
        ("Leaders among themselves", lambda: [_agreement(report)]),
    ]
    parts += [_named_ladder(report, each) for each in report.ladders]
    parts += [_named_pillar(report, each) for each in report.pillars]
    if report.items:
        parts.append(("Items", lambda: [_loose_items(report)]))
    parts.append(("Predictions", lambda: _predictions(contents)))
    parts.append(("Departments", lambda: silo_pages(report.silo_matrix)))
    parts += pages_around(contents)
    parts.append(("Method", lambda: [_withheld(report), _method(report)]))
    return parts


def _named_ladder(report: Report, ladder: LadderResult) -> tuple[str, Callable[[], list[Page]]]:
    return ladder.result.question.title, lambda: [_ladder(report, ladder)]


def _named_pillar(report: Report, pillar: PillarResult) -> tuple[str, Callable[[], list[Page]]]:
    return pillar.question.title, lambda: [_pillar(report, pillar)]


def _overview(report: Report) -> Page:
    compared = report.compared
    blocks = [
        drawn_figure(
            pillar_overview(compared, margin=report.method.margin),
            pillar_overview_alt(compared),
            width=72,
        )
    ]
    for each in compared:
        said = (
            gap_sentence(each.gap),
            verdict_sentence(each.gap, report.method.groups_for(each.question)),
            unmarked(brief_caveats(each)),
        )
        blocks.append(named(each.question.title, joined(said)))
    return page(overview_sentence(report), blocks, starts=False, faint=joined(asked_lines(report)))


def _agreement(report: Report) -> Page:
    results = report.compared
    blocks: list[Block] = [
        text(
            "Looked at before any gap: where leaders contradict one another there is no "
            "leaders\u2019 view to hold against that of staff."
        )
    ]
    if any(isinstance(each.agreement, Agreement) for each in results):
        chart = leaders_agreement_chart(results)
        blocks.append(drawn_figure(chart, leaders_agreement_alt(results), width=72))
    for each in (*(ladder.result for ladder in report.ladders), *results):
        words = agreement_sentence(each.agreement)
        blocks.append(named(each.question.title, words))
    return page(agreement_finding(results), blocks)


def _ladder(report: Report, ladder: LadderResult) -> Page:
    result = ladder.result
    blocks = [
        drawn_figure(ladder_chart(ladder), ladder_alt(ladder), width=72),
        *map(text, ladder_lines(ladder, report.method.groups)),
    ]
    return page(
        unmarked(ladder_headline(ladder)).rstrip("."), blocks, faint=result.question.text["staff"]
    )


def _pillar(report: Report, pillar: PillarResult) -> Page:
    return page(
        pillar_finding(pillar),
        [
            *map(text, pillar_lines(pillar, report.method.groups_for(pillar.question))),
            *_items(pillar.items),
        ],
        faint=pillar.question.text.get("staff", ""),
    )


def _loose_items(report: Report) -> Page:
    return page("Items that belong to no pillar", _items(report.items))


def _items(items: Sequence[QuestionResult]) -> list[Block]:
    """Return each item's words beside its bars; a key wherever the answers change."""
    blocks: list[Block] = []
    keyed: tuple[str, ...] = ()
    bars = ItemBars()
    for item in items:
        question = item.question
        if question.labels != keyed and not question.reversed:
            keyed = question.labels
            blocks.append({"kind": "key", **picture(answer_key(item), key_alt(keyed))})
        blocks.append(
            {
                "kind": "item",
                "name": question.title,
                "words": item_line(item),
                "mind": caveats(item.gap),
                "turned": REVERSED if question.reversed else "",
                "svg": bars.svg(item),
                "alt": answer_bars_alt(item),
            }
        )
    return blocks


def _predictions(contents: Contents) -> list[Page]:
    predictions = contents.report.predictions
    if not predictions:
        return []
    figure = predicted_figure(contents)
    blocks = [text(stories_sentence(predictions))]
    if figure is not None:
        blocks.append(drawn_figure(figure.chart, figure.alt, width=72))
    blocks += [
        text(prediction_words(each, contents.skills.get(each.about.id)))
        for each in predictions
        if not isinstance(each, NotShown)
    ]
    blocks += map(text, hidden_predictions(predictions))
    return [page(predictions_finding(predictions), blocks)]


def _withheld(report: Report) -> Page:
    rows = withheld_groups(report)
    blocks: list[Block] = [
        text(
            "Groups with too few answers are not shown, so that nobody can be recognised; some "
            "others are left out so that the hidden ones cannot be worked out by subtraction."
        )
    ]
    if rows:
        head = ("Why", "Whose answers", "Questions")
        blocks.append(table(head, rows, widths=(1, 1.8, 0.5)))
    return page(withheld_finding(report), blocks)


def _method(report: Report) -> Page:
    lines = (*asked_lines(report), *sheet_of(report))
    blocks: list[Block] = [{"kind": "lines", "lines": [unmarked(each) for each in lines]}]
    return page("How the numbers came about", blocks, starts=False)
