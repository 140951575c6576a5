"""What the pages of results share: the round looked at, and how charts and words are put."""

import re
from typing import TYPE_CHECKING

import streamlit as st

from analysis.charts.theme import Drawn, Mode
from analysis.publication import from_json
from analysis.report import Report, report_of
from survey.session import chosen_round, require, store

if TYPE_CHECKING:
    from pandas import DataFrame


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
    return _report(store().publications.get(chosen.id) or b"")


def mode() -> Mode:
    """Return whether the reader's page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show_chart(chart: Drawn, *, alt: str, table: "DataFrame") -> None:
    """Draw a chart, and under it the same as a table and in words."""
    st.altair_chart(chart, width="stretch", theme=None, alt=alt)
    with st.expander("The same as a table and in words"):
        st.table(table, hide_index=True)
        st.text(alt)


def said(sentence: str) -> str:
    """Return a sentence as Markdown that shows it as it is, with its own italics only."""
    return re.sub(r"([\\`_{}\[\]()#+.!|<>~$:-])", r"\\\1", sentence)


@st.cache_resource(max_entries=16)
def _report(document: bytes) -> Report:
    return report_of(from_json(document))
