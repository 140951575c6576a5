"""Slides on the gaps: all pillars on one, then each pillar with its items."""

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR
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
    parted,
    words,
)
from analysis.exporters.deck_charts import Bars, Place, answer_series, stacked_bars
from analysis.exporters.deck_intervals import interval_chart
from analysis.exporters.gap_axis import gap_axis, gap_dot, sides, to_discuss
from analysis.report import Distribution, Gap, NotShown, PillarResult, QuestionResult, Report
from analysis.wording import (
    between,
    brief_caveats,
    gap_sentence,
    item_line,
    item_lines,
    of_100,
    overview_sentence,
    parts_of_100,
    pillar_finding,
    pillar_lines,
    reliability_sentence,
    unmarked,
    verdict_sentence,
)

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
    parts = parted(results, _ROWS_A_SLIDE)
    for at, part in enumerate(parts):
        title = overview_sentence(report).rstrip(".")
        notes = [
            f"{each.question.title.rstrip('.')}. {gap_sentence(each.gap)} "
            f"{verdict_sentence(each.gap, report.method.groups_for(each.question))} "
            f"{unmarked(brief_caveats(each))}".strip()
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
    parts = parted(pillar.items, _ITEMS_A_SLIDE)
    title = pillar_finding(pillar)
    notes = [
        unmarked(pillar.question.text.get("staff", "")),
        *pillar_lines(pillar, report.method.groups_for(pillar.question)),
    ]
    for at, part in enumerate(parts):
        slide = deck.slide(
            title if at == 0 else f"{title} ({at + 1} of {len(parts)})",
            notes=[*notes, *_said(part), *to_discuss(report, pillar.question.id)],
            foot=_foot(part),
        )
        box = Box(left=LEFT, top=1.6, width=WIDE, height=0.5)
        words(slide, box, [_in_brief(pillar)], Ink(size=18 if pillar.hangs_together else 16))
        _add_answers(slide, part)


def add_loose_items(deck: Deck, report: Report) -> None:
    """Add the items that belong to no pillar."""
    parts = parted(report.items, _ITEMS_A_SLIDE)
    for at, part in enumerate(parts):
        ending = f" ({at + 1} of {len(parts)})" if len(parts) > 1 else ""
        slide = deck.slide(
            f"Items that belong to no pillar{ending}", notes=_said(part), foot=_foot(part)
        )
        _add_answers(slide, part)


def _said(items: Sequence[QuestionResult]) -> list[str]:
    return [f"{each.question.title} {' '.join(item_lines(each))}" for each in items]


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


def _in_brief(pillar: PillarResult) -> str:
    gap = pillar.gap
    if not pillar.hangs_together:
        return unmarked(reliability_sentence(pillar))
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
        [gap_dot(each.question.title, each.gap) for each in results],
        gap_axis(margin),
        pillar_overview_alt(results),
    )
    sides(slide, place)
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
    groups: list[Distribution | NotShown | None] = []
    for item in items:
        for name, shown in (("Leaders", item.leaders), ("Staff", item.staff)):
            names.append(name)
            groups.append(shown)
            parts.append(parts_of_100(shown.shares) if isinstance(shown, Distribution) else ())
        names.append(" ")
        groups.append(None)
        parts.append(())
    return Bars(
        categories=names[:-1],
        series=answer_series(_answer_names(items), parts[:-1]),
        axis="",
        alt=" ".join(f"{each.question.title} {answer_bars_alt(each)}" for each in items),
        limits=_limits(_answer_names(items), groups[:-1]),
    )


def _limits(
    names: Sequence[str], groups: Sequence[Distribution | NotShown | None]
) -> dict[str, list[tuple[float, float] | None]]:
    """Return the interval of each edge between two answers: of the share up to it."""
    return {name: [_edge(shown, at + 1) for shown in groups] for at, name in enumerate(names[:-1])}


def _edge(shown: Distribution | NotShown | None, at: int) -> tuple[float, float] | None:
    if not isinstance(shown, Distribution) or not shown.above:
        return None
    above = shown.above[at]
    return (100 - 100 * above.high, 100 - 100 * above.low)


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
