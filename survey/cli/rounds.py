"""Commands about rounds: questionnaires, people, launch, links, status, closing."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from survey.cli import people
from survey.cli.course import add_round_commands
from survey.cli.desk import BY, command, group, opened, round_command, say
from survey.errors import RoundStateError
from survey.fieldwork import (
    LaunchSummary,
    close,
    create_round,
    launch,
    launch_summary,
    links_csv,
    personal_links,
    status,
)
from survey.questionnaire import (
    check_report,
    find_questionnaire,
    load_questionnaire,
    questionnaire_paths,
    wording,
)
from survey.rounds import ResponseRate, Thresholds
from survey.settings import load_settings
from survey.steering import destroy_answers
from survey.wording import frozen_at_launch, merged_values, plain, rate_text

if TYPE_CHECKING:
    from survey.cli.desk import Commands

_USUAL = Thresholds()


def add_commands(commands: "Commands") -> None:
    """Add ``round``, ``people``, ``links`` and ``questionnaire``."""
    rounds = group(commands, "round", "create, launch, watch and close rounds")
    _add_create(command(rounds, "create", _create_round, "make a draft round; print its id"))
    command(rounds, "list", _list_rounds, "list all rounds, newest first")
    launching = round_command(rounds, "launch", _launch_round, "open a round, for good")
    launching.add_argument("--preview", action="store_true", help="only say what it would fix")
    watching = round_command(rounds, "status", _status, "response rates, never who answered")
    watching.add_argument("--json", action="store_true", help="as JSON")
    round_command(rounds, "close", _close_round, "take no more answers, for good")
    destroying = "destroy a published round's answers, for good; its reports stay"
    ending = round_command(rounds, "destroy-answers", _destroy_answers, destroying)
    ending.add_argument(
        "--unpublished", action="store_true", help="even if nothing was published, so nothing stays"
    )
    add_round_commands(rounds)
    people.add_commands(commands)
    links = round_command(commands, "links", _links, "fresh personal links; older stay good")
    links.add_argument("--format", choices=["csv"], default="csv")
    questionnaires = group(commands, "questionnaire", "check and list questionnaires")
    checking = command(questionnaires, "check", _check_questionnaire, "check a file")
    checking.add_argument("file", metavar="FILE", type=Path)
    command(questionnaires, "list", _list_questionnaires, "list the ones that are here")


def _add_create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--questionnaire", metavar="ID", required=True, help="such as four_pillars")
    parser.add_argument("--name", required=True, help="shown to everybody who answers")
    parser.add_argument(
        "--organisation",
        metavar="NAME",
        default="Our organisation",
        help="rounds of one organisation and questionnaire are compared over time",
    )
    parser.add_argument(
        "--margin", metavar="A", type=float, default=0.10, help="smallest gap that matters: 0.10"
    )
    parser.add_argument(
        "--threshold",
        metavar="N",
        type=int,
        default=_USUAL.scores,
        help=f"answers behind any number: {_USUAL.scores}, at least 3",
    )
    parser.add_argument(
        "--comment-threshold",
        metavar="N",
        type=int,
        help=f"authors behind any comment: {_USUAL.comments}, or the threshold if higher",
    )
    parser.add_argument("--opens", metavar="DAY", type=_day, help="first day, such as 2026-05-01")
    parser.add_argument("--closes", metavar="DAY", type=_day, help="last day")


def _create_round(arguments: argparse.Namespace) -> None:
    thresholds = Thresholds(
        scores=arguments.threshold,
        comments=max(_USUAL.comments, arguments.threshold)
        if arguments.comment_threshold is None
        else arguments.comment_threshold,
        counts=max(_USUAL.counts, arguments.threshold),
    )
    with opened() as store:
        made = create_round(
            store,
            questionnaire=find_questionnaire(arguments.questionnaire),
            name=arguments.name,
            organisation=arguments.organisation,
            margin=arguments.margin,
            thresholds=thresholds,
            opens_on=arguments.opens,
            closes_on=arguments.closes,
        )
        store.audit.note(BY, "made the round", made.id)
    print(made.id)


def _list_rounds(_: argparse.Namespace) -> None:
    with opened() as store:
        for each in store.rounds.all():
            print(each.id, each.state, each.organisation, each.name, sep="\t")


def _launch_round(arguments: argparse.Namespace) -> None:
    with opened() as store:
        summary = launch_summary(store, arguments.round)
        _tell(summary)
        if arguments.preview:
            say("Nothing was launched.")
            return
        launch(store, arguments.round, BY)
    say("Launched. From now on none of this can be changed.")


def _tell(summary: LaunchSummary) -> None:
    for line in frozen_at_launch(summary):
        say(plain(line))
    merged = merged_values(summary)
    for row in zip(*merged.values(), strict=True):
        whose, attribute, value, stored, people = row
        say(f"Stored less finely: {attribute} {value!r} of {people} {whose}: {stored}")
    for warning in summary.warnings:
        say(f"Warning: {warning}")


def _links(arguments: argparse.Namespace) -> None:
    with opened() as store:
        links = personal_links(store, arguments.round, load_settings().base_url)
        store.audit.note(BY, "exported links", arguments.round)
    print(links_csv(links), end="")


def _status(arguments: argparse.Namespace) -> None:
    with opened() as store:
        now = status(store, arguments.round)
    if not arguments.json:
        print(f"{now.name}: {now.state}")
        for rate in now.rates:
            segment = "" if rate.segment is None else f", {rate.segment[0]} {rate.segment[1]}"
            print(f"{rate.group}{segment}: {rate_text(rate)}")
        return
    told = {
        "schema": "plumbline/status@1",
        "round": now.round_id,
        "name": now.name,
        "state": now.state,
        "opens_on": now.opens_on.isoformat() if now.opens_on else None,
        "closes_on": now.closes_on.isoformat() if now.closes_on else None,
        "rates": [_rate_json(rate) for rate in now.rates],
    }
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _rate_json(rate: ResponseRate) -> dict[str, object]:
    return {
        "group": rate.group,
        "segment": None if rate.segment is None else dict([rate.segment]),
        "invited": rate.invited,
        "answered": rate.answered,
    }


def _close_round(arguments: argparse.Namespace) -> None:
    with opened() as store:
        close(store, arguments.round, BY)
    say("Closed. No more answers are taken; publish it in the app.")


def _destroy_answers(arguments: argparse.Namespace) -> None:
    with opened() as store:
        if store.rounds.get(arguments.round).state == "closed" and not arguments.unpublished:
            raise RoundStateError(
                f"round {arguments.round!r} is not published, so nothing of it would be left",
                advice="Publish it first, or add --unpublished to give its answers up.",
            )
        certificate = destroy_answers(store, arguments.round, by=BY)
    say(f"The answers are destroyed; what was published stays. {certificate}")


def _check_questionnaire(arguments: argparse.Namespace) -> None:
    print(check_report(arguments.file))


def _list_questionnaires(_: argparse.Namespace) -> None:
    for path in questionnaire_paths():
        each = load_questionnaire(path)
        print(path.stem, wording(each.title, each, each.languages[0]), sep="\t")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-05-01") from None
