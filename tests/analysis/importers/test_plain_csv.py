"""CSV files as other programs write them, and what is wrong with them in words."""

from pathlib import Path

import pytest

from analysis.importers.columns import rows_with
from analysis.importers.plain_csv import read_columns
from analysis.importers.scales import categories_of, choices_of
from survey.errors import FileError

TEXT = "role,Zufriedenheit\nChefin,4\nKüche, 5 \nKüche,\n"


def file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_any_text_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""

    columns = read_columns(file(tmp_path, mark + TEXT.encode(encoding)))

    assert columns.rows == 3
    assert columns["role"].tolist() == ["Chefin", "Küche", "Küche"]
    assert columns["Zufriedenheit"].tolist() == ["4", "5", ""]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    content = TEXT.replace(",", delimiter).replace("\n", "\r\n")

    assert list(read_columns(file(tmp_path, content.encode())).values) == ["role", "Zufriedenheit"]


def test_quoted_cells_may_hold_delimiters_and_line_breaks(tmp_path: Path) -> None:
    columns = read_columns(file(tmp_path, b'a,b\n"x, y","1\n2"\n'))

    assert columns["a"].tolist() == ["x, y"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2,3\n", "columns"),
        (b"a,b\n1,2\n1,2,3\n", "Expected 2 fields in line 3, saw 3"),
        (b"a,a\n1,2\n", "column 'a' is there 2 times"),
        (b"a,b\n", "no rows under the header"),
        (b"", "no header row"),
        (b"\x00\x01\x02\x00", "is not a text file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(FileError) as refused:
        read_columns(file(tmp_path, content))

    assert message.lower() in str(refused.value).lower() or "cells" in refused.value.advice


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    columns = read_columns(file(tmp_path, TEXT.encode()))

    with pytest.raises(FileError, match="no column 'rolle'") as refused:
        columns["rolle"]

    assert refused.value.advice == "The columns are: role, Zufriedenheit."


def test_a_missing_value_is_named_with_those_there_are(tmp_path: Path) -> None:
    columns = read_columns(file(tmp_path, TEXT.encode()))

    with pytest.raises(FileError, match="no row has 'Chef'") as refused:
        rows_with(columns, "role", "Chef")

    assert "'Küche'" in refused.value.advice


def test_whole_numbers_that_nobody_chose_are_answers_too(tmp_path: Path) -> None:
    columns = read_columns(file(tmp_path, b"q1,q2\n5,1\n4.0,2\n"))

    assert categories_of(columns, ["q1", "q2"]) == ("1", "2", "3", "4", "5")
    assert choices_of(columns, "q1", ["1", "2", "3", "4", "5"]).tolist() == [5, 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"q1\nYes\nNo\n", "the order of answers is unknown"),
        (b"q1\n3\n3\n", "found 1 different answers"),
        (b"q1\n" + b"\n".join(b"%d" % each for each in range(40)) + b"\n", "found 40 different"),
    ],
)
def test_a_scale_that_cannot_be_guessed_is_asked_for(
    tmp_path: Path, content: bytes, message: str
) -> None:
    columns = read_columns(file(tmp_path, content))

    with pytest.raises(FileError, match=message) as refused:
        categories_of(columns, ["q1"])

    assert "--categories" in refused.value.advice


def test_an_unknown_answer_is_named_with_its_row(tmp_path: Path) -> None:
    columns = read_columns(file(tmp_path, b"q1\n1\n2\n9\n9\n"))

    with pytest.raises(FileError, match=r"column 'q1', row 4: '9' is none .*2 such answers"):
        choices_of(columns, "q1", ["1", "2"])
