"""People lists: who is invited to a round, in which group, with which attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.questionnaire import Group

OTHER = "Other"
"""The value that stands for several values too rare to be stored."""
NOT_GIVEN = "Not given"
"""The value of an attribute that the list leaves empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of the people list.

    ``id`` is random and made by us; ``label`` is the name or number the list gives;
    ``attributes`` are the list's own values, before coarsening.
    """

    id: str
    label: str
    email: str | None
    group: Group
    attributes: Mapping[str, str]
    language: str | None = None
