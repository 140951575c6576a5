"""Makes the publications that ship with the demo (survey/demo/*.json), by publishing rounds.

    python -m tests.reference.demo_documents

FEVS 2018 needs ../shared/data; without it that document is left as it is.
"""

import csv
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import numpy as np

from analysis.publication import Publication, from_json, to_json
from analysis.publishing import Facts, publish, publish_round
from analysis.tables import Answers, questions_of
from survey.coarsening import coarsen
from survey.demo import DOCUMENTS, company
from survey.fieldwork import close, launch
from survey.questionnaire import DEPARTMENT, find_questionnaire, fingerprint
from survey.rounds import Round, Thresholds
from survey.storage import Store, open_store

FEVS = Path(__file__).parents[3] / "shared" / "data" / "fevs2018_sample"
_LEADER = "Supervisor/Manager/Senior Leader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One round of Merrowdale: what it is called, when it ran, and what was true then."""

    id: str
    name: str
    opens_on: date
    closes_on: date
    wave: company.Wave
    questionnaire: str = "four_pillars.v1"


ROUNDS = (
    Running(
        id="demo-merrowdale-1",
        name="First round",
        opens_on=date(2025, 10, 20),
        closes_on=date(2025, 11, 14),
        wave=company.FIRST,
    ),
    Running(
        id="demo-merrowdale-together",
        name="Working together",
        opens_on=date(2026, 2, 2),
        closes_on=date(2026, 2, 20),
        wave=company.TOGETHER,
        questionnaire="working_together.v1",
    ),
    Running(
        id="demo-merrowdale-2",
        name="Second round, six months after the offsite",
        opens_on=date(2026, 5, 4),
        closes_on=date(2026, 5, 29),
        wave=company.SECOND,
    ),
)


def merrowdale() -> Iterator[Publication]:
    """Yield the rounds of the invented organisation, run in a real database."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/demo.db"
        open_store(address).migrate()
        for running in ROUNDS:
            noon = datetime.combine(running.opens_on, datetime.min.time(), tzinfo=UTC)
            store = open_store(address, now=partial(_at, noon))
            run(store, running)
            yield publish_round(store, running.id, by="demo")


def _at(moment: datetime) -> datetime:
    return moment


def run(store: Store, running: Running) -> None:
    """Run one round from its people list to its closing."""
    rng = random.Random(running.wave.start)
    everybody = company.people(rng)
    questionnaire = find_questionnaire(running.questionnaire)
    store.rounds.save(
        Round(
            id=running.id,
            name=running.name,
            organisation=company.NAME,
            questionnaire=questionnaire,
            fingerprint=fingerprint(questionnaire),
            opens_on=running.opens_on,
            closes_on=running.closes_on,
        )
    )
    store.people.replace(running.id, everybody)
    launch(store, running.id, "demo")
    chosen = company.answering(everybody, running.wave, rng)
    invitations = [each.invitation_id for each in store.invitations.of(running.id)]
    stored = coarsen(everybody, Thresholds().scores).stored
    answers = company.responses(
        questionnaire,
        [everybody[place].group for place in chosen],
        running.wave,
        rng,
        rated=store.rounds.get(running.id).rated,
        departments=[stored[everybody[place].id].get(DEPARTMENT, "") for place in chosen],
    )
    for place, response in zip(chosen, answers, strict=True):
        store.responses.submit(invitations[place], response)
    close(store, running.id, "demo")


def fevs2018() -> Publication:
    """Publish FEVS 2018 by agency: real answers, of which only tables leave this function."""
    with (FEVS / "agency_codes.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    with (FEVS / "fevs2018_ten_agencies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    questionnaire = find_questionnaire("fevs2018.v1")
    questions = questions_of(questionnaire)
    answers = Answers(
        is_leader=np.array([row["DSUPER"] == _LEADER for row in rows], dtype=np.bool_),
        attributes={"agency": np.array([names[row["AGENCY"]] for row in rows], dtype=np.str_)},
        choices={
            each.id: np.array([int(row[each.id.upper()] or 0) for row in rows], dtype=np.int8)
            for each in questions
            if each.kind == "item"
        },
    )
    organisation = "Ten US federal agencies"
    facts = Facts(
        round="demo-fevs2018",
        name="Federal Employee Viewpoint Survey 2018",
        organisation=organisation,
        series=f"{organisation}/{questionnaire.id}",
        source="US Office of Personnel Management, 2018 Federal Employee Viewpoint Survey, "
        "Public Release Data File (public domain): a sample of 3,546 employees of ten agencies. "
        "Leaders are supervisors, managers and senior leaders. In this sample missing answers and "
        '"Do Not Know" had been replaced by the item\'s median.',
        questionnaire="fevs2018.v1",
        fingerprint=fingerprint(questionnaire),
    )
    return publish(answers, questions, facts)


def shipped(path: Path) -> Publication:
    """Return a document as it ships."""
    return from_json(path.read_bytes())


def main() -> None:
    """Write the documents."""
    made = [*merrowdale(), *([fevs2018()] if FEVS.exists() else [])]
    for path, publication in zip([*DOCUMENTS[1:], DOCUMENTS[0]], made, strict=False):
        path.write_bytes(to_json(publication))
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(publication.tables)} tables")


if __name__ == "__main__":
    main()
