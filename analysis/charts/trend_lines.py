"""One question over a series: A with its interval in every round, and what was committed."""

from collections.abc import Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, shortened, words, wrapped
from analysis.report import Gap, NotShown
from analysis.series import Point, Trend
from analysis.wording import between, limit, number_words, of_100
from survey.commitments import Commitment

HEIGHT = 250
_FOOT, _TOP = -34, 112
_EDGE = 0.2
"""Room left and right of the first and last round, as a part of the time between them."""


def trend_chart(
    trend: Trend,
    commitments: Sequence[Commitment] = (),
    mode: Mode = "light",
    *,
    until: date | None = None,
) -> alt.LayerChart:
    """A of each round as a dot on its 95 % interval, upwards from 0 to 100, over time.

    Only rounds that may be subtracted from one another are joined by a line. 50, no gap,
    is a line across with the margin around it as a band. A diamond at the foot is a
    commitment on the day it is due, with its number in the order given, from 1. Rounds
    without a closing day stand at equal steps, and no commitment is marked then. ``until``
    is a day that the time line reaches at least, so that several charts have the same one.
    """
    palette = PALETTES[mode]
    days, is_dated = _days(trend.points)
    due = [each.by for each in commitments] if is_dated else []
    x = _scale([*days, *due, *([until] if until is not None and is_dated else [])])
    points = _points(trend, days)
    base = alt.Chart(points).encode(x=x, y=_y("estimate:Q"))
    shown = base.transform_filter("isValid(datum.estimate)")
    lines = (
        alt.Chart(_joined(trend, days))
        .mark_line(color=palette.ink, strokeWidth=2)
        .encode(x=x, y=_y("estimate:Q"), detail="run:N")
    )
    intervals = (
        shown.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=5, strokeCap="round", color=palette.ink)
        .encode(y=_y("low:Q"), y2="high:Q")
    )
    dots = shown.mark_point(size=150, filled=True, opacity=1, color=palette.ink).encode(
        tooltip=[
            alt.Tooltip("name:N", title="Round"),
            alt.Tooltip("words:N", title="Leader ahead, of 100 pairs"),
        ]
    )
    numbers = words(shown, align="center", bold=True).encode(y=_y("label_at:Q"), text="label:N")
    hidden = words(
        base.transform_filter("!isValid(datum.estimate)"), align="center", colour=palette.faint
    ).encode(y=alt.datum(50), text="label:N")
    names = words(base, align="center", size=13).encode(y=alt.datum(-12), text="round:N")
    layers = [*_backdrop(trend.margin, mode), lines, intervals, dots, numbers, hidden, names]
    if due:
        layers += _due(commitments, x, mode)
    more = "aims higher" if trend.is_ladder else "is ahead"
    below = (
        "In how many of 100 leader-staff pairs",
        f"the leader {more}, ties split evenly",
        "(shaded: too small to matter)",
    )
    return drawn(layers, height=HEIGHT, mode=mode, below=below)


def trend_alt(trend: Trend, commitments: Sequence[Commitment] = ()) -> str:
    """Read the rounds out, the oldest first, and what was due when."""
    rounds = [
        f"{each.name}{_day(each)}: {_words(each)}"
        + ("" if each.apart is None else f" (not joined with the round before: {each.apart})")
        for each in trend.points
    ]
    due = [
        f"commitment {number}, due {each.by:%d %b %Y}, {each.state}: {each.what}"
        for number, each in enumerate(commitments, 1)
    ]
    return "; ".join([*rounds, *due]) + ". 50 is no gap."


def trend_table(trend: Trend) -> pd.DataFrame:
    """Return one row a round with what the chart shows of it."""
    rows = []
    for each in trend.points:
        gap = each.gap
        ends = (None, None) if isinstance(gap, NotShown) else (gap.low, gap.high)
        rows.append(
            [
                each.name,
                "" if each.closed_on is None else f"{each.closed_on}",
                number_words(gap),
                *("" if end is None else limit(end) for end in ends),
                "" if isinstance(gap, NotShown) else gap.verdict,
                each.apart or "",
            ]
        )
    columns = ["Round", "Closed", "Leader ahead, of 100", "From", "To", "Verdict", "Not joined"]
    return pd.DataFrame(rows, columns=columns)


def _days(points: Sequence[Point]) -> tuple[list[date], bool]:
    """Return where each round stands on the time line, and whether those are its days."""
    known = [each.closed_on for each in points if each.closed_on is not None]
    if len(set(known)) == len(points):
        return known, True
    start = date(2000, 1, 1)
    return [start + timedelta(days=at) for at in range(len(points))], False


