"""The people page and the page of ways to answer, as an organiser uses them."""

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
from tests.survey.examples import QUESTIONNAIRE, seated

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


def page_of(name: str, round_id: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "survey" / "ui" / "start.py"), default_timeout=60).run()
    app.switch_page(str(ROOT / "survey" / "pages" / f"{name}.py"))
    app.query_params["round"] = round_id
    app.run()
    assert not app.exception
    return app


def people_page(store: Store) -> tuple[AppTest, str]:
    round_ = create_round(store, questionnaire=QUESTIONNAIRE, name="Spring", organisation="Kite")
    return page_of("people", round_.id), round_.id


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
    assert not app.error  # what is still to be chosen is no problem
    assert "Choose the column that says who is a leader" in app.info[0].value
    select(app, "Group", "Grade")
    assert "3 problems" in app.error[0].value
    app.multiselect[0].set_value(["M"]).run()
    select(app, "Name or number", "Worker")
    next(each for each in app.button if each.label.startswith("Store these")).click().run()

    assert not app.exception
    assert [each.group for each in store.people.of(round_id)] == ["leaders", "staff", "staff"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel file"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (b'name,group\n"Ada,leader\n', "cannot be split into columns"),
        (b"name,group\nAd\x81a,leader\n", "cannot be read as Windows-1252"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    store: Store, content: bytes, said: str
) -> None:
    app, round_id = people_page(store)
    app.file_uploader[0].set_value(("hr.csv", content, "text/csv")).run()

    shown = " ".join(each.value for each in app.error) + str([each.value for each in app.code])
    assert not app.exception
    assert said in shown
    assert store.people.of(round_id) == []


def press(app: AppTest, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def test_a_shared_link_is_made_on_the_page_with_its_weakness_said(store: Store) -> None:
    round_id = seated(store)
    app = page_of("ways", round_id)
    select(app, "Where it hangs", "site: Leeds")
    press(app, "Make a link")

    assert "/a/" in app.code[0].value
    assert "Weaker than personal links" in app.warning[0].value
    assert "made a shared link Leeds" in [each.deed for each in store.audit.all(round_id)]
    press(app, "Make codes")
    assert "shared link" in app.error[0].value


def test_codes_are_made_on_the_page(store: Store) -> None:
    round_id = seated(store)
    app = page_of("ways", round_id)
    press(app, "Make codes")

    assert "exported 25 codes" in [each.deed for each in store.audit.all(round_id)]
    assert not app.error
