"""A round's course on both engines: paused, cancelled, archived; what may still be changed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from survey.errors import (
    CancelledLinkError,
    LateLinkError,
    PausedLinkError,
    RoundError,
    RoundStateError,
    UnknownRoundError,
)
from survey.rounds import Thresholds
from survey.storage import NewMailing, Store
from survey.storage.driver import Driver
from tests.survey.examples import ORGANISER, draft, opened, response
from tests.survey.served import everything_in

DAY = date(2026, 5, 4)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(driver: Driver, clock: Clock) -> Store:
    return Store(driver, now=clock)


def published(store: Store) -> str:
    running = opened(store)
    for number, invitation in enumerate(running.invitations[:9]):
        store.responses.submit(invitation, response(number, comment=f"Words {number}"))
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    store.publications.save(running.round_id, b"{}")
    return running.round_id


def test_a_paused_round_takes_no_answers_keeps_drafts_and_goes_on(store: Store) -> None:
    running = opened(store)
    store.course.pause(running.round_id, ORGANISER)

    assert store.rounds.get(running.round_id).state == "paused"
    with pytest.raises(PausedLinkError):
        store.responses.submit(running.invitations[0], response(1))
    store.drafts.save(running.invitations[0], "phone", b"draft")
    with pytest.raises(RoundStateError, match="is paused, not open"):
        store.course.pause(running.round_id, ORGANISER)
    store.course.resume(running.round_id, ORGANISER)
    assert store.drafts.get(running.invitations[0], "phone") == b"draft"
    store.responses.submit(running.invitations[0], response(1))
    assert [deed.deed for deed in store.audit.all(running.round_id)][-2:] == [
        "paused the round",
        "resumed the round",
    ]


def test_a_pause_does_not_outlast_the_last_day(store: Store, clock: Clock) -> None:
    running = opened(store)
    store.course.set_last_day(running.round_id, DAY, by=ORGANISER, may_shorten=True)
    store.course.pause(running.round_id, ORGANISER)
    clock.now += timedelta(days=1)

    with pytest.raises(LateLinkError):
        store.responses.submit(running.invitations[0], response(1))


def test_a_paused_round_can_be_closed(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1))
    store.course.pause(running.round_id, ORGANISER)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    assert store.rounds.get(running.round_id).state == "closed"
    assert len(store.responses.of(running.round_id)) == 1


def test_a_cancelled_round_keeps_nothing_that_was_answered(store: Store, driver: Driver) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1, comment="private words"))
    store.drafts.save(running.invitations[1], "phone", b"draft")
    store.outbox.plan(
        NewMailing(round_id=running.round_id, kind="invitation", slot="x", day=DAY), by=ORGANISER
    )
    store.course.cancel(running.round_id, ORGANISER)

    assert store.rounds.get(running.round_id).state == "cancelled"
    kept = everything_in(driver)
    assert kept["response"] == kept["answer"] == kept["comment"] == kept["draft"] == []
    assert store.course.left(running.round_id) == (0, 0, 0, 0)
    with driver.reading() as session:
        assert session.query("SELECT id FROM mail") == []
    with pytest.raises(CancelledLinkError):
        store.responses.submit(running.invitations[2], response(2))
    for deed in (store.course.cancel, store.course.pause, store.course.resume):
        with pytest.raises(RoundStateError, match="is cancelled"):
            deed(running.round_id, ORGANISER)
    with pytest.raises(RoundStateError, match="is cancelled"):
        store.publications.save(running.round_id, b"{}")


def test_a_cancelled_draft_cannot_be_launched_or_changed(store: Store) -> None:
    round_ = draft(store)
    store.course.cancel(round_.id, ORGANISER)

    with pytest.raises(RoundStateError):
        store.rounds.save(replace(round_, name="Again"))
    with pytest.raises(RoundStateError):
        store.rounds.move(round_.id, to="open", by=ORGANISER)


def test_of_closing_and_cancelling_at_once_one_wins(store: Store) -> None:
    running = opened(store)
    deeds = [
        lambda: store.rounds.move(running.round_id, to="closed", by=ORGANISER),
        lambda: store.course.cancel(running.round_id, ORGANISER),
    ]

    def outcome(deed: int) -> bool:
        try:
            deeds[deed]()
        except RoundStateError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(outcome, range(2))) == [False, True]


def test_finished_rounds_are_archived_and_brought_back_as_they_were(store: Store) -> None:
    done, cancelled, running = published(store), draft(store), opened(store)
    store.course.cancel(cancelled.id, ORGANISER)
    for round_id in (done, cancelled.id):
        store.course.archive(round_id, ORGANISER)
        assert store.rounds.get(round_id).state == "archived"
    with pytest.raises(RoundStateError):
        store.course.archive(running.round_id, ORGANISER)
    store.course.bring_back(done, ORGANISER)
    store.course.bring_back(cancelled.id, ORGANISER)

    assert store.rounds.get(done).state == "published"
    assert store.rounds.get(cancelled.id).state == "cancelled"
    assert store.publications.get(done) == b"{}"


def test_the_last_day_is_moved_on_freely_and_back_only_when_said_so(store: Store) -> None:
    running = opened(store)
    move = store.course.set_last_day
    with pytest.raises(RoundError, match="earlier than people were told"):
        move(running.round_id, DAY + timedelta(days=9), by=ORGANISER)  # there was no end
    move(running.round_id, DAY + timedelta(days=9), by=ORGANISER, may_shorten=True)
    move(running.round_id, DAY + timedelta(days=12), by=ORGANISER)
    with pytest.raises(RoundError, match="2026-05-16"):
        move(running.round_id, DAY + timedelta(days=11), by=ORGANISER)
    with pytest.raises(RoundError, match="over already"):
        move(running.round_id, DAY - timedelta(days=1), by=ORGANISER, may_shorten=True)

    assert store.rounds.get(running.round_id).closes_on == date(2026, 5, 16)
    move(running.round_id, None, by=ORGANISER)
    assert store.rounds.get(running.round_id).closes_on is None
    deeds = [deed.deed for deed in store.audit.all(running.round_id)]
    assert "moved the last day from 2026-05-13 to 2026-05-16" in deeds
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    with pytest.raises(RoundStateError):
        move(running.round_id, DAY + timedelta(days=30), by=ORGANISER)


@pytest.mark.parametrize(
    "lower",
    [
        Thresholds(scores=4),
        Thresholds(scores=9, counts=9, comments=9),
        Thresholds(scores=9, counts=7, comments=99),
    ],
)
def test_thresholds_go_up_and_never_down(store: Store, lower: Thresholds) -> None:
    running = opened(store)
    with pytest.raises(RoundError, match="only be raised"):
        store.course.raise_thresholds(running.round_id, lower, by=ORGANISER)
    higher = Thresholds(scores=6, counts=8, comments=12)
    store.course.raise_thresholds(running.round_id, higher, by=ORGANISER)

    assert store.rounds.get(running.round_id).thresholds == higher
    done = published(store)
    with pytest.raises(RoundStateError):
        store.course.raise_thresholds(done, higher, by=ORGANISER)


def test_answers_are_destroyed_on_the_day_that_was_promised(store: Store, clock: Clock) -> None:
    running = opened(store)
    store.course.set_retention(running.round_id, 30, by=ORGANISER)
    with pytest.raises(RoundError, match="cannot become 31"):
        store.course.set_retention(running.round_id, 31, by=ORGANISER)
    store.course.set_retention(running.round_id, 10, by=ORGANISER)
    assert store.rounds.get(running.round_id).destroy_after == 10
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    clock.now += timedelta(days=40)
    assert store.course.to_destroy() == []  # it was not published
    store.publications.save(running.round_id, b"{}")

    due = []
    for _ in range(12):
        due.append(store.course.to_destroy())
        clock.now += timedelta(days=1)
    assert due == [[]] * 10 + [[running.round_id]] * 2


def test_no_answers_are_destroyed_where_nothing_was_promised(store: Store, clock: Clock) -> None:
    published(store)
    clock.now += timedelta(days=4000)

    assert store.course.to_destroy() == []


def test_how_many_answers_there_are_is_told_only_once_they_are_gone(store: Store) -> None:
    done = published(store)
    with pytest.raises(RoundStateError, match="not destroyed"):
        store.course.left(done)
    store.responses.destroy(done, ORGANISER)

    assert store.course.left(done) == (0, 0, 0, 0)


def test_a_round_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(UnknownRoundError):
        store.course.pause("nowhere", ORGANISER)


def test_a_chore_is_one_s_at_a_time(store: Store, clock: Clock) -> None:
    hour = timedelta(hours=1)
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda _: store.chores.take("mix", every=hour), range(6)))

    assert sorted(taken) == [False] * 5 + [True]
    clock.now += hour - timedelta(seconds=1)
    assert not store.chores.take("mix", every=hour)
    assert store.chores.take("other", every=hour)
    clock.now += timedelta(seconds=1)
    assert store.chores.take("mix", every=hour)


def test_mail_is_claimed_and_queued_while_rows_are_mixed_and_the_round_closes(
    store: Store,
) -> None:
    running = opened(store, leaders=8, staff=32)
    other = opened(store, name="Other")

    def plan(number: int) -> None:
        store.outbox.plan(
            NewMailing(round_id=running.round_id, kind="reminder", slot=f"{number}", day=DAY),
            by=ORGANISER,
        )

    def send(number: int) -> None:
        for turn in range(10):
            claimed = store.outbox.claim(f"{number} {turn}", per_minute=1000)
            if claimed is not None:
                store.outbox.sent(claimed.id)

    plan(0)
    with ThreadPoolExecutor(8) as pool:
        working = [pool.submit(send, number) for number in range(4)]
        working += [pool.submit(store.responses.mix, running.round_id) for _ in range(4)]
        working += [pool.submit(plan, number) for number in range(1, 4)]
        working += [pool.submit(store.responses.mix, other.round_id) for _ in range(2)]
        for each in working:
            each.result()
        closing = pool.submit(store.rounds.move, running.round_id, to="closed", by=ORGANISER)
        working = [pool.submit(send, 10 + number) for number in range(3)]
        for each in (closing, *working):
            each.result()

    assert store.outbox.claim("last", per_minute=1000) is None
    assert sum(each.handled for each in store.outbox.mailings(running.round_id)) >= 40
