"""Results as JSON values: a refusal says why."""

from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

from analysis.stats.result import NotEstimable

Json = dict[str, Any]

NOT_ASKED = {
    "departments": "no column of departments was named",
    "weighted": "no roster of staff was given",
    "change": "no earlier file was given",
    "prediction": "no prediction was named",
}
"""Why a part of a question's numbers is not there: nobody asked for it."""


def some(found: object, *names: str) -> Json:
    """Return the named parts of a result, all of a dataclass's without names."""
    if isinstance(found, NotEstimable):
        return {"not_estimable": found.reason}
    if not names and is_dataclass(found):
        names = tuple(each.name for each in fields(found))
    return {name: plain(getattr(found, name)) for name in names}


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return one number, word or list as JSON has it."""
    if isinstance(value, NotEstimable):
        return {"not_estimable": value.reason}
    if isinstance(value, float) and not isfinite(value):
        return {"not_estimable": "infinite"}
    if is_dataclass(value) and not isinstance(value, type):
        return some(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def refused(value: object) -> bool:
    """Tell whether a JSON value is a refusal."""
    return isinstance(value, dict) and "not_estimable" in value
