"""McDonald's omega total: a one-factor model by maximum likelihood, Heywood cases refused."""

import numpy as np
from scipy import linalg, optimize

from analysis.stats.result import FloatArray, NotEstimable

LEAST_OWN_SHARE = 1e-3
"""A smaller share of an item's variance that is its own counts as a Heywood case."""
LEAST_LOADING = 1e-3
"""Three loadings must be larger: two related items alone do not pin a factor down."""


def omega_total(covariance: FloatArray) -> float | NotEstimable:
    """Return the share of the sum score's variance that one common factor explains.

    (sum of loadings)^2 / ((sum of loadings)^2 + sum of own variances), all of them from
    the fitted model and in the items' own units, so that it speaks of the plain sum.

    Parameters
    ----------
    covariance
        Shape (J, J), J at least 3.

    Returns
    -------
    float
        Between 0 and 1.
    NotEstimable
        Fewer than three items, an item that everyone answered alike, items that can be
        computed from one another, an own variance of (nearly) 0 or less (a Heywood
        case), or no solution.

    References
    ----------
    McDonald (1999), Test Theory; as lavaan::cfa with std.lv = TRUE in R.

    Examples
    --------
    >>> loadings = np.array([0.8, 0.7, 0.6, 0.5])
    >>> implied = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    >>> round(omega_total(implied), 6)
    0.749446
    """
    if len(covariance) < 3:
        return NotEstimable("fewer than three items")
    deviations = np.sqrt(covariance.diagonal())
    if deviations.min() <= 0:
        return NotEstimable("everyone gave the same answer to an item")
    correlations = covariance / np.outer(deviations, deviations)
    if linalg.eigvalsh(correlations)[0] < 1e-8:
        return NotEstimable("some items can be computed from others")
    fitted = one_factor(correlations)
    if isinstance(fitted, NotEstimable):
        return fitted
    common = float((deviations * fitted).sum()) ** 2
    own = float((deviations**2 * (1 - fitted**2)).sum())
    return common / (common + own)


def one_factor(correlations: FloatArray) -> FloatArray | NotEstimable:
    """Return the loadings of one factor by maximum likelihood.

    At the maximum an item's own variance is what its loading leaves over, so the loadings
    are all there is to return. They are searched for where every own share is positive
    (own shares first, Joreskog 1967, Psychometrika 32, 443-482), then polished until the
    likelihood equations hold.

    Parameters
    ----------
    correlations
        Shape (J, J), positive definite, J at least 3.

    Returns
    -------
    FloatArray
        Shape (J,), the sum of it not negative.
    NotEstimable
        A Heywood case, or no solution.

    Examples
    --------
    >>> one_factor(np.array([[1, 0.42, 0.35], [0.42, 1, 0.3], [0.35, 0.3, 1]])).round(6).tolist()
    [0.7, 0.6, 0.5]
    """
    start = 0.5 / np.diag(linalg.inv(correlations))
    search = optimize.minimize(
        _misfit,
        np.clip(start, LEAST_OWN_SHARE, 1),
        args=(correlations,),
        jac=True,
        method="TNC",  # unlike L-BFGS-B it starts no threads, which wait on a busy machine
        bounds=[(LEAST_OWN_SHARE, 1)] * len(correlations),
        options={"maxfun": 2000, "ftol": 1e-13, "gtol": 1e-8},
    )
    if search.x.min() <= LEAST_OWN_SHARE * 1.01:
        return NotEstimable("an item's own variance comes out at 0 or less (a Heywood case)")
    polished = optimize.root(
        _equations, _loadings(search.x, correlations), args=(correlations,), tol=1e-14
    )
    loadings: FloatArray = polished.x
    worst = np.abs(_equations(loadings, correlations)).max()
    ranked = np.sort(loadings**2)
    if worst > 1e-9 or ranked[-1] > 1 - LEAST_OWN_SHARE or ranked[-3] < LEAST_LOADING**2:
        return NotEstimable("a one-factor model has no single solution for these items")
    return loadings if loadings.sum() >= 0 else -loadings


def _scaled(own: FloatArray, correlations: FloatArray) -> tuple[FloatArray, FloatArray]:
    root = np.sqrt(own)
    values, vectors = linalg.eigh(correlations / np.outer(root, root))
    return values, vectors


def _loadings(own: FloatArray, correlations: FloatArray) -> FloatArray:
    values, vectors = _scaled(own, correlations)
    return np.asarray(np.sqrt(own) * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 1e-12)))


def _misfit(own: FloatArray, correlations: FloatArray) -> tuple[float, FloatArray]:
    """Return minus the log likelihood (up to constants) at its best loadings, and its slope."""
    values, _ = _scaled(own, correlations)
    rest = values[:-1]
    loadings = _loadings(own, correlations)
    implied = np.outer(loadings, loadings) + np.diag(own)
    slope = np.diag(implied - correlations) / own**2
    return float((rest - np.log(rest)).sum()), slope


def _equations(loadings: FloatArray, correlations: FloatArray) -> FloatArray:
    """Return what is 0 at the maximum: loadings minus what they should be."""
    pull = loadings / (1 - loadings**2)
    return np.asarray(correlations @ pull - loadings * (1 + loadings @ pull))
