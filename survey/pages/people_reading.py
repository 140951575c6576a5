"""Part of the people page: an uploaded list is read and checked once, with a progress bar."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from survey.columns import ColumnMapping, mapped_columns
from survey.people import PeopleList, header_of, people_of
from survey.spreadsheets import Progress, Sheet, read_sheet

Made = TypeVar("Made")
_KEPT = "people list as read"
EXAMPLE = """person,email,group,department,function
Ana Ruiz,ana@example.org,leader,Sales,Field sales
Bo Chen,bo@example.org,staff,Sales,Field sales
"""


def sheet_of(upload: Any) -> Sheet:  # noqa: ANN401 - Streamlit's class for it is not public
    """Return the rows of an uploaded file; raises as `read_sheet` and `header_of` do."""

    def read(progress: Progress) -> Sheet:
        sheet = read_sheet(upload.name, upload.getvalue(), progress)
        header_of(upload.name, sheet)
        return sheet

    return _once("sheet", (upload.file_id,), "Reading", read)


def checked(upload: Any, sheet: Sheet, mapping: ColumnMapping, *, skip: bool) -> PeopleList:  # noqa: ANN401 - as above
    """Return the people of an uploaded list; raises as `mapped_columns` and `people_of` do."""

    def check(progress: Progress) -> PeopleList:
        columns = mapped_columns(upload.name, sheet.rows[0], mapping)
        return people_of(upload.name, sheet, columns, skip_bad_rows=skip, progress=progress)

    return _once("people", (upload.file_id, mapping, skip), "Checking", check)


def forget() -> None:
    """Let go of what was read."""
    st.session_state.pop(_KEPT, None)


def _once(part: str, key: tuple[object, ...], deed: str, make: Callable[[Progress], Made]) -> Made:
    kept = st.session_state.setdefault(_KEPT, {})
    if part not in kept or kept[part][0] != key:
        bar = st.progress(0.0, f"{deed} the list")
        try:
            made = make(
                lambda done, about: bar.progress(
                    done / max(about, 1), f"{deed} row {done:,} of about {about:,}"
                )
            )
        finally:
            bar.empty()
        kept[part] = (key, made)
    found: Made = kept[part][1]
    return found
