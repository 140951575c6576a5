"""What is said on standard error of a file of answers: how it was read, what was left out."""

import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.importers.columns import Columns
from analysis.importers.formats import PLAIN, TOOLS, hint_of, read_export


def take_columns(path: Path, file_format: str, *, keep_unfinished: bool) -> Columns:
    """Read a file, and say how; raises FileError as `read_export`."""
    _say(hint_of(path, file_format))
    columns = read_export(path, file_format, keep_unfinished=keep_unfinished)
    if file_format != PLAIN:
        _say(import_report(columns, file_format))
    return columns


def import_report(columns: Columns, file_format: str) -> str:
    """Return how many rows were taken, and how many were not and why."""
    out = sum(columns.left_out.values())
    taken = f"{columns.rows} of {columns.rows + out} rows taken"
    lines = [f"{columns.file}: read as {TOOLS[file_format]}: {taken}"]
    lines += [f"  {number} left out: {why}" for why, number in columns.left_out.items()]
    lines += [f"  {note}" for note in columns.notes]
    return "\n".join(lines)


def say_order(columns: Columns, items: Sequence[str], categories: Sequence[str]) -> None:
    """Say which order codes were given, where it was taken from them: 1 may be the best answer."""
    labels = {code: words for item in items for code, words in columns.labels.get(item, {}).items()}
    is_recoded = columns.codes == "recodes"
    if labels or is_recoded or not any(each.lstrip("-").isdecimal() for each in categories):
        named = [f"{each} = {labels[each]}" if each in labels else each for each in categories]
        _say(
            f"{columns.file}: answers in the order of their codes, lowest first: "
            f"{', '.join(named)}. If that is not their order, give it with --categories."
        )


def say_no_answer(columns: Columns, items: Sequence[str], empty: int) -> None:
    """Say how many answers count as none because --no-answer names them."""
    blank = sum(int((columns[each] == "").sum()) for each in items)
    _say(f"{columns.file}: answers that count as none by --no-answer: {empty - blank}")


def say_neither(columns: Columns, rows: int) -> None:
    """Say how many rows are of neither group."""
    if rows:
        _say(f"{columns.file}: rows of neither group, not compared: {rows}")


def _say(text: str) -> None:
    if text:
        sys.stderr.write(f"{text}\n")
