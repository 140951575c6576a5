"""Nobody gets two mails, nobody is forgotten, and nothing kept tells who answered."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from survey.errors import MailError
from survey.invitations import token_hash
from survey.mail import invite_now, remind_now, send_due, send_test
from survey.mail.post import LONGEST_SECONDS
from survey.mail.sending import WAITS
from survey.storage import Store
from survey.storage.driver import Driver
from survey.storage.outbox import LEASE
from tests.survey.examples import ORGANISER, opened, response
from tests.survey.mail.mailbox import EVERYBODY, Clock, Mailbox, html, invited, plain
from tests.survey.served import app_over


def rows(driver: Driver) -> str:
    with driver.reading() as session:
        return repr(
            [
                *session.query("SELECT * FROM mail"),
                *session.query("SELECT * FROM mailing"),
                *session.query("SELECT * FROM pace"),
                *session.query("SELECT * FROM link"),
                *session.query("SELECT * FROM audit"),
            ]
        )


def links_each(driver: Driver) -> set[int]:
    """How many links invitations have, where that differs."""
    with driver.reading() as session:
        rows = session.query(
            """
            SELECT COUNT(token_hash) AS links FROM invitation
            LEFT JOIN link ON link.invitation_id = invitation.id GROUP BY invitation.id
            """
        )
    return {row["links"] for row in rows}


def waiting(driver: Driver) -> int:
    with driver.reading() as session:
        return len(session.query("SELECT id FROM mail"))


def test_everybody_gets_one_mail_with_a_link_that_opens_the_form(
    store: Store, mailbox: Mailbox, driver: Driver
) -> None:
    running = invited(store, mailbox)

    assert send_due(store, mailbox.settings) == 25

    assert sorted(mailbox.times()) == sorted(EVERYBODY)
    assert set(mailbox.times().values()) == {1}
    assert len(set(mailbox.links())) == 25
    client = TestClient(app_over(store))
    for link in mailbox.links():
        assert client.get(link.removeprefix("https://survey.example.org")).status_code == 200
    assert send_due(store, mailbox.settings) == 0
    (mailing,) = store.outbox.mailings(running.round_id)
    assert (mailing.total, mailing.handled, mailing.failed, mailing.waiting) == (25, 25, 0, 0)
    assert waiting(driver) == 0


def test_no_row_and_no_log_ever_holds_a_link_or_an_address(
    store: Store, mailbox: Mailbox, driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    kept: list[str] = []

    def looks_then_refuses(_: str, __: int) -> str:
        kept.append(rows(driver))
        return "451 busy with person3@example.org"

    mailbox.at_recipient = looks_then_refuses
    invited(store, mailbox)

    with caplog.at_level(logging.INFO, logger="survey"):
        send_due(store, mailbox.settings)

    assert len(kept) == 25
    assert "@example.org" not in "".join(kept).replace(ORGANISER, "")
    assert "@example.org" not in caplog.text
    with driver.reading() as session:
        assert session.query("SELECT * FROM link") == []  # the server refused them all for now


def test_what_is_kept_of_a_link_is_its_hash(store: Store, mailbox: Mailbox, driver: Driver) -> None:
    invited(store, mailbox)
    send_due(store, mailbox.settings)

    tokens = [link.rpartition("/")[2] for link in mailbox.links()]
    with driver.reading() as session:
        hashes = {row["token_hash"] for row in session.query("SELECT token_hash FROM link")}
    assert hashes == {token_hash(token) for token in tokens}
    assert not any(token in rows(driver) for token in tokens)


def test_invitations_are_queued_once(store: Store, mailbox: Mailbox) -> None:
    running = invited(store, mailbox)

    with pytest.raises(MailError, match="queued before"):
        invite_now(store, mailbox.settings, running.round_id, by=ORGANISER)


def test_two_workers_at_once_send_each_mail_once(store: Store, mailbox: Mailbox) -> None:
    mailbox.delay_seconds = 0.005
    invited(store, mailbox)

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: send_due(store, mailbox.settings), range(4)))

    assert sum(sent) == 25
    assert set(mailbox.times().values()) == {1}


def test_a_refused_address_is_a_count_and_is_not_tried_again(
    store: Store, mailbox: Mailbox, driver: Driver
) -> None:
    bad = {"person3@example.org", "person4@example.org"}
    mailbox.at_recipient = lambda address, _: "550 no such user" if address in bad else None
    running = invited(store, mailbox)

    assert send_due(store, mailbox.settings) == 23

    (mailing,) = store.outbox.mailings(running.round_id)
    assert (mailing.handled, mailing.failed, mailing.waiting) == (23, 2, 0)
    assert set(mailbox.times()) == set(EVERYBODY) - bad
    assert waiting(driver) == 0
    assert links_each(driver) == {1}  # also to those, so that links tell nothing apart


def test_a_refused_text_is_a_count_too(store: Store, mailbox: Mailbox) -> None:
    mailbox.at_data = lambda address, _: "554 spam" if address == EVERYBODY[0] else None
    running = invited(store, mailbox)
    send_due(store, mailbox.settings)

    assert store.outbox.mailings(running.round_id)[0].failed == 1


def test_a_temporary_refusal_is_tried_again_later_and_then_arrives_once(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    mailbox.at_recipient = lambda _, tried: "451 try later" if tried < 3 else None
    invited(store, mailbox)

    counts = []
    for minutes in (0, 0.9, 0.2, 4.8, 0.3):
        clock.pass_by(minutes=minutes)
        counts.append(send_due(store, mailbox.settings))

    assert counts == [0, 0, 0, 0, 25]
    assert set(mailbox.tried.values()) == {3}
    assert set(mailbox.times().values()) == {1}


def test_who_is_never_taken_is_given_up_in_the_end(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    mailbox.at_data = lambda address, _: "452 full" if address == EVERYBODY[7] else None
    running = invited(store, mailbox)
    for wait in (timedelta(), *WAITS):
        clock.now += wait
        send_due(store, mailbox.settings)

    (mailing,) = store.outbox.mailings(running.round_id)
    assert (mailing.handled, mailing.failed) == (24, 1)
    assert mailbox.tried[EVERYBODY[7]] == len(WAITS) + 1


def test_a_server_that_is_away_costs_nobody_their_mail(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    running = invited(store, mailbox)
    away = replace(mailbox.settings, smtp="smtp://127.0.0.1:1")
    for _ in range(30):
        assert send_due(store, away) == 0
        clock.pass_by(hours=1)

    assert "does not answer" in store.outbox.trouble()
    assert send_due(store, mailbox.settings) == 25
    assert store.outbox.mailings(running.round_id)[0].failed == 0
    assert store.outbox.trouble() == ""


def test_a_refused_sender_is_nobody_s_failure(store: Store, mailbox: Mailbox, clock: Clock) -> None:
    mailbox.at_sender = lambda _: "550 not yours"
    running = invited(store, mailbox)

    assert send_due(store, mailbox.settings) == 0
    assert store.outbox.mailings(running.round_id)[0].waiting == 25
    assert "PLUMBLINE_MAIL_FROM" in store.outbox.trouble()
    assert send_due(store, mailbox.settings) == 0  # it has a rest now
    mailbox.at_sender = lambda _: None
    clock.pass_by(minutes=2)
    assert send_due(store, mailbox.settings) == 25


def test_a_server_that_refuses_everybody_does_not_use_the_whole_list_up(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    mailbox.at_data = lambda _, __: "550 blocked"
    running = invited(store, mailbox)
    send_due(store, mailbox.settings)
    send_due(store, mailbox.settings)

    (mailing,) = store.outbox.mailings(running.round_id)
    assert (mailing.failed, mailing.waiting) == (20, 5)
    assert "one mail after another" in store.outbox.trouble()


def test_no_more_go_out_in_a_minute_than_are_allowed_over_all_workers(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    invited(store, mailbox)
    slow = replace(mailbox.settings, mail_per_minute=4)

    sent = []
    for _ in range(4):
        with ThreadPoolExecutor(2) as pool:
            sent.append(sum(pool.map(lambda _: send_due(store, slow), range(2))))
        clock.pass_by(seconds=30)

    assert sent == [4, 0, 4, 0]


def test_a_slow_server_takes_everybody_once(store: Store, mailbox: Mailbox) -> None:
    mailbox.delay_seconds = 0.05
    invited(store, mailbox)

    assert send_due(store, mailbox.settings) == 25
    assert set(mailbox.times().values()) == {1}


def test_a_mail_is_handed_over_in_less_time_than_a_claim_holds() -> None:
    assert LEASE.total_seconds() > 2 * LONGEST_SECONDS


def test_only_who_has_not_answered_is_reminded_and_the_counts_do_not_tell(
    store: Store, mailbox: Mailbox, clock: Clock, driver: Driver
) -> None:
    running = invited(store, mailbox)
    send_due(store, mailbox.settings)
    for number in range(0, 25, 2):
        store.responses.submit(running.invitations[number], response(number))
    mailbox.arrived.clear()
    clock.pass_by(days=1)
    remind_now(store, mailbox.settings, running.round_id, by=ORGANISER)
    assert waiting(driver) == 25  # also for those who answered

    assert send_due(store, mailbox.settings) == 12

    assert sorted(mailbox.times()) == sorted(EVERYBODY[1::2])
    assert links_each(driver) == {2}  # nothing left behind tells them from the others
    reminder = store.outbox.mailings(running.round_id)[1]
    assert (reminder.kind, reminder.total, reminder.handled) == ("reminder", 25, 25)
    assert waiting(driver) == 0


def test_who_answers_while_a_reminder_is_under_way_gets_none(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    running = invited(store, mailbox)
    send_due(store, mailbox.settings)
    clock.pass_by(days=1)
    remind_now(store, mailbox.settings, running.round_id, by=ORGANISER)
    for number in range(25):
        store.responses.submit(running.invitations[number], response(number))

    assert send_due(store, mailbox.settings) == 0
    assert store.outbox.mailings(running.round_id)[1].waiting == 0


def test_reminders_wait_over_a_weekend_and_retries_too(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    running = invited(store, mailbox)
    send_due(store, mailbox.settings)
    mailbox.at_data = lambda _, tried: "451 later" if tried == 2 else None
    clock.pass_by(days=4, hours=11, minutes=59)  # Friday, a minute before midnight
    remind_now(store, mailbox.settings, running.round_id, by=ORGANISER)
    mailbox.arrived.clear()
    assert send_due(store, mailbox.settings) == 0

    sent = {}
    for _ in range(5):
        clock.pass_by(hours=12)
        sent[f"{clock.now:%a %H}"] = send_due(store, mailbox.settings)

    assert sent == {"Sat 11": 0, "Sat 23": 0, "Sun 11": 0, "Sun 23": 0, "Mon 11": 25}


def test_mail_that_waits_is_gone_when_the_round_closes_and_stays_while_it_is_paused(
    store: Store, mailbox: Mailbox, driver: Driver
) -> None:
    paused, closed = invited(store, mailbox), invited(store, mailbox)
    store.course.pause(paused.round_id, ORGANISER)
    store.rounds.move(closed.round_id, to="closed", by=ORGANISER)

    assert waiting(driver) == 25
    assert send_due(store, mailbox.settings) == 0
    store.course.resume(paused.round_id, ORGANISER)
    assert send_due(store, mailbox.settings) == 25


def test_a_test_mail_goes_to_the_organiser_alone_and_holds_no_link(
    store: Store, mailbox: Mailbox, driver: Driver
) -> None:
    running = opened(store)
    send_test(
        store,
        mailbox.settings,
        round_id=running.round_id,
        kind="reminder",
        language="de",
        to=ORGANISER,
    )

    ((address, message),) = mailbox.arrived
    assert address == ORGANISER
    assert "Zur Erinnerung: Spring" in str(message["Subject"])
    assert f"https://survey.example.org/preview/{running.round_id}/staff" in plain(message)
    assert "/s/" not in plain(message) + html(message)
    with driver.reading() as session:
        assert session.query("SELECT * FROM link") == []


def test_a_test_mail_that_is_refused_says_so(store: Store, mailbox: Mailbox) -> None:
    mailbox.at_recipient = lambda _, __: "550 nobody"
    running = opened(store)

    with pytest.raises(MailError, match="refused") as refusal:
        send_test(
            store,
            mailbox.settings,
            round_id=running.round_id,
            kind="invitation",
            language="en",
            to=ORGANISER,
        )
    assert ORGANISER not in str(refusal.value)


def test_without_a_mail_server_nothing_is_queued(store: Store, mailbox: Mailbox) -> None:
    running = opened(store)
    none = replace(mailbox.settings, smtp=None)

    with pytest.raises(MailError, match="no mail server"):
        invite_now(store, none, running.round_id, by=ORGANISER)
    with pytest.raises(MailError, match="no mail server"):
        remind_now(store, none, running.round_id, by=ORGANISER)
    assert send_due(store, none) == 0


def test_one_mail_a_day_at_most(store: Store, mailbox: Mailbox) -> None:
    running = invited(store, mailbox)

    with pytest.raises(MailError, match="queued today"):
        remind_now(store, mailbox.settings, running.round_id, by=ORGANISER)
    assert store.outbox.mailings(running.round_id)[0].day == date(2026, 5, 4)
