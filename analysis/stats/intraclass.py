"""How far people of one department answer alike: ICC(1) and ICC(2) from a table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.result import NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class Intraclass:
    """What of the answers' spread lies between departments.

    Attributes
    ----------
    icc1
        Share of the spread that belongs to departments rather than people; can be
        slightly negative when departments are more alike than chance.
    icc2
        Reliability of a department's mean; negative when ``icc1`` is.
    departments
        How many departments have answers.
    typical_size
        The department size n0 that the analysis of variance uses.
    """

    icc1: float
    icc2: float | NotEstimable
    departments: int
    typical_size: float


def intraclass(table: ArrayLike, values: ArrayLike | None = None) -> Intraclass | NotEstimable:
    """Return ICC(1) and ICC(2) of a one-way analysis of variance.

    Parameters
    ----------
    table
        Shape (G, K): how many people of each department chose each category.
    values
        Shape (K,): the categories' values in points; 1..K when left out.

    Returns
    -------
    Intraclass
        From mean squares between and within, with n0 for unequal departments.
    NotEstimable
        Fewer than two departments with answers, no department with two people, or
        everyone gave the same answer.

    Raises
    ------
    ValueError
        ``table`` is not whole and not negative, or ``values`` do not fit it.

    References
    ----------
    Bliese (2000), in Klein & Kozlowski; as multilevel::ICC1 and ICC2 in R, which take the
    mean size for n0 (the same for equal departments).

    Examples
    --------
    >>> result = intraclass([[4, 1, 0], [1, 3, 1], [0, 1, 4]])
    >>> round(result.icc1, 4), round(result.icc2, 4)
    (0.6591, 0.9062)
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError("table must be departments by categories, whole and not negative")
    points = np.arange(1.0, counts.shape[1] + 1) if values is None else np.asarray(values, float)
    if points.shape != (counts.shape[1],):
        raise ValueError(f"values must be {counts.shape[1]}, got {points.size}")
    counts = counts[counts.sum(axis=1) > 0]
    sizes = counts.sum(axis=1)
    groups, n = len(sizes), float(sizes.sum())
    if groups < 2:
        return NotEstimable("fewer than two departments have answers")
    if n == groups:
        return NotEstimable("no department has two people")
    if (counts.sum(axis=0) > 0).sum() == 1:
        return NotEstimable("everyone gave the same answer")
    means = counts @ points / sizes
    between = float((sizes * (means - sizes @ means / n) ** 2).sum()) / (groups - 1)
    within = float((counts * (points - means[:, None]) ** 2).sum()) / (n - groups)
    size = (n - float((sizes**2).sum()) / n) / (groups - 1)
    alike = np.ptp(means) < 1e-12 * np.ptp(points)
    return Intraclass(
        icc1=(between - within) / (between + (size - 1) * within),
        icc2=NotEstimable("all departments have the same mean")
        if alike
        else (between - within) / between,
        departments=groups,
        typical_size=size,
    )
