"""An SPSS file, .sav or .zsav: columns are called as its variables.

It alone says which words a number stands for, and which numbers mean no answer. Values are
the numbers; value labels go along, so both can be given in --leaders and --categories.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from analysis.importers.columns import Cells, Columns
from analysis.importers.rows import read_bytes, require_width, tidy
from survey.errors import FileError

_MAGIC = (b"$FL2", b"$FL3")
_READER = Path(__file__).with_name("spss_reader.py")


class _Document(msgspec.Struct, frozen=True):
    """What the reader prints."""

    values: Mapping[str, list[str]]
    labels: Mapping[str, Mapping[str, str]]


def is_spss(content: bytes) -> bool:
    """Tell whether these are an SPSS file's bytes."""
    return content.startswith(_MAGIC)


def read(path: Path, *, keep_unfinished: bool) -> Columns:  # noqa: ARG001 - as its like
    """Read an SPSS file.

    Raises
    ------
    FileError
        It is none, is damaged, or has no rows.
    """
    if not is_spss(read_bytes(path)):
        raise FileError(
            f"{path.name}: is not an SPSS file",
            advice="Give a .sav or .zsav file; leave out --file-format for a CSV file.",
        )
    document = _read(path)
    names = list(document.values)
    require_width(path.name, len(names))
    rows = max((len(each) for each in document.values.values()), default=0)
    if not rows:
        raise FileError(
            f"{path.name}: there are no rows", advice="Save the data in SPSS again, all of them."
        )
    return Columns(
        file=path.name,
        rows=rows,
        values=Cells(
            names,
            lambda place: np.array(
                [tidy(each) for each in document.values[names[place]]], dtype=np.str_
            ),
        ),
        numbers=range(1, rows + 1),
        labels={
            name: {code: tidy(words) for code, words in each.items()}
            for name, each in document.labels.items()
        },
        notes=("the file does not tell who finished: all rows are kept",),
    )


def _read(path: Path) -> _Document:
    """Return what the reader prints: a process of its own, which a damaged file may end."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", str(_READER), str(path.resolve())], capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        problem = said[-1] if said and done.returncode == 1 else "its parser stopped"
        raise FileError(
            f"{path.name}: the SPSS file cannot be read ({problem})",
            advice="It is damaged: save it in SPSS again, or export the answers as CSV.",
        )
    return msgspec.json.decode(done.stdout, type=_Document)
