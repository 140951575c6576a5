"""A small group against one whose counts are known: every multiset's numbers and word at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.stats.result import FloatArray
from analysis.stats.score import Score, smoothed_parts
from analysis.stats.verdict import ALPHA, Word

Few = NDArray[np.int8]
Ints = NDArray[np.int64]

WORDS: tuple[Word, ...] = ("Can't tell", "Aligned", "Gap", "Small but real")
NUMBERS = ("superiority", "low", "high", "leaders_higher", "same", "staff_higher")

_CHUNK = 4_000
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What a small group is compared with, and how.

    ``other`` are the other group's counts, ``small_is_leaders`` which group is small.
    ``factors`` are the finite-population factors of leaders and staff. ``family`` is how many
    questions Holm's procedure takes together: between which of its bounds a p-value lies
    counts as told, so that the words of the others tell nothing more. ``before`` is what was
    said of the same question in earlier rounds, in which the same people may have answered
    the same: whether the answers fit that counts as told as well.
    """

    other: tuple[int, ...]
    small_is_leaders: bool
    factors: tuple[float, float]
    margin: float
    family: int = 1
    before: tuple["Told", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Numbers that were released of a comparison, rounded to ``step``."""

    contest: Contest
    step: float
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Every multiset's numbers, and how many of Holm's bounds its two p-values are below.

    ``again`` differs between multisets that fit what was said before and others, and among
    those that fit where their words may have differed then.
    """

    differs: Ints
    alike: Ints
    again: Ints
    numbers: dict[str, FloatArray]


def described(every: Few, contest: Contest) -> Described:
    """Return what would be said of each multiset, shape (m, K), without any rounding.

    Examples
    --------
    >>> staff = Contest(other=(1, 2), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)
    >>> described(np.array([[3, 2]], dtype=np.int8), staff).numbers["same"].tolist()
    [0.4666666666666667]
    """
    differs, alike, numbers = [], [], []
    bounds = np.arange(1, contest.family + 1)
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
        differs.append((score.p_two_sided(0.5)[:, None] * bounds < ALPHA).sum(axis=1))
        alike.append((apart[:, None] * bounds < ALPHA).sum(axis=1))
    columns = [np.concatenate(each) for each in zip(*numbers, strict=True)]
    return Described(
        differs=np.concatenate(differs).astype(np.int64),
        alike=np.concatenate(alike).astype(np.int64),
        again=_again(every, contest),
        numbers=dict(zip(NUMBERS, columns, strict=True)),
    )


def _again(every: Few, contest: Contest) -> Ints:
    """Tell apart multisets that what was said before tells apart."""
    again = np.zeros(every.shape[0], dtype=np.int64)
    for told in contest.before:
        then = described(every, told.contest)
        fits = np.ones(every.shape[0], dtype=np.bool_)
        for name, value in told.values.items():
            fits &= np.abs(then.numbers[name] - value) <= told.step / 2 + _ROUNDING
        words = 1 + then.differs * (told.contest.family + 1) + then.alike
        again = again * ((told.contest.family + 1) ** 2 + 1) + np.where(fits, words, 0)
    return again


def _chunks(every: Few) -> Iterator[FloatArray]:
    for start in range(0, every.shape[0], _CHUNK):
        yield every[start : start + _CHUNK].astype(np.float64)
