"""A report as a file: `export(report, "html")` gives the bytes."""

from collections.abc import Callable, Mapping
from typing import Literal

from analysis.exporters.html import report_to_html
from analysis.exporters.json import report_to_json
from analysis.report import Report

Format = Literal["html", "json"]

FORMATS: Mapping[Format, Callable[[Report], bytes]] = {
    "html": report_to_html,
    "json": report_to_json,
}
"""Every format there is, by the name that commands and file endings use."""


def export(report: Report, format: Format) -> bytes:  # noqa: A002 - the command's own word
    """Return a report as a file of that format.

    Raises
    ------
    ValueError
        There is no such format.
    """
    if format not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {format!r}")
    return FORMATS[format](report)
