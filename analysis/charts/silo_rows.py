"""Each department as everybody else rates it: a row with its interval, the lowest first."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, shortened, words
from analysis.charts.whiskers import whiskers
from analysis.report import Rating
from analysis.wording import limits_words, of_100, rating_words, reason_of

ROW = 46
_NAME_AT, _INTERVAL_AT = 0.28, 0.7
_COLUMNS = ["name", "said", "at", "name_at", "colour", "favourable", "low", "high"]
_BELOW = (
    "Of 100 others who depend on a department: how",
    "many say work with it goes well (more: \u2192)",
    "Lines: 95 % interval",
)


def silo_rows(overall: Sequence[Rating], mode: Mode = "light") -> alt.LayerChart:
    """One row a department: the share of everybody else that says work with it goes well.

    The axis runs from 0 to 100 whatever the results. A withheld department says why.
    """
    palette = PALETTES[mode]
    data = pd.DataFrame([_row(at, each, mode) for at, each in enumerate(overall)], columns=_COLUMNS)
    base = alt.Chart(data).encode(
        x=alt.X(
            "favourable:Q",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], gridDash=[4, 3]),
        ),
        y=alt.Y("at:Q", axis=None, scale=alt.Scale(domain=[len(data), 0], nice=False, zero=False)),
    )
    shown = base.transform_filter("isValid(datum.favourable)")
    dots = shown.mark_point(
        size=130, filled=True, color=palette.ink, stroke=palette.background, opacity=1
    ).encode(tooltip=[alt.Tooltip("said:N", title="Say work goes well")])
    names = words(base).encode(
        x=alt.value(0), y="name_at:Q", text="said:N", color=alt.Color("colour:N", scale=None)
    )
    layers = [*whiskers(shown, mode), dots, names]
    return drawn(layers, height=ROW * max(len(data), 1), mode=mode, below=_BELOW)


def silo_rows_alt(overall: Sequence[Rating]) -> str:
    """Read the rows out."""
    return " ".join(f"{each.rated}: {rating_words(each)}." for each in overall)


def silo_rows_table(overall: Sequence[Rating]) -> pd.DataFrame:
    """Return one row a department with what the chart shows of it."""
    rows = [
        [
            each.rated,
            "" if each.favourable is None else str(of_100(each.favourable)),
            limits_words(each),
            reason_of(each),
        ]
        for each in overall
    ]
    names = ["Rated", "Everybody else says it goes well, of 100", "95 % limits", "Not shown"]
    return pd.DataFrame(rows, columns=names)


def _row(at: int, each: Rating, mode: Mode) -> dict[str, object]:
    palette = PALETTES[mode]
    row: dict[str, object] = {
        "name": each.rated,
        "said": f"{shortened(each.rated, 30)}: {rating_words(each)}",
        "at": at + _INTERVAL_AT,
        "name_at": at + _NAME_AT,
        "colour": palette.faint,
    }
    if each.favourable is None or each.limits is None:
        return row
    return row | {
        "colour": palette.ink,
        "favourable": each.favourable * 100,
        "low": each.limits.low * 100,
        "high": each.limits.high * 100,
    }
