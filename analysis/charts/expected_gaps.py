"""The gap leaders expected against the gap there is, both with their intervals."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, shortened, words
from analysis.charts.whiskers import whiskers
from analysis.report import Gap, NotShown, Prediction
from analysis.report.predicting import in_pairs
from analysis.wording import between, limit, of_100

HEIGHT = 330
_AHEAD = "leader ahead, of 100 pairs \u2192"
_COLUMNS = [
    *("number", "title", "expected", "found", "story"),
    *("expected_low", "expected_high", "found_low", "found_high"),
]
Gaps = Mapping[str, Gap | NotShown]


def expected_gaps(
    predictions: Sequence[Prediction], gaps: Gaps, *, margin: float, mode: Mode = "light"
) -> alt.LayerChart:
    """One numbered dot a question: right what leaders expected, up what was found.

    Both axes say in how many of 100 pairs the leader is ahead, from 0 to 100 whatever the
    result, with no gap as a line and the margin as a band; lines are 95 % intervals. ``gaps``
    are by question. Without a gap or an expectation to show there is no dot. The key under
    the axis names the stories: they follow the verdict, which weighs the whole interval.
    """
    palette = PALETTES[mode]
    rows = _rows(predictions, gaps)
    base = alt.Chart(pd.DataFrame(rows, columns=_COLUMNS)).encode(
        x=alt.X("expected:Q", scale=_scale(), axis=_axis(f"Expected: {_AHEAD}")),
        y=alt.Y("found:Q", scale=_scale(), axis=_axis(f"Found: {_AHEAD}")),
    )
    along = base.transform_calculate(low="datum.expected_low", high="datum.expected_high")
    up = base.transform_calculate(low="datum.found_low", high="datum.found_high")
    dots = base.mark_circle(size=70, opacity=1, color=palette.ink).encode(
        tooltip=[
            alt.Tooltip("title:N", title="Question"),
            alt.Tooltip("story:N", title="Story"),
            alt.Tooltip("expected:Q", title="Expected, of 100", format=".0f"),
            alt.Tooltip("found:Q", title="Found, of 100", format=".0f"),
        ]
    )
    numbers = words(base, bold=True).encode(
        text="number:N", xOffset=alt.value(9), yOffset=alt.value(-11)
    )
    key = [f"{row['number']} {shortened(str(row['title']), 30)}: {row['story']}" for row in rows]
    layers = [*_backdrop(margin, mode), *whiskers(up, mode, along="y"), *whiskers(along, mode)]
    return drawn(
        [*layers, dots, numbers],
        height=HEIGHT,
        mode=mode,
        below=("Lines: 95 % interval; shaded: too small to matter", *key),
    )


def expected_gaps_alt(predictions: Sequence[Prediction], gaps: Gaps) -> str:
    """Read the dots out."""
    said = [
        f"{row['title']}: {row['story']}; expected {round(float(str(row['expected'])))}"
        f"{_ends(row['expected_low'], row['expected_high'])}, found "
        f"{of_100(gap.estimate)}, {between(gap)}."
        for row in _rows(predictions, gaps)
        if isinstance(gap := gaps[str(row["id"])], Gap)
    ]
    return " ".join(said) or "No question has both a gap and an expectation to show."


def _ends(low: object, high: object) -> str:
    if not isinstance(low, float) or not isinstance(high, float):
        return ""
    return f" ({limit(low / 100)} to {limit(high / 100)})"


def _scale() -> alt.Scale:
    return alt.Scale(domain=[0, 100], nice=False, zero=False)


def _axis(title: str) -> alt.Axis:
    return alt.Axis(
        values=[0, 25, 50, 75, 100],
        grid=False,
        title=title,
        titleFontSize=14,
        titleFontWeight="normal",
    )


def _rows(predictions: Sequence[Prediction], gaps: Gaps) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for each in predictions:
        gap = gaps.get(each.about.id)
        if not isinstance(gap, Gap) or each.expected is None:
            continue
        limits = each.expected_limits
        rows.append(
            {
                "id": each.about.id,
                "number": str(len(rows) + 1),
                "title": each.about.title,
                "story": "can\u2019t tell" if isinstance(each.story, NotShown) else each.story,
                "expected": 100 * in_pairs(each, each.expected),
                "expected_low": None if limits is None else 100 * in_pairs(each, limits.low),
                "expected_high": None if limits is None else 100 * in_pairs(each, limits.high),
                "found": gap.estimate * 100,
                "found_low": None if gap.low is None else gap.low * 100,
                "found_high": None if gap.high is None else gap.high * 100,
            }
        )
    return rows


def _backdrop(margin: float, mode: Mode) -> list[alt.Chart]:
    """The margin as a band across and upright, no gap as two lines."""
    palette = PALETTES[mode]
    ends = {"low": [50 - margin * 100], "high": [50 + margin * 100]}
    base = alt.Chart(pd.DataFrame(ends))
    line = alt.Chart(pd.DataFrame(ends)).mark_rule(color=palette.faint, strokeDash=[4, 3])
    return [
        base.mark_rect(color=palette.band).encode(x="low:Q", x2="high:Q"),
        base.mark_rect(color=palette.band, opacity=0.6).encode(y="low:Q", y2="high:Q"),
        line.encode(x=alt.datum(50)),
        line.encode(y=alt.datum(50)),
    ]
