"""Page: the service ladder, what standard leaders and staff say we are here to reach."""

import streamlit as st

from analysis.charts.figures import ladder_figure
from analysis.pages.showing import chosen_report, mode, said, show
from analysis.wording import (
    agreement_sentence,
    exceed_sentence,
    gap_sentence,
    silence_sentence,
    verdict_sentence,
)

report = chosen_report("Service ladder")
if not report.ladders:
    st.info("This round's questionnaire has no ladder. Use one that has: four pillars does.")
for ladder in report.ladders:
    result = ladder.result
    st.caption(said(result.question.text["staff"]))
    st.markdown(said(agreement_sentence(result.agreement)))
    show(ladder_figure(ladder, mode()))
    st.markdown(said(exceed_sentence(ladder)))
    st.markdown(said(gap_sentence(result.gap, ladder=True)))
    st.markdown(f"**{said(verdict_sentence(result.gap, report.method.groups, ladder=True))}**")
    st.markdown(said(silence_sentence(result.gap)))
