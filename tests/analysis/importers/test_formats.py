"""The same answers through every tool's file are the same comparison; what was left out is said."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from analysis.cli import main
from analysis.importers.formats import FORMATS, hint_of, read_export
from survey.errors import FileError
from tests.analysis.importers.exports import (
    LABELS,
    NO_ANSWER,
    WRITERS,
    Written,
    saved,
    workbook,
    zsav,
)

SCALE = ("--categories", ",".join(LABELS), "--no-answer", NO_ANSWER)


def arguments(written: Written, file_format: str) -> list[str]:
    names = ",".join(f'"{each}"' for each in written.items)
    return [
        *(str(written.path), "--file-format", file_format, "--group", written.group),
        *("--leaders", "boss", "--staff", "crew", "--items", names),
        *("--pillar", f"trust={names}"),
    ]


def compared(capsys: pytest.CaptureFixture[str], written: Written, file_format: str) -> Any:  # noqa: ANN401 - JSON
    """What is said of the answers, with the questions called as in a plain file."""
    assert main(["compare", *arguments(written, file_format), *SCALE, "--json"]) == 0
    told = capsys.readouterr().out
    for name, plain in zip(written.items, ("q1", "q2"), strict=True):
        told = told.replace(json.dumps(name, ensure_ascii=False), f'"{plain}"')
    document = json.loads(told)
    for each in ("file", "file_format", "fingerprint", "rows_left_out"):
        document["method"].pop(each)
    return document


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_answers_through_every_format_give_the_same_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file_format: str
) -> None:
    expected = compared(capsys, WRITERS["plain"](tmp_path), "plain")

    found = compared(capsys, WRITERS[file_format](tmp_path), file_format)

    assert found == expected
    assert [sum(each["counts"]["staff"]) for each in found["questions"]] == [51, 51]


def test_a_compressed_spss_file_reads_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = zsav(tmp_path)

    assert written.path.read_bytes()[:4] == b"$FL3"
    expected = compared(capsys, WRITERS["spss"](tmp_path), "spss")
    assert compared(capsys, written, "spss") == expected


@pytest.mark.parametrize(
    ("file_format", "lines"),
    [
        (
            "qualtrics",
            [
                "qualtrics.csv: read as a Qualtrics export: 64 of 67 rows taken",
                "  1 left out: a preview",
                "  1 left out: spam",
                "  1 left out: unfinished (Finished is false)",
            ],
        ),
        (
            "limesurvey",
            [
                "results-survey123.csv: read as a LimeSurvey export: 64 of 65 rows taken",
                "  1 left out: not submitted (submitdate is empty)",
            ],
        ),
        (
            "surveymonkey",
            [
                "surveymonkey.csv: read as a SurveyMonkey export: 64 of 64 rows taken",
                "  the file does not tell who finished: all rows are kept",
            ],
        ),
        (
            "google-forms",
            [
                "google.csv: read as the answers of a Google form: 64 of 64 rows taken",
                "  headings that were there before are called 'How safe is honest talk? (2)'",
            ],
        ),
    ],
)
def test_what_was_left_out_is_said_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file_format: str, lines: list[str]
) -> None:
    written = WRITERS[file_format](tmp_path)

    assert main(["compare", *arguments(written, file_format), *SCALE]) == 0

    said = capsys.readouterr().err.splitlines()
    assert said[:-1] == lines
    assert said[-1].endswith("answers that count as none by --no-answer: 1")


def test_rows_of_neither_group_are_counted_aloud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path / "g.csv", [["role", "q"], ["boss", "1"], ["crew", "2"], ["guest", "2"]])

    asked = ["--group", "role", "--leaders", "boss", "--staff", "crew", "--items", "q"]
    assert main(["compare", str(path), *asked]) == 0

    assert capsys.readouterr().err == "g.csv: rows of neither group, not compared: 1\n"


def test_unfinished_responses_can_be_kept_and_previews_cannot(tmp_path: Path) -> None:
    path = WRITERS["qualtrics"](tmp_path).path

    kept = read_export(path, "qualtrics", keep_unfinished=True)

    assert kept.rows == 65
    assert kept.left_out == {"a preview": 1, "spam": 1}


@pytest.mark.parametrize("file_format", [each for each in FORMATS if each != "plain"])
def test_a_file_of_a_tool_read_as_plain_is_recognised_but_not_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file_format: str
) -> None:
    written = WRITERS[file_format](tmp_path)

    assert hint_of(written.path, "plain").endswith(f"add --file-format {file_format}")
    assert hint_of(written.path, file_format) == ""
    main(["compare", *arguments(written, "plain"), *SCALE])
    assert f"add --file-format {file_format}" in capsys.readouterr().err.splitlines()[0]


def test_a_plain_file_looks_like_no_tools(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = WRITERS["plain"](tmp_path)

    assert hint_of(written.path, "plain") == ""
    assert main(["compare", *arguments(written, "plain"), "--categories", SCALE[1]]) == 1
    assert 'row 65: "Don\'t know" is none of the answers' in capsys.readouterr().err


def test_an_order_taken_from_codes_is_said_since_1_may_be_the_best_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = arguments(WRITERS["spss"](tmp_path), "spss")

    assert main(["compare", *asked, "--json"]) == 0

    told = capsys.readouterr()
    assert "lowest first: 1 = Strongly disagree, 2 = Disagree, 3 = Neither, 4 = Agree" in told.err
    assert "--categories" in told.err
    upward = json.loads(told.out)["questions"][0]
    assert upward["categories"] == [1, 2, 3, 4, 5]
    assert main(["compare", *asked, "--categories", "5,4,3,2,1", "--json"]) == 0
    downward = json.loads(capsys.readouterr().out)["questions"][0]
    assert downward["counts"]["staff"] == upward["counts"]["staff"][::-1]


def test_a_column_that_a_wide_file_does_not_have_is_answered_with_those_like_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["Timestamp", "role", *(f"Question {each}" for each in range(300))]
    rows = [names, *([role] * len(names) for role in ("boss", "crew"))]
    written = Written(saved(tmp_path / "wide.csv", rows), "role", ("Question 7x", "role"))

    assert main(["compare", *arguments(written, "google-forms")]) == 1

    said = capsys.readouterr().err
    assert "there is no column 'Question 7x'. Did you mean 'Question 7'" in said
    assert "and 262 more" in said


@pytest.mark.data
def test_real_answers_are_the_same_comparison_from_spss_as_from_csv(
    tmp_path: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shared_data / "fevs2018_sample" / "fevs2018_ten_agencies.csv"
    items = [f"Q{number}" for number in range(1, 12)]
    frame = pd.read_csv(path, usecols=["DSUPER", *items])
    pyreadstat.write_sav(frame, tmp_path / "fevs.sav")
    documents = []

    for file, file_format in ((path, "plain"), (tmp_path / "fevs.sav", "spss")):
        asked = ["--group", "DSUPER", "--leaders", "Supervisor/Manager/Senior Leader"]
        asked += ["--staff", "Non-Supervisor/Team Leader", "--items", ",".join(items), "--json"]
        assert main(["compare", str(file), "--file-format", file_format, *asked]) == 0
        documents.append(json.loads(capsys.readouterr().out))

    plain, spss = documents
    assert plain["groups"]["leaders"]["answered"] == 619
    assert spss["questions"] == plain["questions"]
    assert spss["method"]["fingerprint"] == plain["method"]["fingerprint"]


def test_publishing_an_export_keeps_the_people_list_plain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = WRITERS["spss"](tmp_path)
    people, out = tmp_path / "people.csv", tmp_path / "publication.json"
    people.write_text("\n".join(["ROLE", *["boss"] * 15, *["crew"] * 70]))
    asked = arguments(written, "spss")

    assert main(["publish", *asked, *SCALE, "--invited", str(people), "--out", str(out)]) == 0

    tables = json.loads(out.read_text())["tables"]
    shown = {each["group"]: each["n"] for each in tables if each["question"] == "trust"}
    assert shown == {"leaders": 12, "staff": 50, "everyone": 62}
    assert "64 of 64 rows taken" in capsys.readouterr().err


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(2_000),
        b"PK\x03\x04" + bytes(range(200)),
        b"$FL2@(#) SPSS DATA FILE" + bytes(400),
        b",".join(b"q%d" % each for each in range(100_000)) + b"\n" + b"1," * 99_999 + b"1\n",
        b'a,b\n"never closed,1\n' + b"2,3\n" * 50_000,
        b'"' + b"x" * 200_000,
    ],
    ids=["empty", "binary", "picture", "zip", "spss", "wide", "quote", "long"],
)
def test_what_is_no_export_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file_format: str, content: bytes
) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)

    assert main(["compare", *arguments(Written(path, "a", ("b", "c")), file_format)]) == 1

    said = capsys.readouterr().err
    assert "answers.csv" in said
    assert len(said) < 1_500


@pytest.mark.parametrize("file_format", [each for each in FORMATS if each not in {"plain", "spss"}])
def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked(
    tmp_path: Path, file_format: str
) -> None:
    path = workbook(tmp_path / "bomb.xlsx", [["ID", "Start time", "q"], ["1", "2", "3"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(310):
            part.write(bytes(1_000_000))

    assert path.stat().st_size < 1_000_000
    with pytest.raises(FileError, match="unpacks to far more"):
        read_export(path, file_format)


def test_a_zip_as_tools_send_it_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("CSV/answers.csv", "a,b\n1,2\n")

    with pytest.raises(FileError, match="is a ZIP archive") as refused:
        read_export(path, "surveymonkey")

    assert "Unpack it" in refused.value.advice
