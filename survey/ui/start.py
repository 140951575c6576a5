"""The Streamlit side of the app: which pages there are for whom."""

from time import time

import streamlit as st

from survey.access import StaleProofError, entry_token, proven_account
from survey.errors import AccountError
from survey.navigation import PAGES, page
from survey.session import current_account, errors_shown, settings, store

st.set_page_config(page_title="Plumbline", page_icon=":material/balance:", layout="wide")


def sign_in() -> None:
    """Draw the only page there is for those who are not signed in."""
    st.title("Plumbline")
    st.write("Sign in to run a round or to see results.")
    if settings().oidc is None:
        st.html('<a href="/login" target="_self">Sign in</a>')
        return
    if st.user.is_logged_in:
        enter()
    st.button("Sign in with your organisation's account", on_click=st.login, type="primary")
    st.html('<a href="/login" target="_self">Sign in with a password</a>')


def enter() -> None:
    """Let somebody in who has just signed in at the organisation, where there is an account."""
    try:
        proven = proven_account(store(), st.user.to_dict(), now=time())
    except StaleProofError:
        return
    except AccountError as error:
        st.error(error.advice)
    else:
        st.text(f"You are {proven.email}.")
        st.html(
            '<form method="post" action="/enter">'
            f'<input type="hidden" name="token" value="{entry_token(store(), proven)}">'
            "<button>Go on</button></form>"
        )
    st.button("Sign out there", on_click=st.logout)
    st.stop()


account = current_account()
if account is None:
    # Even here: without a navigation of ours Streamlit would look for one of its own. Every
    # address leads here, or it would say of a page that waits behind this one that there is none.
    doors = [st.Page(sign_in, title="Sign in", url_path=name) for name in PAGES]
    front = st.Page(sign_in, title="Sign in", default=True)
    st.navigation([front, *doors], position="hidden").run()
    st.stop()

organiser = account.role == "organiser"
allowed = [name for name, file in PAGES.items() if organiser or not file.organiser_only]
pages = {name: page(name) for name in allowed}
sections: dict[str, list[st.Page]] = {}
for name in allowed:
    sections.setdefault(PAGES[name].section, []).append(pages[name])


def home() -> None:
    """Lead on to the first page: were it the default, Streamlit would not know its address."""
    st.switch_page(pages[allowed[0]])


sections[""] = [st.Page(home, title="Plumbline", default=True, visibility="hidden")]

# Embedded is how the projector opens a page: it alone, without menu and toolbar.
is_alone = st.context.is_embedded
chosen = st.navigation(sections, position="hidden" if is_alone else "sidebar", expanded=True)
if not is_alone:
    with st.sidebar:
        st.caption("Signed in as")
        st.text(account.email)
        st.html('<a href="/logout" target="_self">Sign out</a>')
with errors_shown():
    chosen.run()
