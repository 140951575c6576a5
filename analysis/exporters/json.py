"""A report as JSON: the publication, and everything computed from it, unrounded."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import msgspec

from analysis.exporters.contents import Contents
from analysis.exporters.numbers import bear_in_mind, results_of, sheet_of
from analysis.exporters.progress import Progress, silent
from analysis.publication import Publication, as_builtins
from analysis.report import NotShown, Report
from analysis.stats.result import NotEstimable

SCHEMA = "plumbline/report@1"

_OF_SOME_QUESTIONS = ("rated", "function")
"""What questions of a silo matrix and of a function module have, and no others."""


def report_to_json(contents: Contents, progress: Progress = silent) -> bytes:
    """Return the report as JSON: the same bytes for the same report.

    Fields are named as in `analysis.report`. What is withheld is
    ``{"not_shown": reason, "verdict": word or null}``, and what the answers cannot give
    ``{"not_estimable": reason}``. A question stands in full under ``publication`` and by
    its id elsewhere. ``series``, ``segments`` and ``voices`` are those of `Contents`.
    ``silo_matrix`` stands among the results where one was asked.
    """
    progress(0.0, "Numbers")
    report = contents.report
    document = {
        "schema": SCHEMA,
        "publication": _published(report.publication),
        "results": _results(report),
        "bear_in_mind": {each.question.id: bear_in_mind(each) for each in results_of(report)},
        "series": {
            "rounds": [each.publication.round for each in contents.series.reports],
            "trends": _plain(contents.trends),
            "commitments": _plain(contents.commitments),
            "moves": _plain(contents.moves),
        },
        "segments": _plain(contents.segments),
        "voices": _plain(contents.voices),
        "method_sheet": sheet_of(report),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def _published(publication: Publication) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return the publication; what only some questions have stands with those alone."""
    document = as_builtins(publication)
    for question in document["questions"]:
        for name in _OF_SOME_QUESTIONS:
            if question[name] is None:
                del question[name]
    return document


def _results(report: Report) -> dict[str, Any]:
    """Return everything computed; the silo matrix where one was asked."""
    left_out = {"publication", *(("silo_matrix",) if report.silo_matrix is None else ())}
    return {
        each.name: _plain(getattr(report, each.name))
        for each in fields(report)
        if each.name not in left_out
    }


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
