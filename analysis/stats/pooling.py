"""Staff's scores within departments, pooled: what importance is weighed from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.reliability import CrossProducts
from analysis.stats.result import FloatArray, NotEstimable, checked_counts


def within_departments(
    departments: Sequence[tuple[int, Sequence[int], CrossProducts]],
) -> tuple[int, int, FloatArray] | NotEstimable:
    """Return people, degrees of freedom and covariances pooled within departments.

    Differences between departments, which have many other causes, are taken out.

    Parameters
    ----------
    departments
        For each, how many people answered everything, the variables' sums over them
        (shape (V,)) and sums of products (shape (V, V)); empty ones do not count.

    Returns
    -------
    tuple
        ``people``, ``df`` (people minus departments) and the covariances, shape (V, V).
    NotEstimable
        No department has two people.

    Examples
    --------
    >>> people, df, covariance = within_departments(
    ...     [(2, [3, 5], [[5, 8], [8, 13]]), (2, [9, 9], [[41, 40], [40, 41]])]
    ... )
    >>> people, df, covariance.tolist()
    (4, 2, [[0.5, 0.0], [0.0, 0.5]])
    """
    filled = [each for each in departments if each[0] > 0]
    people = sum(n for n, _, _ in filled)
    df = people - len(filled)
    if df <= 0:
        return NotEstimable("no department has two people who answered everything")
    pooled: FloatArray = np.zeros(())
    for n, sums, cross in filled:
        total = np.array([int(value) for value in sums], dtype=object)
        products = np.array([[int(value) for value in row] for row in cross], dtype=object)
        pooled = pooled + (products * n - np.outer(total, total)).astype(np.float64) / n
    return people, df, pooled / df


def relative_kurtosis(deviations: FloatArray, people: ArrayLike) -> float:
    """Return how heavy the scores' tails are, all together: 1 for bell-shaped ones.

    Parameters
    ----------
    deviations
        Shape (R, V): the distinct rows of scores, each minus its department's mean.
    people
        Shape (R,): how many people each row stands for.

    References
    ----------
    Mardia's (1970) coefficient over V(V + 2); as a correction for covariances Browne
    (1984), Br. J. Math. Stat. Psychol. 37, 62-83 (Browne cited from memory).

    Examples
    --------
    >>> relative_kurtosis(np.array([[-2.0], [-1], [1], [2]]), [1, 2, 2, 1])
    0.5
    """
    x = checked_counts(people)
    covariance = (deviations.T * x) @ deviations / x.sum()
    distances = np.einsum("rv,vw,rw->r", deviations, np.linalg.pinv(covariance), deviations)
    size = deviations.shape[1]
    fourth = float(np.sum(x * distances**2)) / float(x.sum())
    return fourth / float(size * (size + 2))
