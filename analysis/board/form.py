"""The form that makes a commitment or changes one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import streamlit as st

from analysis.report import Gap, Report
from analysis.series import gaps
from analysis.wording import of_100
from survey.commitments import LONGEST, STANCES, Commitment, Stance
from survey.invitations import new_id
from survey.session import store

NO_NUMBER: Final = "No number"
_MADE: Final = "commitments_made"
_TAKEN: Final[dict[Stance, str]] = {
    "accept": "We accept the finding",
    "dispute": "We dispute it and will look into it",
}
_QUARTER: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a commitment can be tied to: questions by id, and each one's A where published."""

    titles: Mapping[str, str]
    numbers: Mapping[str, float]


def choices_of(report: Report) -> Choices:
    """Return the questions of a report that a commitment can name."""
    known = gaps(report)
    return Choices(
        titles={key: question.title for key, (question, _) in known.items()},
        numbers={key: gap.estimate for key, (_, gap) in known.items() if isinstance(gap, Gap)},
    )


def new_commitment(report: Report, today: date, *, question: str | None = None) -> Commitment:
    """Return an empty commitment on a round, due in a quarter, to move ``question``'s number."""
    choices = choices_of(report)
    known = question if question in choices.titles else None
    return Commitment(
        id=new_id(),
        round_id=report.publication.round,
        what="",
        who="",
        by=today + _QUARTER,
        question=known,
        start=None if known is None else choices.numbers.get(known),
    )


def commitment_form(choices: Choices, given: Commitment, *, by: str, is_new: bool = False) -> None:
    """Draw the form; save what was filled in."""
    # A form of another name is another form: the one for new commitments is empty once saved.
    made = st.session_state.get(_MADE, 0)
    key = f"new {given.round_id} {made}" if is_new else f"{given.id} {given.version}"
    with st.form(f"commitment {key}", clear_on_submit=False, border=False):
        stance = st.radio(
            "The finding",
            STANCES,
            index=STANCES.index(given.stance),
            horizontal=True,
            format_func=lambda each: _TAKEN[each],
            label_visibility="collapsed",
        )
        what = st.text_area("What", given.what, max_chars=LONGEST["what"], height=70)
        left, right = st.columns(2)
        who = left.text_input(
            "Who", given.who, max_chars=LONGEST["who"], placeholder="Name, e-mail for reminders"
        )
        day = right.date_input("By when", given.by)
        keys = [NO_NUMBER, *choices.titles]
        asked = given.question or NO_NUMBER
        left, right = st.columns(2)
        question = left.selectbox(
            "Number that should move",
            keys,
            index=keys.index(asked) if asked in keys else 0,
            format_func=lambda each: _titled(choices, each),
        )
        target = right.number_input(
            "To, of 100 pairs (50: no gap)",
            0,
            100,
            None if given.to is None else of_100(given.to),
            step=1,
        )
        if st.form_submit_button("Save", type="primary"):
            filled = replace(given, stance=stance, what=what, who=who, by=day)
            _save(_aimed(filled, choices, question, target), by=by, is_new=is_new)


def _aimed(filled: Commitment, choices: Choices, question: str, target: int | None) -> Commitment:
    if question == NO_NUMBER:
        return replace(filled, question=None, start=None, to=None)
    same = question == filled.question
    start = filled.start if same else choices.numbers.get(question)
    to = None if target is None else target / 100
    return replace(filled, question=question, start=start, to=to)


def _save(filled: Commitment, *, by: str, is_new: bool) -> None:
    if is_new:
        store().commitments.add(filled, by=by)
        st.session_state[_MADE] = st.session_state.get(_MADE, 0) + 1
    else:
        store().commitments.change(filled, by=by)
    st.session_state["board_said"] = "Saved."
    st.rerun()


def _titled(choices: Choices, key: str) -> str:
    if key == NO_NUMBER:
        return key
    number = choices.numbers.get(key)
    return f"{choices.titles[key]} ({'not shown' if number is None else f'now {of_100(number)}'})"
