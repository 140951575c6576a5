"""Groups of five to seven: a verdict and rounded numbers, never counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.publication import CoarseComparison, Question
from analysis.stats.enumeration import (
    RELEASES,
    Chosen,
    Contest,
    Few,
    Release,
    is_safe,
    safest_telling,
)
from analysis.stats.equivalence import equivalence
from analysis.stats.finite_population import Invited, finite_factor
from analysis.stats.multiplicity import holm
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import ALPHA
from analysis.tables import Tables
from survey.rounds import Thresholds

_WORD_ONLY = RELEASES[-1:]
_LESS = "some or all numbers are withheld: with them single answers could be worked out"
_TOO_FEW = "too few answers to say anything without showing single answers"
_BISECTIONS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a comparison needs beside the tables."""

    thresholds: Thresholds
    margin: float
    invited: Invited


def coarse_comparisons(
    tables: Tables, released: Sequence[tuple[str, str]], rules: Rules
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
    """
    asked = [each for each in tables.questions if each.kind != "prediction"]
    small = {each.id: _small_group(each, tables, rules.thresholds) for each in asked}
    judge = _Judge(tables=tables, rules=rules, cutoffs=_cutoffs(tables, rules))
    chosen: dict[str, Chosen | None] = {}
    for question in asked:
        group = small[question.id]
        if group is not None:
            known = (question.id, _other(group)) in released
            chosen[question.id] = judge.chosen(question, group, RELEASES) if known else None
    for pillar in (each for each in asked if each.kind == "pillar" and each.id in chosen):
        group = small[pillar.id]
        if group is not None and not _go_together(pillar, chosen):
            chosen[pillar.id] = judge.chosen(pillar, group, _WORD_ONLY)
            if not _go_together(pillar, chosen):
                chosen[pillar.id] = None
    return tuple(_comparison(name, each) for name, each in chosen.items())


def _small_group(question: Question, tables: Tables, thresholds: Thresholds) -> str | None:
    """The only group with enough answers for a number but not for counts."""
    n = {group: int(tables.of(question.id, group).sum()) for group in ("leaders", "staff")}
    small = [group for group, each in n.items() if thresholds.scores <= each < thresholds.counts]
    if len(small) == 1 or (small and max(n.values()) < thresholds.counts):
        return small[0]
    return None


def _other(group: str) -> str:
    return "staff" if group == "leaders" else "leaders"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Finds what may be said of one question at a time."""

    tables: Tables
    rules: Rules
    cutoffs: Mapping[str, tuple[float, float]]

    def chosen(self, question: Question, group: str, releases: Sequence[Release]) -> Chosen | None:
        differs, same = self.cutoffs.get(question.id, (ALPHA, ALPHA))
        own = self.tables.of(question.id, group)
        contest = Contest(
            other=tuple(self.tables.of(question.id, _other(group)).tolist()),
            small_is_leaders=group == "leaders",
            factors=_factors(question.id, self.tables, self.rules.invited),
            margin=self.rules.margin,
            reject_difference=differs,
            reject_equivalence=same,
        )
        # Beside numbers on its items a pillar's would tell of who skipped one.
        mixed = any(self.tables.of(each, group).sum() != own.sum() for each in question.items)
        return safest_telling(
            own,
            contest,
            releases=_WORD_ONLY if mixed else releases,
            zeros_matter=question.kind != "pillar",
        )


def _factors(question: str, tables: Tables, invited: Invited) -> tuple[float, float]:
    return (
        finite_factor(float(tables.of(question, "leaders").sum()), invited.leaders),
        finite_factor(float(tables.of(question, "staff").sum()), invited.staff),
    )


def _cutoffs(tables: Tables, rules: Rules) -> dict[str, tuple[float, float]]:
    """For each pillar, the p-values below which Holm finds a difference, an equivalence."""
    found: dict[str, Superiority] = {}
    for question in tables.questions:
        if question.kind == "pillar":
            leaders, staff = (tables.of(question.id, each) for each in ("leaders", "staff"))
            if min(leaders.sum(), staff.sum()) >= rules.thresholds.scores:
                result = superiority(
                    leaders,
                    staff,
                    invited_leaders=rules.invited.leaders,
                    invited_staff=rules.invited.staff,
                )
                if isinstance(result, Superiority):
                    found[question.id] = result
    differences = {key: each.p_difference for key, each in found.items()}
    same = {key: equivalence(each, margin=rules.margin).p_value for key, each in found.items()}
    return {key: (_cutoff(differences, key), _cutoff(same, key)) for key in found}


def _cutoff(p_values: Mapping[str, float], name: str) -> float:
    """Return the p-value below which Holm rejects ``name``, the others being what they are."""
    others = [each for key, each in p_values.items() if key != name]
    low, high = 0.0, ALPHA
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if holm([*others, middle])[-1] < ALPHA else (low, middle)
    return high


def _go_together(pillar: Question, chosen: Mapping[str, Chosen | None]) -> bool:
    """Whether a pillar and its items, taken together, leave every answer open."""
    found = [chosen.get(each) for each in (*pillar.items, pillar.id)]
    if any(each is None or _people(each) != _people(found[-1]) for each in found):
        return True
    lists = _narrowed(pillar, [each.fitting for each in found if each is not None])
    return is_safe(lists[-1], zeros_matter=False) and all(map(is_safe, lists[:-1]))


def _people(found: Chosen | None) -> int:
    return 0 if found is None else int(found.fitting[0].sum())


def _narrowed(pillar: Question, lists: Sequence[Few]) -> list[Few]:
    """Multisets of the items and, last, of the pillar whose sums can go together."""
    scales = [np.arange(1, each.shape[1] + 1) for each in lists[:-1]]
    scales.append(np.rint(np.array(pillar.values) * len(pillar.items)).astype(np.int64))
    totals = [
        np.asarray(each.astype(np.int64) @ scale) for each, scale in zip(lists, scales, strict=True)
    ]
    kept = list(lists)
    for _ in range(len(lists) + 1):
        if any(not each.size for each in totals):
            break
        least, most = [int(each.min()) for each in totals], [int(each.max()) for each in totals]
        low, high = sum(least[:-1]), sum(most[:-1])
        fits = [
            (totals[place] >= least[-1] - (high - most[place]))
            & (totals[place] <= most[-1] - (low - least[place]))
            for place in range(len(lists) - 1)
        ]
        fits.append((totals[-1] >= low) & (totals[-1] <= high))
        kept = [each[fit] for each, fit in zip(kept, fits, strict=True)]
        totals = [each[fit] for each, fit in zip(totals, fits, strict=True)]
    return kept


def _comparison(question: str, chosen: Chosen | None) -> CoarseComparison:
    if chosen is None or chosen.word is None:
        return CoarseComparison(question=question, verdict=None, withheld=_TOO_FEW)
    release: Release = chosen.release
    return CoarseComparison(
        question=question,
        verdict=chosen.word,
        step=release.step,
        withheld=None if release == RELEASES[0] else _LESS,
        **chosen.values,
    )
