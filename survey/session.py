"""What every Streamlit page shares: the store, who is signed in, the round in the address."""

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import streamlit as st

from survey.accounts import account_of
from survey.errors import SurveyError
from survey.rounds import Round
from survey.settings import Settings, load_settings
from survey.storage import Account, Role, Store, open_store

SESSION_COOKIE = "plumbline_session"
_log = logging.getLogger(__name__)


def settings() -> Settings:
    """Return how this installation runs."""
    return load_settings()


def store() -> Store:
    """Return the store; it opens a connection for each transaction, so threads may share it."""
    return _store(settings().database)


@st.cache_resource
def _store(database: str) -> Store:
    return open_store(database)


def current_account() -> Account | None:
    """Return who is signed in, by the session cookie, or None."""
    token = st.context.cookies.get(SESSION_COOKIE)
    return account_of(store(), token) if token else None


def require(role: Role) -> Account:
    """Return the signed-in account, or stop the page when it may not see it.

    An organiser may see all that a viewer may.
    """
    account = current_account()
    if account is None:
        st.info("Sign in to see this page.")
        st.stop()
    if role == "organiser" and account.role != "organiser":
        st.info("This page is for organisers. Results are under *Overview*.")
        st.stop()
    return account


def chosen_round(rounds: Sequence[Round], *, label: str = "Round") -> Round:
    """Return the round named in the address (``?round=``), else let the reader choose.

    ``rounds`` must not be empty; the first is the default.
    """
    by_id = {each.id: each for each in rounds}
    asked = st.query_params.get("round")
    index = list(by_id).index(asked) if asked in by_id else 0
    chosen = st.selectbox(
        label, list(by_id), index=index, format_func=lambda key: _round_title(by_id[key])
    )
    st.query_params["round"] = chosen
    return by_id[chosen]


def _round_title(each: Round) -> str:
    return f"{each.organisation}: {each.name}"


@contextmanager
def errors_shown() -> Generator[None]:
    """Show an expected error as advice, in place of the rest of the page."""
    try:
        yield
    except SurveyError as error:
        _log.warning("shown to an organiser: %s", type(error).__name__)
        st.error(error.advice)
