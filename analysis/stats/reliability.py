"""Whether a pillar's items belong together, asked of staff only, from sums over people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.stats.omega import omega_total
from analysis.stats.result import FloatArray, NotEstimable

FEWEST = 30
"""Complete answers below which no reliability is given (METHODS, section 6)."""
FEWEST_FOR_OMEGA = 100
LOWEST_ALPHA = 0.6
"""Below it the items are shown and not the pillar (METHODS, section 6)."""

CrossProducts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Cronbach's alpha with its confidence interval, all at most 1."""

    estimate: float
    low: float
    high: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How well a pillar's items measure one thing, in ``n`` people's answers.

    Attributes
    ----------
    alpha
        Cronbach's alpha with Feldt's interval; three items or more.
    omega
        McDonald's omega total of a one-factor model; three items, 100 people or more.
    spearman_brown
        The reliability of two items together, from their correlation; two items only.
    """

    n: int
    items: int
    alpha: Alpha | NotEstimable
    omega: float | NotEstimable
    spearman_brown: float | NotEstimable

    @property
    def holds_together(self) -> bool:
        """Whether the pillar may be shown as one score: at least .6.

        False also when there is no number to hold against it.
        """
        for value in (self.alpha, self.spearman_brown):
            if not isinstance(value, NotEstimable):
                return (value.estimate if isinstance(value, Alpha) else value) >= LOWEST_ALPHA
        return False


def reliability(
    n: int, sums: Sequence[int], cross: CrossProducts, *, confidence: float = 0.95
) -> Reliability | NotEstimable:
    """Return the reliability of a pillar from staff who answered all of its items.

    Never ask it of leaders: ten people leave alpha anywhere between .2 and .9.

    Parameters
    ----------
    n
        How many people answered every item.
    sums
        Shape (J,): each item's sum over them, in categories, reversed items turned round.
    cross
        Shape (J, J): the items' sums of products over them.
    confidence
        Of alpha's interval, a fraction between 0 and 1.

    Returns
    -------
    Reliability
        With whichever numbers this many people and items allow.
    NotEstimable
        Fewer than 30 people, or fewer than two items.

    Raises
    ------
    ValueError
        The sums and products do not fit together.

    Examples
    --------
    >>> few = reliability(12, [40, 41], [[150, 145], [145, 160]])
    >>> few
    NotEstimable(reason='fewer than 30 people answered every item')
    >>> two = reliability(40, [120, 118], [[420, 395], [395, 410]])
    >>> round(two.spearman_brown, 4), two.alpha
    (0.8044, NotEstimable(reason='two items have no alpha, only Spearman-Brown'))
    """
    if n < FEWEST:
        return NotEstimable(f"fewer than {FEWEST} people answered every item")
    covariance, items = covariance_matrix(n, sums, cross), len(sums)
    if items < 2:
        return NotEstimable("one item alone has no reliability")
    if items == 2:
        only = NotEstimable("two items have no alpha, only Spearman-Brown")
        both = spearman_brown(covariance)
        return Reliability(n=n, items=items, alpha=only, omega=only, spearman_brown=both)
    omega = (
        omega_total(covariance)
        if n >= FEWEST_FOR_OMEGA
        else NotEstimable(f"fewer than {FEWEST_FOR_OMEGA} people answered every item")
    )
    return Reliability(
        n=n,
        items=items,
        alpha=alpha(covariance, n, confidence=confidence),
        omega=omega,
        spearman_brown=NotEstimable("Spearman-Brown is for two items"),
    )


def covariance_matrix(n: int, sums: Sequence[int], cross: CrossProducts) -> FloatArray:
    """Return the covariances, divisor n - 1, exactly from whole sums of any size.

    Raises
    ------
    ValueError
        Fewer than two people, or sums and products that do not fit together.

    Examples
    --------
    >>> covariance_matrix(3, [6, 7], [[14, 17], [17, 21]]).round(4).tolist()
    [[1.0, 1.5], [1.5, 2.3333]]
    """
    if n < 2:
        raise ValueError(f"n must be at least 2, got {n}")
    total = np.array([int(value) for value in sums], dtype=object)
    products = np.array([[int(value) for value in row] for row in cross], dtype=object)
    if products.shape != (total.size, total.size):
        raise ValueError(f"cross must be {total.size} by {total.size}, got {products.shape}")
    if (products != products.T).any():
        raise ValueError("cross must be the same on both sides of its diagonal")
    scaled = products * n - np.outer(total, total)
    if min(scaled.diagonal()) < 0:
        raise ValueError("sums and cross do not belong together: a variance is negative")
    return scaled.astype(np.float64) / (n * (n - 1))


def alpha(covariance: FloatArray, n: int, *, confidence: float = 0.95) -> Alpha | NotEstimable:
    """Return Cronbach's alpha of the sum of the items, with Feldt's interval.

    Parameters
    ----------
    covariance
        Shape (J, J), J at least 2.
    n
        How many people it was taken from.
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    Alpha
        ``low`` and ``high`` are 1 - (1 - alpha) F with n - 1 and (n - 1)(J - 1) degrees
        of freedom.
    NotEstimable
        Everyone has the same sum.

    References
    ----------
    Feldt (1965), Psychometrika 30, 357-370; Feldt, Woodruff & Salih (1987), Appl.
    Psychol. Meas. 11, 93-103, formulas 6 and 7; as psych::alpha.ci in R.

    Examples
    --------
    >>> three = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    >>> result = alpha(three, 100)
    >>> result.estimate, round(result.low, 3), round(result.high, 3)
    (0.75, 0.651, 0.824)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, got {confidence}")
    items, total = len(covariance), float(covariance.sum())
    if total <= 1e-12 * np.trace(covariance):
        return NotEstimable("everyone has the same sum over the items")
    estimate = items / (items - 1) * (1 - float(np.trace(covariance)) / total)
    tail = (1 - confidence) / 2
    df = (n - 1, (n - 1) * (items - 1))
    return Alpha(
        estimate=estimate,
        low=1 - (1 - estimate) * float(stats.f.isf(tail, *df)),
        high=1 - (1 - estimate) * float(stats.f.ppf(tail, *df)),
        confidence=confidence,
    )


def spearman_brown(covariance: FloatArray) -> float | NotEstimable:
    """Return the reliability of two items together: 2 r / (1 + r).

    Examples
    --------
    >>> spearman_brown(np.array([[4.0, 1.0], [1.0, 1.0]]))
    0.6666666666666666
    """
    first, second = covariance.diagonal()
    if min(first, second) <= 0:
        return NotEstimable("everyone gave the same answer to an item")
    r = float(covariance[0, 1] / np.sqrt(first * second))
    if r <= -1:
        return NotEstimable("the two items say exactly the opposite")
    return 2 * r / (1 + r)
