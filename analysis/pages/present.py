"""Page: present mode, full screen. Opened from *Offsite* in a window of its own."""

import streamlit as st

from analysis.projector.page import report_of_round
from analysis.projector.stage import present
from survey.session import require, store

require("viewer")
running = [each for each in store().offsites.all() if not each.has_ended]
asked = st.query_params.get("offsite")
offsite = next((each for each in running if each.id == asked), None)
if offsite is None:
    st.title("No meeting here", anchor=False)
    st.info("This meeting has ended. Start another, or open the projector, under *Offsite*.")
    st.stop()
present(offsite, report_of_round(offsite.round_id))
