"""One question's answers for a whole room: leaders beside staff, every share with its limits."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.theme import PALETTES, Mode, drawn, words, wrapped
from analysis.charts.whiskers import limits_note, whiskers
from analysis.report import Distribution, NotShown, QuestionResult
from analysis.stats.proportions import Interval, favourable_from
from analysis.wording import distribution_sentence, group_named, of_100, parts_of_100

HEIGHT = 215
_TOP = 118
_LINE, _UNDER = 14, 10
"""Pixels a line of an answer's words takes, and what is left under the columns besides."""
_BAR, _APART = 0.36, 0.35
_KEY_AT = 111
_OFFSETS = {"Leaders": -_BAR / 2, "Staff": _BAR / 2}


def answer_columns(
    item: QuestionResult, mode: Mode = "light", *, height: int = HEIGHT
) -> alt.LayerChart:
    """Two columns an answer, least favourable first, and two for all favourable ones.

    Each is a share of 100 on an axis to 100 whatever the result, with its 95 % interval as a
    line. A group that is not shown has its reason in its place in the key.
    """
    palette = PALETTES[mode]
    data = _columns(item, mode)
    names = _names(item)
    x = alt.Scale(domain=[-0.55, names["at"].max() + 0.55], nice=False, zero=False)
    y = _scale(names, height)
    grid = alt.Chart(pd.DataFrame({"of": [0, 25, 50, 75, 100]})).encode(
        y=alt.Y(
            "of:Q", scale=y, axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False, domain=False)
        )
    )
    lines = grid.mark_rule(color=palette.band)
    base = alt.Chart(data).encode(x=alt.X("left:Q", scale=x, axis=None), y=alt.Y("zero:Q", scale=y))
    bars = base.mark_rect().encode(
        x2="right:Q",
        y2="share:Q",
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("group:N", title="Group"),
            alt.Tooltip("label:N", title="Answer"),
            alt.Tooltip("part:Q", title="Of 100"),
        ],
    )
    middle = base.encode(x="middle:Q")
    numbers = words(middle, align="center").encode(
        y=alt.Y("top:Q", scale=y), yOffset=alt.value(-10), text="words:N"
    )
    labels = (
        alt.Chart(names)
        .mark_text(baseline="top", lineBreak="\n", fontSize=13, lineHeight=_LINE)
        .encode(x="at:Q", y=alt.Y("foot:Q", scale=y), text="words:N")
    )
    layers = [
        lines,
        bars,
        *whiskers(middle, mode, along="y", thick=3),
        numbers,
        labels,
        *_key(item, y, mode),
    ]
    below = (
        "Of 100 answers in each group, least favourable on the left",
        limits_note(_groups(item)),
    )
    return drawn(layers, height=height, mode=mode, below=[each for each in below if each])


def answer_columns_alt(item: QuestionResult) -> str:
    """Read every column out, and what is favourable in all, with its limits."""
    said = []
    for name, shown in _groups(item):
        whose = group_named(name, item.question)
        said.append(distribution_sentence(whose, shown, item.question.labels))
        if isinstance(shown, Distribution):
            said.append(f"Favourable in all: {_with_limits(*_favourable(shown))}.")
    return " ".join(said)


def _groups(item: QuestionResult) -> tuple[tuple[str, Distribution | NotShown], ...]:
    return (("Leaders", item.leaders), ("Staff", item.staff))


def _favourable(shown: Distribution) -> tuple[float, Interval | None]:
    start = favourable_from(len(shown.shares))
    return sum(shown.shares[start:]), shown.above[start] if shown.above else None


def _with_limits(share: float, limits: Interval | None) -> str:
    if limits is None or limits.low == limits.high:
        return f"{of_100(share)} of 100"
    return f"{of_100(share)} of 100, between {of_100(limits.low)} and {of_100(limits.high)}"


def _names(item: QuestionResult) -> pd.DataFrame:
    """What stands under each pair of columns; the favourable ones stand apart."""
    labels = item.question.labels
    return pd.DataFrame(
        {
            "at": [*(float(each) for each in range(len(labels))), len(labels) + _APART],
            "words": [*(wrapped(each, 9) for each in labels), "Favourable\nin all"],
            "foot": -3,
        }
    )


def _scale(names: pd.DataFrame, height: int) -> alt.Scale:
    """Leave room under the columns for as many lines as the longest answer has."""
    lines = max(each.count("\n") + 1 for each in names["words"])
    under = _LINE * lines + _UNDER
    foot = -under * _TOP / (height - under)
    return alt.Scale(domain=[foot, _TOP], nice=False, zero=False)


def _columns(item: QuestionResult, mode: Mode) -> pd.DataFrame:
    palette = PALETTES[mode]
    rows: list[dict[str, object]] = []
    places = [*_names(item)["at"]]
    for name, shown in _groups(item):
        if isinstance(shown, NotShown):
            continue
        all_in_all, limits = _favourable(shown)
        every = zip(
            places,
            (*item.question.labels, "Favourable in all"),
            (*shown.shares, all_in_all),
            (*parts_of_100(shown.shares), of_100(all_in_all)),
            (*(shown.limits or [None] * len(shown.shares)), limits),
            strict=True,
        )
        for at, label, share, part, ends in every:
            middle = at + _OFFSETS[name]
            rows.append(
                {
                    "group": name,
                    "label": label,
                    "zero": 0,
                    "share": share * 100,
                    "part": part,
                    "words": str(part),
                    "left": middle - _BAR / 2 + 0.02,
                    "right": middle + _BAR / 2 - 0.02,
                    "middle": middle,
                    "low": None if ends is None else ends.low * 100,
                    "high": None if ends is None else ends.high * 100,
                    "top": 100 * (share if ends is None else ends.high),
                    "colour": palette.leaders if name == "Leaders" else palette.staff,
                }
            )
    names = ["group", "label", "zero", "share", "part", "words", "left", "right", "middle"]
    return pd.DataFrame(rows, columns=[*names, "low", "high", "top", "colour"])


def _key(item: QuestionResult, scale: alt.Scale, mode: Mode) -> list[alt.Chart]:
    """Which colour is whose, or why a group has no columns."""
    palette = PALETTES[mode]
    colours = {"Leaders": palette.leaders, "Staff": palette.staff}
    shown = [name for name, each in _groups(item) if isinstance(each, Distribution)]
    hidden = [
        f"{name} not shown: {each.reason}"
        for name, each in _groups(item)
        if isinstance(each, NotShown)
    ]
    at = alt.Y("at:Q", scale=scale)
    layers = []
    for start, (name, said) in _placed([*((each, each) for each in shown), *_silent(hidden)]):
        base = alt.Chart(pd.DataFrame({"at": [_KEY_AT], "words": [said]})).encode(y=at)
        if name:
            layers.append(
                base.mark_point(shape="square", size=150, filled=True, opacity=1).encode(
                    x=alt.value(start + 8), color=alt.value(colours[name])
                )
            )
        layers.append(
            words(base, bold=bool(name), colour=None if name else palette.faint).encode(
                x=alt.value(start + (20 if name else 0)), text="words:N"
            )
        )
    return layers


def _silent(hidden: Sequence[str]) -> list[tuple[str, str]]:
    return [("", "; ".join(hidden))] if hidden else []


def _placed(named: Sequence[tuple[str, str]]) -> list[tuple[int, tuple[str, str]]]:
    """Return each with the pixel it starts at, side by side."""
    return [(at * 92, each) for at, each in enumerate(named)]
