"""A report as PDF for print: one page a pillar, legible in grey, the method sheet at its end."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.charts.answer_bars import answer_bars_alt, answer_key
from analysis.charts.ladder_chart import ladder_alt, ladder_chart
from analysis.charts.leaders_agreement import leaders_agreement_alt, leaders_agreement_chart
from analysis.charts.pillar_overview import pillar_overview, pillar_overview_alt
from analysis.exporters.item_bars import ItemBars
from analysis.exporters.numbers import asked_lines, sheet_of
from analysis.exporters.pictures import many_pictures, svg
from analysis.exporters.progress import Progress, part_of, silent, told
from analysis.report import Agreement, LadderResult, PillarResult, QuestionResult, Report
from analysis.wording import (
    REVERSED,
    agreement_finding,
    agreement_sentence,
    exceed_sentence,
    finding,
    gap_sentence,
    item_line,
    key_alt,
    ladder_headline,
    overview_sentence,
    prediction_lines,
    predictions_finding,
    unmarked,
    verdict_sentence,
    withheld_finding,
    withheld_groups,
)
from survey.typeset import typeset

_TEMPLATES = Path(__file__).parent / "templates"

if TYPE_CHECKING:
    from altair import LayerChart

Block = dict[str, Any]
Page = dict[str, Any]

_DRAWING = 0.85
"""The part of the time that pictures take; the rest is setting."""


def report_to_pdf(report: Report, progress: Progress = silent) -> bytes:
    """Return the report as A4 pages: PDF/UA-1, every picture with its text alternative."""
    publication = report.publication
    with many_pictures():
        drawing = part_of(progress, 0, _DRAWING)
        pages = [page for make in told(_pages(report), drawing) for page in make()]
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


def _pages(report: Report) -> list[tuple[str, Callable[[], list[Page]]]]:
    parts: list[tuple[str, Callable[[], list[Page]]]] = [
        ("Overview", lambda: [_overview(report)]),
        ("Leaders among themselves", lambda: [_agreement(report)]),
    ]
    parts += [_named_ladder(report, each) for each in report.ladders]
    parts += [_named_pillar(report, each) for each in report.pillars]
    if report.items:
        parts.append(("Items", lambda: [_loose_items(report)]))
    parts.append(("Method", lambda: [*_predictions(report), _withheld(report), _method(report)]))
    return parts


def _named_ladder(report: Report, ladder: LadderResult) -> tuple[str, Callable[[], list[Page]]]:
    return ladder.result.question.title, lambda: [_ladder(report, ladder)]


def _named_pillar(report: Report, pillar: PillarResult) -> tuple[str, Callable[[], list[Page]]]:
    return pillar.question.title, lambda: [_pillar(report, pillar)]


def _overview(report: Report) -> Page:
    compared = report.compared
    blocks = [
        _figure(
            pillar_overview(compared, margin=report.method.margin),
            pillar_overview_alt(compared),
            width=72,
        )
    ]
    for each in compared:
        said = (gap_sentence(each.gap), verdict_sentence(each.gap, report.method.groups))
        blocks.append({"kind": "named", "name": each.question.title, "words": _joined(said)})
    return _page(overview_sentence(report), blocks, first=True, faint=_joined(asked_lines(report)))


def _agreement(report: Report) -> Page:
    results = report.compared
    blocks: list[Block] = [
        _text(
            "Looked at before any gap: where leaders contradict one another there is no "
            "leaders\u2019 view to hold against that of staff."
        )
    ]
    if any(isinstance(each.agreement, Agreement) for each in results):
        chart = leaders_agreement_chart(results)
        blocks.append(_figure(chart, leaders_agreement_alt(results), width=72))
    for each in (*(ladder.result for ladder in report.ladders), *results):
        words = agreement_sentence(each.agreement)
        blocks.append({"kind": "named", "name": each.question.title, "words": words})
    return _page(agreement_finding(results), blocks)


def _ladder(report: Report, ladder: LadderResult) -> Page:
    result = ladder.result
    said = [
        unmarked(exceed_sentence(ladder)),
        agreement_sentence(result.agreement),
        gap_sentence(result.gap, ladder=True),
        verdict_sentence(result.gap, report.method.groups, ladder=True),
    ]
    blocks = [
        _figure(ladder_chart(ladder), ladder_alt(ladder), width=72),
        *(_text(each) for each in said if each),
    ]
    return _page(
        unmarked(ladder_headline(ladder)).rstrip("."), blocks, faint=result.question.text["staff"]
    )


def _pillar(report: Report, pillar: PillarResult) -> Page:
    said = [
        agreement_sentence(pillar.agreement),
        gap_sentence(pillar.gap),
        verdict_sentence(pillar.gap, report.method.groups),
    ]
    return _page(
        finding(pillar.question, pillar.gap),
        [*(_text(each) for each in said if each), *_items(pillar.items)],
        faint=pillar.question.text.get("staff", ""),
    )


def _loose_items(report: Report) -> Page:
    return _page("Items that belong to no pillar", _items(report.items))


def _items(items: Sequence[QuestionResult]) -> list[Block]:
    """Return each item's words beside its bars; a key wherever the answers change."""
    blocks: list[Block] = []
    keyed: tuple[str, ...] = ()
    bars = ItemBars()
    for item in items:
        question = item.question
        if question.labels != keyed and not question.reversed:
            keyed = question.labels
            blocks.append({"kind": "key", **_picture(answer_key(item), key_alt(keyed))})
        blocks.append(
            {
                "kind": "item",
                "name": question.title,
                "words": item_line(item),
                "turned": REVERSED if question.reversed else "",
                "svg": bars.svg(item),
                "alt": answer_bars_alt(item),
            }
        )
    return blocks


def _predictions(report: Report) -> list[Page]:
    if not report.predictions:
        return []
    lines = [unmarked(each) for each in prediction_lines(report.predictions)]
    return [_page(predictions_finding(report.predictions), [_text(each) for each in lines])]


def _withheld(report: Report) -> Page:
    rows = withheld_groups(report)
    blocks: list[Block] = [
        _text(
            "Groups with too few answers are not shown, so that nobody can be recognised; some "
            "others are left out so that the hidden ones cannot be worked out by subtraction."
        )
    ]
    if rows:
        head = ("Why", "Whose answers", "Questions")
        blocks.append({"kind": "table", "head": head, "rows": rows})
    return _page(withheld_finding(report), blocks, flows=bool(report.predictions))


def _method(report: Report) -> Page:
    lines = (*asked_lines(report), *sheet_of(report))
    blocks: list[Block] = [{"kind": "lines", "lines": [unmarked(each) for each in lines]}]
    return _page("How the numbers came about", blocks, flows=True)


def _page(
    title: str,
    blocks: Sequence[Block],
    *,
    faint: str = "",
    first: bool = False,
    flows: bool = False,
) -> Page:
    """Return a page; one that ``flows`` goes on where the one before it ends."""
    return {
        "title": title.rstrip("."),
        "faint": faint,
        "blocks": blocks,
        "starts": not (first or flows),
    }


def _figure(chart: "LayerChart", alt: str, *, width: int) -> Block:
    return {"kind": "figure", "width": width, **_picture(chart, alt)}


def _picture(chart: "LayerChart", alt: str) -> Block:
    return {"svg": svg(chart), "alt": alt}


def _text(words: str) -> Block:
    return {"kind": "text", "words": words}


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(each for each in sentences if each)
