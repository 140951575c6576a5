"""One gap for a whole room: A with its interval on an axis, the margin drawn."""

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, words
from analysis.report import Gap
from analysis.wording import between, direction, of_100

HEIGHT = 150
_SIDES_AT, _INTERVAL_AT, _LIMITS_AT = 0.16, 0.55, 0.86
_BAND = (0.36, 0.74)


def gap_axis(gap: Gap, *, ladder: bool = False, mode: Mode = "light") -> alt.LayerChart:
    """A as a dot on its 95 % interval, from 0 to 100 whatever the result.

    50, no gap, is a line, and the margin around it a band. The dot is filled when a
    difference is shown and hollow when not. On a ``ladder`` the right side aims higher.
    """
    palette = PALETTES[mode]
    more = "aim higher" if ladder else "more favourable"
    high = alt.Scale(domain=[1, 0], nice=False, zero=False)
    row = {
        "low": None if gap.low is None else gap.low * 100,
        "high": None if gap.high is None else gap.high * 100,
        "estimate": gap.estimate * 100,
        "at": _INTERVAL_AT,
        "from": 50 - gap.margin * 100,
        "to": 50 + gap.margin * 100,
        "top": _BAND[0],
        "foot": _BAND[1],
        "limits": f"{of_100(gap.estimate)}, {between(gap)}",
    }
    base = alt.Chart(pd.DataFrame([row])).encode(
        x=alt.X(
            "low:Q",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
        ),
        y=alt.Y("at:Q", scale=high, axis=None),
    )
    band = base.mark_rect(color=palette.band).encode(x="from:Q", x2="to:Q", y="top:Q", y2="foot:Q")
    no_gap = base.mark_rule(color=palette.faint, strokeDash=[4, 3], strokeWidth=1.5).encode(
        x=alt.datum(50), y="top:Q", y2="foot:Q"
    )
    interval = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=6, strokeCap="round", color=palette.ink)
        .encode(x2="high:Q")
    )
    is_certain = gap.verdict in {"Gap", "Small but real"}
    dot = base.mark_point(
        size=260,
        strokeWidth=4,
        color=palette.ink,
        opacity=1,
        fill=palette.ink if is_certain else palette.background,
    ).encode(x="estimate:Q")
    limits = words(base, align="center", size=15, bold=True).encode(
        x=alt.X("estimate:Q"), y=alt.datum(_LIMITS_AT), text="limits:N"
    )
    layers = [band, no_gap, interval, dot, limits, *_sides(more, mode)]
    return drawn(layers, height=HEIGHT, mode=mode, below=_below(gap, ladder=ladder))


def gap_axis_alt(gap: Gap, *, ladder: bool = False) -> str:
    """Read the axis out."""
    margin = f"{of_100(0.5 - gap.margin)} to {of_100(0.5 + gap.margin)}"
    return (
        f"{gap.verdict}. {direction(gap, ladder=ladder)}: the leader is ahead in "
        f"{of_100(gap.estimate)} of 100 pairs, {between(gap)}. "
        f"50 is no gap; {margin} is too small to matter."
    )


def _sides(more: str, mode: Mode) -> list[alt.Chart]:
    sides = alt.Chart(
        pd.DataFrame(
            {
                "staff": [f"\u2190 Staff\n{more}"],
                "none": ["no\ngap"],
                "leaders": [f"Leaders \u2192\n{more}"],
            }
        )
    ).encode(y=alt.datum(_SIDES_AT))
    faint = PALETTES[mode].faint
    return [
        words(sides, colour=faint).encode(x=alt.value(0), text="staff:N"),
        words(sides, colour=faint, align="center").encode(x=alt.datum(50), text="none:N"),
        words(sides, colour=faint, align="right").encode(x=alt.datum(100), text="leaders:N"),
    ]


def _below(gap: Gap, *, ladder: bool) -> tuple[str, ...]:
    low, high = of_100(0.5 - gap.margin), of_100(0.5 + gap.margin)
    ahead = "aims higher" if ladder else "is ahead"
    return (
        f"In how many of 100 leader-staff pairs the leader {ahead}, ties split",
        f"evenly (shaded: too small to matter, {low} to {high})",
    )
