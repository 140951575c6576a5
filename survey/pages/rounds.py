"""Page: all rounds, newest first, and the next step of each."""

import streamlit as st

from survey.commitments import overdue
from survey.demo import load_demo
from survey.navigation import link_to, page
from survey.session import require, settings, store
from survey.wording import NEXT_STEPS, STATES

require("organiser")
st.title("Rounds", anchor=False)
everything = store().rounds.all()
shown = st.toggle("Archived too") if any(each.state == "archived" for each in everything) else False
rounds = [each for each in everything if shown or each.state != "archived"]

late = len(overdue(store().commitments.all(), store().today()))
if late:
    st.warning(f"{late} overdue: *Commitments* under *Results* has the board.")
if not rounds:
    st.info(
        "No round yet. Make your first one, or load the demo: a published round of real US "
        "federal agencies, and an invented organisation with a round you can answer yourself."
    )

with st.container(horizontal=True):
    if st.button("New round", type="primary", icon=":material/add:"):
        st.switch_page(page("new_round"))
    if st.button("Load the demo", icon=":material/science:"):
        with st.spinner("Loading the demo"):
            demo = load_demo(store(), settings().base_url, store().today())
        st.session_state["demo_links"] = demo.links
        st.rerun()

for title, link in st.session_state.get("demo_links", {}).items():
    st.success(f"Answer the demo's open round as {title}: [{link}]({link})")

for each in rounds:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.text(f"{each.organisation}: {each.name}")
            days = f"{each.opens_on or 'launch'} to {each.closes_on or 'closing by hand'}"
            st.caption(f"{each.questionnaire.id} v{each.questionnaire.version}, {days}")
        colour, target = STATES[each.state]
        st.badge(each.state, color=colour)
        link_to(target, NEXT_STEPS[each.state], round_id=each.id)
        link_to("manage", "Manage", round_id=each.id)
