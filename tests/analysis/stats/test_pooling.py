"""Covariances and kurtosis of scores, pooled within departments."""

import numpy as np
import pytest

from analysis.stats.pooling import relative_kurtosis, within_departments
from analysis.stats.result import FloatArray, NotEstimable


def products(scores: FloatArray) -> tuple[int, list[int], list[list[int]]]:
    whole = scores.astype(np.int64)
    return len(whole), whole.sum(axis=0).tolist(), (whole.T @ whole).tolist()


def test_pooling_within_departments_takes_their_averages_out() -> None:
    random = np.random.default_rng(9)
    groups = [random.integers(1, 6, size=(n, 3)).astype(float) for n in (7, 4, 12)]
    centred = np.vstack([group - group.mean(axis=0) for group in groups])
    pooled = within_departments([products(group) for group in [*groups, groups[0][:0]]])
    moved = within_departments([products(group + 3 * i) for i, group in enumerate(groups)])
    assert not isinstance(pooled, NotEstimable)
    assert not isinstance(moved, NotEstimable)

    assert pooled[:2] == (23, 20)
    assert pooled[2] == pytest.approx(centred.T @ centred / 20)
    assert moved[2] == pytest.approx(pooled[2])


def test_people_who_are_alone_in_their_departments_tell_nothing() -> None:
    alone = products(np.array([[3.0, 4]]))

    assert within_departments([alone, alone]) == NotEstimable(
        "no department has two people who answered everything"
    )


def test_kurtosis_is_one_for_bell_shaped_scores_whatever_their_units() -> None:
    scores = np.random.default_rng(3).normal(size=(20_000, 4)) @ np.diag([1, 5, 0.2, 30])
    skewed = np.random.default_rng(3).exponential(size=(20_000, 4))

    assert relative_kurtosis(scores, np.ones(20_000)) == pytest.approx(1, abs=0.03)
    assert relative_kurtosis(skewed - skewed.mean(axis=0), np.ones(20_000)) > 1.8


def test_counted_rows_have_the_kurtosis_of_single_people() -> None:
    rows = np.array([[-1.0, 2], [0.5, -1], [1, 0], [-0.5, -0.5]])
    people = [3, 1, 4, 2]

    assert relative_kurtosis(rows, people) == pytest.approx(
        relative_kurtosis(np.repeat(rows, people, axis=0), np.ones(10))
    )


def test_one_person_alone_counts_as_a_person_and_adds_nothing() -> None:
    two, alone = products(np.array([[1.0, 2], [3, 5]])), products(np.array([[3.0, 4]]))
    plain, more = within_departments([two]), within_departments([two, alone])
    assert not isinstance(plain, NotEstimable)
    assert not isinstance(more, NotEstimable)

    assert (plain[:2], more[:2]) == ((2, 1), (3, 1))
    assert more[2] == pytest.approx(plain[2])


def test_sums_too_large_for_a_machine_word_lose_no_digit() -> None:
    random = np.random.default_rng(9)
    small = [random.integers(1, 6, size=(n, 3)) for n in (7, 4)]

    def covariances(shift: int) -> FloatArray:
        groups = [[[int(each) + shift for each in row] for row in group] for group in small]
        pooled = within_departments(
            [
                (
                    len(rows),
                    [sum(column) for column in zip(*rows, strict=True)],
                    [[sum(r[i] * r[j] for r in rows) for j in range(3)] for i in range(3)],
                )
                for rows in groups
            ]
        )
        assert not isinstance(pooled, NotEstimable)
        return pooled[2]

    for shift in (10**9, 10**12):
        assert covariances(shift).tolist() == covariances(0).tolist()
