"""One item's answers, leaders above staff, as bars that part at the middle answer."""

from collections.abc import Hashable, Sequence
from itertools import accumulate

import altair as alt
import pandas as pd

from analysis.charts.theme import (
    GROUP_NAMES,
    PALETTES,
    Mode,
    answer_colours,
    drawn,
    ink_on,
    wrapped,
)
from analysis.charts.whiskers import limits_note, whiskers
from analysis.report import Distribution, NotShown, QuestionResult
from analysis.wording import distribution_sentence, group_named, parts_of_100

ROW = 40
ROOM_FOR_A_NUMBER = 8
"""The smallest part, in hundredths, that its number fits into on a phone."""

KEY_NOTE = "Of 100 answers in each group; right of the middle the more favourable"
"""What the bars count and where they are favourable."""

_BARS, _MISSING, _EDGES = 1, 3, 4
"""The places of the layers that draw an item's own data."""

_LEVELS = (26, 31)
"""How far under the top of a bar its intervals stand, in turn."""


def answer_bars(item: QuestionResult, mode: Mode = "light") -> alt.LayerChart:
    """Two bars: each group's answers in hundredths, less favourable ones left of the middle.

    A middle answer is parted in two halves. The axis is the same for every item. A thin line
    across each edge between two answers is the 95 % interval of where it lies: of the share
    up to it. A group that is not shown has its reason in place of its bar.
    """
    palette = PALETTES[mode]
    data = _parts(item, mode)
    y = alt.Y(
        "group:N",
        sort=list(GROUP_NAMES.values()),
        title=None,
        axis=alt.Axis(ticks=False, domain=False, labelFontWeight="bold", labelPadding=8),
        scale=alt.Scale(domain=["Leaders", "Staff"], paddingInner=0.18, paddingOuter=0.05),
    )
    base = alt.Chart(data).encode(y=y)
    bars = base.mark_bar(stroke=palette.background, strokeWidth=1).encode(
        x=alt.X("left:Q", axis=None, scale=alt.Scale(domain=[-100, 100], nice=False)),
        x2="right:Q",
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("group:N", title="Group"),
            alt.Tooltip("label:N", title="Answer"),
            alt.Tooltip("part:Q", title="Of 100"),
            alt.Tooltip("count:Q", title="Answers"),
        ],
    )
    numbers = (
        base.transform_filter(f"datum.part >= {ROOM_FOR_A_NUMBER}")
        .mark_text(fontSize=14)
        .encode(x="middle:Q", text="part:Q", color=alt.Color("ink:N", scale=None))
    )
    missing = (
        alt.Chart(_missing_rows(item))
        .mark_text(color=palette.faint, align="left", dx=8)
        .encode(y=y, x=alt.value(0), text="why:N")
    )
    middle = (
        alt.Chart(pd.DataFrame({"at": [0]}))
        .mark_rule(color=palette.ink, strokeWidth=1.5)
        .encode(x="at:Q")
    )
    edges = alt.Chart(_edges(item)).encode(y=y, x=alt.X("low:Q"))
    # Clear of the numbers, and of the lines at the neighbouring edges.
    levels = [
        whiskers(
            edges.transform_filter(f"datum.level == {level}"),
            mode,
            thick=1.8,
            offset=at,
        )
        for level, at in enumerate(_LEVELS)
    ]
    lines = [line for level in levels for line in level]
    return drawn([middle, bars, numbers, missing, *lines], height=2 * ROW, mode=mode)


def answer_bars_rows(
    item: QuestionResult, mode: Mode = "light"
) -> dict[int, list[dict[Hashable, object]]]:
    """Return what `answer_bars` draws, by the place of the layer that draws it.

    The drawing itself is the same for every item, so that many can be drawn from one.
    """
    parts, missing, edges = _parts(item, mode), _missing_rows(item), _edges(item)
    return {
        _BARS: parts.to_dict("records"),
        _MISSING: missing.to_dict("records"),
        _EDGES: edges.to_dict("records"),
    }


