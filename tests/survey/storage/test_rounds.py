"""Rounds: changed while drafts, frozen at launch, moved one way; promised on both engines."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest

from survey.errors import RoundStateError, StorageError, UnknownRoundError
from survey.rounds import Thresholds
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.examples import ORGANISER, a_token_hash, draft, opened, people, response


def test_a_round_comes_back_as_it_was_kept(store: Store) -> None:
    kept = replace(
        draft(store),
        margin=0.07,
        thresholds=Thresholds(scores=6, comments=12, counts=9),
        opens_on=date(2026, 5, 1),
        closes_on=date(2026, 5, 31),
    )
    store.rounds.save(kept)

    assert store.rounds.get(kept.id) == kept


def test_the_newest_round_comes_first_and_a_change_keeps_its_place(store: Store) -> None:
    spring, summer = draft(store, name="Spring"), draft(store, name="Summer")
    store.rounds.save(replace(spring, name="Early spring"))

    assert [each.name for each in store.rounds.all()] == ["Summer", "Early spring"]
    assert store.rounds.all()[0] == summer


def test_an_unknown_round_is_named(store: Store) -> None:
    with pytest.raises(UnknownRoundError, match="there is no round 'nowhere'"):
        store.rounds.get("nowhere")
    with pytest.raises(UnknownRoundError):
        store.rounds.move("nowhere", to="open", by=ORGANISER)
    with pytest.raises(UnknownRoundError):
        store.invitations.rates("nowhere")
    with pytest.raises(UnknownRoundError):
        store.responses.mix("nowhere")


def test_a_launched_round_is_frozen(store: Store) -> None:
    running = opened(store)
    frozen = store.rounds.get(running.round_id)
    lower = replace(frozen, state="draft", thresholds=Thresholds(scores=3))

    with pytest.raises(RoundStateError, match="can no longer be changed"):
        store.rounds.save(lower)
    with pytest.raises(RoundStateError, match="is open, not draft"):
        store.people.replace(running.round_id, [])
    with pytest.raises(RoundStateError, match="is open, not draft"):
        store.invitations.create(running.round_id, [])
    assert store.rounds.get(running.round_id) == frozen


def test_only_a_draft_can_be_saved(store: Store) -> None:
    with pytest.raises(ValueError, match="is open"):
        store.rounds.save(replace(draft(store), state="open"))


def test_the_database_itself_refuses_a_threshold_under_three(store: Store) -> None:
    with pytest.raises(StorageError):
        store.rounds.save(replace(draft(store), thresholds=Thresholds(scores=2)))


def test_a_round_moves_one_way_only(store: Store) -> None:
    running = opened(store)
    with pytest.raises(RoundStateError, match="is open, not draft"):
        store.rounds.move(running.round_id, to="open", by=ORGANISER)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    with pytest.raises(RoundStateError, match="is closed, not draft"):
        store.rounds.move(running.round_id, to="open", by=ORGANISER)
    with pytest.raises(RoundStateError, match="is closed, not open"):
        store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    with pytest.raises(ValueError, match="moved to 'open' or 'closed'"):
        store.rounds.move(running.round_id, to="published", by=ORGANISER)


def test_of_two_organisers_who_close_at_once_one_did_it(store: Store) -> None:
    running = opened(store)
    together = Barrier(4)

    def close(number: int) -> bool:
        together.wait()
        try:
            store.rounds.move(running.round_id, to="closed", by=f"hr{number}@example.org")
        except RoundStateError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(close, range(4))) == 1
    deeds = [each.deed for each in store.audit.all(running.round_id)]
    assert deeds == ["launched the round", "closed the round"]


def test_a_round_without_invitations_cannot_open(store: Store) -> None:
    round_ = draft(store)
    with pytest.raises(RoundStateError, match="25 people and 0 invitations"):
        store.rounds.move(round_.id, to="open", by=ORGANISER)
    store.people.replace(round_.id, [])
    with pytest.raises(RoundStateError, match="0 people and 0 invitations"):
        store.rounds.move(round_.id, to="open", by=ORGANISER)


def test_the_last_day_can_be_moved_until_the_round_closes(driver: Driver) -> None:
    store = Store(driver, now=lambda: datetime(2026, 5, 10, tzinfo=UTC))
    running = opened(store)
    store.rounds.set_closing(running.round_id, date(2026, 5, 20))
    assert store.rounds.get(running.round_id).closes_on == date(2026, 5, 20)
    store.rounds.set_closing(running.round_id, None)
    assert store.rounds.get(running.round_id).closes_on is None

    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    with pytest.raises(RoundStateError, match="is closed"):
        store.rounds.set_closing(running.round_id, date(2026, 6, 1))


def test_a_round_cannot_be_set_to_close_before_it_opens(store: Store) -> None:
    round_ = draft(store)
    store.rounds.save(replace(round_, opens_on=date(2026, 5, 4)))

    with pytest.raises(RoundStateError, match="opens on 2026-05-04 and cannot close on 2026-05-03"):
        store.rounds.set_closing(round_.id, date(2026, 5, 3))


def test_a_people_list_is_replaced_whole(store: Store) -> None:
    round_ = draft(store)
    other = draft(store, name="Other")
    shorter = people("again", leaders=1, staff=2)
    store.people.replace(round_.id, shorter)

    assert store.people.of(round_.id) == shorter
    assert len(store.people.of(other.id)) == 25


def test_a_list_with_one_impossible_person_changes_nothing(store: Store) -> None:
    round_ = draft(store)
    twice = people("twice", leaders=1, staff=0) * 2

    with pytest.raises(StorageError):
        store.people.replace(round_.id, twice)
    assert len(store.people.of(round_.id)) == 25


def test_a_link_leads_to_an_invitation_that_does_not_say_whose_it_is(store: Store) -> None:
    running = opened(store)
    found = store.invitations.by_token_hash(a_token_hash(store, running.round_id))

    assert found is not None
    assert (found.id, found.group) == (running.invitations[0], "leaders")
    assert not found.used
    assert not [field for field in astuple(found) if "-0" in str(field) or "Person" in str(field)]
    assert store.invitations.by_token_hash("no such hash") is None


def test_later_links_leave_earlier_ones_good(store: Store) -> None:
    running = opened(store)
    first, second = (a_token_hash(store, running.round_id) for _ in range(2))
    store.responses.submit(running.invitations[0], response(1))

    found = [store.invitations.by_token_hash(each) for each in (first, second)]
    assert first != second
    assert [each and (each.id, each.used) for each in found] == [(running.invitations[0], True)] * 2


def test_a_link_to_nowhere_cannot_be_kept(store: Store) -> None:
    with pytest.raises(StorageError):
        store.invitations.add_links([("hash", "nobody")])


def test_what_the_list_of_recipients_says_is_the_same_whoever_answered(store: Store) -> None:
    running = opened(store)
    before = store.invitations.of(running.round_id)
    store.responses.submit(running.invitations[4], response(1))

    assert store.invitations.of(running.round_id) == before


def test_rates_count_answers_by_group_and_segment(store: Store) -> None:
    running = opened(store)
    for number in (0, 1, 2, 5, 6, 8):
        store.responses.submit(running.invitations[number], response(number))

    rates = {(each.group, each.segment): each for each in store.invitations.rates(running.round_id)}
    counted = {key: (each.invited, each.answered) for key, each in rates.items()}
    assert counted == {
        ("leaders", None): (5, 3),
        ("staff", None): (20, 3),
        ("staff", ("department", "Sales")): (10, 1),
        ("staff", ("department", "Service")): (10, 2),
    }
