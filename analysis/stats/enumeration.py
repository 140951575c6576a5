"""What rounded numbers about a small group leave open: every set of answers it could have given.

Five to seven people are compared with a group whose counts are known. For a release of some
numbers at some rounding, all multisets of answers that would have led to the same release
are listed. It is safe if at least five remain and none of the answers' counts is thereby
known. Releases are tried from the most to the least telling, and a multiset for which an
earlier one was safe is not counted among those of a later one: so that *less* was released
tells nothing more (whoever knows this procedure has already been reckoned with).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.stats.result import FloatArray, checked_counts
from analysis.stats.score import Score, smoothed_parts
from analysis.stats.verdict import Word

Few = NDArray[np.int8]

FEWEST_LEFT = 5
"""Fewest multisets that must fit what is released."""
MOST_LISTED = 1_000_000
"""More multisets than this are not listed: too slow."""
WORDS: tuple[Word, ...] = ("Can't tell", "Aligned", "Gap", "Small but real")
NUMBERS = ("superiority", "low", "high", "leaders_higher", "same", "staff_higher")

_CHUNK = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Which numbers are released, rounded to ``step``; the verdict's word always is."""

    numbers: tuple[str, ...]
    step: float


RELEASES: tuple[Release, ...] = (
    Release(numbers=NUMBERS, step=0.05),
    Release(numbers=NUMBERS, step=0.1),
    Release(numbers=NUMBERS[:3], step=0.05),
    Release(numbers=NUMBERS[:1], step=0.05),
    Release(numbers=NUMBERS[:3], step=0.1),
    Release(numbers=NUMBERS[:1], step=0.1),
    Release(numbers=NUMBERS, step=0.2),
    Release(numbers=NUMBERS[:1], step=0.2),
    Release(numbers=(), step=1.0),
)
"""From the most to the least telling; after the last comes nothing at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What a small group is compared with, and how.

    ``other`` are the other group's counts, ``small_is_leaders`` which group is small.
    ``factors`` are the finite-population factors of leaders and staff. A word is read from
    p-values below ``reject_difference`` and ``reject_equivalence`` (.05, or what Holm leaves
    of it beside other questions).
    """

    other: tuple[int, ...]
    small_is_leaders: bool
    factors: tuple[float, float]
    margin: float
    reject_difference: float = 0.05
    reject_equivalence: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The most telling safe release: its numbers by name, and all multisets that fit it.

    ``word`` is None where nothing may be released.
    """

    release: Release
    word: Word | None
    values: dict[str, float]
    fitting: Few


@lru_cache(maxsize=8)
def multisets(n: int, categories: int) -> Few:
    """Return every way in which ``n`` people can answer, as counts: shape (m, categories).

    Examples
    --------
    >>> multisets(2, 2).tolist()
    [[2, 0], [1, 1], [0, 2]]
    """
    number = comb(n + categories - 1, n)
    picks = chain.from_iterable(combinations_with_replacement(range(categories), n))
    chosen = np.fromiter(picks, dtype=np.int8, count=number * n).reshape(number, n)
    counts = np.zeros((number, categories), dtype=np.int8)
    rows = np.arange(number)
    for place in range(n):
        counts[rows, chosen[:, place]] += 1
    return counts


def safest_telling(
    answers: ArrayLike,
    contest: Contest,
    *,
    releases: Sequence[Release] = RELEASES,
    zeros_matter: bool = True,
) -> Chosen | None:
    """Return the most telling release of a small group's comparison that is safe.

    Parameters
    ----------
    answers
        The small group's counts, shape (K,).
    contest
        The other group and the verdict's rules.
    releases
        What to try, from the most to the least telling.
    zeros_matter
        Whether knowing that *nobody* gave some answer is too much as well. For scores on
        a grid of twenty values it is not: most values are empty in any case.

    Returns
    -------
    Chosen
        ``word`` is None where even the word alone would be too much.
    None
        There are more than a million multisets: nobody looked, nothing is released.
    """
    own = checked_counts(answers)
    n, categories = int(own.sum()), own.size
    if comb(n + categories - 1, n) > MOST_LISTED:
        return None
    every = multisets(n, categories)
    words, numbers = _described(every, contest)
    truth = int(np.flatnonzero((every == own).all(axis=1))[0])
    left = np.arange(every.shape[0])
    for release in releases:
        keys = _keys(words, numbers, release)
        classes, safe = _classes(every[left], keys[left], zeros_matter=zeros_matter)
        place = int(np.flatnonzero(left == truth)[0])
        if safe[classes[place]]:
            return Chosen(
                release=release,
                word=WORDS[words[truth]],
                values={
                    name: round(round(numbers[name][truth] / release.step) * release.step, 2)
                    for name in release.numbers
                },
                fitting=every[left[classes == classes[place]]],
            )
        left = left[~safe[classes]]
    return Chosen(release=releases[-1], word=None, values={}, fitting=every[left])


def is_safe(fitting: Few, *, zeros_matter: bool = True) -> bool:
    """Return whether a list of possible multisets leaves every answer's count open."""
    if fitting.shape[0] < FEWEST_LEFT:
        return False
    least, most = fitting.min(axis=0), fitting.max(axis=0)
    known = (least == most) & (True if zeros_matter else most > 0)
    return not bool(known.any())


