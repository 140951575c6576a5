"""Every page, asked for by its address by everybody: only those it is for see it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from survey.accounts import create_account, start_session
from survey.demo import load_demo
from survey.navigation import PAGES
from survey.storage import Role, Store, open_store
from tests.survey.pages.signed_in import ROOT, come_as, said, start

PASSWORD = "correct horse battery staple"
ORGANISERS_ONLY = [name for name, file in PAGES.items() if file.organiser_only]
FOR_VIEWERS = [name for name, file in PAGES.items() if not file.organiser_only]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('who') / 'plumbline.db'}"


@pytest.fixture(scope="module")
def demo(database: str) -> Store:
    store = open_store(database)
    store.migrate()
    load_demo(store, "https://survey.example", datetime.now(UTC).date())
    for role in ("organiser", "viewer"):
        create_account(store, f"{role}@example.org", PASSWORD, role=role)
    return store


@pytest.fixture
def store(demo: Store, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("PLUMBLINE_DATABASE", database)
    yield demo
    st.cache_resource.clear()


def come(store: Store, role: Role | None, patch: pytest.MonkeyPatch) -> None:
    come_as(start_session(store, f"{role}@example.org") if role else None, patch)


def test_without_an_account_there_is_one_page_and_it_asks_to_sign_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(store, None, monkeypatch)
    app = start()

    assert said(app) == "Plumbline\nSign in to run a round or to see results."
    assert not app.dataframe
    assert not app.button
    for file in PAGES.values():
        with pytest.raises(ValueError, match="navigation page"):
            app.switch_page(str(ROOT / file.path))


@pytest.mark.parametrize("name", PAGES)
def test_without_an_account_each_page_itself_refuses_too(
    name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(store, None, monkeypatch)
    app = start_alone(PAGES[name].path)

    assert said(app) == "Sign in to see this page."
    assert not app.exception


@pytest.mark.parametrize("name", ORGANISERS_ONLY)
def test_a_viewer_does_not_reach_an_organisers_page(
    name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(store, "viewer", monkeypatch)
    app = start()
    with pytest.raises(ValueError, match="navigation page"):
        app.switch_page(str(ROOT / PAGES[name].path))


@pytest.mark.parametrize("name", FOR_VIEWERS)
def test_a_viewer_reaches_what_was_published(
    name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(store, "viewer", monkeypatch)
    app = start()
    app.switch_page(str(ROOT / PAGES[name].path)).run()

    assert not app.exception
    assert "for organisers" not in said(app)


def test_no_folder_of_pages_stands_beside_the_entry_script() -> None:
    """Streamlit would offer its files to everybody, signed in or not."""
    assert (ROOT / "survey" / "ui" / "start.py").is_file()
    assert not (ROOT / "survey" / "ui" / "pages").exists()


@pytest.mark.parametrize("name", PAGES)
def test_an_organiser_reaches_every_page(
    name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(store, "organiser", monkeypatch)
    app = start()
    app.switch_page(str(ROOT / PAGES[name].path)).run()

    assert not app.exception
    assert "Sign in" not in said(app)


@pytest.mark.parametrize("name", ORGANISERS_ONLY)
def test_an_organisers_page_asks_again_who_is_there(
    name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The menu hides it; were it offered by mistake, the page itself would still refuse."""
    come(store, "viewer", monkeypatch)
    app = start_alone(PAGES[name].path)

    assert said(app) == "This page is for organisers. Results are under *Overview*."
    assert not app.exception


def start_alone(path: str) -> AppTest:
    return AppTest.from_file(str(ROOT / path), default_timeout=60).run()
