"""Small multiples: leaders against the staff of each segment, one chart a pillar."""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, shortened, words
from analysis.report import Gap, NotShown
from analysis.segments import PillarBySegment, SegmentGap
from analysis.wording import between, is_worth_a_look, limit, of_100

ROW = 46
_HEAD = 0.9
_NAME_AT, _INTERVAL_AT = 0.24, 0.68
_BAND = (0.48, 0.88)
_COLUMNS = [
    *("name", "said", "why", "at", "name_at", "colour", "worth"),
    *("estimate", "low", "high", "top", "foot"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllStaff(SegmentGap):
    """The row of all staff who were asked, above those of their segments."""


def all_staff(found: PillarBySegment) -> AllStaff:
    """Return the row of all staff; of a function module they are those of its function."""
    function = found.question.function
    name = "All staff" if function is None else f"All in {function.strip()}"
    return AllStaff(segment=name, gap=found.whole, answers=None)


def segment_rows(found: PillarBySegment, *, margin: float, mode: Mode = "light") -> alt.LayerChart:
    """One row a segment by name, below all staff: A as a dot on its 95 % interval.

    The axis runs from 0 to 100 whatever the results, with no gap as a line and the margin as
    a band. A withheld segment is grey and says why. Dots are filled where worth a look.
    """
    palette = PALETTES[mode]
    data = pd.DataFrame(
        [_row(at, each, mode) for at, each in enumerate(_all_rows(found))],
        columns=_COLUMNS,
    ).assign(**{"from": 50 - margin * 100, "to": 50 + margin * 100})
    base = alt.Chart(data).encode(
        x=alt.X(
            "low:Q",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
        ),
        y=alt.Y(
            "at:Q", axis=None, scale=alt.Scale(domain=[len(data), -_HEAD], nice=False, zero=False)
        ),
    )
    shown = base.transform_filter("isValid(datum.estimate)")
    band = shown.mark_rect(color=palette.band).encode(x="from:Q", x2="to:Q", y="top:Q", y2="foot:Q")
    no_gap = shown.mark_rule(color=palette.faint, strokeDash=[4, 3]).encode(
        x=alt.datum(50), y="top:Q", y2="foot:Q"
    )
    intervals = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=4, strokeCap="round", color=palette.ink)
        .encode(x2="high:Q")
    )
    dots = shown.mark_point(size=130, strokeWidth=3, color=palette.ink, opacity=1).encode(
        x="estimate:Q",
        fill=alt.condition("datum.worth", alt.value(palette.ink), alt.value(palette.background)),
        tooltip=[alt.Tooltip("name:N", title="Segment"), alt.Tooltip("said:N", title="Gap")],
    )
    reasons = words(base.transform_filter("isValid(datum.why)"), colour=palette.faint, size=13)
    reasons = reasons.encode(x=alt.value(0), y="at:Q", text="why:N")
    names = words(base).encode(
        x=alt.value(0),
        y="name_at:Q",
        text="said:N",
        color=alt.Color("colour:N", scale=None),
    )
    sides = pd.DataFrame({"staff": ["\u2190 Staff ahead"], "leaders": ["Leaders ahead \u2192"]})
    ends = alt.Chart(sides).encode(y=alt.datum(-_HEAD / 2))
    faint = palette.faint
    left = words(ends, colour=faint, size=13).encode(x=alt.value(0), text="staff:N")
    right = words(ends, colour=faint, size=13, align="right").encode(
        x=alt.datum(100), text="leaders:N"
    )
    below = (
        "In how many of 100 leader-staff pairs",
        "the leader is ahead, ties split evenly",
        "(shaded: too small to matter)",
    )
    return drawn(
        [band, no_gap, intervals, dots, names, reasons, left, right],
        height=round(ROW * (len(data) + _HEAD)),
        mode=mode,
        below=below,
    )


def segment_alt(found: PillarBySegment) -> str:
    """Read the rows out."""
    return " ".join(f"{_said(each)}." for each in _all_rows(found))


def segment_table(found: PillarBySegment) -> pd.DataFrame:
    """Return one row a segment with what the chart shows of it."""
    rows = []
    for each in _all_rows(found):
        gap = each.gap
        if isinstance(gap, NotShown):
            rows.append([each.segment, "", "", "", f"withheld: {gap.reason}"])
            continue
        low, high = ("" if end is None else limit(end) for end in (gap.low, gap.high))
        note = "worth a look" if is_worth_a_look(each) else ""
        rows.append([each.segment, str(of_100(gap.estimate)), low, high, note])
    columns = ["Staff", "Leader ahead, of 100", "From", "To", "Note"]
    return pd.DataFrame(rows, columns=columns)


def _all_rows(found: PillarBySegment) -> tuple[SegmentGap, ...]:
    return (all_staff(found), *found.segments)


def _row(at: int, each: SegmentGap, mode: Mode) -> dict[str, object]:
    palette = PALETTES[mode]
    row: dict[str, object] = {
        "name": each.segment,
        "said": _short(each),
        "at": at + _INTERVAL_AT,
        "name_at": at + _NAME_AT,
        "top": at + _BAND[0],
        "foot": at + _BAND[1],
        "colour": palette.ink if isinstance(each.gap, Gap) else palette.faint,
        "worth": is_worth_a_look(each) or _is_certain(each),
    }
    if isinstance(each.gap, NotShown):
        return row | {"why": shortened(each.gap.reason.removeprefix("withheld "), 52)}
    gap = each.gap
    return row | {
        "estimate": gap.estimate * 100,
        "low": None if gap.low is None else gap.low * 100,
        "high": None if gap.high is None else gap.high * 100,
    }


def _is_certain(each: SegmentGap) -> bool:
    """Whether all staff together have a verdict that says they differ."""
    if not isinstance(each, AllStaff) or isinstance(each.gap, NotShown):
        return False
    return each.gap.verdict in {"Gap", "Small but real"}


def _short(each: SegmentGap) -> str:
    name = shortened(each.segment, 30)
    gap = each.gap
    if isinstance(gap, NotShown):
        return f"{name}: withheld"
    if gap.low is None or gap.high is None:
        return f"{name}: {of_100(gap.estimate)}"
    return f"{name}: {of_100(gap.estimate)} ({limit(gap.low)} to {limit(gap.high)})"


def _said(each: SegmentGap) -> str:
    if isinstance(each.gap, NotShown):
        return f"{each.segment}: not shown, {each.gap.reason}"
    return f"{each.segment}: {of_100(each.gap.estimate)}, {between(each.gap)}"
