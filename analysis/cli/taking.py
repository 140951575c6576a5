"""`import-round`: a round that was exported elsewhere."""

from pathlib import Path

from analysis.publishing.taking import import_round
from survey.errors import FileError
from survey.settings import load_settings
from survey.storage import open_store


def take_file(path: Path, *, by: str) -> str:
    """Take a round from a file into this database; return what became of it, in a sentence.

    Raises
    ------
    FileError
        The file cannot be read, or is not a round's.
    RoundStateError
        The round is here already.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror})") from error
    store = open_store(load_settings().database)
    try:
        taken = import_round(store, content, by=by)
    finally:
        store.close()
    return f"{taken.id}\t{taken.state}\t{taken.name}"
