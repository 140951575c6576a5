"""ICC(1) and ICC(2) from a department by category table, against R."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.intraclass import Intraclass, intraclass
from analysis.stats.result import NotEstimable

REFERENCE = Path(__file__).parents[2] / "reference" / "within_intraclass.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))
counts = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(lambda x: sum(x) > 1)
tables = st.lists(counts, min_size=2, max_size=6).filter(
    lambda table: (np.sum(table, axis=0) > 0).sum() > 1
)


def estimated(value: Intraclass | NotEstimable) -> Intraclass:
    assert isinstance(value, Intraclass)
    return value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['set']} {row['number']}")
def test_r_gives_the_same_share_between_departments(row: dict[str, str]) -> None:
    cells = np.array([int(value) for value in row["table"].split()])
    result = estimated(intraclass(cells.reshape(int(row["departments"]), -1)))

    assert getattr(result, row["number"][:4]) == pytest.approx(float(row["value"]), rel=1e-10)


@given(tables)
def test_turning_the_scale_round_changes_nothing(table: list[list[int]]) -> None:
    there = estimated(intraclass(table))
    back = estimated(intraclass([row[::-1] for row in table]))

    assert there.icc1 == pytest.approx(back.icc1, abs=1e-9)
    assert there.departments == back.departments == len(table)


@given(tables, st.floats(0.1, 9), st.floats(-5, 5))
def test_the_unit_of_the_answers_does_not_matter(
    table: list[list[int]], unit: float, start: float
) -> None:
    values = start + unit * np.arange(4)

    assert estimated(intraclass(table, values)).icc1 == pytest.approx(
        estimated(intraclass(table)).icc1, abs=1e-7
    )


def test_departments_that_differ_and_agree_inside_explain_everything() -> None:
    result = estimated(intraclass([[5, 0, 0], [0, 0, 7]]))

    assert (result.icc1, result.icc2) == (1, 1)


def test_departments_with_one_mean_have_no_reliable_differences() -> None:
    result = estimated(intraclass([[1, 1, 1], [2, 0, 2]]))

    assert result.icc1 < 0
    assert result.icc2 == NotEstimable("all departments have the same mean")


def test_empty_departments_do_not_count() -> None:
    assert intraclass([[3, 1], [0, 0], [1, 3]]) == intraclass([[3, 1], [1, 3]])


def test_one_person_who_differs_is_enough() -> None:
    assert isinstance(intraclass([[3, 1], [4, 0]]), Intraclass)


def test_each_refusal_says_why() -> None:
    assert intraclass([[3, 1], [0, 0]]) == NotEstimable("fewer than two departments have answers")
    assert intraclass([[1, 0], [0, 1]]) == NotEstimable("no department has two people")
    assert intraclass([[4, 0], [3, 0]]) == NotEstimable("everyone gave the same answer")


@pytest.mark.parametrize("table", [[1, 2], [[1, -1], [2, 2]], [[1, 0.5], [2, 2]]])
def test_a_table_that_is_none_is_an_error(table: list[object]) -> None:
    with pytest.raises(
        ValueError, match=r"^table must be departments by categories, whole and not negative$"
    ):
        intraclass(table)  # type: ignore[arg-type] # the point of the test


def test_values_that_do_not_fit_are_an_error() -> None:
    with pytest.raises(ValueError, match="values must be 2, got 3"):
        intraclass([[1, 2], [3, 4]], [1, 2, 3])


def test_means_that_differ_by_rounding_alone_are_the_same_in_any_unit() -> None:
    alike = [[3, 1, 3], [0, 2, 0], [7, 5, 7], [2, 9, 2]]
    for unit in (1e-6, 1.0, 1e6):
        found = estimated(intraclass(alike, [unit / 3, 2 * unit / 3, unit]))

        assert found.icc2 == NotEstimable("all departments have the same mean")


def test_departments_of_one_size_have_that_typical_size() -> None:
    assert estimated(intraclass([[4, 1, 0], [1, 3, 1], [0, 1, 4]])).typical_size == 5
