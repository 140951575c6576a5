"""What happens by itself, with one process or several, and only once."""

import logging
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.schedule import Worker, work
from survey.storage import MailPlan, Store, open_store
from survey.storage.driver import Driver
from survey.web import web
from tests.survey.examples import ORGANISER, Running, draft, opened, response
from tests.survey.mail.mailbox import ROOT, Clock, Mailbox, serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(driver: Driver, clock: Clock) -> Store:
    return Store(driver, now=clock)


def automatic(store: Store, clock: Clock, *, days: int = 14) -> Running:
    running = opened(store)
    store.mail_texts.set_plan(running.round_id, MailPlan(automatic=True))
    last = clock.now.date() + timedelta(days=days)
    store.course.set_last_day(running.round_id, last, by=ORGANISER, may_shorten=True)
    return running


def test_a_round_runs_by_itself_from_invitations_to_its_end(store: Store, clock: Clock) -> None:
    """Two workers look every six hours; people answer in between."""
    with serving(Mailbox()) as mailbox:
        running = automatic(store, clock)
        sent: dict[str, int] = {}
        for _ in range(4 * 16):
            before = len(mailbox.arrived)
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda _: work(store, mailbox.settings), range(2)))
            if len(mailbox.arrived) > before:
                sent[f"{clock.now:%a %d}"] = len(mailbox.arrived) - before
            if clock.now.day == 12:
                for number in range(20):
                    store.responses.submit(running.invitations[number], response(number))
            clock.pass_by(hours=6)

    assert sent == {"Mon 04": 25, "Mon 11": 25, "Thu 14": 5, "Mon 18": 5}
    assert store.rounds.get(running.round_id).state == "closed"
    deeds = [(deed.by, deed.deed) for deed in store.audit.all(running.round_id)]
    assert deeds.count(("schedule", "closed the round")) == 1
    assert deeds.count(("schedule", "queued the invitations")) == 1
    assert deeds.count(("schedule", "queued a reminder")) == 3
    assert len(store.responses.of(running.round_id)) == 20


def test_a_round_closes_after_its_last_day_and_not_on_it(store: Store, clock: Clock) -> None:
    running = opened(store)
    store.course.set_last_day(running.round_id, clock.now.date(), by=ORGANISER, may_shorten=True)
    settings = replace(Mailbox().settings, smtp=None)
    clock.pass_by(hours=11, minutes=59)
    work(store, settings)
    assert store.rounds.get(running.round_id).state == "open"
    clock.pass_by(minutes=1)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work(store, settings), range(4)))

    assert store.rounds.get(running.round_id).state == "closed"
    assert [deed.deed for deed in store.audit.all(running.round_id)].count("closed the round") == 1


def test_a_paused_round_closes_too(store: Store, clock: Clock) -> None:
    running = automatic(store, clock, days=1)
    store.course.pause(running.round_id, ORGANISER)
    clock.pass_by(days=2)
    work(store, Mailbox().settings)

    assert store.rounds.get(running.round_id).state == "closed"


def test_answers_are_destroyed_with_one_certificate(store: Store, clock: Clock) -> None:
    running = opened(store)
    store.course.set_retention(running.round_id, 2, by=ORGANISER)
    store.responses.submit(running.invitations[0], response(1))
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    store.publications.save(running.round_id, b"{}")
    settings = replace(Mailbox().settings, smtp=None)
    for _ in range(4):
        work(store, settings)
        clock.pass_by(days=1)

    assert store.rounds.get(running.round_id).answers_destroyed
    deeds = [deed.deed for deed in store.audit.all(running.round_id) if deed.by == "schedule"]
    assert deeds[0] == "destroyed the answers"
    assert [deed[:26] for deed in deeds[1:]] == ["certificate: 0 responses, "]


def test_a_certificate_that_a_crash_left_out_is_made_up_for(store: Store, clock: Clock) -> None:
    running = opened(store)
    store.course.set_retention(running.round_id, 0, by=ORGANISER)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    store.publications.save(running.round_id, b"{}")
    assert store.course.to_destroy() == [running.round_id]
    store.responses.destroy(running.round_id, "schedule")  # and then nothing more

    work(store, replace(Mailbox().settings, smtp=None))
    deeds = [deed.deed for deed in store.audit.all(running.round_id)]
    assert deeds.count("destroyed the answers") == 1
    assert deeds[-1].startswith("certificate: 0 responses")


