"""The room in plain sentences, rounded here."""

from analysis.offsite.room import RungsGuessed, SharesGuessed, Tally
from analysis.offsite.subjects import Share, Subject
from analysis.report import Agreement, Gap, NotShown
from analysis.stats.prediction import Skill
from analysis.wording import between, of_100, staff_answers, staff_of
from survey.agenda import Step

_EDGE = 0.02
"""Skills closer to nothing than this are "about as close"."""


def answered_line(number: int, *, of_kind: str) -> str:
    """Say how many phones have replied: never who.

    Examples
    --------
    >>> answered_line(1, of_kind="guess")
    '1 guess is in'
    """
    many = {"guess": "guesses", "vote": "votes", "stance": "stances"}[of_kind]
    return f"{number} {of_kind} is in" if number == 1 else f"{number} {many} are in"


def too_few_line(number: int, least: int) -> str:
    """Say why the room is not shown."""
    have = f"{number} phone{'' if number == 1 else 's'}"
    return f"The room's guesses are shown from {least} phones on; {have} answered."


def shares_line(guessed: SharesGuessed) -> str:
    """Say what the room guessed on average, what is so, and the error with its interval."""
    mean, actual = of_100(guessed.mean), of_100(guessed.share.actual)
    off, sign = abs(mean - actual), "over" if mean > actual else "under"
    error = "just right" if off == 0 else f"{sign} by {off}"
    words = f"The room guessed {mean} of 100; it is {actual}: {error}"
    if guessed.forecast is None:
        return f"{words}."
    ends = sorted((guessed.forecast.bias_low, guessed.forecast.bias_high))
    low, high = (f"{'+' if each > 0 else ''}{round(each * 100)}" for each in ends)
    closer = _closer(guessed.forecast.skills[0]) if guessed.forecast.skills else ""
    return f"{words} (certain to between {low} and {high}).{closer}"


def rungs_line(guessed: RungsGuessed) -> str:
    """Say how much of the room's guess stands on the wrong rung, and the distance."""
    closer = "" if guessed.skill is None else _closer(guessed.skill)
    about = "" if guessed.is_exact else "about "
    return (
        f"The room placed {about}{of_100(guessed.misplaced)} of 100 people on a wrong rung "
        f"(distance {about}{guessed.distance:.2f}; 0 is right).{closer}"
    )


def among_leaders_line(agreement: Agreement | NotShown) -> str:
    """Say in one line how often two leaders agree, and whether they stand in two camps."""
    if isinstance(agreement, NotShown):
        return f"Leaders among themselves: not shown, {agreement.reason}."
    camps = len(agreement.camps)
    where = "" if camps <= 1 else f" on {camps} statements"
    return (
        f"Two leaders give the same answer in {of_100(agreement.same_answer)} of 100 cases, at "
        f"most one step apart in {of_100(agreement.within_one)}."
        + (f" They stand in two camps{where}." if camps else "")
    )


def pair_line(gap: Gap, *, ladder: bool = False) -> str:
    """Say the gap in one sentence for a whole room, with its interval."""
    more = "aims higher" if ladder else "is more favourable"
    about = "" if gap.step is None else "about "
    return (
        f"In {about}{of_100(gap.estimate)} of 100 leader-staff pairs the leader {more}, ties "
        f"split evenly; {between(gap)}. 50 is no gap."
    )


def votes_headline(step: Step, votes: Tally, *, is_exact: bool = True) -> str:
    """Say which challenge most phones chose; without counts where too few voted for them."""
    most = max(votes.counts)
    first = [label for label, count in zip(step.labels, votes.counts, strict=True) if count == most]
    names = " and ".join(f"*{each}*" for each in first)
    if not is_exact:
        return f"{names}: {'as many votes each' if len(first) > 1 else 'most votes'}."
    each = " each" if len(first) > 1 else ""
    return f"{names}: {most} of {votes.phones} votes{each}."


def share_headline(subject: Subject) -> str:
    """Say staff's favourable share beside leaders': the finding, in one line."""
    share = subject.share
    if isinstance(share, NotShown):
        return f"Not shown: {share.reason}."
    if share.answered is None:
        return f"Two leaders give the same answer on {of_100(share.actual)} of 100 statements."
    staff, question = of_100(share.actual), subject.question
    if share.leaders is None:
        whose = "staff answers" if question is None else staff_answers(question)
        return f"{staff} of 100 {whose} are favourable."
    leaders = of_100(share.leaders)
    theirs = "of staff's"
    if question is not None and question.function is not None:
        theirs = f"of those of {staff_of(question)}"
    return f"{leaders} of 100 leader answers are favourable; {theirs}, {staff}."


def truth_of(share: Share) -> str:
    """Name the truth a guess is held against."""
    return "Leaders" if share.answered is None else "Staff"


def _closer(skill: Skill) -> str:
    if not isinstance(skill.skill, float) or abs(skill.skill) < _EDGE:
        return ""
    than = "Closer" if skill.skill > 0 else "Further off"
    return f" {than} than if staff simply answered as leaders did."
