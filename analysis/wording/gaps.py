"""Gaps and verdicts in words, and what would settle what cannot be told."""

import math
from collections import Counter
from collections.abc import Sequence

from analysis.report import Gap, GroupUse, NotShown, QuestionResult, Report
from analysis.report.model import WORTH_A_LOOK
from analysis.stats.planning import Settling
from analysis.stats.superiority import magnitude
from analysis.wording.rounding import NO_GAP, limit, of_100, parts_of_100
from analysis.wording.staff import leading, staff_of

FEW_LEADERS = 15
"""Under about this many leaders "Aligned" is out of reach unless nearly all answer (METHODS, 2)."""

NEAR_CENSUS = 0.8
"""The share of leaders from which "Aligned" is within reach of a small team (METHODS, 2)."""

VERDICTS = {
    "Gap": "Leaders and staff differ, and not just by chance.",
    "Aligned": "Shown to be closer together than the smallest gap that matters.",
    "Small but real": "They differ, but by less than the smallest gap that matters.",
    "Can't tell": "These answers neither show a gap nor rule one out.",
}
"""What each verdict says, for a reader who has never seen one."""


def between(gap: Gap) -> str:
    """Return the interval of A in hundredths: "between 53 and 77"."""
    if gap.low is None or gap.high is None:
        return "limits not shown"
    low, high = limit(gap.low), limit(gap.high)
    if low != high:
        return f"between {low} and {high}"
    return "exact: everyone answered" if _is_exact(gap.low, gap) else f"close to {low}"


def _sure(gap: Gap) -> str:
    """Say how sure A is, as the end of a sentence about it."""
    if gap.low is None or gap.high is None:
        return "how sure that is is not shown"
    if limit(gap.low) != limit(gap.high):
        return f"certain to {between(gap)}"
    if _is_exact(gap.low, gap):
        return "and that is exact, since everyone answered"
    return "nearly certain"


def _is_exact(low: float, gap: Gap) -> bool:
    """Whether the limits meet at A; rounded ones may although something is left to chance."""
    return gap.step is None and gap.high is not None and math.isclose(low, gap.high)


def gap_sentence(gap: Gap | NotShown, *, ladder: bool = False) -> str:
    """Say how leader-staff pairs fall, what that comes to, and how sure it is.

    On a ``ladder`` who stands above aims higher; elsewhere is more favourable.
    """
    if isinstance(gap, NotShown):
        return f"Not shown: {gap.reason}."
    about = "" if gap.step is None else "about "
    words = (
        f"{_pairs(gap, ladder=ladder)}Ties split evenly, the leader is ahead in "
        f"{about}{of_100(gap.estimate)} of 100, {_sure(gap)}; 50 is no gap."
    )
    if gap.step is not None:
        words += f" Too few people answered for more: numbers are rounded to {of_100(gap.step)}."
    return words


def verdict_sentence(
    gap: Gap | NotShown, groups: Sequence[GroupUse], *, ladder: bool = False
) -> str:
    """Explain the verdict; "Can't tell" also says what would settle it.

    ``groups`` are those the question was asked of (`Method.groups_for`).
    """
    if isinstance(gap, NotShown):
        return "" if gap.verdict is None else f"{gap.verdict}: {VERDICTS[gap.verdict]}"
    words = [f"{gap.verdict}: {VERDICTS[gap.verdict]}"]
    if gap.verdict in {"Gap", "Small but real"}:
        staff = next((staff_of(each) for each in groups if each.group == "staff"), "staff")
        words.append(
            f"{direction(gap, ladder=ladder, staff=staff)} ({magnitude(gap.estimate)} gap)."
        )
    if gap.verdict == "Can't tell":
        words.append(what_would_settle_it(gap.settling, groups))
    if not gap.survives_correction:
        words.append(
            f'On its own it would read "{gap.uncorrected}", but that does not survive the '
            "correction for looking at several pillars."
        )
    return " ".join(words)


