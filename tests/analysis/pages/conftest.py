"""The app as a signed-in reader's browser meets it, on a real database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
import streamlit as st
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest

from analysis.publication import Publication, to_json
from survey.accounts import create_account, start_session
from survey.questionnaire import find_questionnaire
from survey.rounds import Round
from survey.storage import Role, Store, open_store

ROOT = Path(__file__).parents[3]
EMAIL = "reader@example.org"


@dataclass(frozen=True)
class Handshake:
    """What a browser sends when it connects; `AppTest` has no browser and so no cookies."""

    cookies: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()
    remote_ip: str | None = None


@dataclass(frozen=True)
class Reader:
    """Someone at the app. Pages are opened by name, as the menu does."""

    store: Store
    patch: pytest.MonkeyPatch

    def sign_in(self, role: Role) -> None:
        create_account(self.store, EMAIL, "correct horse battery staple", role=role)
        cookies = {"plumbline_session": start_session(self.store, EMAIL)}
        self.patch.setattr(context, "_get_client_context", lambda: Handshake(cookies))

    def publish(self, publication: Publication, name: str) -> None:
        """Put a finished round into the store; the latest becomes the newest."""
        questionnaire = find_questionnaire("four_pillars")
        round_ = Round(
            id=name,
            name=name,
            organisation=publication.organisation,
            questionnaire=questionnaire,
            fingerprint=publication.fingerprint,
        )
        document = msgspec.structs.replace(publication, round=name, name=name)
        self.store.publications.put_published(round_, to_json(document))

    def open(self, page: str, *, round_id: str | None = None, theme: str = "light") -> AppTest:
        app = AppTest.from_file(str(ROOT / "survey" / "ui" / "start.py"), default_timeout=60)
        app.context["theme"] = theme
        if round_id is not None:
            app.query_params["round"] = round_id
        app.run()
        app.switch_page(str(ROOT / "analysis" / "pages" / f"{page}.py"))
        if round_id is not None:
            app.query_params["round"] = round_id
        app.run()
        assert not app.exception
        return app


def words(app: AppTest) -> str:
    """Everything a page says, as one text without Markdown's escapes."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text)
    more = (app.info, app.success, app.error, app.warning)
    said = [each.value for kind in (*kinds, *more) for each in kind]
    return "\n".join(said).replace("\\", "")


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    monkeypatch.setenv("PLUMBLINE_SECRET", "for tests only, thirty-two letters")
    store = open_store(address)
    store.migrate()
    yield Reader(store, monkeypatch)
    st.cache_resource.clear()
