"""Rows of text out of the files that people save from spreadsheets, CSV and XLSX, and back.

Rows keep the number a person sees beside them in the spreadsheet. Files are not trusted:
sizes are bounded before anything is unpacked, and XML with entities is refused.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from survey.errors import FileError
from survey.workbooks import workbook_rows

MAX_BYTES = 20_000_000
MAX_ROWS = 250_000
MAX_COLUMNS = 200
_MAX_UNPACKED = 300_000_000
_MAX_OTHER_PART = 30_000_000
_DELIMITERS = (",", ";", "\t", "|")
_FORMULA_STARTS = frozenset("=+-@\t\r")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ROWS_A_STEP = 1_000
Progress = Callable[[int, int], object]
"""Told now and then how many rows are done, and of about how many."""


class Row(NamedTuple):
    """One row that is not empty: its number in the spreadsheet, from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of a file, and how it was read ("XLSX" or an encoding such as "UTF-8")."""

    rows: tuple[Row, ...]
    encoding: str
    delimiter: str | None


def read_sheet(name: str, content: bytes, progress: Progress | None = None) -> Sheet:
    """Read the first sheet of a spreadsheet file, or the rows of a CSV file.

    Parameters
    ----------
    name
        The file's name, for messages; the content alone decides what kind of file it is.
    content
        CSV with commas, semicolons, tabs or bars in UTF-8, UTF-16 or Windows-1252; or XLSX.
    progress
        Told every thousand rows how far it is; it may raise to stop.

    Raises
    ------
    FileError
        It is neither, is damaged, or is too large; the message says what to do.
    """
    if len(content) > MAX_BYTES:
        raise _refusal(
            name,
            f"the file has {len(content) / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} are taken",
            "Leave out columns that are not needed, or save it as CSV.",
        )
    if content.startswith(_OLD_OFFICE):
        raise _refusal(
            name,
            "this is an old Excel file (.xls) or one with a password",
            "Save it as .xlsx without a password, or as CSV.",
        )
    about = max(1, content.count(b"\n"))
    if content.startswith(b"PK\x03\x04"):
        rows = xlsx_rows(name, content, most_columns=MAX_COLUMNS + 1)
        encoding, delimiter = "XLSX", None
        about = _claimed_rows(content)
    else:
        text, encoding = _decoded(name, content)
        text, delimiter = _delimiter_of(text)
        rows = _csv_rows(name, text, delimiter)
    rows = _bounded(name, rows)
    if progress is not None:
        rows = told(rows, about, progress)
    return Sheet(rows=tuple(rows), encoding=encoding, delimiter=delimiter)


def xlsx_rows(name: str, content: bytes, *, most_columns: int) -> Iterator[Row]:
    """Yield the rows of the first sheet of an XLSX file, without cells beyond ``most_columns``.

    Raises
    ------
    FileError
        It is damaged, or unpacks to far more than a table; the message says what to do.
    """
    try:
        _check_parts(name, content)
        for number, cells in workbook_rows(content, most_columns=most_columns):
            yield Row(number, cells)
    except FileError:
        raise
    # Damaged files raise a dozen kinds of error.
    except Exception as error:
        raise _refusal(
            name,
            f"the spreadsheet cannot be read ({type(error.__cause__ or error).__name__})",
            "Open it in your spreadsheet program and save it again as XLSX or CSV.",
        ) from error


def told(rows: Iterable[Row], about: int, progress: Progress) -> Iterator[Row]:
    """Yield ``rows``, telling ``progress`` every thousand of them and at the end."""
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % _ROWS_A_STEP == 0:
            progress(done, max(done, about))
        yield row
    progress(done, done)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a CSV file's text in which no cell can run as a formula; see `inert`."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return file.getvalue()


def inert(text: str) -> str:
    """Return ``text`` as a cell that spreadsheets show instead of running it.

    A text that begins like a formula, whatever apostrophes stand before, gets one more
    apostrophe in front. Taking that one away gives back the text; other texts, such as
    "'t Hooft", stay as they are.

    Examples
    --------
    >>> inert("=1+1"), inert("'=1+1"), inert("'t Hooft"), inert("Ann")
    ("'=1+1", "''=1+1", "'t Hooft", 'Ann')
    """
    return f"'{text}" if text.lstrip("'")[:1] in _FORMULA_STARTS else text


def _refusal(name: str, problem: str, advice: str) -> FileError:
    words = f"{problem[0].upper()}{problem[1:]}. {advice}"
    return FileError(f"{name}: {problem}. {advice}", advice=words)


def _bounded(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            raise _refusal(
                name, f"more than {MAX_ROWS:,} rows", "Split the list into several rounds."
            )
        if len(row.cells) > MAX_COLUMNS:
            raise _refusal(
                name,
                f"row {row.number} has more than {MAX_COLUMNS} columns",
                "Keep only the columns that are needed.",
            )
        yield row


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    """Return the text and its encoding, told by its first bytes or by trying."""
    for start, codec, label in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(start):
            return _strictly(name, content, codec, label), label
    # Text in UTF-16 without its mark has a zero in every other byte of its headers.
    if content[1:40:2].count(0) > len(content[1:40:2]) / 2:
        return _strictly(name, content, "utf-16-le", "UTF-16"), "UTF-16"
    if content[0:40:2].count(0) > len(content[0:40:2]) / 2:
        return _strictly(name, content, "utf-16-be", "UTF-16"), "UTF-16"
    if b"\x00" in content:
        raise _refusal(name, "this is not a text file", "Save the list as CSV or XLSX.")
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _strictly(name, content, "cp1252", "Windows-1252"), "Windows-1252"


def _strictly(name: str, content: bytes, codec: str, label: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise _refusal(
            name,
            f"the text cannot be read as {label} (byte {error.start + 1})",
            "Save the list as XLSX, or as CSV in UTF-8.",
        ) from error


def _delimiter_of(text: str) -> tuple[str, str]:
    """Return the text without Excel's ``sep=`` line, and what separates its columns."""
    first, _, rest = text.partition("\n")
    stated = first.strip().removeprefix("sep=")
    if first.startswith("sep=") and stated in (*_DELIMITERS, ""):
        return rest, stated or "\t"
    header = next((line for line in text.splitlines() if line.strip()), "")
    widths = [len(next(csv.reader([header], delimiter=each), ())) for each in _DELIMITERS]
    return text, _DELIMITERS[widths.index(max(widths))]


