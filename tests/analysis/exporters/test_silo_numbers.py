"""The silo matrix in JSON, CSV and spreadsheet: the report's numbers, unrounded, all of them."""

import csv
import json
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from analysis.charts.silo_matrix import columns
from analysis.report import NotShown, Rating, Report, SiloMatrix
from tests.analysis.exporters.reports import NAMES, SILOS, exported, report, silo_report

Row = dict[str, Any]


def matrix_of(whole: Report) -> SiloMatrix:
    assert whole.silo_matrix is not None
    return whole.silo_matrix


def fields(matrix: SiloMatrix) -> Iterator[Rating]:
    yield from (*matrix.overall, *matrix.ratings)


def numbers(rating: Rating) -> list[float | None]:
    """Its share with both limits, or nothing of them."""
    if rating.limits is None:
        return [None] * 3
    return [rating.favourable, rating.limits.low, rating.limits.high]


def n_of(rating: Rating) -> int | None:
    return None if isinstance(rating.answers, NotShown) else rating.answers.n


def reason_of(rating: Rating) -> str | None:
    return rating.answers.reason if isinstance(rating.answers, NotShown) else None


def read_csv(whole: Report) -> list[Row]:
    return list(csv.DictReader(StringIO(exported(whole, "csv").decode("utf-8-sig"))))


def read_xlsx(whole: Report) -> Workbook:
    return openpyxl.load_workbook(BytesIO(exported(whole, "xlsx")))


def rows(book: Workbook, sheet: str) -> list[Row]:
    head, *others = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in others]


def exactly(found: Sequence[float | None]) -> list[object]:
    """The numbers, to the 16 digits that a workbook keeps."""
    return [each if each is None else pytest.approx(each, rel=1e-15, abs=1e-15) for each in found]


def test_what_is_tried_has_ratings_shown_and_withheld_and_pairs_worth_a_look() -> None:
    small, five = matrix_of(silo_report("small")), matrix_of(silo_report("five"))

    assert len({reason_of(each) for each in small.ratings}) == 4
    assert any(each.is_worth_a_look for each in five.asymmetries)
    assert not all(each.is_worth_a_look for each in five.asymmetries)
    assert {len(matrix_of(silo_report(name)).rated) for name in SILOS} == {2, 5, 7, 14, 24}
    assert all(reason_of(each) for each in fields(matrix_of(silo_report("nothing"))))


