"""The gap in points and in standard deviations: second lines, never the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis.stats.distance import checked_values
from analysis.stats.finite_population import NOT_KNOWN, Invited, finite_factor
from analysis.stats.noncentral_t import noncentrality_at
from analysis.stats.result import FloatArray, NotEstimable, checked_pair
from analysis.stats.superiority import check_confidence, too_few


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanGap:
    """Leaders' average minus staff's, in points, with Welch's interval and test.

    ``t`` is not estimable when everyone of both groups answered: then nothing is left to
    chance, the interval is the gap itself and ``p_value`` is 0, or 1 without a gap.
    """

    leaders: float
    staff: float
    estimate: float
    low: float
    high: float
    t: float | NotEstimable
    df: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgesG:
    """Leaders minus staff in pooled standard deviations, corrected for small groups."""

    estimate: float
    low: float
    high: float
    df: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """One group's number of answers, mean (points) and variance (points squared, n - 1)."""

    n: float
    mean: float
    variance: float


def moments(counts: FloatArray, values: FloatArray) -> Moments:
    """Return what a group's counts say about its scores.

    The variance is exactly 0 when everyone chose the same category; the question is asked
    of the counts, since the variance of equal thirds comes out just above 0.
    """
    n = float(counts.sum())
    # Measured from one of the values, so that far-off values lose no digits.
    from_first = values - values[0]
    mean = float(counts @ from_first) / n
    spread = np.count_nonzero(counts) > 1
    variance = float(counts @ (from_first - mean) ** 2) / (n - 1) if spread else 0.0
    return Moments(n=n, mean=float(values[0]) + mean, variance=variance)


def mean_gap(
    leaders: ArrayLike,
    staff: ArrayLike,
    *,
    values: Sequence[float],
    invited: Invited = NOT_KNOWN,
    confidence: float = 0.95,
) -> MeanGap | NotEstimable:
    """Return the gap in average points, by Welch's method.

    Parameters
    ----------
    leaders, staff
        Counts of each category, lowest first: shape (K,).
    values
        Each category in points, rising: shape (K,).
    invited
        The rosters, if known: see `finite_factor`.
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    MeanGap
    NotEstimable
        A group has fewer than two answers, or nobody differs from their group.

    Raises
    ------
    ValueError
        Counts, values, rosters or confidence are impossible.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35 (cited from memory). Checked against R's t.test.

    Examples
    --------
    >>> gap = mean_gap([0, 1, 3], [2, 2, 1], values=[1, 2, 3])
    >>> round(gap.estimate, 2), round(gap.low, 2), round(gap.high, 2)
    (0.95, -0.13, 2.03)
    """
    x, y = checked_pair(leaders, staff)
    check_confidence(confidence)
    scale = checked_values(values, x.size)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    first, second = moments(x, scale), moments(y, scale)
    if first.variance == second.variance == 0:
        return NotEstimable("everyone in each group gave the same answer")
    errors = (
        finite_factor(first.n, invited.leaders) * first.variance / first.n,
        finite_factor(second.n, invited.staff) * second.variance / second.n,
    )
    return _welch(first, second, errors, confidence)


def hedges_g(
    leaders: ArrayLike, staff: ArrayLike, *, values: Sequence[float], confidence: float = 0.95
) -> HedgesG | NotEstimable:
    """Return Hedges' g with the exact correction and a noncentral t interval.

    The interval is that of Cohen's d times the correction, as R's effectsize gives it.

    Parameters
    ----------
    leaders, staff
        Counts of each category, lowest first: shape (K,).
    values
        Each category in points, rising: shape (K,).
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    HedgesG
    NotEstimable
        A group has fewer than two answers, or nobody differs from their group.

    Raises
    ------
    ValueError
        Counts, values or confidence are impossible.

    References
    ----------
    Hedges (1981), J. Educ. Stat. 6, 107-128.

    Examples
    --------
    >>> round(hedges_g([0, 1, 3], [2, 2, 1], values=[1, 2, 3]).estimate, 4)
    1.1849
    """
    x, y = checked_pair(leaders, staff)
    check_confidence(confidence)
    scale = checked_values(values, x.size)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    first, second = moments(x, scale), moments(y, scale)
    df = first.n + second.n - 2
    pooled = ((first.n - 1) * first.variance + (second.n - 1) * second.variance) / df
    if pooled == 0:
        return NotEstimable("everyone in each group gave the same answer")
    unit = float(np.sqrt(1 / first.n + 1 / second.n))
    d = (first.mean - second.mean) / float(np.sqrt(pooled))
    correction = small_sample_correction(df)
    tail = (1 - confidence) / 2
    return HedgesG(
        estimate=correction * d,
        low=correction * unit * noncentrality_at(d / unit, df, 1 - tail),
        high=correction * unit * noncentrality_at(d / unit, df, tail),
        df=df,
    )


def small_sample_correction(df: float) -> float:
    """Return Hedges' exact J: gamma(df/2) / (sqrt(df/2) gamma((df - 1)/2)).

    Examples
    --------
    >>> round(small_sample_correction(10), 6)
    0.922746
    """
    # poch(a, 1/2) = gamma(a + 1/2)/gamma(a), without gammas that overflow.
    return float(special.poch((df - 1) / 2, 0.5) / np.sqrt(df / 2))


def _welch(
    first: Moments, second: Moments, errors: tuple[float, float], confidence: float
) -> MeanGap:
    gap = first.mean - second.mean
    error = float(np.sqrt(sum(errors)))
    if error == 0:
        t: float | NotEstimable = NotEstimable("everyone answered: nothing is left to chance")
        df = min(first.n, second.n) - 1
        p_value = 1.0 if gap == 0 else 0.0
    else:
        t = gap / error
        df = error**4 / (errors[0] ** 2 / (first.n - 1) + errors[1] ** 2 / (second.n - 1))
        p_value = float(2 * special.stdtr(df, -abs(t)))
    reach = float(special.stdtrit(df, (1 + confidence) / 2)) * error
    return MeanGap(
        leaders=first.mean,
        staff=second.mean,
        estimate=gap,
        low=gap - reach,
        high=gap + reach,
        t=t,
        df=df,
        p_value=p_value,
    )
