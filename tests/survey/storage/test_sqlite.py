"""The embedded file: what it is set to, and what somebody who opens its bytes can find."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlite_utils import Database

from survey.errors import StorageError
from survey.fieldwork import personal_links
from survey.invitations import token_hash
from survey.storage import Store, open_store
from survey.storage.sqlite import SqliteDriver
from tests.survey.examples import ORGANISER, Running, opened, response

MARK = b"what was being written"
PAGE = 4096


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "plumbline.db"


@pytest.fixture
def store(file: Path) -> Store:
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    return store


def all_bytes(file: Path) -> bytes:
    """Everything there is on disk: the database, its log and whatever lies beside them."""
    return b"".join(each.read_bytes() for each in sorted(file.parent.iterdir()))


def places(file: Path, running: Running) -> list[int]:
    """Where the stored responses lie in the file, in the order of their keys."""
    with SqliteDriver(file).reading() as session:
        ids = [row["id"] for row in session.query("SELECT id FROM response ORDER BY id")]
    content = file.read_bytes()
    return [content.index(f"{each}{running.round_id}".encode()) for each in ids]


def test_every_connection_is_made_ready(store: Store, file: Path) -> None:
    driver = SqliteDriver(file)
    for opening in (driver.reading, driver.writing):
        with opening() as session:
            settings = {
                **session.query("PRAGMA foreign_keys")[0],
                **session.query("PRAGMA synchronous")[0],
                **session.query("PRAGMA secure_delete")[0],
                **session.query("PRAGMA journal_mode")[0],
                **session.query("PRAGMA busy_timeout")[0],
            }
        assert settings.pop("timeout") >= 5_000
        assert settings == {
            "foreign_keys": 1,
            "synchronous": 2,  # FULL
            "secure_delete": 1,
            "journal_mode": "wal",
        }


def test_tables_of_answers_keep_no_order_of_arrival(store: Store, file: Path) -> None:
    with SqliteDriver(file).reading() as session:
        made = {
            row["name"]: row["sql"]
            for row in session.query("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        }
    for table in ("response", "answer", "comment", "invitation", "link", "draft", "person"):
        assert made[table].endswith("STRICT, WITHOUT ROWID")


def test_nothing_of_a_draft_is_left_once_answers_were_sent(store: Store, file: Path) -> None:
    running = opened(store)
    for size in (1, 300, 3_000):  # within a page, on pages of its own
        store.drafts.save(running.invitations[0], f"device {size}", MARK * size)
        store.drafts.save(running.invitations[0], f"device {size}", MARK * (size + 1))
    assert MARK in all_bytes(file)

    store.responses.submit(running.invitations[0], response(1))

    assert MARK not in all_bytes(file)


def test_a_reader_who_keeps_the_log_open_delays_that_only_until_the_next_write(
    store: Store, file: Path
) -> None:
    running = opened(store)
    with SqliteDriver(file).reading() as session:
        session.query("SELECT id FROM round")
        store.drafts.save(running.invitations[0], "phone", MARK)
        store.responses.submit(running.invitations[0], response(1))
        assert MARK in all_bytes(file)
    store.audit.note(ORGANISER, "anything")

    assert MARK not in all_bytes(file)


def test_destroyed_answers_are_gone_from_the_bytes_too(store: Store, file: Path) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1, comment=MARK.decode()))
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert MARK in all_bytes(file)
    store.responses.destroy(running.round_id, ORGANISER)

    assert MARK not in all_bytes(file)


def test_no_link_that_was_handed_out_is_in_the_bytes(store: Store, file: Path) -> None:
    running = opened(store)
    handed = personal_links(store, running.round_id, "https://survey.example.org")
    tokens = [each.link.rpartition("/")[2] for each in handed]

    assert len(tokens) == 25
    assert not any(token.encode() in all_bytes(file) for token in tokens)
    assert token_hash(tokens[0]).encode() in all_bytes(file)


def test_the_number_on_the_form_is_nowhere(store: Store, file: Path) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(0xABCDEF))

    assert response(0xABCDEF).id.encode() not in all_bytes(file)


def test_the_bytes_of_an_open_round_tell_the_order_of_arrival_and_tidying_ends_it(
    store: Store, file: Path
) -> None:
    running = opened(store)
    for number, invitation in enumerate(running.invitations):
        store.responses.submit(invitation, response(number))
    arrived = places(file, running)
    store.tidy()
    tidied = places(file, running)

    # Rows fill a page from its end, so key order means falling places within each page.
    def in_key_order(offsets: list[int]) -> bool:
        pairs = itertools.pairwise(offsets)
        return all(one > other for one, other in pairs if one // PAGE == other // PAGE)

    assert not in_key_order(arrived)
    assert in_key_order(tidied)


def test_after_closing_the_log_is_empty(store: Store, file: Path) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1))
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    store.tidy()

    log = file.with_name(file.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_the_file_is_for_its_owner_only(store: Store, file: Path) -> None:
    with SqliteDriver(file).writing() as session:
        session.execute("DELETE FROM audit WHERE id = :id", {"id": "none"})
        modes = {each.stat().st_mode & 0o777 for each in file.parent.iterdir()}

    assert modes == {0o600}


def test_a_missing_file_is_not_made_by_looking_for_it(tmp_path: Path) -> None:
    missing = tmp_path / "misspelt.db"
    store = open_store(f"sqlite:///{missing}")

    assert not store.is_alive()
    with pytest.raises(StorageError, match=r"there is no database .*misspelt.db"):
        store.rounds.all()
    assert not missing.exists()


def test_a_place_that_cannot_be_a_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(StorageError, match=r"could not be made: (Not a directory|File exists)"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'plumbline.db'}").migrate()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("These are notes, not a database. " * 100)

    with pytest.raises(StorageError, match="file is not a database"):
        open_store(f"sqlite:///{text}").migrate()
    assert text.read_text().startswith("These are notes")


def test_a_backup_is_a_whole_database_for_its_owner_only(store: Store, file: Path) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1))
    copy = file.with_name("backup.db")
    store.backup(copy)

    assert copy.stat().st_mode & 0o777 == 0o600
    restored = open_store(f"sqlite:///{copy}")
    restored.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(restored.responses.of(running.round_id)) == 1


def test_a_backup_never_overwrites_a_file(store: Store, file: Path) -> None:
    there = file.with_name("there.db")
    there.write_text("precious")

    with pytest.raises(StorageError, match=r"the backup .*there.db cannot be written: File exists"):
        store.backup(there)
    assert there.read_text() == "precious"


def test_writers_queue_and_one_who_waits_too_long_is_told(store: Store, file: Path) -> None:
    patient, hasty = SqliteDriver(file), SqliteDriver(file, patience_seconds=0.1)
    with (
        patient.writing(),
        pytest.raises(StorageError, match=r"busy for 0\.1 seconds") as refusal,
        hasty.writing(),
    ):
        pass
    assert "try again" in refusal.value.advice
    store.audit.note(ORGANISER, "carried on")


def test_the_last_of_many_writers_empties_the_log(store: Store, file: Path) -> None:
    running = opened(store, leaders=8, staff=32)
    for invitation in running.invitations:
        store.drafts.save(invitation, "phone", MARK)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(store.responses.submit, running.invitations, map(response, range(40))))

    assert MARK not in all_bytes(file)


def held(file: Path, seconds: float) -> Thread:
    """Keep another program's write transaction open for a while, before there is any log."""
    begun = Event()

    def hold() -> None:
        with Database(file) as db:
            db.execute("BEGIN IMMEDIATE")
            begun.set()
            time.sleep(seconds)

    thread = Thread(target=hold)
    thread.start()
    begun.wait()
    return thread


