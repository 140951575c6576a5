"""Long lists say how far they are while they are read and checked."""

import io

import openpyxl
import pytest

from survey.columns import found_columns
from survey.people import people_of
from survey.spreadsheets import read_sheet


def _xlsx(rows: list[list[str]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_reading_and_checking_tell_how_far_they_are(kind: str) -> None:
    rows = [["name", "group"], *([f"Person {n}", "staff"] for n in range(2_500))]
    text = "".join(",".join(row) + "\n" for row in rows)
    told: list[tuple[int, int]] = []
    content = text.encode() if kind == "csv" else _xlsx(rows)
    sheet = read_sheet(f"people.{kind}", content, lambda done, about: told.append((done, about)))
    reading, told = told, []
    columns = found_columns("people", sheet.rows[0], None)
    people_of("people", sheet, columns, progress=lambda done, about: told.append((done, about)))

    for steps, total in ((reading, 2_501), (told, 2_500)):
        assert [done for done, _ in steps] == [1_000, 2_000, total]
        assert all(done <= about for done, about in steps)
        assert steps[-1] == (total, total)
    assert told[0] == (1_000, 2_500)
