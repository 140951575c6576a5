"""The accounts page and the audit trail, as an organiser uses them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from survey.access import password_link_owner, use_password_link
from survey.accounts import account_of, create_account, start_session
from survey.storage import Store, open_store
from tests.survey.pages.signed_in import ROOT, come_as, said, start

HR, CEO, PASSWORD = "hr@example.org", "ceo@example.org", "correct horse battery staple"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    monkeypatch.setenv("PLUMBLINE_BASE_URL", "https://survey.example")
    store = open_store(address)
    store.migrate()
    create_account(store, HR, PASSWORD, role="organiser")
    come_as(start_session(store, HR), monkeypatch)
    yield store
    st.cache_resource.clear()


def opened(name: str) -> AppTest:
    app = start()
    app.switch_page(str(ROOT / "survey" / "pages" / f"{name}.py")).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception
    return app


def choose(app: AppTest, email: str) -> None:
    app.selectbox[0].set_value(email).run()


def shown_token(app: AppTest) -> str:
    link = app.code[0].value
    assert link.startswith("https://survey.example/password/")
    return link.rpartition("/")[2]


def test_an_organiser_makes_an_account_and_hands_over_its_link(store: Store) -> None:
    app = opened("accounts")
    app.text_input[0].set_value(CEO)
    press(app, "Make the account")

    token = shown_token(app)
    assert password_link_owner(store, token) == CEO
    rows = app.dataframe[0].value.to_dict("records")
    assert rows[0] == {"E-mail address": CEO, "Role": "Viewer", "Password": "not set"}
    assert rows[1] == {"E-mail address": HR, "Role": "Organiser", "Password": "set"}
    use_password_link(store, token, PASSWORD)
    assert not app.run().code  # shown once


def test_an_address_that_cannot_be_is_named(store: Store) -> None:
    app = opened("accounts")
    app.text_input[0].set_value("the boss")
    press(app, "Make the account")

    assert "'the boss' is not an e-mail address" in said(app)
    assert store.accounts.count() == 1


def test_a_forgotten_password_gets_a_link(store: Store) -> None:
    create_account(store, CEO, PASSWORD, role="viewer")
    app = opened("accounts")
    choose(app, CEO)
    press(app, "New password link")

    assert password_link_owner(store, shown_token(app)) == CEO


def test_roles_sessions_and_accounts_end_on_the_page(store: Store) -> None:
    create_account(store, CEO, PASSWORD, role="viewer")
    session = start_session(store, CEO)
    app = opened("accounts")
    choose(app, CEO)

    press(app, "Make it an organiser")
    changed = account_of(store, session)
    assert changed is not None
    assert changed.role == "organiser"
    press(app, "Sign out everywhere")
    assert account_of(store, session) is None
    assert next(each for each in app.button if each.label == "Remove the account").disabled
    app.checkbox[0].check().run()
    press(app, "Remove the account")
    assert [each.email for each in store.accounts.all()] == [HR]


def test_the_last_organiser_is_told_why_it_stays(store: Store) -> None:
    app = press(opened("accounts"), "Make it a viewer")

    assert "One organiser who has a password must stay" in said(app)
    assert store.accounts.all()[0].role == "organiser"


def test_the_audit_trail_shows_the_latest_first(store: Store) -> None:
    store.audit.note(HR, "launched", "r1")
    app = opened("audit")

    rows = app.dataframe[0].value.to_dict("records")
    assert [(row["Who"], row["What"]) for row in rows] == [
        (HR, "launched"),
        (HR, "account made (organiser)"),
    ]
