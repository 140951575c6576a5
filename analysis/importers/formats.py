"""Which tool wrote a file: the analyst says so; what a file looks like is only a hint."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from analysis.importers import (
    google_forms,
    limesurvey,
    microsoft_forms,
    plain_csv,
    qualtrics,
    spss,
    surveymonkey,
)
from analysis.importers.columns import Columns
from analysis.importers.rows import first_rows


class _Reader(Protocol):
    def __call__(self, path: Path, *, keep_unfinished: bool) -> Columns: ...


PLAIN = "plain"
SPSS = "spss"
_TABLES = {
    "qualtrics": qualtrics,
    "surveymonkey": surveymonkey,
    "limesurvey": limesurvey,
    "google-forms": google_forms,
    "microsoft-forms": microsoft_forms,
}
_READERS: Mapping[str, _Reader] = {name: module.read for name, module in _TABLES.items()} | {
    SPSS: spss.read
}
FORMATS = (PLAIN, *_READERS)
"""What `read_export` can read."""

TOOLS: Mapping[str, str] = {
    "qualtrics": "a Qualtrics export",
    "surveymonkey": "a SurveyMonkey export",
    "limesurvey": "a LimeSurvey export",
    "google-forms": "the answers of a Google form",
    "microsoft-forms": "the answers of a Microsoft form",
    SPSS: "an SPSS file",
}
"""What each format's files are called in messages."""


def read_export(path: Path, file_format: str, *, keep_unfinished: bool = False) -> Columns:
    """Read a file of one of `FORMATS`.

    Raises
    ------
    FileError
        It cannot be read as that.
    """
    if file_format == PLAIN:
        return plain_csv.read_columns(path)
    return _READERS[file_format](path, keep_unfinished=keep_unfinished)


def hint_of(path: Path, file_format: str) -> str:
    """Return a sentence where a file looks like one of another format, else nothing."""
    content, rows = first_rows(path)
    found = SPSS if spss.is_spss(content) else ""
    if not found and rows:
        found = next((name for name, each in _TABLES.items() if each.looks_like(rows)), "")
    if not found or found == file_format:
        return ""
    return f"{path.name}: this looks like {TOOLS[found]}: add --file-format {found}"
