"""A meeting to test with: a ladder, leaders among themselves, a pillar, a vote."""

from survey.agenda import Offsite, Position, Step
from survey.demo import DOCUMENTS, published_round
from survey.storage import Store

ORGANISER = "hr@example.org"
RUNGS = ("fix it", "meet", "exceed", "delight")
AGENDA = (
    Step(
        id="service_ladder",
        kind="ladder",
        title="What we are here for",
        ask="Of 10 staff …",
        labels=RUNGS,
    ),
    Step(id="agreement", kind="agreement", title="Leaders among themselves", ask="Of 100 pairs …"),
    Step(id="focus", kind="pillar", title="Focus", ask="Of 100 answers …"),
    Step(
        id="challenge",
        kind="challenge",
        title="One challenge",
        ask="Choose one",
        labels=("Fewer targets", "Keep promises", "Talk openly"),
    ),
)
LADDER, AGREEMENT, FOCUS, CHALLENGE = (each.id for each in AGENDA)
LADDER_GUESS = (1, 2, 3, 4)
SHARE_GUESS = tuple(int(place == 6) for place in range(11))


def published(store: Store) -> str:
    document = DOCUMENTS[-1].read_bytes()
    round_ = published_round(document)
    store.publications.put_published(round_, document)
    return round_.id


def started(store: Store) -> Offsite:
    return store.offsites.start(published(store), AGENDA, by=ORGANISER)


def go_to(store: Store, offsite_id: str, step: str, phase: str) -> None:
    offsite = store.offsites.get(offsite_id)
    to = Position(step, phase)  # type: ignore[arg-type]  # tests name phases as plain words
    assert store.offsites.move(offsite_id, seen=offsite.position, to=to)
