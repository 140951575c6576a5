"""Page: what publishing a closed round will show, what it withholds and why; then publish."""

import streamlit as st

from analysis.pages.showing import said
from analysis.publishing import preview_round, publish_round
from analysis.report import Report, report_of
from analysis.wording import shown_lines, withheld_sentence
from survey.navigation import link_to
from survey.session import chosen_round, require, store


@st.cache_resource(max_entries=4, ttl=600, show_spinner=False)
def previewed(round_id: str, earlier: int) -> Report:  # noqa: ARG001 - earlier ones count
    """Return what publishing would give; the same until one more of the series is published."""
    return report_of(preview_round(store(), round_id))


account = require("organiser")
st.title("Publish")
closed = [each for each in store().rounds.all() if each.state == "closed"]
if "published" in st.session_state:
    st.success("Published. Everyone who may see results sees them now.")
    link_to("overview", "See the results", round_id=st.session_state.pop("published"))
if not closed:
    st.info("No closed round waits to be published. Close a round first, under *Rounds*.")
    st.stop()

chosen = chosen_round(closed)
with st.spinner("Counting, withholding, checking that nothing withheld can be worked out"):
    report = previewed(chosen.id, len(store().publications.of_series(chosen.series)))

st.subheader("What will be shown", anchor=False)
for line in shown_lines(report):
    st.markdown(said(line))
st.subheader("What is withheld and why", anchor=False)
if not report.withheld:
    st.markdown("Nothing: every table will be shown.")
for withheld in report.withheld:
    st.markdown(said(withheld_sentence(withheld)))

with st.form("publish"):
    st.markdown(
        "Only this is published, once and for good: it cannot be changed or taken back. "
        "The answers can be destroyed afterwards; every page and report will still work."
    )
    sure = st.checkbox("I have read what is shown and what is withheld.")
    if st.form_submit_button("Publish", type="primary"):
        if sure:
            publish_round(store(), chosen.id, by=account.email)
            st.session_state["published"] = chosen.id
            st.rerun()
        st.error("Tick the box first. Nothing was published.")
