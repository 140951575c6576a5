"""Departments: the design effect and the cluster variance against R, and the rule."""

import csv
from pathlib import Path

import numpy as np
import pytest

from analysis.stats.clusters import (
    DesignEffect,
    clustered_superiority,
    design_effect,
    staff_error,
)
from analysis.stats.result import FloatArray, NotEstimable, checked_pair
from analysis.stats.score import smoothed_parts
from analysis.stats.superiority import Superiority, superiority

REFERENCE = Path(__file__).parents[2] / "reference" / "two_groups_design.csv"
LEADERS = [1, 1, 3, 6, 2]
POINTS = [1, 2, 3, 4, 5]


def reference(case: str) -> tuple[FloatArray, dict[str, float]]:
    rows = csv.DictReader(REFERENCE.read_text(encoding="utf-8").splitlines())
    numbers = {row["statistic"]: float(row["value"]) for row in rows if row["case"] == case}
    table = np.zeros((int(numbers["departments"]), 5))
    for name, value in numbers.items():
        if name.startswith("cell_"):
            _, department, category = name.split("_")
            table[int(department) - 1, int(category) - 1] = value
    return table, numbers


@pytest.mark.parametrize("case", ["lq2002", "bhr2000"])
def test_the_design_effect_agrees_with_r(case: str) -> None:
    table, expected = reference(case)

    found = design_effect(table, values=POINTS)

    assert isinstance(found, DesignEffect)
    assert found.typical_size == pytest.approx(expected["typical_size"], rel=1e-12)
    assert found.icc == pytest.approx(expected["icc"], rel=1e-9)
    assert found.design_effect == pytest.approx(expected["design_effect"], rel=1e-9)
    # multilevel's takes the plain average size for n0.
    assert found.icc == pytest.approx(expected["icc_multilevel"], rel=0.01)
    assert found.departments == expected["departments"]


@pytest.mark.parametrize("case", ["lq2002", "bhr2000"])
def test_the_cluster_variance_agrees_with_raw_vectors_in_r(case: str) -> None:
    table, expected = reference(case)
    plain = superiority(LEADERS, table.sum(axis=0), invited_leaders=sum(LEADERS))

    found = clustered_superiority(LEADERS, table, invited_leaders=sum(LEADERS))

    assert isinstance(found, Superiority)
    assert isinstance(plain, Superiority)
    assert found.estimate == pytest.approx(expected["a"], rel=1e-12)
    # Leaders are a census, so all that is left is staff's variance.
    centre = float(smoothed_parts(*checked_pair(LEADERS, table.sum(axis=0))).centre)
    assert found.scale * centre * (1 - centre) == pytest.approx(
        expected["cluster_variance"], rel=1e-11
    )
    assert found.df == pytest.approx(expected["departments"] - 1)
    assert found.high - found.low > plain.high - plain.low


def test_departments_without_answers_are_left_out() -> None:
    table, _ = reference("lq2002")
    with_empty = np.vstack([table, np.zeros((3, 5))])

    assert clustered_superiority(LEADERS, with_empty) == clustered_superiority(LEADERS, table)
    assert design_effect(with_empty, values=POINTS) == design_effect(table, values=POINTS)


def test_the_order_of_departments_does_not_matter() -> None:
    table, _ = reference("lq2002")
    there, back = (clustered_superiority(LEADERS, each) for each in (table, table[::-1]))

    assert isinstance(there, Superiority)
    assert isinstance(back, Superiority)
    assert there.low == pytest.approx(back.low, rel=1e-12)


def test_departments_that_agree_are_no_narrower_than_people() -> None:
    alike = [[5, 5, 5]] * 8
    found, plain = clustered_superiority([2, 3, 5], alike), superiority([2, 3, 5], [40] * 3)

    assert isinstance(found, Superiority)
    assert isinstance(plain, Superiority)
    assert found.scale == plain.scale
    assert found.df < plain.df


def test_five_departments_are_enough_and_one_answer_makes_a_department() -> None:
    found = clustered_superiority([2, 3], [[3, 2], [2, 3], [4, 1], [1, 4], [1, 0]])

    assert isinstance(found, Superiority)
    assert found.answered_staff == 21
    assert found.factor_staff == 1


def test_single_answers_are_no_reason_to_refuse() -> None:
    found = design_effect([[1, 1], [1, 1], [1, 0]], values=[1, 2])

    assert isinstance(found, DesignEffect)


def test_a_negative_icc_has_no_design_effect() -> None:
    found = design_effect([[5, 5]] * 6, values=[1, 2])

    assert isinstance(found, DesignEffect)
    assert found.icc < 0
    assert found.design_effect == 1


@pytest.mark.parametrize(
    ("answered", "in_all", "counts"),
    [
        (8, 8, "people"),
        (3, 3, "people"),
        (5, 20, "departments"),
        (4, 20, "too few departments"),
    ],
)
def test_the_rule_for_what_to_count(answered: int, in_all: int, counts: str) -> None:
    assert staff_error(answered=answered, in_all=in_all) == counts


def test_more_departments_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="9 departments answered but there are only 8"):
        staff_error(answered=9, in_all=8)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[5, 5], [0, 0]], "needs two departments, one of them with two answers"),
        ([[1, 0], [0, 1]], "needs two departments, one of them with two answers"),
        ([[5, 0], [0, 5]], "nobody differs from their department"),
    ],
)
def test_the_design_effect_says_why_not(table: list[list[int]], reason: str) -> None:
    found = design_effect(table, values=[1, 2])

    assert found == NotEstimable(reason)


@pytest.mark.parametrize(
    ("leaders", "departments", "reason"),
    [
        ([5, 5], [[5, 5]] * 4, "fewer than 5 departments answered"),
        ([0, 1], [[5, 5]] * 6, "fewer than two leaders answered"),
    ],
)
def test_the_cluster_interval_says_why_not(
    leaders: list[int], departments: list[list[int]], reason: str
) -> None:
    found = clustered_superiority(leaders, departments)

    assert found == NotEstimable(reason)


def test_one_row_is_no_table_of_departments() -> None:
    with pytest.raises(ValueError, match="rows of counts"):
        clustered_superiority([5, 5], [5, 5])
