"""Page: what organisers and viewers did, and the same as a file."""

import streamlit as st

from survey.access import audit_csv
from survey.session import require, store

account = require("organiser")
st.title("Audit trail", anchor=False)
st.caption(
    "What was done, by whom and when (UTC). It names organisers and viewers, never people who "
    "answer; nothing in it can be changed or deleted here."
)
names = {each.id: f"{each.organisation}: {each.name}" for each in store().rounds.all()}
chosen = st.selectbox("Round", [None, *names], format_func=lambda key: names.get(key, "All deeds"))
deeds = store().audit.all(chosen)
st.dataframe(
    [
        {
            "When (UTC)": each.at,
            "What": each.deed,
            "Who": each.by,
            "Round": names.get(each.round_id, each.round_id) if each.round_id else None,
        }
        for each in reversed(deeds)
    ],
    hide_index=True,
    column_config={
        "When (UTC)": st.column_config.DatetimeColumn(timezone="UTC", format="YYYY-MM-DD HH:mm")
    },
)
st.download_button(
    "Download as CSV",
    lambda: audit_csv(store(), chosen),
    "audit.csv",
    "text/csv",
    on_click="ignore",
    disabled=not deeds,
)
