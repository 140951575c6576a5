"""The server: what its row headers tell, and how it fails."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from survey.errors import StorageError
from survey.responses import Response
from survey.storage import Store
from survey.storage.driver import Driver
from survey.storage.postgres import PostgresDriver
from tests.survey.examples import ITEMS, ORGANISER, Running, opened, response

pytestmark = pytest.mark.postgres

_WRITERS = """
    SELECT xmin::text AS writer FROM response
    UNION SELECT xmin::text FROM answer
    UNION SELECT xmin::text FROM comment
    UNION SELECT xmin::text FROM invitation
"""
_JOINED = """
    SELECT invitation.id, answer.item_id, answer.choice
    FROM invitation
    JOIN response ON response.xmin = invitation.xmin
    JOIN answer ON answer.response_id = response.id
"""


@pytest.fixture
def driver(postgres_url: str) -> Iterator[Driver]:
    schema = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
        driver = PostgresDriver(f"{postgres_url}&options=-csearch_path%3D{schema}")
        driver.migrate()
        yield driver
        driver.close()
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture
def store(driver: Driver) -> Store:
    return Store(driver)


@pytest.fixture
def answered(store: Store) -> Running:
    """A round that everybody answered in the order of the list, each in their own way."""
    running = opened(store)
    for number, invitation in enumerate(running.invitations):
        choices = {ITEMS[0]: 1 + number % 5, ITEMS[1]: 1 + number // 5}
        given = Response(id=f"{number:032x}", choices=choices, comments={"c": f"Words {number}"})
        store.responses.submit(invitation, given)
    return running


def arrivals(driver: Driver) -> dict[str, list[int]]:
    """Whose rows lie in each table, first to last: the number each was written with."""
    with driver.reading() as session:
        comments = session.query("SELECT words FROM comment ORDER BY ctid")
        responses = session.query("SELECT id FROM response ORDER BY ctid")
        answers = session.query("SELECT response_id FROM answer ORDER BY ctid")
    return {
        "comment": [int(row["words"].removeprefix("Words ")) for row in comments],
        "response": [int(row["id"], 16) for row in responses],
        "answer": [int(row["response_id"], 16) for row in answers],
    }


def test_while_a_round_is_open_row_headers_join_answers_to_people(
    answered: Running, driver: Driver
) -> None:
    """The attack that closing and mixing end: it works until then (docs/storage.md)."""
    with driver.reading() as session:
        joined = session.query(_JOINED)

    first = [row for row in joined if row["id"] == answered.invitations[0]]
    assert {row["item_id"]: row["choice"] for row in first} == {ITEMS[0]: 1, ITEMS[1]: 1}
    assert arrivals(driver)["comment"] == list(range(25))


def test_after_closing_one_transaction_wrote_every_row(
    answered: Running, store: Store, driver: Driver
) -> None:
    store.rounds.move(answered.round_id, to="closed", by=ORGANISER)

    with driver.reading() as session:
        assert len(session.query(_WRITERS)) == 1
        everybody = 25 * 25 * 2
        assert len(session.query(_JOINED)) == everybody  # each invitation meets each response


def test_after_closing_rows_lie_in_a_random_order(
    answered: Running, store: Store, driver: Driver
) -> None:
    before = arrivals(driver)
    store.rounds.move(answered.round_id, to="closed", by=ORGANISER)

    for table, whose in arrivals(driver).items():
        assert sorted(whose) == sorted(before[table])
        assert whose != before[table]
    with driver.reading() as session:
        rows = session.query("SELECT id FROM invitation ORDER BY ctid")
    lying = [row["id"] for row in rows]
    assert sorted(lying) == sorted(answered.invitations)
    assert lying != list(answered.invitations)


def test_mixing_does_the_same_while_a_round_is_open(
    answered: Running, store: Store, driver: Driver
) -> None:
    other, before = opened(store, name="Other"), arrivals(driver)
    store.responses.mix(answered.round_id)

    with driver.reading() as session:
        writers = session.query("SELECT DISTINCT xmin::text FROM response")
    assert len(writers) == 1
    assert all(whose != before[table] for table, whose in arrivals(driver).items())
    store.responses.submit(other.invitations[0], response(1))
    store.rounds.move(answered.round_id, to="closed", by=ORGANISER)
    kept = store.responses.of(answered.round_id)
    assert sorted((each.choices[ITEMS[1]], each.choices[ITEMS[0]]) for each in kept) == [
        (one, other) for one in range(1, 6) for other in range(1, 6)
    ]


def test_links_can_be_made_and_answers_sent_while_rows_are_mixed(
    store: Store, driver: Driver
) -> None:
    running = opened(store, leaders=8, staff=32)

    def make_links(turn: int) -> None:
        store.invitations.add_links(
            (f"{turn} {invitation}", invitation) for invitation in running.invitations
        )

    with ThreadPoolExecutor(6) as pool:
        mixing = [pool.submit(store.responses.mix, running.round_id) for _ in range(6)]
        making = [pool.submit(make_links, turn) for turn in range(6)]
        sending = pool.map(store.responses.submit, running.invitations, map(response, range(40)))
        for each in (*mixing, *making):
            each.result()
        list(sending)

    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(store.responses.of(running.round_id)) == 40
    with driver.reading() as session:
        assert session.query("SELECT COUNT(*) AS links FROM link")[0]["links"] == 6 * 40


def test_tidying_leaves_no_dead_rows(answered: Running, store: Store, driver: Driver) -> None:
    store.rounds.move(answered.round_id, to="closed", by=ORGANISER)
    store.tidy()

    with driver.reading() as session:
        # Each page of the table holds live rows only, or none.
        pages = session.query("SELECT pg_relation_size('comment') AS bytes")[0]["bytes"]
        live = session.query("SELECT COUNT(*) AS rows FROM comment")[0]["rows"]
    assert live == 25
    assert pages <= 2 * 8192


def test_the_server_s_statistics_hold_no_words_that_were_destroyed(
    answered: Running, store: Store, postgres_url: str, driver: Driver
) -> None:
    with driver.reading() as session:
        schema = session.query("SELECT current_schema() AS name")[0]["name"]
    sampled = f"""
        SELECT count(*) FROM pg_stats WHERE schemaname = '{schema}' AND (
            most_common_vals::text LIKE '%Words%' OR histogram_bounds::text LIKE '%Words%')
    """.encode()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {schema}".encode())
        connection.execute("CREATE TABLE careless AS SELECT words FROM comment")
        connection.execute("ANALYZE comment, careless")
        connection.execute("DELETE FROM careless")
        store.rounds.move(answered.round_id, to="closed", by=ORGANISER)
        store.responses.destroy(answered.round_id, ORGANISER)
        connection.execute("ANALYZE comment, careless")

        assert connection.execute(sampled).fetchone() == (1,)  # the careless table's
        connection.execute("DROP TABLE careless")
        assert connection.execute(sampled).fetchone() == (0,)


def test_an_error_never_quotes_the_row_it_is_about(store: Store, driver: Driver) -> None:
    running = opened(store)
    hidden = Response(id="a" * 32, choices={"very_private": 0}, comments={"c": "very private"})

    with pytest.raises(StorageError) as refusal:
        store.responses.submit(running.invitations[0], hidden)
    assert "CheckViolation 23514" in str(refusal.value)
    assert "private" not in str(refusal.value) + refusal.value.advice
    assert refusal.value.__suppress_context__


def test_a_server_that_is_away_is_reported_in_good_time() -> None:
    away = PostgresDriver("postgresql://ann:hidden@127.0.0.1:1/db", patience_seconds=0.2)
    started = time.monotonic()
    store = Store(away)

    assert not store.is_alive()
    assert time.monotonic() - started < 5
    with pytest.raises(StorageError) as refusal:
        store.rounds.all()
    assert "hidden" not in str(refusal.value) + refusal.value.advice
    store.close()
    store.close()


def test_connections_that_broke_are_replaced(postgres_url: str) -> None:
    driver = PostgresDriver(f"{postgres_url}&application_name=breaking")
    with driver.reading() as session:
        session.query("SELECT 1 AS one")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        broken = connection.execute(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE application_name = 'breaking'
            """
        ).fetchall()

    assert broken
    with driver.reading() as session:
        assert session.query("SELECT 1 AS one") == [{"one": 1}]
    driver.close()


def test_a_server_is_backed_up_by_its_own_tools(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refusal:
        store.backup(tmp_path / "backup")

    assert "pg_dump" in refusal.value.advice
    assert not (tmp_path / "backup").exists()
