"""Which words two groups use differently, when each wrote little."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.result import NotEstimable, checked_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOdds:
    """One word's log-odds among leaders minus that among staff.

    ``low`` and ``high`` are approximate 95 % limits; ``z`` is the log-odds ratio over its
    standard deviation. Positive: leaders use it more.
    """

    log_odds: float
    low: float
    high: float
    z: float


def word_odds(
    leaders: ArrayLike, staff: ArrayLike, *, prior_size: float
) -> tuple[WordOdds, ...] | NotEstimable:
    """Hold two groups' word counts against each other with an informative Dirichlet prior.

    The prior says that both use each word as often as the two do together, and weighs as
    much as ``prior_size`` words. So a word that was written once by one group says little,
    and common words do not crowd out the rest.

    Parameters
    ----------
    leaders, staff
        Shape (W,): how often each group wrote each word.
    prior_size
        Weight of the prior in words, above 0.

    Returns
    -------
    tuple of WordOdds
        In the order of the words.
    NotEstimable
        A group wrote nothing.

    Raises
    ------
    ValueError
        Counts are impossible, a word is written by nobody, or the prior has no weight.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words, Polit. Anal. 16, 372-403; the
    equations (15 to 22) cited from memory.

    Examples
    --------
    >>> odds = word_odds([9, 1], [1, 9], prior_size=2)
    >>> round(odds[0].log_odds, 3), round(odds[0].z, 3)
    (3.219, 4.156)
    """
    x, y = checked_pair(leaders, staff)
    if not prior_size > 0:
        raise ValueError(f"a prior needs a weight above 0, got {prior_size}")
    if min(x.sum(), y.sum()) == 0:
        return NotEstimable("one of the groups wrote nothing")
    pooled = x + y
    if not pooled.all():
        raise ValueError("every word must have been written by somebody")
    prior = prior_size * pooled / pooled.sum()
    first, second = x + prior, y + prior
    odds = np.log(first / (first.sum() - first)) - np.log(second / (second.sum() - second))
    error = np.sqrt(1 / first + 1 / second)
    return tuple(
        WordOdds(
            log_odds=float(each),
            low=float(each - 1.959963984540054 * spread),
            high=float(each + 1.959963984540054 * spread),
            z=float(each / spread),
        )
        for each, spread in zip(odds, error, strict=True)
    )
