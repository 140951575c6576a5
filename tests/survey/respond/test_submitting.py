"""Submitting: what is stored, replays, and everything a page can send wrongly."""

from collections.abc import Mapping

import pytest

from survey.questionnaire import questions
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.examples import ITEMS, OPEN_QUESTION, ORGANISER, QUESTIONNAIRE
from tests.survey.reading import Page
from tests.survey.respond.conftest import Survey
from tests.survey.served import Device, everything_in

FORM = "application/x-www-form-urlencoded"


def answers(page: Page, **more: str) -> dict[str, str]:
    """Return the page's form with every item answered 1, 2, 3, 4, 5, 1, 2 and so on."""
    return {
        **page.filled(),
        **{item: str(1 + number % 5) for number, item in enumerate(ITEMS)},
        **more,
    }


def test_what_was_answered_is_what_is_stored(survey: Survey, phone: Device, store: Store) -> None:
    sent = answers(phone.open(survey.staff), service_standard="5", **{OPEN_QUESTION: " One.\r\n2 "})
    del sent[ITEMS[3]]

    answer = phone.send(survey.staff, sent)

    assert (answer.status_code, answer.headers["location"]) == (303, "/thanks")
    store.rounds.move(survey.round_id, to="closed", by=ORGANISER)
    (stored,) = store.responses.of(survey.round_id)
    expected = {item: 1 + number % 5 for number, item in enumerate(ITEMS)} | {"service_standard": 5}
    del expected[ITEMS[3]]
    assert stored.choices == expected
    assert stored.group == "staff"
    assert stored.attributes == {"department": "Service"}
    assert store.responses.comments(survey.round_id) == [("staff", OPEN_QUESTION, "One.\n2")]


def test_a_leader_s_predictions_are_stored(survey: Survey, phone: Device, store: Store) -> None:
    phone.send(survey.leader, {**phone.open(survey.leader).filled(), "predict_culture": "11"})

    store.rounds.move(survey.round_id, to="closed", by=ORGANISER)
    assert store.responses.of(survey.round_id)[0].choices == {"predict_culture": 11}


def test_the_thank_you_page_says_what_happens_now(phone: Device) -> None:
    page = phone.open("/thanks")

    assert "Thank you. Your answers are in." in page.words
    assert "cannot be changed or withdrawn" in page.words
    assert "You will get no more reminders." in page.words


def test_a_double_click_or_a_replay_counts_once(
    survey: Survey, phone: Device, driver: Driver
) -> None:
    sent = answers(phone.open(survey.staff))
    phone.send(survey.staff, sent)
    once = everything_in(driver)

    again = phone.send(survey.staff, sent)

    assert (again.status_code, again.headers["location"]) == (303, "/thanks")
    assert everything_in(driver) == once


def test_a_link_answers_once_also_from_a_page_opened_before(
    survey: Survey, phone: Device, driver: Driver
) -> None:
    first, second = phone.open(survey.staff), phone.open(survey.staff)
    phone.send(survey.staff, answers(first))
    once = everything_in(driver)

    answer = phone.send(survey.staff, answers(second))

    assert answer.status_code == 410
    assert "This link was already used" in Page(answer.text).words
    assert everything_in(driver) == once


def test_a_blank_form_is_not_taken_for_an_answer(
    survey: Survey, phone: Device, driver: Driver
) -> None:
    before = everything_in(driver)

    answer = phone.send(survey.staff, phone.open(survey.staff).filled())

    assert answer.status_code == 422
    assert "You have not answered any question yet." in Page(answer.text).words
    assert everything_in(driver) == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({ITEMS[0]: "6"}, "Question 1: the answer is not one of the 5 offered."),
        ({ITEMS[0]: "0"}, "Question 1: the answer is not one of the 5 offered."),
        ({ITEMS[0]: "-1"}, "Question 1: the answer is not one of the 5 offered."),
        ({ITEMS[0]: "1e0"}, "Question 1: the answer is not one of the 5 offered."),
        ({ITEMS[0]: "٣"}, "Question 1: the answer is not one of the 5 offered."),
        ({ITEMS[0]: "9" * 5000}, "Question 1: the answer is not one of the 5 offered."),
        ({ITEMS[1]: ["1", "2"]}, "Question 2: two answers came."),
        ({"salary": "3"}, "an answer to a question that this survey does not have"),
        ({"predict_culture": "3"}, "an answer to a question that this survey does not have"),
        (
            {OPEN_QUESTION: "x" * 4_003},
            "Question 22: your text has 4003 characters, and 4000 fit. Shorten it by 3.",
        ),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_typed_is_lost(
    survey: Survey,
    phone: Device,
    driver: Driver,
    *,
    wrong: Mapping[str, str | list[str]],
    said: str,
) -> None:
    before = everything_in(driver)
    page = phone.open(survey.staff)
    sent = answers(page, one_change="Fewer forms\nmore time")

    answer = phone.send(survey.staff, {**sent, **wrong})

    again = Page(answer.text)
    assert answer.status_code == 422
    assert said in again.words
    assert "Everything you answered is still below." in again.words
    kept = {name: sent[name] for name in ITEMS if name not in wrong}
    assert kept.items() <= again.checked.items()
    assert again.texts["one_change"] == "Fewer forms\nmore time"
    assert again.hidden == page.hidden
    assert everything_in(driver) == before


