"""Commands about accounts and the audit trail."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from survey.access import (
    LINK_DAYS,
    audit_csv,
    change_role,
    invite,
    password_link,
    remove_account,
    sign_out_everywhere,
)
from survey.cli.desk import BY, command, group, opened, say
from survey.settings import load_settings

if TYPE_CHECKING:
    from survey.cli.desk import Commands
    from survey.storage import Store

_ROLES = ("viewer", "organiser")


def add_commands(commands: "Commands") -> None:
    """Add ``account list|invite|link|role|sign-out|remove`` and ``audit``."""
    accounts = group(commands, "account", "who may sign in, as what")
    command(accounts, "list", _list, "list the accounts: address, role, password set or not")
    inviting = command(accounts, "invite", _invite, "make an account; print its one-time link")
    linking = command(accounts, "link", _link, "print a one-time link that sets a new password")
    changing = command(accounts, "role", _role, "make an account organiser or viewer")
    leaving = command(
        accounts, "sign-out", _deed(sign_out_everywhere, "Signed out."), "end all its sessions"
    )
    removing = command(
        accounts, "remove", _deed(remove_account, "Removed."), "delete an account, for good"
    )
    for parser in (inviting, linking, changing, leaving, removing):
        parser.add_argument("email", metavar="ADDRESS")
    inviting.add_argument("--role", choices=_ROLES, default="viewer", help="viewer, or organiser")
    changing.add_argument("role", metavar="ROLE", choices=_ROLES, help="viewer or organiser")
    trail = command(commands, "audit", _audit, "what organisers and viewers did, oldest first")
    trail.add_argument("--round", metavar="ROUND", help="only what was done to this round")
    trail.add_argument("--format", choices=("csv", "json"), default="csv", help="csv or json")


def _list(_: argparse.Namespace) -> None:
    with opened() as store:
        pending = store.accounts.without_password()
        for each in store.accounts.all():
            has = "no password" if each.email in pending else "password"
            print(f"{each.email}\t{each.role}\t{has}")


def _invite(arguments: argparse.Namespace) -> None:
    base_url = load_settings().base_url
    with opened() as store:
        link = invite(store, arguments.email, arguments.role, by=BY, base_url=base_url)
    _show(link)


def _link(arguments: argparse.Namespace) -> None:
    with opened() as store:
        link = password_link(store, arguments.email, by=BY, base_url=load_settings().base_url)
    _show(link)


def _show(link: str) -> None:
    print(link)
    say(f"Whoever opens it first sets the password; it works once, within {LINK_DAYS} days.")


def _role(arguments: argparse.Namespace) -> None:
    with opened() as store:
        change_role(store, arguments.email, arguments.role, by=BY)
    say(f"{arguments.email} is {arguments.role} now.")


def _deed(deed: "Callable[..., None]", said: str) -> Callable[[argparse.Namespace], None]:
    def run(arguments: argparse.Namespace) -> None:
        with opened() as store:
            deed(store, arguments.email, by=BY)
        say(said)

    return run


def _audit(arguments: argparse.Namespace) -> None:
    with opened() as store:
        if arguments.round is not None:
            store.rounds.get(arguments.round)  # a misspelled id is an error, not an empty trail
        text = audit_csv(store, arguments.round) if arguments.format == "csv" else None
        sys.stdout.write(_as_json(store, arguments.round) if text is None else text)


def _as_json(store: "Store", round_id: str | None) -> str:
    deeds = [
        {"at": each.at.isoformat(), "by": each.by, "deed": each.deed, "round": each.round_id}
        for each in store.audit.all(round_id)
    ]
    return json.dumps(deeds, ensure_ascii=False, indent=2) + "\n"
