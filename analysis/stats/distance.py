"""How far apart two distributions of answers lie, whatever their averages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.result import FloatArray, NotEstimable, checked_pair

SHAPE_DIFFERS_FROM = 0.25
"""Points of distance beyond the mean gap that raise the flag: chosen, not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """Wasserstein-1 distance in points: how far answers would have to move on average.

    It is at least ``mean_gap_size``, the size of the gap between the averages, and larger
    exactly when the two distributions cross.
    """

    estimate: float
    mean_gap_size: float

    @property
    def shape_differs(self) -> bool:
        """Whether the shapes differ although the averages do not, by more than chosen."""
        return self.estimate - self.mean_gap_size > SHAPE_DIFFERS_FROM


def wasserstein(
    leaders: ArrayLike, staff: ArrayLike, *, values: Sequence[float]
) -> Distance | NotEstimable:
    """Return the distance between two distributions of answers.

    Parameters
    ----------
    leaders, staff
        Counts of each category, lowest first: shape (K,).
    values
        Each category in points, rising: shape (K,).

    Returns
    -------
    Distance
        In points; on items whose values are 1..K these are rungs.
    NotEstimable
        A group has no answers.

    Raises
    ------
    ValueError
        Counts are impossible, or ``values`` does not rise or has another length.

    Examples
    --------
    >>> wasserstein([1, 0, 1], [0, 2, 0], values=[1, 2, 3]).shape_differs
    True
    """
    x, y = checked_pair(leaders, staff)
    steps = np.diff(checked_values(values, x.size))
    if min(x.sum(), y.sum()) == 0:
        return NotEstimable("a group has no answers")
    # Cross-multiplied, so that equal shares of whole counts differ by exactly nothing.
    apart = np.cumsum(x)[:-1] * y.sum() - np.cumsum(y)[:-1] * x.sum()
    pairs = float(x.sum() * y.sum())
    return Distance(
        estimate=float(np.abs(apart) @ steps) / pairs,
        mean_gap_size=abs(float(apart @ steps)) / pairs,
    )


def checked_values(values: Sequence[float], categories: int) -> FloatArray:
    """Return the categories' values in points, refusing any that do not rise.

    Raises
    ------
    ValueError
        There is not one value a category, or they do not rise.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (categories,):
        raise ValueError(f"{categories} categories need as many values, got {list(values)}")
    if not (np.diff(array) > 0).all():
        raise ValueError(f"values must rise, got {list(values)}")
    return array
