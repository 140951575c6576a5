"""What the round before said it would do, and what moved since."""

import streamlit as st

from analysis.board.cards import reminders
from analysis.board.series import reports_up_to
from analysis.projector.page import said
from analysis.report import Report
from analysis.series import moves_of
from analysis.wording import AT_LEAST, SAID_AND_MOVED, due_words, moved_sentence
from survey.session import store


def opening(report: Report) -> None:
    """Draw what a round's overview opens with: what is overdue, and what moved since."""
    rounds = [each.publication.round for each in reports_up_to(report)]
    reminders(store().commitments.of(rounds), store().today())
    what_moved(report)


def what_moved(report: Report) -> None:
    """Draw the commitments of earlier rounds of the series, each with its number's change."""
    before = reports_up_to(report)[:-1]
    made = store().commitments.of([each.publication.round for each in before])
    moves = moves_of(made, {each.publication.round: each for each in before}, report)
    if not moves:
        return
    st.subheader(SAID_AND_MOVED, anchor=False)
    for each in moves:
        with st.container(border=True):
            st.text(f"{each.commitment.what}. {due_words(each.commitment)}")
            st.markdown(said(moved_sentence(each)))
    st.caption(AT_LEAST)
