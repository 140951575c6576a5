"""Commands about the installation: start it, accounts, the demo, migration, backup."""

import argparse
import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from survey.accounts import change_password, create_account, setup_link
from survey.cli.desk import command, group, opened, say
from survey.demo import load_demo
from survey.errors import AccountError
from survey.settings import environment_with, load_settings
from survey.storage import open_store

if TYPE_CHECKING:
    from survey.cli.desk import Commands

_APP = Path(__file__).parents[2] / "streamlit_app.py"
_USUAL_PORT = 8501


def add_commands(commands: "Commands") -> None:
    """Add ``serve``, ``migrate``, ``demo``, ``backup``, ``organiser`` and ``viewer``."""
    serving = command(commands, "serve", _serve, "start the app; at first with a set-up link")
    serving.add_argument("--port", type=int, help="else the base address's, else 8501")
    serving.add_argument("--address", help="where to listen, such as 0.0.0.0; else this machine")
    command(commands, "migrate", _migrate, "bring the database to this version")
    command(commands, "demo", _demo, "load rounds to look at, and an open one to answer")
    saving = command(commands, "backup", _backup, "copy the embedded database while it is used")
    saving.add_argument("file", metavar="FILE", type=Path, help="a new file")
    for role, what in (("organiser", "runs rounds"), ("viewer", "sees what was published")):
        accounts = group(commands, role, f"make an account that {what}")
        creating = command(accounts, "create", _create_account, "make an account")
        creating.set_defaults(role=role)
        changing = command(accounts, "password", _change_password, "change a password")
        for parser in (creating, changing):
            parser.add_argument("--email", metavar="ADDRESS", help="asked for when left out")
            parser.add_argument(
                "--password-stdin", action="store_true", help="read it as one line of the input"
            )


def _migrate(_: argparse.Namespace) -> None:
    store = open_store(load_settings().database)
    store.migrate()
    store.close()
    say("The database is of this version.")


def _demo(_: argparse.Namespace) -> None:
    with opened() as store:
        demo = load_demo(store, load_settings().base_url, datetime.now(UTC).date())
    say(demo.message)
    for who, link in demo.links.items():
        print(f"Answer as {who}: {link}")


def _serve(arguments: argparse.Namespace) -> None:
    base_url = load_settings().base_url
    if arguments.port is not None and "PLUMBLINE_BASE_URL" not in environment_with({}):
        base_url = f"http://localhost:{arguments.port}"
    store = open_store(load_settings().database)
    store.migrate()
    first = setup_link(store, base_url)
    store.close()
    print(f"Plumbline is at {base_url}")
    if first is not None:
        print("There is no account yet. Make the first organiser's here (once, until tomorrow):")
        print(f"  {first}")
    sys.stdout.flush()
    words = serve_command(base_url, port=arguments.port, address=arguments.address)
    environment = environment_with({"PLUMBLINE_BASE_URL": base_url})
    os.execve(sys.executable, words, environment)  # noqa: S606 - Streamlit in our place, no shell


def serve_command(
    base_url: str, *, port: int | None = None, address: str | None = None
) -> list[str]:
    """Return the command that starts the app: no e-mail is asked for, nothing is reported home.

    Without a ``port`` it listens on the one in ``base_url``, else on 8501.
    """
    words = [sys.executable, "-m", "streamlit", "run", str(_APP)]
    words += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    words += ["--server.port", str(port or urlsplit(base_url).port or _USUAL_PORT)]
    if address is not None:
        words += ["--server.address", address]
    return words


def _create_account(arguments: argparse.Namespace) -> None:
    with opened() as store:
        email = arguments.email or _asked_email()
        password = _asked_password(from_stdin=arguments.password_stdin)
        account = create_account(store, email, password, role=arguments.role)
    say(f"{account.email} can now sign in as {account.role}.")


def _change_password(arguments: argparse.Namespace) -> None:
    with opened() as store:
        email = arguments.email or _asked_email()
        password = _asked_password(from_stdin=arguments.password_stdin)
        change_password(store, email, password)
    say("The password is changed, and the account is signed out everywhere.")


def _asked_email() -> str:
    # The question goes where all questions go, so that the output stays clean.
    print("E-mail address: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _asked_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("The same again: ") != password:
        raise AccountError("the two passwords differ", advice="Type the same password twice.")
    return password


_TAKING_ANSWERS = ("open", "paused")


def _backup(arguments: argparse.Namespace) -> None:
    with opened() as store:
        going_on = [each.name for each in store.rounds.all() if each.state in _TAKING_ANSWERS]
        store.backup(arguments.file)
    say(f"Backed up to {arguments.file}.")
    if going_on:
        say(
            f"Warning: {', '.join(map(repr, going_on))} still takes answers. This copy shows who "
            "has answered by now, and two such copies whose the answers between them are: let "
            "nobody read it and delete it when the round closes (docs/confidentiality.md)."
        )
