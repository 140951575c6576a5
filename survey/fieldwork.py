"""Running a round: create, launch, hand out links, watch, close."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from survey.coarsening import Coarsening, coarsen
from survey.errors import RoundError, RoundStateError
from survey.invitations import link, new_id, new_token, token_hash
from survey.questionnaire import GROUPS, Group, Questionnaire, fingerprint, missing_wordings
from survey.reach import Module, function_modules, rated_departments, unasked
from survey.rounds import ResponseRate, Round, State, Thresholds
from survey.spreadsheets import csv_text
from survey.storage import NewInvitation, Store

LEAST_MARGIN, MOST_MARGIN = 0.05, 0.15
LEAST_THRESHOLD = 3
LEAST_LEADERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSummary:
    """What a launch would freeze, for the organiser to read before it happens.

    ``invited`` counts people by group. ``coarsening`` tells which attributes are stored
    less finely than the list gives them; ``round`` has the departments that a silo matrix
    will ask about, ``modules`` who is asked each function module. ``warnings`` are whole
    sentences.
    """

    round: Round
    invited: Mapping[Group, int]
    coarsening: Coarsening
    modules: tuple[Module, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalLink:
    """One person's own way to the form. ``link`` is shown once and kept nowhere."""

    person: str
    email: str | None
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStatus:
    """How a round stands: never who has answered, nor anything answered."""

    round_id: str
    name: str
    state: State
    opens_on: date | None
    closes_on: date | None
    rates: tuple[ResponseRate, ...]


