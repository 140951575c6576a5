"""The organiser's side of an offsite: start it, arrange the agenda, show the code, end it."""

import msgspec
import streamlit as st

from analysis.offsite import all_items, item_step, suggested_agenda, with_challenges
from analysis.projector.drawing import qr
from analysis.projector.page import said
from analysis.projector.stage import address_of, typed_address
from analysis.report import Report
from survey.agenda import Offsite, Step
from survey.session import store


def offsite_of(report: Report, *, by: str, may_start: bool) -> Offsite | None:
    """Return the round's running offsite; without one, offer to start it."""
    round_id = report.publication.round
    running = [
        each for each in store().offsites.all() if each.round_id == round_id and not each.has_ended
    ]
    if running:
        return running[0]
    st.markdown(
        "An hour with the senior team: each question is **guessed** on phones, **revealed** on "
        "the projector, **discussed**, and ends with what you **commit** to."
    )
    if not may_start:
        st.info("No meeting is running. An organiser starts one here.")
    elif st.button("Start a meeting", type="primary", icon=":material/groups:"):
        store().offsites.start(round_id, suggested_agenda(report), by=by)
        st.rerun()
    return None


def show_entrances(offsite: Offsite) -> None:
    """Show the code, its QR, and the links that open the projector's window."""
    code, picture = st.columns([3, 1], vertical_alignment="center")
    with code:
        st.markdown("Phones join at " + said(typed_address()) + " with the code")
        st.title(offsite.code, anchor=False)
        with st.container(horizontal=True):
            for name, theme in (("light", "light_theme"), ("dark", "dark_theme")):
                st.link_button(
                    f"Open the projector, {name}",
                    f"/present?offsite={offsite.id}&embed=true&embed_options={theme}",
                    icon=":material/present_to_all:",
                )
        st.caption(
            "Arrow keys, Page Up and Page Down or a clicker go back and forth. F11 fills the "
            "screen. A second presenter may open it too: both see the same."
        )
    with picture:
        qr(address_of(offsite))


def arrange(offsite: Offsite, report: Report) -> None:
    """Let the organiser reorder, leave out and add questions, and word the vote."""
    for place, step in enumerate(offsite.agenda):
        _row(offsite, place, step)
    _add(offsite, report)
    vote = next((each for each in offsite.agenda if each.kind == "challenge"), None)
    if vote is not None:
        _challenges(offsite, vote, report)


def end(offsite: Offsite, *, by: str) -> None:
    """End the meeting, after a tick."""
    with st.form("end", border=False):
        sure = st.checkbox(
            "The meeting is over: the code stops working, and phones are forgotten for good."
        )
        if st.form_submit_button("End the meeting"):
            if sure:
                store().offsites.end(offsite.id, by=by)
                st.rerun()
            st.error("Tick the box first. Nothing was changed.")


def _row(offsite: Offsite, place: int, step: Step) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        used = st.checkbox(
            f"Use “{step.title}”",
            value=not step.left_out,
            key=f"use_{step.id}",
            label_visibility="collapsed",
        )
        with st.container(width="stretch", gap=None):
            st.text(step.title)
            st.caption(said(step.about))
        up = st.button("Up", key=f"up_{step.id}", disabled=place == 0)
        down = st.button("Down", key=f"down_{step.id}", disabled=place == len(offsite.agenda) - 1)
    if used == step.left_out:
        _keep(
            offsite,
            [_left_out(each, not used) if each is step else each for each in offsite.agenda],
        )
    if up or down:
        moved = [each for each in offsite.agenda if each is not step]
        moved.insert(place + (1 if down else -1), step)
        _keep(offsite, moved)


def _add(offsite: Offsite, report: Report) -> None:
    here = {each.id for each in offsite.agenda}
    items = {each.question.id: each for each in all_items(report) if each.question.id not in here}
    with st.form("add", border=False):
        chosen = st.selectbox(
            "Add a statement",
            list(items),
            index=None,
            format_func=lambda key: items[key].question.title,
        )
        if st.form_submit_button("Add") and chosen is not None:
            _keep(offsite, [*offsite.agenda, item_step(items[chosen], about="Added by hand")])


def _challenges(offsite: Offsite, vote: Step, report: Report) -> None:
    with st.form("challenges", border=False):
        typed = st.text_area(
            "Challenges to vote on, one a line", value="\n".join(vote.labels), height=150
        )
        if st.form_submit_button("Keep these challenges"):
            _keep(offsite, with_challenges(offsite.agenda, typed.splitlines()))
    texts = [
        text
        for each in report.publication.comments
        if each.purpose == "challenge"
        for text in each.texts
    ]
    if texts:
        with st.expander("What people wrote, to word the challenges from"):
            for text in texts:
                st.text(text)


def _left_out(step: Step, left_out: bool) -> Step:  # noqa: FBT001 - it is the new value
    return msgspec.structs.replace(step, left_out=left_out)


def _keep(offsite: Offsite, agenda: list[Step] | tuple[Step, ...]) -> None:
    store().offsites.arrange(offsite.id, tuple(agenda))
    st.rerun()
