"""The service ladder: what standard leaders and staff say we are here to reach."""

import altair as alt
import pandas as pd

from analysis.charts.answer_bars import answer_bars_table
from analysis.charts.theme import FONT, PALETTES, Mode, drawn, wrapped
from analysis.charts.whiskers import limits_note, whiskers
from analysis.report import Distribution, LadderResult, NotShown
from analysis.wording import distribution_sentence, parts_of_100

ROW = 92
LONGEST = 130
"""Where the axis ends, in hundredths: room for the words behind a full bar."""

_LABEL_AT, _LEADERS_AT, _STAFF_AT, _BAR = 0.13, 0.27, 0.59, 0.28


def ladder_chart(ladder: LadderResult, mode: Mode = "light") -> alt.LayerChart:
    """Both groups' answers on every rung, in hundredths with 95 % intervals, the highest on top.

    A dashed line parts the rungs that aim above expectations from those below. A group
    that is not shown has its reason in one line at the foot.
    """
    palette = PALETTES[mode]
    rungs = ladder.result.question.labels
    names = ladder.result.question.short or rungs
    count = len(rungs)
    reasons = _reasons(ladder)
    foot = count + 0.15 + 0.25 * len(reasons)
    y = alt.Scale(domain=[foot, 0], nice=False, zero=False)
    bars = _bars(ladder, mode)
    base = alt.Chart(bars).encode(
        x=alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, LONGEST], nice=False)),
        y=alt.Y("top:Q", scale=y, axis=None),
    )
    blocks = base.mark_rect().encode(
        x2="share:Q",
        y2="foot:Q",
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("group:N", title="Group"),
            alt.Tooltip("rung:N", title="Rung"),
            alt.Tooltip("part:Q", title="Of 100"),
        ],
    )
    middle = base.encode(y=alt.Y("middle:Q", scale=y, axis=None))
    values = middle.mark_text(align="left", baseline="middle", dx=6, fontSize=15).encode(
        x="reach:Q", text="words:N"
    )
    labels = pd.DataFrame(
        {"words": names, "at": [count - 1 - at + _LABEL_AT for at in range(count)]}
    )
    titles = (
        alt.Chart(labels)
        .mark_text(align="left", baseline="middle", font=FONT, fontSize=16, fontWeight="bold")
        .encode(x=alt.value(0), y="at:Q", text="words:N")
    )
    layers = [blocks, *whiskers(middle, mode), values, titles, *_exceed_line(ladder, mode)]
    if reasons:
        layers.append(
            alt.Chart(pd.DataFrame({"words": ["\n".join(reasons)]}))
            .mark_text(align="left", baseline="top", color=palette.faint, lineBreak="\n")
            .encode(x=alt.value(0), y=alt.datum(count), text="words:N")
        )
    both = [(name, shown) for name, shown, _ in _groups(ladder)]
    below = ("Of 100 answers in each group, the highest rung on top", limits_note(both))
    return drawn(
        layers, height=round(ROW * foot), mode=mode, below=[each for each in below if each]
    )


def ladder_alt(ladder: LadderResult) -> str:
    """Read both distributions out, lowest rung first."""
    names = ladder.result.question.short or ladder.result.question.labels
    return " ".join(
        distribution_sentence(name, shown, names)
        for name, shown in (("Leaders", ladder.result.leaders), ("Staff", ladder.result.staff))
    )


def ladder_table(ladder: LadderResult) -> pd.DataFrame:
    """Return what the chart shows, the highest rung first, with each rung's full wording."""
    table = answer_bars_table(ladder.result).rename(columns={"Answer": "Rung"})
    return table.iloc[::-1].reset_index(drop=True)


def _groups(ladder: LadderResult) -> tuple[tuple[str, Distribution | NotShown, float], ...]:
    return (
        ("Leaders", ladder.result.leaders, _LEADERS_AT),
        ("Staff", ladder.result.staff, _STAFF_AT),
    )


def _bars(ladder: LadderResult, mode: Mode) -> pd.DataFrame:
    palette = PALETTES[mode]
    rungs = ladder.result.question.labels
    rows: list[dict[str, object]] = []
    for name, shown, at in _groups(ladder):
        if isinstance(shown, NotShown):
            continue
        every = zip(parts_of_100(shown.shares), shown.limits or [None] * len(rungs), strict=True)
        for rung, (part, ends) in enumerate(every):
            top = len(rungs) - 1 - rung + at
            rows.append(
                {
                    "group": name,
                    "rung": rungs[rung],
                    "part": part,
                    "words": f"{name} {part} %",
                    "from": 0,
                    "share": shown.shares[rung] * 100,
                    "low": None if ends is None else ends.low * 100,
                    "high": None if ends is None else ends.high * 100,
                    "reach": 100 * (shown.shares[rung] if ends is None else ends.high),
                    "top": top,
                    "foot": top + _BAR,
                    "middle": top + _BAR / 2,
                    "colour": palette.leaders if name == "Leaders" else palette.staff,
                }
            )
    names = ["group", "rung", "part", "words", "from", "share", "low", "high", "reach", "top"]
    return pd.DataFrame(rows, columns=[*names, "foot", "middle", "colour"])


def _reasons(ladder: LadderResult) -> list[str]:
    """Return the lines at the foot: which group is not shown and why."""
    return [
        line
        for name, shown, _ in _groups(ladder)
        if isinstance(shown, NotShown)
        for line in wrapped(f"{name} not shown: {shown.reason}", 46).splitlines()
    ]


def _exceed_line(ladder: LadderResult, mode: Mode) -> list[alt.Chart]:
    question = ladder.result.question
    if question.exceed_from is None:
        return []
    # Between the lowest rung that exceeds and the one under it, counted from the top.
    at = len(question.labels) - question.exceed_from + 1 - 0.02
    palette = PALETTES[mode]
    base = alt.Chart(pd.DataFrame({"at": [at], "words": ["\u2191 above expectations"]}))
    return [
        base.mark_rule(strokeDash=[6, 4], strokeWidth=1.5, color=palette.faint).encode(y="at:Q"),
        base.mark_text(align="right", baseline="bottom", dy=-4, color=palette.faint).encode(
            x=alt.datum(LONGEST), y="at:Q", text="words:N"
        ),
    ]
