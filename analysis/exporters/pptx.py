"""A report as slides for PowerPoint: titles that say the finding, charts that can be edited."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from analysis.charts.theme import shortened
from analysis.exporters.deck import FOOT, LEFT, TOP, WIDE, Box, Deck, Ink, table, words
from analysis.exporters.numbers import sheet_of
from analysis.exporters.pillar_slides import add_comparison, add_items
from analysis.exporters.progress import Progress, silent, told
from analysis.exporters.result_slides import add_agreement, add_ladder, add_predictions
from analysis.report import PillarResult, Report
from analysis.wording import (
    overview_sentence,
    rate_lines,
    unmarked,
    withheld_finding,
    withheld_groups,
    withheld_sentence,
)

_ROWS_A_SLIDE = 5
_LINE, _LINES_A_SLIDE = 118, 17
_LONGEST_CELL = 170

_THRESHOLDS = (
    "Groups with too few answers are not shown, so that nobody can be recognised; some others "
    "are left out so that the hidden ones cannot be worked out by subtraction."
)

Each = TypeVar("Each")


def report_to_pptx(report: Report, progress: Progress = silent) -> bytes:
    """Return the slides: ladder, leaders' agreement, the gaps, pillars, predictions, method."""
    publication = report.publication
    footer = shortened(f"{publication.organisation} \u00b7 {publication.name}", 110)
    deck = Deck(title=f"{publication.name}, {publication.organisation}", footer=footer)
    for add in told(_parts(report), progress):
        add(deck)
    progress(0.95, "Writing the file")
    return deck.content()


def _parts(report: Report) -> list[tuple[str, Callable[[Deck], None]]]:
    parts: list[tuple[str, Callable[[Deck], None]]] = [("Title", lambda deck: _front(deck, report))]
    for ladder in report.ladders:
        title = ladder.result.question.title
        parts.append((title, lambda deck, each=ladder: add_ladder(deck, report, each)))
    parts += [
        ("Leaders among themselves", lambda deck: add_agreement(deck, report)),
        ("Overview", lambda deck: add_comparison(deck, report)),
    ]
    parts += [_pillar(report, each) for each in report.pillars]
    if report.predictions:
        parts.append(("Predictions", lambda deck: add_predictions(deck, report)))
    parts += [
        ("Withheld", lambda deck: _withheld(deck, report)),
        ("Method", lambda deck: _method(deck, report)),
    ]
    return parts


def _pillar(report: Report, pillar: PillarResult) -> tuple[str, Callable[[Deck], None]]:
    return pillar.question.title, lambda deck: add_items(deck, report, pillar)


def _front(deck: Deck, report: Report) -> None:
    publication = report.publication
    closed = f"Closed on {publication.closed_on}" if publication.closed_on else ""
    slide = deck.slide(publication.name, notes=[overview_sentence(report), *rate_lines(report)[:2]])
    lines = [each for each in (publication.organisation, closed) if each]
    words(slide, Box(left=LEFT, top=TOP, width=WIDE, height=1.0), lines, Ink(size=22))
    big = Ink(size=34, bold=True)
    words(slide, Box(left=LEFT, top=3.2, width=11, height=1.6), [overview_sentence(report)], big)
    lines = [
        "The same questions to leaders and to staff; a gap is always leaders minus staff.",
        *rate_lines(report)[:2],
    ]
    words(slide, Box(left=LEFT, top=5.2, width=WIDE, height=1.3), lines, Ink(size=18))


def _withheld(deck: Deck, report: Report) -> None:
    title = withheld_finding(report)
    rows = withheld_groups(report)
    if not rows:
        slide = deck.slide(title, notes=["Every table of this round is shown."])
        line = "Every group and segment had enough answers to be shown."
        words(slide, Box(left=LEFT, top=TOP, width=WIDE, height=1), [line], Ink(size=20))
        return
    notes = [_THRESHOLDS, *map(withheld_sentence, report.withheld)]
    for part in _parted(rows, _ROWS_A_SLIDE):
        slide = deck.slide(title, notes=notes)
        head = ("Why", "Whose answers", "Questions")
        cut = [tuple(shortened(cell, _LONGEST_CELL) for cell in row) for row in part]
        box = Box(left=LEFT, top=TOP, width=WIDE, height=0.4 * (len(part) + 1))
        table(slide, box, [head, *cut], (0.38, 0.5, 0.12), size=16)
        words(
            slide,
            Box(left=LEFT, top=FOOT - 0.85, width=WIDE, height=0.8),
            [_THRESHOLDS + " The spreadsheet lists every one of them."],
            Ink(size=14),
        )


def _method(deck: Deck, report: Report) -> None:
    lines = [unmarked(each) for each in (*rate_lines(report)[:2], *sheet_of(report))]
    for at, part in enumerate(_filled(lines)):
        title = "How the numbers came about" + (", continued" if at else "")
        slide = deck.slide(title, notes=part)
        box = Box(left=LEFT, top=TOP, width=WIDE, height=FOOT - TOP)
        words(slide, box, part, Ink(size=16))


def _filled(lines: Sequence[str]) -> Iterator[list[str]]:
    """Part lines so that each slide is full, as far as can be told from their length."""
    part: list[str] = []
    used = 0
    for line in lines:
        need = len(textwrap.wrap(line, _LINE)) or 1
        if part and used + need > _LINES_A_SLIDE:
            yield part
            part, used = [], 0
        part.append(line)
        used += need
    yield part


def _parted(rows: Sequence[Each], size: int) -> Iterator[Sequence[Each]]:
    for at in range(0, len(rows), size):
        yield rows[at : at + size]
