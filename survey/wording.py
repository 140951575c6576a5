"""What the organiser reads about a round, in plain words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from survey.fieldwork import LaunchSummary
from survey.questionnaire import DEPARTMENT, FUNCTION, Questionnaire
from survey.reach import Module
from survey.rounds import ResponseRate, Round, State
from survey.storage import Mailing


def frozen_at_launch(summary: LaunchSummary) -> tuple[str, ...]:
    """Return one Markdown line for each thing that a launch fixes for good."""
    chosen, limits = summary.round, summary.round.thresholds
    return (
        (
            f"**Questionnaire** {chosen.questionnaire.id} v{chosen.questionnaire.version}, word "
            f"for word (fingerprint `{chosen.fingerprint[:12]}`)"
        ),
        f"**Invited**: {summary.invited['leaders']} leaders and {summary.invited['staff']} staff",
        f"**Margin** {chosen.margin:.2f}: a smaller gap does not matter",
        (
            f"**Thresholds**: {limits.scores} answers behind a number, {limits.counts} behind a "
            f"table of counts, {limits.comments} authors behind comments; the form's first page "
            "says so"
        ),
        *_matrix_line(summary),
        *(_module_line(summary, module) for module in summary.modules),
        (
            f"**Answers** are taken from {chosen.opens_on or 'launch'} to "
            f"{chosen.closes_on or 'the day you close the round'}"
        ),
    )


def plain(markdown: str) -> str:
    """Return one of our Markdown lines as a terminal shows it.

    Examples
    --------
    >>> plain(f"**Rated**: {inert('R*D')}, `Sales`")
    'Rated: R*D, Sales'
    """
    return re.sub(r"\\(.)|\*\*|`", lambda mark: mark[1] or "", markdown)


def inert(name: str) -> str:
    """Return a name so that Markdown makes nothing of it but the name."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)


def columns_needed(questionnaire: Questionnaire) -> str:
    """Return in Markdown which columns of a people list a questionnaire goes by, "" for none."""
    functions = [inert(each.function) for each in questionnaire.pillars if each.function]
    needed = []
    if questionnaire.silo_matrix is not None:
        needed.append(f"**{DEPARTMENT}**, since people rate each other's departments")
    if functions:
        words = ", ".join(dict.fromkeys(functions))
        needed.append(f"**{FUNCTION}**, since some questions go to one function: {words}")
    return f"This questionnaire needs the column {'; and '.join(needed)}." if needed else ""


def _matrix_line(summary: LaunchSummary) -> Iterator[str]:
    if summary.round.rated:
        names = ", ".join(inert(each) for each in summary.round.rated)
        yield (
            f"**Departments to rate**: {names}. Nobody is asked about the department that is "
            "stored with their answers"
        )
    elif summary.round.questionnaire.silo_matrix is not None and not sum(summary.invited.values()):
        yield f"**Departments to rate**: those in the people list's column “{DEPARTMENT}”"


def _module_line(summary: LaunchSummary, module: Module) -> str:
    items = "is 1 question" if module.items == 1 else f"are {module.items} questions"
    asked = (
        f"{module.staff or 'no'} staff and all {module.leaders} leaders"
        if sum(summary.invited.values())
        else "its staff and all leaders"
    )
    return f"**For {inert(module.function)}** there {items} more, asked of {asked}"


def merged_values(summary: LaunchSummary) -> dict[str, list[str]]:
    """Return the columns of a table of what is stored less finely than the list gives it."""
    merged = summary.coarsening.merged
    return {
        "Group": [each.group for each in merged],
        "Attribute": [each.attribute for each in merged],
        "Value": [each.value for each in merged],
        "Stored as": [each.into or "not stored" for each in merged],
        "People": [f"{each.people} of {each.of}" for each in merged],
    }


def rate_name(rate: ResponseRate) -> str:
    """Return whose rate it is, such as ``Staff`` or ``Staff, Sales (department)``.

    Examples
    --------
    >>> rate_name(ResponseRate(group="staff", segment=("site", "Kiel"), invited=9, answered=1))
    'Staff, Kiel (site)'
    """
    group = rate.group.capitalize()
    return group if rate.segment is None else f"{group}, {rate.segment[1]} ({rate.segment[0]})"


Colour: TypeAlias = Literal["gray", "green", "yellow", "orange", "red", "blue"]
STATES: Final[Mapping[State, tuple[Colour, str]]] = {
    "draft": ("gray", "people"),
    "open": ("green", "fieldwork"),
    "paused": ("yellow", "manage"),
    "closed": ("orange", "publish"),
    "cancelled": ("red", "manage"),
    "published": ("blue", "overview"),
    "archived": ("gray", "manage"),
}
"""The colour of each state's badge, and the page with its next step."""
NEXT_STEPS: Final[Mapping[State, str]] = {
    "draft": "Bring the people list",
    "open": "Watch, hand out links, close",
    "paused": "Let it go on",
    "closed": "See what will be shown, and publish",
    "cancelled": "Nothing is left to do",
    "published": "See the results",
    "archived": "Bring it back",
}


