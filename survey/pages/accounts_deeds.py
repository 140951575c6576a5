"""The parts of the accounts page that show a link, change a role, sign out or remove."""

import streamlit as st

from survey.access import LINK_DAYS, change_role, remove_account, sign_out_everywhere
from survey.session import store
from survey.storage import Account, Role


def show_link(email: str, link: str) -> None:
    """Show a link to hand over; it is shown this once and kept nowhere."""
    st.success(f"Hand this link to its owner. It works once, within {LINK_DAYS} days.")
    st.text(email)
    st.code(link, language=None, wrap_lines=True)
    st.caption("Whoever opens it first sets the password. It is not shown again.")


def draw_deeds(chosen: Account, account: Account) -> None:
    """Draw what can be done to an account; removing it is asked twice."""
    other: Role = "viewer" if chosen.role == "organiser" else "organiser"
    role, out = st.columns(2)
    if role.button(f"Make it {'a viewer' if other == 'viewer' else 'an organiser'}"):
        change_role(store(), chosen.email, other, by=account.email)
        st.rerun()
    if out.button("Sign out everywhere"):
        sign_out_everywhere(store(), chosen.email, by=account.email)
        st.success("Signed out in every browser.")
    with st.container(border=True):
        st.markdown("Without its account a person can no longer sign in. The audit trail stays.")
        sure = st.checkbox("I know it cannot be undone.", key=f"sure {chosen.email}")
        if st.button("Remove the account", disabled=not sure):
            remove_account(store(), chosen.email, by=account.email)
            st.rerun()
