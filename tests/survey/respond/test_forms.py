"""A form is read against the questions of its group: what fits is kept, the rest is named."""

from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire import Group, questions
from survey.respond.forms import RESPONSE_ID, Filled, read_answers
from survey.responses import MOST_CHARACTERS
from tests.survey.examples import ITEMS, OPEN_QUESTION, QUESTIONNAIRE

ID = "0123456789abcdef" * 2
LADDER = QUESTIONNAIRE.ladders[0]
OF_A_PILLAR = next(each for each in QUESTIONNAIRE.predictions if each.of != LADDER.id)
OF_THE_LADDER = next(each for each in QUESTIONNAIRE.predictions if each.of == LADDER.id)


def read(*fields: tuple[str, str], group: Group = "staff") -> Filled:
    sent = ((RESPONSE_ID, ID), *fields)
    return read_answers(sent, questions(QUESTIONNAIRE, group), NullTranslations())


def problem(*fields: tuple[str, str]) -> str:
    (found,) = read(*fields).problems
    return found.message


def test_answers_become_numbers_and_words_stay_words() -> None:
    filled = read(
        (ITEMS[0], "4"), (LADDER.id, "2"), (OPEN_QUESTION, "  More time. "), (ITEMS[1], "1")
    )

    assert filled.as_response().id == ID
    assert filled.choices == {ITEMS[0]: 4, LADDER.id: 2, ITEMS[1]: 1}
    assert filled.comments == {OPEN_QUESTION: "More time."}
    assert filled.problems == ()


def test_empty_fields_are_questions_that_were_skipped() -> None:
    assert read((ITEMS[0], ""), (OPEN_QUESTION, " \r\n ")).is_blank


def test_leaders_predict_on_every_step_and_every_rung() -> None:
    last = str(len(LADDER.rungs))
    filled = read((OF_A_PILLAR.id, "11"), (OF_THE_LADDER.id, last), group="leaders")

    assert filled.choices == {OF_A_PILLAR.id: 11, OF_THE_LADDER.id: len(LADDER.rungs)}


def test_staff_cannot_answer_what_only_leaders_are_asked() -> None:
    assert "a question that this survey does not have" in problem((OF_A_PILLAR.id, "3"))


@pytest.mark.parametrize("value", ["0", "6", "03", "three", "9" * 5_000])
def test_a_choice_off_the_scale_is_named_by_its_number_and_not_repeated(value: str) -> None:
    said = problem((ITEMS[0], value))

    assert said.startswith("Question 1: the answer is not one of the 5 offered.")
    assert value * 2 not in said


def test_a_field_that_is_no_question_is_refused_and_the_answers_stay() -> None:
    filled = read((ITEMS[0], "3"), ("salary", "3"), ("x" * 5_000, "3"))

    assert filled.choices == {ITEMS[0]: 3}
    assert len(filled.problems) == 1
    assert "salary" not in filled.problems[0].message


def test_a_question_answered_twice_is_refused_even_with_the_same_answer() -> None:
    assert "two answers came" in problem((ITEMS[0], "3"), (ITEMS[0], "3"))


def test_a_comment_may_be_as_long_as_the_page_says_and_no_longer() -> None:
    longest = ("a" * 99 + "\r\n") * (MOST_CHARACTERS // 100 - 1) + "a" * 100

    assert read((OPEN_QUESTION, longest)).problems == ()
    assert "has 4001 characters, and 4000 fit. Shorten it by 1." in problem(
        (OPEN_QUESTION, longest + "a")
    )


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=5))
def test_whatever_is_sent_it_fits_or_is_named(fields: list[tuple[str, str]]) -> None:
    named = [
        (ITEMS[number] if number else key, value) for number, (key, value) in enumerate(fields)
    ]
    filled = read(*named)

    assert all(1 <= choice <= 5 for choice in filled.choices.values())
    assert set(filled.choices) <= set(ITEMS)
