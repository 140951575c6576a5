"""The commands about accounts and the audit trail."""

import csv
import io
import json

from survey.access import use_password_link
from survey.accounts import account_of, create_organiser, start_session
from survey.storage import Store
from tests.survey.cli.terminal import Run, draft

HR, CEO, PASSWORD = "hr@example.org", "ceo@example.org", "correct horse battery"


def test_an_invitation_prints_a_link_that_sets_the_password(run: Run, store: Store) -> None:
    said = run("account", "invite", CEO)

    assert said.status == 0
    assert said.out.startswith("https://survey.example/password/")
    assert said.out.count("\n") == 1
    assert "within 3 days" in said.err
    assert run("account", "list").out == f"{CEO}\tviewer\tno password\n"
    use_password_link(store, said.out.strip().rpartition("/")[2], PASSWORD)
    assert run("account", "list").out == f"{CEO}\tviewer\tpassword\n"


def test_a_new_link_resets_a_forgotten_password(run: Run, store: Store) -> None:
    create_organiser(store, HR, PASSWORD)

    link = run("account", "link", HR).out.strip()

    assert use_password_link(store, link.rpartition("/")[2], "another horse, another").email == HR


def test_roles_sessions_and_accounts_end(run: Run, store: Store) -> None:
    create_organiser(store, HR, PASSWORD)
    run("account", "invite", CEO, "--role", "organiser")
    session = start_session(store, CEO)

    assert run("account", "role", CEO, "viewer").err == f"{CEO} is viewer now.\n"
    assert [each.role for each in store.accounts.all()] == ["viewer", "organiser"]
    assert run("account", "sign-out", CEO).status == 0
    assert account_of(store, session) is None
    assert run("account", "remove", CEO).status == 0
    assert [each.email for each in store.accounts.all()] == [HR]


def test_the_last_organiser_stays_and_the_message_says_what_to_do(run: Run, store: Store) -> None:
    create_organiser(store, HR, PASSWORD)

    for words in (("role", HR, "viewer"), ("remove", HR)):
        said = run("account", *words)
        assert said.status == 1
        assert "Make another one first" in said.err


def test_the_audit_comes_as_csv_and_as_json(run: Run, store: Store) -> None:
    round_id = draft(run)
    run("account", "invite", CEO)
    store.audit.note(HR, "=1+1", round_id)

    rows = list(csv.DictReader(io.StringIO(run("audit", "--format", "csv").out)))
    assert [row["by"] for row in rows][-3:] == ["command line", "command line", HR]
    assert rows[-1]["deed"] == "'=1+1"
    only = json.loads(run("audit", "--round", round_id, "--format", "json").out)
    assert only[-1]["deed"] == "=1+1"
    assert {each["round"] for each in only} == {round_id}


def test_the_audit_of_a_misspelled_round_is_an_error(run: Run) -> None:
    said = run("audit", "--round", "sprnig")

    assert (said.status, said.out) == (1, "")
    assert said.err
