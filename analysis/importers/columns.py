"""The columns of an answers file, by name: what every importer returns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.errors import FileError

Codes = Literal["numbers", "recodes", "answer codes"]
"""What an answer's number says of its place: it is in order; it need not be, as where a tool
keeps the numbers of choices that were moved; or it is a code with its place in it, as A1."""

_NAMED_AT_MOST = 40
_LONGEST_SAID = 60


class Cells(Mapping[str, NDArray[np.str_]]):
    """Columns that are made when first asked for: an export has hundreds, few are compared."""

    def __init__(self, names: Sequence[str], load: Callable[[int], NDArray[np.str_]]) -> None:
        self._places = {name: place for place, name in enumerate(names) if name}
        self._load = load
        self._loaded: dict[str, NDArray[np.str_]] = {}

    def __getitem__(self, name: str) -> NDArray[np.str_]:
        if name not in self._loaded:
            self._loaded[name] = self._load(self._places[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a file by name; every value is text without outer spaces.

    ``numbers`` has the row of the file that each respondent is in, where that is not simply
    the next one under a header of one row. ``labels`` has the words of each code, for columns
    whose codes have words. ``left_out`` says why rows are not here, and how many.
    """

    file: str
    rows: int
    values: Mapping[str, NDArray[np.str_]]
    numbers: Sequence[int] | None = None
    codes: Codes = "numbers"
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> NDArray[np.str_]:
        """Return a column, shape (rows,).

        Raises
        ------
        FileError
            There is no such column; the message lists those there are.
        """
        if column not in self.values:
            raise FileError(
                f"{self.file}: there is no column {column!r}", advice=self._columns_like(column)
            )
        return self.values[column]

    def words(self, column: str) -> NDArray[np.str_]:
        """Return a column with words in place of codes that have some; raises as indexing."""
        values = self[column]
        labels = self.labels.get(column)
        if not labels:
            return values
        return np.array([labels.get(each, each) for each in values.tolist()], dtype=np.str_)

    def row(self, place: int) -> int:
        """Return the row of the file, from 1, that the respondent at ``place`` is in."""
        return place + 2 if self.numbers is None else self.numbers[place]

    def _columns_like(self, column: str) -> str:
        names = list(self.values)
        near = get_close_matches(column, names, n=3)
        if len(names) <= _NAMED_AT_MOST:
            return f"The columns are: {', '.join(names)}."
        guess = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
        more = f"{', '.join(names[:_NAMED_AT_MOST])} and {len(names) - _NAMED_AT_MOST} more"
        return f"{guess}The columns are: {more}."


def quoted(text: str) -> str:
    """Return a value for a message, in quotation marks and never a page long."""
    return repr(text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…")


def rows_with(columns: Columns, column: str, value: str) -> NDArray[np.bool_]:
    """Return which rows have ``value`` in ``column``: its words, or its code.

    Raises
    ------
    FileError
        No row has it; the message lists the values there are.
    """
    words = columns.words(column)
    wanted = np.asarray((words == value) | (columns[column] == value), dtype=np.bool_)
    if not wanted.any():
        found = sorted(set(words.tolist()))
        raise FileError(
            f"{columns.file}: no row has {value!r} in column {column!r}",
            advice=f"The values are: {', '.join(map(quoted, found[:20]))}.",
        )
    return wanted
