"""Several columns of answers counted in one pass over the people."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.integer]

MOST_CELLS = 16_384
"""Counts of this many cells stay in a processor's own memory; more would slow each one down."""


def packed_counts(
    codes: Whole, columns: Sequence[Whole], *, sizes: Sequence[int], atoms: int
) -> list[NDArray[np.int64]]:
    """Count each column by atom: for each, shape (atoms, size).

    Columns are joined into one number a person as long as the joint table stays small, so
    that people are visited once for several columns; each column's counts are then a sum
    over the joint table.

    Parameters
    ----------
    codes
        Each person's atom, 0 to ``atoms`` - 1: shape (n,).
    columns
        Whole numbers from 0 to size - 1: shape (n,) each. Not checked here.
    sizes
        How many different numbers each column can hold.
    """
    counts = []
    for start, stop in _runs(sizes, atoms):
        shape = (atoms, *sizes[start:stop])
        cells = prod(shape)
        narrow = np.uint16 if cells <= np.iinfo(np.uint16).max else np.int64
        key = codes.astype(narrow)
        for column, size in zip(columns[start:stop], sizes[start:stop], strict=True):
            np.multiply(key, narrow(size), out=key)
            np.add(key, column.astype(narrow), out=key)
        joint = np.bincount(key, minlength=cells).reshape(shape)
        axes = range(1, len(shape))
        counts += [
            joint.sum(axis=tuple(each for each in axes if each != axis)).astype(np.int64)
            for axis in axes
        ]
    return counts


def _runs(sizes: Sequence[int], atoms: int) -> Iterator[tuple[int, int]]:
    """Split columns into runs whose joint table has at most `MOST_CELLS`, or one column."""
    alone = max(atoms, 1)  # nobody answered: the shape must stay small all the same
    ends, cells = [0], alone
    for place, size in enumerate(sizes):
        if place > ends[-1] and cells * size > MOST_CELLS:
            ends.append(place)
            cells = alone
        cells *= size
    if sizes:
        ends.append(len(sizes))
    return pairwise(ends)
