"""Page: how an open round comes along, and whether it is enough for a verdict."""

import streamlit as st

from analysis.pages.showing import said
from analysis.publication import from_json
from analysis.report.progress import Days, progress_of
from analysis.wording.progress import enough_lines, expected_sentence
from survey.fieldwork import status
from survey.navigation import link_to
from survey.session import chosen_round, require, store

require("organiser")
st.title("Enough for a verdict?", anchor=False)
running = [each for each in store().rounds.all() if each.state in {"open", "paused"}]
if not running:
    st.info("No round is open.")
    st.stop()
chosen = chosen_round(running)


@st.fragment(run_every="5s")
def live() -> None:
    """Draw how the round comes along, refreshed without a click."""
    earlier = store().publications.of_series(chosen.series)
    progress = progress_of(
        status(store(), chosen.id).rates,
        margin=chosen.margin,
        days=Days(first=chosen.opens_on, last=chosen.closes_on, today=store().today()),
        last=from_json(earlier[-1][1]) if earlier else None,
    )
    for each in progress.groups:
        st.progress((each.answered or 0) / each.invited, text=said(expected_sentence(each)))
    st.subheader("What these answers could show", anchor=False)
    for line in enough_lines(progress):
        st.markdown(said(line))


live()
st.caption(
    "Planned from numbers of people alone, with answers spread as staff surveys usually have "
    "them. Nobody's answers are read while a round is open."
)
link_to("fieldwork", "Back to fieldwork", round_id=chosen.id)
