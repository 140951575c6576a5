"""The Streamlit side of the app: which pages there are for whom."""

import streamlit as st

from survey.navigation import PAGES, page
from survey.session import current_account, errors_shown

st.set_page_config(page_title="Plumbline", page_icon=":material/balance:", layout="wide")


def sign_in() -> None:
    """Draw the only page there is for those who are not signed in."""
    st.title("Plumbline")
    st.write("Sign in to run a round or to see results.")
    st.html('<a href="/login" target="_self">Sign in</a>')


account = current_account()
if account is None:
    # Even here: without a navigation of ours Streamlit would look for one of its own.
    st.navigation([st.Page(sign_in, title="Sign in", default=True)], position="hidden").run()
    st.stop()

organiser = account.role == "organiser"
allowed = [name for name, file in PAGES.items() if organiser or not file.organiser_only]
sections: dict[str, list[st.Page]] = {}
for name in allowed:
    sections.setdefault(PAGES[name].section, []).append(page(name, default=name == allowed[0]))

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
