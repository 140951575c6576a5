"""Publications for tests: four pillars, answered by people with known leanings."""

import msgspec
import numpy as np

from analysis.publication import (
    CoarseComparison,
    Publication,
    Question,
    Rate,
    Table,
    TableGroup,
)
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import verdict
from analysis.tables import questions_of
from survey.questionnaire import GROUPS, find_questionnaire

FEW = "fewer than 8 answers"
NONE = "fewer than 5 answers"
LEANING = {"culture": 0.9, "focus": 0.1, "integrity_transparency": 1.4, "outcome_orientation": 0.0}
"""How much further up leaders stand than staff, in answers."""

Counts = dict[tuple[str, TableGroup], tuple[int, ...]]


def questions() -> tuple[Question, ...]:
    return questions_of(find_questionnaire("four_pillars"))


def counts_of(leaders: int, staff: int, *, seed: int = 1) -> Counts:
    """Counts of every question for both groups, as people would have answered it."""
    random = np.random.default_rng(seed)
    counts: Counts = {}
    for question in questions():
        for group in GROUPS:
            size = leaders if group == "leaders" else staff
            leaning = LEANING.get(question.pillar or "", 0.0) if group == "leaders" else 0.0
            answers = 3.2 + leaning + random.normal(0, 1.1, size)
            if question.kind == "ladder":
                middle = 2.1 if group == "leaders" else 3.9
                answers = middle + random.normal(0, 0.6, size)
            if question.kind == "prediction":
                answers = len(question.labels) * 0.75 + random.normal(0, 1, size)
            top = len(question.labels)
            chosen = np.clip(np.round(answers), 1, top).astype(np.int64)
            counts[question.id, group] = tuple(np.bincount(chosen, minlength=top + 1)[1:].tolist())
    for question in questions():
        if question.kind == "pillar":
            for group in GROUPS:
                counts[question.id, group] = _pillar(question, counts, group)
    return counts


def publication_of(
    *,
    leaders: int = 12,
    staff: int = 140,
    invited: tuple[int, int] | None = (15, 200),
    counts: Counts | None = None,
) -> Publication:
    """A publication of that many answers; with 5 to 7 leaders coarse, under 5 without."""
    known = counts_of(leaders, staff) if counts is None else counts
    too_few = None if leaders >= 8 else FEW if leaders >= 5 else NONE
    asked = questions()
    tables = tuple(
        _table(question, group, known[question.id, group], too_few if group == "leaders" else None)
        for question in asked
        for group in GROUPS
        if group in question.text
    )
    return Publication(
        round="r1",
        name="Spring pulse",
        organisation="Northwind Ferries",
        series="Northwind Ferries/four_pillars",
        source="made for tests",
        questionnaire="four_pillars.v1",
        fingerprint="ab" * 32,
        margin=0.10,
        thresholds={"scores": 5, "comments": 10, "counts": 8},
        questions=asked,
        tables=tables,
        rates=()
        if invited is None
        else (
            Rate(group="leaders", invited=invited[0], answered=leaders),
            Rate(group="staff", invited=invited[1], answered=staff),
        ),
        coarse=tuple(_coarse(asked, known, leaders)) if leaders < 8 else (),
        software={"plumbline": "0.1.0", "numpy": "2.4.0"},
        closed_on="2026-03-31",
    )


def item_publication() -> Publication:
    """A publication of two items that belong to no pillar, without a roster."""
    whole = publication_of(invited=None)
    items = [
        msgspec.structs.replace(each, pillar=None)
        for each in whole.questions
        if each.kind == "item"
    ][:2]
    ids = {each.id for each in items}
    return msgspec.structs.replace(
        whole,
        questions=tuple(items),
        tables=tuple(each for each in whole.tables if each.question in ids),
    )


def _table(
    question: Question, group: TableGroup, counts: tuple[int, ...], withheld: str | None
) -> Table:
    if withheld is not None:
        return Table(question=question.id, group=group, withheld=withheld)
    total = sum(counts)
    return Table(
        question=question.id,
        group=group,
        n=total,
        counts=counts,
        shares=tuple(each / total for each in counts),
    )


def _coarse(asked: tuple[Question, ...], counts: Counts, leaders: int) -> list[CoarseComparison]:
    found = []
    for question in asked:
        if question.kind == "prediction":
            continue
        if leaders < 5:
            found.append(CoarseComparison(question=question.id, verdict=None, withheld=NONE))
            continue
        exact = superiority(counts[question.id, "leaders"], counts[question.id, "staff"])
        assert isinstance(exact, Superiority)
        found.append(
            CoarseComparison(
                question=question.id,
                verdict=verdict(exact).word,
                superiority=_to_step(exact.estimate),
                low=_to_step(exact.low),
                high=_to_step(exact.high),
                leaders_higher=_to_step(exact.leaders_higher),
                same=_to_step(exact.same),
                staff_higher=_to_step(exact.staff_higher),
            )
        )
    return found


def _to_step(number: float) -> float:
    return round(number / 0.05) * 0.05


def _pillar(question: Question, counts: Counts, group: TableGroup) -> tuple[int, ...]:
    """People's means over the pillar's items, the items' answers dealt out in a fixed shuffle."""
    random = np.random.default_rng(len(question.id))
    size = len(question.items)
    people = sum(counts[question.items[0], group])
    total = np.zeros(people, dtype=np.int64)
    for item in question.items:
        answers = np.repeat(np.arange(1, 6), counts[item, group])
        total += random.permutation(answers)
    return tuple(np.bincount(total, minlength=size * 5 + 1)[size:].tolist())
