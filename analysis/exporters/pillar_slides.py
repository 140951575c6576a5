"""Slides on the gaps: all pillars on one, then each pillar with its items."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from analysis.charts.answer_bars import answer_bars_alt
from analysis.charts.pillar_overview import Compared, pillar_overview_alt
from analysis.charts.theme import shortened
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
    add_line,
    key,
    words,
)
from analysis.exporters.deck_charts import (
    Bars,
    Place,
    answer_series,
    interval_chart,
    stacked_bars,
)
from analysis.report import Distribution, Gap, NotShown, PillarResult, QuestionResult, Report
from analysis.wording import (
    agreement_sentence,
    between,
    finding,
    gap_sentence,
    item_line,
    item_sentence,
    of_100,
    overview_sentence,
    parts_of_100,
    unmarked,
    verdict_sentence,
)

Each = TypeVar("Each")

_ROWS_A_SLIDE = 8
_ITEMS_A_SLIDE = 6
_NAMES = 4.9
"""Inches to the left of a chart for the words of its rows."""

_TURNED = " (turned round)"
_TURNED_FOOT = (
    "(turned round): here disagreeing is favourable, and the colours are turned round with it."
)


def add_comparison(deck: Deck, report: Report) -> None:
    """Add every gap with its interval and verdict, the widest first."""
    results: Sequence[Compared] = report.compared
    parts = list(_parted(results, _ROWS_A_SLIDE))
    for at, part in enumerate(parts or [()]):
        title = overview_sentence(report).rstrip(".")
        notes = [
            f"{each.question.title}: {gap_sentence(each.gap)} "
            f"{verdict_sentence(each.gap, report.method.groups)}"
            for each in part
        ]
        slide = deck.slide(title if at == 0 else f"{title} ({at + 1} of {len(parts)})", notes=notes)
        if any(isinstance(each.gap, Gap) for each in part):
            _add_intervals(slide, report, part)
        else:
            lines = [f"{each.question.title}: {_verdict_line(each.gap)}" for each in part]
            words(slide, Box(left=LEFT, top=TOP, width=WIDE, height=4.5), lines, Ink(size=20))


def add_items(deck: Deck, report: Report, pillar: PillarResult) -> None:
    """Add one pillar: its gap in words, and both groups' answers to its items."""
    parts = list(_parted(pillar.items, _ITEMS_A_SLIDE))
    title = finding(pillar.question, pillar.gap)
    notes = [
        unmarked(pillar.question.text.get("staff", "")),
        gap_sentence(pillar.gap),
        verdict_sentence(pillar.gap, report.method.groups),
        agreement_sentence(pillar.agreement),
    ]
    for at, part in enumerate(parts or [()]):
        said = [f"{each.question.title} {item_sentence(each)}" for each in part]
        slide = deck.slide(
            title if at == 0 else f"{title} ({at + 1} of {len(parts)})",
            notes=[*notes, *said],
            foot=_foot(part),
        )
        box = Box(left=LEFT, top=1.6, width=WIDE, height=0.5)
        words(slide, box, [_in_brief(pillar.gap)], Ink(size=18))
        _add_answers(slide, part)


def _foot(items: Sequence[QuestionResult]) -> str:
    """Say whose answers are not among the bars, and which items are turned round."""
    if not _has_bars(items):
        return ""
    groups = [("Leaders", each.leaders) for each in items] + [
        ("Staff", each.staff) for each in items
    ]
    hidden = [
        f"{name} are not shown: {shown.reason}."
        for name, shown in groups
        if isinstance(shown, NotShown)
    ]
    turned = [_TURNED_FOOT] if any(each.question.reversed for each in items) else []
    return " ".join([*dict.fromkeys(hidden), *turned])


def _in_brief(gap: Gap | NotShown) -> str:
    if isinstance(gap, NotShown):
        return gap_sentence(gap)
    about = "about " if gap.step is not None else ""
    return (
        f"The leader is ahead in {about}{of_100(gap.estimate)} of 100 leader-staff pairs "
        f"({between(gap)}); 50 is no gap."
    )


def _add_intervals(slide: object, report: Report, results: Sequence[Compared]) -> None:
    top, height = TOP + 0.35, FOOT - TOP - 0.35
    inner = 0.74
    margin = report.method.margin
    pitch = height * inner / len(results)
    for at, each in enumerate(results):
        box = Box(left=LEFT, top=top + at * pitch, width=_NAMES, height=pitch)
        _name_row(slide, box, each)
    place = Place(
        box=Box(left=LEFT + _NAMES, top=top, width=WIDE - _NAMES, height=height),
        left=0.03,
        top=0.0,
        width=0.94,
        height=inner,
    )
    interval_chart(
        slide,
        place,
        [(each.question.title, _shown(each.gap)) for each in results],
        margin=margin,
        alt=pillar_overview_alt(results),
    )
    _sides(slide, place)
    words(
        slide,
        Box(left=LEFT, top=FOOT - 0.75, width=WIDE, height=0.6),
        [
            (
                "In how many of 100 leader-staff pairs the leader is ahead, ties split evenly. "
                f"Between the dashed lines ({of_100(0.5 - margin)} to {of_100(0.5 + margin)}): too "
                "small to matter. Dark dot: a difference is shown."
            )
        ],
        FAINT,
    )


