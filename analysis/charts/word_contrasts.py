"""Words that leaders and staff use differently, with how sure that is."""

from collections.abc import Sequence
from math import exp

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, words
from analysis.voices import Contrast

ROW = 44
_HEAD = 0.9
_REACH = 5.0
"""Where the axis ends, in log-odds, whatever the results."""


def word_contrasts(contrasts: Sequence[Contrast], mode: Mode = "light") -> alt.LayerChart:
    """One row a word: its log-odds ratio as a dot on its 95 % interval, leaders' to the right."""
    palette = PALETTES[mode]
    data = pd.DataFrame(
        [
            {
                "word": f"{each.word} (leaders {each.leaders}, staff {each.staff} times)",
                "at": at + 0.68,
                "name_at": at + 0.24,
                "odds": max(-_REACH, min(_REACH, each.odds.log_odds)),
                "low": max(-_REACH, each.odds.low),
                "high": min(_REACH, each.odds.high),
                "colour": palette.leaders if each.odds.z > 0 else palette.staff,
            }
            for at, each in enumerate(contrasts)
        ],
        columns=["word", "at", "name_at", "odds", "low", "high", "colour"],
    )
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(data).encode(
        x=alt.X("low:Q", axis=None, scale=alt.Scale(domain=[-_REACH, _REACH], nice=False)),
        y=alt.Y(
            "at:Q", axis=None, scale=alt.Scale(domain=[len(data), -_HEAD], nice=False, zero=False)
        ),
    )
    middle = (
        alt.Chart(pd.DataFrame({"x": [0]}))
        .mark_rule(color=palette.faint, strokeDash=[4, 3])
        .encode(x="x:Q")
    )
    intervals = base.mark_rule(strokeWidth=4, strokeCap="round").encode(x2="high:Q", color=colour)
    dots = base.mark_point(size=130, filled=True, opacity=1).encode(x="odds:Q", color=colour)
    names = words(base).encode(x=alt.value(0), y="name_at:Q", text="word:N")
    ends = alt.Chart(
        pd.DataFrame(
            {"staff": ["\u2190 Staff\u2019s words"], "leaders": ["Leaders\u2019 words \u2192"]}
        )
    ).encode(y=alt.datum(-_HEAD / 2))
    left = words(ends, colour=palette.faint).encode(x=alt.value(0), text="staff:N")
    right = words(ends, colour=palette.faint, align="right").encode(
        x=alt.datum(_REACH), text="leaders:N"
    )
    return drawn(
        [middle, intervals, dots, names, left, right],
        height=round(ROW * (len(data) + _HEAD)),
        mode=mode,
        below=("Log-odds of the word, leaders minus staff", "(dashed: used alike)"),
    )


def word_contrasts_alt(contrasts: Sequence[Contrast]) -> str:
    """Read the words out."""
    return " ".join(
        f"{each.word}: leaders {each.leaders}, staff {each.staff} times; {_times(each)}."
        for each in contrasts
    )


def word_contrasts_table(contrasts: Sequence[Contrast]) -> pd.DataFrame:
    """Return one row a word."""
    return pd.DataFrame(
        [
            [
                each.word,
                str(each.leaders),
                str(each.staff),
                f"{each.odds.log_odds:+.1f}",
                f"{each.odds.low:+.1f} to {each.odds.high:+.1f}",
            ]
            for each in contrasts
        ],
        columns=["Word", "Leaders", "Staff", "Log-odds, leaders minus staff", "Certain to"],
    )


def _times(each: Contrast) -> str:
    whose = "leaders" if each.odds.z > 0 else "staff"
    return f"odds {exp(abs(each.odds.log_odds)):.1f} times as high among {whose}"