def _csv_rows(name: str, text: str, delimiter: str) -> Iterator[Row]:
    # Strict, because a quotation mark that is never closed would swallow the rest in silence.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
    except csv.Error as error:
        raise _refusal(
            name,
            f"row {number + 1} cannot be split into columns ({error})",
            "Look there for a quotation mark that is not closed, or save the list as XLSX.",
        ) from error


def _claimed_rows(content: bytes) -> int:
    """Return how many rows the first sheet says it has: good enough for a progress bar."""
    with suppress(zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            head = archive.open("xl/worksheets/sheet1.xml").read(2_000)
        if found := re.search(rb'<dimension ref="[A-Z]+\d{1,7}:[A-Z]+(\d{1,7})"', head):
            return int(found[1])
    return MAX_ROWS


def _check_parts(name: str, content: bytes) -> None:
    """Refuse archives that would unpack to far more than a people list ever is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise _refusal(name, "this is not an Excel file", "Save the list as XLSX or CSV.")
    rows = ("xl/worksheets/", "xl/sharedStrings.xml")
    others = sum(part.file_size for part in parts if not part.filename.startswith(rows))
    if sum(part.file_size for part in parts) > _MAX_UNPACKED or others > _MAX_OTHER_PART:
        raise _refusal(
            name,
            "the spreadsheet unpacks to far more than a people list needs",
            "Copy the list alone into a new spreadsheet, or save it as CSV.",
        )
