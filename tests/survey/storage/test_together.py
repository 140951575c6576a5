"""What several people ask for at once is written together, each all or nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from survey.errors import StorageError, UnknownLinkError, UsedLinkError
from survey.storage import Store, open_store
from survey.storage.driver import Change, Driver, Session
from tests.survey.examples import ORGANISER, opened, response


def submissions(store: Store, invitations: Sequence[str]) -> list[Change]:
    return [
        store.responses.submission(invitation, response(number, choice=1 + number % 5))
        for number, invitation in enumerate(invitations)
    ]


def test_all_are_kept_and_each_is_told_so(store: Store) -> None:
    running = opened(store)

    assert store.write_each(submissions(store, running.invitations[:9])) == [None] * 9

    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(store.responses.of(running.round_id)) == 9


def test_nobody_to_write_for_is_no_error(store: Store) -> None:
    assert store.write_each([]) == []


def test_one_refusal_leaves_the_others_as_they_are(store: Store) -> None:
    running = opened(store)
    first, second, third = running.invitations[:3]
    store.responses.submit(second, response(77))

    told = store.write_each(
        [
            *submissions(store, [first, second, third, "nobody"]),
            store.drafts.saving(running.invitations[4], "phone", b"draft"),
        ]
    )

    assert [type(each) for each in told] == [
        *(type(None), UsedLinkError, type(None), UnknownLinkError, type(None))
    ]
    assert store.drafts.get(running.invitations[4], "phone") == b"draft"
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(store.responses.of(running.round_id)) == 3


def test_the_same_form_twice_in_one_go_is_kept_once_and_another_one_is_refused(
    store: Store,
) -> None:
    running = opened(store)
    here = running.invitations[0]
    twice = [store.responses.submission(here, response(1)) for _ in range(2)]
    another = store.responses.submission(here, response(2))

    told = store.write_each([*twice, another])

    assert told[:2] == [None, None]
    assert isinstance(told[2], UsedLinkError)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(store.responses.of(running.round_id)) == 1


def test_a_change_that_fails_half_way_leaves_nothing(store: Store, driver: Driver) -> None:
    running = opened(store)

    def half(session: Session) -> None:
        store.responses.submission(running.invitations[0], response(1))(session)
        raise RuntimeError("in the middle")

    def unknown_table(session: Session) -> None:
        session.execute("DELETE FROM no_such_table WHERE id = :id", {"id": 1})

    told = store.write_each([half, *submissions(store, running.invitations[1:3]), unknown_table])

    assert [type(each) for each in told] == [*(RuntimeError, type(None), type(None), StorageError)]
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert len(store.responses.of(running.round_id)) == 2


def test_where_sqlite_undoes_everything_everybody_is_told_and_nothing_is_kept(
    tmp_path: Path,
) -> None:
    file = tmp_path / "plumbline.db"
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    running = opened(store)

    def undone(session: Session) -> None:  # as SQLite does when the disk fails
        there = {"id": running.round_id, "hash": "once"}
        for _ in range(2):
            session.execute("INSERT OR ROLLBACK INTO receipt VALUES (:id, :hash)", there)

    with pytest.raises(StorageError, match="UNIQUE"):
        store.write_each([*submissions(store, running.invitations[:3]), undone])

    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    assert store.responses.of(running.round_id) == []


def test_the_last_of_several_goes_empties_the_log(tmp_path: Path) -> None:
    file = tmp_path / "plumbline.db"
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    running = opened(store)
    log = file.with_name("plumbline.db-wal")

    store.write_each(submissions(store, running.invitations[:3]), lambda: True)
    left = log.stat().st_size
    store.write_each(submissions(store, running.invitations[3:6]), lambda: False)

    assert left > 0
    assert log.stat().st_size == 0
