"""Small sets of people whose answers published sums add up to.

Published tables are sums over sets of people. What sums, differences and any other linear
combination of them reveal are exactly the sets whose indicator lies in the row space of the
matrix M (one row a published set, one column a class of people). Whether one given set does,
a vector h drawn at random from M's null space tells: it sums to 0 over every such set, and
over any other almost never. All sets of fewer than k people are found by a search through
the vectors of the row space that are nought wherever k or more people stand (`light`).
Arithmetic is exact, modulo a large prime.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.audit.light import PRIME, Basis, light_vectors

_MOST_NAMED = 50
_USED = 1e-6

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
        Unions of any number of classes of columns, none of which holds another, the
        smallest first, at most 50. Empty only where there is none.

    Raises
    ------
    DisclosureError
        There are too many combinations to go through all of them.
    """
    if not sizes.size:
        return []
    classes = classes_of(rows)
    weights = np.bincount(classes.of, weights=sizes, minlength=classes.rows.shape[1])
    found = [
        np.flatnonzero(np.isin(classes.of, each))
        for basis in _bases(classes.rows, weights.astype(np.int64), k)
        for each in light_vectors(basis, k)
    ]
    return _smallest_first([tuple(each.tolist()) for each in found], sizes)


def _bases(rows: Mask, weights: Ints, k: int) -> list[Basis]:
    """The part of the row space that is nought on heavy columns, in pieces that share none.

    A vector of noughts and ones that lies in it is a sum of such vectors of the pieces, so
    that the smallest are found piece by piece.
    """
    light = weights < k
    # Columns of large sets first: their pivots leave the other rows with few entries.
    spread = rows[:, light].sum(axis=1) @ rows
    order = np.lexsort((-spread, light))
    matrix, pivots = _reduced(rows[:, order])
    heavy = int((~light).sum())
    kept = [place for place, pivot in enumerate(pivots) if pivot >= heavy]
    matrix, columns = matrix[kept][:, heavy:], order[heavy:]
    number = len(kept)
    if not number:
        return []
    touching, touched = np.nonzero(matrix)
    nodes = number + columns.size
    links = coo_array(
        (np.ones(touching.size, dtype=np.int8), (touching, number + touched)), shape=(nodes, nodes)
    )
    _, piece = connected_components(links, directed=False)
    return [
        Basis(
            rows=matrix[piece[:number] == each][:, piece[number:] == each],
            columns=columns[piece[number:] == each],
            weights=weights[columns[piece[number:] == each]],
        )
        for each in np.unique(piece[:number])
    ]


def null_vector(rows: Mask, generator: np.random.Generator) -> Ints:
    """Return a random h with rows @ h = 0 modulo the prime, shape (columns,)."""
    matrix, pivots = _reduced(rows)
    h: Ints = np.asarray(generator.integers(1, PRIME, rows.shape[1], dtype=np.int64))
    h[pivots] = 0
    # Products stay below 2^62; each is reduced before they are added up.
    h[pivots] = -(matrix * h % PRIME).sum(axis=1) % PRIME
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
        inverse = pow(int(matrix[place, column]), -1, PRIME)
        matrix[place] = matrix[place] * inverse % PRIME
        others = np.flatnonzero(matrix[:, column])
        others = others[others != place]
        factors = matrix[others, column][:, None]
        matrix[others] = (matrix[others] - factors * matrix[place]) % PRIME
        pivots.append(column)
    return matrix[: len(pivots)], pivots


def used_by(rows: Mask, inside: Mask) -> list[int]:
    """Which rows add up to a set with weights other than nought; none if they cannot."""
    return list(_weighed(rows.tobytes(), inside.tobytes()))


@lru_cache(maxsize=128)  # most questions show the same sets
def _weighed(sets: bytes, people: bytes) -> tuple[int, ...]:
    target = np.frombuffer(people, dtype=np.bool_).astype(np.float64)
    matrix = np.frombuffer(sets, dtype=np.bool_).reshape(-1, target.size).T.astype(np.float64)
    weights, *_ = np.linalg.lstsq(matrix, target, rcond=None)
    if not np.allclose(matrix @ weights, target, atol=_USED):
        return ()
    return tuple(np.flatnonzero(np.abs(weights) > _USED).tolist())


def _smallest_first(found: list[tuple[int, ...]], sizes: Ints) -> list[tuple[int, ...]]:
    kept: list[tuple[int, ...]] = []
    for each in sorted(found, key=lambda one: (int(sizes[list(one)].sum()), one)):
        if not any(set(other) <= set(each) for other in kept):
            kept.append(each)
    return kept[:_MOST_NAMED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What sums and differences of published sets tell: small sets, and any that is asked for."""

    small: list[tuple[int, ...]]
    null: Ints

    def tell(self, inside: Mask) -> bool:
        """Whether the counts of these columns follow; those of nobody always do."""
        return bool(self.null[inside].sum() % PRIME == 0)


class Memory:
    """What was found before, by which sets were published of how many people."""

    def __init__(self) -> None:
        self._found: dict[bytes, Sums] = {}

    def of(self, rows: Mask, sizes: Ints, k: int) -> Sums:
        """Return what ``rows`` tell, as `exposed_sets` takes them."""
        key = rows.tobytes() + b"|" + sizes.tobytes()
        if key not in self._found:
            self._found[key] = Sums(
                small=exposed_sets(rows, sizes, k),
                null=null_vector(rows, np.random.default_rng(7)),
            )
        return self._found[key]
