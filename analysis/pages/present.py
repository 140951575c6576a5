"""Page: present mode, full screen. Opened from *Offsite* in a window of its own."""

import streamlit as st

from analysis.board.form import choices_of, commitment_form, new_commitment
from analysis.projector.page import report_of_round, said
from analysis.projector.stage import present
from survey.agenda import Step
from survey.session import require, store

account = require("viewer")
running = [each for each in store().offsites.all() if not each.has_ended]
asked = st.query_params.get("offsite")
offsite = next((each for each in running if each.id == asked), None)
if offsite is None:
    st.title("No meeting here", anchor=False)
    st.info("This meeting has ended. Start another, or open the projector, under *Offsite*.")
    st.stop()
report = report_of_round(offsite.round_id)


def committing(step: Step) -> None:
    """Draw what was committed to on a question, and the form for more."""
    # In a place of its own, or the form below would close when this goes away.
    with st.container():
        if "board_said" in st.session_state:
            st.success(st.session_state.pop("board_said"))
    for each in store().commitments.of([report.publication.round]):
        if each.question == step.id:
            st.markdown(said(f"{each.who}, by {each.by:%d %b %Y}: {each.what}"))
    choices = choices_of(report)
    empty = new_commitment(report, store().today(), question=step.id)
    with st.expander("Commit: what, who, by when", icon=":material/add:"):
        commitment_form(choices, empty, by=account.email, is_new=True)


present(offsite, report, committing)
