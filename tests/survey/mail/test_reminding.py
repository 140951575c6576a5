"""Reminders of commitments: a week ahead and on the day, each once, to organisers and owners."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as replaced

from survey.accounts import create_account
from survey.commitments import Commitment
from survey.fieldwork import close, create_round, launch
from survey.mail import remind_of_commitments
from survey.mail.post import LONGEST_SECONDS
from survey.schedule import work
from survey.settings import Settings
from survey.storage import Store, open_store
from survey.storage.driver import Driver
from survey.storage.outbox import LEASE
from tests.survey.examples import QUESTIONNAIRE, people
from tests.survey.mail.mailbox import Clock, Mailbox, html, plain, serving
from tests.survey.offsite.room import ORGANISER, published
from tests.survey.test_schedule_of_processes import Processes

DAY = date(2026, 5, 18)  # two weeks after the clock's start
OWNER = "ines@example.org"
PASSWORD = "four plumb lines hang"


def made(store: Store, *, who: str = f"Ines <{OWNER}>", by: date = DAY) -> Commitment:
    """Keep a commitment; of the accounts one is an organiser's and one a viewer's."""
    if not store.accounts.count():
        create_account(store, ORGANISER, PASSWORD, role="organiser")
        create_account(store, "viewer@example.org", PASSWORD, role="viewer")
    one = Commitment(id="c1", round_id=published(store), what="Ask & listen", who=who, by=by)
    return store.commitments.add(one, by=ORGANISER)


def by_day(store: Store, clock: Clock, mailbox: Mailbox, *, days: int = 30) -> dict[str, list[str]]:
    """Let the schedule work twice a day; return who got a reminder on which day."""
    seen: dict[str, list[str]] = {}
    for _ in range(days):
        before = len(mailbox.arrived)
        for _ in range(2):
            work(store, mailbox.settings)
        if arrived := mailbox.arrived[before:]:
            seen[f"{clock.now:%d %b}"] = sorted(address for address, _ in arrived)
        clock.pass_by(days=1)
    return seen


def test_organisers_and_the_owner_are_reminded_a_week_ahead_and_on_the_day(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    made(store)

    both = sorted([ORGANISER, OWNER])
    assert by_day(store, clock, mailbox) == {"11 May": both, "18 May": both}


def test_the_mail_says_what_who_and_when_in_text_and_html(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    commitment = made(store)
    clock.pass_by(days=7)
    remind_of_commitments(store, mailbox.settings)

    message = next(message for address, message in mailbox.arrived if address == OWNER)
    link = f"https://survey.example.org/commitments?round={commitment.round_id}"
    assert message["Subject"].strip().startswith("A commitment for 18 May 2026: ")
    for said in ("A commitment is due within a week.", "By: 18 May 2026", link):
        assert said in plain(message)
        assert said.replace("&", "&amp;") in html(message)
    assert "Ask & listen" in plain(message)
    assert "Ask &amp; listen" in html(message)
    assert f"Who: Ines <{OWNER}>" in plain(message)
    assert f"&lt;{OWNER}&gt;" in html(message)


def test_each_is_reminded_in_their_own_language_or_the_round_s_first(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    create_account(store, ORGANISER, PASSWORD, role="organiser")
    create_account(store, "second@example.org", PASSWORD, role="organiser")
    spoken = sorted(QUESTIONNAIRE.languages, key="de".__ne__)  # German first
    questionnaire = replaced(QUESTIONNAIRE, languages=tuple(spoken))
    round_ = create_round(
        store, questionnaire=questionnaire, name="Spring", organisation="Kite Works"
    )
    listed = people(round_.id)
    owner = replace(listed[0], email="Ines@Example.org", language="fr")
    organiser = replace(listed[1], email=ORGANISER, language="ar")
    store.people.replace(round_.id, [owner, organiser, *listed[2:]])
    launch(store, round_.id, ORGANISER)
    close(store, round_.id, ORGANISER)
    store.publications.save(round_.id, b"{}")
    store.commitments.add(
        Commitment(id="c1", round_id=round_.id, what="Ask", who=OWNER, by=DAY), by=ORGANISER
    )
    clock.pass_by(days=7)
    remind_of_commitments(store, mailbox.settings)

    told = {address: html(message) for address, message in mailbox.arrived}
    assert len(told) == 3
    for address, language in ((OWNER, "fr"), (ORGANISER, "ar"), ("second@example.org", "de")):
        assert f'<html lang="{language}"' in told[address]
    french = next(message for address, message in mailbox.arrived if address == OWNER)
    assert french["Subject"].strip() == "Un engagement pour le 18 mai 2026 : Spring"
    assert plain(french).startswith("Un engagement arrive à échéance ")


def test_an_owner_without_an_address_and_viewers_get_none(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    made(store, who="The sales team")

    assert set(mailbox.times()) == set()
    assert {who for each in by_day(store, clock, mailbox).values() for who in each} == {ORGANISER}


def test_an_organiser_who_owns_it_gets_one(store: Store, mailbox: Mailbox, clock: Clock) -> None:
    made(store, who=ORGANISER.upper())

    assert by_day(store, clock, mailbox) == {"11 May": [ORGANISER], "18 May": [ORGANISER]}


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_done_or_dropped_is_not_reminded_of(
    store: Store, mailbox: Mailbox, clock: Clock, state: str
) -> None:
    one = made(store)
    store.commitments.change(replace(one, state=state), by=ORGANISER)  # type: ignore[arg-type]

    assert by_day(store, clock, mailbox) == {}


def test_what_was_done_while_its_mail_waited_is_not_sent(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    one = made(store)
    clock.pass_by(days=7)
    mailbox.at_recipient = lambda _, times: "451 later" if times == 1 else None
    assert remind_of_commitments(store, mailbox.settings) == 0

    store.commitments.change(replace(one, state="done"), by=ORGANISER)
    clock.pass_by(hours=1)

    assert remind_of_commitments(store, mailbox.settings) == 0
    assert not store.reminders.is_due()


def test_a_day_that_is_moved_has_reminders_of_its_own(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    one = made(store)
    by_day(store, clock, mailbox, days=8)
    store.commitments.change(replace(one, by=DAY + timedelta(days=7)), by=ORGANISER)

    assert list(by_day(store, clock, mailbox)) == ["18 May", "25 May"]


def test_what_a_pause_passed_over_is_made_up_for_once(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    made(store)
    clock.pass_by(days=16)  # nothing ran until two days after the day

    assert list(by_day(store, clock, mailbox)) == ["20 May"]
    assert "The day of a commitment has passed." in plain(mailbox.arrived[0][1])


def test_nothing_is_queued_before_the_hour_or_without_a_mail_server(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    made(store)
    clock.pass_by(days=6, hours=12)  # midnight
    work(store, mailbox.settings)
    clock.pass_by(hours=12)
    work(store, Settings(secret="x", base_url="https://survey.example.org"))

    assert store.reminders.planned() == set()
    assert mailbox.arrived == []


def test_four_workers_at_once_send_each_reminder_once(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    mailbox.delay_seconds = 0.01
    made(store)
    clock.pass_by(days=7)

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: remind_of_commitments(store, mailbox.settings), range(4)))

    assert sum(sent) == 2
    assert set(mailbox.times().values()) == {1}


def test_two_processes_send_each_reminder_once(database_url: str) -> None:
    clock = Clock()
    store = open_store(database_url, now=clock)
    store.migrate()
    made(store)
    with serving(Mailbox()) as mailbox:
        processes = Processes(database_url, mailbox)
        while clock.now.date() <= DAY + timedelta(days=2):
            processes.work(clock)
            clock.pass_by(days=1)
        assert processes.stop() == [0, 0]
    store.close()

    assert mailbox.times() == Counter({ORGANISER: 2, OWNER: 2})
    assert all(len(names) == 2 for names in mailbox.names().values())


def test_a_process_that_dies_over_a_mail_leaves_it_to_another_under_the_same_name(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    made(store, who="nobody")
    clock.pass_by(days=7)

    assert LEASE.total_seconds() > LONGEST_SECONDS
    store.reminders.plan("c1", f"week {DAY}", [ORGANISER])
    first = store.reminders.claim(per_minute=100)
    assert first is not None
    assert remind_of_commitments(store, mailbox.settings) == 0  # it is another's
    clock.pass_by(minutes=11)

    assert remind_of_commitments(store, mailbox.settings) == 1
    assert f"<{first.id}@" in str(mailbox.arrived[0][1]["Message-ID"])


def test_a_server_that_takes_nothing_is_given_a_rest_and_nothing_is_lost(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    made(store)
    clock.pass_by(days=7)
    mailbox.at_sender = lambda _: "550 not you"

    assert remind_of_commitments(store, mailbox.settings) == 0
    assert "PLUMBLINE_MAIL_FROM" in store.outbox.trouble()
    assert not store.reminders.is_due()

    mailbox.at_sender = lambda _: None
    clock.pass_by(hours=1)
    assert remind_of_commitments(store, mailbox.settings) == 2


def test_no_address_stays_behind_once_the_mail_is_gone(
    store: Store, mailbox: Mailbox, clock: Clock, driver: Driver
) -> None:
    mailbox.at_recipient = lambda address, _: "550 no such user" if address == OWNER else None
    made(store)
    clock.pass_by(days=7)

    assert remind_of_commitments(store, mailbox.settings) == 1

    with driver.reading() as session:
        assert session.query("SELECT * FROM reminder_mail") == []
        assert "@" not in repr(session.query("SELECT * FROM reminder"))
