"""Titles of charts: the finding in one line, as it is set over each chart on a page."""

from collections.abc import Mapping, Sequence

from analysis.report import Gap, NotShown, PillarResult, Prediction, QuestionResult
from analysis.report.predicting import in_pairs
from analysis.series import Trend
from analysis.stats.story import Story
from analysis.wording.findings import finding, item_line
from analysis.wording.rounding import of_100

ROUNDED_NOTE = (
    "Where only five to seven leaders answered, numbers are rounded so that nobody can be worked "
    "out. They are too coarse to subtract, so no move is told there and no line is drawn"
)
"""What is said once where rounds with few leaders are among those of a series."""

ITEMS_NOTE = (
    "Each item by itself, without a correction for looking at many: with this many some seem to "
    "move by chance alone."
)
"""What has to be read before trends of items are."""

_STORIES: Mapping[Story, str] = {
    "blind spot": "Leaders did not expect the gap on",
    "known gap": "Leaders expected the gap on",
    "false alarm": "Leaders expected a gap that is not there on",
    "shared": "Leaders expected no gap where none matters, on",
}


def widest_finding(results: Sequence[PillarResult | QuestionResult]) -> str:
    """Return what was found where the gap is widest, as a title."""
    if not results or isinstance(results[0].gap, NotShown):
        return "No gap between leaders and staff can be shown"
    return f"Widest gap. {finding(results[0].question, results[0].gap)}"


def item_finding(item: QuestionResult) -> str:
    """Return an item's words and who is ahead on it, as a title."""
    return f"{item.question.title} {item_line(item)}"


def stories_finding(predictions: Sequence[Prediction | NotShown]) -> str:
    """Return what leaders knew and did not know, the unwelcome first, as a title."""
    told = [
        (each.story, each.about.title.rstrip("."))
        for each in predictions
        if not isinstance(each, NotShown) and not isinstance(each.story, NotShown)
    ]
    for story, words in _STORIES.items():
        named = [title for each, title in told if each == story]
        if named:
            return f"{words} {'; '.join(named)}"
    return "These answers cannot tell what leaders knew"


def expected_finding(
    predictions: Sequence[Prediction | NotShown], gaps: Mapping[str, Gap | NotShown]
) -> str:
    """Return the gap that was furthest from what leaders expected, as a title."""
    apart = [
        (of_100(in_pairs(each, each.expected)), of_100(gap.estimate), each.about.title.rstrip("."))
        for each in predictions
        if not isinstance(each, NotShown)
        and each.expected is not None
        and isinstance(gap := gaps.get(each.about.id), Gap)
    ]
    if not apart:
        return "What leaders expected cannot be held against what there is"
    expected, found, title = max(apart, key=lambda each: abs(each[0] - each[1]))
    return f"Furthest from what leaders expected, {title}: {expected} expected, {found} found"


def rounded_note(trends: Sequence[Trend]) -> str:
    """Say once why rounded rounds get no change; empty where none is rounded."""
    rounds = dict.fromkeys(
        point.name
        for trend in trends
        for point in trend.points
        if isinstance(point.gap, Gap) and point.gap.step is not None
    )
    return f"{ROUNDED_NOTE}: {'; '.join(rounds)}." if rounds else ""