def _scale(days: Sequence[date]) -> alt.X:
    first, last = min(days), max(days)
    edge = max((last - first).days * _EDGE, 1)
    ends = [_at(first) - edge, _at(last) + edge]
    return alt.X("at:Q", axis=None, scale=alt.Scale(domain=ends, nice=False, zero=False))


def _at(day: date) -> int:
    return day.toordinal()


def _y(field: str) -> alt.Y:
    return alt.Y(
        field,
        scale=alt.Scale(domain=[_FOOT, _TOP], nice=False, zero=False),
        axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False, domain=False),
    )


def _points(trend: Trend, days: Sequence[date]) -> pd.DataFrame:
    rows = []
    for each, day in zip(trend.points, days, strict=True):
        row: dict[str, object] = {
            "at": _at(day),
            "name": each.name,
            "round": shortened(each.name, 18) + _line(each),
            "words": _words(each),
            "label": "not\nshown",
        }
        if not isinstance(each.gap, NotShown):
            gap = each.gap
            row |= {
                "estimate": gap.estimate * 100,
                "low": None if gap.low is None else gap.low * 100,
                "high": None if gap.high is None else gap.high * 100,
                "label": str(of_100(gap.estimate)),
                "label_at": _above(gap) * 100 + 7,
            }
        rows.append(row)
    columns = ["at", "name", "round", "words", "label", "label_at", "estimate", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def _above(gap: Gap) -> float:
    return gap.estimate if gap.high is None else gap.high


def _joined(trend: Trend, days: Sequence[date]) -> pd.DataFrame:
    """One row a shown round with the number of its run; a run is broken by what is hidden."""
    rows, run = [], 0
    for each, day in zip(trend.points, days, strict=True):
        if each.apart is not None or isinstance(each.gap, NotShown):
            run += 1
        if not isinstance(each.gap, NotShown):
            rows.append((_at(day), each.gap.estimate * 100, run))
    return pd.DataFrame(rows, columns=["at", "estimate", "run"])


def _backdrop(margin: float, mode: Mode) -> list[alt.Chart]:
    palette = PALETTES[mode]
    data = pd.DataFrame(
        {"from": [50 - margin * 100], "to": [50 + margin * 100], "words": ["no gap"]}
    )
    base = alt.Chart(data)
    band = base.mark_rect(color=palette.band).encode(y=_y("from:Q"), y2="to:Q")
    line = base.mark_rule(color=palette.faint, strokeDash=[4, 3]).encode(y=alt.datum(50))
    sides = pd.DataFrame({"y": [107, 3], "words": ["\u2191 Leaders ahead", "\u2193 Staff ahead"]})
    said = words(alt.Chart(sides), colour=palette.faint, size=13).encode(
        x=alt.value(2), y=_y("y:Q"), text="words:N"
    )
    return [band, line, said]


def _due(commitments: Sequence[Commitment], x: alt.X, mode: Mode) -> list[alt.Chart]:
    palette = PALETTES[mode]
    data = pd.DataFrame(
        {
            "at": [_at(each.by) for each in commitments],
            "number": [str(at) for at in range(1, len(commitments) + 1)],
            "what": [wrapped(each.what, 60) for each in commitments],
            "is_done": [each.state == "done" for each in commitments],
            # Marks due within days of one another are kept apart upwards.
            "y": [-30 + 9 * (at % 2) for at in range(len(commitments))],
        }
    )
    base = alt.Chart(data).encode(x=x, y=_y("y:Q"))
    marks = base.mark_point(shape="diamond", size=110, strokeWidth=2, opacity=1).encode(
        color=alt.value(palette.ink),
        fill=alt.condition("datum.is_done", alt.value(palette.ink), alt.value(palette.background)),
        tooltip=[alt.Tooltip("what:N", title="Commitment")],
    )
    return [marks, words(base, size=13).encode(text="number:N", xOffset=alt.value(9))]


def _day(point: Point) -> str:
    return "" if point.closed_on is None else f" (closed {point.closed_on:%d %b %Y})"


def _line(point: Point) -> str:
    return "" if point.closed_on is None else f"\n{point.closed_on:%b %Y}"


def _words(point: Point) -> str:
    gap = point.gap
    if isinstance(gap, NotShown):
        return f"not shown, {gap.reason}"
    return f"{of_100(gap.estimate)} of 100 pairs, {between(gap)}"
