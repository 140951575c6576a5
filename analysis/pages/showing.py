"""What the pages of results share: the round looked at, and how charts and words are put."""

import streamlit as st

from analysis.charts.figures import Figure
from analysis.pages.looks import enlarged, scrolled
from analysis.projector.page import mode, report_of_round, said
from analysis.report import Report
from survey.session import chosen_round, require, store

__all__ = ["chosen_report", "enlarged", "mode", "said", "show"]


def chosen_report(title: str) -> Report:
    """Draw the page's title and the choice of a round; return its report, or stop with advice.

    The choice is in the address and goes along from page to page.
    """
    require("viewer")
    name, choice = st.columns([3, 2], vertical_alignment="bottom")
    name.title(title, anchor=False)
    published = [each for each in store().rounds.all() if each.state == "published"]
    if not published:
        st.info("No round is published yet. Results appear here when an organiser publishes one.")
        st.stop()
    if "round" not in st.query_params and "round" in st.session_state:
        st.query_params["round"] = st.session_state["round"]
    with choice:
        chosen = chosen_round(published)
    st.session_state["round"] = chosen.id
    return report_of_round(chosen.id)


def show(figure: Figure) -> None:
    """Draw a chart under a title that says its finding; below it the same as table and words."""
    enlarged()
    st.markdown(f"##### {said(figure.title)}")
    with scrolled(figure.least_width):
        st.altair_chart(figure.chart, width="stretch", theme=None, alt=figure.alt)
    with st.expander("The same as a table and in words"):
        st.table(figure.table, hide_index=True)
        st.text(figure.alt)
