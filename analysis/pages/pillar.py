"""Page: one pillar's items, both distributions side by side."""

import streamlit as st

from analysis.charts.figures import item_figure
from analysis.pages.showing import chosen_report, mode, said, show
from analysis.prompts import prompts_for
from analysis.report import PillarResult
from analysis.wording import (
    REVERSED,
    agreement_sentence,
    caveats,
    gap_sentence,
    item_sentence,
    pillar_caveats,
    verdict_sentence,
)

report = chosen_report("Pillars")
if not report.pillars:
    st.info("This round has no pillars. Its items are on the overview.")
    st.stop()

place = st.selectbox(
    "Pillar", range(len(report.pillars)), format_func=lambda at: report.pillars[at].question.title
)
pillar: PillarResult = report.pillars[place]
st.caption(said(pillar.question.text["staff"]))
st.markdown(said(agreement_sentence(pillar.agreement)))
if pillar.hangs_together:
    st.markdown(said(gap_sentence(pillar.gap)))
    groups = report.method.groups_for(pillar.question)
    st.markdown(f"**{said(verdict_sentence(pillar.gap, groups))}**")
st.markdown(said(pillar_caveats(pillar)))
with st.expander("To discuss", icon=":material/forum:"):
    st.markdown("\n".join(f"- {said(each)}" for each in prompts_for(report, pillar.question.id)))

st.subheader("Its items, the widest gap first", anchor=False)
for item in pillar.items:
    question = item.question
    show(item_figure(item, mode()))
    if question.text["leaders"] != question.text["staff"]:
        st.caption(said(f"Leaders were asked: {question.text['leaders']}"))
    if question.reversed:
        st.caption(REVERSED)
    st.markdown(said(f"{item_sentence(item)} {caveats(item.gap)}".strip()))
