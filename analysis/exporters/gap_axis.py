"""What every slide of gaps shares: dots on the axis of A, what its two sides mean, prompts."""

from pptx.enum.text import PP_ALIGN

from analysis.exporters.deck import PALETTE, Box, Ink, words
from analysis.exporters.deck_charts import Place
from analysis.exporters.deck_intervals import Across, Dot
from analysis.prompts import prompts_for
from analysis.report import Gap, NotShown, Report

SHOWN = ("Gap", "Small but real")
"""Words that say that leaders and staff differ."""


def gap_dot(name: str, gap: Gap | NotShown, *, filled: bool | None = None) -> Dot:
    """Return a gap as a dot in hundredths, dark where a difference is shown."""
    if isinstance(gap, NotShown):
        return Dot(name=name, estimate=None)
    return Dot(
        name=name,
        estimate=gap.estimate * 100,
        low=None if gap.low is None else gap.low * 100,
        high=None if gap.high is None else gap.high * 100,
        filled=gap.verdict in SHOWN if filled is None else filled,
    )


def gap_lines(margin: float) -> list[tuple[str, float]]:
    """Return the lines of the axis by name: no gap, and the margin on both sides of it."""
    return [
        ("No gap", 50.0),
        ("Margin, below", round(50 - margin * 100, 6)),
        ("Margin, above", round(50 + margin * 100, 6)),
    ]


def gap_axis(margin: float) -> Across:
    """Return the axis of A, from 0 to 100 whatever the results."""
    return Across(low=0, high=100, step=25, lines=gap_lines(margin))


def sides(slide: object, place: Place, *, small: bool = False) -> None:
    """Say above a chart of gaps what its left and its right mean."""
    box = place.box
    left = box.left + box.width * place.left
    width = box.width * place.width
    ends = (
        ("\u2190 Staff", "Leaders \u2192")
        if small
        else ("\u2190 Staff more favourable", "Leaders more favourable \u2192")
    )
    middle = "" if small else "no gap"
    for align, text in zip(
        (PP_ALIGN.LEFT, PP_ALIGN.CENTER, PP_ALIGN.RIGHT), (ends[0], middle, ends[1]), strict=True
    ):
        ink = Ink(size=12 if small else 14, colour=PALETTE.faint, align=align)
        if text:
            words(slide, Box(left=left, top=box.top - 0.38, width=width, height=0.35), [text], ink)


def to_discuss(report: Report, question_id: str) -> list[str]:
    """Return the questions to discuss, for a speaker's notes."""
    prompts = prompts_for(report, question_id)
    return ["To discuss:", *(f"\u2013 {each}" for each in prompts)] if prompts else []
