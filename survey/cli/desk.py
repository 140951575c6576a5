"""What every command shares: the open store, and how to speak to a person."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from survey.errors import StorageError
from survey.settings import load_settings
from survey.storage import Store, open_store

if TYPE_CHECKING:
    # argparse has no public name for what holds its sub-commands.
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001
Run: TypeAlias = Callable[[argparse.Namespace], None]

BY = "command line"
"""Who the audit names for what was done from here."""


def say(text: str) -> None:
    """Tell the person at the terminal, on standard error."""
    print(text, file=sys.stderr)


@contextmanager
def opened() -> Iterator[Store]:
    """Open the store; an embedded file is brought to this version first."""
    database = load_settings().database
    store = open_store(database)
    try:
        if database.startswith("sqlite:"):
            store.migrate()
        elif not store.is_alive():
            raise StorageError(
                "the database cannot be reached, or is not of this version",
                advice="Check PLUMBLINE_DATABASE, then run: python -m survey migrate",
            )
        yield store
    finally:
        store.close()


def group(commands: "Commands", name: str, help_text: str) -> "Commands":
    """Add a word that other commands follow, such as ``round``; return where to add them."""
    parser = commands.add_parser(name, help=help_text, description=help_text)
    return parser.add_subparsers(metavar="COMMAND", required=True)


def command(commands: "Commands", name: str, run: Run, help_text: str) -> argparse.ArgumentParser:
    """Add a command; return its parser for the arguments it takes."""
    parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(run=run)
    return parser


def round_command(
    commands: "Commands", name: str, run: Run, help_text: str
) -> argparse.ArgumentParser:
    """Add a command about one round, whose id comes first."""
    parser = command(commands, name, run, help_text)
    parser.add_argument("round", metavar="ROUND", help="the round's id")
    return parser
