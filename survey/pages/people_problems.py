"""Part of the people page: why a list was not taken, each row named."""

import streamlit as st

from survey.errors import PeopleError, UnchosenColumnError

_MOST_TOLD, _MOST_SEEN, _SCROLLS_AT = 1_000, 10, 360


def draw_problems(error: PeopleError) -> None:
    """Draw every problem as plain text that wraps on a phone and can be copied.

    A column that is still to be chosen is no problem.
    """
    if isinstance(error, UnchosenColumnError):
        st.info(" ".join((*error.problems, error.advice)))
        return
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
