"""A CSV file with one row a respondent, whatever its encoding and delimiter."""

import csv
import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.errors import FileError

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_FEWEST_CATEGORIES, _MOST_CATEGORIES = 2, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a file by name; every value is text without outer spaces."""

    file: str
    rows: int
    values: Mapping[str, NDArray[np.str_]]

    def __getitem__(self, column: str) -> NDArray[np.str_]:
        """Return a column, shape (rows,).

        Raises
        ------
        FileError
            There is no such column; the message lists those there are.
        """
        if column not in self.values:
            raise FileError(
                f"{self.file}: there is no column {column!r}",
                advice=f"The columns are: {', '.join(self.values)}.",
            )
        return self.values[column]


def read_columns(path: Path) -> Columns:
    """Read a CSV file: UTF-8, UTF-16, UTF-32 or Windows-1252; comma, semicolon, tab or bar.

    Raises
    ------
    FileError
        The file cannot be opened, has no header or no rows, repeats a column, or has a
        row with more cells than the header.
    """
    text = _decoded(path)
    header = _header(path, text)
    try:
        with warnings.catch_warnings():
            # pandas cuts rows that are too long, and only warns.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text),
                sep=_delimiter(text),
                dtype=str,
                keep_default_na=False,
                index_col=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise FileError(
            f"{path.name}: {_in_words(error)}",
            advice="Each row needs one cell for each column; quote cells that hold the delimiter.",
        ) from error
    if frame.empty:
        raise FileError(f"{path.name}: there are no rows under the header")
    return Columns(
        file=path.name,
        rows=len(frame),
        values={
            name: np.char.strip(frame.iloc[:, place].fillna("").to_numpy(dtype=np.str_))
            for place, name in enumerate(header)
        },
    )


def categories_of(columns: Columns, items: Sequence[str]) -> tuple[str, ...]:
    """Return the answers that occur in ``items``, lowest first, where they are numbers.

    Whole numbers that nobody chose between the lowest and the highest are put in.

    Raises
    ------
    FileError
        Some answers are words, whose order nobody but the analyst knows; or there are
        none, or too many to be a scale.
    """
    found = sorted({each for item in items for each in set(columns[item].tolist())} - {""})
    words = [each for each in found if _number(each) is None]
    if words:
        raise FileError(
            f"{columns.file}: {words[0]!r} is not a number, so the order of answers is unknown",
            advice="Give all answers in order, lowest first, with --categories.",
        )
    numbers = sorted({float(each) for each in found})
    span = numbers[-1] - numbers[0] if numbers else 0.0
    if span < _MOST_CATEGORIES and all(each.is_integer() for each in (*numbers, span)) and span:
        numbers = [float(each) for each in range(int(numbers[0]), int(numbers[-1]) + 1)]
    if not _FEWEST_CATEGORIES <= len(numbers) <= _MOST_CATEGORIES:
        raise FileError(
            f"{columns.file}: found {len(numbers)} different answers in {', '.join(items)}",
            advice=f"A scale has {_FEWEST_CATEGORIES} to {_MOST_CATEGORIES} answers; "
            "name them, lowest first, with --categories.",
        )
    return tuple(f"{each:g}" for each in numbers)


def choices_of(columns: Columns, item: str, categories: Sequence[str]) -> NDArray[np.int8]:
    """Return one item's answers as numbers 1..K, 0 where empty, shape (rows,).

    "4" and "4.0" are the same answer.

    Raises
    ------
    FileError
        An answer is none of ``categories``; the message names it and its first row.
    """
    column = columns[item]
    places = {_same(each): place for place, each in enumerate(categories, start=1)}
    codes, different = pd.factorize(column.astype(object))
    numbers = np.array([places.get(_same(each), -1) if each else 0 for each in different])
    choices = numbers[codes] if len(different) else np.zeros(0)
    unknown = np.flatnonzero(choices < 0)
    if unknown.size:
        first = int(unknown[0])
        raise FileError(
            f"{columns.file}: column {item!r}, row {first + 2}: {str(column[first])!r} is none of "
            f"the answers {', '.join(categories)} ({unknown.size} such answers in this column)",
            advice="Correct the file, or give all answers in order with --categories.",
        )
    return choices.astype(np.int8)


def rows_with(columns: Columns, column: str, value: str) -> NDArray[np.bool_]:
    """Return which rows have ``value`` in ``column``.

    Raises
    ------
    FileError
        No row has it; the message lists the values there are.
    """
    wanted = np.asarray(columns[column] == value, dtype=np.bool_)
    if not wanted.any():
        found = sorted(set(columns[column].tolist()))
        raise FileError(
            f"{columns.file}: no row has {value!r} in column {column!r}",
            advice=f"The values are: {', '.join(map(repr, found[:20]))}.",
        )
    return wanted


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(
            f"{path}: cannot be read ({error.strerror})", advice="Check the file's name and place."
        ) from error
    encodings = [name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)][:1]
    for encoding in encodings or ["utf-8", "cp1252", "latin-1"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileError(
        f"{path.name}: is not a text file", advice="Save it as CSV (UTF-8) and try again."
    )


def _header(path: Path, text: str) -> list[str]:
    lines = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    header = [each.strip() for each in next(lines, [])]
    if not any(header):
        raise FileError(f"{path.name}: there is no header row with the columns' names")
    repeated = [each for each in dict.fromkeys(header) if each and header.count(each) > 1]
    if repeated:
        raise FileError(
            f"{path.name}: column {repeated[0]!r} is there {header.count(repeated[0])} times",
            advice="Give each column a name of its own.",
        )
    return header


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((",", ";", "\t", "|"), key=first.count)


def _in_words(error: Exception) -> str:
    return str(error).removeprefix("Error tokenizing data. C error: ").strip()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _same(text: str) -> str:
    number = _number(text)
    return text.strip() if number is None else f"{number:g}"
