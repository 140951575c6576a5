"""What the command line asks of a file, and the answers read from it."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from analysis.cli.predicted import Guesses, Predicted, read_predictions
from analysis.importers.plain_csv import (
    categories_of,
    choices_of,
    read_columns,
    rows_with,
)
from analysis.publication import Question
from analysis.tables import Answers, item_question, pillar_question


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for, checked.

    ``outcome`` is an item that pillars may go together with, on a scale of its own;
    ``predicted`` names the columns that have leaders' predictions of staff.
    """

    file: Path
    group: str
    leaders: str
    staff: str
    items: tuple[str, ...]
    pillars: Mapping[str, tuple[str, ...]]
    categories: tuple[str, ...] | None
    segments: tuple[str, ...] = ()
    outcome: str | None = None
    predicted: Mapping[str, Predicted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file's answers, and what they are counted by.

    ``outcome`` has each person's answer to the outcome item, 0 for none; empty when none
    was asked for. ``guesses`` has, of each item or pillar predicted, how many leaders
    predicted what.
    """

    answers: Answers
    questions: tuple[Question, ...]
    categories: tuple[str, ...]
    left_out: int
    outcome: NDArray[np.int8]
    guesses: Mapping[str, Guesses]

    def of(self, kind: str) -> list[Question]:
        """Return the items, or the pillars."""
        return [each for each in self.questions if each.kind == kind]


def read_answers(asked: Asked) -> Read:
    """Read the rows of leaders and staff of a file.

    Raises
    ------
    FileError
        A column, a group's value or an answer is not in the file as asked for.
    """
    columns = read_columns(asked.file)
    leaders = rows_with(columns, asked.group, asked.leaders)
    chosen = leaders | rows_with(columns, asked.group, asked.staff)
    items = list(
        dict.fromkeys([*asked.items, *(each for one in asked.pillars.values() for each in one)])
    )
    categories = asked.categories or categories_of(columns, items)
    questions = {each: _item(each, categories, asked.pillars) for each in items}
    pillars = [
        pillar_question(name, [questions[each] for each in members])
        for name, members in asked.pillars.items()
    ]
    outcome = np.zeros(0, dtype=np.int8)
    if asked.outcome is not None:
        own = categories if asked.outcome in items else categories_of(columns, [asked.outcome])
        outcome = choices_of(columns, asked.outcome, own)[chosen]
    return Read(
        answers=Answers(
            is_leader=leaders[chosen],
            attributes={each: columns[each][chosen] for each in asked.segments},
            choices={each: choices_of(columns, each, categories)[chosen] for each in items},
        ),
        questions=(*questions.values(), *pillars),
        categories=categories,
        left_out=int((~chosen).sum()),
        outcome=outcome,
        guesses=read_predictions(columns, asked.predicted, leaders, categories),
    )


def parse_pillars(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read ``NAME=a,b,c`` pairs.

    Raises
    ------
    argparse.ArgumentTypeError
        One has no name or no items, or repeats a name.
    """
    pillars: dict[str, tuple[str, ...]] = {}
    for each in given:
        name, equals, items = each.partition("=")
        members = tuple(dict.fromkeys(item.strip() for item in items.split(",") if item.strip()))
        if not (name.strip() and equals and members) or name.strip() in pillars:
            raise argparse.ArgumentTypeError(
                f"--pillar must be NAME=a,b,c, each once, got {each!r}"
            )
        pillars[name.strip()] = members
    return pillars


def points_of(question: Question, categories: Sequence[str]) -> tuple[float, ...]:
    """Return a question's categories in points: their own numbers where 1 apart, else 1 to K."""
    return tuple(each + _offset(categories) for each in question.values)


def _item(name: str, categories: Sequence[str], pillars: Mapping[str, tuple[str, ...]]) -> Question:
    pillar = next((each for each, members in pillars.items() if name in members), None)
    return msgspec.structs.replace(item_question(name, categories), pillar=pillar)


def _offset(categories: Sequence[str]) -> float:
    try:
        numbers = np.array([float(each) for each in categories])
    except ValueError:
        return 0.0
    return float(numbers[0] - 1) if (np.diff(numbers) == 1).all() else 0.0
