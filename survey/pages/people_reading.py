"""Part of the people page: an uploaded list is read and checked once, with a progress bar."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from survey.columns import ColumnMapping, mapped_columns
from survey.errors import PeopleError
from survey.people import PeopleList, header_of, people_of
from survey.spreadsheets import Progress, Sheet, read_sheet

Made = TypeVar("Made")
_KEPT = "people list as read"
_MOST_TOLD, _MOST_SEEN, _SCROLLS_AT = 1_000, 10, 360


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


def draw_problems(error: PeopleError) -> None:
    """Draw every problem as plain text that wraps on a phone and can be copied."""
    told = error.problems[:_MOST_TOLD]
    more = len(error.problems) - len(told)
    count = "One problem" if len(error.problems) == 1 else f"{len(error.problems):,} problems"
    st.error(f"{count}. {error.advice}")
    lines = [*told, *([f"… and {more:,} more"] if more else [])]
    is_long = len(lines) > _MOST_SEEN
    st.code(
        "\n".join(lines),
        language=None,
        wrap_lines=True,
        height=_SCROLLS_AT if is_long else "content",
    )


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
