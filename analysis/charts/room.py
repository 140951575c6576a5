"""How a room guessed, and how it voted: crowds only."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, shortened, words, wrapped
from analysis.charts.whiskers import whiskers
from analysis.stats.proportions import Interval
from analysis.wording import coarse_share, of_100, parts_of_100

HEIGHT = 130
_NAME, _BAR, _ROOM = 23, 21, 5
_TYPE = 16
"""The type of a ladder's rows, of which there are most: on the wall as large as sentences."""
_TO_THE_LEFT, _LETTERS, _LINES = 62, 15, 3
"""Where names stand left of bars: the part of the axis they take, their lines, and how long."""
_TENS = range(0, 101, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a guess is held against: whose share it is, a fraction, and its 95 % limits.

    ``limits`` are ``None`` where it is a fact. ``name`` is "Staff" or "Leaders".
    """

    name: str
    actual: float
    limits: tuple[float, float] | None


def shares_guessed(
    guesses: Sequence[int], truth: Truth, *, is_exact: bool = True, mode: Mode = "light"
) -> alt.LayerChart:
    """How many phones guessed each ten of 100, and where the truth lies.

    ``guesses`` has eleven counts; a triangle is their mean, which stands alone where it is
    not ``is_exact``: where too few guessed for counts. The guesses are all there are, so
    they have no interval; the truth's is a band.
    """
    actual, limits, name = truth.actual, truth.limits, truth.name
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
    top = max(*guesses, 1) * 1.6
    y = alt.Y("zero:Q", scale=alt.Scale(domain=[-0.16 * top, top], nice=False), axis=None)
    bars = (
        alt.Chart(data.assign(zero=0))
        .mark_rect(color=palette.faint)
        .encode(x=x, x2="to:Q", y=y, y2="phones:Q")
    )
    numbers = words(
        alt.Chart(data[data["phones"] > 0].assign(middle=lambda rows: rows["from"] + 4)),
        align="center",
        size=15,
    ).encode(x="middle:Q", y=alt.Y("phones:Q"), yOffset=alt.value(-9), text="words:N")
    colour = palette.leaders if name == "Leaders" else palette.staff
    drawn_truth = alt.Chart(
        pd.DataFrame({"at": [actual * 100], "words": [f"{name}: {of_100(actual)}"], "high": [top]})
    )
    # With an edge, or in grey the line would sink into the bars it crosses.
    edge = drawn_truth.mark_rule(color=palette.background, strokeWidth=8).encode(x="at:Q")
    line = drawn_truth.mark_rule(color=colour, strokeWidth=4).encode(x="at:Q")
    is_left = actual > 0.5  # noqa: PLR2004 - the half that has more room for the words
    said = words(drawn_truth, align="right" if is_left else "left", size=15, bold=True).encode(
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
    triangle = (
        alt.Chart(pd.DataFrame({"at": [_mean(guesses)]}))
        .mark_point(
            shape="triangle-up",
            size=220,
            filled=True,
            opacity=1,
            color=palette.ink,
            stroke=palette.background,
        )
        .encode(x="at:Q", y=alt.datum(-0.08 * top))
    )
    below = (
        "Guess, of 100 (more to the right)",
        "\u25b2 the room\u2019s mean" + ("; height: phones" if is_exact else ""),
        "Line: what is so"
        + ("; shaded: 95 % interval" if limits is not None else ", a fact: no interval"),
    )
    crowd, counts = ([bars], [numbers]) if is_exact else ([], [])
    layers = [*band, *crowd, edge, line, *counts, said, triangle]
    return drawn(layers, height=HEIGHT, mode=mode, below=below)


def shares_guessed_alt(guesses: Sequence[int], truth: Truth, *, is_exact: bool = True) -> str:
    """Read the crowd out; its mean only where too few guessed for counts."""
    if not is_exact:
        return f"The room\u2019s mean guess: {_mean(guesses):.0f} of 100. {_so(truth)}"
    listed = ", ".join(
        f"{each} by {count}" for each, count in zip(_TENS, guesses, strict=True) if count
    )
    return f"Guesses of 100: {listed}. {_so(truth)}"


def _so(truth: Truth) -> str:
    said = f"{truth.name}: {of_100(truth.actual)} of 100"
    if truth.limits is None:
        return f"{said}."
    low, high = truth.limits
    return f"{said}, between {of_100(low)} and {of_100(high)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """One group's shares, a fraction a label, with their 95 % limits if they have any.

    Shares of few phones come rounded: ``is_rounded``.
    """

    name: str
    shares: Sequence[float]
    limits: Sequence[Interval] = ()
    is_rounded: bool = False

    @property
    def parts(self) -> list[str]:
        """The shares of 100 as they are said."""
        about = "about " if self.is_rounded else ""
        return [f"{about}{each} %" for each in parts_of_100(self.shares)]


def shares_in_rows(
    labels: Sequence[str],
    groups: Sequence[Bars],
    *,
    below: Sequence[str] = (),
    mode: Mode = "light",
) -> alt.LayerChart:
    """One row a label, one bar a group in it, in hundredths; the axis goes to 100 in any case.

    Bars named "Leaders" and "Staff" have their colours; others are the room's, in the ink of
    plain words, and are all there is of it, so they have no limits. ``below`` says what is
    counted.
    """
    bars = [
        _Bar(
            name=group.name,
            at=at,
            place=place,
            share=group.shares[place],
            words=f"{group.name} {part}",
            limits=group.limits[place] if group.limits else None,
        )
        for at, group in enumerate(groups)
        for place, part in enumerate(group.parts)
    ]
    return _bars_in_rows(labels, bars, are_beside=True, below=below, mode=mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """One bar: whose, its place among the bars of its row, the row, how long, and its words."""

    name: str
    at: int
    place: int
    share: float
    words: str
    limits: Interval | None = None


def _bars_in_rows(
    labels: Sequence[str],
    bars: Sequence[_Bar],
    *,
    are_beside: bool = False,
    below: Sequence[str],
    mode: Mode,
) -> alt.LayerChart:
    """Draw the bars, each row's name over them, or left of them where many bars need the room."""
    palette = PALETTES[mode]
    colours = {"Leaders": palette.leaders, "Staff": palette.staff}
    names_high, high = (0.0, _TYPE + 0.5) if are_beside else (_NAME, _BAR)
    row = names_high + high * (1 + max((each.at for each in bars), default=0)) + _ROOM
    data = pd.DataFrame(
        [
            {
                "at": each.place + (names_high + high * (each.at + 0.5)) / row,
                "top": each.place + (names_high + high * each.at) / row,
                "foot": each.place + (names_high + high * (each.at + 0.94)) / row,
                "zero": 0,
                "share": each.share * 100,
                "words": each.words,
                "colour": colours.get(each.name, palette.faint),
                **_reach(each),
            }
            for each in bars
        ]
    )
    y = alt.Scale(domain=[len(labels), 0], nice=False, zero=False)
    base = alt.Chart(data).encode(
        x=alt.X(
            "zero:Q",
            axis=None,
            scale=alt.Scale(domain=[-_TO_THE_LEFT, 155] if are_beside else [0, 130], nice=False),
        ),
        y=alt.Y("top:Q", scale=y, axis=None),
    )
    blocks = base.mark_rect().encode(
        x2="share:Q", y2="foot:Q", color=alt.Color("colour:N", scale=None)
    )
    middle = base.encode(y=alt.Y("at:Q", scale=y, axis=None))
    values = words(middle, size=_TYPE if are_beside else 17).encode(
        x="reach:Q", text="words:N", xOffset=alt.value(6)
    )
    places = range(len(labels))
    names = pd.DataFrame(
        {
            "words": [_named(each) if are_beside else wrapped(each, 60) for each in labels],
            "at": [at + (row - _ROOM if are_beside else _NAME) / 2 / row for at in places],
        }
    )
    titles = words(alt.Chart(names), size=_TYPE if are_beside else 18, bold=True).encode(
        x=alt.value(0), y="at:Q", text="words:N"
    )
    layers = [blocks, *whiskers(middle, mode), values, titles]
    return drawn(layers, height=row * len(labels), mode=mode, below=below, size=_TYPE)


def _named(label: str) -> str:
    return wrapped(shortened(label, _LETTERS * _LINES), _LETTERS)


def _reach(bar: _Bar) -> dict[str, float | None]:
    """Return a bar's limits, and where what is said of it may begin."""
    ends = bar.limits
    if ends is None:
        return {"low": None, "high": None, "reach": bar.share * 100}
    return {"low": ends.low * 100, "high": ends.high * 100, "reach": ends.high * 100}


def shares_in_rows_alt(labels: Sequence[str], groups: Sequence[Bars]) -> str:
    """Read the rows out."""
    return " ".join(
        f"{group.name}: "
        + ", ".join(f"{label} {part}" for label, part in zip(labels, group.parts, strict=True))
        + "."
        for group in groups
    )


def people_in_rows(
    labels: Sequence[str], counts: Sequence[int], *, is_exact: bool = True, mode: Mode = "light"
) -> alt.LayerChart:
    """One row a label: how many of the room's phones chose it, on an axis to all of them.

    Counted are all phones that replied: nothing is left to chance, so no interval is drawn.
    Where it is not ``is_exact``, too few replied for counts, and shares go in steps of five.
    """
    total = max(sum(counts), 1)
    shares = [each / total if is_exact else coarse_share(each / total) for each in counts]
    bars = [
        _Bar(name="", at=0, place=place, share=shares[place], words=words_)
        for place, words_ in enumerate(_chosen(counts, is_exact=is_exact))
    ]
    note = "All phones that replied, so no interval"
    below = (note,) if is_exact else (note, "Rounded: too few phones for counts")
    return _bars_in_rows(labels, bars, below=below, mode=mode)


def people_in_rows_alt(
    labels: Sequence[str], counts: Sequence[int], *, is_exact: bool = True
) -> str:
    """Read the rows out."""
    said = zip(labels, _chosen(counts, is_exact=is_exact), strict=True)
    return f"Phones that replied: {', '.join(f'{label} {words_}' for label, words_ in said)}."


def _chosen(counts: Sequence[int], *, is_exact: bool) -> list[str]:
    total = sum(counts)
    if is_exact:
        return [f"{each} of {total}" for each in counts]
    return [f"about {of_100(coarse_share(each / max(total, 1)))} %" for each in counts]


def _mean(guesses: Sequence[int]) -> float:
    return sum(at * count for at, count in zip(_TENS, guesses, strict=True)) / max(sum(guesses), 1)
