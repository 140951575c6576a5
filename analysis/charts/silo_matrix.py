"""The silo matrix: how many of each department say that work goes well with each other one."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from math import cos, radians

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, ink_on, shortened, words, wrapped
from analysis.report import Rating, SiloMatrix
from analysis.wording import (
    PAIR_COLUMNS,
    asymmetry_row,
    limits_words,
    of_100,
    rating_words,
    reason_of,
)

MOST_DEPARTMENTS = 20
"""With more rows or columns a matrix is no longer legible: its list is read instead."""

COLOURS: dict[Mode, tuple[str, ...]] = {
    "light": ("#762a83", "#a57bb3", "#cfb9d9", "#e8deec", "#f7f6f3"),
    "dark": ("#e3cdec", "#b88cc8", "#7f4f8d", "#4c3856", "#262b31"),
}
"""A field's colour from few to all who say that work goes well, a fifth a step.

The fewer, the more it stands out from the page; in grey each step is told from the next.
"""
STEPS = (0.2, 0.4, 0.6, 0.8)

ROW, FIELD, LETTER = 44, 34, 7.5
"""How high a field is, the least it is wide, and about how wide a letter is: pixels."""
_TILT = 40
_LEVEL, _TILTED, _BELOW = 18, 20, 46
"""How many letters a line has: of a row's name, of a column's, and of what stands below."""
_CORNER_WORDS = "Rows rate columns \u2192"
_CORNER: dict[str, object] = {
    "title": _CORNER_WORDS,
    "titleAngle": 0,
    "titleAlign": "right",
    "titleAnchor": "start",
    "titleFontSize": 13,
    "titleFontWeight": "normal",
    "titleX": -6,
    "titleY": -10,
}
_SIGNS = "abcdefghijklmnopqrstuvwxyz"
_FIELDS = ["rater", "rated", "said", "number", "limits", "sign", "fill", "ink"]


def is_legible(matrix: SiloMatrix) -> bool:
    """Whether a matrix has few enough departments to be drawn."""
    return max(len(matrix.raters), len(matrix.rated)) <= MOST_DEPARTMENTS


def least_width(matrix: SiloMatrix) -> int:
    """Return how many pixels a matrix needs so that the words in its fields do not touch."""
    lines = [line for name in (_CORNER_WORDS, *matrix.raters) for line in _broken(name, _LEVEL, 2)]
    last = shortened(columns(matrix)[-1], _TILTED)
    beside = max(map(len, lines)) + len(last) * cos(radians(_TILT))
    return round(LETTER * beside) + FIELD * len(matrix.rated)


def silo_matrix(matrix: SiloMatrix, mode: Mode = "light") -> alt.LayerChart:
    """One row a department that rates, one column a department that is rated.

    In each field stands the share, of 100, that says work goes well, below it the 95 %
    interval. The own department is blank; what is withheld is crossed out, with a sign
    that is explained under the chart.
    """
    palette = PALETTES[mode]
    signs = _signs(matrix)
    data = pd.DataFrame([_field(each, signs, mode) for each in matrix.ratings], columns=_FIELDS)
    base = alt.Chart(data).encode(
        x=alt.X(
            "rated:N",
            sort=list(columns(matrix)),
            axis=_axis(_names(matrix.rated, _TILTED, 1)) | {"orient": "top", "labelAngle": -_TILT},
        ),
        y=alt.Y(
            "rater:N",
            sort=list(matrix.raters),
            axis=_axis(_names(matrix.raters, _LEVEL, 2)) | _CORNER,
        ),
        tooltip=[
            alt.Tooltip("rater:N", title="Who rates"),
            alt.Tooltip("rated:N", title="Rated"),
            alt.Tooltip("said:N", title="Say it goes well"),
        ],
    )
    shown = base.transform_filter("isValid(datum.number)")
    hidden = base.transform_filter("isValid(datum.sign)")
    fields = shown.mark_rect(stroke=palette.faint, strokeWidth=0.5).encode(
        fill=alt.Fill("fill:N", scale=None)
    )
    frames = hidden.mark_rect(
        fill=palette.background, stroke=palette.faint, strokeDash=[3, 3], strokeWidth=1
    )
    crosses = hidden.mark_text(text="\u2571 \u2571", fontSize=20, color=palette.faint, opacity=0.6)
    inked = alt.Color("ink:N", scale=None)
    numbers = shown.mark_text(baseline="middle", dy=-6, fontSize=15, fontWeight="bold").encode(
        text="number:N", color=inked
    )
    limits = shown.mark_text(baseline="middle", dy=11, fontSize=11).encode(
        text="limits:N", color=inked
    )
    marks = words(hidden, align="center", bold=True, colour=palette.ink).encode(text="sign:N")
    layers = [fields, frames, crosses, numbers, limits, marks]
    chart = drawn(layers, height=ROW * max(len(matrix.raters), 1), mode=mode)
    below: alt.LayerChart = chart.properties(
        title=alt.TitleParams(
            text=_below(signs),
            orient="bottom",
            # At the left, where a narrow screen that shows a part of the chart begins.
            anchor="start",
            frame="bounds",
            fontSize=14,
            fontWeight="normal",
            color=palette.ink,
        )
    )
    return below


def columns(matrix: SiloMatrix) -> tuple[str, ...]:
    """Return the rated departments in the order of the raters, those that rate nobody last."""
    places = {name: at for at, name in enumerate(matrix.raters)}
    return tuple(sorted(matrix.rated, key=lambda name: (places.get(name, len(places)), name)))


def silo_matrix_alt(matrix: SiloMatrix) -> str:
    """Read the matrix out, a sentence a department that rates."""
    return " ".join(
        f"{rater} say of work with "
        + ", ".join(f"{each.rated} {rating_words(each)}" for each in _rows(matrix, rater))
        + "."
        for rater in matrix.raters
    )


def silo_matrix_table(matrix: SiloMatrix) -> pd.DataFrame:
    """Return a row for each field, in the order of the chart."""
    rows = [
        [
            each.rater,
            each.rated,
            "" if each.favourable is None else str(of_100(each.favourable)),
            limits_words(each),
            reason_of(each),
        ]
        for rater in matrix.raters
        for each in _rows(matrix, rater)
    ]
    names = ["Who rates", "Rated", "Say it goes well, of 100", "95 % limits", "Not shown"]
    return pd.DataFrame(rows, columns=names)


def silo_pairs_table(matrix: SiloMatrix) -> pd.DataFrame:
    """Return a row for each pair of departments that can be compared, the widest first."""
    # Its last column is narrow: what is at its end would be cut off.
    rows = [
        [*asymmetry_row(matrix, each)[:-1], "yes" if each.is_worth_a_look else ""]
        for each in matrix.asymmetries
    ]
    return pd.DataFrame(rows, columns=[*PAIR_COLUMNS[:-1], "Worth a look"])


def share_colour(share: float, mode: Mode) -> str:
    """Return the colour of a field in which that share says work goes well."""
    return COLOURS[mode][bisect_right(STEPS, share)]


def _rows(matrix: SiloMatrix, rater: str) -> list[Rating]:
    places = {name: at for at, name in enumerate(columns(matrix))}
    own = [each for each in matrix.ratings if each.rater == rater]
    return sorted(own, key=lambda each: places[each.rated])


def _signs(matrix: SiloMatrix) -> dict[str, str]:
    """Return the letter of each reason that something is not shown for."""
    reasons = dict.fromkeys(each for rating in matrix.ratings if (each := reason_of(rating)))
    return dict(zip(reasons, _SIGNS, strict=False))


def _field(rating: Rating, signs: dict[str, str], mode: Mode) -> dict[str, object]:
    row: dict[str, object] = {
        "rater": rating.rater,
        "rated": rating.rated,
        "said": rating_words(rating),
    }
    if rating.favourable is None or rating.limits is None:
        return row | {"sign": signs[reason_of(rating)]}
    fill = share_colour(rating.favourable, mode)
    return row | {
        "number": str(of_100(rating.favourable)),
        "limits": f"{of_100(rating.limits.low)}\u2013{of_100(rating.limits.high)}",
        "fill": fill,
        "ink": ink_on(fill),
    }


def _names(departments: Sequence[str], width: int, lines: int) -> str:
    """Return the expression that breaks and cuts the names along an axis."""
    broken = {name: _broken(name, width, lines) for name in departments}
    return f"({json.dumps(broken)})[datum.label]"


def _broken(name: str, width: int, lines: int) -> list[str]:
    whole = wrapped(name, width).split("\n")
    kept = [*whole[: lines - 1], " ".join(whole[lines - 1 :])]
    return [shortened(each, width) for each in kept if each]


def _axis(names: str) -> dict[str, object]:
    return {
        "labelExpr": names,
        "labelLimit": 0,
        "labelPadding": 6,
        "labelOverlap": False,
        "domain": False,
        "ticks": False,
        "grid": False,
    }


def _below(signs: dict[str, str]) -> Sequence[str]:
    lines = [
        "Of 100 in a row: how many say work goes well",
        "with the column; small: 95 % interval.",
        "The stronger the colour, the fewer say so.",
    ]
    for reason, sign in signs.items():
        lines += wrapped(f"{sign}: not shown, {reason}", _BELOW).split("\n")
    return lines
