"""Rows of text out of the files that survey tools write: CSV in any dress, or XLSX."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.importers.columns import Cells, Codes, Columns, quoted
from survey.errors import FileError
from survey.spreadsheets import Row, xlsx_rows

MAX_COLUMNS = 16_384
"""As many as a spreadsheet has."""

_FIRST_BYTES, _FIRST_ROWS = 1_000_000, 3
_MAX_CELLS = 50_000_000
_NAMED_AT_MOST = 5
_DELIMITERS = (",", ";", "\t", "|")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ONE_CELL_EACH = (
    "Each row needs one cell for each column; quote cells that hold what separates columns."
)
_ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A column, and which of its values, in small letters, mark a row as no response."""

    place: int
    why: str
    values: frozenset[str]


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    FileError
        It cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            f"{path}: cannot be read ({error.strerror})", advice="Check the file's name and place."
        ) from error


def read_rows(path: Path, mend: Callable[[str], str] = str) -> list[Row]:
    """Return the rows of a file that are not empty, with the number each has in a spreadsheet.

    ``mend`` is given the text of a CSV file before it is split into cells.

    Raises
    ------
    FileError
        It is neither CSV nor XLSX, is damaged, or has too many columns; the message says where.
    """
    content = read_bytes(path)
    name = path.name
    rows: Iterable[Row]
    if content.startswith(_ARCHIVE):
        _require_workbook(name, content)
        rows = xlsx_rows(name, content, most_columns=MAX_COLUMNS + 1)
    else:
        rows = csv_rows(name, mend(decoded(name, content)))
    found, cells = [], 0
    for row in rows:
        require_width(name, len(row.cells), row.number)
        cells += len(row.cells)
        if cells > _MAX_CELLS:
            raise FileError(
                f"{name}: row {row.number}: more than {_MAX_CELLS:,} cells",
                advice="Keep only the columns that are needed.",
            )
        found.append(row)
    if not found:
        raise FileError(
            f"{name}: there is no header row with the columns' names",
            advice="Export the answers again.",
        )
    return found


def first_rows(path: Path) -> tuple[bytes, list[Row]]:
    """Return a file's first bytes and first rows, as far as they can be read; never raises."""
    content = b""
    try:
        with path.open("rb") as file:
            content = file.read(_FIRST_BYTES)
        if content.startswith(_ARCHIVE):
            rows = xlsx_rows(path.name, path.read_bytes(), most_columns=MAX_COLUMNS)
            return content, list(islice(rows, _FIRST_ROWS))
        text = decoded(path.name, content[: content.rfind(b"\n") + 1] or content)
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
        cells = islice((each for each in lines if any(each)), _FIRST_ROWS)
        return content, [Row(number, tuple(each)) for number, each in enumerate(cells, start=1)]
    except (OSError, FileError, csv.Error):
        return content, []


