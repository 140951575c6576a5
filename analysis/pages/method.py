"""Page: how the numbers came about, and what is withheld and why."""

import streamlit as st

from analysis.pages.showing import chosen_report, enlarged, said
from analysis.wording import method_lines, rate_lines, withheld_sentence

report = chosen_report("Method and withheld")
enlarged()

st.subheader("Who was asked and who answered", anchor=False)
for line in rate_lines(report):
    st.markdown(said(line))

st.subheader("What is withheld and why", anchor=False)
if not report.withheld:
    st.markdown("Nothing: every table of this round is shown.")
for withheld in report.withheld:
    st.markdown(said(withheld_sentence(withheld)))

st.subheader("How the numbers came about", anchor=False)
for line in method_lines(report.method):
    st.markdown(said(line))
