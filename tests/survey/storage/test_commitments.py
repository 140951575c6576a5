"""Commitments on both engines: kept on published rounds, changed by one at a time, undone."""

from dataclasses import replace
from datetime import date

import pytest

from survey.commitments import Commitment, checked, overdue
from survey.errors import CommitmentError, RoundStateError
from survey.storage import Store
from tests.survey.examples import draft
from tests.survey.offsite.room import ORGANISER, published

DAY = date(2026, 9, 1)


def commitment(round_id: str, *, number: int = 1, by: date = DAY) -> Commitment:
    return Commitment(
        id=f"c{number}",
        round_id=round_id,
        what="Say the same about delight, every Monday",
        who="Ines",
        by=by,
        question="focus",
        start=0.72,
        to=0.6,
    )


def test_a_commitment_is_kept_and_found_by_its_round(store: Store) -> None:
    made = store.commitments.add(commitment(published(store)), by=ORGANISER)

    assert store.commitments.all() == [made]
    assert store.commitments.of([made.round_id]) == [made]
    assert store.commitments.of(["elsewhere"]) == []
    assert store.audit.all(made.round_id)[-1].deed == "made a commitment"


def test_a_commitment_may_name_no_number(store: Store) -> None:
    bare = replace(commitment(published(store)), question=None, start=None, to=None)

    assert store.commitments.add(bare, by=ORGANISER) == bare
    assert store.commitments.all() == [bare]


def test_only_a_published_round_takes_commitments(store: Store) -> None:
    with pytest.raises(RoundStateError, match="is draft, not published"):
        store.commitments.add(commitment(draft(store).id), by=ORGANISER)

    assert store.commitments.all() == []


def test_the_same_commitment_twice_is_kept_once(store: Store) -> None:
    made = store.commitments.add(commitment(published(store)), by=ORGANISER)

    with pytest.raises(CommitmentError, match="already"):
        store.commitments.add(replace(made, what="Something else"), by=ORGANISER)
    assert store.commitments.all() == [made]


def test_a_change_counts_and_is_undone_step_by_step(store: Store) -> None:
    made = store.commitments.add(commitment(published(store)), by=ORGANISER)

    done = store.commitments.change(replace(made, state="done", who="Ben"), by=ORGANISER)
    assert store.commitments.all() == [done]
    assert (done.version, done.who, done.state) == (2, "Ben", "done")

    assert store.commitments.undo(made.id, seen=2, by=ORGANISER) == made
    assert store.commitments.all() == [made]
    assert store.commitments.undo(made.id, seen=1, by=ORGANISER) is None
    assert store.commitments.all() == []
    assert [each.deed for each in store.audit.all(made.round_id)][-2:] == [
        "undid a change of a commitment",
        "took a commitment back",
    ]


def test_two_people_who_change_the_same_one_do_not_overwrite_each_other(store: Store) -> None:
    made = store.commitments.add(commitment(published(store)), by=ORGANISER)
    first = store.commitments.change(replace(made, state="done"), by=ORGANISER)

    with pytest.raises(CommitmentError, match="at version 2, not 1"):
        store.commitments.change(replace(made, state="dropped"), by="other@example.org")
    with pytest.raises(CommitmentError, match="at version 2, not 1"):
        store.commitments.undo(made.id, seen=1, by="other@example.org")
    assert store.commitments.all() == [first]


def test_a_change_does_not_move_a_commitment_to_another_round(store: Store) -> None:
    made = store.commitments.add(commitment(published(store)), by=ORGANISER)

    changed = store.commitments.change(replace(made, round_id="elsewhere"), by=ORGANISER)

    assert changed.round_id == made.round_id


def test_what_is_not_there_cannot_be_changed(store: Store) -> None:
    with pytest.raises(CommitmentError, match="there is no commitment 'c1'"):
        store.commitments.undo("c1", seen=1, by=ORGANISER)


def test_commitments_stay_in_the_order_they_were_made(store: Store) -> None:
    round_id = published(store)
    made = [
        store.commitments.add(commitment(round_id, number=number), by=ORGANISER)
        for number in (3, 1, 2)
    ]
    store.commitments.change(replace(made[0], state="done"), by=ORGANISER)

    assert [each.id for each in store.commitments.all()] == ["c3", "c1", "c2"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"what": "  "}, "without 'what'"),
        ({"who": ""}, "without 'who'"),
        ({"what": "x" * 501}, "'what' has 501 characters, more than 500"),
        ({"to": 1.2}, "between 0 and 1, got 1.2"),
        ({"question": None}, "a target without a question"),
    ],
)
def test_a_commitment_that_does_not_say_who_does_what_is_refused(
    change: dict[str, object], message: str
) -> None:
    with pytest.raises(CommitmentError, match=message):
        checked(replace(commitment("r"), **change))  # type: ignore[arg-type]


def test_overdue_are_the_open_ones_whose_day_has_passed_longest_first() -> None:
    early, late = (commitment("r", number=number, by=date(2026, number, 1)) for number in (5, 8))
    today = date(2026, 9, 1)

    assert overdue([late, early], today) == [early, late]
    assert overdue([replace(early, state="done")], today) == []
    assert overdue([commitment("r", by=today)], today) == []
