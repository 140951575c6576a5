"""Whether two groups are shown to agree: closer together than a gap that matters."""

from dataclasses import dataclass

from analysis.stats.superiority import Superiority


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """Two one-sided tests on A against 0.5 - ``margin`` and 0.5 + ``margin``.

    ``p_value`` is the larger of the two. It is below 0.05 exactly when the 90 % interval,
    ``low_90`` to ``high_90``, lies inside the bounds.
    """

    margin: float
    p_above_lower: float
    p_below_upper: float
    p_value: float
    low_90: float
    high_90: float


def equivalence(superiority: Superiority, *, margin: float = 0.10) -> Equivalence:
    """Test whether A lies within ``margin`` of 0.5 (TOST with SKB+1's score statistic).

    Parameters
    ----------
    superiority
        A, with its scale and degrees of freedom.
    margin
        The smallest gap that matters, in units of A: above 0 and below 0.5, fixed
        before anyone answers.

    Raises
    ------
    ValueError
        ``margin`` is out of range.

    References
    ----------
    Schuirmann (1987), J. Pharmacokinet. Biopharm. 15, 657-680.

    Examples
    --------
    >>> from analysis.stats.superiority import superiority
    >>> counts = [50, 100, 200, 100, 50]
    >>> equivalence(superiority(counts, counts), margin=0.10).p_value < 0.05
    True
    """
    check_margin(margin)
    above = float(superiority.score.p_above(0.5 - margin))
    below = float(superiority.score.p_below(0.5 + margin))
    return Equivalence(
        margin=margin,
        p_above_lower=above,
        p_below_upper=below,
        p_value=max(above, below),
        low_90=superiority.low_90,
        high_90=superiority.high_90,
    )


def check_margin(margin: float) -> None:
    """Raise ``ValueError`` unless ``margin`` is above 0 and below 0.5."""
    if not 0 < margin < 0.5:
        raise ValueError(f"margin must be above 0 and below 0.5, got {margin}")
