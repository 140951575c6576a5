"""Drafts: one a device, gone once answers were sent; promised on both engines."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from survey.errors import EarlyLinkError, ResponseError, UnknownLinkError, UsedLinkError
from survey.storage import NewInvitation, Store
from survey.storage.drafts import MOST_BYTES, MOST_DEVICES
from survey.storage.driver import Driver
from tests.survey.examples import ORGANISER, draft, opened, response


def test_a_draft_comes_back_to_its_device_only(store: Store) -> None:
    first, second, *_ = opened(store).invitations
    store.drafts.save(first, "phone", b"\x00one\xff")

    assert store.drafts.get(first, "phone") == b"\x00one\xff"
    assert store.drafts.get(first, "laptop") is None
    assert store.drafts.get(second, "phone") is None


def test_a_later_draft_takes_the_place_of_the_earlier(store: Store, driver: Driver) -> None:
    first, *_ = opened(store).invitations
    store.drafts.save(first, "phone", b"one")
    store.drafts.save(first, "phone", b"two")

    assert store.drafts.get(first, "phone") == b"two"
    with driver.reading() as session:
        assert len(session.query("SELECT * FROM draft")) == 1


def test_a_draft_can_be_forgotten_and_forgetting_twice_is_fine(store: Store) -> None:
    first, *_ = opened(store).invitations
    store.drafts.save(first, "phone", b"one")
    store.drafts.delete(first, "phone")
    store.drafts.delete(first, "phone")

    assert store.drafts.get(first, "phone") is None


def test_sending_answers_deletes_the_drafts_of_every_device(store: Store) -> None:
    first, second, *_ = opened(store).invitations
    for invitation, device in ((first, "phone"), (first, "laptop"), (second, "phone")):
        store.drafts.save(invitation, device, b"draft")
    store.responses.submit(first, response(1))

    assert store.drafts.get(first, "phone") is None
    assert store.drafts.get(first, "laptop") is None
    assert store.drafts.get(second, "phone") == b"draft"


def test_an_autosave_after_sending_leaves_nothing(store: Store) -> None:
    first, *_ = opened(store).invitations
    store.responses.submit(first, response(1))

    with pytest.raises(UsedLinkError):
        store.drafts.save(first, "phone", b"late")
    assert store.drafts.get(first, "phone") is None


def test_an_autosave_while_sending_leaves_nothing(store: Store, driver: Driver) -> None:
    invitations = opened(store, leaders=8, staff=32).invitations

    def autosave(invitation: str) -> None:
        with suppress(UsedLinkError):
            for _ in range(3):
                store.drafts.save(invitation, "phone", b"draft")

    with ThreadPoolExecutor(8) as pool:
        saving = [pool.submit(autosave, invitation) for invitation in invitations]
        list(pool.map(store.responses.submit, invitations, map(response, range(40))))
        for each in saving:
            each.result()

    with driver.reading() as session:
        assert session.query("SELECT * FROM draft") == []


def test_closing_deletes_the_drafts_that_were_never_sent(store: Store, driver: Driver) -> None:
    running, other = opened(store), opened(store, name="Other")
    store.drafts.save(running.invitations[0], "phone", b"draft")
    store.drafts.save(other.invitations[0], "phone", b"draft")
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)

    with driver.reading() as session:
        left = session.query("SELECT invitation_id FROM draft")
    assert [row["invitation_id"] for row in left] == [other.invitations[0]]


def test_no_draft_is_kept_for_nobody(store: Store) -> None:
    with pytest.raises(UnknownLinkError):
        store.drafts.save("nobody", "phone", b"draft")


def test_no_draft_is_kept_before_the_round_opens(store: Store) -> None:
    round_ = draft(store, leaders=1, staff=0)
    only = NewInvitation(id="i", person_id=f"{round_.id}-0", group="leaders", attributes={})
    store.invitations.create(round_.id, [only])

    with pytest.raises(EarlyLinkError):
        store.drafts.save("i", "phone", b"draft")


def test_a_draft_that_is_too_long_is_refused(store: Store) -> None:
    first, *_ = opened(store).invitations

    with pytest.raises(ResponseError, match="at most 200,000 bytes, got 200,001"):
        store.drafts.save(first, "phone", b"x" * (MOST_BYTES + 1))


def test_one_link_cannot_fill_the_database_with_devices(store: Store) -> None:
    first, *_ = opened(store).invitations
    for device in range(MOST_DEVICES):
        store.drafts.save(first, f"device {device}", b"draft")

    with pytest.raises(ResponseError, match="20 devices at most") as refusal:
        store.drafts.save(first, "one more", b"draft")
    assert "still answer here" in refusal.value.advice
    store.drafts.save(first, "device 0", b"changed")
    assert store.drafts.get(first, "device 0") == b"changed"
