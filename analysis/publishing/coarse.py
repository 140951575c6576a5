"""Groups of five to seven: a verdict and rounded numbers, never counts."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.publication import (
    CoarseComparison,
    Publication,
    Question,
    Rate,
    TableGroup,
    invited_of,
)
from analysis.publishing.before import told_before
from analysis.publishing.together import Column, possible_scores
from analysis.stats.contest import Contest
from analysis.stats.enumeration import (
    RELEASES,
    Chosen,
    Release,
    possible_answers,
    safest_telling,
)
from analysis.stats.equivalence import equivalence
from analysis.stats.finite_population import Invited, finite_factor
from analysis.stats.multiplicity import holm
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import Word, word_for
from analysis.tables import Tables
from survey.rounds import Thresholds

_GROUPS: tuple[TableGroup, TableGroup] = ("leaders", "staff")
_ONE_GROUP = ("prediction", "silo")
"""Kinds that are never held against the other group."""
_WORD_ONLY = RELEASES[-1:]
_ITEMS_LEAVE = 8
"""Fewest multisets of a pillar's item: with five, hardly anything could be said of the pillar."""
_LESS = "some or all numbers are withheld: with them single answers could be worked out"
_TOO_FEW = "too few answers to say anything without showing single answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a comparison needs beside the tables; ``earlier`` publications of the series.

    ``rates`` are those released: they tell how many were invited to answer a question.
    """

    thresholds: Thresholds
    margin: float
    rates: tuple[Rate, ...] = ()
    earlier: tuple[Publication, ...] = ()


def coarse_comparisons(
    tables: Tables,
    released: Sequence[tuple[str, str]],
    rules: Rules,
    *,
    silent: Container[str] = (),
) -> tuple[CoarseComparison, ...]:
    """Return what is said of every question with a group of k to ``thresholds.counts`` - 1.

    Parameters
    ----------
    tables
        All counts of the round.
    released
        Question and group of every table of a whole group that is shown.
    rules
        Thresholds, margin and rosters.
    silent
        Questions of which nothing may be said, for a reason found elsewhere (the audit).
    """
    judge = _Judge(tables=tables, rules=rules, released=frozenset(released), silent=silent)
    asked = [each for each in tables.questions if each.kind not in _ONE_GROUP]
    chosen: dict[str, Chosen | None] = {}
    for question in sorted(asked, key=lambda each: each.kind == "pillar"):
        group = judge.small_group(question.id)
        if group is not None and question.kind == "pillar":
            chosen[question.id] = judge.pillar(question, group, chosen)
        elif group is not None:
            chosen[question.id] = judge.alone(question.id, group)
    words = _pillars_words(tables, rules, chosen)
    return tuple(
        _comparison(each.id, chosen[each.id], words) for each in asked if each.id in chosen
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Finds what may be said of one question at a time; None where nothing was looked for."""

    tables: Tables
    rules: Rules
    released: frozenset[tuple[str, str]]
    silent: Container[str]

    def small_group(self, question: str) -> TableGroup | None:
        """The only group with enough answers for a number but not for counts."""
        thresholds = self.rules.thresholds
        n: dict[TableGroup, int] = {each: self._people(question, each) for each in _GROUPS}
        small: list[TableGroup] = [
            each for each in _GROUPS if thresholds.scores <= n[each] < thresholds.counts
        ]
        if len(small) == 1 or (small and max(n.values()) < thresholds.counts):
            return small[0]
        return None

    def alone(self, question: str, group: TableGroup) -> Chosen | None:
        """What may be said of an item or a ladder."""
        if question in self.silent or (question, _other(group)) not in self.released:
            return None
        own = self.tables.of(question, group)
        possible = possible_answers(int(own.sum()), own.size)
        if any(question in each.items for each in self.tables.questions):
            possible = replace(possible, fewest=_ITEMS_LEAVE)
        return safest_telling(own, self._contest(question, group), possible=possible)

    def pillar(
        self, pillar: Question, group: TableGroup, items: Mapping[str, Chosen | None]
    ) -> Chosen | None:
        """What may be said of a pillar beside what is said of its items."""
        columns = [self._column(each, group, items.get(each)) for each in pillar.items]
        known = [each for each in columns if each is not None]
        nothing = pillar.id in self.silent or (pillar.id, _other(group)) not in self.released
        if nothing or len(known) < len(columns):
            return None
        people = self._people(pillar.id, group)
        # Beside numbers on its items a pillar's would tell of who skipped one.
        mixed = any(each.people != people for each in known)
        return safest_telling(
            self.tables.of(pillar.id, group),
            self._contest(pillar.id, group),
            possible=possible_scores(pillar, known, people),
            releases=_WORD_ONLY if mixed else RELEASES,
        )

    def _column(self, item: str, group: str, said: Chosen | None) -> Column | None:
        """What is known of an item; None where a shown or mostly equal table is hidden."""
        own = self.tables.of(item, group)
        if own.sum() < self.rules.thresholds.counts:
            fits = possible_answers(int(own.sum()), own.size).own if said is None else said.fitting
            return Column(fitting=fits, hidden=bool(own.sum()))
        if (item, group) in self.released:
            return Column(fitting=own.astype(np.int8)[None], hidden=False)
        return None

    def _people(self, question: str, group: str) -> int:
        return int(self.tables.of(question, group).sum())

    def _contest(self, question: str, group: TableGroup) -> Contest:
        family = _family(self.tables, self.rules)
        return Contest(
            other=tuple(self.tables.of(question, _other(group)).tolist()),
            small_is_leaders=group == "leaders",
            factors=_factors(question, self.tables, self.rules),
            margin=self.rules.margin,
            family=len(family) if question in family else 1,
            before=told_before(
                self.rules.earlier, question, group, self.tables.of(question, group)
            ),
        )


