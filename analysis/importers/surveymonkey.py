"""A SurveyMonkey export, CSV or XLSX: columns are called ``Question``, or ``Question [Row]``.

It has two header rows. The first has a question's text above its first column only, or, in
files that were saved again, above each; the second says which row, option or kind of answer.
"""

from collections.abc import Sequence
from html import unescape
from pathlib import Path

from analysis.importers.columns import Columns
from analysis.importers.rows import Export, place_of, read_rows, tidy
from survey.spreadsheets import Row

_RESPONDENT = ("Respondent ID", "RespondentID")
_THE_ANSWER = frozenset({"", "response", "open-ended response"})


def looks_like(rows: Sequence[Row]) -> bool:
    """Tell whether these first rows are a SurveyMonkey export's."""
    return place_of([tidy(each) for each in rows[0].cells], *_RESPONDENT) is not None


def read(path: Path, *, keep_unfinished: bool) -> Columns:  # noqa: ARG001 - as its like
    """Read a SurveyMonkey export; raises FileError as `read_rows` and `Export.columns`."""
    rows = read_rows(path, _mended)
    first = [_said(each) for each in rows[0].cells]
    second = [_said(each) for each in rows[1].cells] if len(rows) > 1 else []
    headers = 2 if _is_header(first, second) else 1
    if headers == 1:
        second = []
    width = max(len(first), len(second))
    first += [""] * (width - len(first))
    second += [""] * (width - len(second))
    headings, question = [], ""
    for text, row in zip(first, second, strict=True):
        question = text or question
        is_alone = row.casefold() in _THE_ANSWER
        headings.append(question if is_alone else f"{question} [{row}]".strip())
    return Export(
        headings=headings,
        rows=rows[headers:],
        notes=("the file does not tell who finished: all rows are kept",),
        said=_said,
    ).columns(path)


def _is_header(first: Sequence[str], second: Sequence[str]) -> bool:
    respondent = place_of(first, *_RESPONDENT)
    if respondent is None:
        return bool({each.casefold() for each in second} & (_THE_ANSWER - {""}))
    return bool(second) and not "".join(second[respondent : respondent + 1])


def _mended(text: str) -> str:
    """Return a text with its quotation marks, where all were turned into those of a web page."""
    return text if '"' in text else text.replace("&quot;", '"')


def _said(cell: str) -> str:
    return tidy(unescape(cell))
