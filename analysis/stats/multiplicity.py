"""Several tests at once: adjusted p-values, in the order given."""

from collections.abc import Sequence

import numpy as np

from analysis.stats.result import FloatArray


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return Holm's adjusted p-values: below alpha where the family-wise error allows it.

    Raises
    ------
    ValueError
        A p-value is not between 0 and 1.

    References
    ----------
    Holm (1979), Scand. J. Stat. 6, 65-70. Checked against R's p.adjust.

    Examples
    --------
    >>> holm([0.25, 0.03125, 0.125, 0.0625])
    (0.25, 0.125, 0.25, 0.1875)
    """
    p = _checked(p_values)
    order = np.argsort(p)
    raised = np.minimum(1, p[order] * np.arange(p.size, 0, -1))
    return _in_given_order(np.maximum.accumulate(raised), order)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return Benjamini and Hochberg's adjusted p-values, for a list "worth a look".

    Raises
    ------
    ValueError
        A p-value is not between 0 and 1.

    References
    ----------
    Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    Checked against R's p.adjust.

    Examples
    --------
    >>> benjamini_hochberg([0.25, 0.03125, 0.125, 0.0625])
    (0.25, 0.125, 0.16666666666666666, 0.125)
    """
    p = _checked(p_values)
    order = np.argsort(p)[::-1]
    # The largest stays as it is, so none can end above 1.
    raised = p[order] * (p.size / np.arange(p.size, 0, -1))
    return _in_given_order(np.minimum.accumulate(raised), order)


def _checked(p_values: Sequence[float]) -> FloatArray:
    p = np.asarray(p_values, dtype=np.float64)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError(f"p-values must be between 0 and 1, got {list(p_values)}")
    return p


def _in_given_order(
    adjusted: FloatArray, order: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> tuple[float, ...]:
    back = np.empty_like(adjusted)
    back[order] = adjusted
    return tuple(back.tolist())
