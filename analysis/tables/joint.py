"""Counts of several answers of one person together: for an analyst's own file, never published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Question
from analysis.tables.counting import Answers, Counts, Mask, Tables

LEAST_PILLARS = 3
"""One answer throughout fewer pillars than this does not make a straight-liner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Staff's scores within departments.

    ``departments`` has, for each, how many staff answered everything, the variables' sums
    and sums of products; ``deviations``, of shape (n, V), are scores minus their
    department's mean. Variables are the outcome, then the pillars.
    """

    departments: tuple[tuple[int, list[int], list[list[int]]], ...]
    deviations: NDArray[np.float64]


def counts_by(
    tables: Tables, question: str, attributes: Sequence[str]
) -> dict[tuple[str, ...], Counts]:
    """Return staff's counts, shape (K,), for each combination of attributes' values there is.

    People without a value in one of them are left out.
    """
    found: dict[tuple[str, ...], Counts] = {}
    for atom in np.flatnonzero(tables.atoms.of("staff", None)):
        values = tuple(str(tables.atoms.labels[each][atom]) for each in attributes)
        if all(values):
            counts = tables.counts[question][atom]
            found[values] = found[values] + counts if values in found else counts
    return dict(sorted(found.items()))


def rest_score_tables(
    answers: Answers, pillar: Question, categories: int
) -> Mapping[str, NDArray[np.int64]]:
    """Return each item by the sum of the pillar's others: (2, sums, K), leaders first.

    Counted over people who answered every item of the pillar.
    """
    columns = np.array([answers.choices[each] for each in pillar.items], dtype=np.int64)
    complete = (columns > 0).all(axis=0)
    columns, group = columns[:, complete], np.where(answers.is_leader[complete], 0, 1)
    others = len(pillar.items) - 1
    sums = others * (categories - 1) + 1
    total = columns.sum(axis=0)
    found = {}
    for item, column in zip(pillar.items, columns, strict=True):
        cell = (group * sums + (total - column - others)) * categories + column - 1
        flat = np.bincount(cell, minlength=2 * sums * categories)
        found[item] = flat.reshape(2, sums, categories)
    return found


def straight_liners(answers: Answers, pillars: Sequence[Question]) -> Mask | None:
    """Return who gave one and the same answer to all items of at least three pillars.

    ``None`` when there are fewer than three pillars of at least two items.
    """
    large = [each for each in pillars if len(each.items) > 1]
    if len(large) < LEAST_PILLARS:
        return None
    # Each person's only answer in each pillar, 0 where there are several or one is missing.
    only = np.array([_only_answer(answers, each) for each in large])
    alike = [((only == each) & (each > 0)).sum(axis=0) >= LEAST_PILLARS for each in only]
    return np.asarray(np.any(alike, axis=0))


def staff_jointly(
    answers: Answers,
    outcome: NDArray[np.int8],
    pillars: Sequence[Question],
    department: NDArray[np.str_] | None,
) -> Joint:
    """Return what importance is weighed from, over staff who answered everything.

    Without ``department`` all staff are of one.
    """
    scores = [np.asarray(outcome, dtype=np.int64)]
    complete = ~answers.is_leader & (outcome > 0)
    for pillar in pillars:
        columns = np.array([answers.choices[each] for each in pillar.items], dtype=np.int64)
        complete &= (columns > 0).all(axis=0)
        scores.append(columns.sum(axis=0))
    if department is not None:
        complete &= department != ""
    rows = np.array(scores).T[complete]
    places = np.zeros(len(rows), dtype=np.int64)
    if department is not None:
        places = np.unique(department[complete], return_inverse=True)[1]
    parts, deviations = [], []
    for place in range(int(places.max(initial=-1)) + 1):
        own = rows[places == place]
        parts.append((len(own), own.sum(axis=0).tolist(), (own.T @ own).tolist()))
        deviations.append(own - own.mean(axis=0))
    empty = np.zeros((0, len(scores)))
    return Joint(departments=tuple(parts), deviations=np.vstack([empty, *deviations]))


def _only_answer(answers: Answers, pillar: Question) -> NDArray[np.int64]:
    columns = np.array([answers.choices[each] for each in pillar.items], dtype=np.int64)
    return np.where((columns == columns[0]).all(axis=0), columns[0], 0)
