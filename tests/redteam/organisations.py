"""Organisations to attack: who is where, and what everybody answered."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Publication, Question, Table
from analysis.publishing import Facts, publish
from analysis.tables import Answers, Tables, item_question, pillar_question, tabulate

SCALE = ("1", "2", "3", "4", "5")
Cell = tuple[str, tuple[str, str] | None]
Ints = NDArray[np.int64]


def items(*names: str, pillar: str | None = None) -> tuple[Question, ...]:
    """Items on a five-point scale, and a pillar over all of them where it has a name."""
    asked = tuple(item_question(name, SCALE) for name in names)
    return asked if pillar is None else (*asked, pillar_question(pillar, asked))


def organisation(
    sizes: Mapping[str, tuple[int, int]],
    *,
    questions: Sequence[str] = ("q1",),
    seed: int = 0,
    silent: float = 0.0,
) -> Answers:
    """Leaders and staff of each department, answering at random."""
    generator = np.random.default_rng(seed)
    leads = [
        is_leader
        for leaders, staff in sizes.values()
        for is_leader in [True] * leaders + [False] * staff
    ]
    places = [name for name, both in sizes.items() for _ in range(sum(both))]
    people = len(leads)
    choices = {
        name: np.where(
            generator.random(people) < silent, 0, generator.integers(1, 6, people)
        ).astype(np.int8)
        for name in questions
    }
    return Answers(
        is_leader=np.array(leads, dtype=np.bool_),
        attributes={"department": np.array(places, dtype=np.str_)},
        choices=choices,
    )


def answers_of(
    groups: Sequence[str],
    attributes: Mapping[str, Sequence[str]],
    choices: Mapping[str, Sequence[int]],
) -> Answers:
    """Answers person by person."""
    return Answers(
        is_leader=np.array([each == "leaders" for each in groups], dtype=np.bool_),
        attributes={name: np.array(each, dtype=np.str_) for name, each in attributes.items()},
        choices={name: np.array(each, dtype=np.int8) for name, each in choices.items()},
    )


def joined(*parts: Answers) -> Answers:
    """Several sets of answers as one."""
    return Answers(
        is_leader=np.concatenate([each.is_leader for each in parts]),
        attributes={
            name: np.concatenate([each.attributes[name] for each in parts])
            for name in parts[0].attributes
        },
        choices={
            name: np.concatenate([each.choices[name] for each in parts])
            for name in parts[0].choices
        },
    )


def released(
    answers: Answers, questions: Sequence[Question], *earlier: Publication, name: str = "now"
) -> Publication:
    """Our publication."""
    return publish(answers, questions, Facts(round=name, name=name), earlier=earlier)


def unprotected(answers: Answers, questions: Sequence[Question], *, least: int = 5) -> Publication:
    """What a tool without complementary hiding shows: every table of ``least`` or more."""
    tables = tabulate(answers, questions)
    return Publication(
        round="open",
        name="open",
        organisation="",
        series="",
        source="",
        questionnaire="",
        fingerprint="",
        margin=0.1,
        thresholds={"scores": 5, "comments": 10, "counts": 8},
        questions=tables.questions,
        tables=tuple(
            _naive(tables, question.id, cell, least)
            for question in questions
            for cell in cells_of(tables)
        ),
    )


def cells_of(tables: Tables) -> list[Cell]:
    """Every declared set of people."""
    return [
        (group, segment)
        for segment in (None, *tables.segments)
        for group in ("leaders", "staff", "everyone")
    ]


def shown(publication: Publication, question: str = "q1") -> dict[Cell, Ints]:
    """Every shown table of one question, by set of people."""
    return {
        cell_of(each): np.array(each.counts)
        for each in publication.tables
        if each.question == question and each.counts is not None
    }


def cell_of(table: Table) -> Cell:
    return table.group, None if table.segment is None else next(iter(table.segment.items()))


def _naive(tables: Tables, question: str, cell: Cell, least: int) -> Table:
    counts = tables.of(question, *cell)
    group, segment = cell
    where = None if segment is None else {segment[0]: segment[1]}
    named = next(each for each in ("leaders", "staff", "everyone") if each == group)
    if counts.sum() < least:
        return Table(question=question, group=named, segment=where, withheld="too few")
    return Table(
        question=question,
        group=named,
        segment=where,
        n=int(counts.sum()),
        counts=tuple(counts.tolist()),
    )
