"""Shares of answers and the gap in favourable ones, with intervals that stay in range."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from analysis.stats.finite_population import finite_factor
from analysis.stats.result import NotEstimable, checked_counts, checked_pair
from analysis.stats.superiority import check_confidence

_FEW_CATEGORIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FavourableGap:
    """Leaders' share of favourable answers minus staff's, all fractions between -1 and 1."""

    leaders: float
    staff: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Lower and upper limit of a share, or of a difference of two."""

    low: float
    high: float


def favourable_gap(
    leaders: ArrayLike, staff: ArrayLike, *, confidence: float = 0.95
) -> FavourableGap | NotEstimable:
    """Return the gap in favourable answers with Newcombe's hybrid score interval.

    Favourable are the top two categories, the top one when there are four or fewer.

    Parameters
    ----------
    leaders, staff
        Counts of each category, lowest first: shape (K,).
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    FavourableGap
    NotEstimable
        A group has no answers.

    Raises
    ------
    ValueError
        Counts or confidence are impossible.

    References
    ----------
    Newcombe (1998), Stat. Med. 17, 873-890, method 10.

    Examples
    --------
    >>> gap = favourable_gap([14, 56], [32, 48])
    >>> round(gap.low, 4), round(gap.high, 4)
    (0.0524, 0.3339)
    """
    x, y = checked_pair(leaders, staff)
    check_confidence(confidence)
    top = x.size - favourable_from(x.size)
    n1, n2 = float(x.sum()), float(y.sum())
    if min(n1, n2) == 0:
        return NotEstimable("a group has no answers")
    successes = (float(x[-top:].sum()), float(y[-top:].sum()))
    interval = newcombe(successes, (n1, n2), confidence=confidence)
    return FavourableGap(
        leaders=successes[0] / n1,
        staff=successes[1] / n2,
        estimate=(successes[0] * n2 - successes[1] * n1) / (n1 * n2),
        low=interval.low,
        high=interval.high,
    )


def favourable_from(categories: int) -> int:
    """Return the first favourable of so many categories, counted from 0.

    Examples
    --------
    >>> favourable_from(5), favourable_from(4)
    (3, 3)
    """
    return categories - (1 if categories <= _FEW_CATEGORIES else 2)


def newcombe(
    successes: tuple[float, float], totals: tuple[float, float], *, confidence: float = 0.95
) -> Interval:
    """Return Newcombe's interval (his method 10) of a difference of two shares, first minus second.

    Examples
    --------
    >>> round(newcombe((56, 48), (70, 80)).high, 4)
    0.3339
    """
    (p1, p2) = (successes[0] / totals[0], successes[1] / totals[1])
    first = wilson(successes[0], totals[0], confidence=confidence)
    second = wilson(successes[1], totals[1], confidence=confidence)
    low = p1 - p2 - float(np.hypot(p1 - first.low, second.high - p2))
    high = p1 - p2 + float(np.hypot(first.high - p1, p2 - second.low))
    # Rounding alone can carry them over the end, by a last digit.
    return Interval(low=max(-1.0, low), high=min(1.0, high))


def wilson(
    successes: float, total: float, *, confidence: float = 0.95, factor: float = 1.0
) -> Interval:
    """Return Wilson's score interval of one share.

    ``factor`` is what the variance is multiplied by (`finite_factor`); at 0, when everyone
    answered, both limits are the share itself.

    Examples
    --------
    >>> round(wilson(56, 70).low, 4)
    0.6918
    >>> wilson(56, 70, factor=0)
    Interval(low=0.8, high=0.8)
    """
    z2 = factor * float(special.ndtri((1 + confidence) / 2)) ** 2
    p = successes / total
    middle = p + z2 / (2 * total)
    reach = float(np.sqrt(z2 * p * (1 - p) / total + (z2 / (2 * total)) ** 2))
    scale = 1 + z2 / total
    return Interval(low=max(0.0, (middle - reach) / scale), high=min(1.0, (middle + reach) / scale))


def share_limits(
    counts: ArrayLike, *, invited: int | None = None, confidence: float = 0.95
) -> tuple[Interval, ...] | NotEstimable:
    """Return Wilson's interval of each category's share of the answers, one at a time.

    Parameters
    ----------
    counts
        Counts of each category: shape (K,).
    invited
        How many people there are; the interval then is about these people (`finite_factor`).
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    tuple of Interval
        One a category, in order.
    NotEstimable
        Nobody answered.

    Raises
    ------
    ValueError
        Counts or confidence are impossible, or more people answered than were invited.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.

    Examples
    --------
    >>> first, _ = share_limits([14, 56], invited=140)
    >>> round(first.low, 4), round(first.high, 4)
    (0.1422, 0.2739)
    """
    x = checked_counts(counts)
    check_confidence(confidence)
    total = float(x.sum())
    if total == 0:
        return NotEstimable("nobody answered")
    factor = finite_factor(total, invited)
    return tuple(wilson(float(each), total, confidence=confidence, factor=factor) for each in x)


def miettinen_nurminen(
    successes: tuple[float, float], totals: tuple[float, float], *, confidence: float = 0.95
) -> Interval:
    """Return Miettinen and Nurminen's interval of a difference of two shares, first minus second.

    The check on Newcombe's. statsmodels' own is wrong: its issue 10269.

    References
    ----------
    Miettinen and Nurminen (1985), Stat. Med. 4, 213-226.

    Examples
    --------
    >>> found = miettinen_nurminen((56, 48), (70, 80))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0528, 0.3382)
    """
    check_confidence(confidence)
    z = float(special.ndtri((1 + confidence) / 2))
    estimate = successes[0] / totals[0] - successes[1] / totals[1]

    def beyond(difference: float, sign: float) -> float:
        p1, p2 = _constrained(successes, totals, difference)
        n = sum(totals)
        variance = (p1 * (1 - p1) / totals[0] + p2 * (1 - p2) / totals[1]) * n / (n - 1)
        return sign * (estimate - difference) - z * float(np.sqrt(max(variance, 0.0)))

    return Interval(low=_root(beyond, 1.0, estimate), high=_root(beyond, -1.0, estimate))


def _constrained(
    successes: tuple[float, float], totals: tuple[float, float], difference: float
) -> tuple[float, float]:
    """Likeliest pair of shares that are ``difference`` apart."""
    (s1, s2), (n1, n2) = successes, totals

    def slope(p1: float) -> float:
        p2 = p1 - difference
        return sum(s / p - (n - s) / (1 - p) for s, n, p in ((s1, n1, p1), (s2, n2, p2)))

    least, most = max(0.0, difference), min(1.0, 1.0 + difference)
    inset = 1e-14
    if most - least <= 4 * inset or slope(least + inset) <= 0:
        return least, least - difference
    if slope(most - inset) >= 0:
        return most, most - difference
    p1 = float(optimize.brentq(slope, least + inset, most - inset, xtol=1e-15))
    return p1, p1 - difference


def _root(beyond: Callable[[float, float], float], sign: float, estimate: float) -> float:
    """Where ``beyond`` changes sign between the estimate and the end of the range."""
    end = -sign
    if estimate == end:
        return end
    # At the estimate itself the variance can be 0, which is no root of interest.
    start = estimate - sign * 1e-10
    return float(optimize.brentq(lambda d: beyond(d, sign), end, start, xtol=1e-14))
