"""A CSV file with one header row and one row a respondent, whatever its encoding and delimiter."""

import csv
import io
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.importers.columns import Cells, Columns
from analysis.importers.rows import decoded, delimiter_of, read_bytes, require_width
from survey.errors import FileError


def read_columns(path: Path) -> Columns:
    """Read a CSV file: UTF-8, UTF-16, UTF-32 or Windows-1252; comma, semicolon, tab or bar.

    Raises
    ------
    FileError
        The file cannot be opened, has no header or no rows, repeats a column, or has a
        row with more cells than the header.
    """
    text = decoded(path.name, read_bytes(path))
    delimiter = delimiter_of(text)
    header = _header(path.name, text, delimiter)
    try:
        with warnings.catch_warnings():
            # pandas cuts rows that are too long, and only warns.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False, index_col=False
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise FileError(
            f"{path.name}: {_in_words(error)}",
            advice="Each row needs one cell for each column; quote cells that hold the delimiter.",
        ) from error
    if frame.empty:
        raise FileError(f"{path.name}: there are no rows under the header")

    def column(place: int) -> NDArray[np.str_]:
        return np.char.strip(frame.iloc[:, place].fillna("").to_numpy(dtype=np.str_))

    return Columns(file=path.name, rows=len(frame), values=Cells(header, column))


def _header(name: str, text: str, delimiter: str) -> list[str]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [each.strip() for each in next(lines, [])]
    except csv.Error as error:
        raise FileError(
            f"{name}: row 1 cannot be split into columns ({error})",
            advice="Check that it is a CSV file with the columns' names in its first row.",
        ) from error
    if not any(header):
        raise FileError(f"{name}: there is no header row with the columns' names")
    require_width(name, len(header))
    counted = Counter(each for each in header if each)
    repeated = next((each for each, number in counted.items() if number > 1), None)
    if repeated is not None:
        raise FileError(
            f"{name}: column {repeated!r} is there {counted[repeated]} times",
            advice="Give each column a name of its own.",
        )
    return header


def _in_words(error: Exception) -> str:
    return str(error).removeprefix("Error tokenizing data. C error: ").strip()
