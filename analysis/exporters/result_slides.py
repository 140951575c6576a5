"""Slides on the ladder, on leaders among themselves, and on what leaders predicted."""

from analysis.charts.ladder_chart import ladder_alt
from analysis.charts.leaders_agreement import leaders_agreement_alt
from analysis.charts.theme import shortened
from analysis.exporters.deck import FOOT, LEFT, PALETTE, TOP, WIDE, Box, Deck, Ink, words
from analysis.exporters.deck_charts import Bars, Place, clustered_bars
from analysis.report import (
    Agreement,
    Distribution,
    LadderResult,
    NotShown,
    QuestionResult,
    Report,
    SharePrediction,
)
from analysis.wording import (
    agreement_finding,
    agreement_sentence,
    exceed_sentence,
    gap_sentence,
    ladder_headline,
    of_100,
    parts_of_100,
    prediction_lines,
    predictions_finding,
    unmarked,
    verdict_sentence,
)

PALE = "#a9bcdb"
"""Leaders' blue, thinned: answers that are near one another but not the same."""

_FIGURE = Box(left=LEFT, top=TOP, width=7.6, height=FOOT - TOP - 0.1)
_BESIDE = Box(left=8.5, top=TOP + 0.1, width=4.2, height=FOOT - TOP - 0.3)
_LONGEST = 34
_MOST = 8


def add_ladder(deck: Deck, report: Report, ladder: LadderResult) -> None:
    """Add both groups' answers on every rung, the highest on top."""
    result = ladder.result
    said = [
        unmarked(exceed_sentence(ladder)),
        verdict_sentence(result.gap, report.method.groups, ladder=True),
    ]
    notes = [
        unmarked(ladder_headline(ladder)),
        *said,
        gap_sentence(result.gap, ladder=True),
        agreement_sentence(result.agreement),
        ladder_alt(ladder),
    ]
    slide = deck.slide(unmarked(ladder_headline(ladder)).rstrip("."), notes=notes)
    rungs = result.question.short or result.question.labels
    shown = [
        (name, colour, list(reversed(parts_of_100(group.shares))))
        for name, colour, group in (
            ("Leaders", PALETTE.leaders, result.leaders),
            ("Staff", PALETTE.staff, result.staff),
        )
        if isinstance(group, Distribution)
    ]
    if shown:
        bars = Bars(
            categories=[shortened(each, _LONGEST) for each in reversed(rungs)],
            series=shown,
            axis="Of 100 answers in each group",
            alt=ladder_alt(ladder),
        )
        clustered_bars(slide, _place(), bars)
    beside = [each for each in (*_hidden(result), *said) if each]
    _say(slide, beside, full=not shown)


def add_agreement(deck: Deck, report: Report) -> None:
    """Add how often two leaders give the same answer, for each pillar and ladder."""
    ladders = [each.result for each in report.ladders]
    results = (*ladders, *report.compared[:_MOST])
    slide = deck.slide(
        agreement_finding(results),
        notes=[
            (
                "Looked at before any gap: where leaders contradict one another there is no view "
                "of the leaders to compare."
            ),
            leaders_agreement_alt(report.compared),
            *(f"{each.question.title}: {agreement_sentence(each.agreement)}" for each in ladders),
        ],
    )
    shown = [
        (each.question.title, each.agreement)
        for each in results
        if isinstance(each.agreement, Agreement)
    ]
    if not shown:
        reason = next(
            (each.agreement.reason for each in results if isinstance(each.agreement, NotShown)),
            "no question was put to leaders",
        )
        _say(slide, [f"Not shown: {reason}.", _WHY_FIRST], full=True)
        return
    bars = Bars(
        categories=[shortened(title, _LONGEST) for title, _ in shown],
        series=[
            ("Same answer", PALETTE.leaders, [of_100(each.same_answer) for _, each in shown]),
            ("At most one step apart", PALE, [of_100(each.within_one) for _, each in shown]),
        ],
        axis="Of 100 pairs of leaders",
        alt=leaders_agreement_alt(report.compared),
    )
    clustered_bars(slide, _place(), bars)
    camps = [camp.rstrip(".") for _, each in shown for camp in each.camps]
    beside = [_WHY_FIRST]
    if camps:
        beside.append("They stand in two camps on:")
        beside += [f"\u2013 {each}" for each in camps[:4]]
    if len(camps) > 4:  # noqa: PLR2004 - as many as fit
        beside.append(f"\u2013 and {len(camps) - 4} more")
    _say(slide, beside)


_WHY_FIRST = (
    "Looked at first: where leaders contradict one another, there is no leaders\u2019 view to hold "
    "against that of staff."
)


def add_predictions(deck: Deck, report: Report) -> None:
    """Add what leaders thought staff would answer beside what staff answered."""
    lines = [unmarked(each) for each in prediction_lines(report.predictions)]
    shown = [each for each in report.predictions if isinstance(each, SharePrediction)]
    slide = deck.slide(predictions_finding(report.predictions), notes=lines)
    if not shown:
        _say(slide, lines, full=True)
        return
    bars = Bars(
        categories=[shortened(each.about.title, _LONGEST) for each in shown],
        series=[
            ("Leaders thought", PALETTE.leaders, [of_100(each.predicted) for each in shown]),
            ("Staff answered", PALETTE.staff, [of_100(each.actual) for each in shown]),
        ],
        axis="Favourable, of 100 staff answers",
        alt=" ".join(lines),
    )
    clustered_bars(slide, _place(), bars)
    others = [
        line
        for line in lines
        if not any(line.startswith(f"{each.about.title}: leaders thought") for each in shown)
    ]
    _say(slide, ["What leaders thought staff would say, and what staff said.", *others])


def _hidden(result: QuestionResult) -> list[str]:
    groups = (("Leaders", result.leaders), ("Staff", result.staff))
    return [
        f"{name} are not shown: {group.reason}."
        for name, group in groups
        if isinstance(group, NotShown)
    ]


def _place() -> Place:
    return Place(box=_FIGURE, left=0.29, top=0.1, width=0.66, height=0.76)


def _say(slide: object, lines: list[str], *, full: bool = False) -> None:
    """Put sentences beside the chart, or across the slide where there is none."""
    box = Box(left=LEFT, top=TOP, width=WIDE, height=4.5) if full else _BESIDE
    room = 420
    size = 22 if full else 18 if sum(map(len, lines)) < room else 16
    frame = words(slide, box, lines, Ink(size=size))
    for paragraph in frame.paragraphs:
        paragraph.space_after = 127_000  # 10 points
