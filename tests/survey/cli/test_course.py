"""Commands about a round's course and its mail."""

import json
from pathlib import Path

import pytest

from survey.storage import Store
from tests.survey.cli.terminal import Run, draft, opened
from tests.survey.mail.mailbox import Mailbox
from tests.survey.mail.reports import recipient, report


def test_a_round_is_paused_resumed_and_cancelled(run: Run, people_file: Path, store: Store) -> None:
    round_id = opened(run, people_file)

    assert run("round", "pause", round_id).err == "Paused: no answers are taken.\n"
    assert store.rounds.get(round_id).state == "paused"
    assert run("round", "resume", round_id).status == 0
    again = run("round", "resume", round_id)
    assert again.status == 1
    assert "is open, not paused" in again.err
    assert run("round", "cancel", round_id).status == 0
    assert run("round", "archive", round_id).status == 0
    assert run("round", "bring-back", round_id).status == 0
    assert store.rounds.get(round_id).state == "cancelled"


def test_the_last_day_is_never_shortened_silently(
    run: Run, people_file: Path, store: Store
) -> None:
    round_id = opened(run, people_file)

    refused = run("round", "last-day", round_id, "2099-05-01")
    assert refused.status == 1
    assert "earlier than people were told" in refused.err
    done = run("round", "last-day", round_id, "2099-05-01", "--shorten")
    assert done.status == 0
    assert "tell them yourself" in done.err
    assert run("round", "last-day", round_id, "2099-06-01").status == 0
    assert str(store.rounds.get(round_id).closes_on) == "2099-06-01"


def test_thresholds_and_retention(run: Run, people_file: Path, store: Store) -> None:
    round_id = opened(run, people_file)

    assert run("round", "thresholds", round_id, "--scores", "6").status == 0
    assert run("round", "thresholds", round_id, "--scores", "5").status == 1
    assert run("round", "retention", round_id, "30").status == 0
    assert run("round", "retention", round_id, "60").status == 1
    assert store.rounds.get(round_id).thresholds.scores == 6
    assert store.rounds.get(round_id).destroy_after == 30


def test_the_next_round_and_its_file(
    run: Run, people_file: Path, store: Store, tmp_path: Path
) -> None:
    round_id = opened(run, people_file)
    made = run("round", "clone", round_id, "--name", "Autumn").out.strip()
    file = tmp_path / "round.json"

    assert len(store.people.of(made)) == 25
    assert run("round", "export", made, "--out", file).status == 0
    assert json.loads(file.read_text())["name"] == "Autumn"
    printed = run("round", "export", made).out
    assert json.loads(printed) == json.loads(file.read_text())
    assert "p3@example.com" not in printed


def test_mail_is_planned_read_and_counted(run: Run, people_file: Path) -> None:
    round_id = opened(run, people_file)
    run("round", "last-day", round_id, "2099-05-01", "--shorten")

    planned = run("mail", "plan", round_id, "--automatic", "--every", "4", "--from-hour", "6")
    assert "from 6:00 UTC" in planned.err
    assert run("mail", "plan", round_id, "--every", "1").status == 1
    assert "Nothing goes out by itself" in run("mail", "plan", round_id, "--by-hand").err
    german = run("mail", "preview", round_id, "--kind", "reminder", "--language", "de").out
    assert german.startswith("Zur Erinnerung: Spring\n\nGuten Tag Ana Ruiz,")
    told = json.loads(run("mail", "status", round_id, "--json").out)
    assert told == {"schema": "plumbline/mail@1", "mailings": [], "bounced": 0, "trouble": None}
    refused = run("mail", "invite", round_id)
    assert refused.status == 1
    assert "PLUMBLINE_SMTP" in refused.err


def test_mail_is_sent_from_the_terminal(
    run: Run, people_file: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_SMTP", mailbox.settings.smtp or "")
    monkeypatch.setenv("PLUMBLINE_MAIL_FROM", "survey@example.org")
    round_id = opened(run, people_file)

    assert run("mail", "test", round_id, "--to", "hr@example.org").status == 0
    assert run("mail", "invite", round_id).status == 0
    assert run("work", "--once").status == 0
    assert len(mailbox.arrived) == 26
    assert "25 of 25 handled, 0 waiting, 0 could not be" in run("mail", "status", round_id).out
    again = run("mail", "remind", round_id)
    assert again.status == 1
    assert "got mail about this round today" in again.err


def test_bounces_are_counted_from_a_file(
    run: Run,
    people_file: Path,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PLUMBLINE_SMTP", mailbox.settings.smtp or "")
    monkeypatch.setenv("PLUMBLINE_MAIL_FROM", "survey@example.org")
    round_id = opened(run, people_file)
    reports = tmp_path / "bounces.eml"
    reports.write_bytes(report(recipient("P3@example.com"), recipient("p4@example.com")))

    too_early = run("bounces", round_id, reports)
    assert (too_early.status, "has sent no mail" in too_early.err) == (1, True)
    run("mail", "invite", round_id)
    first, again = (run("bounces", round_id, reports) for _ in range(2))
    assert "1 mails read, 1 of them delivery reports.\n2 more addresses" in first.err
    assert "No more addresses are undeliverable. Not counted: 2 known already." in again.err
    assert "2 addresses were undeliverable" in run("mail", "status", round_id).out
    assert "p3@example.com" not in first.out + first.err
    assert run("bounces", round_id, people_file).status == 1


def test_a_draft_has_nobody_to_write_to(
    run: Run, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_SMTP", mailbox.settings.smtp or "")
    monkeypatch.setenv("PLUMBLINE_MAIL_FROM", "survey@example.org")

    refused = run("mail", "invite", draft(run))
    assert refused.status == 1
    assert "is draft, not open" in refused.err
    assert run("work", "--once").status == 0
