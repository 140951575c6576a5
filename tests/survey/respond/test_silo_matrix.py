"""The silo matrix on the page: who sees which lines, and what is stored."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from survey.people import NOT_GIVEN, OTHER
from survey.questionnaire import questions, row_id
from survey.respond.forms import Filled
from survey.respond.views import form_view
from survey.storage import Store
from tests.survey.departments import FEW, MANY, TOGETHER, members, person
from tests.survey.reading import Page
from tests.survey.respond.rating import (
    ITEM,
    MATRIX,
    ROWS,
    STRANGE,
    Open,
    open_to,
    rows_on,
    submitted,
)
from tests.survey.served import Device


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One engine: what is on the page is the same over each; tests of storage have both."""
    return f"sqlite:///{tmp_path / 'plumbline.db'}"


@pytest.fixture
def survey(store: Store) -> Open:
    return open_to(store)


def test_people_rate_every_department_but_their_own(survey: Open, phone: Device) -> None:
    assert rows_on(phone.open(survey.delivery)) == ["Finance", "Sales"]
    assert rows_on(phone.open(survey.sales)) == ["Delivery", "Finance"]


@pytest.mark.parametrize("value", [NOT_GIVEN, OTHER])
def test_whoever_has_no_department_of_their_own_rates_all(
    store: Store, phone: Device, value: str
) -> None:
    # Three in each of two departments: too few, so both become "Other".
    more = [
        person(
            100 + number,
            "staff",
            **({} if value == NOT_GIVEN else {"department": f"S{number % 2}"}),
        )
        for number in range(6)
    ]
    open_ = open_to(store, members(each=20) + more)
    page = phone.open(open_.links[-1])

    assert f"department: {value}" in page.words
    assert rows_on(page) == list(FEW)
    assert rows_on(phone.open(open_.leader)) == list(FEW)


def test_only_the_departments_that_somebody_rated_are_stored(survey: Open, phone: Device) -> None:
    assert submitted(phone, survey.delivery, **{ROWS["Sales"]: "4", ITEM: "3"}) == 303

    assert survey.stored() == [{ITEM: 3}, {ROWS["Sales"]: 4}]


def test_the_matrix_may_be_left_out_whole_and_may_be_all_that_is_answered(
    survey: Open, phone: Device
) -> None:
    assert submitted(phone, survey.delivery, **{ITEM: "1"}) == 303
    assert submitted(phone, survey.sales, **{ROWS["Finance"]: "5"}) == 303

    assert survey.stored() == [{}, {ITEM: 1}, {ROWS["Finance"]: 5}]


def test_a_rating_of_one_s_own_department_is_refused_and_the_rest_stays(
    survey: Open, phone: Device
) -> None:
    sent = {**phone.open(survey.sales).filled(), ROWS["Sales"]: "1", ROWS["Finance"]: "2"}
    answer = phone.send(survey.sales, sent)
    page = Page(answer.text)

    assert answer.status_code == 422
    assert STRANGE in page.words
    assert page.checked == {ROWS["Finance"]: "2"}
    assert survey.stored() == []


def test_a_rating_of_a_department_that_is_not_asked_about_is_refused(
    survey: Open, phone: Device
) -> None:
    for name in (row_id(MATRIX, OTHER), row_id(MATRIX, "Legal"), MATRIX.id, f"{MATRIX.id}__"):
        answer = phone.send(survey.sales, {**phone.open(survey.sales).filled(), name: "1"})
        assert (answer.status_code, STRANGE in Page(answer.text).words) == (422, True)


def test_all_lines_are_one_question_with_one_number(survey: Open, phone: Device) -> None:
    page = phone.open(survey.delivery)

    assert "There are 4 questions on this page" in page.words
    assert "3 How well does work go between you and each of these departments?" in page.words
    assert "4 What should we do?" in page.words
    assert page.words.count("Rate only the departments that your work depends on") == 1
    assert 'data-total="4"' in page.html
    assert "How well does work go between your people" in phone.open(survey.leader).words


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        ({}, "0/4"),
        ({ROWS["Sales"]: "1"}, "1/4"),
        ({ROWS["Sales"]: "1", ROWS["Finance"]: "5"}, "1/4"),
        ({ROWS["Sales"]: "1", ROWS["Finance"]: "5", ITEM: "2", "actions": "More"}, "3/4"),
    ],
)
def test_rated_departments_count_as_one_answer(
    survey: Open, phone: Device, answers: dict[str, str], counted: str
) -> None:
    sent = {**phone.open(survey.delivery).filled(), **answers, "chosen-language": "en"}

    assert f'<span id="count">{counted}</span>' in phone.send(survey.delivery, sent).text


