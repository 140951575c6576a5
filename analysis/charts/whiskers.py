"""The 95 % interval of a bar or dot, drawn the same on every chart."""

from collections.abc import Iterable
from typing import Literal

import altair as alt

from analysis.charts.theme import PALETTES, Mode
from analysis.report import Distribution, NotShown

_IS_DRAWN = "isValid(datum.low) && datum.high > datum.low"


def whiskers(
    base: alt.Chart,
    mode: Mode,
    *,
    along: Literal["x", "y"] = "x",
    thick: float = 2.5,
    offset: float = 0.0,
) -> list[alt.Chart]:
    """Return lines from the field ``low`` to ``high``, edged so that they show on any bar.

    Rows without limits, or whose limits meet because everyone answered, get none.
    """
    palette = PALETTES[mode]
    shown = base.transform_filter(_IS_DRAWN)
    placed = (
        shown.encode(x="low:Q", x2="high:Q", yOffset=alt.value(offset))
        if along == "x"
        else shown.encode(y="low:Q", y2="high:Q")
    )
    return [
        placed.mark_rule(strokeWidth=width, strokeCap="butt", color=colour)
        for width, colour in ((thick * 2.2, palette.background), (thick, palette.ink))
    ]


def limits_note(groups: Iterable[tuple[str, Distribution | NotShown]]) -> str:
    """Say what the lines are, and which group has none because everyone answered.

    Examples
    --------
    >>> limits_note([("Leaders", NotShown("fewer than 5 answers"))])
    ''
    """
    shown = [(name, each) for name, each in groups if isinstance(each, Distribution)]
    exact = [name for name, each in shown if _is_exact(each)]
    if not any(each.limits for _, each in shown):
        return ""
    if len(exact) == len(shown):
        return "No interval: everyone answered"
    none = f" ({' and '.join(exact)}: none, everyone answered)" if exact else ""
    return f"Lines: 95 % interval{none}"


def _is_exact(shown: Distribution) -> bool:
    return bool(shown.limits) and all(each.low == each.high for each in shown.limits)
