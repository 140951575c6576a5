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
from analysis.report import NotShown
from analysis.stats.result import NotEstimable

SCHEMA = "plumbline/report@1"

_OF_SOME = frozenset({"silo_matrix", "modules", "rated", "function"})
"""What only a silo matrix and function modules have: left out where there are none."""


def report_to_json(contents: Contents, progress: Progress = silent) -> bytes:
    """Return the report as JSON: the same bytes for the same report.

    Fields are named as in `analysis.report`. What is withheld is
    ``{"not_shown": reason, "verdict": word or null}``, and what the answers cannot give
    ``{"not_estimable": reason}``. A question stands in full under ``publication`` and by
    its id elsewhere. ``series``, ``segments`` and ``voices`` are those of `Contents`.
    What only a silo matrix and function modules have is left out where there are none.
    """
    progress(0.0, "Numbers")
    report = contents.report
    document = {
        "schema": SCHEMA,
        "publication": _published(report.publication),
        "results": _fields(report, but="publication"),
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
    return document | {"questions": [_held(each) for each in document["questions"]]}


def _held(named: Mapping[str, object]) -> dict[str, object]:
    """Return what there is under each name."""
    return {name: value for name, value in named.items() if value or name not in _OF_SOME}


def _fields(result: Any, *, but: str = "") -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    own = {each.name: getattr(result, each.name) for each in fields(result) if each.name != but}
    return {name: _plain(each) for name, each in _held(own).items()}


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
            return _fields(value)
        case _:
            return value
