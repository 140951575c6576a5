"""Page: what may still be done to a round: its days, pause, next round, end, one file."""

from datetime import timedelta

import streamlit as st

from survey.navigation import page
from survey.pages.manage_deeds import draw_deeds, draw_limits
from survey.round_file import export_round
from survey.session import chosen_round, require, settings, store
from survey.steering import clone_round, set_last_day

account = require("organiser")
st.title("Manage", anchor=False)
rounds = store().rounds.all()
if not rounds:
    st.info("No round yet. Make one first.")
    st.stop()
chosen = chosen_round(rounds)
st.markdown(f"This round is **{chosen.state}**.")

if chosen.state in {"draft", "open", "paused"}:
    st.subheader("Last day", anchor=False)
    with st.form("last day"):
        today = store().today()
        usual = max(chosen.closes_on or today + timedelta(days=14), today)
        day = st.date_input("Answers are taken until the end of", usual, min_value=today)
        shorten = st.checkbox("Also if that is earlier than people were told; remind them of it")
        if st.form_submit_button("Set the last day"):
            st.success(
                set_last_day(
                    store(), settings(), chosen.id, day, by=account.email, may_shorten=shorten
                )
            )

draw_limits(chosen, account)

st.subheader("The next round of this series", anchor=False)
with st.form("clone"):
    name = st.text_input("Name", placeholder="Autumn pulse")
    with_people = st.checkbox("Take the people list along", value=True)
    if st.form_submit_button("Make it as a draft"):
        made = clone_round(store(), chosen.id, name=name, by=account.email, with_people=with_people)
        st.switch_page(page("people"), query_params={"round": made.id})

st.subheader("One file", anchor=False)
st.caption("Questionnaire, settings, mails and what was published. No people, no answers.")
st.download_button(
    "Download the round",
    lambda: export_round(store(), chosen.id),
    f"{chosen.id}.round.json",
    "application/json",
    on_click="ignore",
)

draw_deeds(chosen, account)
