"""The noncentral t distribution, as exact as floats allow, where SciPy's gives NaN.

Its two integrals are smooth where the other one is not; each is summed by Gauss-Legendre
nodes. Checked against R's pt in tests/analysis/stats/test_means.py.
"""

import math

import numpy as np
from scipy import optimize, special

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(240)
_FAR = 9.0
"""Standard normal quantile beyond which nothing is left (1e-19)."""


def noncentral_t_cdf(t: float, df: float, noncentrality: float) -> float:
    """Chance that a noncentral t is at most ``t``.

    Examples
    --------
    >>> round(noncentral_t_cdf(2.0, 10, 1.0), 10)
    0.8076115625
    """
    if t < 0:
        return 1 - noncentral_t_cdf(-t, df, -noncentrality)
    if t > math.sqrt(2 * df):
        return _over_the_normal(t, df, noncentrality)
    return _over_the_chi(t, df, noncentrality)


def noncentrality_at(t: float, df: float, probability: float) -> float:
    """Noncentrality at which a noncentral t is at most ``t`` with ``probability``."""

    def excess(noncentrality: float) -> float:
        return noncentral_t_cdf(t, df, noncentrality) - probability

    reach = 10.0
    middle = t
    while excess(middle - reach) < 0 or excess(middle + reach) > 0:
        reach *= 2
    return float(optimize.brentq(excess, middle - reach, middle + reach, xtol=1e-13))


def _over_the_normal(t: float, df: float, noncentrality: float) -> float:
    """Sum over Z = z: T is at most t exactly when S is at least (z + noncentrality)/t."""
    low = max(-noncentrality, -_FAR)
    if low >= _FAR:
        return 1.0
    z = (low + _FAR) / 2 + (_FAR - low) / 2 * _NODES
    survival = special.gammaincc(df / 2, df / 2 * ((z + noncentrality) / t) ** 2)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    inner = float(_WEIGHTS @ (survival * density)) * (_FAR - low) / 2
    return float(special.ndtr(-noncentrality)) + inner


def _over_the_chi(t: float, df: float, noncentrality: float) -> float:
    """Sum over S = s, a chi over its root of df: T is at most t when Z <= t s - noncentrality."""
    low = math.sqrt(2 * float(special.gammaincinv(df / 2, 1e-18)) / df)
    high = math.sqrt(2 * float(special.gammainccinv(df / 2, 1e-18)) / df)
    s = (low + high) / 2 + (high - low) / 2 * _NODES
    log_density = (df - 1) * np.log(s) - df * s**2 / 2
    density = _WEIGHTS * np.exp(log_density - log_density.max())
    return float(density @ special.ndtr(t * s - noncentrality) / density.sum())
