"""Whether one group agrees among itself. Every number here describes the people counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.result import FloatArray, NotEstimable, checked_counts

CAMP_SHARE = 0.25
"""The smallest share of a group that counts as a camp (METHODS, section 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far one group's answers agree.

    Attributes
    ----------
    n
        How many people answered.
    same_answer
        Chance, 0 to 1, that two of them picked at random gave the same answer.
    within_one
        Chance that two picked at random are at most one category apart.
    van_der_eijk
        From -1 (two camps at the ends) over 0 (spread evenly) to 1 (all the same).
    average_deviation
        Mean distance from the group's median, in categories.
    rwg
        One minus the variance as a share of that of evenly spread answers, 0 where that
        is negative. For experts: skewed answers look more agreed than they are.
    rwg_before_reset
        The same number before it was set to 0.
    two_camps
        Whether the answers look like two camps; see `has_two_camps`.
    """

    n: int
    same_answer: float | NotEstimable
    within_one: float | NotEstimable
    van_der_eijk: float | NotEstimable
    average_deviation: float | NotEstimable
    rwg: float | NotEstimable
    rwg_before_reset: float | NotEstimable
    two_camps: bool | NotEstimable


def agreement(counts: ArrayLike) -> Agreement:
    """Describe how far one group's answers agree.

    Parameters
    ----------
    counts
        Shape (K,): how many people chose each category, lowest first.

    Returns
    -------
    Agreement
        Every number is ``NotEstimable`` under two people; van der Eijk's and the two
        camps also under three categories. There is no interval: for a group that
        answered in full the numbers are facts, and a smaller one is too small to
        generalise from.

    Raises
    ------
    ValueError
        ``counts`` is not a row of whole numbers of at least 0.

    Examples
    --------
    >>> leaders = agreement([0, 1, 1, 0, 6])
    >>> round(leaders.same_answer, 3), round(leaders.within_one, 3)
    (0.536, 0.571)
    >>> leaders.average_deviation, leaders.two_camps
    (0.625, True)
    >>> agreement([0, 1, 0]).same_answer
    NotEstimable(reason='fewer than two people answered')
    """
    x = checked_counts(counts)
    n = int(x.sum())
    if n < 2:
        few = NotEstimable("fewer than two people answered")
        return Agreement(
            n=n,
            same_answer=few,
            within_one=few,
            van_der_eijk=few,
            average_deviation=few,
            rwg=few,
            rwg_before_reset=few,
            two_camps=few,
        )
    pairs = float(n) * (n - 1)
    same = float((x * (x - 1)).sum())
    beside = 2 * float((x[:-1] * x[1:]).sum())
    raw = 1 - _variance(x) / even_spread_variance(x.size)
    return Agreement(
        n=n,
        same_answer=same / pairs,
        within_one=(same + beside) / pairs,
        van_der_eijk=van_der_eijk(x),
        average_deviation=average_deviation(x),
        rwg=max(0.0, raw),
        rwg_before_reset=raw,
        two_camps=has_two_camps(x),
    )


def van_der_eijk(counts: ArrayLike) -> float | NotEstimable:
    """Return van der Eijk's agreement A, from -1 to 1.

    The table is peeled into layers that are flat on the categories they hold. A layer
    counts 1 when it holds one category and 0 when it holds all; otherwise how far it is
    in one piece decides. A is the layers' mean, weighted by their people.

    Parameters
    ----------
    counts
        Shape (K,): how many people chose each category, lowest first.

    Returns
    -------
    float
        -1 two camps at the ends, 0 evenly spread, 1 all the same.
    NotEstimable
        Nobody answered, or there are fewer than three categories.

    References
    ----------
    van der Eijk (2001), Quality & Quantity 35, 325-341, equation 2 and its example on
    page 331, which is the one below. Whole counts are needed: shares leave layers as
    thin as a rounding error.

    Examples
    --------
    >>> round(van_der_eijk([30, 40, 210, 130, 530, 50, 10]), 7)
    0.6113333
    """
    remainder = checked_counts(counts).astype(np.int64)
    n, size = int(remainder.sum()), remainder.size
    if size < 3:
        return NotEstimable("fewer than three categories")
    if n == 0:
        return NotEstimable("nobody answered")
    total = 0.0
    while remainder.any():
        filled = remainder > 0
        depth = int(remainder[filled].min())
        total += depth * int(filled.sum()) / n * _layer_agreement(filled.tolist())
        remainder = remainder - depth * filled
    return total


def _layer_agreement(filled: list[bool]) -> float:
    size, held = len(filled), sum(filled)
    if held == 1:
        return 1.0
    if held == size:
        return 0.0
    triples = list(combinations(filled, 3))
    together = sum(t in {(True, True, False), (False, True, True)} for t in triples)
    apart = triples.count((True, False, True))
    unimodality = ((size - 2) * together - (size - 1) * apart) / ((size - 2) * (together + apart))
    return unimodality * (1 - (held - 1) / (size - 1))


def average_deviation(counts: ArrayLike) -> float | NotEstimable:
    """Return the mean distance from the median, in categories.

    Burke and Dunlap (2002) suggest that a group agrees under K / 6 categories, .83 on
    five points. Which point between two middle answers is the median does not matter.

    Examples
    --------
    >>> average_deviation([2, 0, 0, 0, 2])
    2.0
    """
    x = checked_counts(counts)
    n = float(x.sum())
    if n == 0:
        return NotEstimable("nobody answered")
    middle = int(np.searchsorted(np.cumsum(x), n / 2))
    return float((x * np.abs(np.arange(x.size) - middle)).sum()) / n


def has_two_camps(counts: ArrayLike) -> bool | NotEstimable:
    """Tell whether the answers look like two camps: a reason to look, not a test.

    True when van der Eijk's A is below 0, or when some category between the ends is
    emptier than the fullest on either side of it and each side holds at least a quarter
    of the people, and two of them.

    Examples
    --------
    >>> has_two_camps([0, 4, 1, 3, 0]), has_two_camps([0, 1, 3, 4, 0])
    (True, False)
    """
    x = checked_counts(counts)
    measure = van_der_eijk(x)
    if isinstance(measure, NotEstimable):
        return measure
    camp = max(2.0, CAMP_SHARE * float(x.sum()))
    return measure < 0 or any(
        min(x[:middle].sum(), x[middle + 1 :].sum()) >= camp
        and x[middle] < min(x[:middle].max(), x[middle + 1 :].max())
        for middle in range(1, x.size - 1)
    )


def rwg_j(variances: Sequence[float], categories: int) -> float | NotEstimable:
    """Return James, Demaree and Wolf's agreement over the items of one pillar, 0 to 1.

    Parameters
    ----------
    variances
        Shape (J,): each item's variance in the group, divisor n - 1, in categories.
    categories
        K, of which evenly spread answers have variance (K^2 - 1) / 12.

    Returns
    -------
    float
        0 where the mean variance is that of evenly spread answers or more.
    NotEstimable
        There are no items.

    References
    ----------
    James, Demaree & Wolf (1984), J. Appl. Psychol. 69, 85-98; as multilevel::rwg.j in R.

    Examples
    --------
    >>> round(rwg_j([0.5, 0.7, 0.9], categories=5), 4)
    0.8478
    """
    if not variances:
        return NotEstimable("there are no items")
    if min(variances) < 0:
        raise ValueError(f"variances must not be negative, got {min(variances)}")
    ratio = min(1.0, float(np.mean(variances)) / even_spread_variance(categories))
    agreed = len(variances) * (1 - ratio)
    return agreed / (agreed + ratio)


def even_spread_variance(categories: int) -> float:
    """Return the variance of answers spread evenly over ``categories``: (K^2 - 1) / 12.

    Examples
    --------
    >>> even_spread_variance(5)
    2.0
    """
    if categories < 2:
        raise ValueError(f"categories must be at least 2, got {categories}")
    return (categories**2 - 1) / 12


def _variance(x: FloatArray) -> float:
    n = float(x.sum())
    k = np.arange(x.size)
    return float((x * (k - (x * k).sum() / n) ** 2).sum()) / (n - 1)
