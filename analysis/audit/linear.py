"""Small sets of people whose answers published sums add up to.

Published tables are sums over sets of people. What sums, differences and any other linear
combination of them reveal are exactly the sets whose indicator lies in the row space of the
matrix M (one row a published set, one column a class of people). A vector h drawn at random
from M's null space sums to 0 over every such set, and over any other set almost never. So
small exposed sets are found by looking for few numbers that sum to 0, instead of asking
set by set. Arithmetic is exact, modulo a large prime.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PRIME = 2**31 - 1
_MOST_FOUND = 50
_SHIFT = np.int64(2**31)

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """Columns that no published set tells apart, put together.

    ``of`` has shape (columns,): the class of each; ``rows`` has shape (rows, classes).
    """

    of: Ints
    rows: Mask


def classes_of(rows: Mask) -> Classes:
    """Put together the columns of ``rows``, shape (rows, columns), that are the same.

    Examples
    --------
    >>> classes_of(np.array([[True, True, False]])).of.tolist()
    [1, 1, 0]
    """
    if not rows.shape[0]:
        return Classes(
            of=np.zeros(rows.shape[1], dtype=np.int64), rows=np.zeros((0, 1), dtype=np.bool_)
        )
    packed = np.packbits(rows, axis=0)
    _, first, of = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    return Classes(of=of.reshape(-1).astype(np.int64), rows=rows[:, first])


def exposed_sets(rows: Mask, sizes: Ints, k: int) -> list[tuple[int, ...]]:
    """Return sets of columns with fewer than ``k`` people that ``rows`` determine.

    Parameters
    ----------
    rows
        Which columns each published set holds, shape (rows, columns).
    sizes
        People in each column, at least 1, shape (columns,).
    k
        Fewest people about whom something may be known.

    Returns
    -------
    list of tuple of int
        Unions of at most four classes of columns (all there can be for k up to 5), the
        smallest first, at most 50.
    """
    classes = classes_of(rows)
    if not sizes.size:
        return []
    weights = np.bincount(classes.of, weights=sizes, minlength=classes.rows.shape[1])
    light = np.flatnonzero(weights < k)
    generator = np.random.default_rng(20_240_701)
    draws = np.array([null_vector(classes.rows, generator) for _ in range(2)])
    found = _sums_to_zero(draws[:, light], weights[light].astype(np.int64), k)
    return [
        tuple(np.flatnonzero(np.isin(classes.of, light[list(each)])).tolist()) for each in found
    ]


def null_vector(rows: Mask, generator: np.random.Generator) -> Ints:
    """Return a random h with rows @ h = 0 modulo the prime, shape (columns,)."""
    matrix, pivots = _reduced(rows)
    h: Ints = np.asarray(generator.integers(1, _PRIME, rows.shape[1], dtype=np.int64))
    h[pivots] = 0
    # Products stay below 2^62; each is reduced before they are added up.
    h[pivots] = -(matrix * h % _PRIME).sum(axis=1) % _PRIME
    return h


def _reduced(rows: Mask) -> tuple[Ints, list[int]]:
    """Reduced row echelon form modulo the prime, and the pivot of each of its rows."""
    matrix = np.unique(rows, axis=0).astype(np.int64)
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        place = len(pivots)
        if place == matrix.shape[0]:
            break
        nonzero = np.flatnonzero(matrix[place:, column])
        if not nonzero.size:
            continue
        matrix[[place, place + nonzero[0]]] = matrix[[place + nonzero[0], place]]
        inverse = pow(int(matrix[place, column]), -1, _PRIME)
        matrix[place] = matrix[place] * inverse % _PRIME
        others = np.flatnonzero(matrix[:, column])
        others = others[others != place]
        factors = matrix[others, column][:, None]
        matrix[others] = (matrix[others] - factors * matrix[place]) % _PRIME
        pivots.append(column)
    return matrix[: len(pivots)], pivots


def _sums_to_zero(draws: Ints, weights: Ints, k: int) -> list[tuple[int, ...]]:
    """Sets of one to four places whose numbers sum to 0 in both draws."""
    ones = _packed(draws)
    found: list[tuple[int, ...]] = [(int(each),) for each in np.flatnonzero(ones == 0)]
    left, right = np.triu_indices(ones.size, 1)
    light = weights[left] + weights[right] < k
    left, right = left[light], right[light]
    twos = _packed((draws[:, left] + draws[:, right]) % _PRIME)
    pairs = np.stack([left, right], axis=1)
    found += [tuple(each) for each in pairs[twos == 0].tolist()]
    negated = _packed(-(draws[:, left] + draws[:, right]) % _PRIME)
    found += _joined(pairs, negated, (np.arange(ones.size)[:, None], ones))
    found += _joined(pairs, negated, (pairs, twos))
    return _smallest_first(found, weights, k)


def _packed(draws: Ints) -> Ints:
    """Two numbers below 2^31 as one."""
    return np.asarray(draws[0] * _SHIFT + draws[1])


def _joined(pairs: Ints, negated: Ints, others: tuple[Ints, Ints]) -> list[tuple[int, ...]]:
    """Pairs with another set whose number is the pair's negative."""
    members, numbers = others
    hits = np.flatnonzero(np.isin(negated, numbers))[: _MOST_FOUND * 4]
    found = []
    for hit in hits:
        for other in np.flatnonzero(numbers == negated[hit])[:_MOST_FOUND]:
            both = {*pairs[hit].tolist(), *members[other].tolist()}
            if len(both) == pairs.shape[1] + members.shape[1]:
                found.append(tuple(sorted(both)))
    return found


def _smallest_first(found: list[tuple[int, ...]], weights: Ints, k: int) -> list[tuple[int, ...]]:
    light = {each for each in found if int(weights[list(each)].sum()) < k}
    ordered = sorted(light, key=lambda each: (int(weights[list(each)].sum()), each))
    kept: list[tuple[int, ...]] = []
    for each in ordered:
        if not any(set(other) <= set(each) for other in kept):
            kept.append(each)
    return kept[:_MOST_FOUND]
