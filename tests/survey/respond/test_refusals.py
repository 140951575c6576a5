"""Used, unknown, early and late links: each page says what happened and what to do."""

from datetime import date

import pytest

from survey.storage import Store
from tests.survey.examples import ITEMS, ORGANISER
from tests.survey.reading import Page
from tests.survey.respond.conftest import Calendar, Survey
from tests.survey.served import Device


def test_a_used_link_says_so_and_to_whom_it_matters(survey: Survey, phone: Device) -> None:
    form = {**phone.open(survey.staff).filled(), ITEMS[0]: "3"}
    phone.send(survey.staff, form)

    answer = phone.client.get(survey.staff)

    words = Page(answer.text).words
    assert answer.status_code == 410
    assert "This link was already used" in words
    assert "If that was you: thank you, there is nothing left to do." in words
    assert "If that was not you: tell the people at Kite & Works" in words


@pytest.mark.parametrize(
    "token", ["no-such-token", "x" * 32, "x" * 5_000, "%27%20OR%201=1", "%F0%9F%98%80", "a%00b"]
)
def test_an_unknown_link_is_explained_and_not_repeated(
    survey: Survey, phone: Device, token: str
) -> None:
    answer = phone.client.get(f"/s/{token}")

    words = Page(answer.text).words
    assert answer.status_code == 404
    assert token not in answer.text
    assert "Nothing was changed." in words
    assert "copy" in words


def test_answers_to_an_unknown_link_are_not_taken(phone: Device) -> None:
    answer = phone.send("/s/unknown", {ITEMS[0]: "3"})

    assert answer.status_code == 404
    assert "This link is not known here" in Page(answer.text).words


def test_an_early_link_says_when_to_come_back(
    survey: Survey, phone: Device, calendar: Calendar
) -> None:
    calendar.today = date(2026, 5, 31)

    answer = phone.client.get(survey.staff)

    words = Page(answer.text).words
    assert answer.status_code == 403
    assert "This survey is not open yet" in words
    assert "“Spring pulse” opens on Monday, 1 June 2026 . Open the same link again" in words
    assert "You can then answer until the end of Friday, 12 June 2026." in words
    assert "Your link is good" in words
    assert phone.send(survey.staff, {ITEMS[0]: "3"}).status_code == 403


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 6, 12)])
def test_the_first_and_the_last_day_are_open(
    survey: Survey, phone: Device, calendar: Calendar, day: date
) -> None:
    calendar.today = day

    assert phone.client.get(survey.staff).status_code == 200
    assert phone.send(survey.staff, {ITEMS[0]: "3"}).status_code == 303


def test_a_late_link_says_that_the_survey_has_closed(
    survey: Survey, phone: Device, calendar: Calendar
) -> None:
    form = {**phone.open(survey.staff).filled(), ITEMS[0]: "3"}
    calendar.today = date(2026, 6, 13)

    for answer in (phone.client.get(survey.staff), phone.send(survey.staff, form)):
        words = Page(answer.text).words
        assert answer.status_code == 410
        assert "This survey has closed" in words
        assert "“Spring pulse” takes no more answers." in words
        assert "Its last day was to be Friday, 12 June 2026." in words
        assert "tell the people at Kite & Works" in words


def test_a_round_closed_by_hand_takes_no_answer(
    survey: Survey, phone: Device, store: Store
) -> None:
    form = {**phone.open(survey.staff).filled(), ITEMS[0]: "3"}
    store.rounds.move(survey.round_id, to="closed", by=ORGANISER)

    assert phone.send(survey.staff, form).status_code == 410
    assert store.responses.of(survey.round_id) == []


@pytest.mark.parametrize(
    "path",
    [
        "/s",
        "/s/",
        "/s/a/b/c",
        "/s/..%2f..%2fetc%2fpasswd",
        "/s/%2e%2e/%2e%2e/etc/passwd",
        "/s/a\\b",
        "//s/a",
        "/assets/..%2fframe.py",
        "/wp-login.php",
        "/rounds/x/y",
        "/.env",
    ],
)
def test_an_address_that_leads_nowhere_has_a_page_of_its_own(phone: Device, path: str) -> None:
    answer = phone.client.get(f"http://testserver{path}")

    assert answer.status_code == 404
    assert "There is no" in answer.text or "not known here" in answer.text
    assert "no-store" in answer.headers["cache-control"]
