"""Colours, type and frame of every chart, for light screens and print, and for dark screens."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import altair as alt

Mode = Literal["light", "dark"]
Drawn: TypeAlias = alt.LayerChart
"""What every chart function returns, by a name that pages may use."""

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Helvetica Neue", Arial, sans-serif'
GROUP_NAMES = {"leaders": "Leaders", "staff": "Staff", "everyone": "Everyone"}
ANSWER_COLOURS: dict[Mode, tuple[str, ...]] = {
    "light": ("#762a83", "#c2a5cf", "#d9d9de", "#a6dba0", "#1b7837"),
    "dark": ("#a557b5", "#d3bbdd", "#d9d9de", "#b5e2b0", "#35a155"),
}
"""Least to most favourable: PRGn (ColorBrewer 2.0), which is safe for colour blindness.

Its ends are equally dark, so in grey print the side of the middle line tells them apart.
On a dark page they are lighter, or they would sink into it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one mode, as hex.

    ``leaders`` and ``staff`` stay apart for every kind of colour blindness and in grey,
    and from the background (tests/analysis/charts/test_theme.py computes it).
    """

    leaders: str
    staff: str
    ink: str
    faint: str
    band: str
    background: str


PALETTES: dict[Mode, Palette] = {
    "light": Palette(
        leaders="#1f4e9c",
        staff="#d9730d",
        ink="#1d2430",
        faint="#5c6573",
        band="#e6e9ef",
        background="#fbfaf8",
    ),
    "dark": Palette(
        leaders="#9cc9ff",
        staff="#e0701a",
        ink="#e8e6e1",
        faint="#aab3c0",
        band="#2f363b",
        background="#14181b",
    ),
}


def drawn(
    layers: Sequence[alt.Chart],
    *,
    height: float,
    mode: Mode,
    below: Sequence[str] = (),
    size: int = 14,
) -> alt.LayerChart:
    """Lay ``layers`` over one another, as wide as the page, in the type and ink of ``mode``.

    ``below`` are the lines under the axis that say what it counts, in type of
    ``size``. The background stays clear, so that a chart sits on whatever page it is put.
    """
    palette = PALETTES[mode]
    axis = alt.AxisConfig(
        labelColor=palette.ink,
        gridColor=palette.band,
        domainColor=palette.faint,
        tickColor=palette.faint,
        labelFontSize=size,
        title=None,
        titleColor=palette.ink,
    )
    return alt.LayerChart(
        layer=list(layers),
        width="container",
        height=height,
        # Only the width bends to the page: the height is that of the rows, without the axis.
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        background="transparent",
        title=alt.TitleParams(
            text=list(below), orient="bottom", fontSize=size, fontWeight="normal", color=palette.ink
        )
        if below
        else alt.Undefined,
        padding={"left": 4, "right": 12, "top": 4, "bottom": 4},
        config=alt.Config(
            font=FONT,
            view=alt.ViewConfig(stroke=None),
            axis=axis,
            text=alt.MarkConfig(color=palette.ink, font=FONT, fontSize=14),
        ),
    )


def words(
    chart: alt.Chart,
    *,
    align: Literal["left", "center", "right"] = "left",
    size: int = 14,
    bold: bool = False,
    colour: str | None = None,
) -> alt.Chart:
    """Make a chart's mark a text, of several lines where it has line breaks."""
    marked: alt.Chart = chart.mark_text(
        align=align,
        baseline="middle",
        lineBreak="\n",
        fontSize=size,
        fontWeight="bold" if bold else "normal",
        color=alt.Undefined if colour is None else colour,
    )
    return marked


def answer_colours(count: int, mode: Mode) -> tuple[str, ...]:
    """Return one colour an answer, least favourable first.

    An even ``count`` has no middle answer and so no grey.
    """
    middle = (count - 1) / 2
    return tuple(
        _between(0.0 if middle == 0 else (each - middle) / middle, ANSWER_COLOURS[mode])
        for each in range(count)
    )


def ink_on(colour: str) -> str:
    """Return the ink, black or white, that reads better on ``colour``: one always does."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def shortened(text: str, width: int) -> str:
    """Cut ``text`` to at most ``width`` characters; its table has all of it.

    It is cut at a word, or inside one where the last word is long, as all are in scripts
    without spaces.

    Examples
    --------
    >>> shortened("a lasting relationship", 12), shortened("x" * 20, 6)
    ('a lasting\u2026', 'xxxxx\u2026')
    """
    whole = " ".join(text.split())
    if len(whole) <= width:
        return whole
    cut = whole[: width - 1]
    at_a_word = cut if whole[width - 1] == " " else cut.rpartition(" ")[0]
    return f"{at_a_word if 2 * len(at_a_word) >= len(cut) else cut}\u2026"


def wrapped(text: str, width: int) -> str:
    """Break ``text`` into lines of at most ``width`` characters, for a mark with ``lineBreak``."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False))


def _between(place: float, steps: Sequence[str]) -> str:
    """Return the colour at ``place``, from -1 (the first step) to 1 (the last)."""
    scaled = (place + 1) / 2 * (len(steps) - 1)
    low = min(int(scaled), len(steps) - 2)
    part = scaled - low
    ends = zip(_channels(steps[low]), _channels(steps[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in ends)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, from sRGB (IEC 61966-2-1)."""
    weights = (0.2126, 0.7152, 0.0722)
    return sum(
        weight * _linear(each / 255)
        for weight, each in zip(weights, _channels(colour), strict=True)
    )


def _linear(channel: float) -> float:
    knee = 0.04045
    return channel / 12.92 if channel <= knee else float(((channel + 0.055) / 1.055) ** 2.4)
