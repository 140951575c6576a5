"""What leaders knew of staff: a four-field chart, and each prediction against what is so."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, shortened, words, wrapped
from analysis.report import NotShown, Prediction, SharePrediction
from analysis.stats.story import Story
from analysis.wording import STORIES, of_100, signed

FIELDS: dict[Story, tuple[int, int]] = {
    "blind spot": (0, 0),
    "known gap": (1, 0),
    "shared": (0, 1),
    "false alarm": (1, 1),
}
"""Column (a gap was expected: 1) and row (none was found: 1) of each story's field."""

LINE = 19
_HEAD = 3.4
_ROW = 62


def prediction_fields(
    predictions: Sequence[Prediction | NotShown], mode: Mode = "light"
) -> alt.LayerChart:
    """Four fields: above they differ, below they do not; right leaders expected it, left not.

    Each question stands by name in its field. Those of which the answers cannot tell, or
    that are not shown, are in none.
    """
    palette = PALETTES[mode]
    named = _named(predictions)
    lines = [
        max(1, *(len(named[each]) for each in FIELDS if FIELDS[each][1] == row)) * 2
        for row in (0, 1)
    ]
    tops = (0.0, _HEAD + lines[0])
    foot = tops[1] + _HEAD + lines[1]
    rows = [
        {
            "left": column * 50 + 0.6,
            "right": column * 50 + 49.4,
            "top": tops[row] + 1.15,
            "foot": tops[row] + _HEAD + lines[row] - 0.3,
            "title_at": tops[row] + 1.9,
            "words_at": tops[row] + 2.7,
            "title": story.capitalize(),
            "words": "\n".join(wrapped(each, 19) for each in named[story]) or "none",
            "colour": palette.ink if named[story] else palette.faint,
        }
        for story, (column, row) in FIELDS.items()
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, 100], nice=False)),
        y=alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[foot, -2.2], nice=False, zero=False)),
    )
    boxes = base.mark_rect(color=palette.band).encode(x2="right:Q", y2="foot:Q")
    titles = words(base, size=15, bold=True).encode(
        y="title_at:Q", text="title:N", xOffset=alt.value(8)
    )
    names = base.mark_text(align="left", baseline="top", lineBreak="\n", fontSize=14, dx=8).encode(
        y="words_at:Q", text="words:N", color=alt.Color("colour:N", scale=None)
    )
    return drawn(
        [boxes, titles, names, *_heads(tops, mode)], height=round(LINE * (foot + 2.2)), mode=mode
    )


def prediction_fields_alt(predictions: Sequence[Prediction | NotShown]) -> str:
    """Read the four fields out."""
    named = _named(predictions)
    return " ".join(
        f"{story.capitalize()} ({STORIES[story].rstrip('.').lower()}): "
        f"{'; '.join(named[story]) or 'none'}."
        for story in FIELDS
    )


def predicted_shares(
    predictions: Sequence[SharePrediction], mode: Mode = "light"
) -> alt.LayerChart:
    """One row a pillar: what leaders thought, as a tick, and what staff answered, as a dot.

    Both are favourable answers of 100, on an axis from 0 to 100 whatever the results. The
    dot has its 95 % interval; the band around the tick is the spread of single predictions.
    """
    palette = PALETTES[mode]
    data = pd.DataFrame([_row(at, each) for at, each in enumerate(predictions)])
    base = alt.Chart(data).encode(
        x=alt.X(
            "low:Q",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
        ),
        y=alt.Y(
            "at:Q",
            axis=None,
            scale=alt.Scale(domain=[len(predictions), 0], nice=False, zero=False),
        ),
    )
    spread = base.mark_rect(color=palette.leaders, opacity=0.25).encode(
        x="spread_low:Q", x2="spread_high:Q", y="thought_top:Q", y2="thought_foot:Q"
    )
    thought = base.mark_rule(color=palette.leaders, strokeWidth=4).encode(
        x="predicted:Q", y="thought_top:Q", y2="thought_foot:Q"
    )
    interval = base.mark_rule(color=palette.staff, strokeWidth=5, strokeCap="round").encode(
        x2="high:Q"
    )
    dot = base.mark_point(size=170, filled=True, opacity=1, color=palette.staff).encode(
        x="actual:Q"
    )
    titles = words(base, bold=True, size=15).encode(x=alt.value(0), y="title_at:Q", text="title:N")
    said = words(base).encode(x=alt.value(0), y="said_at:Q", text="said:N")
    below = (
        "Favourable answers of 100: bar, leaders\u2019 guess",
        "(shaded: how far guesses spread); dot, staff",
    )
    return drawn(
        [spread, thought, interval, dot, titles, said],
        height=_ROW * max(1, len(predictions)) + 8,
        mode=mode,
        below=below,
    )


