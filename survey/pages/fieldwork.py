"""Page: an open round: how many have answered, everybody's link, closing."""

import streamlit as st

from survey.fieldwork import close, links_csv, personal_links
from survey.navigation import link_to, page
from survey.pages.live_rates import live_rates
from survey.session import chosen_round, require, settings, store
from survey.wording import NEXT_STEPS, STATES

account = require("organiser")
st.title("Fieldwork", anchor=False)
launched = [each for each in store().rounds.all() if each.state != "draft"]
if not launched:
    st.info("No round was launched yet. Make a round, bring the people list, then launch.")
    st.stop()
chosen = chosen_round(launched)
if chosen.state != "open":
    st.info(f"This round is {chosen.state}: no answers are taken.")
    link_to(STATES[chosen.state][1], NEXT_STEPS[chosen.state], round_id=chosen.id)
    st.stop()
with st.container(horizontal=True):
    for target, label in (
        ("progress", "Enough for a verdict?"),
        ("mail", "Mail"),
        ("ways", "Codes and posters"),
        ("manage", "Manage"),
    ):
        link_to(target, label, round_id=chosen.id)

st.subheader("Response rates", anchor=False)
st.caption("Only for groups of 5 or more invited. Who has answered is shown to nobody.")

live_rates(chosen.id)

st.subheader("Everybody's link", anchor=False)
st.caption("Whoever holds a link could answer in its person's place: delete the file once sent.")


def fresh_links() -> str:
    """Return new links for everybody as CSV; those handed out before stay good."""
    store().audit.note(account.email, "exported everybody's link", chosen.id)
    return links_csv(personal_links(store(), chosen.id, settings().base_url))


st.download_button("Links as CSV", fresh_links, "links.csv", "text/csv", on_click="ignore")


@st.dialog("Close this round?")
def confirm() -> None:
    """Ask once more, since a closed round takes no answers again."""
    st.write("Nobody can answer after this. Unfinished drafts are deleted.")
    if st.button("Close the round", type="primary"):
        close(store(), chosen.id, account.email)
        st.switch_page(page("publish"), query_params={"round": chosen.id})


if st.button("Close …"):
    confirm()
