"""Page: the service ladder, what standard leaders and staff say we are here to reach."""

import streamlit as st

from analysis.charts.ladder_chart import ladder_alt, ladder_chart, ladder_table
from analysis.pages.showing import chosen_report, mode, said, show_chart
from analysis.wording import (
    agreement_sentence,
    exceed_sentence,
    gap_sentence,
    ladder_headline,
    silence_sentence,
    verdict_sentence,
)

report = chosen_report("Service ladder")
if not report.ladders:
    st.info("This round's questionnaire has no ladder. Use one that has: four pillars does.")
for ladder in report.ladders:
    result = ladder.result
    st.header(said(ladder_headline(ladder)), anchor=False)
    st.caption(said(result.question.text["staff"]))
    st.markdown(said(agreement_sentence(result.agreement)))
    show_chart(ladder_chart(ladder, mode()), alt=ladder_alt(ladder), table=ladder_table(ladder))
    st.markdown(said(exceed_sentence(ladder)))
    st.markdown(said(gap_sentence(result.gap, ladder=True)))
    st.markdown(f"**{said(verdict_sentence(result.gap, report.method.groups, ladder=True))}**")
    st.markdown(said(silence_sentence(result.gap)))
