"""Page: look at the form as leader and as staff, read what will be frozen, launch."""

import streamlit as st

from survey.fieldwork import launch, launch_summary
from survey.navigation import link_to, page
from survey.questionnaire import GROUPS
from survey.session import chosen_round, require, store
from survey.wording import frozen_at_launch, merged_values

account = require("organiser")
st.title("Preview and launch", anchor=False)
drafts = [each for each in store().rounds.all() if each.state == "draft"]
if not drafts:
    st.info("No round is in draft. Make a new round first.")
    st.stop()
chosen = chosen_round(drafts)
summary = launch_summary(store(), chosen.id)

st.subheader("1. See it as they will", anchor=False)
st.caption("Opens the real form in a new tab; nothing can be submitted there.")
with st.container(horizontal=True):
    for group in GROUPS:
        st.link_button(f"As {group}", f"/preview/{chosen.id}/{group}", icon=":material/visibility:")

st.subheader("2. Read what launching fixes, for good", anchor=False)
st.markdown("\n".join(f"- {line}" for line in frozen_at_launch(summary)))
for warning in summary.warnings:
    st.warning(warning)

if summary.coarsening.merged:
    st.markdown(
        f"**Stored less finely.** Fewer than {chosen.thresholds.scores} people would share these "
        "values or their combination, so answers come without them. Nobody can bring them back."
    )
    st.dataframe(merged_values(summary), hide_index=True)


@st.dialog("Launch this round?")
def confirm() -> None:
    """Ask once more, since a launch cannot be undone."""
    st.write("From now on nothing of the above can be changed, and people can answer.")
    if st.button("Launch", type="primary"):
        launch(store(), chosen.id, account.email)
        st.switch_page(page("fieldwork"), query_params={"round": chosen.id})


st.subheader("3. Launch", anchor=False)
link_to("people", "Back to the people list", round_id=chosen.id)
link_to("mail", "Invite by mail: when, and in which words", round_id=chosen.id)
if st.button("Launch …", type="primary", disabled=not sum(summary.invited.values())):
    confirm()
