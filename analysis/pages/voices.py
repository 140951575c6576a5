"""Page: what people wrote, by theme, and what leaders' and staff's words differ in."""

import streamlit as st

from analysis.charts.figures import words_figure
from analysis.pages.showing import chosen_report, enlarged, mode, said, show
from analysis.report import NotShown
from analysis.voices import SHARED, contrasts_of, released, themes_of, without_theme
from survey.questionnaire import GROUPS

report = chosen_report("Voices")
enlarged()
publication = report.publication
if not publication.comments:
    st.info("This round had no open questions, or their answers were not published.")
    st.stop()
least = publication.thresholds["comments"]
st.caption(
    f"Comments are shown from {least} authors in a group, word for word and in no order. A "
    f"theme is a word that at least {SHARED} comments share; a comment may stand in several."
)

st.subheader("What leaders\u2019 and staff\u2019s words differ in", anchor=False)
contrasts = contrasts_of(publication)
if isinstance(contrasts, NotShown):
    st.markdown(said(f"Not shown: {contrasts.reason}."))
elif not contrasts:
    st.markdown("No word is used clearly more by one than by the other.")
else:
    show(words_figure(contrasts, mode()))

for group in GROUPS:
    asked = released(publication, group)
    texts = [text for each in asked for text in each.texts]
    if not texts:
        continue
    st.subheader(f"{group.capitalize()}: {len(texts)} comments", anchor=False)
    themes = themes_of(texts)
    for theme in themes:
        with st.expander(said(f"{theme.word} ({len(theme.comments)})")):
            for text in theme.comments:
                st.text(text)
    rest = without_theme(texts, themes)
    with st.expander(f"No shared word ({len(rest)})"):
        for text in rest:
            st.text(text)
    for each in asked:
        with st.expander(said(f"All answers: {each.title}")):
            for text in each.texts:
                st.text(text)
