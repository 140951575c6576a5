"""Tests of A for the expert view: Brunner-Munzel, Wilson-type 2025, Mann-Whitney."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis.stats.result import NotEstimable, checked_pair
from analysis.stats.score import Score, placements, plain_parts
from analysis.stats.superiority import check_confidence, too_few


@dataclass(frozen=True, slots=True, kw_only=True)
class BrunnerMunzel:
    """Brunner and Munzel's t test of A = 0.5; ``statistic`` is positive when leaders are higher.

    ``low`` and ``high`` are its own symmetric interval of A, which can leave 0 to 1.
    """

    statistic: float
    df: float
    p_value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WilsonType:
    """A's Wilson-type interval from the plain Brunner-Munzel variance, and its test."""

    estimate: float
    low: float
    high: float
    df: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MannWhitney:
    """The Wilcoxon-Mann-Whitney test: ``u`` counts pairs in which the leader is higher.

    Ties count half; ``z`` and ``p_value`` are tie-corrected, without continuity correction.
    """

    u: float
    z: float
    p_value: float


def brunner_munzel(
    leaders: ArrayLike, staff: ArrayLike, *, confidence: float = 0.95
) -> BrunnerMunzel | NotEstimable:
    """Return the Brunner-Munzel test with Satterthwaite's t.

    Parameters
    ----------
    leaders, staff
        Counts of each ordered category, lowest first: shape (K,).
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    BrunnerMunzel
    NotEstimable
        A group has fewer than two answers, or the groups do not overlap (its variance
        is then 0, which is a flaw of the method and not certainty).

    References
    ----------
    Brunner and Munzel (2000), Biom. J. 42, 17-25. Checked against
    scipy.stats.brunnermunzel, which has the opposite sign.

    Examples
    --------
    >>> round(brunner_munzel([0, 1, 3], [2, 2, 1]).statistic, 4)
    2.3539
    """
    x, y = checked_pair(leaders, staff)
    check_confidence(confidence)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    parts = plain_parts(x, y)
    variance = float(parts.leaders + parts.staff)
    if variance == 0:
        return NotEstimable("no leader-staff pair could have come out otherwise: variance 0")
    df = float(
        variance**2 / (parts.leaders**2 / parts.df_leaders + parts.staff**2 / parts.df_staff)
    )
    error, estimate = float(np.sqrt(variance)), float(parts.estimate)
    t = (estimate - 0.5) / error
    reach = float(special.stdtrit(df, (1 + confidence) / 2)) * error
    return BrunnerMunzel(
        statistic=t,
        df=df,
        p_value=float(2 * special.stdtr(df, -abs(t))),
        low=estimate - reach,
        high=estimate + reach,
    )


def wilson_type(
    leaders: ArrayLike,
    staff: ArrayLike,
    *,
    confidence: float = 0.95,
    quantile: Literal["t", "z"] = "z",
) -> WilsonType | NotEstimable:
    """Return the Wilson-type interval of 2025, without SKB+1's pseudo-respondents.

    ``quantile`` takes the normal's (as published) or Satterthwaite's t.

    Returns
    -------
    WilsonType
    NotEstimable
        A group has fewer than two answers.

    References
    ----------
    Schüürhuis, Konietschke and Brunner (2025), Biom. J. 67(6), arXiv 2504.01796.

    Examples
    --------
    >>> wilson_type([0, 0, 5], [5, 5, 0]).low > 0.5
    True
    """
    x, y = checked_pair(leaders, staff)
    check_confidence(confidence)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    score = Score.of(plain_parts(x, y))
    if quantile == "z":
        score = Score(estimate=score.estimate, scale=score.scale, df=np.asarray(np.inf))
    low, high = score.limits(confidence)
    return WilsonType(
        estimate=float(score.estimate),
        low=float(low),
        high=float(high),
        df=float(Score.of(plain_parts(x, y)).df),
        p_value=float(score.p_two_sided(0.5)),
    )


def mann_whitney(leaders: ArrayLike, staff: ArrayLike) -> MannWhitney | NotEstimable:
    """Return the Wilcoxon-Mann-Whitney test from counts.

    Returns
    -------
    MannWhitney
    NotEstimable
        A group has no answers, or everyone gave the same answer.

    References
    ----------
    Mann and Whitney (1947), Ann. Math. Stat. 18, 50-60. Checked
    against scipy.stats.mannwhitneyu and R's coin::wilcox_test.

    Examples
    --------
    >>> mann_whitney([0, 1, 3], [2, 2, 1]).u
    16.5
    """
    x, y = checked_pair(leaders, staff)
    n1, n2 = float(x.sum()), float(y.sum())
    if min(n1, n2) == 0:
        return NotEstimable("a group has no answers")
    ties = x + y
    n = n1 + n2
    if ties.max() == n:
        return NotEstimable("everyone gave the same answer")
    u = float(x @ (2 * np.cumsum(y) - y)) / 2
    # As shares, so that cubes of millions lose no digits: n + 1 - sum(t^3 - t)/(n(n-1)).
    untied = float((ties * (n - ties) * (n + ties)).sum()) / (n * (n - 1))
    variance = n1 * n2 / 12 * untied
    z = (u - n1 * n2 / 2) / float(np.sqrt(variance))
    return MannWhitney(u=u, z=z, p_value=float(2 * special.ndtr(-abs(z))))


def unbiased_variance(leaders: ArrayLike, staff: ArrayLike) -> float | NotEstimable:
    """Return the unbiased estimate of A's variance (it can fall below 0).

    Reproduces the published .0041708562 (METHODS.md, section 10).

    Examples
    --------
    >>> round(unbiased_variance([0, 1, 0, 5, 16], [2, 7, 5, 1, 4]), 10)
    0.0041708562
    """
    x, y = checked_pair(leaders, staff)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    n1, n2 = float(x.sum()), float(y.sum())
    p, q = x / n1, y / n2
    a, b = placements(y), 1 - placements(x)
    estimate = float(p @ a)
    s1 = n1 / (n1 - 1) * float(p @ (a - estimate) ** 2)
    s2 = n2 / (n2 - 1) * float(q @ (b - estimate) ** 2)
    bound = (estimate * (1 - estimate) - float(p @ q) / 4) / (n1 * n2)
    sums = s1 * (n1 - 1) / n1**2 + s2 * (n2 - 1) / n2**2
    return n1 * n2 / ((n1 - 1) * (n2 - 1)) * (sums - bound)
