"""Page: where do we differ, how sure is that, do we leaders agree among ourselves."""

import streamlit as st

from analysis.board.moved import opening
from analysis.charts.figures import agreement_figure, overview_figure
from analysis.pages.showing import chosen_report, mode, said, show
from analysis.report import Agreement
from analysis.wording import (
    brief_caveats,
    gap_sentence,
    overview_sentence,
    prediction_lines,
    silos_line,
    verdict_sentence,
)
from survey.navigation import link_to

report = chosen_report("Overview")
compared = report.compared
opening(report)
st.markdown(f"**{said(overview_sentence(report))}**")

if compared:
    among, between = st.columns([2, 3], gap="large")
    with among:
        st.caption("Do leaders agree among themselves?")
        if any(isinstance(each.agreement, Agreement) for each in compared):
            show(agreement_figure(report, mode()))
        else:
            st.info("Not shown: too few leaders answered. *Method and withheld* says why.")
    with between:
        st.caption("Where do leaders and staff differ, and how sure is that?")
        show(overview_figure(report, mode()))
if report.silo_matrix is not None:
    st.markdown(f"**{said(report.silo_matrix.title)}** {said(silos_line(report.silo_matrix))}")
    link_to("silos", "Between departments", round_id=st.session_state["round"])

if compared:
    st.subheader("In words", anchor=False)
for each in compared:
    verdict = verdict_sentence(each.gap, report.method.groups_for(each.question))
    words = " ".join((gap_sentence(each.gap), verdict, brief_caveats(each)))
    st.markdown(f"**{said(each.question.title)}** " + said(words.strip()))
if report.predictions:
    st.subheader("What leaders thought staff would say", anchor=False)
    for line in prediction_lines(report.predictions):
        st.markdown(said(line))
if report.withheld:
    st.caption("Some results are withheld. *Method and withheld* lists them with the reason.")
