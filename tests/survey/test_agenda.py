"""An agenda: forwards, backwards, skipped, reopened; what fits a step."""

import string
from itertools import pairwise

import pytest

from survey.agenda import (
    DONE,
    JOIN,
    Offsite,
    Position,
    Step,
    after,
    before,
    checked_agenda,
    new_code,
    positions,
    read_code,
    reopened,
    skipped,
)
from survey.errors import OffsiteError
from tests.survey.offsite.room import AGENDA, CHALLENGE, FOCUS, LADDER


def at(step: str, phase: str, agenda: tuple[Step, ...] = AGENDA) -> Offsite:
    position = Position(step, phase)  # type: ignore[arg-type]  # tests name phases as plain words
    return Offsite(id="1", round_id="r", code="ABCDEF", agenda=agenda, position=position)


def test_every_question_goes_from_guess_over_reveal_and_discussion_to_commit() -> None:
    along = positions(at("", "join"))

    assert [each.phase for each in along if each.step == LADDER] == [
        "guess", "reveal", "gap", "discuss", "commit",
    ]  # fmt: skip
    assert [each.phase for each in along if each.step == CHALLENGE] == [
        "guess", "reveal", "discuss", "commit",
    ]  # fmt: skip
    assert (along[0], along[-1]) == (JOIN, DONE)


def test_forwards_and_backwards_are_each_others_reverse() -> None:
    along = positions(at("", "join"))

    for earlier, later in pairwise(along):
        assert after(at(earlier.step, earlier.phase)) == later
        assert before(at(later.step, later.phase)) == earlier
    assert after(at("", "done")) == DONE
    assert before(at("", "join")) == JOIN


def test_skipping_leads_to_the_next_question_and_reopening_to_this_ones_guess() -> None:
    assert skipped(at(LADDER, "guess")) == Position("agreement", "guess")
    assert skipped(at(CHALLENGE, "reveal")) == DONE
    assert skipped(at("", "join")) == Position(LADDER, "guess")
    assert reopened(at(FOCUS, "commit")) == Position(FOCUS, "guess")
    assert reopened(at("", "done")) == DONE


def test_what_is_left_out_is_not_gone_through() -> None:
    agenda = tuple(
        Step(id=each.id, kind=each.kind, title="", ask="", labels=each.labels,
             left_out=each.id == "agreement")
        for each in AGENDA
    )  # fmt: skip

    assert "agreement" not in {each.step for each in positions(at("", "join", agenda))}
    assert after(at(LADDER, "commit", agenda)) == Position(FOCUS, "guess")
    assert after(at("agreement", "guess", agenda)) == JOIN


@pytest.mark.parametrize(
    ("agenda", "problem"),
    [
        ((), "without a step"),
        ((*AGENDA, AGENDA[0]), "'service_ladder' is twice"),
        ((Step(id="challenge", kind="challenge", title="", ask="", labels=("one",)),), "1 labels"),
        ((Step(id="a", kind="pillar", title="", ask="", left_out=True),), "without a step"),
    ],
)
def test_an_agenda_that_cannot_be_gone_through_is_refused(
    agenda: tuple[Step, ...], problem: str
) -> None:
    with pytest.raises(OffsiteError, match=problem):
        checked_agenda(agenda)


def test_codes_have_six_letters_none_of_which_looks_like_another() -> None:
    codes = {new_code() for _ in range(300)}

    assert len(codes) == 300
    letters = set("".join(codes))
    assert letters <= set(string.ascii_uppercase) - set("ILOQSUVZ")
    assert all(read_code(code.lower()) == code for code in codes)


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFG", "ABC1EF", "ABCDEÉ", "ABCDEI", "A" * 9999])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
