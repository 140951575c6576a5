"""Scoring a forecast of ordered answers so that honesty pays."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.result import checked_counts, checked_pair


def forecast_distance(forecast: ArrayLike, outcome: ArrayLike) -> float:
    """Return sum (F - G)^2 / (K - 1) of two rows of counts' cumulative shares, 0 to 1.

    It is what a forecaster can be blamed for: the ranked probability score averaged over
    staff is this distance plus the scatter of staff themselves, sum G (1 - G) / (K - 1).

    Examples
    --------
    >>> forecast_distance([1, 0, 0], [0, 0, 1])
    1.0
    """
    x, y = checked_pair(forecast, outcome)
    if min(x.sum(), y.sum()) == 0:
        raise ValueError("a distance needs two rows of counts with people in them")
    apart = np.cumsum(x)[:-1] / x.sum() - np.cumsum(y)[:-1] / y.sum()
    return float((apart**2).mean())


def ranked_probability_score(forecast: ArrayLike, outcome: int) -> float:
    """Return the ranked probability score of a forecast for one answer; 0 is perfect.

    Parameters
    ----------
    forecast
        Shape (K,): counts whose shares are the forecast.
    outcome
        The category that came out, from 1 to K.

    References
    ----------
    Epstein (1969), J. Appl. Meteorol. 8, 985-987; Gneiting & Raftery (2007), J. Am. Stat.
    Assoc. 102, 359-378.

    Examples
    --------
    >>> ranked_probability_score([1, 2, 1], 2)
    0.0625
    """
    x = checked_counts(forecast)
    if not 1 <= outcome <= x.size:
        raise ValueError(f"outcome must be between 1 and {x.size}, got {outcome}")
    came = np.zeros(x.size)
    came[outcome - 1] = 1
    return forecast_distance(x, came)
