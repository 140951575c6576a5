"""Bootstrap and jackknife from counts: as exact as from people, and as quick as K numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.result import FloatArray, NotEstimable, checked_pair
from analysis.stats.score import superiority_estimate
from analysis.stats.superiority import too_few

Statistic: TypeAlias = Callable[[FloatArray, FloatArray], FloatArray]
"""Rows of leaders' and staff's counts, both (B, K), to one number a row: (B,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrap:
    """A statistic with its bootstrap error and 95 % percentile limits, in its own units.

    Too short under about 40 leaders (METHODS.md, section 1): never the verdict's interval.
    """

    estimate: float
    standard_error: float
    low: float
    high: float
    replicates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Jackknife:
    """A statistic with its jackknife bias and standard error, in its own units."""

    estimate: float
    bias: float
    standard_error: float


def bootstrap(
    leaders: ArrayLike,
    staff: ArrayLike,
    *,
    generator: np.random.Generator,
    replicates: int = 2000,
    statistic: Statistic = superiority_estimate,
) -> Bootstrap | NotEstimable:
    """Draw both groups anew ``replicates`` times.

    Drawing n people with replacement is drawing counts from Multinomial(n, counts/n), so
    the cost does not grow with the people.

    Parameters
    ----------
    leaders, staff
        Counts of each category, lowest first: shape (K,).
    generator
        Where the chance comes from.
    replicates
        How many draws, at least 2.
    statistic
        A of leaders over staff unless another is given.

    Returns
    -------
    Bootstrap
    NotEstimable
        A group has fewer than two answers.

    Raises
    ------
    ValueError
        Counts are impossible, or there are fewer than two replicates.

    Examples
    --------
    >>> drawn = bootstrap([0, 1, 9], [5, 5, 5], generator=np.random.default_rng(1))
    >>> drawn.low < drawn.estimate < drawn.high
    True
    """
    x, y = checked_pair(leaders, staff)
    if replicates < 2:
        raise ValueError(f"replicates must be at least 2, got {replicates}")
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    values = statistic(_drawn(x, generator, replicates), _drawn(y, generator, replicates))
    low, high = np.quantile(values, [0.025, 0.975])
    return Bootstrap(
        estimate=float(statistic(x[None], y[None])[0]),
        standard_error=float(values.std(ddof=1)),
        low=float(low),
        high=float(high),
        replicates=replicates,
    )


def jackknife(
    leaders: ArrayLike, staff: ArrayLike, *, statistic: Statistic = superiority_estimate
) -> Jackknife | NotEstimable:
    """Leave out each person in turn: at most 2K different tables.

    Parameters
    ----------
    leaders, staff
        Counts of each category, lowest first: shape (K,).
    statistic
        A of leaders over staff unless another is given.

    Returns
    -------
    Jackknife
    NotEstimable
        A group has fewer than two answers.

    Raises
    ------
    ValueError
        Counts are impossible.

    Examples
    --------
    >>> round(jackknife([0, 1, 9], [5, 5, 5]).standard_error, 4)
    0.0743
    """
    x, y = checked_pair(leaders, staff)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    whole = float(statistic(x[None], y[None])[0])
    bias, variance = 0.0, 0.0
    for is_first, counts in ((True, x), (False, y)):
        n, people = float(counts.sum()), counts[counts > 0]
        fewer = (counts - np.eye(counts.size))[counts > 0]
        other = np.broadcast_to(y if is_first else x, fewer.shape)
        without = statistic(fewer, other) if is_first else statistic(other, fewer)
        mean = float(people @ without) / n
        bias += (n - 1) * (mean - whole)
        variance += (n - 1) / n * float(people @ (without - mean) ** 2)
    return Jackknife(estimate=whole, bias=bias, standard_error=float(np.sqrt(variance)))


def _drawn(counts: FloatArray, generator: np.random.Generator, replicates: int) -> FloatArray:
    n = counts.sum()
    return generator.multinomial(int(n), counts / n, size=replicates).astype(np.float64)
