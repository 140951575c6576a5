"""Answers of a Google form, CSV or XLSX: columns are called by their headings.

A grid has a column for each row, ``Question [Row]``. A question that was asked twice, or
changed while people answered, has a second column of the same name: it is called ``… (2)``.
"""

from collections.abc import Sequence
from pathlib import Path

from analysis.importers.columns import Columns
from analysis.importers.rows import Export, read_rows, tidy
from survey.spreadsheets import Row

_TIMESTAMP = frozenset(
    {"timestamp", "zeitstempel", "horodateur", "marca temporal", "informazioni cronologiche"}
    | {"carimbo de data/hora", "tijdstempel", "отметка времени", "タイムスタンプ"}
)


def looks_like(rows: Sequence[Row]) -> bool:
    """Tell whether these first rows are those of a Google form's answers."""
    return tidy(rows[0].cells[0]).casefold() in _TIMESTAMP


def read(path: Path, *, keep_unfinished: bool) -> Columns:  # noqa: ARG001 - as its like
    """Read a Google form's answers; raises FileError as `read_rows` and `Export.columns`."""
    header, *rows = read_rows(path)
    headings = [tidy(each) for each in header.cells]
    return Export(headings=headings, rows=rows).columns(path)