def answer_key(item: QuestionResult, mode: Mode = "light") -> alt.LayerChart:
    """What the colours of `answer_bars` stand for: one patch an answer, its words below."""
    labels = item.question.labels
    data = pd.DataFrame(
        {
            "at": range(len(labels)),
            "words": [wrapped(label, 10) for label in labels],
            "colour": answer_colours(len(labels), mode),
        }
    )
    base = alt.Chart(data).encode(x=alt.X("at:O", axis=None, scale=alt.Scale(paddingInner=0.06)))
    patches = base.mark_rect(height=14).encode(
        y=alt.value(7), color=alt.Color("colour:N", scale=None)
    )
    words = base.mark_text(baseline="top", lineBreak="\n", fontSize=12).encode(
        y=alt.value(18), text="words:N"
    )
    lines = max(words.count("\n") + 1 for words in data["words"])
    below = [line for line in (KEY_NOTE, limits_note(_groups(item))) if line]
    return drawn([patches, words], height=20 + 15 * lines, mode=mode, below=below)


def answer_bars_alt(item: QuestionResult) -> str:
    """Read both bars out."""
    return " ".join(
        distribution_sentence(group_named(name, item.question), shown, item.question.labels)
        for name, shown in _groups(item)
    )


def answer_bars_table(item: QuestionResult) -> pd.DataFrame:
    """Return what the bars show: one row an answer, each group in hundredths and people."""
    columns: dict[str, list[str]] = {"Answer": list(item.question.labels)}
    for name, shown in _groups(item):
        if isinstance(shown, Distribution):
            columns[f"{name}, of 100"] = [str(part) for part in parts_of_100(shown.shares)]
            columns[f"{name}, answers"] = [str(count) for count in shown.counts]
        else:
            columns[f"{name}, of 100"] = ["not shown"] * len(item.question.labels)
    return pd.DataFrame(columns)


def _groups(item: QuestionResult) -> tuple[tuple[str, Distribution | NotShown], ...]:
    return (("Leaders", item.leaders), ("Staff", item.staff))


def _missing_rows(item: QuestionResult) -> pd.DataFrame:
    return pd.DataFrame(_missing(item), columns=["group", "why"])


def _missing(item: QuestionResult) -> list[tuple[str, str]]:
    return [
        (name, wrapped(f"not shown: {shown.reason}", 44))
        for name, shown in _groups(item)
        if isinstance(shown, NotShown)
    ]


def _parts(item: QuestionResult, mode: Mode) -> pd.DataFrame:
    """One row a part of a bar: where it starts and ends, in hundredths from the middle."""
    rows: list[dict[str, object]] = []
    colours = answer_colours(len(item.question.labels), mode)
    for name, shown in _groups(item):
        if isinstance(shown, NotShown):
            continue
        exact = [share * 100 for share in shown.shares]
        edges, left = [0.0, *accumulate(exact)], _left(exact)
        for at, part in enumerate(parts_of_100(shown.shares)):
            rows.append(
                {
                    "group": name,
                    "label": item.question.labels[at],
                    "part": part,
                    "count": shown.counts[at],
                    "left": edges[at] - left,
                    "right": edges[at + 1] - left,
                    "middle": (edges[at] + edges[at + 1]) / 2 - left,
                    "colour": colours[at],
                    "ink": ink_on(colours[at]),
                }
            )
    names = ["group", "label", "part", "count", "left", "right", "middle", "colour", "ink"]
    return pd.DataFrame(rows, columns=names)


def _left(exact: Sequence[float]) -> float:
    """Return how much lies left of the middle: what is below the middle answer, and half of it."""
    half, odd = divmod(len(exact), 2)
    return sum(exact[:half]) + (exact[half] / 2 if odd else 0.0)


def _edges(item: QuestionResult) -> pd.DataFrame:
    """One row an edge between two answers: the limits of where it lies."""
    rows: list[dict[str, object]] = []
    for name, shown in _groups(item):
        if isinstance(shown, NotShown):
            continue
        left = _left([share * 100 for share in shown.shares])
        for at, limits in enumerate(shown.above[1:]):
            low, high = (100 * (1 - each) - left for each in (limits.high, limits.low))
            rows.append({"group": name, "low": low, "high": high, "level": at % len(_LEVELS)})
    return pd.DataFrame(rows, columns=["group", "low", "high", "level"])
