"""The silo matrix on slides, paper and page: the report's numbers and reasons, read back."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pypdf
import pytest
from pptx import Presentation

from analysis.charts.silo_matrix import columns, share_colour
from analysis.exporters import Format
from analysis.report import Distribution, NotShown, Rating, Report, SiloMatrix
from analysis.wording import (
    PAIR_COLUMNS,
    asymmetries_sentence,
    asymmetry_row,
    asymmetry_sentence,
    everyone_finding,
    matrix_finding,
    not_compared_lines,
    of_100,
    worth_a_look,
)
from tests.analysis.exporters.reports import exported, report, silo_report
from tests.analysis.exporters.test_pdf import squeezed
from tests.analysis.exporters.test_shown_around import Tables
from tests.analysis.exporters.test_silo_numbers import matrix_of

SHOWN = ("five", "small", "many", "nothing")
PAIRS = "Where two departments see it differently"
Cell = tuple[str, ...]


def cells(matrix: SiloMatrix, rater: str) -> list[Rating | None]:
    """A row of the matrix in the order of its columns; nothing where nobody was asked."""
    fields = {(each.rater, each.rated): each for each in (*matrix.overall, *matrix.ratings)}
    return [fields.get((rater, rated)) for rated in columns(matrix)]


def told(rating: Rating | None, signs: dict[str, str]) -> Cell:
    """What a field says: share, limits and n, or the sign of its reason."""
    if rating is None:
        return ()
    if isinstance(rating.answers, NotShown):
        return (signs[rating.answers.reason],)
    assert rating.limits is not None
    assert rating.favourable is not None
    limits = f"{of_100(rating.limits.low)}\u2013{of_100(rating.limits.high)}"
    return (str(of_100(rating.favourable)), limits, f"n {rating.answers.n}")


def signs_of(matrix: SiloMatrix) -> dict[str, str]:
    """The sign of each reason: letters, in the order in which a reader meets them."""
    raters = ("", *matrix.raters)
    met = [each for each in (*matrix.overall, *matrix.ratings) if each.rater in raters]
    reasons = dict.fromkeys(
        each.answers.reason for each in met if isinstance(each.answers, NotShown)
    )
    return dict(zip(reasons, "abcdefgh", strict=False))


def rows_of(matrix: SiloMatrix) -> Iterator[tuple[str, list[Cell]]]:
    signs = signs_of(matrix)
    for rater in ("", *matrix.raters):
        yield rater or "Everybody else", [told(each, signs) for each in cells(matrix, rater)]


def pair_rows(matrix: SiloMatrix) -> list[tuple[str, ...]]:
    return [asymmetry_row(matrix, each) for each in matrix.asymmetries]


def said_of(matrix: SiloMatrix) -> list[str]:
    """Every sentence that paper and page have."""
    reasons = [f"{sign}: not shown, {reason}." for reason, sign in signs_of(matrix).items()]
    worth = [asymmetry_sentence(matrix, each) for each in worth_a_look(matrix)]
    return [
        *(matrix_finding(matrix), everyone_finding(matrix), asymmetries_sentence(matrix)),
        *(*reasons, *worth, *not_compared_lines(matrix)),
    ]


@cache
def deck(document: bytes) -> list[Any]:
    return list(Presentation(BytesIO(document)).slides)


def slides(of: Report, title: str) -> list[Any]:
    return [
        each
        for each in deck(exported(of, "pptx"))
        if each.shapes.title.text_frame.text.startswith(title)
    ]


def tables(slide: Any) -> list[list[list[str]]]:  # noqa: ANN401 - python-pptx has no better name
    return [
        [[cell.text_frame.text.strip() for cell in row.cells] for row in shape.table.rows]
        for shape in slide.shapes
        if shape.has_table
    ]


def notes(slide: Any) -> str:  # noqa: ANN401 - as above
    return str(slide.notes_slide.notes_text_frame.text)


@pytest.mark.parametrize("name", SHOWN)
def test_every_field_of_the_matrix_is_in_a_table_of_a_slide(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    found: dict[tuple[str, str], str] = {}
    for slide in slides(silo_report(name), matrix_finding(matrix)):
        ((head, *rows),) = tables(slide)
        for rater, *fields in rows:
            found |= {(rater, to): each for to, each in zip(head[1:], fields, strict=True)}

    is_roomy = len(matrix.rated) <= 7
    for rater, row in rows_of(matrix):
        for rated, each in zip(columns(matrix), row, strict=True):
            shown = each if is_roomy else each[:1]
            lines = (shown[0], ", ".join(shown[1:])) if len(shown) > 1 else shown
            assert found.pop((rater, rated)) == "\n".join(lines).replace("n ", "n\u00a0")
    assert found == {}


@pytest.mark.parametrize("name", SHOWN)
def test_notes_of_the_matrix_have_limits_and_reasons(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    own = slides(silo_report(name), matrix_finding(matrix))
    said = "\n".join(notes(each) for each in own).replace("\u00a0", " ")

    for rater, row in rows_of(matrix):
        (*lines,) = [each for each in said.split("\n") if each.startswith(f"{rater}: ")]
        for rated, each in zip(columns(matrix), row, strict=True):
            if len(each) > 1:
                share, limits, n = each
                assert f"{rated} {share} ({limits}), {n}" in " ".join(lines)
    for reason, sign in signs_of(matrix).items():
        assert f"{sign}: not shown, {reason}." in said
        words = "".join(each.text_frame.text for each in own[0].shapes if each.has_text_frame)
        assert f"{sign}: not shown, {reason}." in words


@pytest.mark.parametrize("name", SHOWN)
def test_every_pair_is_in_a_table_of_a_slide_those_worth_a_look_first_and_bold(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    own = slides(silo_report(name), PAIRS)
    found = [row for slide in own for head, *rows in tables(slide) for row in rows]

    is_roomy = len(matrix.asymmetries) <= 13
    columns_ = range(len(PAIR_COLUMNS)) if is_roomy else (0, 1, 4)
    expected = [[row[at] for at in columns_] for row in pair_rows(matrix)]
    assert sorted(found) == sorted(expected)
    worth = [[row[at] for at in columns_] for row in pair_rows(matrix) if row[-1]]
    assert found[: len(worth)] == worth
    assert bold(own) == worth
    said = "\n".join(map(notes, own or slides(silo_report(name), matrix_finding(matrix))))
    sentences = [asymmetry_sentence(matrix, each) for each in worth_a_look(matrix)]
    every = [" \u2013 ".join(row) for row in pair_rows(matrix)]
    for each in (*sentences, *every, *not_compared_lines(matrix)):
        assert each in said
    assert all(asymmetries_sentence(matrix) in notes(each) for each in own)


def bold(own: list[Any]) -> list[list[str]]:
    """The rows under the headings that are bold."""
    return [
        [cell.text_frame.text for cell in row.cells]
        for slide in own
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
        if row.cells[0].text_frame.paragraphs[0].runs[0].font.bold
    ]


def test_a_field_s_colour_is_that_of_the_page_s_chart_and_its_words_can_be_read() -> None:
    matrix = matrix_of(silo_report("five"))
    (slide,) = slides(silo_report("five"), matrix_finding(matrix))
    (made,) = [shape.table for shape in slide.shapes if shape.has_table]

    for down, rater in enumerate(("", *matrix.raters), start=1):
        for across, each in enumerate(cells(matrix, rater), start=1):
            if each is not None and each.favourable is not None:
                fill = made.cell(down, across).fill.fore_color.rgb
                assert f"#{fill}".lower() == share_colour(each.favourable, "light")


@pytest.mark.parametrize("name", SHOWN)
def test_tables_of_departments_stand_on_their_slide_above_the_words_below(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    for slide in (
        *slides(silo_report(name), matrix_finding(matrix)),
        *slides(silo_report(name), PAIRS),
    ):
        assert slide.shapes.title.text_frame.text
        foot = max(
            shape.top
            for shape in slide.shapes
            if shape.has_text_frame and shape.width > 11 * 914_400
        )
        for shape in slide.shapes:
            assert shape.left + shape.width <= 13.34 * 914_400
            if shape.has_table:
                high = sum(row.height for row in shape.table.rows)
                assert shape.top + high <= foot
                assert sum(column.width for column in shape.table.columns) <= 12.2 * 914_400


@pytest.mark.parametrize("name", SHOWN)
def test_paper_has_every_row_of_the_matrix_with_limits_and_n(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    printed = paper(silo_report(name))

    for rater, row in rows_of(matrix):
        for some in blocks(row):
            assert squeezed(rater + "".join("".join(each) for each in some)) in printed


def blocks(row: list[Cell]) -> list[list[Cell]]:
    """A row as its tables have it: whole up to 20 fields, else in halves."""
    return [row] if len(row) <= 20 else [row[: len(row) // 2], row[len(row) // 2 :]]


def paper(of: Report) -> str:
    return read_paper(exported(of, "pdf"))


@cache
def read_paper(document: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(document)).pages
    return squeezed("".join(each.extract_text() for each in pages))


@pytest.mark.parametrize("name", SHOWN)
def test_paper_and_page_have_the_sentences_the_reasons_and_every_pair(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    printed = paper(silo_report(name))
    page = Tables(exported(silo_report(name), "html"))

    assert [each for each in said_of(matrix) if squeezed(each) not in printed] == []
    assert [each for each in said_of(matrix) if each not in page.words] == []
    rows = pair_rows(matrix)
    assert [row for row in rows if squeezed("".join(row)) not in printed] == []
    listed = [table for table in page.tables if table[0] == list(PAIR_COLUMNS)]
    assert sorted(row for table in listed for row in table[1:]) == sorted(map(list, rows))


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_s_matrix_is_the_report_s(name: str) -> None:
    matrix = matrix_of(silo_report(name))
    page = Tables(exported(silo_report(name), "html"))
    found: dict[tuple[str, str], str] = {}
    for (_, *head), *rows in page.tables:
        if set(head) <= set(matrix.rated):
            for rater, *fields in rows:
                found |= {(rater, to): each for to, each in zip(head, fields, strict=True)}

    for rater, row in rows_of(matrix):
        for rated, each in zip(columns(matrix), row, strict=True):
            assert found.pop((rater, rated)).replace("\u00a0", " ") == "".join(each)
    assert found == {}


@pytest.mark.parametrize("format_", ["csv", "html"])
def test_the_method_sheet_tells_how_a_matrix_came_about_where_there_is_one(format_: Format) -> None:
    said = "Pairs: A of one department\u2019s answers about the other"

    assert said in exported(silo_report("five"), format_).decode()
    assert said not in exported(report("items_only"), format_).decode()


def test_files_without_a_matrix_do_not_speak_of_one() -> None:
    whole = report("items_only")

    assert slides(whole, PAIRS) == []
    assert squeezed(PAIRS) not in paper(whole)
    assert "matrix" not in exported(whole, "html").decode()


def test_only_what_is_shown_has_a_colour_by_its_share() -> None:
    matrix = matrix_of(silo_report("small"))
    html = exported(silo_report("small"), "html").decode()

    shares = [each.favourable for each in matrix.ratings if isinstance(each.answers, Distribution)]
    colours = {share_colour(each, "light") for each in shares if each is not None}
    assert colours <= {colour for colour in colours if f"background:{colour}" in html}
