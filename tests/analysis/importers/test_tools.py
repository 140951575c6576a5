"""Each tool's own ways: header rows, codes, escapes, files saved again, damage."""

import csv
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from analysis.importers.columns import rows_with
from analysis.importers.formats import hint_of, read_export
from analysis.importers.scales import categories_of, choices_of
from survey.errors import FileError
from tests.analysis.importers.exports import LABELS, saved, spss, workbook


def test_an_old_qualtrics_export_has_two_header_rows_and_its_own_names(tmp_path: Path) -> None:
    rows = [
        ["V1", "V2", "V5", "V10", "Q1", ""],
        ["ResponseID", "ResponseSet", "Status", "Finished", "Deeds match words", ""],
        ["R_1", "Default", "0", "1", "4", ""],
        ["R_2", "Default", "1", "1", "5", ""],
        ["R_3", "Default", "0", "0", "5", ""],
    ]

    columns = read_export(saved(tmp_path / "old.csv", rows), "qualtrics")

    assert columns["Q1"].tolist() == ["4"]
    assert columns.left_out == {"a preview": 1, "unfinished (Finished is false)": 1}


@pytest.mark.parametrize("headers", [1, 2])
def test_header_rows_that_somebody_deleted_are_not_missed(tmp_path: Path, headers: int) -> None:
    rows = [["ResponseId", "Finished", "Q1"], ["Response ID", "Finished", "Deeds match words"]]

    path = saved(tmp_path / "short.csv", [*rows[:headers], ["R_1", "True", "4"]])

    assert hint_of(path, "plain").endswith("--file-format qualtrics")
    assert read_export(path, "qualtrics")["Q1"].tolist() == ["4"]


@pytest.mark.parametrize(
    ("status", "why"),
    [("1", "a preview"), ("17", "a preview"), ("2", "a test")]
    + [(each, "spam") for each in ("8", "9", "12", "40", "Imported Spam")],
)
def test_a_qualtrics_status_that_is_no_response_is_left_out(
    tmp_path: Path, status: str, why: str
) -> None:
    rows = [["ResponseId", "Status", "Finished", "Q1"], ["R_1", "0", "1", "4"]]

    path = saved(tmp_path / "q.csv", [*rows, ["R_2", status, "1", "5"]])

    assert read_export(path, "qualtrics").left_out == {why: 1}


def test_a_wrong_answer_is_named_by_its_row_in_the_file_headers_and_all(tmp_path: Path) -> None:
    header = [["ResponseId", "Finished", "Q1"], ["Response ID", "Finished", "Deeds"]]
    rows = [["R_1", "0", "3"], ["R_2", "1", "4"], ["R_3", "1", "7"]]
    columns = read_export(saved(tmp_path / "q.csv", [*header, *rows]), "qualtrics")

    with pytest.raises(FileError, match="column 'Q1', row 5: '7' is none"):
        choices_of(columns, "Q1", ["3", "4"])


def test_a_surveymonkey_file_whose_quotation_marks_became_those_of_a_page_is_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "monkey.csv"
    header = "Respondent ID,&quot;How, and why?&quot;,b\n,Response,Response\n"
    path.write_text(f"{header}1,&quot;x, y&quot;,2\n")

    columns = read_export(path, "surveymonkey")

    assert columns["How, and why?"].tolist() == ["x, y"]
    assert columns["b"].tolist() == ["2"]


def test_recode_values_with_a_gap_are_not_taken_for_an_order(tmp_path: Path) -> None:
    rows = [["ResponseId", "Finished", "Q1"], *(["R", "1", each] for each in "123466")]
    columns = read_export(saved(tmp_path / "q.csv", rows), "qualtrics")

    with pytest.raises(FileError, match="1,2,3,4,6 have gaps") as refused:
        categories_of(columns, ["Q1"])

    assert "--categories" in refused.value.advice
    assert choices_of(columns, "Q1", ["1", "6", "2", "3", "4"]).tolist() == [1, 3, 4, 5, 2, 2]


def test_an_unfinished_export_alone_says_why_nothing_is_left(tmp_path: Path) -> None:
    rows = [["ResponseId", "Finished", "Q1"], ["R_1", "False", "4"]]

    with pytest.raises(FileError, match="left out: 1 unfinished") as refused:
        read_export(saved(tmp_path / "q.csv", rows), "qualtrics")

    assert "--keep-unfinished" in refused.value.advice


@pytest.mark.parametrize("above", ["", "About us"], ids=["blank", "repeated"])
@pytest.mark.parametrize("save", [saved, workbook], ids=["csv", "xlsx"])
def test_a_surveymonkey_question_stands_over_all_of_its_columns(
    tmp_path: Path, above: str, save: type
) -> None:
    rows = [
        ["Respondent ID", "Start Date", "About us", above, "Why?"],
        ["", "", "Deeds", "Talk", "Open-Ended Response"],
        ["1", "x", "Agree", "I don&#39;t know", "a, b"],
    ]

    columns = read_export(save(tmp_path / "monkey.file", rows), "surveymonkey")

    assert columns["About us [Talk]"].tolist() == ["I don't know"]
    assert columns["Why?"].tolist() == ["a, b"]


