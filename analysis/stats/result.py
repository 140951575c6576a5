"""What every statistic here takes and gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts: TypeAlias = Sequence[int] | NDArray[np.int64]
"""How many people chose each ordered category, lowest first: shape (K,), whole, not negative."""

FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """A number that these answers cannot give, and why."""

    reason: str


def checked_counts(counts: ArrayLike) -> FloatArray:
    """Return ``counts`` as floats, so that cubes of millions do not overflow.

    Raises
    ------
    ValueError
        ``counts`` is not one row of at least two whole numbers of at least 0.

    Examples
    --------
    >>> checked_counts([0, 2, 3]).tolist()
    [0.0, 2.0, 3.0]
    """
    array = np.asarray(counts, dtype=np.float64)
    if array.ndim != 1 or array.size < 2:
        raise ValueError(f"counts must be one row of at least two, got shape {array.shape}")
    if not np.isfinite(array).all() or (array < 0).any() or (array != np.floor(array)).any():
        raise ValueError(f"counts must be whole and not negative, got {array.tolist()}")
    return array


def checked_pair(leaders: ArrayLike, staff: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return both rows of counts as floats, refusing rows of different length.

    Raises
    ------
    ValueError
        The rows differ in length, or either is refused by `checked_counts`.
    """
    x, y = checked_counts(leaders), checked_counts(staff)
    if x.size != y.size:
        raise ValueError(f"leaders have {x.size} categories, staff {y.size}")
    return x, y
