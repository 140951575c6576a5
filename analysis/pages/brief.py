"""Page: the leader brief; an organiser chooses its comments."""

import streamlit as st

from analysis.exporters import MEDIA_TYPES, file_name
from analysis.exporters.brief import brief_to_pdf
from analysis.pages.showing import chosen_report, said
from analysis.report.brief import brief_of, load_occasions, released_comments
from analysis.wording import overview_sentence
from analysis.wording.briefs import (
    BRIEF_HEADINGS,
    OCCASIONS_HEADING,
    WORD_FOR_WORD,
    brief_lines,
    brief_sheet,
    section_note,
)
from survey.session import require, store
from survey.storage.briefs import MOST, Heading, Pick

report = chosen_report("Leader brief")
account = require("viewer")
round_id: str = st.session_state["round"]
picks = store().briefs.get(round_id)
brief = brief_of(report, picks, load_occasions())

st.markdown(f"**{said(overview_sentence(report))}**")
for line in brief_lines(report):
    st.markdown(said(line))
for heading, section in brief.sections.items():
    st.subheader(BRIEF_HEADINGS[heading], anchor=False)
    for text in section.texts:
        st.markdown(f"> {said(text)}")
    st.caption(said(section_note(heading, section)))
st.subheader(OCCASIONS_HEADING, anchor=False)
for occasion in brief.occasions:
    st.markdown(f"**{said(occasion.show_up)}** Say: *{said(occasion.say)}*")
st.caption(said(f"{WORD_FOR_WORD} {brief_sheet(brief)}"))
name = file_name(report, "pdf").replace(".pdf", "_brief.pdf")
pdf = lambda: brief_to_pdf(brief)  # noqa: E731 - made when it is asked for
st.download_button("Two pages as PDF", pdf, file_name=name, mime=MEDIA_TYPES["pdf"])

every = released_comments(report.publication)
if account.role == "organiser" and every:
    st.subheader("Choose its comments", anchor=False)
    with st.form("choose"):
        chosen: dict[Heading, list[Pick]] = {
            heading: st.multiselect(
                f"{title}: at most {MOST[heading]}",
                list(every),
                default=[each for each in (picks or {}).get(heading, ()) if each in every],
                format_func=every.__getitem__,
                max_selections=MOST[heading],
            )
            for heading, title in BRIEF_HEADINGS.items()
        }
        if st.form_submit_button("Save the choice", type="primary"):
            store().briefs.save(round_id, chosen, by=account.email)
            st.rerun()