def test_a_surveymonkey_file_without_its_second_row_keeps_its_first_answer(tmp_path: Path) -> None:
    rows = [["Respondent ID", "Q1"], ["1", "Agree"], ["2", "Disagree"]]

    columns = read_export(saved(tmp_path / "monkey.csv", rows), "surveymonkey")

    assert columns["Q1"].tolist() == ["Agree", "Disagree"]
    assert columns.row(0) == 2


def test_a_limesurvey_vv_file_is_read_by_its_codes_and_escapes(tmp_path: Path) -> None:
    rows = [
        ["Response ID", "Date submitted", "Deeds", "Why"],
        ["id", "submitdate", "Q1_SQ001", "Q2"],
        ["1", "2026-01-02 10:00:00", "A4", "one{newline}two {lbrace}tab}"],
        ["2", "{question_not_shown}", "A1", ""],
        ["3", "2026-01-02 10:00:00", "{question_not_shown}", ""],
    ]

    columns = read_export(saved(tmp_path / "vv.txt", rows, delimiter="\t"), "limesurvey")

    assert columns["Q1_SQ001"].tolist() == ["A4", ""]
    assert columns["Q2"].tolist() == ["one two {tab}", ""]
    assert columns.left_out == {"not submitted (submitdate is empty)": 1}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["A3", "A1", "A2"], ("A1", "A2", "A3")),
        (["AO10", "AO09", "AO11"], ("AO09", "AO10", "AO11")),
    ],
)
def test_limesurvey_codes_carry_their_order(
    tmp_path: Path, answers: list[str], expected: tuple[str, ...]
) -> None:
    rows = [["id", "submitdate", "Q1"], *(["1", "2026", each] for each in answers)]

    columns = read_export(saved(tmp_path / "l.csv", rows), "limesurvey")

    assert categories_of(columns, ["Q1"]) == expected


@pytest.mark.parametrize("answers", [["A1", "B2"], ["A1", "A3"], ["A1", "A01"], ["A1", "-oth-"]])
def test_limesurvey_codes_that_are_no_row_of_answers_are_asked_for(
    tmp_path: Path, answers: list[str]
) -> None:
    rows = [["id", "submitdate", "Q1"], *(["1", "2026", each] for each in answers)]
    columns = read_export(saved(tmp_path / "l.csv", rows), "limesurvey")

    with pytest.raises(FileError, match="the order of answers is unknown"):
        categories_of(columns, ["Q1"])


def test_limesurvey_headings_of_texts_alone_stay_whole(tmp_path: Path) -> None:
    rows = [["Response ID", "Date submitted", "Well. How is it?"], ["1", "2026", "4"]]

    columns = read_export(saved(tmp_path / "l.csv", rows), "limesurvey")

    assert columns["Well. How is it?"].tolist() == ["4"]


def test_a_microsoft_form_saved_again_by_excel_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "again.csv"
    text = "ID;Start time;Rôle;Q \u2013 eins\r\n1;7/2/20 11:00:22;Küche;Yes;\r\n"
    path.write_bytes(text.replace("Yes;", "Yes").encode("cp1252"))

    columns = read_export(path, "microsoft-forms")

    assert columns["Rôle"].tolist() == ["Küche"]
    assert columns["Q \u2013 eins"].tolist() == ["Yes"]


def test_a_row_that_ends_early_or_goes_on_is_named(tmp_path: Path) -> None:
    for cells in (["1", "2"], ["1", "2", "3", "4"]):
        path = saved(tmp_path / "g.csv", [["Timestamp", "a", "b"], ["1", "2", "3"], cells])

        with pytest.raises(FileError, match=f"g.csv: row 3 has {len(cells)} cells, and the header"):
            read_export(path, "google-forms")


def labelled(folder: Path, codes: dict[float, str], values: list[float]) -> Path:
    path = folder / "labelled.sav"
    frame = pd.DataFrame({"Q1": values, "ROLE": ["boss"] * len(values)})
    pyreadstat.write_sav(frame, path, variable_value_labels={"Q1": codes})
    return path


def test_spss_labels_give_answers_that_nobody_chose(tmp_path: Path) -> None:
    scale = {float(place): label for place, label in enumerate(LABELS, start=1)}

    columns = read_export(labelled(tmp_path, scale, [2.0, 4.0]), "spss")

    assert categories_of(columns, ["Q1"]) == ("1", "2", "3", "4", "5")
    assert choices_of(columns, "Q1", LABELS).tolist() == [2, 4]
    assert rows_with(columns, "Q1", "Agree").tolist() == [False, True]
    assert rows_with(columns, "Q1", "4").tolist() == [False, True]


def test_spss_labels_at_the_ends_of_a_scale_leave_its_middle(tmp_path: Path) -> None:
    columns = read_export(labelled(tmp_path, {0.0: "Never", 10.0: "Always"}, [3.0, 7.0]), "spss")

    assert categories_of(columns, ["Q1"]) == tuple(map(str, range(11)))


