"""How often a leader answers higher than a member of staff, and how sure that is."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.finite_population import finite_factor
from analysis.stats.result import FloatArray, NotEstimable, checked_pair
from analysis.stats.score import Score, smoothed_parts

Magnitude = Literal["negligible", "small", "medium", "large"]
_MAGNITUDES: tuple[tuple[float, Magnitude], ...] = (
    (0.06, "negligible"),
    (0.14, "small"),
    (0.21, "medium"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Superiority:
    """A of leaders over staff: the share of leader-staff pairs in which the leader is higher.

    All shares are fractions between 0 and 1; 0.5 is no gap. ``estimate`` is
    ``leaders_higher`` plus half of ``same``. ``low`` and ``high`` bound the interval at
    ``confidence``, ``low_90`` and ``high_90`` the one that the equivalence test reads.
    ``factor_leaders`` and ``factor_staff`` are the finite-population factors in use: 1
    where none applies, else the result is about the people invited. A's variance at a
    true value a is ``scale`` a (1 - a), on ``df`` degrees of freedom.
    """

    estimate: float
    low: float
    high: float
    low_90: float
    high_90: float
    confidence: float
    df: float
    scale: float
    leaders_higher: float
    same: float
    staff_higher: float
    p_difference: float
    answered_leaders: int
    answered_staff: int
    factor_leaders: float
    factor_staff: float

    @property
    def score(self) -> Score:
        """The score form, for further tests and limits of the same A."""
        return Score(
            estimate=np.asarray(self.estimate),
            scale=np.asarray(self.scale),
            df=np.asarray(self.df),
        )


def superiority(
    leaders: ArrayLike,
    staff: ArrayLike,
    *,
    invited_leaders: int | None = None,
    invited_staff: int | None = None,
    confidence: float = 0.95,
) -> Superiority | NotEstimable:
    """Return A with the interval SKB+1 and its inverted test.

    Parameters
    ----------
    leaders, staff
        Counts of each ordered category, lowest first: shape (K,). Only the order of the
        categories matters, so items, ladders and pillar sums are all welcome.
    invited_leaders, invited_staff
        How many were invited, if known: see `finite_factor` for when that narrows the
        interval.
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    Superiority
        With everyone in both groups answering, the interval is the estimate itself.
    NotEstimable
        A group has fewer than two answers.

    Raises
    ------
    ValueError
        Counts, rosters or confidence are impossible.

    References
    ----------
    Schüürhuis, Konietschke and Brunner (2025), Biom. J. 67(6), arXiv 2504.01796, for the
    Wilson-type interval; the pseudo-respondent is this project's (METHODS.md, section 1).

    Examples
    --------
    >>> found = superiority([0, 0, 0, 5, 0], [10, 20, 40, 20, 10])
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.8, 0.558, 0.927)
    """
    x, y = checked_pair(leaders, staff)
    check_confidence(confidence)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    factors = (
        finite_factor(float(x.sum()), invited_leaders),
        finite_factor(float(y.sum()), invited_staff),
    )
    parts = smoothed_parts(x, y, factor_leaders=factors[0], factor_staff=factors[1])
    return as_superiority(x, y, Score.of(parts), factors=factors, confidence=confidence)


def as_superiority(
    x: FloatArray,
    y: FloatArray,
    score: Score,
    *,
    factors: tuple[float, float],
    confidence: float,
) -> Superiority:
    """Describe one table's ``score`` in plain numbers; ``factors`` are leaders', staff's."""
    pairs = float(x.sum() * y.sum())
    below = np.cumsum(y) - y
    higher, same = float(x @ below) / pairs, float(x @ y) / pairs
    low, high = score.limits(confidence)
    low_90, high_90 = score.limits(0.90)
    return Superiority(
        estimate=float(score.estimate),
        low=float(low),
        high=float(high),
        low_90=float(low_90),
        high_90=float(high_90),
        confidence=confidence,
        df=float(score.df),
        scale=float(score.scale),
        leaders_higher=higher,
        same=same,
        staff_higher=float(y @ (np.cumsum(x) - x)) / pairs,
        p_difference=float(score.p_two_sided(0.5)),
        answered_leaders=round(float(x.sum())),
        answered_staff=round(float(y.sum())),
        factor_leaders=factors[0],
        factor_staff=factors[1],
    )


def cliffs_delta(leaders: ArrayLike, staff: ArrayLike) -> float | NotEstimable:
    """Return Cliff's delta, 2A - 1: from -1 (staff always higher) to 1 (leaders always).

    Examples
    --------
    >>> cliffs_delta([0, 0, 1], [1, 1, 0])
    1.0
    """
    x, y = checked_pair(leaders, staff)
    for group, counts in (("leader", x), ("member of staff", y)):
        if counts.sum() == 0:
            return NotEstimable(f"no {group} answered")
    wins = float(x @ (np.cumsum(y) - y))
    losses = float(y @ (np.cumsum(x) - x))
    return (wins - losses) / float(x.sum() * y.sum())


def magnitude(estimate: float) -> Magnitude:
    """Return the size of A's distance from 0.5 in a word; always show the interval beside it.

    Under .06 negligible, under .14 small, under .21 medium, else large (Vargha and
    Delaney, 2000, J. Educ. Behav. Stat. 25, 101-132; the limits as R's dominoR
    has them).

    Examples
    --------
    >>> magnitude(0.43)
    'small'
    """
    distance = abs(estimate - 0.5)
    for limit, word in _MAGNITUDES:
        if distance < limit:
            return word
    return "large"


def too_few(x: FloatArray, y: FloatArray) -> NotEstimable | None:
    """Return why two groups cannot be compared, or ``None`` when both have two answers."""
    for group, counts in (("leaders", x), ("staff", y)):
        if counts.sum() < 2:
            return NotEstimable(f"fewer than two {group} answered")
    return None


def check_confidence(confidence: float) -> None:
    """Raise ``ValueError`` unless ``confidence`` is a fraction between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, got {confidence}")
