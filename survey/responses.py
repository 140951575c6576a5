"""One person's answers, and what of a form is an answer to a question."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from survey.questionnaire import Group, Question

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


def is_response_id(text: str) -> bool:
    """Whether ``text`` is a number that a form carries from the moment it is first drawn."""
    return _RESPONSE_ID.fullmatch(text) is not None


def choice_in(value: str, question: Question) -> int | None:
    """Return the choice that ``value`` names, from 1; None where the question offers it not.

    Only plain digits name one: `int` would also take "٣", "+3" and "0003".
    """
    most = len(question.labels)
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(most))):
        return None
    return int(value) if value[0] != "0" and int(value) <= most else None


def comment_in(text: str) -> str:
    """Return a comment as it is kept, however long it is.

    A browser counts a line break as one character and sends it as two. Invisible control
    characters, and half characters that only a broken program sends, are not kept.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode(errors="replace").decode()
    kept = (each for each in lines if each in "\n\t" or unicodedata.category(each) != "Cc")
    return unicodedata.normalize("NFC", "".join(kept)).strip()
