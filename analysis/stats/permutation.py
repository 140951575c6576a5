"""The studentised permutation test of A, exact: every table that could have come about."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.stats.result import FloatArray, NotEstimable, checked_pair
from analysis.stats.score import plain_parts
from analysis.stats.superiority import too_few

MOST_TABLES = 2_000_000
"""Beyond this many tables the test is refused: 60 leaders on five categories need 635,376."""

_BLOCK = 32_768


@dataclass(frozen=True, slots=True, kw_only=True)
class PermutationTest:
    """Brunner and Munzel's statistic with its exact two-sided p-value.

    ``tables`` is how many ways of dealing out the pooled answers were weighed.
    """

    statistic: float
    p_value: float
    tables: int


def permutation_test(leaders: ArrayLike, staff: ArrayLike) -> PermutationTest | NotEstimable:
    """Return the exact studentised permutation test of A = 0.5.

    Parameters
    ----------
    leaders, staff
        Counts of each ordered category, lowest first: shape (K,).

    Returns
    -------
    PermutationTest
        Where the groups do not overlap, ``statistic`` is plus or minus infinity.
    NotEstimable
        A group has fewer than two answers, everyone gave the same answer, or there are
        more than `MOST_TABLES` tables.

    References
    ----------
    Neubert and Brunner (2007), Comput. Stat. Data Anal. 51, 5192-5204; Pauly, Asendorf
    and Konietschke (2016), Biom. J. 58, 1319-1337.

    Examples
    --------
    >>> round(permutation_test([3, 1, 4, 2, 1], [11, 2, 0, 1, 0]).p_value, 6)
    0.008038
    """
    x, y = checked_pair(leaders, staff)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    pooled = x + y
    used = pooled > 0
    x, y, pooled = x[used], y[used], pooled[used]
    if pooled.size == 1:
        return NotEstimable("everyone gave the same answer")
    # Dealing out the smaller group's answers leaves fewer tables; |statistic| is the same.
    size = int(min(x.sum(), y.sum()))
    tables = _how_many(size, pooled)
    if tables > MOST_TABLES:
        return NotEstimable(f"more than {MOST_TABLES:,} tables to weigh")
    observed = float(_statistic(x[None], y[None])[0])
    extreme = 0.0
    logs = _log_ways(size, pooled)
    for block in _blocks(_tables(size, pooled)):
        ways = np.exp(sum(logs[k][block[:, k]] for k in range(pooled.size)))
        # A hair below: equal statistics of different tables must count as equal.
        as_far = np.abs(_statistic(block, pooled - block)) >= abs(observed) * (1 - 1e-9)
        extreme += float(ways[as_far].sum())
    return PermutationTest(statistic=observed, p_value=min(1.0, extreme), tables=tables)


def _statistic(x: ArrayLike, y: ArrayLike) -> FloatArray:
    """Brunner and Munzel's statistic of rows of counts; infinite without overlap."""
    parts = plain_parts(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    # Without any variance there is no overlap, so that 0/0 cannot come about.
    with np.errstate(divide="ignore"):
        return np.asarray((parts.estimate - 0.5) / np.sqrt(parts.leaders + parts.staff))


def _how_many(size: int, pooled: FloatArray) -> int:
    """How many ways there are to fill ``size`` places, stopping once past the limit."""
    ways = np.zeros(size + 1)
    ways[0] = 1.0
    for most in pooled:
        filled = np.cumsum(ways)
        room = int(min(most, size))
        filled[room + 1 :] -= np.cumsum(ways)[: size - room]
        ways = filled
    return int(min(ways[size], MOST_TABLES + 1.0))


def _tables(size: int, pooled: FloatArray) -> NDArray[np.int32]:
    """Every row of counts that sums to ``size`` and fits into ``pooled``."""
    most = np.minimum(pooled, size).astype(np.int32)
    room_after = np.concatenate([np.cumsum(most[::-1].astype(np.int64))[::-1][1:], [0]])
    rows = np.zeros((1, 0), dtype=np.int32)
    left = np.array([size], dtype=np.int32)
    for k in range(most.size):
        least = np.maximum(0, left - room_after[k]).astype(np.int32)
        choices = np.minimum(most[k], left) - least + 1
        start = np.repeat(np.cumsum(choices) - choices, choices)
        value = np.arange(start.size) - start + np.repeat(least, choices)
        rows = np.column_stack([np.repeat(rows, choices, axis=0), value.astype(np.int32)])
        left = np.repeat(left, choices) - value.astype(np.int32)
    return rows


def _log_ways(size: int, pooled: FloatArray) -> list[FloatArray]:
    """Log of "pooled_k choose j", j = 0..size, for each category; a table's chance is their sum.

    The first is lessened by the log of all ways, so that the chances add up to 1.
    """
    ways = [_log_binomials(float(total), size) for total in pooled]
    ways[0] = ways[0] - _log_binomials(float(pooled.sum()), size)[-1]
    return ways


def _log_binomials(total: float, size: int) -> FloatArray:
    # Ratio by ratio: log-gammas of millions would lose eight digits.
    taken = np.arange(min(total, size))
    return np.concatenate([[0.0], np.cumsum(np.log((total - taken) / (taken + 1)))])


def _blocks(rows: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    for start in range(0, len(rows), _BLOCK):
        yield rows[start : start + _BLOCK]
