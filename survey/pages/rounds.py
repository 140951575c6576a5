"""Page: all rounds, newest first, and the next step of each."""

import streamlit as st

from survey.demo import load_demo
from survey.navigation import link_to, page
from survey.session import require, settings, store

require("organiser")
NEXT_STEP = {
    "draft": ("people", "Bring the people list"),
    "open": ("fieldwork", "Watch, hand out links, close"),
    "closed": ("publish", "See what will be shown, and publish"),
    "published": ("overview", "See the results"),
}
COLOURS = {"draft": "gray", "open": "green", "closed": "orange", "published": "blue"}

st.title("Rounds", anchor=False)
rounds = store().rounds.all()

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
        st.badge(each.state, color=COLOURS[each.state])
        target, label = NEXT_STEP[each.state]
        link_to(target, label, round_id=each.id)
