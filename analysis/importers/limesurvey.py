"""A LimeSurvey export of responses, CSV or XLSX, or its VV file.

Columns are called by question codes, such as ``Q1[SQ001]``, where headings have them ("code"
or "code and text"), and by the texts where they have not. A VV file has two header rows and
its own way to write braces, tabs and questions that were not shown.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from analysis.importers.columns import Columns
from analysis.importers.rows import Export, LeftOut, place_of, read_rows, tidy
from survey.spreadsheets import Row

_CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)(?:\._\.|\. |:\s).*", re.DOTALL)
_SUBMITTED = ("submitdate", "Date submitted")
_OWN = frozenset({"submitdate", "lastpage", "startlanguage", "date submitted", "last page"})
_NO_DATE = frozenset({"", "{question_not_shown}"})
_ESCAPES = (
    ("{question_not_shown}", ""),
    ("{newline}", "\n"),
    ("{cr}", "\r"),
    ("{tab}", "\t"),
    ("{quote}", '"'),
    ("{lbrace}", "{"),  # the last: it makes braces that are the answer's own
)


def looks_like(rows: Sequence[Row]) -> bool:
    """Tell whether these first rows are a LimeSurvey export's."""
    headings = [name.casefold() for name in _names(rows[0])]
    return bool(_OWN & {*headings}) or _is_vv(rows) or any("._." in x for x in rows[0].cells)


def read(path: Path, *, keep_unfinished: bool) -> Columns:
    """Read a LimeSurvey export; raises FileError as `read_rows` and `Export.columns`."""
    rows = read_rows(path)
    is_vv = _is_vv(rows)
    headings = _names(rows[1 if is_vv else 0])
    submitted = place_of(headings, *_SUBMITTED)
    left_out = []
    notes: tuple[str, ...] = ()
    if submitted is None:
        notes = ("no column submitdate: unfinished responses cannot be told, and are kept",)
    elif not keep_unfinished:
        why = "not submitted (submitdate is empty)"
        left_out = [LeftOut(place=submitted, why=why, values=_NO_DATE)]
    return Export(
        headings=headings,
        rows=rows[2 if is_vv else 1 :],
        left_out=left_out,
        notes=notes,
        codes="answer codes",
        said=_unescaped if is_vv else tidy,
    ).columns(path)


def _names(header: Row) -> list[str]:
    """Return the codes of headings that have code and text, all of them; else the headings."""
    headings = [tidy(each) for each in header.cells]
    parts = [_CODE_AND_TEXT.fullmatch(each) for each in headings]
    has_codes = all(part or not heading for part, heading in zip(parts, headings, strict=True))
    return [
        part[1] if has_codes and part else each for part, each in zip(parts, headings, strict=True)
    ]


def _is_vv(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 and "submitdate" in rows[1].cells


def _unescaped(cell: str) -> str:
    for written, meant in _ESCAPES:
        cell = cell.replace(written, meant)
    return tidy(cell)
