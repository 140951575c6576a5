"""A report as tidy CSV: one row a released number, the method sheet as rows of its own."""

import csv
from dataclasses import astuple, fields
from io import StringIO
from itertools import chain

from analysis.exporters.around import numbers_around
from analysis.exporters.contents import Contents
from analysis.exporters.numbers import Number, numbers_of, sheet_numbers
from analysis.exporters.progress import Progress, silent
from analysis.exporters.silo_numbers import silo_numbers

COLUMNS = ("round", *(each.name for each in fields(Number)))
"""The columns, in order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def report_to_csv(contents: Contents, progress: Progress = silent) -> bytes:
    """Return every released number as a row, in UTF-8 with a mark that Excel needs.

    Numbers are unrounded. Words that a spreadsheet would take for a formula get an
    apostrophe in front.
    """
    progress(0.0, "Numbers")
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    name = as_words(contents.report.publication.round)
    report = contents.report
    numbers = chain(
        numbers_of(report), silo_numbers(report), numbers_around(contents), sheet_numbers(report)
    )
    writer.writerows((name, *map(_cell, astuple(each))) for each in numbers)
    return file.getvalue().encode("utf-8-sig")


def as_words(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> as_words("=1+1"), as_words("Delight")
    ("'=1+1", 'Delight')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cell(value: str | float | None) -> str | float:
    if value is None:
        return ""
    return as_words(value) if isinstance(value, str) else value
