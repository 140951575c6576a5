"""Whoever has the database, its files or a copy of them cannot join an answer to a person."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from sqlite_utils import Database

from survey.invitations import new_id, token_hash
from survey.questionnaire import Group
from survey.responses import Response
from survey.schedule import work
from survey.storage import Store, open_store
from survey.storage.driver import Driver
from survey.storage.postgres import PostgresDriver
from survey.storage.sqlite import SqliteDriver
from tests.redteam import intruders
from tests.redteam.whole_round import Truth, choices_of, ended, people_of, played
from tests.survey.examples import ITEMS
from tests.survey.mail.mailbox import Mailbox

FEWEST = 5
SIZES: dict[tuple[Group, str], int] = {
    ("leaders", "Sales"): 5,
    ("leaders", "Service"): 5,
    ("staff", "Sales"): 9,
    ("staff", "Service"): 8,
    ("staff", "Legal"): 5,
}
# Nearly everybody, in an order of its own; of the five lawyers only one.
ARRIVING = [3, 20, 0, 15, 8, 11, 27, 5, 24, 1, 12, 7, 17, 2, 22, 9, 13, 4, 19, 6, 10, 25]
LAWYER = "Colleague 027"
BACKUP = "backup.db"
_BY_CHANCE = 0.9
LOOSE_TIMES = {  # organisers' deeds and sign-ins, mail on its way, housekeeping
    *("audit", "session", "one_time", "mailing", "mail", "pace", "chore", "_sqlite_migrations")
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "database" / "plumbline.db"


@pytest.fixture
def embedded(file: Path) -> Store:
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    return store


def ids_of(driver: Driver) -> dict[str, str]:
    """For the judge: whose each response is, by their answers, which nobody else gave."""
    labels = {choices_of(number): f"Colleague {number:03}" for number in range(sum(SIZES.values()))}
    with driver.reading() as session:
        rows = session.query("SELECT response_id, item_id, choice FROM answer")
    given: dict[str, dict[str, int]] = {}
    for row in rows:
        given.setdefault(row["response_id"], {})[row["item_id"]] = row["choice"]
    return {each: labels[tuple(own[item] for item in ITEMS[:3])] for each, own in given.items()}


def everything(file: Path) -> dict[str, list[dict[str, object]]]:
    with Database(file) as db:
        return {name: list(db[name].rows) for name in db.table_names()}


def test_after_a_full_round_the_file_joins_nobody_to_an_answer(embedded: Store, file: Path) -> None:
    truth = played(embedded, people_of(SIZES), ARRIVING)
    ended(embedded, truth)
    content, tables = intruders.all_bytes(file), everything(file)

    # No token, no number of a form, no device's secret, not even in free pages and the log.
    assert intruders.found_in(content, (*truth.tokens, *truth.numbers, *truth.secrets)) == []
    assert intruders.found_in(content, [token_hash(truth.tokens[0])])
    # No draft: neither a row nor its bytes, and nothing at all between rows.
    assert intruders.found_in(content, truth.drafts) == []
    assert tables["draft"] == []
    assert intruders.remains(file.read_bytes()) == []
    log = file.with_name(file.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    assert not file.with_name(file.name + "-journal").exists()
    with Database(file) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
    # No e-mail next to an answer: no page holds both, no reference leads from one to the other.
    for cells in intruders.leaves(content):
        page = b"".join(cells)
        assert not (b"@kite-works" in page and any(each.encode() in page for each in truth.words))
    # No time on any answer.
    for name in tables.keys() - LOOSE_TIMES:
        assert intruders.times_in(tables[name], near=datetime.now(UTC)) == [], name
    assert len(tables["response"]) == len(ARRIVING)


def test_references_lead_from_no_answer_to_a_person(embedded: Store, file: Path) -> None:
    with Database(file) as db:
        keys = {
            name: [each.other_table for each in db.table(name).foreign_keys]
            for name in db.table_names()
        }
        columns = {name: {each.name for each in db.table(name).columns} for name in keys}

    assert intruders.ways(keys, "invitation") == {"person", "round"}  # the way is found there
    for name in ("answer", "comment", "response", "receipt", "turnout"):
        assert intruders.ways(keys, name) <= {"response", "round"}
    # A column that both sides have could be joined without a reference.
    personal = columns["person"] | columns["invitation"] | columns["link"] | columns["draft"]
    shared = {"id", "round_id", "group_name", "attributes"}
    assert (columns["response"] | columns["answer"] | columns["comment"]) & personal == shared


def test_no_id_is_shared_by_a_person_s_rows_and_an_answer_s(embedded: Store, file: Path) -> None:
    truth = played(embedded, people_of(SIZES), ARRIVING[:9])
    ended(embedded, truth)
    tables = everything(file)

    def ids(*names: str) -> set[object]:
        values = {value for name in names for row in tables[name] for value in row.values()}
        return {each for each in values if isinstance(each, str) and len(each) >= 32}

    assert ids("person", "invitation") & ids("invitation", "link")  # a join that is there
    personal = ids("person", "invitation", "link", "receipt")
    assert ids("response", "answer", "comment") & personal == {truth.round_id}
    assert not ids("receipt") & (ids("person", "invitation", "link") - {truth.round_id})


@pytest.mark.parametrize(
    "careless",
    [
        {"at": "2026-05-01T09:31:07+00:00"},
        {"at": 1_777_626_667},
        {"at": 1_777_626_667_123},
        {"id": str(UUID("019de32f-a7b3-7000-8000-000000000000"))},
        {"id": "69f4776b0123456789abcdef"},
    ],
)
def test_the_search_for_times_finds_them_in_careless_rows(careless: dict[str, object]) -> None:
    near = datetime(2026, 5, 1, 9, 31, tzinfo=UTC)
    ours = {"id": new_id(), "choice": 5, "day": "2026-05-01"}

    assert intruders.times_in([careless], near=near) == list(careless)
    assert [intruders.times_in([ours | {"id": new_id()}], near=near) for _ in range(500)] == [
        []
    ] * 500


def test_storage_order_tells_who_came_when_only_until_rows_are_mixed(
    embedded: Store, file: Path
) -> None:
    truth = played(embedded, people_of(SIZES), ARRIVING)
    whose = ids_of(SqliteDriver(file))

    # Somebody who saw them come to the kiosk joins every answer, while the round is open.
    assert tuple(whose[each] for each in intruders.arrival(file.read_bytes())) == truth.arrived

    work(embedded, replace(Mailbox().settings, smtp=None))  # the schedule, as it does every hour
    mixed = intruders.arrival(file.read_bytes())
    ended(embedded, truth)
    for lying in (mixed, intruders.arrival(file.read_bytes())):
        assert sorted(lying) == sorted(whose)
        assert lying in (sorted(lying), sorted(lying, reverse=True))  # of random keys, no more
        came = [truth.arrived.index(whose[each]) for each in lying]
        assert abs(np.corrcoef(came, range(len(came)))[0, 1]) < _BY_CHANCE  # keys tell no time


def test_a_backup_of_an_open_round_tells_no_order_and_holds_no_readable_draft(
    embedded: Store, tmp_path: Path
) -> None:
    truth = played(embedded, people_of(SIZES), ARRIVING)
    embedded.backup(tmp_path / BACKUP)
    content = (tmp_path / BACKUP).read_bytes()
    lying = intruders.arrival(content)

    assert len(lying) == len(ARRIVING)
    assert lying in (sorted(lying), sorted(lying, reverse=True))
    hidden: tuple[str | bytes, ...] = (*truth.tokens, *truth.numbers, *truth.secrets, *truth.drafts)
    assert intruders.found_in(content, hidden) == []
    assert intruders.remains(content) == []


def test_who_has_answered_names_a_lone_author_only_until_the_round_ends(
    store: Store, driver: Driver
) -> None:
    truth = played(store, people_of(SIZES), ARRIVING)
    whose = ids_of(driver)

    # One of five lawyers has answered; what was stored beside the answers says "Legal".
    findings = intruders.lone_authors(driver, FEWEST)
    assert ([LAWYER], [LAWYER]) in [
        (labels, [whose[each] for each in ids]) for labels, ids in findings
    ]

    ended(store, truth)
    assert intruders.lone_authors(driver, FEWEST) == []
    with driver.reading() as session:
        kept = session.query("SELECT used, receipt FROM invitation")
    assert {(row["used"], row["receipt"]) for row in kept} == {(0, None)}
    rates = {each.segment: each.answered for each in store.invitations.rates(truth.round_id)}
    assert rates["department", "Legal"] == 1  # how many is kept, not who


def test_a_round_that_ended_before_this_was_so_forgets_it_at_the_next_start(
    store: Store, driver: Driver
) -> None:
    truth = played(store, people_of(SIZES), ARRIVING[:8])
    before = store.invitations.rates(truth.round_id)
    with driver.writing() as session:  # as earlier versions closed a round
        session.execute("UPDATE round SET state = 'closed' WHERE id = :id", {"id": truth.round_id})
        session.execute("DROP TABLE turnout", {})
        session.execute("DROP TABLE receipt", {})
    _forget_migration(driver, "0005_turnout")
    assert intruders.lone_authors(driver, FEWEST)

    store.migrate()

    assert intruders.lone_authors(driver, FEWEST) == []
    assert store.invitations.rates(truth.round_id) == before


def test_how_many_links_somebody_got_tells_who_had_answered_only_until_the_round_ends(
    store: Store, driver: Driver
) -> None:
    truth = played(store, people_of(SIZES), ARRIVING)
    with driver.reading() as session:
        waiting = session.query("SELECT id FROM invitation WHERE used = 0")
    for row in waiting:  # a reminder, each in a transaction of its own, as mail is sent
        store.invitations.add_links([(new_id(), row["id"])])
    assert intruders.not_reminded(driver) == sorted(truth.arrived)

    ended(store, truth)
    assert intruders.not_reminded(driver) == []
    if isinstance(driver, PostgresDriver):
        with driver.reading() as session:
            assert len(session.query("SELECT DISTINCT xmin::text FROM link")) == 1
    # The links themselves still lead to the page that says that the round has closed.
    assert all(store.invitations.by_token_hash(token_hash(each)) for each in truth.tokens)


def _forget_migration(driver: Driver, name: str) -> None:
    with driver.writing() as session:
        if isinstance(driver, SqliteDriver):
            session.execute("DELETE FROM _sqlite_migrations WHERE name = :name", {"name": name})
        else:
            session.execute("DELETE FROM migration WHERE name = :name", {"name": name})


def test_coarsened_attributes_single_nobody_out(store: Store, driver: Driver) -> None:
    # One lawyer, one head of sales: the people list knows them, what is stored must not.
    sizes: dict[tuple[Group, str], int] = {
        ("staff", "Sales"): 12,
        ("staff", "Service"): 9,
        ("staff", "Legal"): 1,
        ("leaders", "Sales"): 1,
        ("leaders", "Service"): 6,
    }
    people = people_of(sizes)
    truth = played(store, people, [5, 21, 22, 13, 25])
    ended(store, truth)
    known = {each.label: [each.group, *each.attributes.values(), "Other"] for each in people}
    careless = [
        [one.label for one in people if one.attributes == other.attributes]
        for other in people
        if other.attributes["department"] == "Legal"
    ]

    assert min(map(len, careless)) == 1
    possible = intruders.candidates(driver, known)
    assert len(possible) == 5
    assert all(len(each) >= FEWEST for each in possible.values())


def test_comments_lead_to_no_response(store: Store, driver: Driver) -> None:
    truth = played(store, people_of(SIZES), ARRIVING)
    ended(store, truth)
    with driver.reading() as session:
        comments = session.query("SELECT * FROM comment")
        responses = {row["id"] for row in session.query("SELECT id FROM response")}
    careless = [{**row, "response_id": next(iter(responses))} for row in comments]

    def leading(rows: list[dict[str, object]]) -> int:
        return sum(bool(responses & {str(value) for value in row.values()}) for row in rows)

    assert leading(careless) == len(ARRIVING)
    assert leading([dict(row) for row in comments]) == 0
    assert {frozenset(row) - {"id", "words", "round_id"} for row in comments} == {
        frozenset({"group_name", "question_id"})
    }
    orders = [[each.words for each in store.responses.comments(truth.round_id)] for _ in range(3)]
    assert list(truth.words) not in orders
    assert orders[0] != orders[1] or orders[1] != orders[2]


def test_responses_are_handed_to_the_analysis_in_no_order(store: Store, driver: Driver) -> None:
    truth = played(store, people_of(SIZES), ARRIVING)
    ended(store, truth)

    def order() -> list[tuple[int, ...]]:
        return [
            tuple(each.choices[item] for item in ITEMS[:3])
            for each in store.responses.of(truth.round_id)
        ]

    arrived = [truth.choices[label] for label in truth.arrived]
    orders = [order() for _ in range(3)]
    assert sorted(orders[0]) == sorted(arrived)
    assert arrived not in orders
    assert orders[0] != orders[1] or orders[1] != orders[2]


def test_someone_who_photographs_the_database_before_and_after_each_answer_knows_whose_it_is(
    store: Store, driver: Driver
) -> None:
    """What remains, and is said so in docs/confidentiality.md: this attack succeeds."""
    truth = played(store, people_of(SIZES), [])
    before = intruders.photograph(driver)
    answered_by(store, truth, 4)
    after = intruders.photograph(driver)

    person, response = intruders.new_since(before, after)
    assert (person, ids_of(driver)[response]) == ("Colleague 004", "Colleague 004")

    ended(store, truth)
    assert intruders.photograph(driver)["used"] == set()


def answered_by(store: Store, truth: Truth, number: int) -> None:
    invitation = store.invitations.by_token_hash(token_hash(truth.tokens[number]))
    assert invitation is not None
    given = dict(zip(ITEMS, choices_of(number), strict=False))
    store.responses.submit(invitation.id, Response(id=new_id(), choices=given, comments={}))