def test_a_wrong_answer_is_named_by_number_and_department_and_leads_there(
    survey: Open, phone: Device
) -> None:
    sent: dict[str, str | list[str]] = {**phone.open(survey.delivery).filled()}
    sent |= {ROWS["Sales"]: "6", ROWS["Finance"]: ["1", "2"]}
    answer = phone.send(survey.delivery, sent)
    page = Page(answer.text)

    assert answer.status_code == 422
    assert "Question 3 (\u2068Sales\u2069): the answer is not one of the 5 offered." in page.words
    assert "Question 3 (\u2068Finance\u2069): two answers came." in page.words
    for name in ("Sales", "Finance"):
        assert f"#{ROWS[name]}" in page.links
        assert f"p-{ROWS[name]}" in page.ids


def test_a_draft_brings_every_rated_line_back(survey: Open, phone: Device) -> None:
    answers = {ROWS["Sales"]: "1", ROWS["Finance"]: "5"}
    sent = {**phone.open(survey.delivery).filled(), **answers}
    assert phone.send(f"{survey.delivery}/draft", sent).status_code == 303

    again = phone.open(survey.delivery)

    assert "Welcome back." in again.words
    assert again.checked == answers
    assert Device(survey.store).open(survey.delivery).checked == {}


def test_one_line_is_cleared_without_a_script_and_the_others_stay(
    survey: Open, phone: Device
) -> None:
    answers = {ROWS["Sales"]: "1", ROWS["Finance"]: "5", ITEM: "2"}
    page = phone.open(survey.delivery)
    clearing = [each for each in page.buttons if each.get("value") == ROWS["Sales"]]
    answer = phone.send(
        survey.delivery, {**page.filled(), **answers, "clear-answer": ROWS["Sales"]}
    )

    assert [each["formaction"] for each in clearing] == [f"#{ROWS['Sales']}"]
    assert Page(answer.text).checked == {ROWS["Finance"]: "5", ITEM: "2"}


def test_up_to_twelve_departments_stand_open_and_more_are_opened_one_by_one(
    store: Store, phone: Device
) -> None:
    long = open_to(store, members(MANY, each=5))
    leader, member = phone.open(long.leader), phone.open(long.delivery)

    def closed(page: Page) -> int:
        return page.html.count("<details>\n<summary>")

    assert (len(rows_on(leader)), closed(leader)) == (13, 13)
    assert (len(rows_on(member)), closed(member)) == (12, 0)
    assert "Open a department to rate it." in leader.words
    assert "Open a department to rate it." not in member.words


def test_a_line_that_was_rated_or_is_wrong_is_open(store: Store, phone: Device) -> None:
    long = open_to(store, members(MANY, each=5))
    sent = {**phone.open(long.leader).filled(), ROWS["Sales"]: "9", ROWS["Legal"]: "2"}
    page = Page(phone.send(long.leader, sent).text)

    assert page.html.count("<details open>") == 2
    assert page.checked == {ROWS["Legal"]: "2"}


@pytest.mark.parametrize(
    ("labels", "layout"),
    [
        (("Sehr schlecht", "Mittelmäßig", "Hervorragend"), "steps"),
        (("Außerordentlich schlecht", "Gut"), "row"),
        (("Außerordentlich schlecht, was niemand will", "Gut"), "column"),
        (tuple(str(number) for number in range(11)), "grid"),
    ],
)
def test_steps_stand_in_a_line_on_a_phone_where_they_are_few_and_their_words_short(
    labels: tuple[str, ...], layout: str
) -> None:
    asked = questions(TOGETHER, "staff", rated=FEW)
    rows = [replace(each, labels=labels) for each in asked if each.kind == "silo"]
    (part,) = form_view(rows, Filled()).parts

    assert [field.layout for field in part.fields] == [layout] * 3


def test_each_line_s_answers_are_a_group_named_by_the_department(
    survey: Open, phone: Device
) -> None:
    page = phone.open(survey.delivery)
    tags = [tag for tag, _ in page.tags]
    matrix = next(given for _, given in page.tags if given.get("role") == "group")

    assert tags.count("fieldset") == tags.count("legend") == len(page.radios)
    assert ("aria-labelledby", "stem") in matrix.items()
    assert "stem" in page.ids
    assert {ROWS[each] for each in ("Finance", "Sales")} <= page.ids


def test_a_department_s_name_is_text_whatever_it_says(store: Store, phone: Device) -> None:
    odd = ("<b>R&D</b>", '"x" onclick=1', "المبيعات")
    page = phone.open(open_to(store, members(odd)).leader)

    assert all(each in page.words for each in odd)
    assert "<b>R&D" not in page.html
    assert "<bdi>المبيعات</bdi>" in page.html


def test_a_matrix_speaks_the_reader_s_language(survey: Open, phone: Device) -> None:
    sent = phone.open(survey.delivery).filled()
    german = Page(phone.send(survey.delivery, {**sent, "chosen-language": "de"}).text)
    arabic = Page(phone.send(survey.delivery, {**sent, "chosen-language": "ar"}).text)

    assert "Bewerten Sie nur die Abteilungen, auf die Ihre Arbeit angewiesen ist" in german.words
    assert "Mittelmäßig" in german.words
    assert (arabic.dir, rows_on(arabic)) == ("rtl", ["Finance", "Sales"])
    assert "قيّم الأقسام التي يعتمد عليها عملك فقط" in arabic.words