def test_migrating_waits_for_another_program_to_finish(tmp_path: Path) -> None:
    thread = held(tmp_path / "plumbline.db", 0.3)
    store = open_store(f"sqlite:///{tmp_path / 'plumbline.db'}")
    store.migrate()
    thread.join()

    assert store.is_alive()


def test_migrating_gives_up_when_another_program_does_not_finish(tmp_path: Path) -> None:
    thread = held(tmp_path / "plumbline.db", 3.0)

    with pytest.raises(StorageError, match="database is locked"):
        open_store(f"sqlite:///{tmp_path / 'plumbline.db'}").migrate()
    thread.join()


def test_a_database_that_was_replaced_is_the_one_that_is_used(store: Store, file: Path) -> None:
    store.audit.note(ORGANISER, "in the first file")
    other = file.with_name("other.db")
    open_store(f"sqlite:///{other}").migrate()
    store.close()
    assert [each.deed for each in store.audit.all()] == ["in the first file"]
    other.replace(file)

    assert store.audit.all() == []


def test_what_failed_leaves_nothing_open_for_the_next(store: Store, file: Path) -> None:
    driver = SqliteDriver(file)

    def fail() -> None:
        with driver.writing() as session:
            session.execute("DELETE FROM audit WHERE id <> :id", {"id": "none"})
            raise RuntimeError("in the middle")

    store.audit.note(ORGANISER, "stays")
    with pytest.raises(RuntimeError, match="in the middle"):
        fail()
    with driver.writing() as session:
        session.execute("DELETE FROM audit WHERE id = :id", {"id": "none"})

    assert [each.deed for each in store.audit.all()] == ["stays"]


def test_one_reads_what_another_wrote_however_long_its_connection_waited(
    store: Store, file: Path
) -> None:
    other = open_store(f"sqlite:///{file}")
    assert other.audit.all() == []
    store.audit.note(ORGANISER, "just now")

    assert [each.deed for each in other.audit.all()] == ["just now"]
