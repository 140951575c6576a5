"""Present mode: one screen at a time. Where the room is stands in the database only."""

from collections.abc import Callable

import streamlit as st

from analysis.offsite import Crowd, Scene, answered_line, scene_of, stances_of
from analysis.projector.drawing import at_projector_size, draw, picture, qr
from analysis.projector.keys import UNHEARD, pressed
from analysis.projector.page import mode, said
from analysis.report import Report
from survey.agenda import (
    Offsite,
    Position,
    ReplyKind,
    Step,
    after,
    before,
    reopened,
    skipped,
    takes,
)
from survey.session import settings, store

LOOK_EVERY = 1.0
"""Seconds between two looks at where the room is and how many have answered."""
_DEEDS: dict[str, Callable[[Offsite], Position]] = {
    "next": after,
    "back": before,
    "skip": skipped,
    "reopen": reopened,
}
_ICONS = {
    "back": ":material/arrow_back:",
    "next": ":material/arrow_forward:",
    "skip": ":material/skip_next:",
    "reopen": ":material/replay:",
}


def present(offsite: Offsite, report: Report, committing: Callable[[Step], None]) -> None:
    """Draw where the room is, and take the presenter's keys and buttons.

    ``committing`` draws what is committed to on a step, and the form for more.
    """
    screen, unseen = st.container(), st.container()
    with unseen:
        at_projector_size()
        st.html(UNHEARD)
        key = pressed(offsite)
    if key is not None:
        _go(offsite.id, *key)
        st.rerun()
    with screen:
        _draw(offsite, report, committing)


def _draw(offsite: Offsite, report: Report, committing: Callable[[Step], None]) -> None:
    _bar(offsite)
    if offsite.position.phase == "join":
        _joining(offsite, report)
    elif offsite.step is None:
        st.title("Thank you", anchor=False)
        st.markdown("That was the last question. The organiser ends the meeting under *Offsite*.")
    elif offsite.position.phase == "commit":
        _commit(offsite, offsite.step, report, committing)
    else:
        _screen(offsite, offsite.step, report)


def address_of(offsite: Offsite) -> str:
    """Return the address that phones open."""
    return f"{settings().base_url}/o/{offsite.code}"


def typed_address() -> str:
    """Return the address to type where a QR code cannot be scanned."""
    return f"{settings().base_url}/o".partition("://")[2]


def crowd_of(offsite: Offsite, kind: ReplyKind, report: Report) -> Crowd:
    """Return what phones replied to the current step, if enough did."""
    thresholds = report.method.thresholds
    least = thresholds["scores"]
    replies = store().offsites.crowd(offsite.id, offsite.position.step, kind, least=least)
    return Crowd(replies=replies, least=least, least_for_counts=thresholds["counts"])


def _screen(offsite: Offsite, step: Step, report: Report) -> None:
    phase = offsite.position.phase
    draw(_scene(offsite, step, report), animated=phase == "reveal")
    if phase == "guess":
        # As on phones: a ladder's highest rung on top, challenges as they were arranged.
        for label in reversed(step.labels) if step.kind == "ladder" else step.labels:
            st.markdown(f"- {said(label)}")


def _scene(offsite: Offsite, step: Step, report: Report) -> Scene:
    crowd = crowd_of(offsite, "guess", report)
    return scene_of(report, step, offsite.position.phase, crowd, mode=mode())


def _commit(
    offsite: Offsite, step: Step, report: Report, committing: Callable[[Step], None]
) -> None:
    """Draw what was found and the room's stances on the left, and beside both the form."""
    shown = stances_of(crowd_of(offsite, "stance", report), mode())
    left, right = st.columns([4, 5], gap="large")
    with left:
        draw(_scene(offsite, step, report))
        if isinstance(shown, str):
            st.markdown(said(shown))
        else:
            picture(shown)
    with right:
        committing(step)


def _joining(offsite: Offsite, report: Report) -> None:
    left, right = st.columns([4, 5], gap="large", vertical_alignment="center")
    with left:
        qr(address_of(offsite))
    with right:
        st.title("Take your phone", anchor=False)
        st.markdown("Scan this, or open")
        st.subheader(said(typed_address()), anchor=False)
        st.markdown("and type")
        st.header(offsite.code, anchor=False)
        st.markdown(said(f"{report.publication.organisation}: {report.publication.name}"))
        st.caption("No app, no name. Guesses are shown only as a crowd.")


def _bar(offsite: Offsite) -> None:
    where, live, buttons = st.columns([6, 4, 6], gap="small", vertical_alignment="center")
    with where:
        if offsite.step is None:
            st.markdown("Offsite")
        else:
            st.markdown(
                said(
                    f"{offsite.number} of {len(offsite.steps)} · {offsite.position.phase} · "
                    f"{typed_address()} {offsite.code}"
                )
            )
    with live:
        _live(offsite.id, offsite.position)
    with buttons, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        for deed, icon in _ICONS.items():
            st.button(
                deed.capitalize(),
                key=f"deed_{deed}",
                icon=icon,
                type="tertiary",
                on_click=_go,
                args=(offsite.id, deed, offsite.position),
            )


@st.fragment(run_every=LOOK_EVERY)
def _live(offsite_id: str, drawn: Position) -> None:
    """Say how many have replied, and draw the page anew when another presenter went on."""
    offsite = store().offsites.get(offsite_id)
    if offsite.position != drawn:
        st.rerun()
    kind: ReplyKind = "guess" if takes(drawn, "guess") else "stance"
    if not takes(drawn, kind) or offsite.step is None:
        return
    number = store().offsites.count(offsite_id, drawn.step, kind)
    is_vote = kind == "guess" and offsite.step.kind == "challenge"
    st.subheader(f"{answered_line(number, of_kind='vote' if is_vote else kind)}", anchor=False)


def _go(offsite_id: str, deed: str, seen: Position) -> None:
    """Move on from what the presenter saw; do nothing when somebody else has."""
    offsite = store().offsites.get(offsite_id)
    if offsite.position == seen and not offsite.has_ended:
        store().offsites.move(offsite_id, seen=seen, to=_DEEDS[deed](offsite))
