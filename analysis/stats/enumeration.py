"""What rounded numbers about a small group leave open: the sets of answers it could have given.

Five to seven people are compared with a group whose counts are known. Possible *worlds* are
listed: every multiset of answers of one question, or, where questions hang together, many
whole sets of answers (`Possible`). Those that would have led to the same numbers at some
rounding are a class. A class is safe if at least five different multisets of each hidden
question are in it and none of the answers' counts is the same throughout.

Whoever knows this procedure is reckoned with. Releases are tried from the most to the least
telling, and a world that an earlier one was safe for is not counted among those of a later
one: that *less* was released tells nothing more. Silence is a class like the others: where
it would not be safe, the smallest safe class falls silent with it. What is decided about a
class depends on its numbers alone, never on which of its worlds is true; so a class of which
only some worlds are listed is as safe as those, and more cannot make it less so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.stats.contest import NUMBERS, WORDS, Contest, Described, Few, Ints, described
from analysis.stats.result import checked_counts
from analysis.stats.verdict import Word

FEWEST_LEFT = 5
"""Fewest multisets that must fit what is released."""
MOST_LISTED = 60_000
"""Of more multisets than this only some are listed."""
LISTED_OF_MORE = 30_000

_SEED = 20_240_531
_MIX = 6_364_136_223_846_793_005


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
class Possible:
    """Possible worlds, one a row: all there are, or some of them.

    Parameters
    ----------
    own
        The question's counts in each world, shape (worlds, K).
    zeros_matter
        Whether knowing that *nobody* gave some answer is too much as well. For scores on
        a grid of twenty values it is not: most values are empty in any case.
    linked
        Counts of other hidden questions in the same worlds, shape (worlds, K') each.
    apart
        Numbers of people in the same worlds that must not be known either.
    complete
        Whether these are all worlds there are.
    fewest
        How many multisets of the question itself must be left.
    """

    own: Few
    zeros_matter: bool = True
    linked: tuple[Few, ...] = ()
    apart: tuple[Few, ...] = ()
    complete: bool = True
    fewest: int = FEWEST_LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The most telling safe release: its numbers by name, and the multisets that fit it.

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
    return counts_of(chosen, categories)


def possible_answers(n: int, categories: int) -> Possible:
    """Return all ways in which ``n`` people can answer, or many where there are too many.

    Which ones is the same every time. On long scales half of them lie close together, as
    people's answers do.

    Examples
    --------
    >>> possible_answers(5, 5).own.shape, possible_answers(7, 60).complete
    ((126, 5), False)
    """
    if comb(n + categories - 1, n) <= MOST_LISTED:
        return Possible(own=multisets(n, categories))
    generator = np.random.default_rng(_SEED)
    middle = generator.uniform(0, categories, (LISTED_OF_MORE, 1))
    reach = generator.uniform(0.5, categories / 2, (LISTED_OF_MORE, 1))
    near = np.rint(middle + reach * generator.standard_normal((LISTED_OF_MORE, n)))
    anywhere = generator.integers(0, categories, (LISTED_OF_MORE, n))
    alike = generator.random((LISTED_OF_MORE, 1)) < 0.5
    chosen = np.where(alike, np.clip(near, 0, categories - 1), anywhere).astype(np.int64)
    return Possible(own=counts_of(chosen, categories), complete=False)


def counts_of(chosen: NDArray[np.integer], categories: int) -> Few:
    """Count rows of choices from 0, shape (m, n): shape (m, categories).

    Examples
    --------
    >>> counts_of(np.array([[0, 2, 2]]), 3).tolist()
    [[1, 0, 2]]
    """
    counts = np.zeros((chosen.shape[0], categories), dtype=np.int8)
    rows = np.arange(chosen.shape[0])
    for place in range(chosen.shape[1]):
        counts[rows, chosen[:, place]] += 1
    return counts


def safest_telling(
    answers: ArrayLike,
    contest: Contest,
    *,
    possible: Possible | None = None,
    releases: Sequence[Release] = RELEASES,
) -> Chosen:
    """Return the most telling release of a small group's comparison that is safe.

    Parameters
    ----------
    answers
        The small group's counts, shape (K,).
    contest
        The other group and the verdict's rules.
    possible
        The worlds to reckon with; `possible_answers` where not given.
    releases
        What to try, from the most to the least telling.
    """
    own = checked_counts(answers)
    worlds = possible_answers(int(own.sum()), own.size) if possible is None else possible
    return Telling.of(worlds, contest, releases).chosen(own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told in each possible world: decided for all of them at once, by `of`."""

    contest: Contest
    releases: tuple[Release, ...]
    multisets: Few
    ids: Ints
    partition: "_Partition"

    @classmethod
    def of(
        cls, worlds: Possible, contest: Contest, releases: Sequence[Release] = RELEASES
    ) -> "Telling":
        """Decide for every class of worlds whether it is safe."""
        ids, distinct = _numbered(worlds.own)
        seen = described(distinct, contest)
        return cls(
            contest=contest,
            releases=tuple(releases),
            multisets=distinct,
            ids=ids,
            partition=_partition(worlds, ids, seen, releases),
        )

    def chosen(self, answers: ArrayLike) -> Chosen:
        """Return what is told of these answers; they need not be among the worlds listed."""
        own = np.asarray(checked_counts(answers), dtype=np.int8)
        truth = described(own[None], self.contest)
        for release, classes in zip(self.releases, self.partition.classes, strict=True):
            rows = classes.get(int(_keys(truth, release)[0]))
            if rows is not None and not rows.size:
                break
            if rows is not None:
                return Chosen(
                    release=release,
                    word=WORDS[2 * int(truth.differs[0] > 0) + int(truth.alike[0] > 0)],
                    values={
                        name: round(round(truth.numbers[name][0] / release.step) * release.step, 2)
                        for name in release.numbers
                    },
                    fitting=self._own(rows),
                )
        silent = self._own(self.partition.silent)
        return Chosen(release=self.releases[-1], word=None, values={}, fitting=silent)

    def _own(self, rows: Ints) -> Few:
        return self.multisets[np.unique(self.ids[rows])]


@dataclass(slots=True, kw_only=True)
class _Partition:
    """Which worlds get which release: for each, rows of a class by its key; silent ones.

    A class that fell silent keeps its place, without rows.
    """

    classes: list[dict[int, Ints]] = field(default_factory=list)
    silent: Ints


def _partition(
    worlds: Possible, ids: Ints, seen: Described, releases: Sequence[Release]
) -> _Partition:
    """Give each world the first release whose class is safe without those before it."""
    checks = _Checks.of(worlds, ids)
    found = _Partition(silent=np.arange(ids.size))
    for release in releases:
        left = found.silent
        keys, starts, order, safe = checks.classes(left, _keys(seen, release)[ids[left]])
        parts = np.split(left[order], starts[1:])
        found.classes.append(
            {int(key): rows for key, rows, fine in zip(keys, parts, safe, strict=False) if fine}
        )
        unsafe = [rows for rows, fine in zip(parts, safe, strict=False) if not fine]
        found.silent = np.concatenate([left[:0], *unsafe])
    if worlds.complete and not found.silent.size:
        return found
    if not (found.silent.size and checks.classes(found.silent, found.silent * 0)[3].all()):
        _fall_silent(found)
    return found


def _fall_silent(found: _Partition) -> None:
    """Let the smallest safe class be silent too, so that silence is as safe as it was."""
    sizes = [
        (rows.size, place, key)
        for place, classes in enumerate(found.classes)
        for key, rows in classes.items()
    ]
    if sizes:
        _, place, key = min(sizes)
        found.silent = np.concatenate([found.silent, found.classes[place][key]])
        found.classes[place][key] = found.silent[:0]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checks:
    """What must stay open in every class of worlds."""

    ids: tuple[Ints, ...]
    fewest: tuple[int, ...]
    open: Few
    zeros: NDArray[np.bool_]

    @classmethod
    def of(cls, worlds: Possible, own: Ints) -> "_Checks":
        parts = (worlds.own, *worlds.linked, *worlds.apart)
        matter = np.ones(sum(each.shape[1] for each in parts), dtype=np.bool_)
        matter[: worlds.own.shape[1]] = worlds.zeros_matter
        linked = [_numbered(each)[0] for each in worlds.linked]
        fewest = (worlds.fewest, *[FEWEST_LEFT] * len(linked))
        return cls(ids=(own, *linked), fewest=fewest, open=np.hstack(parts), zeros=matter)

    def classes(self, rows: Ints, keys: Ints) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        """Put worlds with one key together: keys, starts in an order, whether each is safe."""
        different, inside, sizes = np.unique(keys, return_inverse=True, return_counts=True)
        order = np.argsort(inside, kind="stable")
        starts = np.cumsum(sizes) - sizes
        if not rows.size:
            return different, starts, order, np.ones(0, dtype=np.bool_)
        sorted_ = self.open[rows[order]]
        least = np.minimum.reduceat(sorted_, starts, axis=0)
        most = np.maximum.reduceat(sorted_, starts, axis=0)
        safe = ~((least == most) & (self.zeros | (most > 0))).any(axis=1)
        for ids, fewest in zip(self.ids, self.fewest, strict=True):
            width = int(ids.max()) + 1
            pairs = np.unique(inside * width + ids[rows])
            safe &= np.bincount(pairs // width, minlength=sizes.size) >= fewest
        return different, starts, order, safe


def _numbered(counts: Few) -> tuple[Ints, Few]:
    """Number equal rows alike; return each row's number, and the different rows by number."""
    packed = np.ascontiguousarray(counts).view(np.dtype((np.void, counts.shape[1]))).ravel()
    _, first, ids = np.unique(packed, return_index=True, return_inverse=True)
    return ids.astype(np.int64), counts[first]


def _keys(seen: Described, release: Release) -> Ints:
    """One number for all that is told: the same only where all of it is the same."""
    keys = seen.again
    rounded = (np.rint(seen.numbers[name] / release.step) for name in release.numbers)
    for each in (seen.differs, seen.alike, *rounded):
        keys = keys * _MIX + each.astype(np.int64)
    return keys