def predicted_shares_alt(predictions: Sequence[SharePrediction]) -> str:
    """Read the rows out."""
    return " ".join(f"{each.about.title}: {_said(each)}." for each in predictions)


def prediction_table(predictions: Sequence[Prediction | NotShown]) -> pd.DataFrame:
    """Return one row a prediction with all that both charts show."""
    rows = []
    for each in predictions:
        if isinstance(each, NotShown):
            continue
        story = f"not told: {each.story.reason}" if isinstance(each.story, NotShown) else each.story
        if isinstance(each, SharePrediction):
            low, high = of_100(each.forecast.bias_low), of_100(each.forecast.bias_high)
            numbers = [str(of_100(each.predicted)), str(of_100(each.actual))]
            error = f"{signed(of_100(each.predicted) - of_100(each.actual))}"
            certain = f"{signed(low)} to {signed(high)}"
        else:
            short = each.about.short or each.about.labels
            numbers = [
                " and ".join(short[at] for at in rungs) for rungs in (each.predicted, each.actual)
            ]
            error, certain = f"{of_100(each.right)} of 100 right", ""
        rows.append([each.about.title, story, *numbers, error, certain])
    return pd.DataFrame(
        rows,
        columns=["Question", "Story", "Leaders thought", "Staff", "Error", "Certain to"],
    )


def _named(predictions: Sequence[Prediction | NotShown]) -> dict[Story, list[str]]:
    return {
        story: [
            each.about.title
            for each in predictions
            if not isinstance(each, NotShown) and each.story == story
        ]
        for story in FIELDS
    }


def _heads(tops: tuple[float, float], mode: Mode) -> list[alt.Chart]:
    palette = PALETTES[mode]
    columns = pd.DataFrame(
        {"x": [0.6, 50.6], "words": ["Leaders did\nnot expect it", "Leaders\nexpected it"]}
    )
    sides = pd.DataFrame(
        {
            "y": [tops[0] + 0.4, tops[1] + 0.4],
            "words": ["Leaders and staff differ", "No difference that matters"],
        }
    )
    return [
        words(alt.Chart(columns), colour=palette.faint).encode(
            x="x:Q", y=alt.datum(-1.3), text="words:N"
        ),
        words(alt.Chart(sides), size=15).encode(x=alt.value(0), y="y:Q", text="words:N"),
    ]


def _row(at: int, each: SharePrediction) -> dict[str, object]:
    forecast = each.forecast
    return {
        "title": shortened(each.about.title, 36),
        "said": shortened(_said(each), 46),
        "title_at": at + 0.16,
        "said_at": at + 0.44,
        "at": at + 0.78,
        "thought_top": at + 0.62,
        "thought_foot": at + 0.94,
        "predicted": forecast.predicted * 100,
        "spread_low": max(0.0, forecast.predicted - forecast.spread) * 100,
        "spread_high": min(1.0, forecast.predicted + forecast.spread) * 100,
        "actual": forecast.actual * 100,
        # The limits of the staff share: the predictions' own mean is taken as it is.
        "low": (forecast.predicted - forecast.bias_high) * 100,
        "high": (forecast.predicted - forecast.bias_low) * 100,
    }


def _said(each: SharePrediction) -> str:
    forecast = each.forecast
    low = of_100(forecast.predicted - forecast.bias_high)
    high = of_100(forecast.predicted - forecast.bias_low)
    return (
        f"thought {of_100(each.predicted)}, staff {of_100(each.actual)} (between {low} and {high})"
    )
