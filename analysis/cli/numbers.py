"""One question's numbers as JSON: those of the contract, and everything for experts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.cli.as_json import Json, plain, some
from analysis.stats.agreement import agreement
from analysis.stats.comparison import Comparison
from analysis.stats.distance import Distance
from analysis.stats.equivalence import equivalence
from analysis.stats.finite_population import Invited
from analysis.stats.permutation import permutation_test
from analysis.stats.planning import settling
from analysis.stats.proportions import FavourableGap, favourable_from, miettinen_nurminen
from analysis.stats.rank_tests import unbiased_variance, wilson_type
from analysis.stats.resampling import bootstrap, jackknife
from analysis.stats.result import NotEstimable
from analysis.stats.silence import worst_case
from analysis.stats.superiority import Superiority, magnitude
from analysis.stats.verdict import Verdict, Word, verdict

SEED = 20260101
"""Of the bootstrap: the same file gives the same numbers."""

A_NAMES = (
    *("estimate", "low", "high", "low_90", "high_90", "df", "p_difference"),
    *("leaders_higher", "same", "staff_higher"),
)
_AGREEMENT = ("same_answer", "within_one", "van_der_eijk", "average_deviation", "rwg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Rosters and margin: what numbers need beside counts."""

    invited: Invited
    margin: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Both groups' counts of one question, and its categories in points."""

    leaders: NDArray[np.int64]
    staff: NDArray[np.int64]
    points: Sequence[float]


def contract_numbers(pair: Pair, found: Comparison) -> Json:
    """Return the numbers of a question that the contract names."""
    return {
        "counts": {"leaders": pair.leaders.tolist(), "staff": pair.staff.tolist()},
        "superiority": superiority_numbers(found),
        "brunner_munzel": some(found.brunner_munzel, "statistic", "df", "p_value"),
        "mann_whitney": some(found.mann_whitney, "u", "z", "p_value"),
        "cliffs_delta": plain(found.cliffs_delta),
        "wasserstein": found.wasserstein.estimate
        if isinstance(found.wasserstein, Distance)
        else plain(found.wasserstein),
        "mean_gap": mean_gap_numbers(found),
        "hedges_g": some(found.hedges_g, "estimate", "low", "high"),
        "favourable_gap": some(found.favourable_gap, "leaders", "staff", "estimate", "low", "high"),
    }


def superiority_numbers(found: Comparison) -> Json:
    """Return A with its tests."""
    a, same = found.superiority, found.equivalence
    if isinstance(a, NotEstimable) or isinstance(same, NotEstimable):
        return some(a)
    return some(a, *A_NAMES) | {"p_equivalence": same.p_value}


def mean_gap_numbers(found: Comparison) -> Json:
    """Return the gap in points."""
    return some(
        found.mean_gap, *("leaders", "staff", "estimate", "low", "high", "t", "df", "p_value")
    )


def judged(found: Superiority | NotEstimable, margin: float) -> Json:
    """Return another A of the same question, with its own word."""
    if isinstance(found, NotEstimable):
        return some(found)
    return some(found, *A_NAMES) | {
        "p_equivalence": equivalence(found, margin=margin).p_value,
        "verdict": verdict(found, margin=margin).word,
    }


def agreement_numbers(counts: Mapping[str, NDArray[np.int64]]) -> Json:
    """Return how far each group agrees among itself."""
    names = (*_AGREEMENT, "rwg_before_reset", "two_camps")
    return {group: some(agreement(each), *names) for group, each in counts.items()}


def expert_numbers(pair: Pair, found: Comparison, rules: Rules) -> Json:
    """Return what the contract does not name: checks, resampling, silence, what would settle."""
    x, y = pair.leaders, pair.staff
    generator = np.random.default_rng(SEED)
    return {
        "magnitude": plain(found.superiority)
        if isinstance(found.superiority, NotEstimable)
        else magnitude(found.superiority.estimate),
        "verdict_is_clear": found.verdict.is_clear if isinstance(found.verdict, Verdict) else False,
        "wilson_type": some(wilson_type(x, y)),
        "permutation": some(permutation_test(x, y)),
        "miettinen_nurminen": _miettinen_nurminen(pair, found),
        "shape_differs": found.wasserstein.shape_differs
        if isinstance(found.wasserstein, Distance)
        else plain(found.wasserstein),
        "unbiased_variance": plain(unbiased_variance(x, y)),
        "bootstrap": some(bootstrap(x, y, generator=generator)),
        "jackknife": some(jackknife(x, y)),
        "worst_case": _worst_case(pair, rules),
    }


def settling_numbers(pair: Pair, word: Word | None, rules: Rules) -> Json:
    """Return what would settle "Can't tell": nothing under another word."""
    if word != "Can't tell":
        return {"not_estimable": "the verdict is settled"}
    more = settling(pair.leaders, pair.staff, invited=rules.invited, margin=rules.margin)
    return some(more)


def _worst_case(pair: Pair, rules: Rules) -> Json:
    if rules.invited.leaders is None:
        return {"not_estimable": "how many leaders were invited is not known"}
    return some(
        worst_case(
            pair.leaders,
            pair.staff,
            invited_leaders=rules.invited.leaders,
            invited_staff=rules.invited.staff,
            margin=rules.margin,
        )
    )


def _miettinen_nurminen(pair: Pair, found: Comparison) -> Json:
    if not isinstance(found.favourable_gap, FavourableGap):
        return some(found.favourable_gap)
    first = favourable_from(pair.leaders.size)
    successes = (float(pair.leaders[first:].sum()), float(pair.staff[first:].sum()))
    totals = (float(pair.leaders.sum()), float(pair.staff.sum()))
    return some(miettinen_nurminen(successes, totals))
