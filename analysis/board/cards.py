"""Commitments on a page: a card each, with its number, its states, its form and undo."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal

import streamlit as st

from analysis.board.form import Choices, commitment_form
from analysis.projector.page import said
from analysis.wording import aim_sentence
from survey.commitments import PROGRESS, Commitment, Progress, overdue
from survey.session import store

_COLOURS: Final[dict[Progress, Literal["blue", "green", "gray"]]] = {
    "open": "blue",
    "done": "green",
    "dropped": "gray",
}
EVERYBODY: Final = "Everybody"

# A pill that is chosen has the colour of buttons for its words, too dark on a dark page.
_LEGIBLE = """
<style>[data-testid="stButtonGroup"] button { color: inherit !important; }</style>
"""


def filtered(commitments: Sequence[Commitment], today: date) -> list[Commitment]:
    """Draw the filters; return the commitments that pass them, those due first on top."""
    states, owner = st.columns([3, 2], vertical_alignment="bottom")
    late = len(overdue(commitments, today))
    with states:
        st.html(_LEGIBLE)
        wanted = st.pills(
            "Show",
            [*PROGRESS, "overdue"],
            selection_mode="multi",
            default=["open", "done"],
            format_func=lambda each: f"{each} ({_count(commitments, each, late)})",
        )
    names = sorted({each.who for each in commitments})
    who = owner.selectbox("Whose", [EVERYBODY, *names])
    found = [
        each
        for each in commitments
        if (each.state in wanted or ("overdue" in wanted and each.is_overdue(today)))
        and who in {EVERYBODY, each.who}
    ]
    return sorted(found, key=lambda each: (each.state != "open", each.by))


def card(commitment: Commitment, choices: Choices, today: date, *, by: str) -> None:
    """Draw one commitment with what can be done to it."""
    with st.container(border=True):
        words, badges = st.columns([4, 1])
        # What people typed is shown as plain text, never as Markdown.
        words.text(commitment.what)
        with badges, st.container(horizontal=True):
            st.badge(commitment.state, color=_COLOURS[commitment.state])
            if commitment.is_overdue(today):
                st.badge("overdue", color="red", icon=":material/schedule:")
            if commitment.stance == "dispute":
                st.badge("disputes the finding", color="orange")
        st.text(f"{commitment.who}, by {commitment.by:%d %b %Y}")
        key = commitment.question or ""
        aim = aim_sentence(commitment, choices.titles.get(key, key))
        if aim:
            st.caption(said(aim))
        _buttons(commitment, by=by)
        with st.expander("Edit"):
            commitment_form(choices, commitment, by=by)


def reminders(commitments: Sequence[Commitment], today: date) -> None:
    """Draw a reminder of what is overdue, if anything is."""
    late = overdue(commitments, today)
    if not late:
        return
    many = "1 commitment is" if len(late) == 1 else f"{len(late)} commitments are"
    with st.container(border=True):
        st.markdown(f":material/schedule: **{many} overdue.** *Commitments* has the board.")
        for each in late:
            st.text(f"{each.who}, by {each.by:%d %b %Y}: {each.what}")


def _buttons(commitment: Commitment, *, by: str) -> None:
    with st.container(horizontal=True):
        for state in PROGRESS:
            label = {"open": "Open again", "done": "Done", "dropped": "Drop"}[state]
            if state != commitment.state and st.button(label, key=f"{state} {commitment.id}"):
                _change(commitment, state, by)
        if st.button("Undo", icon=":material/undo:", key=f"undo {commitment.id}"):
            before = store().commitments.undo(commitment.id, seen=commitment.version, by=by)
            st.session_state["board_said"] = (
                "Taken back." if before is None else "The last change was undone."
            )
            st.rerun()


def _change(commitment: Commitment, state: Progress, by: str) -> None:
    store().commitments.change(replace(commitment, state=state), by=by)
    st.session_state["board_said"] = f"Now {state}."
    st.rerun()


def _count(commitments: Sequence[Commitment], state: str, late: int) -> int:
    return late if state == "overdue" else sum(each.state == state for each in commitments)