def direction(gap: Gap, *, ladder: bool = False, staff: str = "staff") -> str:
    """Say who stands above: "Leaders are more favourable than staff".

    ``staff`` says which (`staff_of`).
    """
    more = "aim higher" if ladder else "are more favourable"
    if math.isclose(gap.estimate, NO_GAP / 100):
        return f"Neither leaders nor {staff} {more}"
    is_leaders = gap.estimate > NO_GAP / 100
    above, below = ("Leaders", staff) if is_leaders else (leading(staff), "leaders")
    return f"{above} {more} than {below}"


def what_would_settle_it(settling: Settling | None, groups: Sequence[GroupUse]) -> str:
    """Say how many more answers of whom would settle it, or who has not answered yet."""
    staff = next((staff_of(each) for each in groups if each.group == "staff"), "staff")
    more = [
        f"{number} more {one if number == 1 else many}"
        for one, many, number in (
            ("leader", "leaders", None if settling is None else settling.more_leaders),
            (f"member of {staff}", staff, None if settling is None else settling.more_staff),
        )
        if isinstance(number, int) and number > 0
    ]
    if more:
        words = f"About {' or '.join(more)} answering alike would settle it."
    else:
        words = _who_is_missing(groups)
    leaders = next((each for each in groups if each.group == "leaders"), None)
    if leaders is not None and _is_small_team(leaders):
        words += (
            f' With fewer than about {FEW_LEADERS} leaders "Aligned" is out of reach unless '
            "nearly all of them answer."
        )
    return words


def item_sentence(item: QuestionResult) -> str:
    """Say how an item's pairs fall, and whether it is worth a look among all items."""
    p = item.p_worth_a_look
    if p is None:
        return gap_sentence(item.gap)
    look = "Worth a look" if p < WORTH_A_LOOK else "No more than chance would bring among all items"
    return f"{gap_sentence(item.gap)} {look}."


def overview_sentence(report: Report) -> str:
    """Say in one line how many pillars got which verdict, and where the gap is widest."""
    gaps = [each.gap for each in report.compared if isinstance(each.gap, Gap)]
    if not gaps:
        return "No gap between leaders and staff can be shown for this round."
    many = Counter(gap.verdict for gap in gaps)
    asked = len(report.compared)
    what = ("pillar" if report.pillars else "item") + ("s" if asked > 1 else "")
    counted = ", ".join(f"{word} on {many[word]}" for word in VERDICTS if many[word])
    widest = report.compared[0].question.title.rstrip(".")
    return f"Of {asked} {what}: {counted}. Widest: {widest}."


def _pairs(gap: Gap, *, ladder: bool) -> str:
    """Say how pairs fall: whole numbers that sum to 100, or coarse ones as released."""
    shares = (gap.leaders_higher, gap.same, gap.staff_higher)
    known = [each for each in shares if each is not None]
    if len(known) < len(shares):
        return ""
    coarse = gap.step is not None
    # Coarse shares were rounded one by one, so that they need not sum to 100.
    parts = tuple(of_100(each) for each in known) if coarse else parts_of_100(known)
    leader, member = ("aims higher", "does") if ladder else ("is more favourable", "is")
    return (
        f"In {'about ' if coarse else ''}{parts[0]} of 100 leader-staff pairs the leader {leader}, "
        f"in {parts[1]} both answer the same, in {parts[2]} the member of staff {member}. "
    )


def _who_is_missing(groups: Sequence[GroupUse]) -> str:
    silent = [
        f"{each.invited - each.answered} of {each.invited} {_named(each)}"
        for each in groups
        if each.invited is not None and each.answered is not None and each.answered < each.invited
    ]
    if silent:
        return f"More answers are needed: {' and '.join(silent)} have not answered."
    if groups and all(each.invited is not None for each in groups):
        return "Everyone asked has answered, so only asking again can tell more."
    return "More answers are needed, those of leaders first: they are fewer."


def _named(use: GroupUse) -> str:
    return "leaders" if use.group == "leaders" else staff_of(use)


def _is_small_team(leaders: GroupUse) -> bool:
    if leaders.invited is None or leaders.answered is None or leaders.answered >= FEW_LEADERS:
        return False
    return leaders.answered < NEAR_CENSUS * leaders.invited
