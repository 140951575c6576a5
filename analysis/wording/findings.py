"""Titles that say the finding: what a slide, a page of print or a brief is headed with."""

from collections.abc import Sequence

from analysis.publication import Question, TableGroup
from analysis.report import (
    Agreement,
    Gap,
    NotShown,
    PillarResult,
    Prediction,
    QuestionResult,
    Report,
    SharePrediction,
    Withheld,
)
from analysis.report.model import WORTH_A_LOOK
from analysis.stats.superiority import magnitude
from analysis.wording.gaps import between, direction
from analysis.wording.rounding import of_100
from analysis.wording.staff import staff_of

_PEOPLE: dict[TableGroup, str] = {
    "leaders": "Leaders",
    "staff": "Staff",
    "everyone": "Both together",
}


def finding(question: Question, gap: Gap | NotShown, *, ladder: bool = False) -> str:
    """Return what was found on one question, as a title: no full stop, no numbers."""
    title = _title(question)
    if isinstance(gap, NotShown):
        words = "not shown" if gap.verdict is None else f"{gap.verdict}, numbers not shown"
        return f"{title}: {words}"
    if gap.verdict == "Gap":
        above = _lowered(direction(gap, ladder=ladder, staff=staff_of(question)))
        return f"{title}: {above} ({magnitude(gap.estimate)} gap)"
    return f"{title}: " + {
        "Aligned": f"leaders and {staff_of(question)} are aligned",
        "Small but real": "a difference, too small to matter",
    }.get(gap.verdict, "these answers can\u2019t tell")


def finding_sentence(question: Question, gap: Gap | NotShown, *, ladder: bool = False) -> str:
    """Return one sentence for a reader in a hurry: the finding with its two numbers' worth."""
    if isinstance(gap, NotShown):
        return f"{finding(question, gap, ladder=ladder)}: {gap.reason}."
    about = "" if gap.step is None else "about "
    return (
        f"{finding(question, gap, ladder=ladder)}; the leader is ahead in "
        f"{about}{of_100(gap.estimate)} of 100 pairs ({between(gap)})."
    )


def item_line(item: QuestionResult) -> str:
    """Return an item's gap in one short line, to stand under its words beside a chart."""
    if isinstance(item.gap, NotShown):
        return f"Not shown: {item.gap.reason}"
    about = "" if item.gap.step is None else "about "
    p = item.p_worth_a_look
    look = "; worth a look" if p is not None and p < WORTH_A_LOOK else ""
    ahead = of_100(item.gap.estimate)
    return f"Leader ahead in {about}{ahead} of 100 ({between(item.gap)}){look}"


def agreement_finding(results: Sequence[PillarResult | QuestionResult]) -> str:
    """Return where leaders agree least among themselves, as a title."""
    shown = [
        (each.agreement.same_answer, _title(each.question))
        for each in results
        if isinstance(each.agreement, Agreement)
    ]
    if not shown:
        return "Whether leaders agree among themselves is not shown"
    least, title = min(shown)
    if len(shown) == 1:
        return f"Two leaders give the same answer in {of_100(least)} of 100 cases"
    return f"Leaders agree least among themselves on {title}: {of_100(least)} of 100 pairs"


def predictions_finding(predictions: Sequence[Prediction | NotShown]) -> str:
    """Return where leaders misjudge staff most, as a title."""
    shares = [each for each in predictions if isinstance(each, SharePrediction)]
    if not shares:
        hidden = all(isinstance(each, NotShown) for each in predictions)
        return "What leaders thought staff would say" + (" is not shown" if hidden else "")
    # Of the rounded numbers, so that the title is what can be read off the chart.
    points, most = max(
        ((of_100(each.predicted) - of_100(each.actual), each) for each in shares),
        key=lambda pair: abs(pair[0]),
    )
    if points == 0:
        return "Leaders judge staff about right"
    sign = "over" if points > 0 else "under"
    return f"Leaders {sign}-estimate staff most on {_title(most.about)}: by {abs(points)} in 100"


def withheld_finding(report: Report) -> str:
    """Return how much is withheld, as a title."""
    if not report.withheld:
        return "Nothing is withheld: every table is shown"
    places = {(each.group, each.segment) for each in report.withheld}
    what = "1 set of people is" if len(places) == 1 else f"{len(places)} sets of people are"
    return f"{what} withheld, in whole or in part, so that nobody can be recognised"


def withheld_groups(report: Report) -> tuple[tuple[str, str, str], ...]:
    """Return what is withheld as rows: reason, whose answers, on how many questions."""
    found: dict[str, list[Withheld]] = {}
    for each in report.withheld:
        found.setdefault(each.reason, []).append(each)
    return tuple(
        (
            f"{reason[0].upper()}{reason[1:]}",
            _people(withheld),
            _count([len(each.questions) for each in withheld]),
        )
        for reason, withheld in found.items()
    )


def _people(withheld: Sequence[Withheld]) -> str:
    """Return whose answers: each group once, with its segments."""
    places: dict[TableGroup, list[str]] = {}
    for each in withheld:
        place = ", ".join(value for _, value in each.segment)
        places.setdefault(each.group, []).append(place or "as a whole")
    return ". ".join(
        f"{_PEOPLE[group]}: {'; '.join(dict.fromkeys(each))}" for group, each in places.items()
    )


def _count(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"


def _title(question: Question) -> str:
    return question.title.rstrip(".")


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:]
