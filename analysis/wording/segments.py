"""Staff by segment in words: how many differ from leaders, without a ranking."""

from analysis.report import Gap, NotShown
from analysis.report.model import WORTH_A_LOOK
from analysis.segments import PillarBySegment, SegmentGap
from analysis.wording.rounding import limit, of_100

SEGMENTS_NOTE = (
    "All leaders are held against the staff of each segment. Segments stand by name and not "
    "by result: with this many a widest one is always found, and chance alone picks it often. "
    "A filled dot is worth a look, after a correction over the segments of its pillar; that "
    "is less than confirmed."
)
"""What has to be read before a chart of segments is."""


def is_worth_a_look(segment: SegmentGap) -> bool:
    """Whether leaders differ from a segment's staff, after correction over the segments."""
    return segment.p_worth_a_look is not None and segment.p_worth_a_look < WORTH_A_LOOK


def segment_line(segment: SegmentGap) -> str:
    """Return a segment's gap in one short line, or why it is withheld."""
    gap = segment.gap
    if isinstance(gap, NotShown):
        reason = gap.reason.removeprefix("withheld ")
        return f"{segment.segment}: withheld, {reason}"
    if gap.low is None or gap.high is None:
        return f"{segment.segment}: {of_100(gap.estimate)}"
    return f"{segment.segment}: {of_100(gap.estimate)} ({limit(gap.low)} to {limit(gap.high)})"


def segments_finding(found: PillarBySegment) -> str:
    """Return how many segments are worth a look and how many are withheld, as a title."""
    shown = [each for each in found.segments if isinstance(each.gap, Gap)]
    hidden = len(found.segments) - len(shown)
    title = found.question.title.rstrip(".")
    withheld = f"; {hidden} withheld" if hidden else ""
    if not shown:
        return f"{title}: no segment can be shown"
    worth = sum(is_worth_a_look(each) for each in shown)
    return f"{title}: worth a look in {worth} of {len(shown)} segments{withheld}"
