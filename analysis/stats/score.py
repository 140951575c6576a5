"""The score form of A's uncertainty: limits and tests that cannot disagree.

Everything takes rows of counts of shape (..., K), so that a simulation runs the very code
that a screen shows.
"""

from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from scipy import special

from analysis.stats.result import FloatArray

_PSEUDO = 1.0

Factor: TypeAlias = float | FloatArray
"""A finite-population factor: one for all rows, or one a row."""


def placements(counts: FloatArray) -> FloatArray:
    """Share of the group below each category, half of those in it included: (..., K)."""
    total = counts.sum(axis=-1, keepdims=True)
    return np.asarray((np.cumsum(counts, axis=-1) - counts / 2) / total)


def superiority_estimate(x: FloatArray, y: FloatArray) -> FloatArray:
    """A: chance that one of ``x`` is higher than one of ``y``, ties counted half.

    Whole products are summed before the one division, so that whole counts give
    exactly 0.5 where it is 0.5.
    """
    twice_below = 2 * np.cumsum(y, axis=-1) - y
    pairs = x.sum(axis=-1) * y.sum(axis=-1)
    return np.asarray((x * twice_below).sum(axis=-1) / (2 * pairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A and the two groups' shares in its variance, arrays of shape (...).

    ``centre`` is the A of the smoothed shares, ``one_rung`` marks rows in which everybody
    of both groups chose the same category, and ``one_rung_scale`` is their Q.
    """

    estimate: FloatArray
    centre: FloatArray
    leaders: FloatArray
    staff: FloatArray
    df_leaders: FloatArray
    df_staff: FloatArray
    one_rung: FloatArray
    one_rung_scale: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A with its scale Q, so that A's variance at a true value a is Q a (1 - a).

    Arrays of shape (...), or floats for one table.
    """

    estimate: FloatArray
    scale: FloatArray
    df: FloatArray

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """Join the two groups' variances, with Satterthwaite's degrees of freedom."""
        total = parts.leaders + parts.staff
        spread = parts.centre * (1 - parts.centre)
        least_df = np.minimum(parts.df_leaders, parts.df_staff)
        with np.errstate(invalid="ignore"):
            df = total**2 / (parts.leaders**2 / parts.df_leaders + parts.staff**2 / parts.df_staff)
            scale = total / spread
        known = (parts.one_rung == 0) & (total > 0)
        return cls(
            estimate=parts.estimate,
            scale=np.where(parts.one_rung > 0, parts.one_rung_scale, np.where(known, scale, 0.0)),
            df=np.where(known, df, least_df),
        )

    def limits(self, confidence: float) -> tuple[FloatArray, FloatArray]:
        """Lower and upper limit at ``confidence``, inside 0 to 1, each of shape (...)."""
        reach = special.stdtrit(self.df, (1 + confidence) / 2)
        c = self.scale * reach**2
        a = self.estimate
        root = np.sqrt(c * a * (1 - a) + c**2 / 4)
        # The other root of the same equation, without subtracting near-equal numbers.
        with np.errstate(invalid="ignore"):
            low = a**2 / (a + c / 2 + root)
            high = 1 - (1 - a) ** 2 / (1 - a + c / 2 + root)
        certain = self.scale == 0
        return np.where(certain, a, low), np.where(certain, a, high)

    def t(self, at: float) -> FloatArray:
        """Student's t against a true A of ``at``, positive when the estimate is above it."""
        away = self.estimate - at
        with np.errstate(divide="ignore", invalid="ignore"):
            t = away / np.sqrt(self.scale * at * (1 - at))
        return np.where(away == 0, 0.0, t)

    def p_two_sided(self, at: float) -> FloatArray:
        """Chance of an estimate at least so far from ``at``, were that the truth."""
        return np.asarray(2 * special.stdtr(self.df, -np.abs(self.t(at))))

    def p_above(self, at: float) -> FloatArray:
        """One-sided p-value for "the truth is above ``at``"; 1 when it surely is not."""
        p = special.stdtr(self.df, -self.t(at))
        return np.where((self.scale == 0) & (self.estimate == at), 1.0, p)

    def p_below(self, at: float) -> FloatArray:
        """One-sided p-value for "the truth is below ``at``", as `p_above`."""
        p = special.stdtr(self.df, self.t(at))
        return np.where((self.scale == 0) & (self.estimate == at), 1.0, p)


def smoothed_parts(
    x: FloatArray, y: FloatArray, *, factor_leaders: Factor = 1.0, factor_staff: Factor = 1.0
) -> Parts:
    """Return the parts of SKB+1: one pseudo-respondent a group, in the variance only.

    ``x`` and ``y`` have shape (..., K) and at least two people a row; they may be
    fractions (weighted or planned counts).
    """
    n1, n2 = x.sum(axis=-1), y.sum(axis=-1)
    pooled = (x + y) / (n1 + n2)[..., None]
    p = (x + _PSEUDO * pooled) / (n1 + _PSEUDO)[..., None]
    q = (y + _PSEUDO * pooled) / (n2 + _PSEUDO)[..., None]
    a, b = placements(q), 1 - placements(p)
    centre = (p * a).sum(axis=-1)
    return Parts(
        estimate=superiority_estimate(x, y),
        centre=centre,
        leaders=factor_leaders * (p * (a - centre[..., None]) ** 2).sum(axis=-1) / (n1 - 1),
        staff=factor_staff * (q * (b - centre[..., None]) ** 2).sum(axis=-1) / (n2 - 1),
        df_leaders=n1 - 1,
        df_staff=n2 - 1,
        one_rung=((pooled > 0).sum(axis=-1) == 1).astype(np.float64),
        one_rung_scale=np.maximum(factor_leaders / n1, factor_staff / n2),
    )


def plain_parts(x: FloatArray, y: FloatArray) -> Parts:
    """Return the parts of Brunner and Munzel's variance, without smoothing or factor.

    Where the groups do not overlap at all (A is 0 or 1) Q takes its largest possible
    value, 1/min(n1, n2), the bound of Birnbaum and Klose.
    """
    n1, n2 = x.sum(axis=-1), y.sum(axis=-1)
    a, b = placements(y), 1 - placements(x)
    estimate = superiority_estimate(x, y)
    centre = estimate[..., None]
    apart = (estimate == 0) | (estimate == 1) | (((x + y) > 0).sum(axis=-1) == 1)
    return Parts(
        estimate=estimate,
        centre=estimate,
        leaders=(x * (a - centre) ** 2).sum(axis=-1) / (n1 * (n1 - 1)),
        staff=(y * (b - centre) ** 2).sum(axis=-1) / (n2 * (n2 - 1)),
        df_leaders=n1 - 1,
        df_staff=n2 - 1,
        one_rung=apart.astype(np.float64),
        one_rung_scale=1 / np.minimum(n1, n2),
    )
