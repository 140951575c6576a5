"""Gaps: one question's, and the correction for several pillars looked at together."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.publication import CoarseComparison
from analysis.report.model import Distribution, Gap, NotShown, QuestionResult
from analysis.stats.comparison import Comparison, compare
from analysis.stats.distance import Distance
from analysis.stats.finite_population import Invited
from analysis.stats.multiplicity import benjamini_hochberg, holm
from analysis.stats.planning import settling
from analysis.stats.result import NotEstimable
from analysis.stats.verdict import word_for


def gap_of(
    leaders: Distribution | NotShown,
    staff: Distribution | NotShown,
    *,
    values: Sequence[float],
    invited: Invited,
    margin: float,
) -> Gap | NotShown:
    """Compare two released distributions, or say which of them is missing and why."""
    if isinstance(leaders, NotShown):
        return NotShown(f"leaders, {leaders.reason}")
    if isinstance(staff, NotShown):
        return NotShown(f"staff, {staff.reason}")
    comparison = compare(
        leaders.counts, staff.counts, values=values, invited=invited, margin=margin
    )
    gap = _gap(comparison, margin)
    if isinstance(gap, NotShown) or gap.verdict != "Can't tell":
        return gap
    more = settling(leaders.counts, staff.counts, invited=invited, margin=margin)
    return gap if isinstance(more, NotEstimable) else replace(gap, settling=more)


def coarse_gap(coarse: CoarseComparison, margin: float) -> Gap | NotShown:
    """Return the rounded gap that is released when too few leaders answered for counts."""
    if coarse.verdict is None or coarse.superiority is None:
        return NotShown(coarse.withheld or "too few answers", coarse.verdict)
    return Gap(
        estimate=coarse.superiority,
        low=coarse.low,
        high=coarse.high,
        leaders_higher=coarse.leaders_higher,
        same=coarse.same,
        staff_higher=coarse.staff_higher,
        margin=margin,
        verdict=coarse.verdict,
        uncorrected=coarse.verdict,
        step=coarse.step,
    )


def corrected(results: Sequence[QuestionResult]) -> tuple[QuestionResult, ...]:
    """Return the results with verdicts from p-values adjusted by Holm over all of them.

    Differences and equivalences are adjusted apart. A result without released p-values
    still counts as one of those looked at, as if it were the least sure. Order is kept.
    """
    differences = holm([_p_difference(each.gap) for each in results])
    equivalences = holm([_p_equivalence(each.gap) for each in results])
    return tuple(
        replace(each, gap=_reworded(each.gap, difference, same))
        for each, difference, same in zip(results, differences, equivalences, strict=True)
    )


def with_a_look(items: Sequence[QuestionResult]) -> tuple[QuestionResult, ...]:
    """Return the items with the p-value that says which are worth a look; order is kept."""
    tested = [
        each for each in items if isinstance(each.gap, Gap) and each.gap.p_difference is not None
    ]
    adjusted = benjamini_hochberg([_p_difference(each.gap) for each in tested])
    by_id = {each.question.id: p for each, p in zip(tested, adjusted, strict=True)}
    return tuple(replace(each, p_worth_a_look=by_id.get(each.question.id)) for each in items)


def _gap(comparison: Comparison, margin: float) -> Gap | NotShown:
    found, same = comparison.superiority, comparison.equivalence
    if isinstance(found, NotEstimable):
        return NotShown(found.reason)
    if isinstance(same, NotEstimable):
        return NotShown(same.reason)
    word = word_for(found.p_difference, same.p_value)
    return Gap(
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        leaders_higher=found.leaders_higher,
        same=found.same,
        staff_higher=found.staff_higher,
        margin=margin,
        verdict=word,
        uncorrected=word,
        comparison=comparison,
        p_difference=found.p_difference,
        p_equivalence=same.p_value,
        shape_differs=isinstance(comparison.wasserstein, Distance)
        and comparison.wasserstein.shape_differs,
    )


def _reworded(gap: Gap | NotShown, p_difference: float, p_equivalence: float) -> Gap | NotShown:
    # What was released coarse has its word already, from the tables that stay hidden.
    if isinstance(gap, NotShown) or gap.step is not None:
        return gap
    word = word_for(p_difference, p_equivalence)
    return replace(gap, verdict=word, p_difference=p_difference, p_equivalence=p_equivalence)


def _p_difference(gap: Gap | NotShown) -> float:
    return 1.0 if isinstance(gap, NotShown) or gap.p_difference is None else gap.p_difference


def _p_equivalence(gap: Gap | NotShown) -> float:
    return 1.0 if isinstance(gap, NotShown) or gap.p_equivalence is None else gap.p_equivalence
