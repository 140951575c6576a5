"""The parts of the manage page that change thresholds and retention, pause, end or archive."""

from typing import TYPE_CHECKING

import streamlit as st

from survey.rounds import Round, Thresholds
from survey.session import store
from survey.steering import destroy_answers, raise_thresholds
from survey.storage import Account
from survey.wording import DEEDS, deeds_of

if TYPE_CHECKING:
    from collections.abc import Callable


def draw_limits(chosen: Round, account: Account) -> None:
    """Draw thresholds, which can be raised, and when answers are destroyed."""
    now, can_keep = chosen.thresholds, chosen.state not in {"cancelled", "archived"}
    if can_keep and chosen.state != "published":
        st.subheader("Thresholds: up, never down", anchor=False)
        with st.form("thresholds"):
            scores = st.number_input("Answers behind a number", now.scores, 100, now.scores)
            counts = st.number_input("Answers behind counts", now.counts, 100, now.counts)
            comments = st.number_input("Authors behind comments", now.comments, 200, now.comments)
            if st.form_submit_button("Raise"):
                to = Thresholds(scores=scores, counts=counts, comments=comments)
                raise_thresholds(store(), chosen.id, to, by=account.email)
                st.rerun()
    if can_keep and not chosen.answers_destroyed:
        st.subheader("How long answers are kept", anchor=False)
        with st.form("retention"):
            days = st.number_input(
                "Destroy them this many days after publication", 0, 3650, chosen.destroy_after or 30
            )
            if st.form_submit_button("Keep this promise"):
                store().course.set_retention(chosen.id, days, by=account.email)
                st.rerun()


def draw_deeds(chosen: Round, account: Account) -> None:
    """Draw what can be done in this state; what cannot be undone is asked twice."""
    deeds: dict[str, Callable[[], object]] = {
        "pause": lambda: store().course.pause(chosen.id, account.email),
        "resume": lambda: store().course.resume(chosen.id, account.email),
        "cancel": lambda: store().course.cancel(chosen.id, account.email),
        "destroy": lambda: destroy_answers(store(), chosen.id, by=account.email),
        "archive": lambda: store().course.archive(chosen.id, account.email),
        "bring_back": lambda: store().course.bring_back(chosen.id, account.email),
    }
    for name in deeds_of(chosen):
        deed = DEEDS[name]
        with st.container(border=True):
            st.markdown(deed.meaning)
            sure = not deed.is_final or st.checkbox("I know it cannot be undone.", key=name)
            if st.button(deed.label, disabled=not sure):
                deeds[name]()
                st.rerun()
