"""What a posted form says: answers as typed, and what is wrong with them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

from survey.html.body import Fields
from survey.invitations import new_id
from survey.questionnaire import Question, asked_as
from survey.responses import (
    MOST_CHARACTERS,
    Response,
    choice_in,
    comment_in,
    is_response_id,
)

RESPONSE_ID = "response-id"
"""The hidden field with the response's id; no question can have this name."""
CLEAR = "clear-answer"
"""The button that takes one answer back; its value is the question's id."""
PAGE_LANGUAGE = "page-language"
"""The hidden field with the language of the page that was filled in."""
CHOSEN_LANGUAGE = "chosen-language"
"""The button that shows the page in another language; its value is that language."""
_OURS = frozenset({RESPONSE_ID, CLEAR, PAGE_LANGUAGE, CHOSEN_LANGUAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a form; ``question_id`` is None where no question is to blame."""

    question_id: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as somebody filled it in, rightly or not.

    ``choices`` holds only choices that fit; ``comments`` holds what was typed, also when
    it is too long, so that nothing typed is lost.
    """

    response_id: str = field(default_factory=new_id)
    choices: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.choices and not self.comments

    def as_response(self) -> Response:
        """Return the answers as they are stored."""
        return Response(id=self.response_id, choices=self.choices, comments=self.comments)

    def as_draft(self) -> dict[str, Any]:
        """Return the answers as a draft keeps them, encrypted."""
        return {
            "response_id": self.response_id,
            "choices": dict(self.choices),
            "comments": dict(self.comments),
        }


def read_answers(fields: Fields, questions: Sequence[Question], words: NullTranslations) -> Filled:
    """Read a form against the questions it must answer.

    An empty or missing answer is a skipped question. Problems name the question by its
    number on the page, and a silo matrix's row by its department too; they never repeat what
    was typed.
    """
    known = _called(questions)
    by_id = {question.id: question for question in questions}
    problems = _strange_fields(fields, known, words)
    choices: dict[str, int] = {}
    comments: dict[str, str] = {}
    for name, value in fields:
        question = by_id.get(name)
        if question is None:
            continue
        if question.kind == "open":
            if text := comment_in(value):
                comments[name] = text
            if len(text) > MOST_CHARACTERS:
                problems.append(_too_long(question.id, known[name], len(text), words))
        elif value:
            choice = choice_in(value, question)
            if choice is None:
                problems.append(_off_scale(question, known[name], words))
            else:
                choices[name] = choice
    return Filled(
        response_id=_response_id(fields),
        choices=choices,
        comments=comments,
        problems=tuple(problems),
    )


def numbers(questions: Sequence[Question]) -> dict[str, int]:
    """Return each question's number on the page; all rows of a silo matrix have one number."""
    places = dict.fromkeys(asked_as(question.id) for question in questions)
    number_of = {name: number for number, name in enumerate(places, 1)}
    return {question.id: number_of[asked_as(question.id)] for question in questions}


def _called(questions: Sequence[Question]) -> dict[str, str]:
    """Return how each question is spoken of: by its number, a silo matrix's row by both."""
    number_of = numbers(questions)
    return {
        each.id: f"{number_of[each.id]} (\u2068{each.text}\u2069)"  # whichever way it is read
        if each.kind == "silo"
        else str(number_of[each.id])
        for each in questions
    }


def from_draft(draft: Mapping[str, Any], questions: Sequence[Question]) -> Filled:
    """Return a decrypted draft as a filled form, as far as it still fits the questions."""
    fields = [(RESPONSE_ID, str(draft.get("response_id", "")))]
    answers = {**_mapping(draft.get("choices")), **_mapping(draft.get("comments"))}
    fields += [(name, str(value)) for name, value in answers.items()]
    filled = read_answers(tuple(fields), questions, NullTranslations())
    return Filled(response_id=filled.response_id, choices=filled.choices, comments=filled.comments)


def without(filled: Filled, question_id: str) -> Filled:
    """Return the form with one answer taken back."""
    return Filled(
        response_id=filled.response_id,
        choices={name: choice for name, choice in filled.choices.items() if name != question_id},
        comments=filled.comments,
        problems=tuple(each for each in filled.problems if each.question_id != question_id),
    )


def _strange_fields(
    fields: Fields, known: Mapping[str, str], words: NullTranslations
) -> list[Problem]:
    times = Counter(name for name, _ in fields)
    problems = [
        Problem(
            question_id=name,
            message=words.gettext(
                "Question {number}: two answers came. Choose one of them."
            ).format(number=known[name]),
        )
        for name, count in times.items()
        if name in known and count > 1
    ]
    if times.keys() - known.keys() - _OURS:
        message = words.gettext(
            "The page sent an answer to a question that this survey does not have. It was left "
            "out. Check your answers below and submit them again."
        )
        problems.append(Problem(question_id=None, message=message))
    return problems


def _response_id(fields: Fields) -> str:
    given = [value for name, value in fields if name == RESPONSE_ID]
    return given[0] if given and is_response_id(given[0]) else new_id()


def _off_scale(question: Question, called: str, words: NullTranslations) -> Problem:
    message = words.gettext(
        "Question {number}: the answer is not one of the {count} offered. Choose one of them, "
        "or leave the question out."
    )
    return Problem(
        question_id=question.id,
        message=message.format(number=called, count=len(question.labels)),
    )


def _too_long(question_id: str, called: str, length: int, words: NullTranslations) -> Problem:
    message = words.gettext(
        "Question {number}: your text has {length} characters, and {limit} fit. "
        "Shorten it by {over}."
    )
    return Problem(
        question_id=question_id,
        message=message.format(
            number=called, length=length, limit=MOST_CHARACTERS, over=length - MOST_CHARACTERS
        ),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
