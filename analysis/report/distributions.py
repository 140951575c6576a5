"""From released counts to how answers fall, every share with its limits."""

from collections.abc import Sequence
from itertools import accumulate
from math import fsum

from analysis.report.model import Distribution, NotShown
from analysis.stats.finite_population import finite_factor
from analysis.stats.proportions import Interval, wilson


def distribution_of(
    counts: Sequence[int], *, invited: int | None = None
) -> Distribution | NotShown:
    """Return how one question's answers fall, with limits about the ``invited`` where known."""
    total = sum(counts)
    if total == 0:
        return NotShown("nobody answered")
    shares = tuple(each / total for each in counts)
    return with_limits(
        Distribution(n=total, counts=tuple(counts), shares=shares), people=total, invited=invited
    )


def mean_distribution(shown: Sequence[Distribution], *, invited: int | None = None) -> Distribution:
    """Return how the answers to several questions fall together, each question weighing the same.

    Behind its limits stand the people of the question that fewest answered, not their
    answers: one person's answers go together. A person's mean varies no more than one
    answer, so the limits are on the wide side.
    """
    mean = Distribution(
        n=sum(each.n for each in shown),
        counts=tuple(sum(column) for column in zip(*(each.counts for each in shown), strict=True)),
        shares=tuple(
            fsum(column) / len(shown)
            for column in zip(*(each.shares for each in shown), strict=True)
        ),
    )
    return with_limits(mean, people=min(each.n for each in shown), invited=invited)


def with_limits(shown: Distribution, *, people: int, invited: int | None) -> Distribution:
    """Return the same with the 95 % limits of each share, ``people`` standing behind it."""
    factor = finite_factor(people, invited)
    reached = [0.0, *accumulate(shown.shares)]

    def limits(share: float) -> Interval:
        # Rounding alone can carry a sum of shares over the end, by a last digit.
        return wilson(min(max(share, 0.0), 1.0) * people, people, factor=factor)

    return Distribution(
        n=shown.n,
        counts=shown.counts,
        shares=shown.shares,
        limits=tuple(limits(each) for each in shown.shares),
        above=tuple(limits(1 - each) for each in reached[:-1]),
    )