def test_an_spss_code_for_no_answer_that_the_file_does_not_declare_is_asked_for(
    tmp_path: Path,
) -> None:
    codes = {1.0: "No", 2.0: "Hardly", 3.0: "Yes", 9.0: "Don't know"}
    columns = read_export(labelled(tmp_path, codes, [1.0, 2.0, 3.0, 9.0]), "spss")

    with pytest.raises(FileError, match="1,2,3,9 have gaps"):
        categories_of(columns, ["Q1"])
    assert categories_of(columns, ["Q1"], ["9"]) == ("1", "2", "3")
    assert choices_of(columns, "Q1", ["1", "2", "3"], ["don't know"]).tolist() == [1, 2, 3, 0]


def test_what_spss_declares_missing_is_no_answer_and_has_no_place_on_the_scale(
    tmp_path: Path,
) -> None:
    path = tmp_path / "missing.sav"
    frame = pd.DataFrame(
        {"Q1": [1.0, 2.0, 8.0, 9.0, None], "SITE": ["Ghent", "-", "Oulu", "-", ""], "X": [1.5] * 5}
    )
    pyreadstat.write_sav(
        frame,
        path,
        variable_value_labels={"Q1": {1.0: "No", 2.0: "Yes", 9.0: "Refused"}},
        missing_ranges={"Q1": [{"lo": 8, "hi": 9}], "SITE": ["-"]},
    )

    columns = read_export(path, "spss")

    assert columns["Q1"].tolist() == ["1", "2", "", "", ""]
    assert columns["SITE"].tolist() == ["Ghent", "", "Oulu", "", ""]
    assert columns["X"].tolist() == ["1.5"] * 5
    assert categories_of(columns, ["Q1"]) == ("1", "2")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_truncated_spss_file_is_refused(tmp_path: Path, share: float) -> None:
    path = spss(tmp_path).path
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    with pytest.raises(FileError, match=r"answers\.sav: (the SPSS file cannot|is not an SPSS)"):
        read_export(path, "spss")


@pytest.mark.parametrize("place", [180, 212])
def test_an_spss_file_that_ends_its_parser_ends_nothing_else(tmp_path: Path, place: int) -> None:
    path = labelled(tmp_path, {1.0: "no", 5.0: "yes"}, [1.0, 5.0])
    content = bytearray(path.read_bytes())
    content[place] = 0x7F
    path.write_bytes(content)

    with pytest.raises(FileError, match="the SPSS file cannot be read"):
        read_export(path, "spss")


@pytest.mark.data
def test_a_real_qualtrics_export_says_the_same_in_words_and_in_numbers(shared_data: Path) -> None:
    folder = shared_data / "export_samples" / "qualtrics"
    # As that survey spells it: its numbers are out of order.
    scale = ["stronlgy disagree", "somewhat disagree", "neutral", "somewhat agree"]
    items = [f"legitimacy_{half}_{row}" for half in (1, 2) for row in (1, 2, 3, 4)]

    words = read_export(folder / "voting_legitimacy_choice_text.csv", "qualtrics")
    numbers = read_export(folder / "voting_legitimacy_numeric.csv", "qualtrics")

    assert (words.rows, words.left_out) == (134, {"unfinished (Finished is false)": 22})
    assert numbers.left_out == words.left_out
    for item in items:
        said = choices_of(words, item, [*scale, "strongly agree"])
        assert said.tolist() == choices_of(numbers, item, ["1", "6", "2", "3", "4"]).tolist()
        assert said.any()


@pytest.mark.data
def test_a_real_surveymonkey_export_with_web_page_quotes_is_read(shared_data: Path) -> None:
    path = shared_data / "export_samples" / "surveymonkey" / "StarWars.csv"

    columns = read_export(path, "surveymonkey")

    assert hint_of(path, "plain").endswith("--file-format surveymonkey")
    assert columns.rows == 1_186
    assert len(columns.values) == 40
    genders = dict(pd.Series(columns["Gender"]).value_counts())
    assert genders == {"Female": 549, "Male": 497, "": 140}


@pytest.mark.data
def test_a_real_limesurvey_export_is_read_by_its_codes(shared_data: Path) -> None:
    folder = shared_data / "rse2018_limesurvey"
    with (folder / "likert_columns.csv").open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))

    columns = read_export(folder / "public_data.csv", "limesurvey")

    assert columns.rows == 997
    assert int(rows_with(columns, "rse4de", "Yes").sum()) == 166
    satisfied = choices_of(
        columns, "likert3[satisGen1]", categories_of(columns, ["likert3[satisGen1]"])
    )
    assert (satisfied == 11).sum() == 53  # "10 - Completely satisfied"
    assert (satisfied == 1).sum() == 11  # with a byte order mark inside the cell
    agreed = [
        "Strongly disagree",
        "Disagree",
        "Neither agree or disagree",
        "Agree",
        "Strongly agree",
    ]
    rated = [each["header"].partition("._.")[0] for each in known]
    for item in (each for each in rated if each.startswith(("likert4", "likert5"))):
        assert choices_of(columns, item, agreed).any()
