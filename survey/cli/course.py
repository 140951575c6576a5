"""Commands about a round's course: the next of a series, pause, last day, end, export."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from survey.cli.desk import BY, opened, round_command, say
from survey.errors import FileError
from survey.round_file import export_round
from survey.settings import load_settings
from survey.steering import clone_round, raise_thresholds, set_last_day
from survey.storage import Store

if TYPE_CHECKING:
    from survey.cli.desk import Commands, Run


def add_round_commands(rounds: "Commands") -> None:
    """Add to ``round`` what steers one."""
    cloning = round_command(rounds, "clone", _clone, "make a draft of the next round of a series")
    cloning.add_argument("--name", required=True)
    cloning.add_argument("--without-people", action="store_true", help="with no people list")
    for name, deed, said, help_text in (
        ("pause", lambda store: store.course.pause, "Paused: no answers are taken.", "take none"),
        ("resume", lambda store: store.course.resume, "It goes on.", "go on after a pause"),
        (
            "cancel",
            lambda store: store.course.cancel,
            "Cancelled. Its answers are destroyed.",
            "end a round without results, and destroy its answers, for good",
        ),
        ("archive", lambda store: store.course.archive, "Archived.", "put a finished one away"),
        ("bring-back", lambda store: store.course.bring_back, "It is back.", "undo archive"),
    ):
        round_command(rounds, name, _simple(deed, said), help_text)
    last_day = round_command(rounds, "last-day", _last_day, "change the last day of answers")
    last_day.add_argument("day", metavar="DAY", type=date.fromisoformat, help="such as 2026-05-01")
    last_day.add_argument(
        "--shorten", action="store_true", help="earlier than people were told; they are reminded"
    )
    raising = round_command(rounds, "thresholds", _thresholds, "raise thresholds, never lower")
    for name in ("scores", "counts", "comments"):
        raising.add_argument(f"--{name}", type=int, metavar="N")
    keeping = round_command(
        rounds, "retention", _retention, "destroy answers by itself, days after publication"
    )
    keeping.add_argument("days", metavar="DAYS", type=int)
    exporting = round_command(rounds, "export", _export, "a round as one file, without answers")
    exporting.add_argument("--out", metavar="FILE", type=Path, help="else standard output")


def _simple(deed: Callable[[Store], Callable[[str, str], None]], said: str) -> "Run":
    def run(arguments: argparse.Namespace) -> None:
        with opened() as store:
            deed(store)(arguments.round, BY)
        say(said)

    return run


def _clone(arguments: argparse.Namespace) -> None:
    with opened() as store:
        made = clone_round(
            store,
            arguments.round,
            name=arguments.name,
            by=BY,
            with_people=not arguments.without_people,
        )
    print(made.id)


def _last_day(arguments: argparse.Namespace) -> None:
    with opened() as store:
        told = set_last_day(
            store,
            load_settings(),
            arguments.round,
            arguments.day,
            by=BY,
            may_shorten=arguments.shorten,
        )
    say(told)


def _thresholds(arguments: argparse.Namespace) -> None:
    asked = {
        name: getattr(arguments, name)
        for name in ("scores", "counts", "comments")
        if getattr(arguments, name) is not None
    }
    with opened() as store:
        to = replace(store.rounds.get(arguments.round).thresholds, **asked)
        raise_thresholds(store, arguments.round, to, by=BY)
    say(f"The thresholds are {to.scores}, {to.counts} and {to.comments} now.")


def _retention(arguments: argparse.Namespace) -> None:
    with opened() as store:
        store.course.set_retention(arguments.round, arguments.days, by=BY)
    say(f"The answers are destroyed by themselves {arguments.days} days after publication.")


def _export(arguments: argparse.Namespace) -> None:
    with opened() as store:
        content = export_round(store, arguments.round)
        store.audit.note(BY, "exported the round without answers", arguments.round)
    if arguments.out is None:
        sys.stdout.write(content.decode())
        return
    try:
        arguments.out.write_bytes(content)
    except OSError as error:
        raise FileError(
            f"{arguments.out} cannot be written: {error.strerror}", advice="Name another file."
        ) from error
    say(f"Exported to {arguments.out}. Elsewhere: python -m analysis import-round FILE")
