"""Page: a new round, before anybody is invited."""

import streamlit as st

from survey.fieldwork import LEAST_MARGIN, LEAST_THRESHOLD, MOST_MARGIN, create_round
from survey.navigation import page
from survey.questionnaire import find_questionnaire, questionnaire_paths, wording
from survey.rounds import Thresholds
from survey.session import require, store

account = require("organiser")
st.title("New round", anchor=False)
st.caption("Nothing is sent and nobody is invited until you launch.")

names = sorted((path.stem for path in questionnaire_paths()), key=lambda name: "fevs" in name)
latest = store().rounds.all()[:1]

with st.form("new_round"):
    chosen = st.selectbox("Questionnaire", names, help="A file in the folder questionnaires/.")
    organisation = st.text_input(
        "Organisation",
        value=latest[0].organisation if latest else "",
        help="Rounds of one organisation and questionnaire make a series that can be compared.",
    )
    name = st.text_input("Name of the round", placeholder="Spring pulse")
    margin = st.slider(
        "Margin: the smallest gap that matters",
        LEAST_MARGIN,
        MOST_MARGIN,
        0.10,
        0.01,
        help="0.10 means: leaders and staff count as aligned when, of 100 leader-staff pairs, "
        "between 40 and 60 have the leader more positive (ties shared). It is fixed at launch, "
        "so that nobody can choose it after seeing the answers.",
    )
    first, second = st.columns(2)
    scores = first.number_input("Fewest answers behind a number", LEAST_THRESHOLD, 50, 5)
    comments = second.number_input("Fewest authors behind comments", LEAST_THRESHOLD, 100, 10)
    # Columns of their own: on a phone they stand below one another, in this order.
    first, second = st.columns(2)
    opens_on = first.date_input("First day", value=None, help="Empty: from launch on.")
    closes_on = second.date_input("Last day", value=None, help="Empty: you close it by hand.")
    sent = st.form_submit_button("Make the round", type="primary")

if sent:
    made = create_round(
        store(),
        questionnaire=find_questionnaire(chosen),
        name=name,
        organisation=organisation,
        margin=margin,
        thresholds=Thresholds(scores=scores, comments=comments, counts=max(8, scores)),
        opens_on=opens_on,
        closes_on=closes_on,
    )
    title = wording(made.questionnaire.title, made.questionnaire, "en")
    store().audit.note(account.email, f"made the round {made.name} of {title}", made.id)
    st.switch_page(page("people"), query_params={"round": made.id})