@pytest.mark.parametrize("name", SILOS)
def test_csv_has_every_rating_or_the_reason_it_is_withheld(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in read_csv(silo_report(name)):
        if row["section"] == "silo":
            found.setdefault((row["segment"], row["category"]), {})[row["measure"]] = row

    assert list(found) == [(each.rater, each.rated) for each in fields(matrix)]
    for each in fields(matrix):
        own = found[each.rater, each.rated]
        if isinstance(each.answers, NotShown):
            assert {name: row["text"] for name, row in own.items()} == {
                "withheld": each.answers.reason
            }
            continue
        told = {name: float(row["value"]) for name, row in own.items()}
        names = ("n", "favourable", "low", "high")
        assert told == dict(zip(names, [n_of(each), *numbers(each)], strict=True))


@pytest.mark.parametrize("name", SILOS)
def test_csv_has_every_asymmetry_with_its_limits_and_adjusted_p(name: str) -> None:
    found = [row for row in read_csv(silo_report(name)) if row["section"] == "asymmetry"]

    told = [(row["segment"], row["category"], row["measure"], float(row["value"])) for row in found]
    assert told == [
        (each.one, each.other, measure, getattr(each, measure))
        for each in matrix_of(silo_report(name)).asymmetries
        for measure in ("estimate", "low", "high", "p_worth_a_look")
    ]


def test_counts_of_a_matrix_say_which_department_is_rated() -> None:
    whole = silo_report("five")
    counted = [row for row in read_csv(whole) if row["section"] == "answers"]
    sheets = read_xlsx(whole)
    titles = {f"Working with other departments: {each}" for each in matrix_of(whole).rated}

    assert titles == {row["title"] for row in counted if row["kind"] == "silo"}
    for sheet in ("Tables", "Questions"):
        assert titles <= {row["Title"] for row in rows(sheets, sheet)}


@pytest.mark.parametrize("name", SILOS)
def test_json_has_the_matrix_as_the_report_does(name: str) -> None:
    matrix = matrix_of(silo_report(name))

    told = json.loads(exported(silo_report(name), "json"))["results"]["silo_matrix"]

    assert (told["raters"], told["rated"]) == ([*matrix.raters], [*matrix.rated])
    for row, each in zip(told["overall"] + told["ratings"], fields(matrix), strict=True):
        assert (row["rater"], row["rated"]) == (each.rater, each.rated)
        if isinstance(each.answers, NotShown):
            assert row["answers"] == {"not_shown": each.answers.reason, "verdict": None}
            assert (row["favourable"], row["limits"]) == (None, None)
            continue
        assert row["answers"]["counts"] == [*each.answers.counts]
        told_numbers = [row["favourable"], row["limits"]["low"], row["limits"]["high"]]
        assert told_numbers == numbers(each)
    measures = ("one", "other", "estimate", "low", "high", "p_worth_a_look")
    assert told["asymmetries"] == [
        {each: getattr(pair, each) for each in measures} for pair in matrix.asymmetries
    ]


@pytest.mark.parametrize("name", NAMES)
def test_json_without_a_matrix_has_no_place_for_one(name: str) -> None:
    document = json.loads(exported(report(name), "json"))

    assert "silo_matrix" not in document["results"]
    for question in document["publication"]["questions"]:
        assert not {"rated", "function"} & set(question)


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_workbook_without_a_matrix_have_no_place_for_one(name: str) -> None:
    assert not {"silo", "asymmetry"} & {row["section"] for row in read_csv(report(name))}
    assert not [each for each in read_xlsx(report(name)).sheetnames if each.startswith("Silo")]


@pytest.mark.parametrize("name", SILOS)
def test_the_workbook_has_the_matrix_at_a_glance(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    book = read_xlsx(silo_report(name))
    shown = {(each.rater, each.rated): each for each in fields(matrix)}

    found = rows(book, "Silo matrix")

    assert [each.pop("Favourable: rated by") for each in found] == [
        "Everybody else",
        *matrix.raters,
    ]
    for rater, row in zip(("", *matrix.raters), found, strict=True):
        assert tuple(row) == columns(matrix)
        for rated, cell in row.items():
            if rater == rated:
                assert cell is None
                continue
            each = shown[rater, rated]
            assert [cell] == (exactly([each.favourable]) if n_of(each) else [reason_of(each)])
    formats = {
        cell.number_format
        for row in book["Silo matrix"].iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, float)
    }
    assert formats <= {"0.0%"}


@pytest.mark.parametrize("name", SILOS)
def test_the_workbook_has_every_rating_with_n_and_limits_or_its_reason(name: str) -> None:
    matrix = matrix_of(silo_report(name))

    found = rows(read_xlsx(silo_report(name)), "Silo ratings")

    for row, each in zip(found, fields(matrix), strict=True):
        assert (row["Rated by"], row["Rated"]) == (each.rater or "Everybody else", each.rated)
        assert [row[head] for head in ("Favourable", "From", "To")] == exactly(numbers(each))
        assert (row["n"], row["Why not shown"]) == (n_of(each), reason_of(each))


@pytest.mark.parametrize("name", SILOS)
def test_the_workbook_has_every_asymmetry_with_its_limits_and_adjusted_p(name: str) -> None:
    matrix = matrix_of(silo_report(name))

    found = rows(read_xlsx(silo_report(name)), "Silo asymmetries")

    heads = ("One rates the other better", "From", "To", "p worth a look")
    for row, each in zip(found, matrix.asymmetries, strict=True):
        assert (row["One"], row["Other"]) == (each.one, each.other)
        told = [each.estimate, each.low, each.high, each.p_worth_a_look]
        assert [row[head] for head in heads] == exactly(told)
        assert row["Worth a look"] == ("yes" if each.is_worth_a_look else "no")
