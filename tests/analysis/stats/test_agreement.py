"""Agreement within a group, against R and against what must hold for any answers."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.agreement import (
    agreement,
    average_deviation,
    even_spread_variance,
    has_two_camps,
    rwg_j,
    van_der_eijk,
)
from analysis.stats.result import NotEstimable

REFERENCE = Path(__file__).parents[2] / "reference" / "within_agreement.csv"
ROWS = [tuple(row.values()) for row in csv.DictReader(REFERENCE.read_text().splitlines())]
NUMBERS = ("same_answer", "within_one", "van_der_eijk", "average_deviation", "rwg")
tables = st.lists(st.integers(0, 40), min_size=3, max_size=11).filter(lambda x: sum(x) > 1)


def number(value: object) -> float:
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize(("counts", "name", "expected"), ROWS)
def test_r_gives_the_same_agreement(counts: str, name: str, expected: str) -> None:
    values = [float(part) for part in counts.split()]
    ours = rwg_j(values, 5) if name == "rwg_j" else getattr(agreement(values), name)

    assert number(ours) == pytest.approx(float(expected), rel=1e-10, abs=1e-13)


def test_van_der_eijks_published_examples_come_out() -> None:
    # Page 331 of the paper, then PvdA and D66 (percentages times ten) and a small one,
    # as the vignette of R's agrmt quotes them.
    assert round(number(van_der_eijk([30, 40, 210, 130, 530, 50, 10])), 7) == 0.6113333
    assert round(number(van_der_eijk([24, 28, 32, 62, 135, 304, 416])), 2) == 0.61
    assert round(number(van_der_eijk([16, 26, 82, 210, 293, 270, 103])), 2) == 0.48
    assert round(number(van_der_eijk([2, 0, 1, 1])), 2) == 0.08


def test_the_edges_of_the_method_note_come_out() -> None:
    top_but_one = agreement([1, 0, 0, 0, 6])
    camps = agreement([0, 4, 0, 4, 0])
    opposed = agreement([1, 0, 0, 0, 1])

    assert (top_but_one.rwg, round(number(top_but_one.same_answer), 2)) == (0, 0.71)
    assert (round(number(camps.rwg), 2), round(number(camps.van_der_eijk), 2)) == (0.43, 0.17)
    assert (opposed.rwg_before_reset, opposed.rwg, opposed.van_der_eijk) == (-3, 0, -1)


@given(tables)
def test_turning_the_scale_round_changes_no_agreement(counts: list[int]) -> None:
    there, back = agreement(counts), agreement(counts[::-1])

    for name in NUMBERS:
        assert getattr(there, name) == pytest.approx(getattr(back, name), abs=1e-12)
    assert there.two_camps == back.two_camps


@given(tables)
def test_agreement_stays_inside_its_bounds(counts: list[int]) -> None:
    result = agreement(counts)

    assert 0 <= number(result.same_answer) <= number(result.within_one) <= 1
    assert -1 - 1e-12 <= number(result.van_der_eijk) <= 1 + 1e-12
    assert 0 <= number(result.average_deviation) <= (len(counts) - 1) / 2
    assert 0 <= number(result.rwg) <= 1


@given(st.integers(2, 60), st.integers(3, 11), st.data())
def test_everyone_on_one_category_agrees_wholly(n: int, size: int, data: st.DataObject) -> None:
    counts = [0] * size
    counts[data.draw(st.integers(0, size - 1))] = n
    result = agreement(counts)

    assert [getattr(result, name) for name in NUMBERS] == [1, 1, 1, 0, 1]
    assert result.two_camps is False


@given(tables, st.integers(2, 50))
def test_a_group_many_times_as_large_has_the_same_shape(counts: list[int], times: int) -> None:
    larger = [count * times for count in counts]

    assert van_der_eijk(larger) == pytest.approx(van_der_eijk(counts), abs=1e-12)
    assert average_deviation(larger) == pytest.approx(average_deviation(counts), abs=1e-12)


@given(tables)
def test_counts_and_single_answers_agree(counts: list[int]) -> None:
    answers = [k for k, count in enumerate(counts) for _ in range(count)]
    pairs = [abs(a - b) for i, a in enumerate(answers) for b in answers[:i]]
    result = agreement(counts)

    assert result.same_answer == pytest.approx(pairs.count(0) / len(pairs))
    assert result.within_one == pytest.approx(sum(d <= 1 for d in pairs) / len(pairs))


CAMPS = ([5, 0, 0, 0, 5], [0, 4, 0, 4, 0], [0, 2, 1, 2, 0], [4, 1, 0, 0, 3, 0, 0])
NO_CAMPS = (
    [0, 1, 3, 4, 0],
    [1, 0, 0, 0, 6],
    [1, 0, 3],
    [2, 2, 2, 2, 2],
    [0, 6, 1, 0, 2],
    [5, 4, 3],
)


@pytest.mark.parametrize("counts", CAMPS)
def test_a_quarter_and_two_people_on_each_side_are_two_camps(counts: list[int]) -> None:
    assert has_two_camps(counts) is True


@pytest.mark.parametrize("counts", NO_CAMPS)
def test_fewer_or_an_unbroken_row_are_not_two_camps(counts: list[int]) -> None:
    assert has_two_camps(counts) is False


def test_millions_of_answers_do_not_overflow() -> None:
    result = agreement([3_000_000, 0, 0, 0, 3_000_000])

    assert result.n == 6_000_000
    assert result.same_answer == pytest.approx(0.5, abs=1e-6)
    assert result.van_der_eijk == -1


@pytest.mark.parametrize("counts", [[0, 0, 0], [0, 1, 0]])
def test_one_person_or_none_is_not_a_group(counts: list[int]) -> None:
    result = agreement(counts)

    for name in (*NUMBERS, "rwg_before_reset", "two_camps"):
        assert getattr(result, name) == NotEstimable("fewer than two people answered")
    assert result.n == sum(counts)


def test_two_categories_have_no_van_der_eijk_and_no_camps() -> None:
    result = agreement([3, 4])

    assert result.van_der_eijk == result.two_camps == NotEstimable("fewer than three categories")
    assert result.same_answer == pytest.approx(9 / 21)
    assert result.within_one == 1


def test_nobody_has_no_agreement() -> None:
    assert van_der_eijk([0, 0, 0]) == NotEstimable("nobody answered")
    assert average_deviation([0, 0, 0]) == NotEstimable("nobody answered")
    assert has_two_camps([0, 0, 0]) == NotEstimable("nobody answered")
    assert rwg_j([], 5) == NotEstimable("there are no items")


def test_what_only_a_programmer_can_get_wrong_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"variances must not be negative, got -0\.1"):
        rwg_j([0.4, -0.1], 5)
    with pytest.raises(ValueError, match="categories must be at least 2, got 1"):
        even_spread_variance(1)


def test_items_more_spread_than_evenly_have_no_agreement_and_equal_items_all() -> None:
    assert rwg_j([2.0, 3.0], 5) == 0
    assert rwg_j([0.0, 0.0], 5) == 1
