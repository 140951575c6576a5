"""A report as JSON: the publication, and everything computed from it, unrounded."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import msgspec

from analysis.exporters.progress import Progress, silent
from analysis.publication import as_builtins
from analysis.report import NotShown, Report
from analysis.stats.result import NotEstimable

SCHEMA = "plumbline/report@1"


def report_to_json(report: Report, progress: Progress = silent) -> bytes:
    """Return the report as JSON: the same bytes for the same report.

    Fields are named as in `analysis.report`. What is withheld is
    ``{"not_shown": reason, "verdict": word or null}``, and what the answers cannot give
    ``{"not_estimable": reason}``. A question stands in full under ``publication`` and by
    its id elsewhere.
    """
    progress(0.0, "Numbers")
    document = {
        "schema": SCHEMA,
        "publication": as_builtins(report.publication),
        "results": {
            each.name: _plain(getattr(report, each.name))
            for each in fields(report)
            if each.name != "publication"
        },
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def _plain(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON has no narrower type, and this many
    """Return ``value`` as dicts, lists, strings and finite numbers."""
    match value:
        case NotShown():
            return {"not_shown": value.reason, "verdict": value.verdict}
        case NotEstimable():
            return {"not_estimable": value.reason}
        case float() if not isfinite(value):
            return {"not_estimable": "not a finite number"}
        case msgspec.Struct():
            return getattr(value, "id", None) or msgspec.to_builtins(value)
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            return value
