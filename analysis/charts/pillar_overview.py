"""Where leaders and staff differ: every pillar's gap with its interval and its verdict."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, shortened, words
from analysis.report import Gap, NotShown, PillarResult, QuestionResult
from analysis.wording import between, direction, limit, of_100, staff_of

Compared = PillarResult | QuestionResult

ROW = 68
HEADER = 0.66
_TITLE_AT, _VERDICT_AT, _INTERVAL_AT = 0.16, 0.43, 0.74
_BAND = (0.57, 0.91)


def pillar_overview(
    pillars: Sequence[Compared], *, margin: float, mode: Mode = "light"
) -> alt.LayerChart:
    """One row per pillar: title, verdict, and A as a dot on its interval.

    The axis runs from 0 to 100 whatever the results, so that charts of different rounds
    compare: 50, no gap, is a line, and the margin around it a band. Right of 50 leaders
    are more favourable. A dot is filled when a difference is shown and hollow when not.
    Rows come in the order given. No pillars give an empty chart.
    """
    palette = PALETTES[mode]
    data = _rows(pillars)
    high = alt.Scale(domain=[len(pillars), -HEADER], nice=False, zero=False)
    base = alt.Chart(data)
    frame = base.encode(
        x=alt.X(
            "low:Q",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(
                values=[0, 25, 50, 75, 100],
                grid=False,
            ),
        ),
        y=alt.Y("at:Q", scale=high, axis=None),
    )
    shown = frame.transform_filter("isValid(datum.low)")
    intervals = shown.mark_rule(strokeWidth=5, strokeCap="round", color=palette.ink).encode(
        x2="high:Q"
    )
    placed = frame.transform_filter("isValid(datum.estimate)")
    dots = placed.mark_point(size=200, strokeWidth=3.5, color=palette.ink, opacity=1).encode(
        x="estimate:Q",
        fill=alt.condition(
            "datum.is_certain", alt.value(palette.ink), alt.value(palette.background)
        ),
        tooltip=[
            alt.Tooltip("title:N", title="Pillar"),
            alt.Tooltip("verdict:N", title="Verdict"),
            alt.Tooltip("estimate:Q", title="Leader ahead, of 100 pairs", format=".0f"),
            alt.Tooltip("between:N", title="Certain to"),
        ],
    )
    titles = words(frame, size=16, bold=True).encode(
        x=alt.value(0), y="title_at:Q", text="heading:N"
    )
    verdicts = words(frame, size=14).encode(x=alt.value(0), y="verdict_at:Q", text="verdict_line:N")
    layers = [*_backdrop(len(pillars), margin, mode), intervals, dots, titles, verdicts]
    return drawn(
        layers, height=round(ROW * (len(pillars) + HEADER)), mode=mode, below=_axis(margin)
    )


def pillar_overview_alt(pillars: Sequence[Compared]) -> str:
    """Read the chart out, one sentence a pillar."""
    if not pillars:
        return "No pillar to show."
    return " ".join(
        f"{each.question.title}: {_not_shown(each.gap)}."
        if isinstance(each.gap, NotShown)
        else (
            f"{each.question.title}: {each.gap.verdict}. "
            f"{direction(each.gap, staff=staff_of(each.question))}, "
            f"{of_100(each.gap.estimate)} of 100 pairs, {between(each.gap)}."
        )
        for each in pillars
    )


def pillar_overview_table(pillars: Sequence[Compared]) -> pd.DataFrame:
    """Return the chart's numbers, rounded as on the chart, one row a pillar."""
    return pd.DataFrame(
        [_table_row(each) for each in pillars],
        columns=["Question", "Verdict", "Leader ahead, of 100", "From", "To", "Note"],
    )


def _table_row(each: Compared) -> tuple[str, str, str, str, str, str]:
    if isinstance(each.gap, NotShown):
        return each.question.title, each.gap.verdict or "", "", "", "", _not_shown(each.gap)
    gap = each.gap
    low, high = ("" if end is None else limit(end) for end in (gap.low, gap.high))
    return each.question.title, gap.verdict, str(of_100(gap.estimate)), low, high, _note(gap)


def _not_shown(gap: NotShown) -> str:
    if gap.verdict is None:
        return f"Not shown: {gap.reason}"
    return f"{gap.verdict}, numbers not shown: {gap.reason}"


def _note(gap: Gap) -> str:
    if gap.step is not None:
        return f"rounded to {of_100(gap.step)}: too few answers for more"
    return "" if gap.survives_correction else "does not survive the correction"


def _rows(pillars: Sequence[Compared]) -> pd.DataFrame:
    rows = []
    for at, each in enumerate(pillars):
        row: dict[str, object] = {
            "title": each.question.title,
            "heading": shortened(each.question.title, 36),
            "at": at + _INTERVAL_AT,
            "title_at": at + _TITLE_AT,
            "verdict_at": at + _VERDICT_AT,
        }
        if isinstance(each.gap, NotShown):
            row |= {"verdict_line": shortened(_not_shown(each.gap), 44), "low": None}
        else:
            gap = each.gap
            row |= {
                "verdict": gap.verdict,
                "verdict_line": f"{gap.verdict}: {of_100(gap.estimate)}, {between(gap)}",
                "between": between(gap),
                "is_certain": gap.verdict in {"Gap", "Small but real"},
                "estimate": gap.estimate * 100,
                "low": None if gap.low is None else gap.low * 100,
                "high": None if gap.high is None else gap.high * 100,
            }
        rows.append(row)
    names = (
        "title",
        "heading",
        "at",
        "title_at",
        "verdict_at",
        "verdict_line",
        "low",
        "high",
        "estimate",
    )
    return pd.DataFrame(rows, columns=[*names, "verdict", "between", "is_certain"])


def _axis(margin: float) -> tuple[str, ...]:
    low, high = of_100(0.5 - margin), of_100(0.5 + margin)
    return (
        "In how many of 100 leader-staff pairs",
        "the leader is ahead, ties split evenly",
        f"(shaded: too small to matter, {low} to {high})",
    )


def _backdrop(count: int, margin: float, mode: Mode) -> list[alt.Chart]:
    """The margin band and the no-gap line behind each row, and who is ahead on which side."""
    palette = PALETTES[mode]
    low, high = 50 - margin * 100, 50 + margin * 100
    rows = [(at + _BAND[0], at + _BAND[1], low, high) for at in range(count)]
    bands = alt.Chart(pd.DataFrame(rows, columns=["top", "foot", "from", "to"]))
    band = bands.mark_rect(color=palette.band).encode(x="from:Q", x2="to:Q", y="top:Q", y2="foot:Q")
    no_gap = bands.mark_rule(color=palette.faint, strokeDash=[4, 3], strokeWidth=1.5).encode(
        x=alt.datum(50), y="top:Q", y2="foot:Q"
    )
    sides = alt.Chart(
        pd.DataFrame(
            {
                "staff": ["\u2190 Staff more\nfavourable"],
                "leaders": ["Leaders more\nfavourable \u2192"],
                "none": ["no\ngap"],
            }
        )
    ).encode(y=alt.datum(-HEADER / 2))
    faint = palette.faint
    return [
        band,
        no_gap,
        words(sides, colour=faint).encode(x=alt.value(0), text="staff:N"),
        words(sides, colour=faint, align="right").encode(x=alt.datum(100), text="leaders:N"),
        words(sides, colour=faint, align="center").encode(x=alt.datum(50), text="none:N"),
    ]
