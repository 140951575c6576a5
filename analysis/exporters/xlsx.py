"""A report as a workbook: results, every released table, what is withheld, the method sheet.

Nothing that was typed can become a formula or a link: words are written as words.
"""

from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from analysis.exporters.contents import Contents
from analysis.exporters.progress import Progress, silent
from analysis.exporters.sheets import Cell, Sheet, sheets_of
from analysis.exporters.sheets_around import sheets_around
from analysis.exporters.silo_sheets import silo_sheets

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST, _NARROWEST, _OF_A_NUMBER = 60, 8, 11
_LONGEST = 32_767
"""The most characters that a cell takes."""

_AS_SHARE, _AS_P, _AS_NUMBER = "0.0%", "0.0000", "0.00"
_SHOWN_AS = {
    **dict.fromkeys(
        (
            *("Leader ahead", "From", "To", "Leader more favourable", "Same"),
            *("Staff more favourable", "Margin", "Rounded to", "Leaders favourable"),
            *("Staff favourable", "Favourable gap", "Favourable from", "Favourable to"),
            *("Same answer", "At most one step apart", "Predicted", "Actual", "Bias", "Bias from"),
            *("Bias to", "Spread", "Leaders right", "Leaders' own", "Gap expected"),
            *("Silent: lowest", "Silent: highest", "Start", "Aim", "Before", "After", "Change"),
            *("Favourable", "One rates the other better"),
        ),
        _AS_SHARE,
    ),
    **dict.fromkeys(
        ("p difference", "p equivalence", "p worth a look"),
        _AS_P,
    ),
    **dict.fromkeys(
        (
            *("Agreement (-1 to 1)", "Average deviation", "Leaders' mean", "Staff mean"),
            *("Mean gap", "Mean gap from", "Mean gap to", "Alpha", "Alpha from", "Alpha to"),
            *("Omega", "Spearman-Brown", "Log-odds", "Log-odds from", "Log-odds to", "z"),
        ),
        _AS_NUMBER,
    ),
}
"""How the numbers of a column are shown; in the cell they stay unrounded."""


def report_to_xlsx(contents: Contents, progress: Progress = silent) -> bytes:
    """Return the workbook. Numbers are unrounded; shares and chances are fractions."""
    file = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **never}) as book:
        name = contents.report.publication.name
        book.set_properties({"title": name[:_LONGEST_TITLE], "comments": "Made by Plumbline"})
        sheets = _Sheets(book)
        parts = [*sheets_of(contents), *sheets_around(contents), *silo_sheets(contents.report)]
        for at, part in enumerate(parts):
            progress(at / len(parts), part.name)
            sheets.add(part)
    return file.getvalue()


_LONGEST_TITLE = 255
"""The most characters that a file's properties take."""


class _Sheets:
    """Sheets of one book, all made alike: a heading that stays, a filter, fitting columns."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head: Format = book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}
        )
        self._words: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self._formats: dict[str, Format] = {
            each: book.add_format({"num_format": each, "valign": "top"})
            for each in set(_SHOWN_AS.values())
        }
        self._plain: Format = book.add_format({"valign": "top"})

    def add(self, part: Sheet) -> None:
        sheet, head = self._book.add_worksheet(part.name), part.head
        widths = [min(len(each), _OF_A_NUMBER) for each in head]
        share = self._formats[_AS_SHARE]
        formats = [share if part.are_shares else self._format(each) for each in head]
        for at, title in enumerate(head):
            sheet.write_string(0, at, title, self._head)
        last = 0
        for last, row in enumerate(part.rows, start=1):
            for at, cell in enumerate(row):
                widths[at] = max(widths[at], self._write(sheet, (last, at), cell, formats[at]))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(max(width + 2, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, 0)
        if last and len(head) > 1:
            sheet.autofilter(0, 0, last, len(head) - 1)

    def _format(self, title: str) -> "Format":
        return self._formats[_SHOWN_AS[title]] if title in _SHOWN_AS else self._plain

    def _write(
        self, sheet: "Worksheet", place: tuple[int, int], cell: Cell, shown_as: "Format"
    ) -> int:
        """Write one cell; return how many characters wide it is."""
        if cell is None or cell == "":
            return 0
        if isinstance(cell, str):
            sheet.write_string(*place, cell[:_LONGEST], self._words)
            return len(cell)
        if isinstance(cell, date):
            sheet.write_datetime(*place, datetime.combine(cell, time()), self._day)
            return _OF_A_NUMBER
        sheet.write_number(*place, cell, shown_as)
        return _OF_A_NUMBER
