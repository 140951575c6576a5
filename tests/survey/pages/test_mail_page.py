"""The mail page takes delivery reports and shows counts of them, never a name."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from survey.accounts import create_account, start_session
from survey.mail import invite_now
from survey.settings import Settings
from survey.storage import Store, open_store
from tests.survey.examples import ORGANISER, opened
from tests.survey.mail.reports import mbox, recipient, report
from tests.survey.pages.signed_in import ROOT, come_as, said, start

SENDING = Settings(
    secret="only for tests", smtp="smtp://127.0.0.1:9", mail_from="survey@example.org"
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    store = open_store(address)
    store.migrate()
    create_account(store, ORGANISER, "correct horse battery staple", role="organiser")
    come_as(start_session(store, ORGANISER), monkeypatch)
    st.cache_resource.clear()
    return store


def mail_page(round_id: str) -> AppTest:
    app = start().switch_page(str(ROOT / "survey" / "pages" / "mail.py"))
    app.query_params["round"] = round_id
    return app.run()


def hand_in(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "message/rfc822")])
    next(each for each in app.button if each.label == "Count them").click()
    return app.run()


def test_reports_are_counted_and_nobody_is_named(store: Store) -> None:
    round_id = opened(store).round_id
    invite_now(store, SENDING, round_id, by=ORGANISER)
    told = [report(recipient(f"person{n}@example.org")) for n in range(3)]
    app = hand_in(mail_page(round_id), "bounces.mbox", mbox(*told))

    assert not app.exception
    assert "3 mails, 3 of them delivery reports. 3 more addresses" in app.success[0].value
    shown = said(mail_page(round_id))
    assert "Came back as undeliverable: 3 addresses" in shown
    assert "person1" not in shown


def test_what_is_no_mail_and_a_round_without_mail_are_said_to_be_so(store: Store) -> None:
    round_id = opened(store).round_id
    app = hand_in(mail_page(round_id), "people.eml", b"PK\x03\x04")
    assert "this is no mail" in app.error[0].value or "sent no mail" in app.error[0].value
    invite_now(store, SENDING, round_id, by=ORGANISER)
    app = hand_in(mail_page(round_id), "people.eml", b"PK\x03\x04")

    assert "people.eml: this is no mail" in app.error[0].value
    assert store.bounces.count(round_id) == 0
