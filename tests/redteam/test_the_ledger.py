"""Everything that ever left a round is in its publication, and each is audited with the earlier."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from analysis.publication import Publication, from_json
from analysis.publishing import preview_round, publish_round
from analysis.tables import answers_of_round, questions_of
from survey.fieldwork import close, create_round, launch
from survey.invitations import new_id
from survey.people import Person
from survey.responses import Response
from survey.storage import Store, open_store
from tests.redteam import attackers
from tests.redteam.attackers import Finding
from tests.redteam.organisations import unprotected
from tests.survey.examples import ITEMS, ORGANISER, QUESTIONNAIRE

ROOT = Path(__file__).parents[2]
SOURCES = sorted(each for part in ("survey", "analysis") for each in (ROOT / part).rglob("*.py"))
FEWEST = 5
SOURCE = ("analysis.tables", "analysis.publishing", "survey.storage.responses")
OPENING = {"Store", "open_store", "open_driver", "Responses", "Invitations"}
Places = Mapping[int, str]

SPRING: Places = {number: "A" if number < 20 else "B" for number in range(40)}
AUTUMNS: dict[str, Places] = {
    "a joiner": {**SPRING, 40: "A"},
    "a leaver": {number: place for number, place in SPRING.items() if number != 39},
    "a joiner and a leaver": {**{n: p for n, p in SPRING.items() if n != 39}, 40: "A"},
    "a reorganisation": {**SPRING, 38: "A", 39: "A"},
}


@pytest.fixture
def embedded(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'plumbline.db'}")
    store.migrate()
    return store


def answered(store: Store, name: str, places: Places) -> str:
    """Run a round in which everybody answers as they always do; return its id."""
    round_ = create_round(store, questionnaire=QUESTIONNAIRE, name=name, organisation="Kite Works")
    people = [
        Person(
            id=new_id(),
            label=f"{'Leader' if number >= 100 else 'Colleague'} {number}",
            email=None,
            group="leaders" if number >= 100 else "staff",
            attributes={"department": place},
            language=None,
        )
        for number, place in {**places, **dict.fromkeys(range(100, 110), "A")}.items()
    ]
    store.people.replace(round_.id, people)
    launch(store, round_.id, ORGANISER)
    for recipient in store.invitations.of(round_.id):
        number = int(recipient.person.rpartition(" ")[2])
        choices = {
            item: 1 + (number * (2 * place + 1) // 3) % 5 for place, item in enumerate(ITEMS)
        }
        given = Response(id=new_id(), choices=choices, comments={})
        store.responses.submit(recipient.invitation_id, given)
    close(store, round_.id, ORGANISER)
    return round_.id


def carelessly(store: Store, round_id: str) -> Publication:
    return unprotected(answers_of_round(store, round_id), questions_of(QUESTIONNAIRE))


def about_few(before: Publication, after: Publication) -> list[Finding]:
    found = attackers.compare_rounds(before, after, ITEMS[0])
    return [each for each in found if each.people < FEWEST]


@pytest.mark.parametrize("autumn", AUTUMNS.values(), ids=AUTUMNS)
def test_what_changed_between_two_rounds_of_a_series(embedded: Store, autumn: Places) -> None:
    spring = answered(embedded, "Spring", SPRING)
    careless = carelessly(embedded, spring)
    before = publish_round(embedded, spring, by=ORGANISER)
    later = answered(embedded, "Autumn", autumn)

    assert about_few(careless, carelessly(embedded, later))
    after = publish_round(embedded, later, by=ORGANISER)
    assert after.earlier == (spring,)
    assert about_few(before, after) == []
    series = embedded.rounds.get(later).series
    kept = [from_json(each) for _, each in embedded.publications.of_series(series)]
    assert kept == [before, after]


def test_a_preview_shows_the_organiser_what_is_published_and_no_more(embedded: Store) -> None:
    round_id = answered(embedded, "Spring", SPRING)

    previewed = [preview_round(embedded, round_id) for _ in range(2)]
    published = publish_round(embedded, round_id, by=ORGANISER)

    assert previewed == [published, published]
    document = embedded.publications.get(round_id)
    assert document is not None
    assert from_json(document) == published


def test_only_tabulating_and_publishing_read_answers() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"of", "comments"}
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "responses"
    }

    assert readers == {"analysis/tables/stored.py", "analysis/publishing/rounds.py"}


def test_only_publishing_tabulates_a_round_s_answers() -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"\banswers_of_round\b", path.read_text(encoding="utf-8"))
    }

    assert users == {
        "analysis/tables/__init__.py",
        "analysis/tables/stored.py",
        "analysis/publishing/rounds.py",
    }


def test_a_publication_is_never_changed_or_deleted() -> None:
    changes = r"(UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+publication\b"

    assert re.search(changes, "UPDATE publication SET document = :new")
    assert not [
        str(path) for path in SOURCES if re.search(changes, path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("room", ["exporters", "charts", "report", "wording", "offsite"])
def test_what_is_drawn_or_written_to_files_comes_from_publications(room: str) -> None:
    for path in (ROOT / "analysis" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not [each.name for each in node.names if each.name.startswith(SOURCE)], path
            elif isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith(SOURCE), path
                assert not OPENING & {each.name for each in node.names}, path
