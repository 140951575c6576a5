"""What the pages of results share: the round looked at, and how charts and words are put."""

from typing import TYPE_CHECKING

import streamlit as st

from analysis.charts.theme import Drawn
from analysis.projector.page import mode, report_of_round, said
from analysis.report import Report
from survey.session import chosen_round, require, store

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["chosen_report", "mode", "said", "show_chart"]


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


def show_chart(chart: Drawn, *, alt: str, table: "DataFrame") -> None:
    """Draw a chart, and under it the same as a table and in words."""
    st.altair_chart(chart, width="stretch", theme=None, alt=alt)
    with st.expander("The same as a table and in words"):
        st.table(table, hide_index=True)
        st.text(alt)
