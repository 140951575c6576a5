"""Rounded comparisons of small groups: what they leave open, listed anew before release.

Written apart from the code that chose what to release. Here sets of answers are held against
the finished document's numbers and words, wherever they came from; of what is behind it only
the number of people who answered each question is taken, and whether they fit what earlier
rounds said: then the same people may have answered the same, and all of it must be fitted at
once. An item or a ladder is checked alone, a pillar with its items (`analysis.audit.together`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from analysis.audit.audiences import Repeats, repeats
from analysis.audit.together import Column, Target, Worlds, find_worlds
from analysis.publication import CoarseComparison, Publication, Question, TableGroup
from analysis.stats.contest import Few
from analysis.stats.enumeration import multisets
from analysis.stats.finite_population import finite_factor
from analysis.tables import Tables
from survey.questionnaire import FUNCTION

_FEWEST_LEFT = 5
_MOST_LISTED = 60_000
_SOME = 30_000
_ROUNDS, _CHANGED = 2, 200
_ALPHA = 0.05
_GROUPS: tuple[TableGroup, TableGroup] = ("leaders", "staff")
_DIFFERENT = ("Gap", "Small but real")
_ALIKE = ("Aligned", "Small but real")


def too_telling(
    publication: Publication, tables: Tables, earlier: Sequence[Publication] = ()
) -> Iterator[tuple[str, str]]:
    """Return question and what is wrong, for each comparison that gives answers away."""
    audit = _Audit.of(publication, tables, earlier)
    for said in publication.coarse:
        if said.verdict is not None:
            wrong = audit.wrong(said)
            if wrong is not None:
                yield said.question, wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class _Audit:
    """One publication, and how many people of each group answered each question."""

    publication: Publication
    people: Mapping[str, Mapping[TableGroup, int]]
    questions: Mapping[str, Question]
    said: Mapping[str, CoarseComparison]
    found: dict[str, Worlds]
    tables: Tables
    earlier: Sequence[Publication]
    again: Repeats

    @classmethod
    def of(
        cls, publication: Publication, tables: Tables, earlier: Sequence[Publication]
    ) -> "_Audit":
        return cls(
            publication=publication,
            tables=tables,
            earlier=earlier,
            again=repeats(tables, earlier, publication.thresholds["scores"]),
            people={
                each: {group: int(tables.of(each, group).sum()) for group in _GROUPS}
                for each in tables.counts
            },
            questions={each.id: each for each in publication.questions},
            said={each.question: each for each in publication.coarse if each.verdict is not None},
            found={},
        )

    def wrong(self, said: CoarseComparison) -> str | None:
        """What is wrong with one comparison, if anything is."""
        question, n = self.questions[said.question], self.people[said.question]
        group = self._small(said.question)
        least, counted = (self.publication.thresholds[each] for each in ("scores", "counts"))
        if n[group] < least:
            return f"a comparison with only {n[group]} {group}"
        if max(n.values()) < counted or n[group] >= counted:
            return "a rounded comparison where there should be none"
        near = self.again[said.question].near.get((group, None))
        if near is not None:
            return f"the {group} hardly changed since {near!r} told their counts"
        if self._table(said.question, _other(group)) is None:
            return "a rounded comparison with a group whose table is withheld"
        if question.kind == "pillar":
            return self._wrong_together(question, group)
        return _wrong_alone(self._fitting(said.question, group), f"{n[group]} {group}")

    def _wrong_together(self, pillar: Question, group: TableGroup) -> str | None:
        columns = [self._column(each, group) for each in pillar.items]
        known = [each for each in columns if each is not None]
        if len(known) < len(columns):
            return "a rounded comparison of a pillar beside a withheld item"
        worlds = self._worlds(pillar.id, group, known, strict=True)
        if not worlds.are_open(_FEWEST_LEFT):
            worlds = self._worlds(pillar.id, group, known, strict=False)
        if worlds.are_open(_FEWEST_LEFT):
            return None
        return (
            f"that the comparison of {self.people[pillar.id][group]} {group}, together with its "
            f"items', leaves every answer open could not be shown ({worlds.closed(_FEWEST_LEFT)})"
        )

    def _worlds(
        self, pillar: str, group: TableGroup, columns: list[Column], *, strict: bool
    ) -> Worlds:
        """Worlds that fit a pillar and its items, at Holm's strictest bounds or at wider ones."""
        if strict and pillar in self.found:
            return self.found[pillar]
        worlds = find_worlds(
            self.questions[pillar],
            self._target(pillar, group, strict=strict),
            columns,
            people=self.people[pillar][group],
            fewest=_FEWEST_LEFT,
        )
        if strict:
            self.found[pillar] = worlds
        return worlds

    def _target(self, question: str, group: TableGroup, *, strict: bool = True) -> Target:
        invited = _rosters(self.publication, question)
        n = self.people[question]
        other = self._table(question, _other(group))
        return Target(
            said=self.said[question],
            other=np.array(other, dtype=np.float64),
            small_is_leaders=group == "leaders",
            factors=(
                finite_factor(n["leaders"], invited.get("leaders")),
                finite_factor(n["staff"], invited.get("staff")),
            ),
            margin=self.publication.margin,
            differs=self._bounds(question, _DIFFERENT, strict=strict),
            alike=self._bounds(question, _ALIKE, strict=strict),
            before=tuple(self._before(question, group)),
        )

    def _before(self, question: str, group: TableGroup) -> Iterator[Target]:
        """What earlier rounds said that fits the answers of now, with the same words."""
        own = self.tables.of(question, group)
        for publication in self.earlier:
            said = next((each for each in publication.coarse if each.question == question), None)
            table = publication.table(question, _other(group))
            other = () if table is None or table.counts is None else table.counts
            invited = _rosters(publication, question)
            most = invited.get(group)
            fewer = most is not None and most < own.sum()
            if said is None or said.verdict is None or len(other) != own.size or fewer:
                continue
            factors = {
                group: finite_factor(float(own.sum()), most),
                _other(group): finite_factor(float(sum(other)), invited.get(_other(group))),
            }
            pillars = [each.id for each in publication.questions if each.kind == "pillar"]
            target = Target(
                said=said,
                other=np.array(other, dtype=np.float64),
                small_is_leaders=group == "leaders",
                factors=(factors["leaders"], factors["staff"]),
                margin=publication.margin,
            ).as_worded(own, len(pillars) if question in pillars else 1)
            if target.distance(own[None])[0] == 0:
                yield target

    def _bounds(
        self, question: str, words: tuple[str, ...], *, strict: bool
    ) -> tuple[float, float]:
        """Between which p-values the word of a question surely comes out as it did.

        Holm's bound for a pillar depends on the others, whose p-values nobody knows: one that
        was found is surely found again below the strictest bound, and below a wider one as
        long as others can be below the strictest; one that was not found is surely not found
        above the bound that remains after all that were.
        """
        least = self.publication.thresholds["scores"]
        family = [
            key
            for key, each in self.questions.items()
            if each.kind == "pillar" and min(self.people[key].values()) >= least
        ]
        size, others = (len(family), set(family) - {question}) if question in family else (1, set())
        found = [each for each in others if each in self.said and self.said[each].verdict in words]
        coarse = {each.question for each in self.publication.coarse}
        if self.said[question].verdict not in words:
            open_ = [each for each in others if each not in coarse]
            return _ALPHA / (size - len(found) - len(open_)), np.inf
        low = 0 if strict else sum(self._can_be_strict(each) for each in found)
        return -np.inf, _ALPHA / (size - low)

    def _can_be_strict(self, pillar: str) -> bool:
        group = self._small(pillar)
        columns = [self._column(each, group) for each in self.questions[pillar].items]
        known = [each for each in columns if each is not None]
        return bool(self._worlds(pillar, group, known, strict=True).scores)

    def _column(self, item: str, group: TableGroup) -> Column | None:
        """What is known of an item; None where a table that could be shown is withheld."""
        n, table = self.people[item][group], self._table(item, group)
        if table is not None:
            return Column(fitting=np.array([table], dtype=np.int8), hidden=False)
        if n >= self.publication.thresholds["counts"]:
            return None
        return Column(fitting=self._fitting(item, group), hidden=n > 0)

    def _fitting(self, question: str, group: TableGroup) -> Few:
        """Every multiset of the small group that fits what is said of a question alone."""
        n, categories = self.people[question][group], len(self.questions[question].values)
        all_ = comb(n + categories - 1, n) <= _MOST_LISTED
        every = multisets(n, categories) if all_ else _some(n, categories)
        if question not in self.said:
            return every
        target = self._target(question, group)
        fits: Few = every[target.distance(every) == 0]
        for _ in range(0 if all_ else _ROUNDS):
            beside = _with_one_changed(fits)
            fits = np.unique(np.vstack([fits, beside[target.distance(beside) == 0]]), axis=0)
        return fits

    def _small(self, question: str) -> TableGroup:
        n = self.people[question]
        return min(_GROUPS, key=lambda each: n[each])

    def _table(self, question: str, group: TableGroup) -> tuple[int, ...] | None:
        table = self.publication.table(question, group)
        return None if table is None else table.counts


