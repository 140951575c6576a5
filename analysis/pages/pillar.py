"""Page: one pillar's items, both distributions side by side."""

import streamlit as st

from analysis.charts.answer_bars import answer_bars, answer_bars_alt, answer_bars_table, answer_key
from analysis.pages.showing import chosen_report, mode, said, show_chart
from analysis.prompts import prompts_for
from analysis.report import PillarResult
from analysis.wording import (
    REVERSED,
    agreement_sentence,
    caveats,
    gap_sentence,
    item_sentence,
    key_alt,
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
    st.markdown(f"**{said(verdict_sentence(pillar.gap, report.method.groups))}**")
st.markdown(said(pillar_caveats(pillar)))
with st.expander("To discuss", icon=":material/forum:"):
    st.markdown("\n".join(f"- {said(each)}" for each in prompts_for(report, pillar.question.id)))

st.subheader("Its items, the widest gap first", anchor=False)
st.caption("Answers of 100 in each group, the less favourable to the left of the middle.")
keyed: tuple[str, ...] = ()
for item in pillar.items:
    question = item.question
    st.markdown(f"**{said(question.title)}**")
    if question.text["leaders"] != question.text["staff"]:
        st.caption(said(f"Leaders were asked: {question.text['leaders']}"))
    if question.reversed:
        st.caption(REVERSED)
    if question.labels != keyed:
        keyed = question.labels
        key = answer_key(item, mode())
        st.altair_chart(key, width="stretch", theme=None, alt=key_alt(keyed))
    show_chart(answer_bars(item, mode()), alt=answer_bars_alt(item), table=answer_bars_table(item))
    st.markdown(said(f"{item_sentence(item)} {caveats(item.gap)}".strip()))
