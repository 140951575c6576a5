"""Bounces that come back as mail, counted for a round and never listed."""

import pytest

from survey.errors import RoundStateError
from survey.mail import BounceCount, count_bounces
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.examples import ORGANISER, opened
from tests.survey.mail.mailbox import Mailbox, invited
from tests.survey.mail.reports import recipient, report

SECRET = "only for tests"


def counted(store: Store, round_id: str, *mails: bytes) -> BounceCount:
    return count_bounces(store, round_id, mails, secret=SECRET, by=ORGANISER)


def test_permanent_failures_are_counted_once_however_often_they_are_read(
    store: Store, mailbox: Mailbox
) -> None:
    round_id = invited(store, mailbox).round_id
    mails = [
        report(
            recipient("PERSON1@example.org"), recipient("person2@example.org", action="delayed")
        ),
        report(recipient("forwarded@example.com", original="person3@example.org")),
        report(recipient("person1@example.org", status="5.2.1")),
        report(recipient("somebody@example.com")),
        b"Subject: I am on holiday\n\nBack on Monday",
    ]
    first, again = (counted(store, round_id, *mails) for _ in range(2))

    assert first == BounceCount(mails=5, reports=4, counted=2, known=0, passing=1, strangers=1)
    assert (again.counted, again.known) == (0, 2)
    assert store.bounces.count(round_id) == 2
    assert "read 4 delivery reports" in [each.deed for each in store.audit.all(round_id)]


def test_each_round_counts_its_own(store: Store, mailbox: Mailbox) -> None:
    rounds = [invited(store, mailbox).round_id for _ in range(2)]
    for each in rounds:
        counted(store, each, report(recipient("person1@example.org")))

    assert [store.bounces.count(each) for each in rounds] == [1, 1]


def test_what_is_kept_names_nobody_and_differs_from_round_to_round(
    store: Store, driver: Driver, mailbox: Mailbox
) -> None:
    for _ in range(2):
        round_id = invited(store, mailbox).round_id
        counted(store, round_id, report(recipient("person1@example.org")))
    with driver.reading() as session:
        kept = [dict(row) for row in session.query("SELECT * FROM bounce")]

    assert len({each["mark"] for each in kept}) == 2
    assert "person1" not in repr(kept)
    assert all(set(each) == {"round_id", "mark"} and len(each["mark"]) == 64 for each in kept)


def test_a_round_without_mail_cannot_have_any_come_back(store: Store) -> None:
    with pytest.raises(RoundStateError, match="no mail of round"):
        counted(store, opened(store).round_id, report(recipient("person1@example.org")))
