"""Page: what the senior team said it will do, who, by when, and which number it should move."""

import streamlit as st

from analysis.board.cards import card, filtered
from analysis.board.form import choices_of, commitment_form, new_commitment
from analysis.board.moved import what_moved
from analysis.board.series import reports_up_to
from analysis.pages.showing import chosen_report
from survey.session import require, store

report = chosen_report("Commitments")
account = require("viewer")
today = store().today()
choices = choices_of(report)
rounds = [each.publication.round for each in reports_up_to(report)]
commitments = store().commitments.of(rounds)

if "board_said" in st.session_state:
    st.success(st.session_state.pop("board_said"))
what_moved(report)
st.subheader("Board", anchor=False)
if not commitments:
    st.info("Nothing was committed to yet on this round or the ones before it. Make the first.")
else:
    for commitment in filtered(commitments, today):
        card(commitment, choices, today, by=account.email)
with st.expander("Make a commitment", expanded=not commitments, icon=":material/add:"):
    commitment_form(choices, new_commitment(report, today), by=account.email, is_new=True)
