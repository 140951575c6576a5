"""Page: the people list of a draft round, checked whole before anything is stored."""

import streamlit as st

from survey.errors import FileError, PeopleError
from survey.navigation import link_to
from survey.pages.people_columns import column_choices
from survey.pages.people_problems import draw_problems
from survey.pages.people_reading import EXAMPLE, checked, forget, sheet_of
from survey.session import chosen_round, require, store
from survey.wording import columns_needed

account = require("organiser")
st.title("People", anchor=False)
drafts = [each for each in store().rounds.all() if each.state == "draft"]
if not drafts:
    st.info("No round is in draft. Make a new round first; a launched list cannot be changed.")
    st.stop()
chosen = chosen_round(drafts)

st.markdown(
    "One row a person, as CSV or XLSX, with a header row. Of columns that are not chosen nothing "
    "is kept. Rows without name and e-mail are seats, for printed codes or a shared link."
)
if needed := columns_needed(chosen.questionnaire):
    st.markdown(needed)
st.download_button("An example to fill in", EXAMPLE, "people.csv", "text/csv")
upload = st.file_uploader("People list", type=["csv", "xlsx", "txt", "tsv"])
skip = st.toggle("Leave bad rows out", help="Otherwise the list is refused whole.")

if upload is not None:
    try:
        sheet = sheet_of(upload)
        mapping = column_choices(sheet.rows, store().mappings.of(chosen.organisation))
        taken = checked(upload, sheet, mapping, skip=skip)
    except PeopleError as error:
        draw_problems(error)
    except FileError as error:
        st.error(error.advice)
    else:
        for note in [*(f"Left out: {each}" for each in taken.skipped[:20]), *taken.notes]:
            st.warning(note)
        if words := taken.group_words:
            st.dataframe(
                {"In the list": list(words), "Taken as": list(words.values())}, hide_index=True
            )
        if taken.ignored_columns:
            st.caption(f"Ignored and not stored: {', '.join(taken.ignored_columns)}.")
        if st.button(f"Store these {len(taken.people)} people", type="primary"):
            store().people.replace(chosen.id, taken.people)
            store().mappings.keep(chosen.organisation, mapping)
            store().audit.note(account.email, f"stored {len(taken.people)} people", chosen.id)
            forget()

stored = store().people.counts(chosen.id)
if stored:
    st.success(f"{stored['leaders']} leaders and {stored['staff']} staff are on the list.")
    link_to("launch", "Next: preview and launch", round_id=chosen.id)
