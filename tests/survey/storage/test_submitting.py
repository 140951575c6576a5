"""One response a person, whole, once, and untraceable: promised on both engines."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest

from survey.errors import (
    EarlyLinkError,
    LateLinkError,
    RoundStateError,
    StorageError,
    UnknownLinkError,
    UsedLinkError,
)
from survey.responses import Response
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.examples import ITEMS, ORGANISER, draft, opened, response


def closed_choices(store: Store, round_id: str) -> list[dict[str, int]]:
    store.rounds.move(round_id, to="closed", by=ORGANISER)
    return [dict(each.choices) for each in store.responses.of(round_id)]


def test_a_response_is_kept_whole(store: Store) -> None:
    running = opened(store)
    given = Response(id="a" * 32, choices={ITEMS[0]: 5, ITEMS[3]: 1}, comments={"c": "More time."})

    store.responses.submit(running.invitations[0], given)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    stored = store.responses.of(running.round_id)
    assert [each.choices for each in stored] == [{ITEMS[0]: 5, ITEMS[3]: 1}]
    assert stored[0].group == "leaders"
    assert store.responses.comments(running.round_id) == [("leaders", "c", "More time.")]


def test_a_response_carries_the_coarsened_attributes_of_its_invitation(store: Store) -> None:
    running = opened(store, leaders=5, staff=20)  # 3 leaders in one department, 2 in the other
    store.responses.submit(running.invitations[0], response(0))
    store.responses.submit(running.invitations[24], response(1))
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    attributes = {each.group: each.attributes for each in store.responses.of(running.round_id)}
    assert attributes["leaders"] == {}
    assert attributes["staff"] == {"department": "Service"}


def test_a_response_may_skip_everything(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], Response(id="a" * 32, choices={}, comments={}))

    assert closed_choices(store, running.round_id) == [{}]


def test_sending_the_same_response_again_changes_nothing(store: Store) -> None:
    running = opened(store)
    for _ in range(3):
        store.responses.submit(running.invitations[6], response(7, comment="Once."))

    assert len(closed_choices(store, running.round_id)) == 1
    assert len(store.responses.comments(running.round_id)) == 1


def test_a_replay_after_the_round_closed_is_no_error_either(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[6], response(7))
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    store.responses.submit(running.invitations[6], response(7))

    assert len(store.responses.of(running.round_id)) == 1


def test_a_second_response_on_the_same_invitation_is_refused(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1, choice=5))

    with pytest.raises(UsedLinkError) as refusal:
        store.responses.submit(running.invitations[0], response(2, choice=1))

    assert "already used" in refusal.value.advice
    assert closed_choices(store, running.round_id) == [dict.fromkeys(ITEMS, 5)]


def test_two_people_may_send_forms_that_bear_the_same_number(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1))
    store.responses.submit(running.invitations[1], response(1))

    assert len(closed_choices(store, running.round_id)) == 2


def test_an_unknown_invitation_is_refused(store: Store) -> None:
    with pytest.raises(UnknownLinkError):
        store.responses.submit("nobody", response(1))


def test_a_round_that_is_not_open_yet_takes_no_answers(store: Store) -> None:
    round_ = draft(store)
    running = opened(store, name="Other")
    store.invitations.create(round_.id, [])

    with pytest.raises(RoundStateError, match="is draft, not closed or published"):
        store.responses.of(round_.id)
    with pytest.raises(RoundStateError, match="is open, not closed or published"):
        store.responses.comments(running.round_id)


def test_the_first_and_the_last_day_count(driver: Driver) -> None:
    today = [datetime(2026, 5, 4, 23, 59, tzinfo=UTC)]
    store = Store(driver, now=lambda: today[0])
    running = opened(store)
    assert store.today() == date(2026, 5, 4)
    store.rounds.set_closing(running.round_id, date(2026, 5, 4))
    store.responses.submit(running.invitations[0], response(1))

    today[0] = datetime(2026, 5, 5, 0, 0, tzinfo=UTC)
    with pytest.raises(LateLinkError):
        store.responses.submit(running.invitations[1], response(2))
    with pytest.raises(LateLinkError):
        store.drafts.save(running.invitations[1], "phone", b"draft")


def test_a_closed_round_takes_no_answers(store: Store) -> None:
    running = opened(store)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    with pytest.raises(LateLinkError, match="after the round closed"):
        store.responses.submit(running.invitations[0], response(1))
    assert store.responses.of(running.round_id) == []


def test_before_launch_a_link_is_early(store: Store) -> None:
    from survey.storage import NewInvitation  # noqa: PLC0415 - only here without a launch

    round_ = draft(store, leaders=1, staff=0)
    only = NewInvitation(id="i", person_id=f"{round_.id}-0", group="leaders", attributes={})
    store.invitations.create(round_.id, [only])

    with pytest.raises(EarlyLinkError):
        store.responses.submit("i", response(1))


def test_many_people_answer_at_once(store: Store) -> None:
    running = opened(store, leaders=8, staff=88)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(store.responses.submit, running.invitations, map(response, range(96))))

    sent = sorted(1 + number % 5 for number in range(96))
    assert sorted(each[ITEMS[0]] for each in closed_choices(store, running.round_id)) == sent


def test_of_eight_browsers_with_one_link_one_is_counted(store: Store) -> None:
    running = opened(store)
    together = Barrier(8)

    def send(number: int) -> bool:
        together.wait()
        try:
            store.responses.submit(running.invitations[0], response(number))
        except UsedLinkError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(send, range(8)))

    assert sum(taken) == 1
    assert len(closed_choices(store, running.round_id)) == 1


def test_a_double_click_is_counted_once(store: Store) -> None:
    running = opened(store)
    together = Barrier(8)

    def send(_: int) -> None:
        together.wait()
        store.responses.submit(running.invitations[0], response(1, comment="Twice?"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))

    assert len(closed_choices(store, running.round_id)) == 1
    assert len(store.responses.comments(running.round_id)) == 1


def test_whoever_was_thanked_while_the_round_closed_is_in_the_results(store: Store) -> None:
    running = opened(store, leaders=8, staff=56)
    together = Barrier(8)

    def send(batch: int) -> int:
        together.wait()
        taken = 0
        for number in range(batch, 64, 7):
            try:
                store.responses.submit(running.invitations[number], response(number))
            except LateLinkError:
                continue
            taken += 1
        return taken

    def close_now() -> list[int]:
        together.wait()
        store.rounds.move(running.round_id, to="closed", by=ORGANISER)
        return [len(store.responses.of(running.round_id))]

    with ThreadPoolExecutor(8) as pool:
        closing = pool.submit(close_now)
        thanked = sum(pool.map(send, range(7)))
        right_after_closing = closing.result()[0]

    assert len(store.responses.of(running.round_id)) == thanked == right_after_closing


def test_an_error_halfway_keeps_the_draft_and_the_invitation(store: Store) -> None:
    running = opened(store)
    invitation = running.invitations[0]
    store.drafts.save(invitation, "phone", b"draft")

    with pytest.raises(StorageError):  # the last choice is off any scale: the table refuses it
        store.responses.submit(
            invitation, Response(id="a" * 32, choices={"x": 1, "y": 0}, comments={})
        )

    assert store.drafts.get(invitation, "phone") == b"draft"
    store.responses.submit(invitation, response(1))
    assert len(closed_choices(store, running.round_id)) == 1


def test_a_stored_row_has_no_name_no_time_no_link_and_not_the_number_of_the_form(
    store: Store, driver: Driver
) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[3], response(9, comment="Words."))

    with driver.reading() as session:
        kept = session.query("SELECT * FROM response")[0]
        words = session.query("SELECT * FROM comment")[0]
        used = session.query("SELECT * FROM invitation WHERE used = 1")[0]
    assert set(kept) == {"id", "round_id", "group_name", "attributes"}
    assert set(words) == {"id", "round_id", "group_name", "question_id", "words"}
    in_common = (set(map(str, kept.values())) | set(map(str, words.values()))) & set(
        map(str, used.values())
    )
    assert in_common == {running.round_id, "leaders", json.dumps({})}
    assert kept["id"] != words["id"]
    assert kept["id"] != response(9).id


def test_responses_and_comments_come_in_another_order_each_time(store: Store) -> None:
    running = opened(store, leaders=5, staff=45)
    for number, invitation in enumerate(running.invitations):
        choices = {ITEMS[0]: 1 + number % 5, ITEMS[1]: 1 + number // 5 % 5, ITEMS[2]: 1}
        store.responses.submit(
            invitation,
            Response(id=f"{number:032x}", choices=choices, comments={"c": f"Comment {number}"}),
        )
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    orders = {
        tuple(tuple(each.choices.values()) for each in store.responses.of(running.round_id))
        for _ in range(3)
    }
    comments = {tuple(store.responses.comments(running.round_id)) for _ in range(3)}
    assert len(orders) == 3
    assert len(comments) == 3
    assert len({frozenset(each) for each in comments}) == 1


def test_destroying_deletes_every_answer_and_says_so(store: Store, driver: Driver) -> None:
    running = opened(store)
    other = opened(store, name="Other")
    store.responses.submit(running.invitations[0], response(1, comment="Words."))
    store.responses.submit(other.invitations[0], response(1, comment="Words."))
    with pytest.raises(RoundStateError):
        store.responses.destroy(running.round_id, ORGANISER)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    store.responses.destroy(running.round_id, ORGANISER)

    assert store.rounds.get(running.round_id).answers_destroyed
    with pytest.raises(RoundStateError, match="were destroyed"):
        store.responses.of(running.round_id)
    assert store.audit.all(running.round_id)[-1].deed == "destroyed the answers"
    with driver.reading() as session:
        assert len(session.query("SELECT * FROM response")) == 1
        assert len(session.query("SELECT * FROM answer")) == len(ITEMS)
        assert len(session.query("SELECT * FROM comment")) == 1
    assert len(closed_choices(store, other.round_id)) == 1
