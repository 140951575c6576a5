"""The demo: real answers of US federal employees, and an invented organisation.

Published rounds come as the documents they would have been published as, made by
tests/reference/demo_documents.py with the same code that publishes any round. The open
round is a real one: people, invitations, and answers sent like anybody's.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from survey.demo import company
from survey.fieldwork import launch
from survey.invitations import link, new_token, token_hash
from survey.people import Person
from survey.questionnaire import GROUPS, Group, find_questionnaire, fingerprint
from survey.rounds import Round, Thresholds
from survey.storage import Store

DOCUMENTS = tuple(
    Path(__file__).parent / name
    for name in (
        "fevs2018.json",
        "merrowdale_1.json",
        "merrowdale_together.json",
        "merrowdale_2.json",
    )
)
OPEN_ROUND = "demo-merrowdale-3"
_BY = "demo"
_DAYS_OPEN, _DAYS_LEFT = 5, 25
_READERS = {"leaders": "a leader", "staff": "a member of staff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What was loaded, in ``message``.

    ``links`` maps "a leader" and "a member of staff" to a link that answers the open round;
    it is empty when the demo was here already. Never write it to a log.
    """

    message: str
    links: Mapping[str, str] = field(default_factory=dict, repr=False)


def load_demo(store: Store, base_url: str, today: date) -> Demo:
    """Load four published rounds and an open one, part of whose people have answered.

    Loading twice changes nothing; after an interruption it adds the rounds that are missing.

    Parameters
    ----------
    store
        A migrated database.
    base_url
        Where respondents reach this installation; the links start with it.
    today
        The open round opened five days ago and closes in 25 days.
    """
    states = {round_.id: round_.state for round_ in store.rounds.all()}
    for path in DOCUMENTS:
        document = path.read_bytes()
        round_ = published_round(document)
        if round_.id not in states:
            store.publications.put_published(round_, document)
    if states.get(OPEN_ROUND, "draft") != "draft":
        return Demo(
            message="The demo is here already; nothing was changed. "
            f"For new links to its open round: python -m survey links {OPEN_ROUND}"
        )
    # Drawn anew at every load from the same start, so that everybody sees the same demo.
    rng = random.Random(company.NOW.start)  # noqa: S311 - invented answers keep no secret
    everybody = company.people(rng)
    _open(store, everybody, today)
    answered = _answer(store, everybody, rng)
    return Demo(
        message=f"Loaded: {len(DOCUMENTS)} published rounds, and an open one that "
        f"{len(answered)} of {len(everybody)} people have answered.",
        links=_links(store, base_url, everybody, answered),
    )


def published_round(document: bytes) -> Round:
    """Return the round that a publication document was made from, as it stood when it closed."""
    told: dict[str, Any] = msgspec.json.decode(document)
    questionnaire = find_questionnaire(told["questionnaire"])
    return Round(
        id=told["round"],
        name=told["name"],
        organisation=told["organisation"],
        questionnaire=questionnaire,
        fingerprint=told["fingerprint"],
        margin=told["margin"],
        thresholds=Thresholds(**told["thresholds"]),
        closes_on=date.fromisoformat(told["closed_on"]) if told.get("closed_on") else None,
        rated=tuple(each["rated"] for each in told["questions"] if each.get("rated")),
    )


def _open(store: Store, everybody: list[Person], today: date) -> None:
    questionnaire = find_questionnaire("four_pillars.v1")
    store.rounds.save(
        Round(
            id=OPEN_ROUND,
            name="Third round (open)",
            organisation=company.NAME,
            questionnaire=questionnaire,
            fingerprint=fingerprint(questionnaire),
            opens_on=today - timedelta(days=_DAYS_OPEN),
            closes_on=today + timedelta(days=_DAYS_LEFT),
        )
    )
    store.people.replace(OPEN_ROUND, everybody)
    launch(store, OPEN_ROUND, _BY)


def _answer(store: Store, everybody: list[Person], rng: random.Random) -> list[int]:
    """Send the answers of those who answer; return their places in the list."""
    chosen = company.answering(everybody, company.NOW, rng)
    invitations = [each.invitation_id for each in store.invitations.of(OPEN_ROUND)]
    groups: list[Group] = [everybody[place].group for place in chosen]
    questionnaire = store.rounds.get(OPEN_ROUND).questionnaire
    sent = company.responses(questionnaire, groups, company.NOW, rng)
    for place, response in zip(chosen, sent, strict=True):
        store.responses.submit(invitations[place], response)
    return chosen


def _links(
    store: Store, base_url: str, everybody: list[Person], answered: list[int]
) -> dict[str, str]:
    """Return a fresh link for one leader and one member of staff who have not answered."""
    invitations = [each.invitation_id for each in store.invitations.of(OPEN_ROUND)]
    silent = set(range(len(everybody))) - set(answered)
    links: dict[str, str] = {}
    for group in GROUPS:
        place = min(place for place in silent if everybody[place].group == group)
        token = new_token()
        store.invitations.add_links([(token_hash(token), invitations[place])])
        links[_READERS[group]] = link(base_url, token)
    return links
