"""A Qualtrics export, CSV, TSV or XLSX: columns are called as in its first header row.

It has three header rows: names, question texts, and JSON with each column's ImportId; old
exports have no third, and some people delete one or two by hand. Numbers are recode values:
they stay those of choices that were moved or deleted, so they need not be in order.
"""

from collections.abc import Sequence
from pathlib import Path

from analysis.importers.columns import Columns
from analysis.importers.rows import Export, LeftOut, place_of, read_rows, tidy
from survey.spreadsheets import Row

_SECOND_ROW = frozenset(
    {"start date", "startdate", "response type", "status", "finished", "response id", "responseid"}
)
_NO_RESPONSES = {
    "a preview": frozenset({"survey preview", "offline survey preview", "1", "17"}),
    "a test": frozenset({"survey test", "2"}),
    "spam": frozenset(
        {"spam", "survey preview spam", "imported spam", "ex spam", "8", "9", "12", "40"}
    ),
}
_UNFINISHED = frozenset({"false", "0"})


def looks_like(rows: Sequence[Row]) -> bool:
    """Tell whether these first rows are a Qualtrics export's."""
    names = {tidy(each).casefold() for each in rows[0].cells}
    legacy = {"v1", "responseid", "responseset"} <= names or {"responseid", "finished"} <= names
    return _has_import_ids(rows) or legacy


def read(path: Path, *, keep_unfinished: bool) -> Columns:
    """Read a Qualtrics export; raises FileError as `read_rows` and `Export.columns`."""
    rows = read_rows(path)
    headings = [tidy(each) for each in rows[0].cells]
    notes: tuple[str, ...] = ()
    left_out = []
    # Old exports call their own columns V1 to V10, and name them in the second row.
    titles = (
        headings if "V1" not in headings or len(rows) == 1 else [tidy(x) for x in rows[1].cells]
    )
    status = place_of(titles, "Status", "Response Type")
    if status is not None:
        left_out += [
            LeftOut(place=status, why=why, values=values) for why, values in _NO_RESPONSES.items()
        ]
    finished = place_of(titles, "Finished")
    if finished is None:
        notes = ("no column Finished: unfinished responses cannot be told, and are kept",)
    elif not keep_unfinished:
        why = "unfinished (Finished is false)"
        left_out.append(LeftOut(place=finished, why=why, values=_UNFINISHED))
    return Export(
        headings=headings,
        rows=rows[_headers(rows) :],
        left_out=left_out,
        notes=notes,
        codes="recodes",
    ).columns(path)


def _has_import_ids(rows: Sequence[Row]) -> bool:
    return any('"ImportId"' in cell for row in rows[1:3] for cell in row.cells)


def _headers(rows: Sequence[Row]) -> int:
    """Return how many header rows there are."""
    for place, row in enumerate(rows[1:3], start=1):
        if any('"ImportId"' in cell for cell in row.cells):
            return place + 1
    second = {tidy(each).casefold() for each in rows[1].cells} if len(rows) > 1 else set()
    return 2 if second & _SECOND_ROW else 1