def _other(group: TableGroup) -> TableGroup:
    return "staff" if group == "leaders" else "leaders"


def _rosters(publication: Publication, question: str) -> dict[TableGroup, int | None]:
    """How many were invited to answer a question; a function module's staff are a segment."""
    asked = next((each for each in publication.questions if each.id == question), None)
    function = (
        None if asked is None or asked.function is None else asked.function.strip().casefold()
    )
    found: dict[TableGroup, list[int | None]] = {group: [] for group in _GROUPS}
    for rate in publication.rates:
        if rate.group not in found:
            continue
        of = "" if rate.segment is None else rate.segment.get(FUNCTION, "").casefold()
        whole = function is None or rate.group == "leaders"
        if rate.segment is None if whole else of == function:
            found[rate.group].append(rate.invited)
    return {
        group: sum(filter(None, each)) if each and None not in each else None
        for group, each in found.items()
    }


def _some(n: int, categories: int) -> Few:
    """Many multisets where there are too many to list: of people who agree, and who do not."""
    generator = np.random.default_rng(n)
    spread = generator.choice([0.02, 0.1, 1.0], (_SOME, 1)) * np.ones(categories)
    shares = generator.standard_gamma(spread) + 1e-12
    shares /= shares.sum(axis=1, keepdims=True)
    return np.unique(generator.multinomial(n, shares).astype(np.int8), axis=0)


def _with_one_changed(fits: Few) -> Few:
    """The same multisets with one answer changed to any other, of at most so many."""
    rows, given = np.nonzero(fits[:_CHANGED])
    categories = fits.shape[1]
    changed = np.repeat(fits[rows], categories, axis=0)
    each = np.arange(changed.shape[0])
    changed[each, np.repeat(given, categories)] -= 1
    changed[each, each % categories] += 1
    return changed


def _wrong_alone(fits: Few, who: str) -> str | None:
    if fits.shape[0] < _FEWEST_LEFT:
        return f"only {fits.shape[0]} sets of answers fit the comparison of {who}"
    if (fits.min(axis=0) == fits.max(axis=0)).any():
        return f"a count of the {who} follows from the comparison"
    return None