def mailing_text(mailing: Mailing) -> str:
    """Return how a mailing stands, in counts alone.

    Examples
    --------
    >>> from datetime import date
    >>> told = Mailing(kind="reminder", day=date(2026, 5, 4), total=40, handled=30, failed=2)
    >>> mailing_text(told)
    'Reminder of 2026-05-04: 30 of 40 people done, 8 waiting, 2 could not be delivered'
    """
    parts = [f"{mailing.handled} of {mailing.total} people done"]
    if mailing.waiting:
        parts.append(f"{mailing.waiting} waiting")
    if mailing.failed:
        parts.append(f"{mailing.failed} could not be delivered")
    return f"{mailing.kind.capitalize()} of {mailing.day}: {', '.join(parts)}"


def bounces_text(counted: int, known: int, passing: int, strangers: int) -> str:
    """Return what reading delivery reports came to, in counts alone.

    Examples
    --------
    >>> bounces_text(3, 1, 2, 0)
    '3 more addresses are undeliverable. Not counted: 1 known already, 2 delays or deliveries.'
    >>> bounces_text(1, 0, 0, 4)
    'One more address is undeliverable. Not counted: 4 of addresses this round did not write to.'
    """
    more = "No" if counted == 0 else f"{counted:,}"
    first = (
        "One more address is undeliverable."
        if counted == 1
        else f"{more} more addresses are undeliverable."
    )
    others = (
        (known, "known already"),
        (passing, "delays or deliveries"),
        (strangers, "of addresses this round did not write to"),
    )
    rest = ", ".join(f"{number:,} {what}" for number, what in others if number)
    return f"{first} Not counted: {rest}." if rest else first


def rate_text(rate: ResponseRate) -> str:
    """Return ``41 of 60 answered (68 %)``, or why it is not shown.

    Examples
    --------
    >>> rate_text(ResponseRate(group="staff", segment=None, invited=60, answered=41))
    '41 of 60 answered (68 %)'
    >>> rate_text(ResponseRate(group="staff", segment=None, invited=4, answered=None))
    '4 invited, not shown: too few'
    """
    if rate.answered is None:
        return f"{rate.invited} invited, not shown: too few"
    return (
        f"{rate.answered} of {rate.invited} answered ({rate.answered / rate.invited:.0%})".replace(
            "%", " %"
        )
    )


def mail_days(invitations: date | None, reminders: Sequence[date], state: State) -> str:
    """Return on which days mail goes out by itself."""
    after = " (after launch)" if state == "draft" else ""
    days = ", ".join(f"{day:%A} {day}" for day in reminders)
    return (
        f"**Invitations**: {invitations:%A} {invitations}{after}. "
        if invitations is not None
        else ""
    ) + (
        f"**Reminders**, to whoever has not answered: {days}."
        if days
        else "**Reminders**: none. They need a last day to be half-way to."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedWords:
    """What a deed on a round is called, and what it means. ``is_final``: for good."""

    label: str
    meaning: str
    is_final: bool = False


DEEDS: Final[Mapping[str, DeedWords]] = {
    "pause": DeedWords(
        label="Pause", meaning="**Pause**: no answers and no mail until it goes on. Drafts stay."
    ),
    "resume": DeedWords(label="Let it go on", meaning="**Resume**: links work again."),
    "cancel": DeedWords(
        label="Cancel the round",
        meaning="**Cancel**: the round ends without results; its answers and drafts are destroyed.",
        is_final=True,
    ),
    "destroy": DeedWords(
        label="Destroy the answers",
        meaning="**Destroy the answers**: what was published stays; a certificate is kept in the "
        "audit trail.",
        is_final=True,
    ),
    "archive": DeedWords(label="Archive", meaning="**Archive**: out of the way, not deleted."),
    "bring_back": DeedWords(label="Bring it back", meaning="**Bring back** from the archive."),
}
_DEEDS_OF: Final[Mapping[State, tuple[str, ...]]] = {
    "draft": ("cancel",),
    "open": ("pause", "cancel"),
    "paused": ("resume", "cancel"),
    "closed": (),
    "cancelled": ("archive",),
    "published": ("destroy", "archive"),
    "archived": ("bring_back",),
}


def deeds_of(round_: Round) -> tuple[str, ...]:
    """Return what can be done to a round as it stands, as keys of `DEEDS`."""
    return tuple(
        deed
        for deed in _DEEDS_OF[round_.state]
        if deed != "destroy" or not round_.answers_destroyed
    )
