"""The form as the page shows it: parts, questions in order, what is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from survey.questionnaire import Question, asked_as
from survey.respond.forms import Filled, Problem, numbers

Layout = Literal["row", "column", "grid", "steps"]
_MOST_IN_A_ROW = 5
_LONGEST_IN_A_ROW = 32
_LONGEST_IN_A_GRID = 6
_LONGEST_STEP = 12
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question on the page.

    ``layout`` says how the answers stand where there is room: a few short ones in a row,
    many very short ones in a grid, everything else below one another; a silo matrix's few
    stay in a row on the smallest page, department below department. ``about`` gives a
    prediction the numbers of the first and last question it is about.
    """

    question: Question
    number: int
    choice: int | None
    comment: str
    problems: tuple[Problem, ...]
    layout: Layout
    about: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Questions that stand together. Its head names no topic, so that it leads nobody."""

    number: int
    kind: str
    fields: tuple[Field, ...]

    @property
    def is_long(self) -> bool:
        """Whether a silo matrix has so many departments that one opens only those one needs."""
        return self.kind == "silo" and len(self.fields) > _MOST_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The whole form."""

    parts: tuple[Part, ...]
    filled: Filled
    total: int

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return len({asked_as(each) for each in (*self.filled.choices, *self.filled.comments)})

    @property
    def first(self) -> str:
        """The id of the first question."""
        return self.parts[0].fields[0].question.id


def form_view(questions: Sequence[Question], filled: Filled) -> Form:
    """Arrange ``questions`` in parts and fill in what was answered."""
    number_of = numbers(questions)
    sections = _sections(questions, number_of)
    fields = [_field(number_of[each.id], each, filled, sections) for each in questions]
    groups = [tuple(part) for _, part in groupby(fields, key=_part_of)]
    parts = tuple(
        Part(number=number, kind=part[0].question.kind, fields=part)
        for number, part in enumerate(groups, 1)
    )
    return Form(parts=parts, filled=filled, total=len(set(number_of.values())))


def _field(
    number: int, question: Question, filled: Filled, sections: Mapping[str, tuple[int, int]]
) -> Field:
    return Field(
        question=question,
        number=number,
        choice=filled.choices.get(question.id),
        comment=filled.comments.get(question.id, ""),
        problems=tuple(each for each in filled.problems if each.question_id == question.id),
        layout=_layout(question),
        about=_about(question, sections),
    )


def _sections(
    questions: Sequence[Question], number_of: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Return for each pillar's title the numbers of its first and last question."""
    sections: dict[str, tuple[int, int]] = {}
    for question in questions:
        if question.kind == "item":
            number = number_of[question.id]
            first, _ = sections.get(question.section, (number, number))
            sections[question.section] = (first, number)
    return sections


def _about(question: Question, sections: Mapping[str, tuple[int, int]]) -> tuple[int, int] | None:
    return sections.get(question.section) if question.kind == "prediction" else None


def _part_of(field: Field) -> tuple[str, str]:
    # Predictions and open questions each stand together, whatever they are about.
    kind = field.question.kind
    return (kind, field.question.section if kind == "item" else "")


def _layout(question: Question) -> Layout:
    labels = question.labels
    if question.kind == "silo" and len(labels) <= _MOST_IN_A_ROW and _fits_a_step(labels):
        return "steps"
    longest = max((len(label) for label in labels), default=0)
    if len(labels) > _MOST_IN_A_ROW and longest <= _LONGEST_IN_A_GRID:
        return "grid"
    if len(labels) <= _MOST_IN_A_ROW and longest <= _LONGEST_IN_A_ROW:
        return "row"
    return "column"


def _fits_a_step(labels: Sequence[str]) -> bool:
    """Whether no word is too long for a fifth of a phone's width, hyphenated once at most."""
    return all(len(word) <= _LONGEST_STEP for label in labels for word in label.split())
