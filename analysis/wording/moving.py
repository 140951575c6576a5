"""What moved between rounds, in words: always with the interval of the change."""

from collections.abc import Sequence

from analysis.report import Gap, NotShown
from analysis.series import Moved, Trend
from analysis.stats.change import Change
from analysis.wording.predicting import signed
from analysis.wording.rounding import of_100

AT_LEAST = (
    "Rounds are compared as if nobody had answered twice, so changes are at least this certain."
)
"""What is said once wherever changes are shown."""


def change_words(change: Change) -> str:
    """Return a change of A in hundredths with its limits: "+4 (between +1 and +7)"."""
    low, high = of_100(change.low), of_100(change.high)
    return f"{signed(of_100(change.estimate))} (between {signed(low)} and {signed(high)})"


def step_sentence(change: Change | NotShown, *, name: str) -> str:
    """Say what one step of a series did; ``name`` says which, as "First to last"."""
    if isinstance(change, NotShown):
        return f"{name}: not compared, {change.reason}."
    what = "moved" if change.is_shown else "no move shown"
    return f"{name}: {what}, {change_words(change)} in 100 pairs."


def trend_lines(trend: Trend) -> tuple[str, ...]:
    """Say first to last and the last step, and which rounds are not joined and why."""
    lines = [step_sentence(trend.first_to_last, name="First to last")]
    if len(trend.compared) > 2:  # noqa: PLR2004 - with two rounds both are the same step
        lines.append(step_sentence(trend.last_step, name="Last step"))
    lines += [
        f"{each.name} is not joined with the round before: {each.apart}."
        for each in trend.points
        if each.apart is not None
    ]
    lines += [
        f"{each.name}: not shown, {each.gap.reason}."
        for each in trend.points
        if isinstance(each.gap, NotShown)
    ]
    return tuple(lines)


def trend_finding(trend: Trend) -> str:
    """Return what one gap did over the series, as a title."""
    title, change = trend.question.title.rstrip("."), trend.first_to_last
    if isinstance(change, NotShown):
        return f"{title}: not compared over rounds, {change.reason}"
    if not change.is_shown:
        return f"{title}: no move is shown, {change_words(change)} in 100 pairs"
    return f"{title}: the gap moved by {change_words(change)} in 100 pairs"


def trends_finding(trends: Sequence[Trend]) -> str:
    """Return which gaps moved over the series, as a title."""
    moved = [
        each.question.title.rstrip(".")
        for each in trends
        if isinstance(each.first_to_last, Change) and each.first_to_last.is_shown
    ]
    if moved:
        return f"First to last, the gap moved on {len(moved)} of {len(trends)}: {'; '.join(moved)}"
    if all(isinstance(each.first_to_last, NotShown) for each in trends):
        return "No two rounds can be compared yet"
    return "No gap is shown to have moved"


def number_words(gap: Gap | NotShown) -> str:
    """Return A in hundredths, or that it is not shown."""
    return "not shown" if isinstance(gap, NotShown) else str(of_100(gap.estimate))


def moved_sentence(moved: Moved) -> str:
    """Say what a commitment's number did, and whether that is what was meant."""
    if moved.question is None:
        return "It names no number, so no round can test it."
    title = moved.question.title.rstrip(".")
    aim = "" if moved.commitment.to is None else f" It was to reach {of_100(moved.commitment.to)}."
    if isinstance(moved.change, NotShown):
        return f"{title}: cannot be compared, {moved.change.reason}.{aim}"
    return (
        f"{title}: from {number_words(moved.before)} to {number_words(moved.after)} of 100 pairs, "
        f"{change_words(moved.change)}.{aim} {_as_meant(moved, moved.change)}"
    )


def _as_meant(moved: Moved, change: Change) -> str:
    if not change.is_shown:
        return "No move is shown: these rounds cannot tell whether it moved."
    to, before, after = moved.commitment.to, moved.before, moved.after
    if to is None or isinstance(before, NotShown) or isinstance(after, NotShown):
        return "It moved."
    if (to - before.estimate) * change.estimate <= 0:
        return "It moved, but not the way that was meant."
    past = (after.estimate - to) * change.estimate >= 0
    return f"It moved the way that was meant{', and all the way' if past else ', not all the way'}."
