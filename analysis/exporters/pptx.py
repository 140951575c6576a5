"""A report as slides for PowerPoint: titles that say the finding, charts that can be edited."""

import textwrap
from collections.abc import Callable, Iterator, Sequence

from pptx.util import Pt

from analysis.charts.theme import shortened
from analysis.exporters.contents import Contents
from analysis.exporters.deck import FOOT, LEFT, TOP, WIDE, Box, Deck, Ink, parted, table, words
from analysis.exporters.numbers import asked_lines, sheet_of
from analysis.exporters.pillar_slides import add_comparison, add_items, add_loose_items
from analysis.exporters.progress import Progress, silent, told
from analysis.exporters.result_slides import add_agreement, add_ladder, add_predictions
from analysis.exporters.segment_slides import add_segments
from analysis.exporters.series_slides import add_commitments, add_moves, add_trend
from analysis.exporters.silo_slides import add_silos
from analysis.exporters.voice_slides import add_voices
from analysis.report import LadderResult, PillarResult, Report
from analysis.series import Trend
from analysis.wording import (
    SAID_AND_MOVED,
    overview_sentence,
    unmarked,
    withheld_finding,
    withheld_groups,
    withheld_sentence,
)

_ROWS_A_SLIDE = 6
_LINE, _LINES_A_SLIDE = 120, 17
_LONGEST_CELL = 230

_THRESHOLDS = (
    "Groups with too few answers are not shown, so that nobody can be recognised; some others "
    "are left out so that the hidden ones cannot be worked out by subtraction."
)


def report_to_pptx(contents: Contents, progress: Progress = silent) -> bytes:
    """Return the slides: what moved, ladder, leaders, gaps, pillars, what stands around, method."""
    publication = contents.report.publication
    organisation, name = publication.organisation, publication.name
    footer = shortened(" \u00b7 ".join(each for each in (organisation, name) if each), 110)
    title = ", ".join(each for each in (name, organisation) if each)
    deck = Deck(title=title, footer=footer)
    for add in told(_parts(contents), progress):
        add(deck)
    progress(0.95, "Writing the file")
    return deck.content()


def _parts(contents: Contents) -> list[tuple[str, Callable[[Deck], None]]]:
    report = contents.report
    parts: list[tuple[str, Callable[[Deck], None]]] = [("Title", lambda deck: _front(deck, report))]
    if contents.moves:
        parts.append((SAID_AND_MOVED, lambda deck: add_moves(deck, contents)))
    parts += [_ladder(report, each) for each in report.ladders]
    parts += [
        ("Leaders among themselves", lambda deck: add_agreement(deck, report)),
        ("Overview", lambda deck: add_comparison(deck, report)),
    ]
    parts += [_pillar(report, each) for each in report.pillars]
    if report.items:
        parts.append(("Items", lambda deck: add_loose_items(deck, report)))
    if report.predictions:
        parts.append(("Predictions", lambda deck: add_predictions(deck, contents)))
    matrix = report.silo_matrix
    if matrix is not None:
        parts.append(("Departments", lambda deck: add_silos(deck, matrix)))
    parts += [_segments(contents, each) for each in contents.segments]
    parts += [_trend(contents, each) for each in contents.trends]
    if contents.commitments:
        parts.append(("Commitments", lambda deck: add_commitments(deck, contents)))
    voices = contents.voices
    if voices is not None:
        parts.append(("Voices", lambda deck: add_voices(deck, contents, voices)))
    parts += [
        ("Withheld", lambda deck: _withheld(deck, report)),
        ("Method", lambda deck: _method(deck, report)),
    ]
    return parts


def _segments(contents: Contents, attribute: str) -> tuple[str, Callable[[Deck], None]]:
    return f"Staff by {attribute}", lambda deck: add_segments(deck, contents, attribute)


def _trend(contents: Contents, trend: Trend) -> tuple[str, Callable[[Deck], None]]:
    return trend.question.title, lambda deck: add_trend(deck, contents, trend)


def _ladder(report: Report, ladder: LadderResult) -> tuple[str, Callable[[Deck], None]]:
    return ladder.result.question.title, lambda deck: add_ladder(deck, report, ladder)


def _pillar(report: Report, pillar: PillarResult) -> tuple[str, Callable[[Deck], None]]:
    return pillar.question.title, lambda deck: add_items(deck, report, pillar)


def _front(deck: Deck, report: Report) -> None:
    publication = report.publication
    closed = f"Closed on {publication.closed_on}" if publication.closed_on else ""
    slide = deck.slide(publication.name, notes=[overview_sentence(report), *asked_lines(report)])
    lines = [each for each in (publication.organisation, closed) if each]
    words(slide, Box(left=LEFT, top=TOP, width=WIDE, height=1.0), lines, Ink(size=22))
    big = Ink(size=34, bold=True)
    words(slide, Box(left=LEFT, top=3.2, width=11, height=1.6), [overview_sentence(report)], big)
    lines = [
        "The same questions to leaders and to staff; a gap is always leaders minus staff.",
        *asked_lines(report),
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
    for part in parted(rows, _ROWS_A_SLIDE):
        slide = deck.slide(title, notes=notes)
        head = ("Why", "Whose answers", "Questions")
        cut = [tuple(shortened(cell, _LONGEST_CELL) for cell in row) for row in part]
        box = Box(left=LEFT, top=TOP, width=WIDE, height=0.4 * (len(part) + 1))
        table(slide, box, [head, *cut], (0.32, 0.56, 0.12), size=16)
        words(
            slide,
            Box(left=LEFT, top=FOOT - 0.85, width=WIDE, height=0.8),
            [_THRESHOLDS + " The spreadsheet lists every one of them."],
            Ink(size=14),
        )


def _method(deck: Deck, report: Report) -> None:
    lines = [unmarked(each) for each in (*asked_lines(report), *sheet_of(report))]
    for at, part in enumerate(_filled(lines)):
        title = "How the numbers came about" + (", continued" if at else "")
        slide = deck.slide(title, notes=part)
        box = Box(left=LEFT, top=TOP, width=WIDE, height=FOOT - TOP)
        frame = words(slide, box, part, Ink(size=14))
        for paragraph in frame.paragraphs:
            paragraph.space_after = Pt(3)


def _filled(lines: Sequence[str]) -> Iterator[list[str]]:
    """Part lines over as few slides as hold them, about as many on each."""
    needs = [len(textwrap.wrap(each, _LINE)) or 1 for each in lines]
    slides = -(-sum(needs) // _LINES_A_SLIDE)
    part: list[str] = []
    used = done = 0
    for line, need in zip(lines, needs, strict=True):
        if part and used >= sum(needs) * (done + 1) / slides:
            yield part
            part, done = [], done + 1
        part.append(line)
        used += need
    yield part
