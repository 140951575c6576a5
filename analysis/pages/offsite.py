"""Page: the offsite on a published round: start it, arrange its agenda, show its code, end it."""

import streamlit as st

from analysis.pages.showing import chosen_report
from analysis.projector.desk import arrange, end, offsite_of, show_entrances
from survey.session import require

report = chosen_report("Offsite")
account = require("viewer")
is_organiser = account.role == "organiser"
offsite = offsite_of(report, by=account.email, may_start=is_organiser)
if offsite is None:
    st.stop()

show_entrances(offsite)
if is_organiser:
    st.subheader("Agenda", anchor=False)
    st.caption("Suggested from this round's results. It can be changed until the end.")
    arrange(offsite, report)
    end(offsite, by=account.email)
