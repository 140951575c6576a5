"""What the counts themselves leave open about a hidden set of people.

A set may escape every subtraction and still be known, because counts are whole and not
negative: where all that could be in it said the same, it said the same. A count is safe if
one person in the set can change places with one outside it, giving another answer, while
every published sum stays as it is; or if other whole counts, found by an integer programme
(SciPy's HiGHS) for goals drawn at random, fit what is published as well. Where neither is
found, the programme asks for the least and the most that this one count can be.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from analysis.audit.linear import classes_of

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_ATTEMPTS, _QUICK = 6, 5
_OTHERS = 60
_SECONDS, _SOME_SECONDS = 5.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One question: published sets by columns, hidden sets by columns, the truth behind them.

    ``rows`` has shape (rows, columns), ``hidden`` (hidden sets, columns), ``counts``
    (columns, categories).
    """

    rows: Mask
    hidden: Mask
    counts: Ints


def known_counts(published: Published, *, enough: int) -> list[int]:
    """Return which hidden sets hold an answer whose count is known, and not none.

    Parameters
    ----------
    published
        What is shown and hidden, and the counts behind it.
    enough
        Where at least so many people, the set among them, can be seen to have given one
        and the same answer, that is a fact about many and allowed.
    """
    if not published.hidden.shape[0]:
        return []
    parts = _parts_of(published)
    open_ = np.array([_can_change(parts, each) for each in parts.hidden])
    open_ |= parts.hidden.astype(np.int64) @ parts.counts == 0
    allowed = np.array([_is_fact_about_many(parts, each, enough) for each in parts.hidden])
    open_[allowed] = True
    for attempt in range(_ATTEMPTS):
        if open_.all():
            return []
        # Fewer of every answer still in question, all at once, with weights drawn at random.
        generator = np.random.default_rng(attempt)
        weights = generator.uniform(1, 2, size=open_.shape)
        goal = parts.hidden.T.astype(np.float64) @ (weights * ~open_)
        free = _some_free(parts, attempt, generator)
        other = _solution(parts, goal, free=free, seconds=_SOME_SECONDS)
        if other is None:
            continue
        open_ |= parts.hidden.astype(np.int64) @ (other - parts.counts) != 0
    return [
        place
        for place, each in enumerate(parts.hidden)
        if any(_is_point(parts, each, int(category)) for category in np.flatnonzero(~open_[place]))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Columns that neither a published nor a hidden set tells apart, put together.

    ``of`` numbers the class of each part that published sets alone make.
    """

    rows: Mask
    hidden: Mask
    counts: Ints
    of: Ints


def _parts_of(published: Published) -> _Parts:
    both = np.vstack([published.rows, published.hidden])
    finer = classes_of(both)
    number = finer.rows.shape[1]
    counts = np.zeros((number, published.counts.shape[1]), dtype=np.int64)
    np.add.at(counts, finer.of, published.counts)
    shown = published.rows.shape[0]
    return _Parts(
        rows=finer.rows[:shown],
        hidden=finer.rows[shown:],
        counts=counts,
        of=classes_of(finer.rows[:shown]).of,
    )


def _in_and_out(parts: _Parts, inside: Mask) -> tuple[Ints, Ints]:
    """Counts inside and outside a set, by class of published sets."""
    own = np.zeros((int(parts.of.max()) + 1, parts.counts.shape[1]), dtype=np.int64)
    rest = own.copy()
    np.add.at(own, parts.of[inside], parts.counts[inside])
    np.add.at(rest, parts.of[~inside], parts.counts[~inside])
    return own, rest


def _can_change(parts: _Parts, inside: Mask) -> Mask:
    """For each answer, whether two people whom no published set tells apart could swap."""
    own, rest = _in_and_out(parts, inside)
    own_other = own.sum(axis=1, keepdims=True) - own
    rest_other = rest.sum(axis=1, keepdims=True) - rest
    swaps = ((own > 0) & (rest_other > 0)) | ((own_other > 0) & (rest > 0))
    return np.asarray(swaps.any(axis=0))


def _is_fact_about_many(parts: _Parts, inside: Mask, enough: int) -> bool:
    own, rest = _in_and_out(parts, inside)
    together = (own + rest)[own.sum(axis=1) > 0].sum(axis=0)
    return bool((together > 0).sum() == 1 and together.sum() >= enough)


def _some_free(parts: _Parts, attempt: int, generator: np.random.Generator) -> Mask:
    """Which parts may change: those nearest to the hidden ones at first, all of them at last."""
    hidden: Mask = np.asarray(parts.hidden.any(axis=0))
    number = hidden.size if attempt >= _QUICK else _OTHERS * 2**attempt
    ones = parts.rows.astype(np.float64)
    near = (ones.T @ ones[:, hidden] / np.sqrt(ones[:, hidden].sum(axis=0) + 1)).max(axis=1)
    order = np.argsort(-near + generator.random(near.size) / near.size, kind="stable")
    free: Mask = np.array(hidden)
    free[order[:number]] = True
    return free


def _is_point(parts: _Parts, inside: Mask, category: int) -> bool:
    """Whether only one whole count fits everything published."""
    goal = np.zeros(parts.counts.shape)
    goal[inside, category] = 1
    every = np.ones(parts.counts.shape[0], dtype=np.bool_)
    ends = [_solution(parts, sign * goal, free=every, seconds=_SECONDS) for sign in (1, -1)]
    least, most = (None if each is None else int((each * goal).sum()) for each in ends)
    # Not solved counts as known, so that nothing is released.
    return least is None or most is None or least == most


def _solution(
    parts: _Parts, goal: NDArray[np.float64], *, free: Mask, seconds: float
) -> Ints | None:
    """Return whole counts that fit everything published and make ``goal`` least.

    Only ``free`` parts differ from the truth: what fits with few of them free, fits. After
    so many ``seconds`` the best that was found, or None.
    """
    counts, rows = parts.counts[free], parts.rows[:, free]
    rows = rows[rows.any(axis=1)]
    number, categories = counts.shape
    sizes = sparse.kron(sparse.eye(number), np.ones((1, categories)))
    people = counts.sum(axis=1)
    sums = sparse.kron(rows.astype(np.float64), sparse.eye(categories))
    shown = (rows.astype(np.int64) @ counts).reshape(-1)
    found = optimize.milp(
        goal[free].reshape(-1),
        constraints=[
            optimize.LinearConstraint(sizes, people, people),
            optimize.LinearConstraint(sums, shown, shown),
        ],
        integrality=np.ones(number * categories, dtype=np.int64),
        options={"time_limit": seconds},
    )
    if found.x is None:
        return None
    other = parts.counts.copy()
    other[free] = np.rint(found.x).astype(np.int64).reshape(number, categories)
    return other
