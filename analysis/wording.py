"""One plain sentence for each result. Numbers are rounded here and nowhere before.

Words between asterisks are answers quoted, to be set in italics (`unmarked` drops the marks).
"""

import math
from collections import Counter
from collections.abc import Sequence

from analysis.publication import Rate
from analysis.report import (
    Agreement,
    Distribution,
    Gap,
    GroupUse,
    LadderResult,
    Method,
    NotShown,
    Prediction,
    QuestionResult,
    Report,
    SharePrediction,
    Standard,
    Withheld,
)
from analysis.stats.planning import Settling
from analysis.stats.superiority import magnitude

FEW_LEADERS = 15
"""Under about this many leaders "Aligned" is out of reach unless nearly all answer (METHODS, 2)."""

WORTH_A_LOOK = 0.05
"""The false discovery rate at which an item is worth a look (METHODS, 2)."""

NEAR_CENSUS = 0.8
"""The share of leaders from which "Aligned" is within reach of a small team (METHODS, 2)."""

VERDICTS = {
    "Gap": "Leaders and staff differ, and not just by chance.",
    "Aligned": "Shown to be closer together than the smallest gap that matters.",
    "Small but real": "They differ, but by less than the smallest gap that matters.",
    "Can't tell": "These answers neither show a gap nor rule one out.",
}
"""What each verdict says, for a reader who has never seen one."""


_NO_GAP = 50


def of_100(share: float) -> int:
    """Return a share as a whole number of 100, halves up.

    Examples
    --------
    >>> of_100(0.585), of_100(0.004)
    (59, 0)
    """
    return math.floor(share * 100 + 0.5 + 1e-9)


