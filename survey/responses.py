"""One person's answers, checked against the round's frozen questionnaire."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.errors import ResponseError
from survey.questionnaire import Group, Question, Questionnaire, questions

MOST_CHARACTERS = 4_000
"""The longest comment that is taken."""

_RESPONSE_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What one person answered: no name, no time, no order.

    ``id`` is random and was made when the form was first drawn. ``choices`` maps a
    question's id to a number from 1; ``comments`` an open question's id to words.
    """

    id: str
    choices: Mapping[str, int]
    comments: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResponse:
    """One response as the analysis reads it, after the round has closed."""

    group: Group
    attributes: Mapping[str, str]
    choices: Mapping[str, int]


def checked_response(
    questionnaire: Questionnaire, group: Group, response_id: str, form: Mapping[str, Sequence[str]]
) -> Response:
    """Return what a form says, if it fits the questionnaire.

    Parameters
    ----------
    questionnaire
        The one frozen into the round.
    group
        The group of the invitation: leaders and staff are asked different questions.
    response_id
        32 hexadecimal characters, made when the form was first drawn.
    form
        The form's fields by the id of the question, each with all values it was sent
        with. Empty fields are questions that were skipped.

    Raises
    ------
    ResponseError
        A field is unknown, repeated, not one of the question's answers or too long. The
        message names the field and never what was typed into it.
    """
    if not _RESPONSE_ID.fullmatch(response_id):
        raise ResponseError(
            "the form's own number must be 32 hexadecimal characters",
            advice="This page is damaged. Please open your link again; nothing was stored.",
        )
    asked = {each.id: each for each in questions(questionnaire, group, questionnaire.languages[0])}
    choices: dict[str, int] = {}
    comments: dict[str, str] = {}
    for name, values in form.items():
        value = _only_value(asked, name, values)
        if not value:
            continue
        if asked[name].kind == "open":
            comments[name] = _checked_comment(name, value)
        else:
            choices[name] = _checked_choice(asked[name], value)
    return Response(id=response_id, choices=choices, comments=comments)


def _only_value(asked: Mapping[str, Question], name: str, values: Sequence[str]) -> str:
    if name not in asked:
        raise ResponseError(
            f"the questionnaire asks this group nothing called {name[:60]!r}",
            advice="This page is out of date. Please open your link again; nothing was stored.",
        )
    if len(values) > 1:
        raise ResponseError(
            f"{name!r} was answered {len(values)} times",
            advice="One question was answered more than once. Choose one answer and send again.",
        )
    return values[0].strip() if values else ""


def _checked_comment(name: str, value: str) -> str:
    # A browser counts a line break as one character and sends it as two.
    words = value.replace("\r\n", "\n").replace("\x00", "")
    # Half a character, which only a broken program sends, has no place in UTF-8.
    words = words.encode(errors="replace").decode()
    if len(words) > MOST_CHARACTERS:
        raise ResponseError(
            f"the comment on {name!r} has {len(words):,} characters, at most "
            f"{MOST_CHARACTERS:,} are taken",
            advice=f"One comment has {len(words):,} characters. Please shorten it to "
            f"{MOST_CHARACTERS:,}; your other answers are still on the page.",
        )
    return words


def _checked_choice(question: Question, value: str) -> int:
    most = len(question.labels)
    # Compared as text: int() would also take "٣", "+3" and "0003".
    if value not in {str(choice) for choice in range(1, most + 1)}:
        raise ResponseError(
            f"the answer to {question.id!r} is not a number from 1 to {most}",
            advice="One answer is not among those offered. Choose one of them and send again.",
        )
    return int(value)
