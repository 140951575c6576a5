"""Attackers on tables that hang together: products, predictions.

Each reads what is published, and finds what it cannot mean otherwise.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from analysis.publication import Publication, Question
from analysis.stats.enumeration import multisets
from analysis.stats.prediction import ShareForecast
from tests.redteam.organisations import Ints, shown

Row = tuple[int, ...]


def rows_that_follow(publication: Publication, pillar: str) -> dict[Row, int]:
    """Whole rows of staff's answers to a pillar's items, with how many must have given each.

    Everything published of all staff is a sum over kinds of people, one kind for each row of
    answers that there can be: each item's counts, the pillar's scores, the sums of products.
    """
    asked = next(each for each in publication.questions if each.id == pillar)
    kinds = np.array(list(product(*(range(1, 6) for _ in asked.items))))
    sums = [*_of_tables(publication, asked, kinds), *_of_products(publication, asked, kinds)]
    if not sums:
        return {}
    rows, values = (np.array(each, dtype=np.float64) for each in zip(*sums, strict=True))
    # Nobody is of a kind that a published nought rules out.
    left = ~((rows > 0) & (values == 0)[:, None]).any(axis=0)
    found = {}
    for place, kind in enumerate(kinds[left]):
        least = _end(rows[:, left], values, place, 1)
        if least and least == _end(rows[:, left], values, place, -1):
            found[tuple(kind.tolist())] = least
    return found


def _of_tables(
    publication: Publication, asked: Question, kinds: Ints
) -> Iterator[tuple[NDArray[np.bool_], int]]:
    for place, item in enumerate(asked.items):
        counts = shown(publication, item).get(("staff", None), ())
        for answer, count in enumerate(counts, start=1):
            yield kinds[:, place] == answer, int(count)
    scores = shown(publication, asked.id).get(("staff", None), ())
    for value, count in zip(asked.values, scores, strict=False):
        yield np.isclose(kinds.mean(axis=1), value), int(count)


def _of_products(
    publication: Publication, asked: Question, kinds: Ints
) -> Iterator[tuple[Ints, int]]:
    for each in publication.products:
        if each.pillar == asked.id and each.n is not None:
            for one, line in enumerate(each.cross):
                for other, total in enumerate(line):
                    yield kinds[:, one] * kinds[:, other], total


def _end(rows: NDArray[np.float64], values: NDArray[np.float64], place: int, sign: int) -> int:
    goal = np.zeros(rows.shape[1])
    goal[place] = sign
    found = optimize.milp(
        goal,
        constraints=optimize.LinearConstraint(rows, values, values),
        integrality=np.ones(rows.shape[1], dtype=np.int64),
    )
    assert found.x is not None, "nothing fits what is published"
    return round(float(found.x[place]))


def predictions_that_fit(told: ShareForecast, steps: int) -> list[Row]:
    """Every multiset of leaders' predictions with what a page says of mean and spread."""
    values = np.linspace(0, 1, steps)
    fits = []
    for row in multisets(told.n, steps):
        mean = float(row @ values) / told.n
        spread = float(np.sqrt(row @ (values - mean) ** 2 / told.n))
        if (round(mean, 2), round(spread, 2)) == (round(told.predicted, 2), round(told.spread, 2)):
            fits.append(tuple(int(each) for each in row))
    return fits


def told_of(publication: Publication, question: str) -> Sequence[object]:
    """All that stands in a publication of one question, but for why nothing does."""
    said = [each for each in publication.coarse if each.question == question]
    numbers = [
        number
        for each in publication.tables
        if each.question == question
        for number in (each.n, each.counts, each.shares)
    ]
    return [*said, *(each for each in numbers if each is not None)]
