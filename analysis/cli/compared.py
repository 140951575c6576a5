"""`compare`: an analyst's own answers, leaders held against staff."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analysis.cli.as_json import NOT_ASKED, Json, plain, some
from analysis.cli.asked import Asked, Read, points_of, read_answers
from analysis.cli.careless import careless_numbers
from analysis.cli.method import method_sheet
from analysis.cli.numbers import (
    Pair,
    Rules,
    agreement_numbers,
    contract_numbers,
    expert_numbers,
    mean_gap_numbers,
    settling_numbers,
    superiority_numbers,
)
from analysis.cli.predicted import Counts, Known, prediction_numbers
from analysis.cli.staffwise import (
    Target,
    comparability_numbers,
    department_numbers,
    importance_numbers,
    read_margins,
    reliability_numbers,
    staff_weights,
    weighted_numbers,
)
from analysis.publication import Question
from analysis.stats.agreement import rwg_j
from analysis.stats.change import Pair as Round
from analysis.stats.change import change_in_points, change_in_superiority
from analysis.stats.comparability import spread_of_items
from analysis.stats.comparison import Comparison, compare
from analysis.stats.means import moments
from analysis.stats.multiplicity import benjamini_hochberg
from analysis.stats.planning import outlook
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import Verdict, verdicts
from analysis.tables import Answers, Tables, counts_by, tabulate
from survey.errors import FileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to compare with, beside the answers.

    ``departments`` is a column; ``margins`` a file with staff's roster; ``earlier`` an
    earlier round's file with the same columns.
    """

    rules: Rules
    departments: str | None = None
    departments_are: Target = "all"
    margins: Path | None = None
    earlier: Path | None = None


def compare_file(asked: Asked, wanted: Wanted) -> Json:
    """Return everything that is said about two groups, as the contract lays it out.

    Raises
    ------
    FileError
        As `read_answers`; or more people answered than were invited; or the roster's
        margins or the earlier file do not fit.
    """
    margins = {} if wanted.margins is None else read_margins(wanted.margins)
    columns = [*margins] if wanted.departments is None else [wanted.departments, *margins]
    asked = replace(asked, segments=tuple(dict.fromkeys(columns)))
    read = read_answers(asked)
    before = None if wanted.earlier is None else _before(asked, wanted.earlier, read)
    try:
        found = _Found.of(read, wanted, margins, before)
    except ValueError as error:
        raise FileError(f"{asked.file.name}: {error}") from error
    rules = wanted.rules
    return {
        "schema": "plumbline/compare@1",
        "margin": rules.margin,
        "groups": {
            "leaders": _group(asked.leaders, read.answers, rules.invited.leaders, is_leader=True),
            "staff": _group(asked.staff, read.answers, rules.invited.staff, is_leader=False),
        },
        "questions": found.questions(),
        "pillars": found.pillars(),
        "planning": _planning(read.answers, rules),
        "straight_lining": careless_numbers(read, found.words(), found.reworded),
        "importance": importance_numbers(read, asked.outcome, wanted.departments),
        "method": method_sheet(asked, read, rules),
    }


def compared_tables(read: Read, tables: Tables, rules: Rules) -> dict[str, Comparison]:
    """Return every question's comparison, by its id.

    Raises
    ------
    ValueError
        More people answered than were invited.
    """
    return {
        each.id: compare(
            tables.of(each.id, "leaders"),
            tables.of(each.id, "staff"),
            values=points_of(each, read.categories),
            invited=rules.invited,
            margin=rules.margin,
        )
        for each in read.questions
    }


