"""The questionnaire as stock Streamlit widgets: a form of `st.radio`, one row when sent."""

import os
import sqlite3
import uuid
from pathlib import Path

import streamlit as st

from survey.questionnaire import Question, find_questionnaire, questions

DATABASE = Path(os.environ["BENCH_DATABASE"])


@st.cache_resource
def asked() -> tuple[Question, ...]:
    """Return what staff are asked."""
    return questions(find_questionnaire("four_pillars"), "staff", "en")


def answered(question: Question) -> str | None:
    """Show one question; return what is answered."""
    if question.kind == "open":
        return st.text_area(question.text, key=question.id)
    return st.radio(question.text, question.labels, index=None, key=question.id)


st.title("Survey")
with st.form("survey"):
    answers = {question.id: answered(question) for question in asked()}
    is_sent = st.form_submit_button("Submit")
if is_sent:
    db = sqlite3.connect(DATABASE, timeout=60)  # noqa: TID251 - what it is compared with
    with db:
        row = (uuid.uuid4().hex, repr(answers))
        db.execute("INSERT INTO response (id, answers) VALUES (?, ?)", row)
    db.close()
    st.success("Thank you")