def _other(group: str) -> str:
    return "staff" if group == "leaders" else "leaders"


def _invited(question: str, tables: Tables, rules: Rules) -> Invited:
    asked = next(each for each in tables.questions if each.id == question)
    return invited_of(rules.rates, asked)


def _factors(question: str, tables: Tables, rules: Rules) -> tuple[float, float]:
    invited = _invited(question, tables, rules)
    return (
        finite_factor(float(tables.of(question, "leaders").sum()), invited.leaders),
        finite_factor(float(tables.of(question, "staff").sum()), invited.staff),
    )


def _family(tables: Tables, rules: Rules) -> tuple[str, ...]:
    """Pillars that are compared, and so corrected for one another."""
    return tuple(
        each.id
        for each in tables.questions
        if each.kind == "pillar"
        and min(tables.of(each.id, group).sum() for group in ("leaders", "staff"))
        >= rules.thresholds.scores
    )


def _pillars_words(
    tables: Tables, rules: Rules, chosen: Mapping[str, Chosen | None]
) -> dict[str, Word]:
    """Return pillars' words after Holm's correction.

    A pillar of which nothing is said counts as if nothing had been found, so that the
    others' words tell nothing of it.
    """
    tests: dict[str, tuple[float, float]] = {}
    for pillar in _family(tables, rules):
        said = chosen.get(pillar)
        if pillar in chosen and (said is None or said.word is None):
            tests[pillar] = (1.0, 1.0)
            continue
        invited = _invited(pillar, tables, rules)
        found = superiority(
            tables.of(pillar, "leaders"),
            tables.of(pillar, "staff"),
            invited_leaders=invited.leaders,
            invited_staff=invited.staff,
        )
        if isinstance(found, Superiority):
            same = equivalence(found, margin=rules.margin).p_value
            tests[pillar] = (found.p_difference, same)
    differences, same_ = (holm([each[place] for each in tests.values()]) for place in (0, 1))
    return {
        pillar: word_for(differs, alike)
        for pillar, differs, alike in zip(tests, differences, same_, strict=True)
    }


def _comparison(
    question: str, chosen: Chosen | None, words: Mapping[str, Word]
) -> CoarseComparison:
    if chosen is None or chosen.word is None:
        return CoarseComparison(question=question, verdict=None, withheld=_TOO_FEW)
    release: Release = chosen.release
    return CoarseComparison(
        question=question,
        verdict=words.get(question, chosen.word),
        step=release.step,
        withheld=None if release == RELEASES[0] else _LESS,
        **chosen.values,
    )