def corrected(
    read: Read, compared: Mapping[str, Comparison], margin: float
) -> dict[str, Verdict | NotEstimable]:
    """Return each question's verdict: items' own, pillars' after Holm over the pillars."""
    words = {each.id: compared[each.id].verdict for each in read.questions}
    pillars = {
        each.id: a
        for each in read.of("pillar")
        if isinstance(a := compared[each.id].superiority, Superiority)
    }
    return words | dict(zip(pillars, verdicts(list(pillars.values()), margin=margin), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One file's tables and comparisons; gives the parts of the document."""

    read: Read
    wanted: Wanted
    margins: Mapping[str, Mapping[str, int]]
    tables: Tables
    compared: Mapping[str, Comparison]
    verdicts: Mapping[str, Verdict | NotEstimable]
    before: Tables | None

    @classmethod
    def of(
        cls,
        read: Read,
        wanted: Wanted,
        margins: Mapping[str, Mapping[str, int]],
        before: Tables | None,
    ) -> "_Found":
        tables = tabulate(read.answers, read.questions, few=0)
        compared = compared_tables(read, tables, wanted.rules)
        return cls(
            read=read,
            wanted=wanted,
            margins=margins,
            tables=tables,
            compared=compared,
            verdicts=corrected(read, compared, wanted.rules.margin),
            before=before,
        )

    def words(self) -> dict[str, str | None]:
        return {key: _word_of(each) for key, each in self.verdicts.items()}

    def reworded(self, answers: Answers) -> dict[str, str | None]:
        """The words of other answers to the same questions."""
        tables = tabulate(answers, self.read.questions, few=0)
        rules = self.wanted.rules
        again = corrected(self.read, compared_tables(self.read, tables, rules), rules.margin)
        return {key: _word_of(each) for key, each in again.items()}

    def questions(self) -> list[Json]:
        items = self.read.of("item")
        family = {
            each.id: a.p_difference
            for each in items
            if isinstance(a := self.compared[each.id].superiority, Superiority)
        }
        adjusted = dict(zip(family, benjamini_hochberg(list(family.values())), strict=True))
        return [self._item(each, adjusted) for each in items]

    def pillars(self) -> list[Json]:
        return [self._pillar(each) for each in self.read.of("pillar")]

    def _item(self, item: Question, adjusted: Mapping[str, float]) -> Json:
        pair, found = self._pair(item), self.compared[item.id]
        counts = {"leaders": pair.leaders, "staff": pair.staff}
        return {
            "id": item.id,
            "categories": [_as_number(each) for each in self.read.categories],
            **contract_numbers(pair, found),
            "agreement": agreement_numbers(counts),
            "p_bh": adjusted.get(item.id, plain(found.superiority)),
            "verdict": _word_of(found.verdict) or plain(found.verdict),
            **self._more(item, pair),
        }

    def _pillar(self, pillar: Question) -> Json:
        pair, found = self._pair(pillar), self.compared[pillar.id]
        word = self.verdicts[pillar.id]
        items = {each: self.compared[each].superiority for each in pillar.items}
        return {
            "id": pillar.id,
            "items": list(pillar.items),
            **contract_numbers(pair, found),
            "superiority": superiority_numbers(found),
            "mean_gap": mean_gap_numbers(found),
            **_words_of(word),
            "points": list(pair.points),
            "reliability": reliability_numbers(self.tables, pillar),
            "comparability": comparability_numbers(self.read, pillar),
            "spread": some(spread_of_items(items)),
            "rwg_j": {group: self._rwg_j(pillar, group) for group in ("leaders", "staff")},
            **self._more(pillar, pair),
        }

    def _more(self, question: Question, pair: Pair) -> Json:
        rules, word = self.wanted.rules, self.verdicts[question.id]
        told = word.word if isinstance(word, Verdict) else None
        more = expert_numbers(pair, self.compared[question.id], rules)
        more["settling"] = settling_numbers(pair, told, rules)
        more["departments"] = self._departments(question, pair)
        more["weighted"] = self._weighted(question, pair)
        more["change"] = self._change(question, pair)
        more["prediction"] = self._prediction(question)
        return more

    def _departments(self, question: Question, pair: Pair) -> Json:
        column = self.wanted.departments
        if column is None:
            return {"not_estimable": NOT_ASKED["departments"]}
        table = counts_by(self.tables, question.id, (column,))
        return department_numbers(pair, table, self.wanted.departments_are, self.wanted.rules)

    def _weighted(self, question: Question, pair: Pair) -> Json:
        if not self.margins:
            return {"not_estimable": NOT_ASKED["weighted"]}
        weights, cells = staff_weights(self.tables, question.id, self.margins)
        return weighted_numbers(pair, weights, cells, self.wanted.rules)

    def _change(self, question: Question, pair: Pair) -> Json:
        if self.before is None:
            return {"not_estimable": NOT_ASKED["change"]}
        old = (self.before.of(question.id, "leaders"), self.before.of(question.id, "staff"))
        invited = self.wanted.rules.invited
        moved = change_in_superiority(superiority(*old), self.compared[question.id].superiority)
        points = change_in_points(
            Round(leaders=old[0], staff=old[1]),
            Round(leaders=pair.leaders, staff=pair.staff, invited=invited),
            values=pair.points,
        )
        return {"superiority": _shown(moved), "points": _shown(points)}

    def _prediction(self, question: Question) -> Json:
        guesses = self.read.guesses.get(question.id)
        if guesses is None:
            return {"not_estimable": NOT_ASKED["prediction"]}
        items = question.items if question.kind == "pillar" else (question.id,)
        known = Known(
            superiority=self.compared[question.id].superiority,
            verdict=self.verdicts[question.id],
            items=[_counted(self.tables, each) for each in items],
            before=[] if self.before is None else [_counted(self.before, each) for each in items],
            margin=self.wanted.rules.margin,
            invited_leaders=self.wanted.rules.invited.leaders,
        )
        return prediction_numbers(guesses, known)

    def _rwg_j(self, pillar: Question, group: str) -> float | Json:
        counts = [self.tables.of(each, group).astype(np.float64) for each in pillar.items]
        if min(each.sum() for each in counts) < 2:  # noqa: PLR2004 - a variance needs two
            return {"not_estimable": "fewer than two people answered an item"}
        scale = np.arange(1.0, counts[0].size + 1)
        found = rwg_j([moments(each, scale).variance for each in counts], counts[0].size)
        return found if isinstance(found, float) else some(found)

    def _pair(self, question: Question) -> Pair:
        return Pair(
            leaders=self.tables.of(question.id, "leaders"),
            staff=self.tables.of(question.id, "staff"),
            points=points_of(question, self.read.categories),
        )


def _counted(tables: Tables, item: str) -> Counts:
    return Counts(leaders=tables.of(item, "leaders"), staff=tables.of(item, "staff"))


def _words_of(word: Verdict | NotEstimable) -> Json:
    names = {
        "p_difference_holm": "p_difference",
        "p_equivalence_holm": "p_equivalence",
        "verdict": "word",
        "verdict_alone": "plain_word",
        "survives_correction": "survives_correction",
    }
    if isinstance(word, NotEstimable):
        return dict.fromkeys(names, some(word))
    return {key: getattr(word, name) for key, name in names.items()}


def _shown(change: object) -> Json:
    if isinstance(change, NotEstimable):
        return some(change)
    return some(change, "estimate", "low", "high", "is_shown")


def _before(asked: Asked, path: Path, now: Read) -> Tables:
    """Return an earlier file's tables, on the scale of this one."""
    categories = asked.categories or now.categories
    earlier = replace(
        asked, file=path, categories=categories, segments=(), outcome=None, predicted={}
    )
    read = read_answers(earlier)
    return tabulate(read.answers, read.questions, few=0)


def _planning(answers: Answers, rules: Rules) -> Json:
    leaders, staff = (_answered(answers, is_leader=each) for each in (True, False))
    found = outlook(leaders=leaders, staff=staff, invited=rules.invited, margin=rules.margin)
    if isinstance(found, NotEstimable):
        return some(found)
    return some(found) | {"aligned_in_reach": found.aligned_in_reach}


def _group(value: str, answers: Answers, invited: int | None, *, is_leader: bool) -> Json:
    return {
        "value": value,
        "answered": _answered(answers, is_leader=is_leader),
        "invited": invited,
    }


def _answered(answers: Answers, *, is_leader: bool) -> int:
    answered = np.zeros(answers.is_leader.size, dtype=np.bool_)
    for column in answers.choices.values():
        answered |= column > 0
    return int((answered & (answers.is_leader == is_leader)).sum())


def _word_of(found: Verdict | NotEstimable) -> str | None:
    return found.word if isinstance(found, Verdict) else None


def _as_number(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
