"""What the command line asks of a file, and the answers read from it."""

import argparse
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from analysis.cli.arriving import say_neither, say_no_answer, say_order, take_columns
from analysis.cli.predicted import Guesses, Predicted, read_predictions
from analysis.importers.columns import Columns, rows_with
from analysis.importers.formats import PLAIN
from analysis.importers.scales import categories_of, choices_of, names_of
from analysis.publication import Question
from analysis.tables import Answers, item_question, pillar_question


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for, checked.

    ``outcome`` is an item that pillars may go together with, on a scale of its own;
    ``predicted`` names the columns that have leaders' predictions of staff; ``no_answer``
    has answers that count as none, such as "Don't know".
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
    file_format: str = PLAIN
    keep_unfinished: bool = False
    no_answer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file's answers, and what they are counted by.

    ``left_out`` is how many rows are of neither group, ``unread`` how many the importer left
    out and why. ``outcome`` has each person's answer to the outcome item, 0 for none.
    ``guesses`` has, of each item or pillar predicted, how many leaders predicted what.
    """

    answers: Answers
    questions: tuple[Question, ...]
    categories: tuple[str, ...]
    left_out: int
    unread: Mapping[str, int]
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
    columns = take_columns(asked.file, asked.file_format, keep_unfinished=asked.keep_unfinished)
    leaders = rows_with(columns, asked.group, asked.leaders)
    chosen = leaders | rows_with(columns, asked.group, asked.staff)
    say_neither(columns, int((~chosen).sum()))
    items = list(
        dict.fromkeys([*asked.items, *(each for one in asked.pillars.values() for each in one)])
    )
    scale = _scale(asked, columns, items)
    categories = names_of(scale)
    questions = {each: _item(each, categories, asked.pillars) for each in items}
    pillars = [
        pillar_question(name, [questions[each] for each in members])
        for name, members in asked.pillars.items()
    ]
    choices = {each: choices_of(columns, each, scale, asked.no_answer) for each in items}
    if asked.no_answer:
        say_no_answer(columns, items, sum(int((each == 0).sum()) for each in choices.values()))
    return Read(
        answers=Answers(
            is_leader=leaders[chosen],
            attributes={each: columns.words(each)[chosen] for each in asked.segments},
            choices={each: found[chosen] for each, found in choices.items()},
        ),
        questions=(*questions.values(), *pillars),
        categories=categories,
        left_out=int((~chosen).sum()),
        unread=columns.left_out,
        outcome=_outcome(asked, columns, items, scale)[chosen],
        guesses=read_predictions(
            columns, asked.predicted, leaders, scale, no_answer=asked.no_answer
        ),
    )


def split_names(text: str) -> tuple[str, ...]:
    """Return names with commas between them; those that hold commas stand in quotation marks.

    Examples
    --------
    >>> split_names('Q1, "How often, on the whole?"')
    ('Q1', 'How often, on the whole?')
    """
    rows = csv.reader([text], skipinitialspace=True)
    return tuple(" ".join(each.split()) for row in rows for each in row)


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
        members = tuple(dict.fromkeys(item for item in split_names(items) if item))
        if not (name.strip() and equals and members) or name.strip() in pillars:
            raise argparse.ArgumentTypeError(
                f"--pillar must be NAME=a,b,c, each once, got {each!r}"
            )
        pillars[name.strip()] = members
    return pillars


def points_of(question: Question, categories: Sequence[str]) -> tuple[float, ...]:
    """Return a question's categories in points: their own numbers where 1 apart, else 1 to K."""
    return tuple(each + _offset(categories) for each in question.values)


def _scale(asked: Asked, columns: Columns, items: Sequence[str]) -> tuple[str, ...]:
    if asked.categories:
        return asked.categories
    found = categories_of(columns, items, asked.no_answer)
    say_order(columns, items, found)
    return found


def _outcome(
    asked: Asked, columns: Columns, items: Sequence[str], scale: Sequence[str]
) -> NDArray[np.int8]:
    """Return every row's answer to the outcome item, all 0 where none was asked for."""
    if asked.outcome is None:
        return np.zeros(columns.rows, dtype=np.int8)
    own = scale
    if asked.outcome not in items:
        own = categories_of(columns, [asked.outcome], asked.no_answer)
        say_order(columns, [asked.outcome], own)
    return choices_of(columns, asked.outcome, own, asked.no_answer)


def _item(name: str, categories: Sequence[str], pillars: Mapping[str, tuple[str, ...]]) -> Question:
    pillar = next((each for each, members in pillars.items() if name in members), None)
    return msgspec.structs.replace(item_question(name, categories), pillar=pillar)


def _offset(categories: Sequence[str]) -> float:
    try:
        numbers = np.array([float(each) for each in categories])
    except ValueError:
        return 0.0
    return float(numbers[0] - 1) if (np.diff(numbers) == 1).all() else 0.0
