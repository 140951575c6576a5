"""How much of R squared belongs to each of several correlated explanations, two ways."""

from itertools import combinations
from math import comb

import numpy as np
from scipy import optimize, special

from analysis.stats.result import FloatArray


def relative_weights(correlations: FloatArray) -> FloatArray:
    """Return Johnson's relative weights, which add up to R squared.

    The predictors are replaced by their nearest uncorrelated relatives; each of these
    explains a part of the outcome, and hands it back to the predictors it stands for.

    Parameters
    ----------
    correlations
        Shape (..., 1 + P, 1 + P), the outcome first; the predictors' part positive definite.

    Returns
    -------
    FloatArray
        Shape (..., P), not negative.

    References
    ----------
    Johnson (2000), Multivar. Behav. Res. 35, 1-19; the R package rwa.

    Examples
    --------
    >>> relative_weights(np.array([[1, 0.6, 0.3], [0.6, 1, 0], [0.3, 0, 1]])).round(2).tolist()
    [0.36, 0.09]
    """
    values, vectors = np.linalg.eigh(correlations[..., 1:, 1:])
    root = np.sqrt(values)[..., None, :]
    towards = (vectors * root) @ np.swapaxes(vectors, -1, -2)
    back = (vectors / root) @ np.swapaxes(vectors, -1, -2)
    explained = (back @ correlations[..., 1:, :1]) ** 2
    return np.asarray((towards**2 @ explained)[..., 0])


def general_dominance(correlations: FloatArray) -> FloatArray:
    """Return general dominance weights, which add up to R squared.

    What a predictor adds to R squared, averaged over all sets of the others: first over
    the sets of one size, then over sizes. 2^P regressions.

    Parameters
    ----------
    correlations
        Shape (1 + P, 1 + P), the outcome first; the predictors' part positive definite.

    Returns
    -------
    FloatArray
        Shape (P,).

    References
    ----------
    Azen & Budescu (2003), Psychol. Methods 8, 129-148; the same as
    "lmg" in R's relaimpo.

    Examples
    --------
    >>> general_dominance(np.array([[1, 0.6, 0.3], [0.6, 1, 0], [0.3, 0, 1]])).round(2).tolist()
    [0.36, 0.09]
    """
    predictors = len(correlations) - 1
    explained = {
        chosen: r_squared(correlations, chosen)
        for size in range(predictors + 1)
        for chosen in combinations(range(predictors), size)
    }
    weights = np.zeros(predictors)
    for chosen, with_it in explained.items():
        for predictor in chosen:
            others = tuple(other for other in chosen if other != predictor)
            times = predictors * comb(predictors - 1, len(others))
            weights[predictor] += (with_it - explained[others]) / times
    return weights


def r_squared(correlations: FloatArray, chosen: tuple[int, ...]) -> float:
    """Return the share of the outcome's variance that the chosen predictors explain.

    Examples
    --------
    >>> round(r_squared(np.array([[1, 0.6, 0.3], [0.6, 1, 0], [0.3, 0, 1]]), (0, 1)), 2)
    0.45
    """
    rows = [predictor + 1 for predictor in chosen]
    with_outcome = correlations[rows, 0]
    return float(with_outcome @ np.linalg.solve(correlations[np.ix_(rows, rows)], with_outcome))


def r_squared_low(estimate: float, predictors: int, df: int, *, confidence: float = 0.95) -> float:
    """Return the lower limit of R squared's two-sided interval, 0 or more.

    Parameters
    ----------
    estimate
        R squared in the sample.
    predictors
        How many there are.
    df
        Degrees of freedom of the outcome: people minus 1, or minus departments.
    confidence
        A fraction between 0 and 1.

    References
    ----------
    The noncentral F interval, predictors taken as given, noncentrality over itself plus
    people (Steiger 2004, Psychol. Methods 9, 164-182). effectsize in R
    divides by itself plus the residual degrees of freedom, a little more.

    Examples
    --------
    >>> round(r_squared_low(0.2, 3, 199), 4)
    0.1009
    """
    rest = df - predictors
    f = (estimate / predictors) / ((1 - estimate) / rest)
    target = (1 + confidence) / 2

    def beyond(noncentrality: float) -> float:
        return float(special.ncfdtr(predictors, rest, noncentrality, f)) - target

    if beyond(0) <= 0:
        return 0.0
    # With that much noncentrality F's own mean lies above f, so the root lies below it.
    noncentrality = float(optimize.brentq(beyond, 0, predictors * f, xtol=1e-12, rtol=1e-14))
    return noncentrality / (noncentrality + df + 1)
