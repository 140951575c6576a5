"""What the counts themselves leave open about a hidden set of people.

A set may escape every subtraction and still be known, because counts are whole and not
negative: where all that could be in it said the same, it said the same. A count is safe if
one person in the set can change places with one outside it, giving another answer, while
every published sum stays as it is. Only where no such exchange is found does an integer
programme (SciPy's HiGHS) ask for the least and the most the count can be.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from analysis.audit.linear import classes_of

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One question: published sets by columns, and the truth behind them.

    ``rows`` has shape (rows, columns), ``counts`` (columns, categories).
    """

    rows: Mask
    counts: Ints


def known_counts(published: Published, inside: Mask, *, enough: int) -> list[int]:
    """Return the categories of which a hidden set's count is known, and not none.

    Parameters
    ----------
    published
        What is shown, and the counts behind it.
    inside
        Which columns make up the hidden set, shape (columns,).
    enough
        Where at least so many people, the set among them, can be seen to have given one
        and the same answer, that is a fact about many and allowed.
    """
    classes = classes_of(published.rows)
    number = classes.rows.shape[1]
    own = _by_class(published.counts * inside[:, None], classes.of, number)
    rest = _by_class(published.counts * ~inside[:, None], classes.of, number)
    touched = own.sum(axis=1) > 0
    together = (own + rest)[touched].sum(axis=0)
    if (together > 0).sum() == 1 and together.sum() >= enough:
        return []
    return [
        int(category)
        for category in np.flatnonzero(own.sum(axis=0))
        if not _can_change(own, rest, int(category))
        and _is_point(classes.rows, own, rest, int(category))
    ]


def _by_class(counts: Ints, of: Ints, number: int) -> Ints:
    sums = np.zeros((number, counts.shape[1]), dtype=np.int64)
    np.add.at(sums, of, counts)
    return sums


def _can_change(own: Ints, rest: Ints, category: int) -> bool:
    """Whether two people whom no published set tells apart could change places."""
    own_here, rest_here = own[:, category], rest[:, category]
    own_other, rest_other = own.sum(axis=1) - own_here, rest.sum(axis=1) - rest_here
    return bool((((own_here > 0) & (rest_other > 0)) | ((own_other > 0) & (rest_here > 0))).any())


def _is_point(rows: Mask, own: Ints, rest: Ints, category: int) -> bool:
    """Whether only one whole count fits everything published."""
    classes, categories = own.shape
    keep = np.eye(categories)
    # Unknown: how many of each class gave each answer, inside the set and outside it.
    sizes = sparse.kron(sparse.eye(2 * classes), np.ones((1, categories)))
    people = np.concatenate([own.sum(axis=1), rest.sum(axis=1)])
    sums = sparse.kron(np.hstack([rows, rows]).astype(np.float64), keep)
    shown = (rows.astype(np.int64) @ (own + rest)).reshape(-1)
    constraints = [
        optimize.LinearConstraint(sizes, people, people),
        optimize.LinearConstraint(sums, shown, shown),
    ]
    goal = np.zeros(2 * classes * categories)
    goal[category : classes * categories : categories] = 1
    ends = [
        optimize.milp(
            sign * goal, constraints=constraints, integrality=np.ones(goal.size, dtype=np.int64)
        )
        for sign in (1, -1)
    ]
    if any(each.x is None for each in ends):
        return True  # not solved: treated as known, so that nothing is released
    least, most = (round(float(goal @ each.x)) for each in ends)
    return least == most
