"""What both engines promise beneath the nouns: transactions, migration, lasting."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from survey.errors import StorageError
from survey.storage import Store, open_driver, open_store
from survey.storage.driver import SCHEMA, Driver, Session
from tests.survey.examples import ORGANISER, opened, response

ROOT = Path(__file__).parents[3]


def python(code: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def audit_rows(session: Session) -> int:
    return len(session.query("SELECT id FROM audit"))


def test_four_servers_starting_together_migrate_once(database_url: str) -> None:
    code = "import sys; from survey.storage import open_store as o; o(sys.argv[1]).migrate()"
    processes = [python(code, database_url) for _ in range(4)]
    errors = [process.communicate(timeout=60)[1] for process in processes]

    assert {process.returncode for process in processes} == {0}, errors
    store = open_store(database_url)
    assert store.is_alive()
    store.close()


def test_threads_may_migrate_together_and_again(database_url: str) -> None:
    driver = open_driver(database_url)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: driver.migrate(), range(16)))
    store = Store(driver)
    opened(store)
    driver.migrate()

    assert len(store.rounds.all()) == 1
    driver.close()


def test_a_database_that_was_not_migrated_is_not_alive(database_url: str) -> None:
    store = open_store(database_url)
    assert not store.is_alive()
    store.migrate()
    assert store.is_alive()
    store.close()


def test_what_was_kept_is_there_after_reopening(database_url: str) -> None:
    first = open_store(database_url)
    first.migrate()
    running = opened(first)
    first.responses.submit(running.invitations[0], response(4))
    first.drafts.save(running.invitations[1], "phone", b"draft")
    first.close()

    second = open_store(database_url)
    second.migrate()
    assert second.drafts.get(running.invitations[1], "phone") == b"draft"
    second.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(second.responses.of(running.round_id)) == 1
    second.close()


def test_an_answer_that_was_acknowledged_outlives_a_killed_server(database_url: str) -> None:
    store = open_store(database_url)
    store.migrate()
    running = opened(store)
    code = """if True:
        import os, signal, sys
        from survey.storage import open_store
        from tests.survey.examples import response
        open_store(sys.argv[1]).responses.submit(sys.argv[2], response(4))
        os.kill(os.getpid(), signal.SIGKILL)
    """
    process = python(code, database_url, running.invitations[0])
    errors = process.communicate(timeout=60)[1]

    assert process.returncode == -signal.SIGKILL, errors
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(store.responses.of(running.round_id)) == 1
    store.close()


def test_an_error_rolls_everything_back(driver: Driver) -> None:
    store = Store(driver)

    def write_then_fail() -> None:
        with driver.writing() as session:
            session.execute(
                "INSERT INTO one_time (link_hash, purpose, expires) VALUES (:h, 'x', '2026')",
                {"h": "hash"},
            )
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        write_then_fail()
    with driver.reading() as session:
        assert session.query("SELECT * FROM one_time") == []
    store.audit.note(ORGANISER, "carried on")


def test_a_reader_sees_one_state_of_the_database(driver: Driver) -> None:
    store = Store(driver)
    with driver.reading() as session:
        before = audit_rows(session)
        store.audit.note(ORGANISER, "meanwhile")
        during = audit_rows(session)
    with driver.reading() as session:
        after = audit_rows(session)

    assert (before, during, after) == (0, 0, 1)


def test_a_misspelt_table_fails_and_makes_no_table(driver: Driver) -> None:
    with pytest.raises(StorageError), driver.writing() as session:
        session.execute("INSERT INTO respnse (id) VALUES (:id)", {"id": "x"})
    with pytest.raises(StorageError), driver.reading() as session:
        session.query("SELECT * FROM respnse")


def test_a_misspelt_column_fails(driver: Driver) -> None:
    with pytest.raises(StorageError), driver.writing() as session:
        session.execute("INSERT INTO audit (idd) VALUES (:id)", {"id": "x"})


def test_a_parameter_that_is_missing_fails(driver: Driver) -> None:
    with pytest.raises(StorageError), driver.reading() as session:
        session.query("SELECT id FROM round WHERE id = :id", {"name": "x"})


def test_a_response_cannot_belong_to_no_round(driver: Driver) -> None:
    with pytest.raises(StorageError), driver.writing() as session:
        session.execute(
            """
            INSERT INTO response (id, round_id, group_name, attributes)
            VALUES (:id, 'nowhere', 'staff', '{}')
            """,
            {"id": "x"},
        )


def test_words_with_percent_signs_colons_and_quotes_are_kept_as_typed(store: Store) -> None:
    words = "100 % :id %(id)s 'quoted' \"twice\" \\ ; DROP TABLE round; \N{GRINNING FACE}"
    running = opened(store, leaders=1, staff=0)
    store.responses.submit(running.invitations[0], response(1, comment=words))
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    assert store.responses.comments(running.round_id)[0].words == words


@pytest.mark.parametrize("url", ["mysql://user:hidden@host/db", "sqlite:///", "plumbline.db"])
def test_an_unknown_kind_of_database_is_refused_without_its_address(url: str) -> None:
    with pytest.raises(StorageError) as refusal:
        open_store(url)

    assert "PLUMBLINE_DATABASE" in refusal.value.advice
    assert "hidden" not in str(refusal.value) + refusal.value.advice


def test_schema_files_are_numbered_without_gaps() -> None:
    assert [file.name[:5] for file in SCHEMA] == [f"{n:04}_" for n in range(1, len(SCHEMA) + 1)]