def parts_of_100(shares: Sequence[float]) -> tuple[int, ...]:
    """Return shares of a whole as whole numbers that sum to 100 (largest remainder).

    Each is its share rounded down or up; the ones nearest to the next number go up. On
    a tie the earlier goes up. Shares that sum to nothing give zeros.

    Examples
    --------
    >>> parts_of_100([1 / 3, 1 / 3, 1 / 3])
    (34, 33, 33)
    >>> parts_of_100([0.5825, 0.2195, 0.198])
    (58, 22, 20)
    """
    total = math.fsum(shares)
    if total <= 0:
        return tuple(0 for _ in shares)
    exact = [share / total * 100 for share in shares]
    parts = [math.floor(each + 1e-9) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: 100 - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def unmarked(sentence: str) -> str:
    """Return a sentence without its marks of emphasis.

    Examples
    --------
    >>> unmarked("7 of 10 leaders say *meet*")
    '7 of 10 leaders say meet'
    """
    return sentence.replace("*", "")


def between(gap: Gap) -> str:
    """Return the interval of A in hundredths: "between 53 and 77"."""
    return f"between {limit(gap.low)} and {limit(gap.high)}"


def limit(share: float) -> str:
    """Return a limit of A in hundredths, never as no gap when it is not.

    Examples
    --------
    >>> limit(0.7712), limit(0.4981), limit(0.5)
    ('77', 'just under 50', '50')
    """
    number = of_100(share)
    if number != _NO_GAP or math.isclose(share, _NO_GAP / 100):
        return str(number)
    return f"just {'over' if share > _NO_GAP / 100 else 'under'} {number}"


def gap_sentence(gap: Gap | NotShown, higher: str = "is more favourable") -> str:
    """Say how leader-staff pairs fall, what that comes to, and how sure it is.

    ``higher`` says what the leader does who stands above: "aims higher" on a ladder.
    """
    if isinstance(gap, NotShown):
        return f"Not shown: {gap.reason}."
    about = "" if gap.step is None else "about "
    words = (
        f"{_pairs(gap, higher)}Ties split evenly, the leader is ahead in "
        f"{about}{of_100(gap.estimate)} of 100, certain to {between(gap)}; 50 is no gap."
    )
    if gap.step is not None:
        words += f" Too few leaders answered for more: numbers are rounded to {of_100(gap.step)}."
    return words


def verdict_sentence(gap: Gap | NotShown, groups: Sequence[GroupUse]) -> str:
    """Explain the verdict; "Can't tell" also says what would settle it."""
    if isinstance(gap, NotShown):
        return "" if gap.verdict is None else f"{gap.verdict}: {VERDICTS[gap.verdict]}"
    words = [f"{gap.verdict}: {VERDICTS[gap.verdict]}"]
    if gap.verdict in {"Gap", "Small but real"}:
        words.append(f"{direction(gap)} ({magnitude(gap.estimate)} gap).")
    if gap.verdict == "Can't tell":
        words.append(what_would_settle_it(gap.settling, groups))
    if not gap.survives_correction:
        words.append(
            f'On its own it would read "{gap.uncorrected}", but that does not survive the '
            "correction for looking at several pillars."
        )
    return " ".join(words)


def direction(gap: Gap) -> str:
    """Say who stands above: "Leaders are more favourable than staff"."""
    if math.isclose(gap.estimate, _NO_GAP / 100):
        return "Leaders and staff are equally favourable"
    above, below = ("Leaders", "staff") if gap.estimate > _NO_GAP / 100 else ("Staff", "leaders")
    return f"{above} are more favourable than {below}"


def what_would_settle_it(settling: Settling | None, groups: Sequence[GroupUse]) -> str:
    """Say how many more answers of whom would settle it, or who has not answered yet."""
    more = [
        f"{number} more {one if number == 1 else many}"
        for one, many, number in (
            ("leader", "leaders", None if settling is None else settling.more_leaders),
            ("member of staff", "staff", None if settling is None else settling.more_staff),
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
    what = "pillars" if report.pillars else "items"
    counted = ", ".join(f"{word} on {many[word]}" for word in VERDICTS if many[word])
    widest = report.compared[0].question.title.rstrip(".")
    return f"Of {len(report.compared)} {what}: {counted}. Widest: {widest}."


def agreement_sentence(agreement: Agreement | NotShown) -> str:
    """Say how often two leaders picked at random agree, and where they stand in two camps."""
    if isinstance(agreement, NotShown):
        return f"Leaders among themselves: not shown, {agreement.reason}."
    sentence = (
        "Two leaders picked at random give the same answer in "
        f"{of_100(agreement.same_answer)} of 100 cases, and at most one step apart in "
        f"{of_100(agreement.within_one)}."
    )
    if agreement.camps:
        camps = "; ".join(each.rstrip(".") for each in agreement.camps)
        sentence += f" They stand in two camps on: {camps}."
    return sentence


def tenths(share: float) -> str:
    """Return "7 of 10", "nearly all" or "hardly any"; "all" and "none" only when it is so.

    Examples
    --------
    >>> tenths(0.68), tenths(0.97), tenths(1.0), tenths(0.02)
    ('7 of 10', 'nearly all', 'all', 'hardly any')
    """
    if share in {0, 1}:
        return "all" if share else "none"
    number = math.floor(share * 10 + 0.5 + 1e-9)
    return {0: "hardly any", 10: "nearly all"}.get(number, f"{number} of 10")


def ladder_headline(ladder: LadderResult) -> str:
    """Return the sentence over the ladder: "7 of 10 leaders say *meet*; 6 of 10 staff say …"."""
    short = ladder.result.question.short or ladder.result.question.labels
    said = [_said(ladder.leaders, "leaders", short), _said(ladder.staff, "staff", short)]
    return "; ".join(each for each in said if each) + "."


def exceed_sentence(ladder: LadderResult) -> str:
    """Say how many of each group aim above expectations, and each group's middle rung."""
    short = ladder.result.question.short or ladder.result.question.labels
    words = []
    for name, standard in (("leaders", ladder.leaders), ("staff", ladder.staff)):
        if isinstance(standard, Standard):
            aim = (
                ""
                if standard.exceed is None
                else f"{of_100(standard.exceed)} of 100 {name} aim above expectations, and "
            )
            words.append(f"{aim}the middle of {name} stands on *{short[standard.median]}*.")
    return " ".join(each[0].upper() + each[1:] for each in words)


def prediction_sentence(prediction: Prediction | NotShown) -> str:
    """Say what leaders thought staff would answer, what staff answered, and the bias."""
    if isinstance(prediction, NotShown):
        return f"Not shown: {prediction.reason}."
    title = prediction.about.title
    if isinstance(prediction, SharePrediction):
        predicted, actual = of_100(prediction.predicted), of_100(prediction.actual)
        # Of the rounded numbers, so that what is read adds up.
        points, sign = abs(predicted - actual), "over" if predicted > actual else "under"
        verdict = "about right" if points == 0 else f"leaders {sign}-estimate by {points} in 100"
        return (
            f"{title}: leaders thought {predicted} of 100 staff answers would "
            f"be favourable; {actual} are ({verdict})."
        )
    short = prediction.about.short or prediction.about.labels
    thought = " and ".join(f"*{short[at]}*" for at in prediction.predicted)
    chosen = " and ".join(f"*{short[at]}*" for at in prediction.actual)
    return (
        f"{title}: most leaders thought staff would say {thought}; most staff say {chosen}. "
        f"{of_100(prediction.right)} of 100 leaders were right."
    )


def withheld_sentence(withheld: Withheld) -> str:
    """Say what is not shown, for whom, and why."""
    people: str = withheld.group
    if withheld.segment:
        people += " in " + ", ".join(value for _, value in withheld.segment)
    count = len(withheld.questions)
    questions = withheld.questions[0] if count == 1 else f"{count} questions"
    return f"{people[0].upper()}{people[1:]}, {questions}: {withheld.reason}."


def distribution_sentence(
    name: str, distribution: Distribution | NotShown, labels: Sequence[str]
) -> str:
    """Read a group's distribution out, category by category, for those who cannot see a chart."""
    if isinstance(distribution, NotShown):
        return f"{name}: not shown, {distribution.reason}."
    parts = parts_of_100(distribution.shares)
    listed = ", ".join(f"{label} {part} %" for label, part in zip(labels, parts, strict=True))
    return f"{name} ({distribution.n} answers): {listed}."


def key_alt(labels: Sequence[str]) -> str:
    """Read out what the colours of the answers stand for."""
    return f"Colours from least to most favourable: {', '.join(labels)}."


def rate_lines(report: Report) -> tuple[str, ...]:
    """Say of each set of people how many were invited and how many answered."""
    return tuple(_rate_line(each) for each in report.rates) or (
        "How many were invited is not known, so that results are about people like these.",
    )


def method_lines(method: Method) -> tuple[str, ...]:
    """Return the method sheet, a sentence each."""
    limits = method.thresholds
    software = ", ".join(f"{name} {number}" for name, number in sorted(method.software.items()))
    return (
        f"Questionnaire {method.questionnaire}, fingerprint {method.fingerprint}.",
        f"Source: {method.source}.",
        *((f"Closed on {method.closed_on}.",) if method.closed_on else ()),
        f"{_margin_line(method.margin)} It was fixed before anyone answered.",
        f"Shown from {limits['scores']} answers, as counts from {limits['counts']}.",
        f"Comments are shown from {limits['comments']} authors.",
        *(_use_line(each) for each in method.groups),
        *method.tests,
        f"Computed with {software}." if software else "The software's versions were not recorded.",
    )


def _margin_line(margin: float) -> str:
    return (
        f"Margin, the smallest gap that matters: {of_100(margin)} of 100 pairs, so anything "
        f"between {of_100(0.5 - margin)} and {of_100(0.5 + margin)} is too small to matter."
    )


def _use_line(use: GroupUse) -> str:
    name = use.group.capitalize()
    if use.used is None:
        return f"{name}: the number of answers used is not shown."
    low, high = use.used
    answers = f"{low}" if low == high else f"{low} to {high}"
    sentence = f"{name}: {answers} answers used."
    if use.census_share > 0:
        sentence += (
            f" The result is about the {use.invited} {use.group} there are: their part of the "
            f"uncertainty shrinks by up to {of_100(use.census_share)} %, the share that answered."
        )
    return sentence


def _rate_line(rate: Rate) -> str:
    people = rate.group.capitalize()
    if rate.segment:
        people += f" in {', '.join(rate.segment.values())}"
    if rate.invited is None or rate.answered is None:
        return f"{people}: not shown, fewer than 5 were invited."
    share = f" ({of_100(rate.answered / rate.invited)} %)" if rate.invited else ""
    return f"{people}: {rate.answered} of {rate.invited} answered{share}."


def _pairs(gap: Gap, higher: str) -> str:
    """Say how pairs fall: whole numbers that sum to 100, or coarse ones as released."""
    shares = (gap.leaders_higher, gap.same, gap.staff_higher)
    known = [each for each in shares if each is not None]
    if len(known) < len(shares):
        return ""
    coarse = gap.step is not None
    # Coarse shares were rounded one by one, so that they need not sum to 100.
    parts = tuple(of_100(each) for each in known) if coarse else parts_of_100(known)
    return (
        f"In {'about ' if coarse else ''}{parts[0]} of 100 leader-staff pairs the leader {higher}, "
        f"in {parts[1]} both answer the same, in {parts[2]} the leader is below. "
    )


def _who_is_missing(groups: Sequence[GroupUse]) -> str:
    silent = [
        f"{each.invited - each.answered} of {each.invited} {each.group}"
        for each in groups
        if each.invited is not None and each.answered is not None and each.answered < each.invited
    ]
    if silent:
        return f"More answers are needed: {' and '.join(silent)} have not answered."
    if groups and all(each.invited is not None for each in groups):
        return "Everyone asked has answered, so only asking again can tell more."
    return "More answers are needed, those of leaders first: they are fewer."


def _is_small_team(leaders: GroupUse) -> bool:
    if leaders.invited is None or leaders.answered is None or leaders.answered >= FEW_LEADERS:
        return False
    return leaders.answered < NEAR_CENSUS * leaders.invited


def _said(standard: Standard | NotShown, name: str, short: Sequence[str]) -> str:
    if isinstance(standard, NotShown):
        return f"how many {name} say what is not shown ({standard.reason})"
    rungs = " and ".join(f"*{short[at]}*" for at in standard.most)
    each = " each" if len(standard.most) > 1 else ""
    people = {"all": f"all {name}", "nearly all": f"nearly all {name}"}.get(
        tenths(standard.most_share), f"{tenths(standard.most_share)} {name}"
    )
    return f"{people} say {rungs}{each}"
