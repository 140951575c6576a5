"""Rows of text out of an XLSX file, read as a stream.

openpyxl reads what is small (which sheet shows, which styles are dates). Rows and strings
are taken straight from the XML parser: building an object for each cell takes five times
as long, and a people list has a million of them.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO
from xml.parsers import expat

from defusedxml.common import EntitiesForbidden
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.workbook import Workbook
from openpyxl.xml.constants import SHARED_STRINGS

_LAST_EXCEL_ROW = 1_048_576
_LETTERS_OF_A_COLUMN = 3
_CHUNK = 1 << 16


def workbook_rows(content: bytes, *, most_columns: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows of the first visible sheet that are not empty: number from 1, and cells.

    Cells are as a person sees them, without the empty ones at the end, and without those
    beyond ``most_columns``. Files are not trusted, but sizes are to be checked before. Damaged
    files raise a dozen kinds of error.
    """
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with reader.archive:
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        listed = [
            (sheet.state, relation.target)
            for sheet, relation in reader.parser.find_sheets()
            if relation.target in reader.valid_files and "chartsheet" not in relation.Type
        ]
        part = next((target for state, target in listed if state == "visible"), listed[0][1])
        rows = _Rows(_strings(reader), reader.wb, most_columns)
        with reader.archive.open(part) as source:
            for _ in _parsed(source, rows):
                yield from rows.finished
                rows.finished.clear()
                if rows.is_beyond:
                    return


class _Handlers:
    """What is told of the elements of a part; collects texts where they are looked for."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.EntityDeclHandler = _refuse_entity
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.texts: list[str] = []
        self.is_phonetic = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """Note the start of an element whose name stands after a space."""
        element = name.rpartition(" ")[2]
        if element in {"v", "t"} and not self.is_phonetic:
            self.parser.CharacterDataHandler = self.texts.append
        elif element == "rPh":
            self.is_phonetic = True
        else:
            self.opened(element, given)

    def end(self, name: str) -> None:
        """Note the end of an element."""
        element = name.rpartition(" ")[2]
        if element in {"v", "t"}:
            self.parser.CharacterDataHandler = None
        elif element == "rPh":
            self.is_phonetic = False
        else:
            self.closed(element)

    def opened(self, element: str, given: dict[str, str]) -> None:
        """Note the start of an element that holds no text itself."""

    def closed(self, element: str) -> None:
        """Note the end of such an element."""

    def text(self) -> str:
        """Return the text collected since last asked."""
        joined = "".join(self.texts)
        self.texts.clear()
        return joined


class _Strings(_Handlers):
    """The table of strings that cells refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def closed(self, element: str) -> None:
        if element == "si":
            self.found.append(self.text().replace("x005F_", ""))


class _Rows(_Handlers):
    """The rows of one sheet; ``finished`` are those read since it was last cleared."""

    def __init__(self, strings: list[str], book: Workbook, most_columns: int) -> None:
        super().__init__()
        self.finished: list[tuple[int, tuple[str, ...]]] = []
        self.is_beyond = False
        self._strings = strings
        # openpyxl has no public name for which styles are dates and spans of time.
        self._dates: set[int] = vars(book)["_date_formats"]
        self._spans: set[int] = vars(book)["_timedelta_formats"]
        self._epoch = book.epoch
        self._most = most_columns
        self._number = 0
        self._column = 0
        self._cells: list[str] = []
        self._kind = self._style = ""
        self._columns: dict[str, int] = {}

    def opened(self, element: str, given: dict[str, str]) -> None:
        if element == "c":
            letters = given.get("r", "").rstrip("0123456789")
            self._column = self._place(letters) if letters else self._column + 1
            self._kind, self._style = given.get("t", "n"), given.get("s", "0")
        elif element == "row":
            # Rows out of order keep their order.
            self._number = max(self._number + 1, int(given.get("r", "0")))
            self._column = 0

    def closed(self, element: str) -> None:
        if element == "c":
            text = self.text()
            if text and self._column <= self._most:
                self._put(self._said(text))
        elif element == "row":
            self._finish()

    def _put(self, text: str) -> None:
        missing = self._column - len(self._cells)
        self._cells.extend([""] * missing)
        self._cells[self._column - 1] = text

    def _finish(self) -> None:
        cells, self._cells = self._cells, []
        while cells and not cells[-1].strip():
            cells.pop()
        self.is_beyond = self.is_beyond or self._number > _LAST_EXCEL_ROW
        if cells and not self.is_beyond:
            self.finished.append((self._number, tuple(cells)))

    def _place(self, letters: str) -> int:
        if letters not in self._columns:
            if not (letters.isascii() and letters.isupper()) or (
                len(letters) > _LETTERS_OF_A_COLUMN
            ):
                raise ValueError(f"{letters[:9]!r} is no column")
            place = 0
            for each in letters:
                place = place * 26 + ord(each) - ord("A") + 1
            self._columns[letters] = place
        return self._columns[letters]

    def _said(self, text: str) -> str:
        match self._kind:
            case "s":
                return self._strings[int(text)]
            case "str" | "inlineStr" | "e":
                return text
            case "b":
                return "TRUE" if int(text) else "FALSE"
            case "d":
                return _shown(from_ISO8601(text))  # type: ignore[no-untyped-call]  # its stub is bare
            case _:
                return self._number_said(text)

    def _number_said(self, text: str) -> str:
        number = int(text) if text.isdecimal() else float(text)
        style = int(self._style)
        if style not in self._dates:
            return _shown(number)
        try:
            is_span = style in self._spans
            return _shown(from_excel(number, self._epoch, timedelta=is_span))
        except (OverflowError, ValueError):
            return "#VALUE!"


def _strings(reader: ExcelReader) -> list[str]:
    table = reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # as above
    if table is None:
        return []
    strings = _Strings()
    with reader.archive.open(table.PartName[1:]) as source:
        for _ in _parsed(source, strings):
            pass
    return strings.found


def _parsed(source: IO[bytes], handlers: _Handlers) -> Iterator[None]:
    """Parse a part piece by piece, and yield after each."""
    while chunk := source.read(_CHUNK):
        handlers.parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
        yield
    handlers.parser.Parse(b"", True)  # noqa: FBT003 - as above
    yield


def _refuse_entity(
    name: str,
    is_parameter_entity: bool,  # noqa: ARG001, FBT001 - expat's own signature
    value: str | None,
    base: str | None,
    *outside: str | None,
) -> None:
    raise EntitiesForbidden(name, value, base, *outside)


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time().isoformat() == "00:00:00":
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
