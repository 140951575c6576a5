"""Which pillars go together with an outcome, among staff: never which one drives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import stats

from analysis.stats.relative_weights import (
    general_dominance,
    r_squared,
    r_squared_low,
    relative_weights,
)
from analysis.stats.result import FloatArray, NotEstimable

FEWEST_PREDICTORS, MOST_PREDICTORS = 2, 8
FEWEST_PEOPLE, PEOPLE_PER_PREDICTOR = 100, 15
LEAST_DF_PER_PREDICTOR = 5
LEAST_R_SQUARED, LARGEST_CORRELATION = 0.02, 0.9
"""The refusals of METHODS.md, section 9."""
CAUTIOUS_KURTOSIS = 1.5
"""Assumed where nobody measured it: sums of very skewed five-point items had 1.4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Staff's covariances within departments, the outcome first, then the predictors.

    ``covariance``, of shape (1 + P, 1 + P), and ``df``, people minus departments, are
    those of `pooling.within_departments`.
    ``outcome_items`` and ``predictors`` say which items each was made of. ``kurtosis`` is
    `pooling.relative_kurtosis` of the same people, taken when their answers were counted.
    """

    people: int
    df: int
    covariance: FloatArray
    outcome_items: tuple[str, ...]
    predictors: Mapping[str, tuple[str, ...]]
    kurtosis: float = CAUTIOUS_KURTOSIS

    @property
    def effective_df(self) -> float:
        """Degrees of freedom of bell-shaped scores that would be as informative."""
        return self.df / max(1.0, self.kurtosis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One predictor's part of R squared.

    ``weight`` is Johnson's, ``dominance`` general dominance; both add up to R squared
    over the predictors. ``share`` is ``weight`` as a fraction of R squared.
    """

    predictor: str
    weight: float
    share: float
    dominance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Bootstrap interval of the first weight minus the second, in parts of R squared."""

    first: str
    second: str
    low: float
    high: float

    @property
    def is_tied(self) -> bool:
        """Whether the two may not be ranked."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """What goes together with the outcome, largest weight first, and what may be ranked.

    ``differences`` has every pair, the one with the larger weight first.
    """

    people: int
    r_squared: float
    r_squared_low: float
    weights: tuple[Weight, ...]
    differences: tuple[Difference, ...]


def importance(
    explained: Explained,
    *,
    generator: np.random.Generator,
    draws: int = 2000,
    confidence: float = 0.95,
) -> Importance | NotEstimable:
    """Return relative weights and dominance of staff's pillars, or why there are none.

    Never ask it of leaders: they are too few. What it gives are associations.

    The interval of a weight difference is a parametric bootstrap: covariance matrices are
    drawn from the Wishart distribution around the observed one, because cross products
    are all that is kept of people. Skewed answers make them vary more than bell-shaped
    ones would, so the degrees of freedom are divided by the scores' kurtosis
    (docs/statistics.md has the error rates, measured with and without).

    Parameters
    ----------
    explained
        Covariances within departments and what they were made of.
    generator
        Source of randomness; the same one gives the same intervals.
    draws
        Bootstrap matrices.
    confidence
        Of the intervals, a fraction between 0 and 1.

    Returns
    -------
    Importance
    NotEstimable
        Fewer than 2 or more than 8 predictors; fewer than 100 people or 15 a predictor, or
        hardly any beyond one for each department; an outcome item inside a pillar; a
        variable without spread; two variables correlated above .9, or one that follows
        from the others; R squared with a lower limit of .02 or less.

    References
    ----------
    Johnson (2000) and Azen & Budescu (2003): see `relative_weights`.

    Examples
    --------
    >>> r = np.array([[1, 0.6, 0.3], [0.6, 1, 0.2], [0.3, 0.2, 1]])
    >>> result = importance(
    ...     Explained(
    ...         people=300,
    ...         df=290,
    ...         covariance=r,
    ...         outcome_items=("stay",),
    ...         predictors={"culture": ("c1", "c2"), "focus": ("f1", "f2")},
    ...     ),
    ...     generator=np.random.default_rng(1),
    ... )
    >>> [(each.predictor, round(each.share, 2)) for each in result.weights]
    [('culture', 0.84), ('focus', 0.16)]
    >>> result.differences[0].is_tied
    False
    """
    refusal = _refusal(explained)
    if refusal is not None:
        return refusal
    correlations = _correlations(explained.covariance)
    names = tuple(explained.predictors)
    whole = r_squared(correlations, tuple(range(len(names))))
    low = r_squared_low(whole, len(names), explained.df)
    if low <= LEAST_R_SQUARED:
        return NotEstimable(f"the pillars explain too little: R squared may be as low as {low:.3f}")
    weights = relative_weights(correlations)
    dominance = general_dominance(correlations)
    drawn = relative_weights(_correlations(_draws(explained, generator, draws)))
    order = np.argsort(-weights, kind="stable").tolist()
    return Importance(
        people=explained.people,
        r_squared=whole,
        r_squared_low=low,
        weights=tuple(
            Weight(
                predictor=names[i],
                weight=float(weights[i]),
                share=float(weights[i] / whole),
                dominance=float(dominance[i]),
            )
            for i in order
        ),
        differences=tuple(
            _difference((names[i], names[j]), drawn[:, i] - drawn[:, j], confidence)
            for i, j in combinations(order, 2)
        ),
    )


def _refusal(explained: Explained) -> NotEstimable | None:
    predictors = len(explained.predictors)
    fewest = max(FEWEST_PEOPLE, PEOPLE_PER_PREDICTOR * predictors)
    size = explained.covariance.shape
    if size != (predictors + 1, predictors + 1):
        raise ValueError(f"{predictors} predictors need {predictors + 1} rows, got {size}")
    if not FEWEST_PREDICTORS <= predictors <= MOST_PREDICTORS:
        return NotEstimable(f"importance needs 2 to 8 pillars, got {predictors}")
    if explained.people < fewest:
        return NotEstimable(f"fewer than {fewest} staff answered everything")
    if explained.effective_df < LEAST_DF_PER_PREDICTOR * predictors:
        return NotEstimable("too few staff in each department for scores so unevenly spread")
    for name, items in explained.predictors.items():
        if set(items) & set(explained.outcome_items):
            return NotEstimable(f"the outcome is itself part of {name}")
    return _badly_spread(explained.covariance)


def _badly_spread(covariance: FloatArray) -> NotEstimable | None:
    if covariance.diagonal().min() <= 0:
        return NotEstimable("everyone in each department scored the same on a pillar")
    between = np.abs(_correlations(covariance)[np.triu_indices(len(covariance), 1)])
    if between.max() > LARGEST_CORRELATION:
        return NotEstimable("two of the scores are almost the same (a correlation above .9)")
    if np.linalg.eigvalsh(_correlations(covariance))[0] < 1e-9:
        return NotEstimable("one of the scores can be computed from the others")
    return None


def _correlations(covariance: FloatArray) -> FloatArray:
    deviations = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    return np.asarray(covariance / (deviations[..., :, None] * deviations[..., None, :]))


def _draws(explained: Explained, generator: np.random.Generator, draws: int) -> FloatArray:
    drawn = stats.wishart.rvs(
        df=explained.effective_df,
        scale=explained.covariance,  # its size cancels out in the correlations
        size=draws,
        random_state=generator,
    )
    return np.asarray(drawn)


def _difference(pair: tuple[str, str], drawn: FloatArray, confidence: float) -> Difference:
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Difference(first=pair[0], second=pair[1], low=float(low), high=float(high))