def _classes(
    every: Few, keys: NDArray[np.int64], *, zeros_matter: bool
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Number the multisets that one release puts together; tell which are safe."""
    order = np.argsort(keys)
    sorted_keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], sorted_keys[1:] != sorted_keys[:-1]]))
    sizes = np.diff(np.append(starts, keys.size))
    classes = np.empty(keys.size, dtype=np.int64)
    classes[order] = np.repeat(np.arange(starts.size), sizes)
    least = np.minimum.reduceat(every[order], starts, axis=0)
    most = np.maximum.reduceat(every[order], starts, axis=0)
    known = (least == most) & (True if zeros_matter else most > 0)
    return classes, (sizes >= FEWEST_LEFT) & ~known.any(axis=1)


def _keys(
    words: NDArray[np.int64], numbers: dict[str, FloatArray], release: Release
) -> NDArray[np.int64]:
    keys = words.copy()
    for name in release.numbers:
        keys = keys * 64 + np.rint(numbers[name] / release.step).astype(np.int64)
    return keys


def _described(every: Few, contest: Contest) -> tuple[NDArray[np.int64], dict[str, FloatArray]]:
    """Every multiset's word (a place in `WORDS`) and numbers, chunk by chunk."""
    words, numbers = [], []
    for own in _chunks(every):
        other = np.broadcast_to(np.asarray(contest.other, dtype=np.float64), own.shape)
        x, y = (own, other) if contest.small_is_leaders else (other, own)
        leaders, staff = contest.factors
        score = Score.of(smoothed_parts(x, y, factor_leaders=leaders, factor_staff=staff))
        low, high = score.limits(0.95)
        pairs = x.sum(axis=1) * y.sum(axis=1)
        higher = (x * (np.cumsum(y, axis=1) - y)).sum(axis=1) / pairs
        same = (x * y).sum(axis=1) / pairs
        numbers.append((score.estimate, low, high, higher, same, 1 - higher - same))
        apart = np.maximum(score.p_above(0.5 - contest.margin), score.p_below(0.5 + contest.margin))
        differs = score.p_two_sided(0.5) < contest.reject_difference
        words.append(2 * differs + (apart < contest.reject_equivalence))
    columns = [np.concatenate(each) for each in zip(*numbers, strict=True)]
    return (
        np.concatenate(words).astype(np.int64),
        dict(zip(NUMBERS, columns, strict=True)),
    )


def _chunks(every: Few) -> Iterator[FloatArray]:
    for start in range(0, every.shape[0], _CHUNK):
        yield every[start : start + _CHUNK].astype(np.float64)