def test_the_summary_of_problems_leads_to_each_question(survey: Survey, phone: Device) -> None:
    sent = answers(phone.open(survey.staff), **{ITEMS[0]: "7", OPEN_QUESTION: "x" * 5000})

    page = Page(phone.send(survey.staff, sent).text)

    targets = {each.removeprefix("#") for each in page.links if each.startswith("#")}
    assert {ITEMS[0], OPEN_QUESTION} <= targets <= page.ids
    described = [given["aria-describedby"] for _, given in page.tags if "aria-describedby" in given]
    assert set(described) <= page.ids
    assert page.title.startswith("Please check:")
    assert page.texts[OPEN_QUESTION] == "x" * 5000


def test_a_comment_that_is_code_is_shown_as_words(survey: Survey, phone: Device) -> None:
    code = "</textarea><script>alert(1)</script>{{ 7*7 }}"
    sent = answers(phone.open(survey.staff), **{OPEN_QUESTION: code, ITEMS[0]: "9"})

    answer = phone.send(survey.staff, sent)

    assert "<script>alert" not in answer.text
    assert Page(answer.text).texts[OPEN_QUESTION] == code


def test_characters_no_database_takes_are_left_out(
    survey: Survey, phone: Device, store: Store
) -> None:
    sent = answers(phone.open(survey.staff), **{OPEN_QUESTION: "be\x00tter\x08 \U0001f600 أفضل"})

    assert phone.send(survey.staff, sent).status_code == 303

    store.rounds.move(survey.round_id, to="closed", by=ORGANISER)
    ((_, _, words),) = store.responses.comments(survey.round_id)
    assert words == "better \U0001f600 أفضل"


@pytest.mark.parametrize(
    ("body", "kind", "status", "said"),
    [
        (b"a=" + b"x" * 300_000, FORM, 413, "longer than this page can take"),
        (b"a=%ff%fe", FORM, 400, "did not arrive as a browser sends it"),
        (b"\xff\xfe\xfa=1", FORM, 400, "did not arrive as a browser sends it"),
        (b"&".join(b"a%d=1" % n for n in range(2000)), FORM, 400, "did not arrive"),
        (b'{"culture_unwatched": 3}', "application/json", 400, "did not arrive"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 400, "did not arrive"),
    ],
)
def test_what_no_browser_sends_is_refused_with_advice(  # noqa: PLR0913 - one table
    survey: Survey, phone: Device, driver: Driver, *, body: bytes, kind: str, status: int, said: str
) -> None:
    before = everything_in(driver)

    answer = phone.client.post(survey.staff, content=body, headers={"content-type": kind})

    assert answer.status_code == status
    assert said in Page(answer.text).words
    assert everything_in(driver) == before


def test_a_forged_response_id_is_replaced(survey: Survey, phone: Device, driver: Driver) -> None:
    sent = answers(phone.open(survey.staff))

    answer = phone.send(survey.staff, {**sent, "response-id": "' OR 1=1 --"})

    assert answer.status_code == 303
    assert len(everything_in(driver)["response"]) == 1


def test_another_method_gets_a_clear_page(survey: Survey, phone: Device) -> None:
    answer = phone.client.put(survey.staff)

    assert answer.status_code == 405
    assert "This address does not take what was sent." in Page(answer.text).words


def test_clearing_one_answer_needs_no_javascript_and_stores_nothing(
    survey: Survey, phone: Device, driver: Driver
) -> None:
    before = everything_in(driver)
    sent = answers(phone.open(survey.staff), one_change="Keep me")
    clear = next(each for each in phone.open(survey.staff).buttons if each.get("value") == ITEMS[4])

    answer = phone.send(survey.staff, {**sent, clear["name"]: clear["value"]})

    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.checked.keys() == set(ITEMS) - {ITEMS[4]}
    assert page.texts["one_change"] == "Keep me"
    assert everything_in(driver) == before


def test_every_question_can_be_answered_at_its_highest(
    survey: Survey, phone: Device, store: Store
) -> None:
    page = phone.open(survey.leader)
    highest = {name: values[-1] for name, values in page.radios.items()}

    assert phone.send(survey.leader, {**page.filled(), **highest}).status_code == 303

    store.rounds.move(survey.round_id, to="closed", by=ORGANISER)
    (stored,) = store.responses.of(survey.round_id)
    asked = questions(QUESTIONNAIRE, "leaders")
    assert stored.choices == {each.id: len(each.labels) for each in asked if each.labels}
