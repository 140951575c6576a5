"""Page: bring a round that was exported elsewhere."""

import streamlit as st

from analysis.publishing.taking import import_round
from survey.navigation import link_to
from survey.session import require, store

account = require("organiser")
st.title("Bring a round", anchor=False)
st.markdown(
    "A file made with *Download the round* on another Plumbline. A published round comes with its "
    "results; any other becomes a draft with the same questionnaire and settings. Files hold no "
    "people and no answers."
)
upload = st.file_uploader("Round", type=["json"])
if upload is not None and st.button("Bring it", type="primary"):
    taken = import_round(store(), upload.getvalue(), by=account.email)
    st.success(f"Taken: {taken.name}, {taken.state}.")
    target = "overview" if taken.state == "published" else "people"
    link_to(target, "Go on with it", round_id=taken.id)
