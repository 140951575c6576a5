"""The same answers, written as each tool writes them."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyreadstat
from xlsxwriter import Workbook

LABELS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
NO_ANSWER = "Don't know"
QUESTIONS = (
    "In general, how far do deeds match words?",
    "How safe is honest talk?",
)
PEOPLE = [
    *(("boss", 1 + (each * 3) % 5, 1 + each % 4) for each in range(12)),
    *(("crew", 1 + (each * 2) % 5, 1 + (each + each // 5) % 5) for each in range(50)),
    *(("crew", 0, 3), ("crew", 4, 0)),
]
"""Role and two answers each; 0 is none: not given to the first, "Don't know" to the second."""


@dataclass(frozen=True)
class Written:
    """A file, and what its columns are called."""

    path: Path
    group: str
    items: tuple[str, str]


def words(place: int, choice: int) -> str:
    none = "" if place == 0 else NO_ANSWER
    return LABELS[choice - 1] if choice else none


def rows_of() -> list[list[str]]:
    return [[role, words(0, first), words(1, second)] for role, first, second in PEOPLE]


def saved(
    path: Path, rows: Sequence[Sequence[str]], *, delimiter: str = ",", quoting: int = 0
) -> Path:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)  # type: ignore[arg-type]  # the stub wants a literal
    path.write_bytes(file.getvalue().encode("utf-8-sig"))
    return path


def workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def plain(folder: Path) -> Written:
    path = saved(folder / "answers.csv", [["role", "q1", "q2"], *rows_of()])
    return Written(path, "role", ("q1", "q2"))


def qualtrics(folder: Path) -> Written:
    """Three header rows, a preview, spam and an unfinished response."""
    own = ["StartDate", "Status", "Finished", "ResponseId"]
    header = [
        [*own, "Role", "Q1_1", "Q2", ""],
        ["Start Date", "Response Type", "Finished", "Response ID", "You are", *QUESTIONS, ""],
        [
            '{"ImportId":"startDate","timeZone":"America/Denver"}',
            *('{"ImportId":"status"}', '{"ImportId":"finished"}', '{"ImportId":"_recordId"}'),
            *('{"ImportId":"QID1"}', '{"ImportId":"QID2","choiceId":"1"}', '{"ImportId":"QID3"}'),
            "",
        ],
    ]
    rows = [["2026-01-02 10:00:00", "IP Address", "True", "R_1", *each, ""] for each in rows_of()]
    others = [
        ["2026-01-01 10:00:00", status, finished, "R_0", "boss", LABELS[4], LABELS[4], ""]
        for status, finished in (
            ("Survey Preview", "True"),
            ("Spam", "True"),
            ("IP Address", "False"),
        )
    ]
    path = saved(folder / "qualtrics.csv", [*header, *others, *rows])
    return Written(path, "Role", ("Q1_1", "Q2"))


def surveymonkey(folder: Path) -> Written:
    """Two header rows: a question above the first of its columns only."""
    header = [
        ["Respondent ID", "Collector ID", "What is your role?", "", "About us", ""],
        ["", "", "Response", "Other (please specify)", *QUESTIONS],
    ]
    rows = [
        [str(number), "77", role, "", *answers]
        for number, (role, *answers) in enumerate(rows_of(), start=11_000_000_001)
    ]
    path = saved(folder / "surveymonkey.csv", [*header, *rows])
    first, second = (f"About us [{each}]" for each in QUESTIONS)
    return Written(path, "What is your role?", (first, second))


def limesurvey(folder: Path) -> Written:
    """Every cell quoted, semicolons, a blank line at the end, an incomplete response."""
    header = [
        *("id. Response ID", "submitdate. Date submitted", "lastpage. Last page"),
        *("role. You are", f"G1[SQ001]. About us [{QUESTIONS[0]}]", f"Q2. {QUESTIONS[1]}"),
    ]
    rows = [
        [str(number), "1980-01-01 00:00:00", "4", *each]
        for number, each in enumerate(rows_of(), start=2)
    ]
    path = saved(
        folder / "results-survey123.csv",
        [header, ["1", "", "1", "boss", LABELS[4], ""], *rows],
        delimiter=";",
        quoting=csv.QUOTE_ALL,
    )
    path.write_bytes(path.read_bytes() + b"\r\n")
    return Written(path, "role", ("G1[SQ001]", "Q2"))


def google_forms(folder: Path) -> Written:
    """One header row; the second question was asked again under the same heading."""
    header = ["Timestamp", "Your role", f"About us [{QUESTIONS[0]}]", QUESTIONS[1], QUESTIONS[1]]
    rows = [
        ["8/31/2026 19:08:16", role, first, LABELS[0], second] for role, first, second in rows_of()
    ]
    path = saved(folder / "google.csv", [header, *rows])
    return Written(path, "Your role", (f"About us [{QUESTIONS[0]}]", f"{QUESTIONS[1]} (2)"))


def microsoft_forms(folder: Path) -> Written:
    """A workbook with spaces that do not break in its headings and its answers."""
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Your\xa0role", *QUESTIONS]
    rows = [
        [
            *(str(number), "46000.5", "46000.6", "anonymous", ""),
            *(f"{role};", first.replace(" ", "\xa0"), second),
        ]
        for number, (role, first, second) in enumerate(rows_of(), start=1)
    ]
    path = workbook(folder / "microsoft.xlsx", [header, *rows])
    return Written(path, "Your role", QUESTIONS)


def spss(folder: Path, name: str = "answers.sav") -> Written:
    """Numbers with labels; 9 is missing by the file's own word."""
    frame = pd.DataFrame(
        {
            "ROLE": [1.0 if role == "boss" else 2.0 for role, _, _ in PEOPLE],
            "Q1": [float(first) if first else None for _, first, _ in PEOPLE],
            "Q2": [float(second or 9) for _, _, second in PEOPLE],
        }
    )
    scale = {float(place): label for place, label in enumerate(LABELS, start=1)}
    path = folder / name
    pyreadstat.write_sav(
        frame,
        path,
        row_compress=False,
        compress=name.endswith(".zsav"),
        variable_value_labels={
            "ROLE": {1.0: "boss", 2.0: "crew"},
            "Q1": scale,
            "Q2": scale | {9.0: NO_ANSWER},
        },
        missing_ranges={"Q2": [9]},
    )
    return Written(path, "ROLE", ("Q1", "Q2"))


def zsav(folder: Path) -> Written:
    return spss(folder, "answers.zsav")


WRITERS: dict[str, Callable[[Path], Written]] = {
    "plain": plain,
    "qualtrics": qualtrics,
    "surveymonkey": surveymonkey,
    "limesurvey": limesurvey,
    "google-forms": google_forms,
    "microsoft-forms": microsoft_forms,
    "spss": spss,
}