def _name_row(slide: object, box: Box, each: Compared) -> None:
    roomy = box.height > 0.65  # noqa: PLR2004 - inches that two lines of large words need
    name, verdict = (20.0, 16.0) if roomy else (14.0, 12.0)
    title = shortened(each.question.title, 42 if roomy else 58)
    frame = words(slide, box, [title], Ink(size=name, bold=True, anchor=MSO_ANCHOR.MIDDLE))
    add_line(frame, shortened(_verdict_line(each.gap), 60), Ink(size=verdict))


def _verdict_line(gap: Gap | NotShown) -> str:
    if isinstance(gap, NotShown):
        return f"{gap.verdict or 'Not shown'}: {gap.reason}"
    about = "about " if gap.step is not None else ""
    return f"{gap.verdict}: {about}{of_100(gap.estimate)}, {between(gap)}"


def _sides(slide: object, place: Place) -> None:
    box = place.box
    left = box.left + box.width * place.left
    width = box.width * place.width
    for align, text in (
        (PP_ALIGN.LEFT, "\u2190 Staff more favourable"),
        (PP_ALIGN.CENTER, "no gap"),
        (PP_ALIGN.RIGHT, "Leaders more favourable \u2192"),
    ):
        ink = Ink(size=14, colour=PALETTE.faint, align=align)
        words(slide, Box(left=left, top=box.top - 0.38, width=width, height=0.35), [text], ink)


def _add_answers(slide: object, items: Sequence[QuestionResult]) -> None:
    top, bottom = 2.15, FOOT - 0.5
    legend = 0.45 if _has_bars(items) else 0.0
    slots = max(3 * len(items) - 1, 1)
    slot = min((bottom - top - legend) / slots, 0.36)
    for at, item in enumerate(items):
        box = Box(left=LEFT, top=top + legend + 3 * at * slot - 0.08, width=_NAMES, height=2 * slot)
        _name_item(slide, box, item)
    if not _has_bars(items):
        return
    height = legend + slots * slot
    bars = _answers(items)
    entries = [(name, colour) for name, colour, _ in bars.series]
    key(slide, Box(left=LEFT, top=top, width=WIDE, height=legend), entries)
    place = Place(
        box=Box(left=LEFT + _NAMES, top=top, width=WIDE - _NAMES, height=height),
        left=0.11,
        top=legend / height,
        width=0.88,
        height=1 - legend / height,
    )
    stacked_bars(slide, place, bars)


def _answers(items: Sequence[QuestionResult]) -> Bars:
    """Return a bar a group and item, with an empty row between items."""
    names: list[str] = []
    parts: list[Sequence[int | None]] = []
    for item in items:
        for name, shown in (("Leaders", item.leaders), ("Staff", item.staff)):
            names.append(name)
            parts.append(parts_of_100(shown.shares) if isinstance(shown, Distribution) else ())
        names.append(" ")
        parts.append(())
    return Bars(
        categories=names[:-1],
        series=answer_series(_answer_names(items), parts[:-1]),
        axis="",
        alt=" ".join(f"{each.question.title} {answer_bars_alt(each)}" for each in items),
    )


def _answer_names(items: Sequence[QuestionResult]) -> tuple[str, ...]:
    """Return what the colours stand for: the answers, where the items share them."""
    scales = {each.question.labels for each in items if not each.question.reversed}
    if len(scales) == 1:
        return next(iter(scales))
    between = (str(at) for at in range(2, len(items[0].question.labels)))
    return ("Least favourable", *between, "Most favourable")


def _name_item(slide: object, box: Box, item: QuestionResult) -> None:
    title = item.question.title + (_TURNED if item.question.reversed else "")
    roomy = box.height > 0.46 and len(title) < 80  # noqa: PLR2004 - what two large lines hold
    size = 14 if roomy else 12
    frame = words(slide, box, [shortened(title, 105)], Ink(size=size, bold=True))
    add_line(frame, shortened(item_line(item), 80), Ink(size=11, colour=PALETTE.faint))
    frame.margin_top = frame.margin_bottom = Pt(0)


def _has_bars(items: Sequence[QuestionResult]) -> bool:
    return any(
        isinstance(shown, Distribution) for each in items for shown in (each.leaders, each.staff)
    )


def _shown(gap: Gap | NotShown) -> Gap | None:
    return gap if isinstance(gap, Gap) else None


def _parted(things: Sequence[Each], most: int) -> Iterator[Sequence[Each]]:
    """Part things into as few lots as ``most`` allows, all about equally long."""
    lots = -(-len(things) // most)
    for at in range(lots):
        yield things[at * len(things) // lots : (at + 1) * len(things) // lots]