def test_rows_of_open_rounds_are_mixed_every_hour_by_one_process(
    store: Store, clock: Clock, driver: Driver
) -> None:
    opened(store)
    settings = replace(Mailbox().settings, smtp=None)
    dues = []
    for _ in range(3):
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda _: work(store, settings), range(3)))
        with driver.reading() as session:
            (row,) = session.query("SELECT due FROM chore WHERE name LIKE 'mix %'")
        dues.append(row["due"][11:16])
        clock.pass_by(minutes=45)

    assert dues == ["13:00", "13:00", "14:30"]


def test_without_a_mail_server_nothing_is_queued_and_all_else_goes_on(
    store: Store, clock: Clock
) -> None:
    running = automatic(store, clock, days=1)
    work(store, replace(Mailbox().settings, smtp=None))
    assert store.outbox.mailings(running.round_id) == []
    clock.pass_by(days=2)
    work(store, replace(Mailbox().settings, smtp=None))

    assert store.rounds.get(running.round_id).state == "closed"


def test_one_broken_round_does_not_stop_the_others(
    store: Store, clock: Clock, driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = opened(store, name="No addresses")
    with driver.writing() as session:
        session.execute("UPDATE person SET email = NULL", {})
    store.mail_texts.set_plan(nobody.round_id, MailPlan(automatic=True))
    automatic(store, clock)
    with serving(Mailbox()) as mailbox, caplog.at_level(logging.INFO, logger="survey"):
        work(store, mailbox.settings)

        assert len(mailbox.arrived) == 25
    assert store.outbox.mailings(nobody.round_id) == []
    assert "@" not in caplog.text
    assert "/s/" not in caplog.text


def test_the_app_keeps_the_schedule_while_it_runs(driver: Driver) -> None:
    store = Store(driver)
    with serving(Mailbox()) as mailbox:
        running = opened(store)
        hour = MailPlan(automatic=True, from_hour=0, days_off=())
        store.mail_texts.set_plan(running.round_id, hour)
        parts = web(store, mailbox.settings)
        app = Starlette(routes=parts.routes, lifespan=parts.lifespan)  # type: ignore[arg-type]  # Streamlit's type
        with TestClient(app) as client:
            for _ in range(600):
                assert client.get("/healthz").status_code == 200
                if len(mailbox.arrived) == 25:
                    break
                time.sleep(0.05)
        assert len(mailbox.arrived) == 25


def test_a_worker_starts_again_after_it_was_stopped(store: Store) -> None:
    worker = Worker(store, replace(Mailbox().settings, smtp=None))
    for _ in range(2):
        worker.start()
        worker.stop()


def test_work_once_is_a_command_for_cron(database_url: str, clock: Clock) -> None:
    store = open_store(database_url)
    store.migrate()
    with serving(Mailbox()) as mailbox:
        running = opened(store)
        hour = MailPlan(automatic=True, from_hour=0, days_off=())
        store.mail_texts.set_plan(running.round_id, hour)
        environment = os.environ | {
            "PLUMBLINE_DATABASE": database_url.replace("postgres://", "postgresql://"),
            "PLUMBLINE_SECRET": "only for tests",
            "PLUMBLINE_SMTP": mailbox.settings.smtp or "",
            "PLUMBLINE_MAIL_FROM": "survey@example.org",
            "PLUMBLINE_MAIL_PER_MINUTE": "1000",
        }
        words = [sys.executable, "-m", "survey", "work", "--once"]
        processes = [
            subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE)  # noqa: S603 - our own command
            for _ in range(2)
        ]
        errors = [process.communicate(timeout=60)[1] for process in processes]

        assert [process.returncode for process in processes] == [0, 0], errors
        assert set(mailbox.times().values()) == {1}
        assert len(mailbox.arrived) == 25
    store.close()


def test_a_draft_is_never_opened_by_itself(store: Store, clock: Clock) -> None:
    round_ = draft(store)
    store.rounds.save(replace(round_, opens_on=clock.now.date(), closes_on=clock.now.date()))
    clock.pass_by(days=3)
    work(store, Mailbox().settings)

    assert store.rounds.get(round_.id).state == "draft"
