"""Whether leaders agree among themselves: looked at before any gap with staff."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts.pillar_overview import Compared
from analysis.charts.theme import FONT, PALETTES, Mode, drawn, shortened
from analysis.report import Agreement, NotShown
from analysis.wording import agreement_sentence, of_100

AXIS = (
    "Of 100 pairs of leaders: same answer",
    "(solid), at most one step apart (pale)",
    "Facts of those who answered: no interval",
)
ROW = 62
_TITLE_AT, _BAR_AT, _BAR = 0.2, 0.4, 0.36


def leaders_agreement_chart(results: Sequence[Compared], mode: Mode = "light") -> alt.LayerChart:
    """One row a pillar: in how many of 100 pairs two leaders answer the same, and nearly so.

    The solid bar is the same answer, the pale one behind it at most one step apart. The
    axis runs from 0 to 100 whatever the results.
    """
    palette = PALETTES[mode]
    base = alt.Chart(_rows(results)).encode(
        x=alt.X(
            "from:Q",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(
                values=[0, 25, 50, 75, 100],
                grid=False,
            ),
        ),
        y=alt.Y(
            "top:Q", scale=alt.Scale(domain=[len(results), 0], nice=False, zero=False), axis=None
        ),
    )
    shown = base.transform_filter("isValid(datum.same)")
    near = shown.mark_rect(color=palette.leaders, opacity=0.3).encode(x2="near:Q", y2="foot:Q")
    same = shown.mark_rect(color=palette.leaders).encode(
        x2="same:Q",
        y2="foot:Q",
        tooltip=[
            alt.Tooltip("title:N", title="Pillar"),
            alt.Tooltip("same:Q", title="Same answer, of 100", format=".0f"),
            alt.Tooltip("near:Q", title="At most one step apart, of 100", format=".0f"),
        ],
    )
    titles = base.mark_text(align="left", baseline="middle", font=FONT, fontSize=15).encode(
        x=alt.value(0), y="title_at:Q", text="line:N"
    )
    return drawn([near, same, titles], height=ROW * len(results), mode=mode, below=AXIS)


def leaders_agreement_alt(results: Sequence[Compared]) -> str:
    """Read the chart out, a sentence or two a pillar."""
    return " ".join(
        f"{each.question.title}: {agreement_sentence(each.agreement)}" for each in results
    )


def leaders_agreement_table(results: Sequence[Compared]) -> pd.DataFrame:
    """Return the chart's numbers and van der Eijk's agreement, one row a pillar."""
    return pd.DataFrame(
        [_table_row(each.question.title, each.agreement) for each in results],
        columns=[
            "Question",
            "Same answer, of 100",
            "One step apart or less, of 100",
            "Agreement (-1 two camps, 1 all alike)",
            "Two camps on",
        ],
    )


def _table_row(title: str, agreement: Agreement | NotShown) -> tuple[str, ...]:
    if isinstance(agreement, NotShown):
        return title, "not shown", "", "", agreement.reason
    return (
        title,
        str(of_100(agreement.same_answer)),
        str(of_100(agreement.within_one)),
        f"{agreement.van_der_eijk:.2f}",
        "; ".join(agreement.camps),
    )


def _rows(results: Sequence[Compared]) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for at, each in enumerate(results):
        title = shortened(each.question.title, 27)
        row: dict[str, object] = {
            "title": each.question.title,
            "from": 0,
            "top": at + _BAR_AT,
            "foot": at + _BAR_AT + _BAR,
            "title_at": at + _TITLE_AT,
        }
        if isinstance(each.agreement, NotShown):
            row["line"] = f"{title}: not shown"
        else:
            same, near = each.agreement.same_answer, each.agreement.within_one
            row |= {
                "line": f"{title}: same {of_100(same)}, near {of_100(near)}",
                "same": same * 100,
                "near": near * 100,
            }
        rows.append(row)
    names = ["title", "from", "top", "foot", "title_at", "line", "same", "near"]
    return pd.DataFrame(rows, columns=names)
