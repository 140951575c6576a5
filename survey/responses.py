"""One person's answers, checked against the round's frozen questionnaire."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.questionnaire import Group


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
