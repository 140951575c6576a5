"""What every page of results is made with: its report, its words, light or dark."""

import re

import streamlit as st

from analysis.charts.theme import Mode
from analysis.publication import from_json
from analysis.report import Report, report_of
from survey.session import store


def report_of_round(round_id: str) -> Report:
    """Return the report of a published round; it is computed once."""
    return _report(store().publications.get(round_id) or b"")


def mode() -> Mode:
    """Return whether the reader's page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def said(sentence: str) -> str:
    """Return a sentence as Markdown that shows it as it is, with its own italics only."""
    return re.sub(r"([\\`_{}\[\]()#+.!|<>~$:-])", r"\\\1", sentence)


@st.cache_resource(max_entries=16, show_spinner="Reading the results of this round")
def _report(document: bytes) -> Report:
    return report_of(from_json(document))