def decoded(name: str, content: bytes) -> str:
    """Return a text file's text, in whatever encoding it is.

    Raises
    ------
    FileError
        It is no text.
    """
    encodings = [each for mark, each in _BYTE_ORDER_MARKS if content.startswith(mark)][:1]
    for encoding in encodings or ["utf-8", "cp1252", "latin-1"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileError(f"{name}: is not a text file", advice="Save it as CSV (UTF-8) and try again.")


def delimiter_of(text: str) -> str:
    r"""Return what separates the columns of the first row.

    Examples
    --------
    >>> delimiter_of('"How, when, where";"Why"')
    ';'
    """
    return max(_DELIMITERS, key=lambda each: len(_first_row(text, each)))


def csv_rows(name: str, text: str) -> list[Row]:
    """Return the rows of a CSV file's text that are not empty.

    Raises
    ------
    FileError
        A row cannot be split into columns, or has fewer cells than the first.
    """
    # Strict, because a quotation mark that is never closed would swallow the rest in silence.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    rows, number = [], 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cells):
                rows.append(Row(number, tuple(cells)))
                _require_length(name, rows)
    except csv.Error as error:
        raise FileError(
            f"{name}: row {number + 1} cannot be split into columns ({error})",
            advice="Look there for a quotation mark that is not closed, or save it as XLSX.",
        ) from error
    return rows


def require_width(name: str, width: int, row: int = 1) -> None:
    """Refuse more columns than a spreadsheet has.

    Raises
    ------
    FileError
        There are more.
    """
    if width > MAX_COLUMNS:
        raise FileError(
            f"{name}: row {row} has more than {MAX_COLUMNS:,} columns",
            advice="Check what separates the columns; keep only those that are needed.",
        )


def tidy(text: str) -> str:
    r"""Return a text on one line, without byte order marks and spaces that do not show.

    Examples
    --------
    >>> tidy("\ufeff0\xa0- Not at all\n  satisfied ")
    '0 - Not at all satisfied'
    """
    return " ".join(text.replace("\ufeff", "").split())


def apart(headings: Sequence[str]) -> tuple[str, ...]:
    """Return headings that differ: the second of two that are the same gets a number.

    Examples
    --------
    >>> apart(["Why?", "Why?", "", ""])
    ('Why?', 'Why? (2)', '', '')
    """
    taken: dict[str, int] = {}
    known, found = set(headings), []
    for each in headings:
        taken[each] = taken.get(each, 0) + 1
        name = each
        while each and taken[each] > 1 and (name := f"{each} ({taken[each]})") in known:
            taken[each] += 1
        found.append(name)
    return tuple(found)


def place_of(names: Sequence[str], *wanted: str) -> int | None:
    """Return the place of the first name that is one of ``wanted``, in capitals or not."""
    folded = {each.casefold() for each in wanted}
    return next((at for at, name in enumerate(names) if name.casefold() in folded), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What an importer found: the columns' headings, and the rows under the header."""

    headings: Sequence[str]
    rows: Sequence[Row]
    left_out: Sequence[LeftOut] = ()
    notes: tuple[str, ...] = ()
    codes: Codes = "numbers"
    said: Callable[[str], str] = tidy

    def columns(self, path: Path) -> Columns:
        """Return the columns of the rows that are responses.

        Raises
        ------
        FileError
            There are no rows, all are left out, or a row has more cells than the header.
        """
        names = apart(self.headings)
        kept, counted = self._sorted(path.name)
        if not kept:
            why = "; ".join(f"{number} {each}" for each, number in counted.items())
            raise FileError(
                f"{path.name}: there are no rows to compare under the header"
                f"{f' (left out: {why})' if why else ''}",
                advice="Export the answers again, all of them; or add --keep-unfinished.",
            )
        return Columns(
            file=path.name,
            rows=len(kept),
            values=Cells(names, lambda place: self._column(kept, place)),
            numbers=[each.number for each in kept],
            codes=self.codes,
            left_out=counted,
            notes=(*self.notes, *_renamed(self.headings, names)),
        )

    def _sorted(self, name: str) -> tuple[list[Row], Mapping[str, int]]:
        counted: dict[str, int] = {}
        kept = []
        for row in self.rows:
            if any(cell.strip() for cell in row.cells[len(self.headings) :]):
                raise FileError(
                    f"{name}: row {row.number} has {len(row.cells)} cells, and the header "
                    f"{len(self.headings)}",
                    advice=_ONE_CELL_EACH,
                )
            why = self._why_not(row)
            if why:
                counted[why] = counted.get(why, 0) + 1
            else:
                kept.append(row)
        return kept, counted

    def _why_not(self, row: Row) -> str | None:
        for each in self.left_out:
            if _cell(row, each.place).strip().casefold() in each.values:
                return each.why
        return None

    def _column(self, rows: Sequence[Row], place: int) -> NDArray[np.str_]:
        return np.array([self.said(_cell(row, place)) for row in rows], dtype=np.str_)


def _renamed(headings: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield a note where headings are there more than once."""
    changed = [new for old, new in zip(headings, names, strict=True) if new != old]
    if changed:
        listed = ", ".join(quoted(each) for each in changed[:_NAMED_AT_MOST])
        more = f" and {len(changed) - _NAMED_AT_MOST} more" if changed[_NAMED_AT_MOST:] else ""
        yield f"headings that were there before are called {listed}{more}"


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _require_length(name: str, rows: Sequence[Row]) -> None:
    """Refuse a row that ends early: its cells may stand under the wrong names."""
    number, cells = rows[-1]
    if len(cells) < len(rows[0].cells) and any(rows[0].cells[len(cells) :]):
        raise FileError(
            f"{name}: row {number} has {len(cells)} cells, and the header {len(rows[0].cells)}",
            advice=_ONE_CELL_EACH,
        )


def _require_workbook(name: str, content: bytes) -> None:
    """Refuse the archive that tools put their files into."""
    with suppress(zipfile.BadZipFile, NotImplementedError, ValueError):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
        if "xl/workbook.xml" not in parts:
            raise FileError(
                f"{name}: is a ZIP archive, not a table",
                advice="Unpack it, and give the CSV, XLSX or SPSS file that is in it.",
            )
