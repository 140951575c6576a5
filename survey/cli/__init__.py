"""``python -m survey …``: what an organiser does in a browser, from a terminal or a script.

Results go to standard output, everything said to a person to standard error. The exit
status is 0, 1 with one message on standard error, or 2 where the command was misspelled.
"""

import argparse
import io
import sys
from collections.abc import Sequence

from survey.cli import accounts, mail, rounds, running, ways
from survey.cli.desk import say
from survey.errors import PeopleError, SurveyError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status (`SystemExit` 2 where it was misspelled)."""
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names keep their letters whatever the terminal's own encoding.
            stream.reconfigure(encoding="utf-8")
    try:
        arguments.run(arguments)
    except SurveyError as error:
        say(_message(error))
        return 1
    except BrokenPipeError:
        # Whoever reads the output, such as `head`, has seen enough.
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


def _message(error: SurveyError) -> str:
    text = str(error)
    if isinstance(error, PeopleError) and error.good_rows:
        text += " To do that, add --skip-bad-rows."
    if error.advice == SurveyError.advice or error.advice in text:
        return text
    return f"{text}. {error.advice}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m survey",
        description="Plumbline: ask leaders and staff the same questions. PLUMBLINE_DATABASE "
        "names the database; the default is plumbline.db in this folder.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    running.add_commands(commands)
    accounts.add_commands(commands)
    rounds.add_commands(commands)
    mail.add_commands(commands)
    ways.add_commands(commands)
    return parser
