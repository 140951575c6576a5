"""The silo matrix as a picture: every field's number, interval or reason can be read on it."""

from itertools import pairwise
from typing import get_args

import pytest

from analysis.charts.figures import silo_figures
from analysis.charts.silo_matrix import (
    COLOURS,
    MOST_DEPARTMENTS,
    columns,
    is_legible,
    least_width,
    share_colour,
    silo_matrix,
    silo_matrix_alt,
    silo_matrix_table,
    silo_pairs_table,
)
from analysis.charts.silo_rows import silo_rows, silo_rows_alt, silo_rows_table
from analysis.charts.theme import PALETTES, Mode, contrast, ink_on
from analysis.report import NotShown, SiloMatrix, report_of
from analysis.wording import limits_words, of_100, rating_words
from survey.people import OTHER
from tests.analysis.charts.test_charts import words
from tests.analysis.charts.test_theme import BLINDNESS, apart, lab
from tests.analysis.silos import SIZES, silo_publication

MODES: tuple[Mode, ...] = get_args(Mode)
FEW = {"Delivery": 40, "Finance": 3, "Sales": 36, "Legal": 6, "Support": 2}
LONG = "Customer experience and everything else that comes after it"


def matrix_of(sizes: dict[str, int]) -> SiloMatrix:
    found = report_of(silo_publication(sizes)).silo_matrix
    assert found is not None
    return found


@pytest.fixture(scope="module")
def whole() -> SiloMatrix:
    return matrix_of(SIZES)


@pytest.fixture(scope="module")
def few() -> SiloMatrix:
    return matrix_of(FEW)


@pytest.mark.parametrize("mode", MODES)
def test_each_field_has_its_number_and_its_interval_printed(whole: SiloMatrix, mode: Mode) -> None:
    seen = words(silo_matrix(whole, mode))

    for each in whole.ratings:
        assert each.favourable is not None
        assert str(of_100(each.favourable)) in seen
        assert limits_words(each).replace(" to ", "\u2013") in seen
    printed = [each for each in seen if "\u2013" in each]
    assert len(printed) == len(whole.ratings) == len(SIZES) * (len(SIZES) - 1)


def test_a_withheld_field_has_a_sign_and_the_sign_its_reason(few: SiloMatrix) -> None:
    hidden = [each for each in few.ratings if isinstance(each.answers, NotShown)]
    reasons = {each.answers.reason for each in hidden if isinstance(each.answers, NotShown)}

    seen = words(silo_matrix(few))
    explained = " ".join(seen)

    assert len(reasons) > 1
    for sign, reason in zip("abc", dict.fromkeys(reasons), strict=False):
        assert f"{sign}: not shown" in explained
        assert reason in explained
    assert sum(each in "abc" for each in seen) == len(hidden)
    assert sum("\u2571" in each for each in seen) == len(hidden)


def test_a_department_does_not_rate_itself(whole: SiloMatrix) -> None:
    table = silo_matrix_table(whole)

    assert not any(table["Who rates"] == table["Rated"])
    assert len(table) == len(whole.ratings)


def test_rows_and_columns_stand_in_the_same_order_with_other_last() -> None:
    merged = matrix_of(SIZES | {OTHER: 12})

    assert columns(merged) == merged.raters
    assert merged.raters[-1] == OTHER


def test_long_names_are_cut_on_the_chart_and_whole_in_words_and_in_the_table() -> None:
    long = matrix_of(SIZES | {LONG: 12})

    assert LONG not in " ".join(words(silo_matrix(long)))
    assert LONG in silo_matrix_alt(long)
    assert LONG in set(silo_matrix_table(long)["Rated"])


def test_names_with_quotes_and_signs_are_drawn_as_they_are() -> None:
    typed = "R&D \"two\" \\ <b>'x'"

    assert sum(typed in each for each in words(silo_matrix(matrix_of(SIZES | {typed: 12})))) == 2


@pytest.mark.parametrize("mode", MODES)
def test_numbers_can_be_read_on_every_field(mode: Mode) -> None:
    for colour in COLOURS[mode]:
        assert contrast(ink_on(colour), colour) >= 4.5
    assert share_colour(0, mode) == COLOURS[mode][0]
    assert share_colour(1, mode) == COLOURS[mode][-1]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_fewer_the_stronger_the_colour_for_every_eye(mode: Mode, blindness: str) -> None:
    page = PALETTES[mode].background
    from_page = [apart(each, page, blindness) for each in COLOURS[mode]]

    assert from_page == sorted(from_page, reverse=True)
    for first, second in pairwise(COLOURS[mode]):
        assert apart(first, second, blindness) > 7


@pytest.mark.parametrize("mode", MODES)
def test_in_grey_each_step_is_told_from_the_next(mode: Mode) -> None:
    light = [float(lab(each)[0]) for each in COLOURS[mode]]

    assert light in (sorted(light), sorted(light, reverse=True))
    assert all(abs(first - second) > 5 for first, second in pairwise(light))


def test_more_departments_than_can_be_read_are_a_list() -> None:
    many = matrix_of({f"Branch {at:02}": 9 for at in range(MOST_DEPARTMENTS + 1)})

    assert not is_legible(many)
    (everyone,) = silo_figures(many, "light")
    assert len(everyone.table) == MOST_DEPARTMENTS + 1
    assert len(silo_matrix_table(many)) == (MOST_DEPARTMENTS + 1) * MOST_DEPARTMENTS


def test_a_matrix_asks_for_the_width_that_its_words_need(whole: SiloMatrix) -> None:
    fields, everyone = silo_figures(whole, "light")

    assert fields.least_width == least_width(whole) > 35 * len(SIZES)
    assert everyone.least_width == 0


@pytest.mark.parametrize("mode", MODES)
def test_everybody_elses_rating_is_a_row_with_its_interval(whole: SiloMatrix, mode: Mode) -> None:
    chart = silo_rows(whole.overall, mode)
    seen = words(chart)

    rows = next(each for each in chart.to_dict()["datasets"].values() if "low" in each[0])
    for row, each in zip(rows, whole.overall, strict=True):
        assert each.limits is not None
        assert (row["low"], row["high"]) == (100 * each.limits.low, 100 * each.limits.high)
        assert f"{each.rated}: {rating_words(each)}" in seen
        assert rating_words(each) in silo_rows_alt(whole.overall)
    said = [each for each in seen if " %" in each and ": " in each and "(" in each]
    assert [each.split(":")[0] for each in said] == [each.rated for each in whole.overall]


def test_a_department_that_is_not_shown_has_its_reason_in_its_row() -> None:
    none = matrix_of({"A": 4, "B": 2})

    seen = words(silo_rows(none.overall))

    assert "A: not shown, fewer than 8 answers" in seen
    assert set(silo_rows_table(none.overall)["Not shown"]) == {"fewer than 8 answers"}


def test_the_pairs_of_the_table_run_from_the_widest_down(whole: SiloMatrix) -> None:
    table = silo_pairs_table(whole)

    lower = [int(each.split(" ")[0]) for each in table["First lower, of 100"]]
    assert lower == sorted(lower, reverse=True)
    assert len(table) == len(whole.asymmetries)