def create_round(  # noqa: PLR0913 - keywords, each a decision of the organiser
    store: Store,
    *,
    questionnaire: Questionnaire,
    name: str,
    organisation: str,
    margin: float = 0.10,
    thresholds: Thresholds | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> Round:
    """Make a draft round and keep it.

    ``margin`` is the smallest gap that matters, as a distance of A from one half.

    Raises
    ------
    RoundError
        The name or organisation is empty, the margin is not between 0.05 and 0.15, a
        threshold is under its limit, or the round would close before it opens.
    """
    round_ = Round(
        id=new_id(),
        name=name.strip(),
        organisation=organisation.strip(),
        questionnaire=questionnaire,
        fingerprint=fingerprint(questionnaire),
        margin=margin,
        thresholds=thresholds or Thresholds(),
        opens_on=opens_on,
        closes_on=closes_on,
    )
    check_round(round_)
    store.rounds.save(round_)
    return round_


def check_round(round_: Round) -> None:
    """Raise `RoundError` unless a round's settings are within their limits."""
    if not round_.name or not round_.organisation:
        missing = "an organisation" if round_.name else "a name"
        raise RoundError(f"a round needs {missing}", advice=f"Give the round {missing}.")
    if not (math.isfinite(round_.margin) and LEAST_MARGIN <= round_.margin <= MOST_MARGIN):
        raise RoundError(
            f"margin must be between {LEAST_MARGIN} and {MOST_MARGIN}, got {round_.margin}",
            advice=f"Choose a margin from {LEAST_MARGIN} to {MOST_MARGIN}.",
        )
    _check_thresholds(round_.thresholds)
    opens_on, closes_on = round_.opens_on, round_.closes_on
    if opens_on is not None and closes_on is not None and closes_on < opens_on:
        raise RoundError(
            f"the round would close on {closes_on}, before it opens on {opens_on}",
            advice=f"Choose a last day from {opens_on} on.",
        )


def _check_thresholds(thresholds: Thresholds) -> None:
    for name, value in (
        ("scores", thresholds.scores),
        ("comments", thresholds.comments),
        ("counts", thresholds.counts),
    ):
        if value < LEAST_THRESHOLD:
            raise RoundError(
                f"the threshold for {name} must be at least {LEAST_THRESHOLD}, got {value}",
                advice=f"Choose {LEAST_THRESHOLD} or more: fewer people could be told apart.",
            )
    for name, value in (("comments", thresholds.comments), ("counts", thresholds.counts)):
        if value < thresholds.scores:
            raise RoundError(
                f"the threshold for {name} must be at least that for scores, "
                f"{thresholds.scores}, got {value}",
                advice=f"Choose {thresholds.scores} or more for {name}.",
            )


def launch_summary(store: Store, round_id: str) -> LaunchSummary:
    """Return what a launch would freeze: people, attributes, thresholds, questionnaire.

    Raises
    ------
    RoundStateError
        The round was launched already.
    UnknownRoundError
        There is no such round.
    """
    round_ = store.rounds.get(round_id)
    _require_draft(round_)
    people = store.people.of(round_id)
    invited = Counter(person.group for person in people)
    counts: dict[Group, int] = {group: invited[group] for group in GROUPS}
    coarsening = coarsen(people, round_.thresholds.scores)
    rated = rated_departments(round_.questionnaire, coarsening)
    modules = function_modules(round_.questionnaire, people, coarsening)
    warnings = [*_warnings(round_, counts)]
    if people:
        warnings += unasked(round_.questionnaire, rated, modules, round_.thresholds.scores)
    return LaunchSummary(
        round=replace(round_, rated=rated),
        invited=counts,
        coarsening=coarsening,
        modules=modules,
        warnings=tuple(warnings),
    )


def launch(store: Store, round_id: str, by: str) -> None:
    """Open a round, for good: everything in its `launch_summary` is now fixed.

    Each person gets an invitation that carries their coarsened attributes.

    Raises
    ------
    RoundStateError
        The round was launched already, has nobody to invite, lacks a wording in one of its
        questionnaire's languages, or its people list was changed at the same moment.
    UnknownRoundError
        There is no such round.
    """
    round_ = store.rounds.get(round_id)
    _require_draft(round_)
    check_round(round_)
    _require_every_wording(round_)
    people = store.people.of(round_id)
    if not people:
        raise RoundStateError(
            f"round {round_id!r} has no people list",
            advice="Bring a people list first, then launch.",
        )
    coarsening = coarsen(people, round_.thresholds.scores)
    store.invitations.create(
        round_id,
        [
            NewInvitation(
                id=new_id(),
                person_id=person.id,
                group=person.group,
                attributes=coarsening.attributes_of(person.id),
                language=person.language,
            )
            for person in people
        ],
    )
    rated = rated_departments(round_.questionnaire, coarsening)
    store.rounds.move(round_id, to="open", by=by, rated=rated)


def personal_links(store: Store, round_id: str, base_url: str) -> list[PersonalLink]:
    """Return a fresh link for everybody on the list, answered or not; older ones stay good.

    Where the round has a shared link, only those with an e-mail address get one of their own.

    Raises
    ------
    RoundStateError
        The round is not open.
    UnknownRoundError
        There is no such round.
    """
    round_ = store.rounds.get(round_id)
    if round_.state != "open":
        raise RoundStateError(
            f"round {round_id!r} is {round_.state}, so its links would lead nowhere",
            advice="Links are made while a round is open."
            + (" Launch it first." if round_.state == "draft" else ""),
        )
    recipients = store.invitations.of(round_id)
    if store.seats.has_open_link(round_id):
        # Whoever has no e-mail address comes by the shared link, to any seat that is free.
        recipients = [each for each in recipients if each.email is not None]
    handed = [(recipient, new_token()) for recipient in recipients]
    store.invitations.add_links(
        (token_hash(token), recipient.invitation_id) for recipient, token in handed
    )
    return [
        PersonalLink(person=recipient.person, email=recipient.email, link=link(base_url, token))
        for recipient, token in handed
    ]


def links_csv(links: Iterable[PersonalLink]) -> str:
    """Return links as the text of a CSV file: person, email, link. Never write it to a log."""
    return csv_text(
        ("person", "email", "link"), ([each.person, each.email or "", each.link] for each in links)
    )


def close(store: Store, round_id: str, by: str) -> None:
    """Close an open round, for good, and clear away the traces of how answers came in.

    Raises
    ------
    RoundStateError
        The round is not open.
    UnknownRoundError
        There is no such round.
    """
    store.rounds.move(round_id, to="closed", by=by)
    store.tidy()


def status(store: Store, round_id: str) -> RoundStatus:
    """Return how a round stands: its state, days and response rates.

    Raises
    ------
    UnknownRoundError
        There is no such round.
    """
    round_ = store.rounds.get(round_id)
    return RoundStatus(
        round_id=round_id,
        name=round_.name,
        state=round_.state,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        rates=tuple(store.invitations.rates(round_id)),
    )


def _require_every_wording(round_: Round) -> None:
    """Refuse a questionnaire that would show somebody a blank, or another's language."""
    missing = missing_wordings(round_.questionnaire)
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""  # noqa: PLR2004 - enough to start with
        raise RoundStateError(
            f"round {round_.id!r} lacks wordings: {'; '.join(missing)}",
            advice=f"The questionnaire lacks wordings: {'; '.join(missing[:5])}{more}. Word each "
            "in every language that the questionnaire names, or remove the language, and make "
            "the round again.",
        )


def _require_draft(round_: Round) -> None:
    if round_.state != "draft":
        raise RoundStateError(
            f"round {round_.id!r} is {round_.state} and was launched already",
            advice="This round was launched already; nothing about it can be changed.",
        )


def _warnings(round_: Round, invited: Mapping[Group, int]) -> tuple[str, ...]:
    warnings: list[str] = []
    if sum(invited.values()) == 0:
        warnings.append("There is no people list yet, so nobody would be invited.")
    fewest = max(LEAST_LEADERS, round_.thresholds.scores)
    if invited["leaders"] < fewest:
        warnings.append(
            f"Only {invited['leaders']} leaders are invited. Under {fewest} answers from "
            "leaders no leader results are shown, so no gap either."
        )
    elif invited["leaders"] < round_.thresholds.counts:
        warnings.append(
            f"{invited['leaders']} leaders are invited. Under {round_.thresholds.counts} "
            "answers their results are shown as verdicts only, without counts."
        )
    if invited["staff"] < round_.thresholds.counts:
        warnings.append(
            f"Only {invited['staff']} staff are invited. Under {round_.thresholds.counts} "
            "answers their results are shown without counts or not at all."
        )
    return tuple(warnings)
