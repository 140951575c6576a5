"""How a room guessed, and how it voted: crowds only."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, words, wrapped
from analysis.wording import of_100, parts_of_100

HEIGHT = 150
_NAME, _BAR, _ROOM = 22, 19, 5
_TENS = range(0, 101, 10)


def shares_guessed(
    guesses: Sequence[int],
    *,
    actual: float,
    limits: tuple[float, float] | None,
    name: str,
    mode: Mode = "light",
) -> alt.LayerChart:
    """How many phones guessed each ten of 100, and where the true share (a fraction) lies.

    ``guesses`` has eleven counts. ``limits`` are the 95 % limits of ``actual``, drawn as a
    band; ``None`` where it is a fact. ``name``, "Staff" or "Leaders", says whose it is.
    """
    palette = PALETTES[mode]
    data = pd.DataFrame(
        {
            "from": [each - 4 for each in _TENS],
            "to": [each + 4 for each in _TENS],
            "phones": guesses,
            "words": [str(each) for each in guesses],
        }
    )
    x = alt.X(
        "from:Q",
        scale=alt.Scale(domain=[-5, 105], nice=False),
        axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
    )
    top = max(*guesses, 1) * 1.35
    y = alt.Y("zero:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None)
    bars = (
        alt.Chart(data.assign(zero=0))
        .mark_rect(color=palette.faint)
        .encode(x=x, x2="to:Q", y=y, y2="phones:Q")
    )
    numbers = words(
        alt.Chart(data[data["phones"] > 0].assign(middle=lambda rows: rows["from"] + 4)),
        align="center",
        size=13,
    ).encode(x="middle:Q", y=alt.Y("phones:Q"), yOffset=alt.value(-9), text="words:N")
    colour = palette.leaders if name == "Leaders" else palette.staff
    truth = alt.Chart(
        pd.DataFrame({"at": [actual * 100], "words": [f"{name}: {of_100(actual)}"], "high": [top]})
    )
    # With an edge, or in grey the line would sink into the bars it crosses.
    edge = truth.mark_rule(color=palette.background, strokeWidth=8).encode(x="at:Q")
    line = truth.mark_rule(color=colour, strokeWidth=4).encode(x="at:Q")
    is_left = actual > 0.5  # noqa: PLR2004 - the half that has more room for the words
    said = words(truth, align="right" if is_left else "left", size=15, bold=True).encode(
        x="at:Q",
        y=alt.Y("high:Q"),
        text="words:N",
        xOffset=alt.value(-8 if is_left else 8),
        yOffset=alt.value(9),
    )
    band = []
    if limits is not None:
        ends = pd.DataFrame({"low": [limits[0] * 100], "high": [limits[1] * 100]})
        band = [
            alt.Chart(ends)
            .mark_rect(color=colour, opacity=0.25)
            .encode(x=alt.X("low:Q"), x2="high:Q")
        ]
    below = ("Of 100; bars: how many phones guessed it",)
    return drawn([*band, bars, edge, line, numbers, said], height=HEIGHT, mode=mode, below=below)


def shares_guessed_alt(guesses: Sequence[int], actual: float, name: str) -> str:
    """Read the crowd out."""
    listed = ", ".join(
        f"{each} by {count}" for each, count in zip(_TENS, guesses, strict=True) if count
    )
    return f"Guesses of 100: {listed}. {name}: {of_100(actual)} of 100."


def shares_in_rows(
    labels: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float]]],
    *,
    mode: Mode = "light",
) -> alt.LayerChart:
    """One row a label, one bar a name in it, in hundredths; the axis ends at 100.

    ``rows`` are names with one fraction a label. Bars named "Leaders" and "Staff" have
    their colours; others are the room's, in the ink of plain words.
    """
    palette = PALETTES[mode]
    colours = {"Leaders": palette.leaders, "Staff": palette.staff}
    row = _NAME + _BAR * len(rows) + _ROOM
    data = pd.DataFrame(
        [
            {
                "at": place + (_NAME + _BAR * (which + 0.5)) / row,
                "top": place + (_NAME + _BAR * which) / row,
                "foot": place + (_NAME + _BAR * (which + 0.94)) / row,
                "zero": 0,
                "share": shares[place] * 100,
                "words": f"{name} {part} %",
                "colour": colours.get(name, palette.faint),
            }
            for which, (name, shares) in enumerate(rows)
            for place, part in enumerate(parts_of_100(shares))
        ]
    )
    y = alt.Scale(domain=[len(labels), 0], nice=False, zero=False)
    base = alt.Chart(data).encode(
        x=alt.X("zero:Q", axis=None, scale=alt.Scale(domain=[0, 130], nice=False)),
        y=alt.Y("top:Q", scale=y, axis=None),
    )
    bars = base.mark_rect().encode(
        x2="share:Q", y2="foot:Q", color=alt.Color("colour:N", scale=None)
    )
    values = words(base, size=14).encode(
        x="share:Q", y="at:Q", text="words:N", xOffset=alt.value(6)
    )
    names = pd.DataFrame(
        {
            "words": [wrapped(each, 60) for each in labels],
            "at": [at + _NAME / 2 / row for at in range(len(labels))],
        }
    )
    titles = words(alt.Chart(names), size=15, bold=True).encode(
        x=alt.value(0), y="at:Q", text="words:N"
    )
    return drawn([bars, values, titles], height=row * len(labels), mode=mode)


def shares_in_rows_alt(labels: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Read the rows out."""
    return " ".join(
        f"{name}: "
        + ", ".join(
            f"{label} {part} %" for label, part in zip(labels, parts_of_100(shares), strict=True)
        )
        + "."
        for name, shares in rows
    )
