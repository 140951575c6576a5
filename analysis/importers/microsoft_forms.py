"""Answers of a Microsoft form, XLSX or saved again as CSV: columns are called by headings.

Headings hold spaces that do not break, and are numbered where two questions are the same.
Choices end with a semicolon where several could be chosen.
"""

from collections.abc import Sequence
from pathlib import Path

from analysis.importers.columns import Columns
from analysis.importers.rows import Export, read_rows, tidy
from survey.spreadsheets import Row

_START = frozenset({"start time", "startzeit", "heure de début", "hora de inicio", "begintijd"})


def looks_like(rows: Sequence[Row]) -> bool:
    """Tell whether these first rows are those of a Microsoft form's answers."""
    headings = [tidy(each).casefold() for each in rows[0].cells[:2]]
    return len(headings) > 1 and headings[0] == "id" and headings[1] in _START


def read(path: Path, *, keep_unfinished: bool) -> Columns:  # noqa: ARG001 - as its like
    """Read a Microsoft form's answers; raises FileError as `read_rows` and `Export.columns`."""
    header, *rows = read_rows(path)
    headings = [tidy(each) for each in header.cells]
    return Export(headings=headings, rows=rows, said=_said).columns(path)


def _said(cell: str) -> str:
    text = tidy(cell)
    return text.removesuffix(";") if text.count(";") == 1 else text
