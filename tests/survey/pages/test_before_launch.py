"""What an organiser reads about departments and functions before launching."""

from pathlib import Path

import pytest
import streamlit as st

from survey.accounts import create_account, start_session
from survey.storage import open_store
from tests.survey.departments import drafted, members
from tests.survey.pages.signed_in import ROOT, come_as, said, start


def test_the_people_page_says_which_columns_are_needed_and_the_launch_page_what_comes_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    store = open_store(address)
    store.migrate()
    create_account(store, "hr@example.org", "correct horse battery staple", role="organiser")
    come_as(start_session(store, "hr@example.org"), monkeypatch)
    round_ = drafted(store, members(("Care", "R*D*", "Sales")))
    read = {}
    app = start()
    for page in ("people", "launch"):
        app.switch_page(str(ROOT / "survey" / "pages" / f"{page}.py"))
        app.query_params["round"] = round_.id
        app.run()
        assert not app.exception
        read[page] = said(app)
    st.cache_resource.clear()

    assert "needs the column **department**, since people rate each other's" in read["people"]
    assert "**function**, since some questions go to one function: Customer serv" in read["people"]
    assert "- **Departments to rate**: Care, R\\*D\\*, Sales." in read["launch"]
    assert "there is 1 question more, asked of no staff and all 5 leaders" in read["launch"]
    assert "No staff are asked the questions for “Customer service”" in read["launch"]
