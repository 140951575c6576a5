"""The method sheet in words: who was asked, what is withheld, how it was computed."""

from collections import Counter
from collections.abc import Sequence

from analysis.publication import Rate
from analysis.report import GroupUse, Method, Report, Withheld
from analysis.wording.rounding import of_100
from analysis.wording.staff import leading, staff_of


def withheld_sentence(withheld: Withheld) -> str:
    """Say what is not shown, for whom, and why."""
    people = _people(withheld.group, [value for _, value in withheld.segment])
    count = len(withheld.questions)
    questions = withheld.questions[0] if count == 1 else f"{count} questions"
    return f"{people}, {questions}: {withheld.reason}."


def shown_lines(report: Report) -> tuple[str, ...]:
    """Say of each set of people how much is shown of it, without any result."""
    publication = report.publication
    tables = Counter(
        _people(each.group, list((each.segment or {}).values()))
        for each in publication.tables
        if each.withheld is None
    )
    lines = [f"{people}: answers to {_questions(count)}." for people, count in tables.items()]
    coarse = sum(each.verdict is not None for each in publication.coarse)
    if coarse:
        lines.append(
            f"Leaders against staff, verdict and rounded numbers only: {_questions(coarse)}."
        )
    lines += [
        f"{each.group.capitalize()}, {each.title} {len(each.texts)} comments, word for word."
        for each in publication.comments
        if each.withheld is None
    ]
    return tuple(lines) or ("No table: too few people answered.",)


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
        f"Source: {method.source.rstrip('.')}.",
        *((f"Closed on {method.closed_on}.",) if method.closed_on else ()),
        f"{_margin_line(method.margin)} It was fixed before anyone answered.",
        f"Shown from {limits['scores']} answers, as counts from {limits['counts']}.",
        f"Comments are shown from {limits['comments']} authors.",
        *use_lines(method),
        *method.tests,
        f"Computed with {software}." if software else "The software's versions were not recorded.",
    )


def use_lines(method: Method) -> tuple[str, ...]:
    """Say of each group how many answers were used, and what everybody's being known takes out."""
    return tuple(_use_line(each) for each in (*method.groups, *method.modules))


def _margin_line(margin: float) -> str:
    return (
        f"Margin, the smallest gap that matters: {of_100(margin)} of 100 pairs, so anything "
        f"between {of_100(0.5 - margin)} and {of_100(0.5 + margin)} is too small to matter."
    )


def _use_line(use: GroupUse) -> str:
    group = use.group if use.group != "staff" else staff_of(use)
    name = leading(group)
    if use.used is None:
        return f"{name}: the number of answers used is not shown."
    low, high = use.used
    answers = f"{low}" if low == high else f"{low} to {high}"
    sentence = f"{name}: {answers} answers used."
    if use.census_share > 0:
        sentence += (
            f" The result is about the {use.invited} {group} there are: their part of the "
            f"uncertainty shrinks by up to {of_100(use.census_share)} %, the share that answered."
        )
    return sentence


def _rate_line(rate: Rate) -> str:
    people = _people(rate.group, list((rate.segment or {}).values()))
    if rate.invited is None or rate.answered is None:
        return f"{people}: not shown, fewer than 5 were invited."
    share = f" ({of_100(rate.answered / rate.invited)} %)" if rate.invited else ""
    return f"{people}: {rate.answered} of {rate.invited} answered{share}."


def _people(group: str, segment: Sequence[str]) -> str:
    name = group.capitalize()
    return f"{name} in {', '.join(segment)}" if segment else name


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"
