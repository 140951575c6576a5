"""Commands about mail, and the work that is due."""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from survey.cli.desk import BY, command, group, opened, round_command, say
from survey.mail import (
    KINDS,
    count_bounces,
    example_mail,
    invite_now,
    mails_in,
    remind_now,
    schedule_of,
    send_test,
    words_for,
)
from survey.schedule import work
from survey.settings import load_settings
from survey.wording import bounces_text

if TYPE_CHECKING:
    from survey.cli.desk import Commands

_EVERY_SECONDS = 20


def add_commands(commands: "Commands") -> None:
    """Add ``mail`` and ``work``."""
    mails = group(commands, "mail", "invite and remind by mail")
    planning = round_command(mails, "plan", _plan, "let mail go out by itself, or by hand only")
    how = planning.add_mutually_exclusive_group()
    how.add_argument("--automatic", action="store_true", default=None)
    how.add_argument("--by-hand", action="store_false", dest="automatic")
    planning.add_argument("--every", type=int, metavar="DAYS", help="between reminders: 3")
    planning.add_argument("--from-hour", type=int, metavar="HOUR", help="of the day, in UTC: 7")
    round_command(mails, "invite", _invite, "queue the invitations now")
    round_command(mails, "remind", _remind, "queue a reminder to whoever has not answered")
    watching = round_command(mails, "status", _status, "counts, never who")
    watching.add_argument("--json", action="store_true", help="as JSON")
    previewing = round_command(mails, "preview", _preview, "a mail as it would read")
    testing = round_command(mails, "test", _test, "send one mail to yourself")
    testing.add_argument("--to", metavar="ADDRESS", required=True)
    for parser in (previewing, testing):
        parser.add_argument("--kind", choices=KINDS, default="invitation")
        parser.add_argument("--language", metavar="CODE", default="")
    bouncing = round_command(commands, "bounces", _bounces, "count mail that came back for good")
    bouncing.add_argument(
        "path", metavar="PATH", type=Path, help="reports: .eml, .mbox, a Maildir, a folder of .eml"
    )
    working = command(commands, "work", _work, "do what is due: mail, closing, destroying")
    working.add_argument("--once", action="store_true", help="then stop, for cron")


def _plan(arguments: argparse.Namespace) -> None:
    asked = {
        "automatic": arguments.automatic,
        "every_days": arguments.every,
        "from_hour": arguments.from_hour,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    with opened() as store:
        round_ = store.rounds.get(arguments.round)
        plan = replace(store.mail_texts.plan(round_.id), **given)
        store.mail_texts.set_plan(round_.id, plan)
        store.audit.note(BY, "planned the mail", round_.id)
        mailings = store.outbox.mailings(round_.id)
        schedule = schedule_of(round_, plan, mailings, today=store.today())
    if not plan.automatic:
        say("Nothing goes out by itself.")
        return
    reminders = ", ".join(map(str, schedule.reminders)) or "none, without a last day"
    say(f"Invitations: {schedule.invitations}, from {plan.from_hour}:00 UTC.")
    say(f"Reminders: {reminders}.")


def _invite(arguments: argparse.Namespace) -> None:
    with opened() as store:
        invite_now(store, load_settings(), arguments.round, by=BY)
    say("Queued. The app sends them, or: python -m survey work --once")


def _remind(arguments: argparse.Namespace) -> None:
    with opened() as store:
        remind_now(store, load_settings(), arguments.round, by=BY)
    say("Queued. The app sends it, on no day off, or: python -m survey work --once")


def _status(arguments: argparse.Namespace) -> None:
    with opened() as store:
        store.rounds.get(arguments.round)
        mailings, trouble = store.outbox.mailings(arguments.round), store.outbox.trouble()
        bounced = store.bounces.count(arguments.round)
    told = [
        {
            "kind": each.kind,
            "day": each.day.isoformat(),
            "total": each.total,
            "handled": each.handled,
            "failed": each.failed,
            "waiting": each.waiting,
        }
        for each in mailings
    ]
    if arguments.json:
        document = {"schema": "plumbline/mail@1", "mailings": told, "bounced": bounced}
        document["trouble"] = trouble or None
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for each in mailings:
        print(
            f"{each.day} {each.kind}: {each.handled} of {each.total} handled, "
            f"{each.waiting} waiting, {each.failed} could not be delivered"
        )
    if bounced:
        print(f"{bounced} addresses were undeliverable")
    if trouble:
        say(trouble)


def _bounces(arguments: argparse.Namespace) -> None:
    with opened() as store:
        told = count_bounces(
            store,
            arguments.round,
            mails_in(arguments.path),
            secret=load_settings().secret,
            by=BY,
        )
    say(f"{told.mails} mails read, {told.reports} of them delivery reports.")
    say(bounces_text(told.counted, told.known, told.passing, told.strangers))


def _preview(arguments: argparse.Namespace) -> None:
    with opened() as store:
        round_ = store.rounds.get(arguments.round)
        changed = store.mail_texts.of(round_.id)
    language, text = words_for(round_, arguments.kind, arguments.language, changed)
    subject, body, _ = example_mail(text, round_, language)
    print(f"{subject}\n\n{body}")


def _test(arguments: argparse.Namespace) -> None:
    with opened() as store:
        send_test(
            store,
            load_settings(),
            round_id=arguments.round,
            kind=arguments.kind,
            language=arguments.language,
            to=arguments.to,
        )
    say("Sent.")


def _work(arguments: argparse.Namespace) -> None:
    settings = load_settings()
    with opened() as store:
        work(store, settings)
        while not arguments.once:
            time.sleep(_EVERY_SECONDS)
            work(store, settings)
