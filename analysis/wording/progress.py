"""How an open round comes along, in plain sentences."""

from analysis.report.progress import GroupProgress, Progress
from analysis.stats.planning import Outlook
from analysis.stats.result import NotEstimable

_NOTHING_LEFT = 0.005


def expected_sentence(each: GroupProgress) -> str:
    """Return how many have answered, against the last round at an even pace."""
    group = each.group.capitalize()
    if each.answered is None:
        return f"{group}: {each.invited} are invited, too few to show how many have answered."
    told = f"{group}: {each.answered} of {each.invited} have answered"
    if each.last_rate is None:
        return f"{told}. There is no earlier round to compare with."
    told += f"; the last round ended at {each.last_rate:.0%}".replace("%", " %")
    if each.expected is None:
        return f"{told}. Without a first and a last day nothing is expected by today."
    return f"{told}. At an even pace to the same share it would be {each.expected:.0f} by today."


def enough_lines(progress: Progress) -> tuple[str, ...]:
    """Return whether today's answers, and everybody's, are enough for a verdict."""
    now = _outlook_sentence("With the answers so far", progress.now, progress.margin)
    most = _outlook_sentence("If everybody answers", progress.at_most, progress.margin)
    return now, most


def _outlook_sentence(when: str, told: Outlook | NotEstimable, margin: float) -> str:
    if isinstance(told, NotEstimable):
        return f"{when}, nothing can be said: {told.reason}."
    if told.half_width < _NOTHING_LEFT:
        return f"{when}, nothing is left to chance: every question has its verdict, by its size."
    reach = f"{when}, the 95 % interval of a typical question reaches {told.half_width:.2f} on "
    reach += f"either side, against a margin of {margin:.2f}. "
    if told.aligned_in_reach:
        return reach + (
            f"*Gap* and *Aligned* are both in reach: were there no gap, a question would come out "
            f"as *Aligned* with a chance of {told.chance_aligned:.0%}.".replace("%.", " %.")
        )
    return reach + (
        "*Aligned* is out of reach: only gaps larger than that would show, and all else would be "
        "*Can't tell*."
    )
