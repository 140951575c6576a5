"""What of a form is an answer: a choice that is offered, words that can be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire import GROUPS, Group, questions
from survey.responses import choice_in, comment_in, is_response_id
from tests.survey.examples import ITEMS, QUESTIONNAIRE

ITEM = next(each for each in questions(QUESTIONNAIRE, "staff") if each.id == ITEMS[0])
PREDICTION = next(each for each in questions(QUESTIONNAIRE, "leaders") if each.kind == "prediction")


@pytest.mark.parametrize("group", GROUPS)
def test_everything_a_group_is_asked_can_be_answered_with_every_answer(group: Group) -> None:
    for question in questions(QUESTIONNAIRE, group):
        for choice in range(1, len(question.labels) + 1):
            assert choice_in(str(choice), question) == choice


def test_leaders_predict_in_eleven_steps() -> None:
    assert [choice_in(each, PREDICTION) for each in ("1", "11", "12")] == [1, 11, None]


@pytest.mark.parametrize(
    "value",
    ["", "0", "6", "-1", "3.0", "03", "+3", "1e0", "three", "\N{ARABIC-INDIC DIGIT THREE}"],
)
def test_only_plain_digits_on_the_scale_are_a_choice(value: str) -> None:
    assert choice_in(value, ITEM) is None
    assert choice_in("0" + value, PREDICTION) is None


def test_a_number_of_thousands_of_digits_is_no_choice() -> None:
    assert choice_in("9" * 5_000, ITEM) is None


@given(st.text(max_size=6))
def test_whatever_is_sent_is_on_the_scale_or_no_choice(value: str) -> None:
    assert choice_in(value, ITEM) in {None, 1, 2, 3, 4, 5}


def test_a_comment_keeps_its_lines_and_loses_what_no_database_can_keep() -> None:
    typed = "  One\r\ntwo\rthree\x00\x1b \N{GRINNING FACE}\ud800 \r\n"

    assert comment_in(typed) == "One\ntwo\nthree \N{GRINNING FACE}?"
    assert comment_in(" \r\n ") == ""


def test_letters_of_a_comment_are_composed() -> None:
    assert comment_in("Bru\u0308cke") == "Br\u00fccke"
    assert comment_in("Bru\x00\u0308cke") == "Br\u00fccke"


@given(st.text(st.characters(codec=None), max_size=40))
def test_every_comment_can_be_kept(text: str) -> None:
    kept = comment_in(text)

    assert kept.encode().decode() == kept
    assert "\x00" not in kept
    assert comment_in(kept) == kept


@pytest.mark.parametrize(
    "number", ["", "1", "A" * 32, "g" * 32, "a" * 33, "a" * 31 + "\n", "a" * 32 + "\n"]
)
def test_a_form_s_own_number_has_one_form(number: str) -> None:
    assert is_response_id("0123456789abcdef" * 2)
    assert not is_response_id(number)
