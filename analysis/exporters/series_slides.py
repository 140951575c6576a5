"""Slides on the series: what moved, what was said and moved, the board of commitments."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.charts.theme import shortened
from analysis.charts.trend_lines import trend_alt
from analysis.exporters.contents import Contents
from analysis.exporters.deck import (
    FIGURE,
    FOOT,
    LEFT,
    SMALL,
    TOP,
    WIDE,
    Box,
    Deck,
    rows_that_fit,
    say,
    table,
    words,
)
from analysis.exporters.deck_charts import Place
from analysis.exporters.deck_intervals import Line, Moment, serial, time_chart
from analysis.exporters.gap_axis import gap_dot, gap_lines, to_discuss
from analysis.report import Gap
from analysis.series import Point, Trend
from analysis.wording import (
    AT_LEAST,
    DIAMONDS,
    aim_sentence,
    commitments_finding,
    due_words,
    moved_sentence,
    moves_finding,
    number_words,
    trend_finding,
    trend_lines,
)
from survey.commitments import Commitment

_SIZE = 15
_FIGURE = replace(FIGURE, height=FIGURE.height - 0.35)
"""Where the time line stands: there are words below it."""

_LONGEST, _LONGEST_NAME = 170, 22
_MOST_BESIDE = 5


def add_moves(deck: Deck, contents: Contents) -> None:
    """Add what the commitments of earlier rounds moved."""
    today = contents.series.today
    rows = [
        (each.commitment.what, due_words(each.commitment, today), moved_sentence(each))
        for each in contents.moves
    ]
    title = moves_finding(contents.moves)
    _tables(deck, title, (("What we said", "Who, by when", "What moved"), (0.36, 0.2, 0.44)), rows)


def add_commitments(deck: Deck, contents: Contents) -> None:
    """Add the board: who does what by when, and which number it should move."""
    today = contents.series.today
    rows = [
        (
            each.what,
            due_words(each, today),
            aim_sentence(each, contents.title_of(each.question)) or "It names no number.",
        )
        for each in contents.commitments
    ]
    heads = ("What", "Who, by when", "The number it should move")
    title = commitments_finding(contents.commitments, today)
    _tables(deck, title, (heads, (0.42, 0.23, 0.35)), rows)


def _tables(
    deck: Deck,
    title: str,
    head: tuple[Sequence[str], Sequence[float]],
    rows: Sequence[Sequence[str]],
) -> None:
    cut = [tuple(shortened(cell, _LONGEST) for cell in row) for row in rows]
    parts = rows_that_fit(cut, head[1], size=_SIZE)
    full = iter(rows)
    for at, part in enumerate(parts):
        ending = f" ({at + 1} of {len(parts)})" if len(parts) > 1 else ""
        notes = [" \u2013 ".join(next(full)) for _ in part]
        slide = deck.slide(f"{title}{ending}", notes=[*notes, AT_LEAST])
        box = Box(left=LEFT, top=TOP, width=WIDE, height=0.4 * (len(part) + 1))
        table(slide, box, [head[0], *part], head[1], size=_SIZE)


def add_trend(deck: Deck, contents: Contents, trend: Trend) -> None:
    """Add one question over the rounds, with its commitments on the days they are due."""
    own = contents.aimed_at(trend)
    lines = trend_lines(trend)
    marked = [
        f"{at}: {each.what}. {due_words(each, contents.series.today)}"
        for at, each in enumerate(own, start=1)
    ]
    notes = [*lines, *marked, trend_alt(trend, own), AT_LEAST]
    slide = deck.slide(
        trend_finding(trend), notes=[*notes, *to_discuss(contents.report, trend.question.id)]
    )
    beside = [*lines, *(shortened(each, _LONGEST) for each in marked[:_MOST_BESIDE])]
    if not any(isinstance(each.gap, Gap) for each in trend.points):
        say(slide, beside, full=True)
        return
    place = Place(box=_FIGURE, left=0.12, top=0.03, width=0.84, height=0.84)
    time_chart(slide, place, _line(trend, own))
    say(slide, beside)
    note = f"{AT_LEAST} {DIAMONDS}" if own else AT_LEAST
    words(slide, Box(left=LEFT, top=FOOT - 0.45, width=WIDE, height=0.45), [note], SMALL)


def _line(trend: Trend, own: Sequence[Commitment]) -> Line:
    known = [each.closed_on for each in trend.points if each.closed_on is not None]
    is_dated = len(set(known)) == len(trend.points)
    days = (
        [float(serial(each)) for each in known]
        if is_dated
        else list(map(float, range(len(trend.points))))
    )
    marks = [
        (f"Commitment {at}", float(serial(each.by)), each.state == "done")
        for at, each in enumerate(own, start=1)
        if is_dated
    ]
    every = [*days, *(at for _, at, _ in marks)]
    edge = max((max(every) - min(every)) * 0.15, 0.5)
    return Line(
        runs=_runs(trend.points, days),
        ends=(min(every) - edge, max(every) + edge),
        is_dated=is_dated,
        lines=gap_lines(trend.margin),
        marks=marks,
        axis=f"Leader {'aims higher' if trend.is_ladder else 'ahead'}, of 100 pairs",
        alt=trend_alt(trend, own),
    )


def _runs(points: Sequence[Point], days: Sequence[float]) -> list[list[Moment]]:
    """Return the shown rounds in runs that may be joined; what is hidden breaks a run."""
    runs: list[list[Moment]] = []
    joins = False
    for point, day in zip(points, days, strict=True):
        if not isinstance(point.gap, Gap):
            joins = False
            continue
        moment = Moment(
            at=day,
            number=number_words(point.gap),
            name=shortened(point.name, _LONGEST_NAME),
            dot=gap_dot(point.name, point.gap),
        )
        if joins and point.apart is None:
            runs[-1].append(moment)
        else:
            runs.append([moment])
        joins = True
    return runs
