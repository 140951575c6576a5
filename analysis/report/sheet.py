"""What the method sheet holds: who was asked, what is withheld, how it was computed."""

from dataclasses import dataclass

from analysis.publication import Question, TableGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Questions that are not shown for one set of people, all for the same reason."""

    group: TableGroup
    segment: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupUse:
    """Invited and answered people of a group, and how many answers questions rest on.

    ``used`` is the smallest and largest number of answers behind a pillar or ladder;
    ``None`` where it is not shown. ``census_share`` is what the finite-population factor
    took out of this group's variance, 0 when it was not applied. ``function`` is there where
    it is about the staff of one function alone, who were asked its module.
    """

    group: TableGroup
    invited: int | None
    answered: int | None
    used: tuple[int, int] | None
    census_share: float
    function: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the numbers came about: enough to do it again.

    ``groups`` are leaders and staff, ``modules`` the staff of each function that has a module.
    """

    questionnaire: str
    fingerprint: str
    source: str
    closed_on: str | None
    margin: float
    thresholds: dict[str, int]
    groups: tuple[GroupUse, ...]
    modules: tuple[GroupUse, ...]
    tests: tuple[str, ...]
    software: dict[str, str]

    def groups_for(self, question: Question) -> tuple[GroupUse, ...]:
        """Return who was asked a question: of a function module's staff those of its function."""
        if question.function is None:
            return self.groups
        own = (each for each in self.modules if each.function == question.function)
        return (*(each for each in self.groups if each.group != "staff"), *own)
