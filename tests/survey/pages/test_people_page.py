"""The people page: a file, its columns, and the list that is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest

from survey.accounts import create_account, start_session
from survey.columns import ColumnMapping
from survey.fieldwork import create_round
from survey.storage import Store, open_store
from tests.survey.examples import QUESTIONNAIRE

ROOT = Path(__file__).parents[3]
HR = b"""Worker;Work Mail;Manager email;Grade;Town
Ada;ada@x.org;;M;Leeds
Bo;bo@x.org;ada@x.org;IC;York
Cy;cy@x.org;ada@x.org;IC;Leeds
"""


@dataclass(frozen=True)
class Handshake:
    """What a browser sends when it connects; `AppTest` has no browser and so no cookies."""

    cookies: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()
    remote_ip: str | None = None


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    store = open_store(address)
    store.migrate()
    create_account(store, "hr@example.org", "correct horse battery staple", role="organiser")
    cookies = {"plumbline_session": start_session(store, "hr@example.org")}
    monkeypatch.setattr(context, "_get_client_context", lambda: Handshake(cookies))
    yield store
    st.cache_resource.clear()


def people_page(store: Store) -> tuple[AppTest, str]:
    round_ = create_round(store, questionnaire=QUESTIONNAIRE, name="Spring", organisation="Kite")
    app = AppTest.from_file(str(ROOT / "survey" / "ui.py"), default_timeout=60).run()
    app.switch_page(str(ROOT / "survey" / "pages" / "people.py"))
    app.query_params["round"] = round_.id
    app.run()
    assert not app.exception
    return app, round_.id


def select(app: AppTest, label: str, value: str) -> None:
    next(each for each in app.selectbox if each.label == label).set_value(value).run()


def test_columns_are_mapped_on_the_page_and_remembered(store: Store) -> None:
    app, round_id = people_page(store)
    app.file_uploader[0].set_value(("hr.csv", HR, "text/csv")).run()
    select(app, "Name or number", "Worker")
    select(app, "E-mail", "Work Mail")
    app.multiselect[0].set_value(["Town"]).run()
    assert not app.exception
    next(each for each in app.button if each.label == "Store these 3 people").click().run()

    assert [(each.label, each.group) for each in store.people.of(round_id)] == [
        ("Ada", "leaders"),
        ("Bo", "staff"),
        ("Cy", "staff"),
    ]
    assert {each.attributes["town"] for each in store.people.of(round_id)} == {"Leeds", "York"}
    assert store.mappings.of("Kite") == ColumnMapping(
        person="Worker",
        email="Work Mail",
        leaders_by="reports",
        manager="Manager email",
        attributes=("Town",),
    )
    assert "1 leaders and 2 staff are on the list." in [each.value for each in app.success]


def test_which_words_mean_leader_can_be_chosen(store: Store) -> None:
    app, round_id = people_page(store)
    app.file_uploader[0].set_value(("hr.csv", HR, "text/csv")).run()
    app.radio[0].set_value("column").run()
    select(app, "Group", "Grade")
    assert "3 problems" in app.error[0].value
    app.multiselect[0].set_value(["M"]).run()
    select(app, "Name or number", "Worker")
    next(each for each in app.button if each.label.startswith("Store these")).click().run()

    assert not app.exception
    assert [each.group for each in store.people.of(round_id)] == ["leaders", "staff", "staff"]
