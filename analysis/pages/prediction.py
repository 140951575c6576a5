"""Page: what leaders thought staff would say, and what they did not know."""

import streamlit as st

from analysis.board.series import reports_up_to
from analysis.charts.figures import prediction_figures
from analysis.pages.showing import chosen_report, mode, said, show
from analysis.report import NotShown
from analysis.series import skill_on_last_round
from analysis.wording import (
    prediction_sentence,
    skill_sentence,
    stories_sentence,
    story_sentence,
)

report = chosen_report("Prediction")
shown = [each for each in report.predictions if not isinstance(each, NotShown)]
if not report.predictions:
    st.info("In this round leaders were not asked what they think staff will say.")
    st.stop()
st.caption(
    "Leaders expected a gap where their own answers lie further from what they predicted than "
    "the margin. Predictions are shown for all leaders together, never for one."
)
hidden = [each.reason for each in report.predictions if isinstance(each, NotShown)]
if hidden:
    st.info(f"Not shown for {len(hidden)} questions: {'; '.join(dict.fromkeys(hidden))}.")
if not shown:
    st.stop()

st.markdown(f"**{said(stories_sentence(shown))}**")
places = st.columns(2, gap="large")
for number, figure in enumerate(prediction_figures(report, mode())):
    with places[min(number, 1)]:
        show(figure)

st.subheader("In words", anchor=False)
series = reports_up_to(report)
last = skill_on_last_round(series[-2], report) if len(series) > 1 else {}
for each in shown:
    lines = [prediction_sentence(each), story_sentence(each)]
    lines += [skill_sentence(last[each.about.id])] if each.about.id in last else []
    st.markdown(said(" ".join(lines)))
