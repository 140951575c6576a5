"""Who can have answered otherwise because four people, two and two, change answers.

Where a department crosses a site, no other place is counted in exactly the same sets. But one
person there and one of the same department elsewhere can exchange answers, if two others of
those two sites, in another department, exchange theirs the other way: every published sum
stays as it is. Found by looking, such a change spares an integer programme.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_APART = 4
_MOST_PAIRS = 200_000


def swappable(rows: Mask, counts: Ints) -> Mask:
    """Return, for each place and answer given there, whether one fewer can have given it.

    Parameters
    ----------
    rows
        The published sets by the places they hold, shape (sets, places).
    counts
        How many gave each answer in each place, shape (places, categories).

    Returns
    -------
    Mask
        Shape (places, categories). False says only that no such change was found.
    """
    one, other, step = _steps(rows.tobytes(), rows.shape)
    given = counts > 0
    found = np.zeros_like(given)
    categories = counts.shape[1]
    for less in range(categories):
        for more in (each for each in range(categories) if each != less):
            back = given[one, more] & given[other, less]
            there = given[one, less] & given[other, more]
            ways = np.bincount(step, weights=back, minlength=int(step.max(initial=-1)) + 1)
            # A pair does not make up for itself.
            found[one[there & (ways[step] > back)], less] = True
    return found


@lru_cache(maxsize=4)  # most questions show the same sets
def _steps(sets: bytes, shape: tuple[int, int]) -> tuple[Ints, Ints, Ints]:
    """Pairs of places not far apart, and which of them are the same step from set to set."""
    rows = np.frombuffer(sets, dtype=np.bool_).reshape(shape)
    ones = rows.astype(np.float64)
    sizes = ones.sum(axis=0)
    apart = sizes[:, None] + sizes[None, :] - 2 * (ones.T @ ones)
    one, other = np.nonzero((apart > 0) & (apart <= _APART))
    nearest = np.argsort(apart[one, other], kind="stable")[:_MOST_PAIRS]
    one, other = one[nearest], other[nearest]
    # Steps are told apart by sums of random whole numbers: two that differ agree once in 2^64.
    keys = np.random.default_rng(0).integers(-(2**62), 2**62, size=shape[0])
    place = np.array([keys[column].sum() for column in rows.T], dtype=np.int64)
    _, step = np.unique(place[other] - place[one], return_inverse=True)
    return one, other, step.astype(np.int64)
