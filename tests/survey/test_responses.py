"""A form is checked against the questionnaire: what fits is kept, the rest is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import ResponseError
from survey.questionnaire import GROUPS, Group, questions
from survey.responses import MOST_CHARACTERS, checked_response
from tests.survey.examples import ITEMS, OPEN_QUESTION, QUESTIONNAIRE

ID = "0123456789abcdef" * 2
LADDER = QUESTIONNAIRE.ladders[0]
OF_A_PILLAR = next(each for each in QUESTIONNAIRE.predictions if each.of != LADDER.id)
OF_THE_LADDER = next(each for each in QUESTIONNAIRE.predictions if each.of == LADDER.id)


def refusal(form: dict[str, list[str]], *, group: Group = "staff", number: str = ID) -> str:
    with pytest.raises(ResponseError) as refused:
        checked_response(QUESTIONNAIRE, group, number, form)
    assert refused.value.advice != ResponseError.advice
    return str(refused.value)


def test_answers_become_numbers_and_words_stay_words() -> None:
    form = {ITEMS[0]: ["4"], LADDER.id: ["2"], OPEN_QUESTION: ["  More time. "], ITEMS[1]: ["1"]}
    response = checked_response(QUESTIONNAIRE, "staff", ID, form)

    assert response.id == ID
    assert response.choices == {ITEMS[0]: 4, LADDER.id: 2, ITEMS[1]: 1}
    assert response.comments == {OPEN_QUESTION: "More time."}


def test_empty_fields_are_questions_that_were_skipped() -> None:
    form = {ITEMS[0]: [""], ITEMS[1]: [], OPEN_QUESTION: [" \r\n "]}
    response = checked_response(QUESTIONNAIRE, "staff", ID, form)

    assert (response.choices, response.comments) == ({}, {})


@pytest.mark.parametrize("group", GROUPS)
def test_everything_a_group_is_asked_can_be_answered_with_every_answer(group: Group) -> None:
    for question in questions(QUESTIONNAIRE, group):
        for choice in range(1, len(question.labels) + 1):
            response = checked_response(QUESTIONNAIRE, group, ID, {question.id: [str(choice)]})
            assert response.choices == {question.id: choice}


def test_leaders_predict_in_eleven_steps_and_on_every_rung() -> None:
    form = {OF_A_PILLAR.id: ["11"], OF_THE_LADDER.id: [str(len(LADDER.rungs))]}
    response = checked_response(QUESTIONNAIRE, "leaders", ID, form)

    assert response.choices == {OF_A_PILLAR.id: 11, OF_THE_LADDER.id: len(LADDER.rungs)}
    assert "is not a number from 1 to 11" in refusal({OF_A_PILLAR.id: ["12"]}, group="leaders")


def test_staff_cannot_answer_what_only_leaders_are_asked() -> None:
    assert "asks this group nothing called" in refusal({OF_A_PILLAR.id: ["3"]})


@pytest.mark.parametrize(
    "value",
    ["0", "6", "-1", "3.0", "03", "+3", "1e0", "three", "\N{ARABIC-INDIC DIGIT THREE}", "9" * 5000],
)
def test_a_choice_off_the_scale_is_refused_without_repeating_it(value: str) -> None:
    message = refusal({ITEMS[0]: [value]})

    assert message == f"the answer to {ITEMS[0]!r} is not a number from 1 to 5"


def test_a_field_that_is_no_question_is_refused() -> None:
    assert "nothing called 'salary'" in refusal({ITEMS[0]: ["3"], "salary": ["3"]})


def test_a_very_long_field_name_is_cut_short_in_the_message() -> None:
    assert len(refusal({"x" * 5_000: ["3"]})) < 150


def test_a_question_answered_twice_is_refused_even_with_the_same_answer() -> None:
    assert refusal({ITEMS[0]: ["3", "3"]}) == f"{ITEMS[0]!r} was answered 2 times"


def test_a_comment_may_be_as_long_as_the_page_says_and_no_longer() -> None:
    longest = ("a" * 99 + "\r\n") * (MOST_CHARACTERS // 100 - 1) + "a" * 100
    response = checked_response(QUESTIONNAIRE, "staff", ID, {OPEN_QUESTION: [longest]})
    assert len(response.comments[OPEN_QUESTION]) == MOST_CHARACTERS

    message = refusal({OPEN_QUESTION: [longest + "a"]})
    assert "has 4,001 characters, at most 4,000 are taken" in message


def test_a_comment_keeps_its_lines_and_loses_what_no_database_can_keep() -> None:
    form = {OPEN_QUESTION: ["One\r\ntwo\x00 \N{GRINNING FACE}\ud800"]}
    response = checked_response(QUESTIONNAIRE, "staff", ID, form)

    assert response.comments == {OPEN_QUESTION: "One\ntwo \N{GRINNING FACE}?"}


@pytest.mark.parametrize(
    "number", ["", "1", "A" * 32, "g" * 32, "a" * 33, "a" * 31 + "\n", "a" * 32 + "\n"]
)
def test_a_form_without_its_own_number_is_refused(number: str) -> None:
    assert "32 hexadecimal characters" in refusal({}, number=number)


@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=3), max_size=4))
def test_whatever_is_sent_it_fits_or_is_refused(form: dict[str, list[str]]) -> None:
    named = {ITEMS[number] if number else key: form[key] for number, key in enumerate(form)}
    try:
        response = checked_response(QUESTIONNAIRE, "staff", ID, named)
    except ResponseError:
        return
    assert all(1 <= choice <= 5 for choice in response.choices.values())
    assert set(response.choices) <= set(ITEMS)
