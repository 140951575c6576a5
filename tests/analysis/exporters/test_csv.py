"""The CSV file: one row a released number, and all of them."""

import csv
from io import StringIO

import pytest

from analysis.exporters import export
from analysis.exporters.csv import COLUMNS, as_words
from analysis.exporters.numbers import results_of, sheet_of
from analysis.report import Agreement, Gap, NotShown
from tests.analysis.exporters.reports import FORMULA, NAMES, exported, report, typed

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    document = exported(report(name), "csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(document)))


def of(found: list[Row], **wanted: str) -> list[Row]:
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


@pytest.mark.parametrize("name", NAMES)
def test_every_released_count_is_a_row_and_no_other(name: str) -> None:
    read = of(rows(name), section="answers", measure="count")
    publication = report(name).publication
    labels = {each.id: each.labels for each in publication.questions}

    released = [
        (each.question, each.group, next(iter((each.segment or {}).values()), ""), label, count)
        for each in publication.tables
        for label, count in zip(labels[each.question], each.counts or (), strict=False)
    ]
    told = [
        (row["question"], row["group"], row["segment"], row["category"], int(row["value"]))
        for row in read
    ]
    assert released == told


@pytest.mark.parametrize("name", NAMES)
def test_every_withheld_table_has_its_reason(name: str) -> None:
    read = of(rows(name), section="answers", measure="withheld")
    withheld = [each for each in report(name).publication.tables if each.withheld]

    assert [row["text"] for row in read] == [each.withheld for each in withheld]
    assert all(row["value"] == "" for row in read)


@pytest.mark.parametrize("name", NAMES)
def test_every_gap_is_the_report_s_unrounded(name: str) -> None:
    read = rows(name)

    for each in results_of(report(name)):
        own = of(read, section="gap", question=each.question.id)
        if isinstance(each.gap, NotShown):
            assert of(own, measure="withheld")[0]["text"] == each.gap.reason
            assert not of(own, measure="estimate")
            continue
        assert isinstance(each.gap, Gap)
        assert of(own, measure="verdict")[0]["text"] == each.gap.verdict
        for measure in ("estimate", "low", "high", "same", "p_difference", "step"):
            value = getattr(each.gap, measure)
            told = [float(row["value"]) for row in of(own, measure=measure)]
            assert told == ([] if value is None else [value])


def test_leaders_agreement_and_predictions_are_there() -> None:
    read = rows("merrowdale_1")

    for each in results_of(report("merrowdale_1")):
        assert isinstance(each.agreement, Agreement)
        own = of(read, section="agreement", question=each.question.id, measure="same_answer")
        assert [float(row["value"]) for row in own] == [each.agreement.same_answer]
    assert len(of(read, section="prediction", measure="bias")) == 4
    assert len(of(read, section="prediction", measure="right")) == 1


def test_a_coarse_round_says_what_its_numbers_were_rounded_to() -> None:
    read = rows("coarse")

    assert {float(row["value"]) for row in of(read, section="gap", measure="step")} == {0.05}
    assert not of(read, section="answers", measure="count", group="leaders")


@pytest.mark.parametrize("name", NAMES)
def test_the_method_sheet_stands_in_it(name: str) -> None:
    lines = [row["text"] for row in of(rows(name), section="method")]

    assert lines == list(sheet_of(report(name)))


def test_comments_are_there_word_for_word() -> None:
    read = of(rows("merrowdale_1"), section="comment", measure="comment")
    released = [text for each in report("merrowdale_1").publication.comments for text in each.texts]

    assert [row["text"] for row in read] == released
    assert len(read) == 42


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " ="])
def test_words_are_never_a_formula(start: str) -> None:
    document = export(typed(f"{start}1+1"), "csv").decode("utf-8-sig")

    cells = [cell for row in csv.reader(StringIO(document, newline="")) for cell in row]
    assert f"'{start}1+1" in cells
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "@", "\t", "\r", "\n"))]


def test_words_that_are_none_stay_as_they_are() -> None:
    assert as_words("Delight, always") == "Delight, always"
    assert as_words(FORMULA) == f"'{FORMULA}"
    assert as_words("") == ""


def test_its_columns_are_those_it_says() -> None:
    document = export(report("coarse"), "csv").decode("utf-8-sig")

    assert tuple(document.splitlines()[0].split(",")) == COLUMNS
