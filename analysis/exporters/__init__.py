"""A report as a file: `export(report, "html")` gives the bytes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Literal

from analysis.exporters.contents import Contents, contents_of
from analysis.exporters.csv import report_to_csv
from analysis.exporters.html import report_to_html
from analysis.exporters.json import report_to_json
from analysis.exporters.pdf import report_to_pdf
from analysis.exporters.pptx import report_to_pptx
from analysis.exporters.progress import Progress, silent
from analysis.exporters.xlsx import report_to_xlsx
from analysis.report import Report
from analysis.series import Series

Format = Literal["html", "json", "pdf", "pptx", "xlsx", "csv"]

FORMATS: Mapping[Format, Callable[[Contents, Progress], bytes]] = {
    "pptx": report_to_pptx,
    "pdf": report_to_pdf,
    "xlsx": report_to_xlsx,
    "csv": report_to_csv,
    "html": report_to_html,
    "json": report_to_json,
}
"""Every format there is, by the name that commands and file endings use."""

MEDIA_TYPES: Mapping[Format, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
}
"""What a browser is told each format is."""


def export(
    report: Report,
    format: Format,  # noqa: A002 - the command's own word
    *,
    series: Series | None = None,
    progress: Progress = silent,
) -> bytes:
    """Return a report as a file of that format.

    With its ``series`` the file also has trends and commitments. ``progress`` is told, as the
    file grows, which part of it is done (0 to 1) and what is being made.

    Raises
    ------
    ValueError
        There is no such format.
    """
    if format not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {format!r}")
    progress(0.0, "Counting")
    content = FORMATS[format](contents_of(report, series), progress)
    progress(1.0, "Done")
    return content


def file_name(report: Report, ending: str) -> str:
    """Return what a file of this round is called: organisation and round, in plain letters."""
    publication = report.publication
    named = [_plain(each) for each in (publication.organisation, publication.name)]
    return f"{'_'.join(each for each in named if each) or 'plumbline'}.{ending}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-")
