"""Slides on segments: all leaders against the staff of each, a pillar a slide."""

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR

from analysis.charts.segment_rows import AllStaff, all_staff, segment_alt
from analysis.charts.theme import shortened
from analysis.exporters.contents import Contents
from analysis.exporters.deck import (
    FAINT,
    FOOT,
    LEFT,
    PALETTE,
    TOP,
    WIDE,
    Box,
    Deck,
    Ink,
    parted,
    words,
)
from analysis.exporters.deck_charts import Place
from analysis.exporters.deck_intervals import interval_chart
from analysis.exporters.gap_axis import SHOWN, gap_axis, gap_dot, sides, to_discuss
from analysis.report import Gap
from analysis.segments import PillarBySegment, SegmentGap
from analysis.wording import (
    SEGMENTS_NOTE,
    is_worth_a_look,
    of_100,
    segment_line,
    segments_finding,
)

_ROWS = 14
"""The most rows that one chart holds; a slide holds two of them side by side."""

_NARROW = 5.9
"""Inches for each of two charts with its names."""


def add_segments(deck: Deck, contents: Contents, attribute: str) -> None:
    """Add every pillar by the segments of one attribute; withheld ones keep their place."""
    for found in contents.segments[attribute]:
        slides = parted([all_staff(found), *found.segments], 2 * _ROWS)
        title = f"By {attribute}: {segments_finding(found)}"
        notes = [
            SEGMENTS_NOTE,
            segment_alt(found),
            *to_discuss(contents.report, found.question.id),
        ]
        for at, rows in enumerate(slides):
            ending = f" ({at + 1} of {len(slides)})" if len(slides) > 1 else ""
            slide = deck.slide(f"{title}{ending}", notes=notes)
            _add_rows(slide, contents, found, rows)
            _say_what_it_is(slide, contents)


def _add_rows(
    slide: object, contents: Contents, found: PillarBySegment, rows: Sequence[SegmentGap]
) -> None:
    if not any(isinstance(each.gap, Gap) for each in rows):
        lines = [segment_line(each) for each in rows]
        for at, some in enumerate(parted(lines, _ROWS)):
            box = Box(left=LEFT + at * (WIDE / 2), top=TOP, width=WIDE / 2 - 0.2, height=4.4)
            words(slide, box, some, Ink(size=14))
        return
    columns = parted(rows, _ROWS)
    width = WIDE if len(columns) == 1 else _NARROW
    for at, part in enumerate(columns):
        left = LEFT + at * (WIDE - _NARROW)
        _add_column(
            slide, contents, found, part, Box(left=left, top=TOP + 0.3, width=width, height=4.25)
        )


def _add_column(
    slide: object,
    contents: Contents,
    found: PillarBySegment,
    rows: Sequence[SegmentGap],
    box: Box,
) -> None:
    is_wide = box.width > _NARROW
    names = box.width * (0.42 if is_wide else 0.52)
    inner = 0.9
    pitch = box.height * inner / len(rows)
    for at, each in enumerate(rows):
        place = Box(left=box.left, top=box.top + at * pitch, width=names, height=pitch)
        ink = Ink(
            size=14 if is_wide and len(rows) <= 9 else 11,  # noqa: PLR2004 - rows that leave room
            bold=isinstance(each, AllStaff),
            colour=PALETTE.ink if isinstance(each.gap, Gap) else PALETTE.faint,
            anchor=MSO_ANCHOR.MIDDLE,
        )
        frame = words(slide, place, [shortened(segment_line(each), 88 if is_wide else 46)], ink)
        frame.margin_top = frame.margin_bottom = 0
    place_ = Place(
        box=Box(left=box.left + names, top=box.top, width=box.width - names, height=box.height),
        left=0.04,
        top=0.0,
        width=0.9,
        height=inner,
    )
    dots = [gap_dot(each.segment, each.gap, filled=_is_dark(each)) for each in rows]
    part = PillarBySegment(question=found.question, whole=found.whole, segments=tuple(rows))
    interval_chart(slide, place_, dots, gap_axis(contents.report.method.margin), segment_alt(part))
    sides(slide, place_, small=not is_wide)


def _is_dark(each: SegmentGap) -> bool:
    if isinstance(each, AllStaff):
        return isinstance(each.gap, Gap) and each.gap.verdict in SHOWN
    return is_worth_a_look(each)


def _say_what_it_is(slide: object, contents: Contents) -> None:
    margin = contents.report.method.margin
    line = (
        "In how many of 100 leader-staff pairs the leader is ahead, with its 95 % interval. "
        f"Between the dashed lines ({of_100(0.5 - margin)} to {of_100(0.5 + margin)}): too small "
        "to matter. Dark: worth a look, after correction. Segments stand by name, not by result; "
        "withheld ones say why."
    )
    words(slide, Box(left=LEFT, top=FOOT - 0.52, width=WIDE, height=0.5), [line], FAINT)
