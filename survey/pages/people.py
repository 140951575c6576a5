"""Page: the people list of a draft round, checked whole before anything is stored."""

import streamlit as st

from survey.errors import FileError, PeopleError
from survey.navigation import link_to
from survey.people import read_people
from survey.session import chosen_round, require, store

account = require("organiser")
st.title("People", anchor=False)
drafts = [each for each in store().rounds.all() if each.state == "draft"]
if not drafts:
    st.info("No round is in draft. Make a new round first; a launched list cannot be changed.")
    st.stop()
chosen = chosen_round(drafts)
EXAMPLE = (
    "person,email,group,department,function\n"
    "Ana Ruiz,ana@example.org,leader,Sales,Field sales\n"
    "Bo Chen,bo@example.org,staff,Sales,Field sales\n"
)

st.markdown(
    "One row a person, as CSV or XLSX, with a header row. **group** (leader or staff) is needed; "
    "**person**, **email**, **department**, **function** and **site** are used where they are "
    "there. Other columns are ignored."
)
st.download_button("An example to fill in", EXAMPLE, "people.csv", "text/csv")
upload = st.file_uploader("People list", type=["csv", "xlsx", "txt"])
skip = st.toggle("Leave bad rows out", help="Otherwise the list is refused whole.")

if upload is not None:
    try:
        with st.spinner("Checking every row"):
            taken = read_people(upload.name, upload.getvalue(), skip_bad_rows=skip)
    except PeopleError as error:
        st.error(f"{len(error.problems)} problems. {error.advice}")
        st.dataframe({"What is wrong": error.problems}, hide_index=True)
    except FileError as error:
        st.error(error.advice)
    else:
        for problem in taken.skipped:
            st.warning(f"Left out: {problem}")
        if taken.ignored_columns:
            st.caption(f"Ignored and not stored: {', '.join(taken.ignored_columns)}.")
        if st.button(f"Store these {len(taken.people)} people", type="primary"):
            store().people.replace(chosen.id, taken.people)
            store().audit.note(account.email, f"stored {len(taken.people)} people", chosen.id)

stored = store().people.of(chosen.id)
if stored:
    leaders = sum(person.group == "leaders" for person in stored)
    st.success(f"{leaders} leaders and {len(stored) - leaders} staff are on the list.")
    link_to("launch", "Next: preview and launch", round_id=chosen.id)
