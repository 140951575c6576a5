"""Half-finished answers: nobody but the device they were written on has them, nor what is left."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from survey.invitations import (
    device_id,
    draft_key,
    encrypt_draft,
    new_device_secret,
    new_id,
    token_hash,
)
from survey.questionnaire import Group
from survey.storage import Store, open_store
from survey.storage.driver import Driver
from tests.redteam import intruders
from tests.redteam.whole_round import people_of, played

SIZES: dict[tuple[Group, str], int] = {("leaders", "Sales"): 5, ("staff", "Sales"): 20}
ARRIVING = [3, 20, 0]
BACKUP = "backup.db"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "database" / "plumbline.db"


@pytest.fixture
def embedded(file: Path) -> Store:
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    return store


def test_a_careless_file_keeps_deleted_drafts_and_ours_does_not(
    embedded: Store, file: Path, tmp_path: Path
) -> None:
    # A real draft is longer than a page, so that it lies in pieces and most of it is alone there.
    draft = encrypt_draft(draft_key(new_device_secret(), new_id()), {"q1": "half of what I think"})
    careless = tmp_path / "careless" / "plumbline.db"
    careless.parent.mkdir()
    with Database(careless) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE draft (id TEXT PRIMARY KEY, words BLOB) WITHOUT ROWID")
        db.execute("INSERT INTO draft VALUES ('a', ''), ('b', ?)", [draft])
        db.conn.commit()
        db.execute("DELETE FROM draft WHERE id = 'b'")
        db.conn.commit()
        log = careless.with_name(careless.name + "-wal").read_bytes()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert len(draft) > intruders.PAGE
    assert draft not in careless.read_bytes()  # whoever looks for all of it at once finds none
    assert len(intruders.found_in(log, [draft])) == 1
    assert len(intruders.found_in(careless.read_bytes(), [draft])) == 1
    assert intruders.remains(careless.read_bytes())

    truth = played(embedded, people_of(SIZES), ARRIVING[:3])
    assert intruders.found_in(intruders.all_bytes(file), truth.drafts) == []


def test_a_careless_copy_keeps_deleted_drafts_and_our_backup_does_not(
    embedded: Store, file: Path, tmp_path: Path
) -> None:
    truth = played(embedded, people_of(SIZES), ARRIVING[:3])
    invitation = embedded.invitations.by_token_hash(token_hash(truth.tokens[7]))
    assert invitation is not None
    deleted = encrypt_draft(draft_key(new_device_secret(), invitation.id), {"q1": "not this"})
    kept = encrypt_draft(draft_key(new_device_secret(), invitation.id), {"q1": "but this"})
    with Database(file) as db:  # somebody's own tool, which does not overwrite what it deletes
        db.execute("PRAGMA secure_delete = OFF")
        for draft in (deleted, kept):
            row = [invitation.id, new_id(), draft]
            db.execute("INSERT INTO draft VALUES (?, ?, ?)", row)
        db.conn.commit()
        db.execute("DELETE FROM draft WHERE ciphertext = ?", [deleted])
        db.conn.commit()
    careless, ours = tmp_path / "careless.db", tmp_path / BACKUP
    with Database(file) as db, Database(careless) as copy:
        db.conn.backup(copy.conn)  # page by page, free ones and all
    embedded.backup(ours)

    assert len(intruders.found_in(careless.read_bytes(), [deleted])) == 1
    assert intruders.found_in(ours.read_bytes(), [deleted]) == []
    assert len(intruders.found_in(ours.read_bytes(), [kept])) == 1  # unread: its key is elsewhere
    assert intruders.remains(ours.read_bytes()) == []
    with Database(ours) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert not ours.with_name(BACKUP + "-wal").exists()


def test_a_draft_tells_neither_how_much_was_written_nor_by_which_device(
    store: Store, driver: Driver
) -> None:
    secret, one, other = new_device_secret(), new_id(), new_id()
    little = {"choices": {"q1": 3}, "comments": {}}
    much = {"choices": {"q1": 3}, "comments": {"q2": "x" * 4_000, "q3": "é" * 3_000}}

    assert len(str(little)) != len(str(much))  # what an unpadded draft would tell
    sizes = {len(encrypt_draft(draft_key(secret, one), each)) for each in (little, much)}
    assert len(sizes) == 1
    assert device_id(secret, one) != device_id(secret, other)
    assert device_id(secret, one) != draft_key(secret, one).hex()
    truth = played(store, people_of(SIZES), [3, 20])
    assert {len(each) for each in truth.drafts} == sizes
    invitation = store.invitations.by_token_hash(token_hash(truth.tokens[7]))
    assert invitation is not None
    store.drafts.save(invitation.id, "phone", b"draft")
    with driver.reading() as session:
        (kept,) = session.query("SELECT * FROM draft")
    assert set(kept) == {"invitation_id", "device_id", "ciphertext"}  # and no time


def test_a_draft_keeps_no_time_nor_how_often_it_was_saved(store: Store, driver: Driver) -> None:
    truth = played(store, people_of(SIZES), ARRIVING)
    invitation = store.invitations.by_token_hash(token_hash(truth.tokens[7]))
    assert invitation is not None
    seen = []
    for _ in range(3):  # as a page does while somebody thinks
        store.drafts.save(invitation.id, "phone", b"draft")
        with driver.reading() as session:
            seen.append(session.query("SELECT * FROM draft"))
    now = datetime.now(UTC)
    careless = [{**row, "saved_at": now.isoformat(), "saved": 3} for row in seen[-1]]

    assert intruders.times_in(careless, near=now) == ["saved_at"]
    assert intruders.times_in(seen[-1], near=now) == []
    assert seen[0] == seen[1] == seen[2]
