"""Part of the people page: the organiser says which column is which, and who leads."""

from collections.abc import Sequence

import streamlit as st

from survey.columns import ColumnMapping, LeadersBy, header_names, suggested_mapping
from survey.leaders import group_of, words_in
from survey.spreadsheets import Row

WAYS: dict[LeadersBy, str] = {
    "column": "A column says it",
    "reports": "Whoever has reports",
    "list": "I name them",
}
MOST_WORDS = 100


def column_choices(rows: Sequence[Row], remembered: ColumnMapping | None) -> ColumnMapping:
    """Draw the choices for a list with these rows, and return what is chosen."""
    names, first = header_names(rows[0]), suggested_mapping(rows[0], remembered)
    options = ["", *names]

    def column(label: str, start: str | None) -> str | None:
        index = options.index(start or "")
        return st.selectbox(label, options, index, format_func=lambda each: each or "none") or None

    st.subheader("Which column is which", anchor=False)
    with st.container(horizontal=True):
        person, email = column("Name or number", first.person), column("E-mail", first.email)
        language = column("Language", first.language)
    start = list(WAYS).index(first.leaders_by)
    by = st.radio("Leaders", list(WAYS), start, format_func=WAYS.__getitem__)
    is_by_column = by == "column"
    group = column("Group", first.group) if is_by_column else first.group
    words = _leader_words(rows, group, first) if is_by_column else first.leader_words
    manager = column("Manager's e-mail", first.manager) if by == "reports" else first.manager
    leaders = st.text_area("Leaders' e-mail addresses, any way apart") if by == "list" else ""
    return ColumnMapping(
        person=person,
        email=email,
        language=language,
        leaders_by=by,
        group=group,
        leader_words=words,
        manager=manager,
        leaders=tuple(leaders.replace(",", " ").replace(";", " ").split()),
        attributes=tuple(st.multiselect("Attributes to compare by", names, first.attributes)),
    )


def _leader_words(rows: Sequence[Row], group: str | None, first: ColumnMapping) -> tuple[str, ...]:
    found = words_in(rows, group)
    if not 0 < len(found) <= MOST_WORDS:
        return ()
    # The usual words stand for themselves, and a word that is neither is refused, row by row.
    usual = [each for each in found if group_of(each) == "leaders"]
    kept = [each for each in found if each in first.leader_words] or usual
    chosen = st.multiselect("These words mean leader", found, kept, key=f"leader words of {group}")
    return () if chosen == usual else tuple(chosen)
