"""Page: who may sign in, as what; new links, new roles, and the end of an account."""

import streamlit as st

from survey.access import LINK_DAYS, invite, password_link
from survey.pages.accounts_deeds import draw_deeds, show_link
from survey.session import require, settings, store
from survey.storage import Role

ROLES: dict[Role, str] = {
    "viewer": "Viewer: sees published results",
    "organiser": "Organiser: runs rounds and accounts",
}
account = require("organiser")
st.title("Accounts", anchor=False)
st.caption("Those who run rounds or read results. People who answer have no account.")
listed = st.container()

st.subheader("New account", anchor=False)
with st.form("invite", clear_on_submit=True):
    email = st.text_input("E-mail address", placeholder="name@example.com")
    role = st.radio("Role", list(ROLES), format_func=ROLES.__getitem__)
    if st.form_submit_button("Make the account", type="primary"):
        link = invite(store(), email, role, by=account.email, base_url=settings().base_url)
        show_link(email.strip(), link)

everybody, pending = store().accounts.all(), store().accounts.without_password()
listed.dataframe(
    [
        {
            "E-mail address": each.email,
            "Role": each.role.capitalize(),
            "Password": "not set" if each.email in pending else "set",
        }
        for each in everybody
    ],
    hide_index=True,
)

st.subheader("An account", anchor=False)
of = st.selectbox("Whose", [each.email for each in everybody])
chosen = next(each for each in everybody if each.email == of)
if st.button("New password link", help=f"Works once, within {LINK_DAYS} days."):
    show_link(of, password_link(store(), of, by=account.email, base_url=settings().base_url))
draw_deeds(chosen, account)
