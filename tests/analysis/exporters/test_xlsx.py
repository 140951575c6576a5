"""The workbook: every table, the results, what is withheld, the method; never a formula."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from analysis.exporters.numbers import results_of, sheet_of
from analysis.report import Agreement, Gap, NotShown, Report, SharePrediction
from analysis.wording import withheld_sentence
from tests.analysis.exporters.reports import FORMULA, NAMES, exported, report, series, typed


def read(of: Report) -> Workbook:
    return openpyxl.load_workbook(BytesIO(exported(of, "xlsx")))


def exactly(number: float | None) -> object:
    """The number, to the 16 digits that a workbook keeps."""
    return number if number is None else pytest.approx(number, rel=1e-15, abs=1e-15)


def rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    head, *others = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in others]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_the_publication_is_there_with_its_segment(name: str) -> None:
    found = rows(read(report(name)), "Tables")
    tables = report(name).publication.tables

    assert len(found) == len(tables)
    for row, each in zip(found, tables, strict=True):
        assert (row["Question"], row["Group"]) == (each.question, each.group)
        assert row["Segment"] == next(iter((each.segment or {}).values()), None)
        assert (row["n"], row["Withheld because"]) == (each.n, each.withheld)
        shown = [row[f"Answer {at}"] for at in range(1, len(each.counts or ()) + 1)]
        assert shown == list(each.counts or ())
        assert row.get(f"Answer {len(shown) + 1}") is None


@pytest.mark.parametrize("name", NAMES)
def test_every_result_is_the_report_s_unrounded(name: str) -> None:
    found = rows(read(report(name)), "Results")
    results = results_of(report(name))

    assert [row["Question"] for row in found] == [each.question.id for each in results]
    for row, each in zip(found, results, strict=True):
        if isinstance(each.gap, NotShown):
            assert (row["Verdict"], row["Leader ahead"]) == (each.gap.verdict, None)
            assert row["Why not shown"] == each.gap.reason
            continue
        assert isinstance(each.gap, Gap)
        gap = each.gap
        assert row["Verdict"] == gap.verdict
        told = [row[name] for name in ("Leader ahead", "From", "To", "Same", "Rounded to")]
        assert told == [exactly(x) for x in (gap.estimate, gap.low, gap.high, gap.same, gap.step)]


def test_agreement_and_predictions_are_the_report_s() -> None:
    whole = report("merrowdale_2")
    book = read(whole)

    for row, each in zip(rows(book, "Leaders among themselves"), results_of(whole), strict=True):
        assert isinstance(each.agreement, Agreement)
        assert row["Same answer"] == exactly(each.agreement.same_answer)
        assert row["Average deviation"] == exactly(each.agreement.average_deviation)
    for row, prediction in zip(rows(book, "Predictions"), whole.predictions, strict=True):
        if isinstance(prediction, SharePrediction):
            assert row["Predicted"] == exactly(prediction.predicted)
            assert row["Actual"] == exactly(prediction.actual)
            assert row["Story"] == prediction.story


@pytest.mark.parametrize("name", NAMES)
def test_what_is_withheld_and_the_method_stand_in_it(name: str) -> None:
    book = read(report(name))
    withheld = [row[0] for row in book["Withheld"].iter_rows(min_row=2, values_only=True)]
    method = [row[0] for row in book["Method"].iter_rows(min_row=2, values_only=True)]

    assert withheld == [withheld_sentence(each) for each in report(name).withheld] or [
        "Nothing: every table is shown."
    ]
    assert set(sheet_of(report(name))) <= set(method)


@pytest.mark.parametrize("words", [FORMULA, "=1+1", "+1", "-1", "@SUM(A1)", "http://x.example"])
def test_nothing_typed_becomes_a_formula_or_a_link(words: str) -> None:
    book = read(typed(words))

    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.value == words]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_has_a_heading_that_stays_and_columns_that_can_be_read(name: str) -> None:
    for sheet in read(report(name)).worksheets:
        assert sheet.freeze_panes == "A2"
        head, *_ = sheet.iter_rows(values_only=True)
        assert all(head)
        assert len(set(head)) == len(head)
        widths = [each.width for each in sheet.column_dimensions.values()]
        assert widths
        assert 8 <= min(widths) <= max(widths) <= 62


def test_shares_chances_and_days_are_shown_as_such() -> None:
    book = openpyxl.load_workbook(BytesIO(exported(report("merrowdale_2"), "xlsx", series())))
    wanted = {
        ("Results", "Leader ahead"): "0.0%",
        ("Results", "p difference"): "0.0000",
        ("Segments", "From"): "0.0%",
        ("Trend", "Closed"): "yyyy-mm-dd",
        ("Commitments", "By"): "yyyy-mm-dd",
    }
    for (name, column), shown_as in wanted.items():
        sheet = book[name]
        at = [cell.value for cell in sheet[1]].index(column)
        given = {row[at].number_format for row in sheet.iter_rows(min_row=2) if row[at].value}
        assert given == {shown_as}


def test_a_comment_longer_than_a_cell_is_cut_not_lost() -> None:
    book = read(typed("x" * 40_000))

    assert [len(str(row["Comment"])) for row in rows(book, "Comments")] == [32_767]
