"""A program of its own: prints an SPSS file's columns and value labels as JSON.

The parser is written in C, and a damaged file can end the process that it runs in.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from math import isnan
from typing import Any

import pyreadstat

_ENCODINGS = (None, "WINDOWS-1252")


def main(path: str) -> int:
    """Print the values of each column and the words of its codes, or what is wrong."""
    problems = []
    for encoding in _ENCODINGS:
        try:
            data, about = pyreadstat.read_sav(
                path, output_format="dict", encoding=encoding, user_missing=True
            )
        # Damaged files raise whatever the parser met.
        except Exception as error:  # noqa: BLE001 - told by the process that asked
            problems.append(str(error))
        else:
            json.dump(_document(data, about), sys.stdout)
            return 0
    sys.stderr.write(problems[0])
    return 1


def _document(data: Mapping[str, Iterable[object]], about: Any) -> dict[str, Any]:  # noqa: ANN401 - it has no type
    missing = about.missing_ranges
    return {
        "values": {
            name: [
                "" if _is_missing(each, missing.get(name, ())) else _text(each) for each in column
            ]
            for name, column in data.items()
        },
        "labels": {
            name: {
                _text(code): words
                for code, words in each.items()
                if not _is_missing(code, missing.get(name, ()))
            }
            for name, each in about.variable_value_labels.items()
        },
    }


def _is_missing(code: object, ranges: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether the file itself says that a code is no answer."""
    if isinstance(code, str):
        return any(each["lo"] == code for each in ranges)
    if not isinstance(code, float | int):
        return False
    return any(each["lo"] <= code <= each["hi"] for each in ranges)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case float():  # NumPy's own floats are floats
            if isnan(value):
                return ""
            return str(int(value)) if value.is_integer() else repr(float(value))
        case _:
            return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
