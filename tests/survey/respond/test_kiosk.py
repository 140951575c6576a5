"""A shared computer: a printed code opens a blank form once, and nothing stays behind."""

import pytest

from survey.fieldwork import close
from survey.invitations import new_code
from survey.respond.kiosk import CODE, TICKET
from survey.storage import Store
from survey.ways import printed_codes
from tests.survey.examples import ITEMS, ORGANISER
from tests.survey.respond.conftest import Calendar, Survey
from tests.survey.served import Device

SECRET = "only for tests"
FORM = "0" * 31 + "1"


@pytest.fixture
def codes(store: Store, survey: Survey) -> list[str]:
    made = printed_codes(store, survey.round_id, secret=SECRET, everybody=True, named=True)
    return [each.code for each in made]


def opened(phone: Device, code: str) -> dict[str, str]:
    """Open the form with a code; return its hidden fields."""
    page = phone.send("/k", {CODE: code})
    assert page.status_code == 200
    assert 'name="response-id"' in page.text
    ticket = page.text.partition(f'name="{TICKET}" value="')[2].partition('"')[0]
    return {CODE: code, TICKET: ticket, "response-id": FORM, "page-language": "en"}


def test_a_code_opens_the_form_whatever_its_capitals_and_hyphens(
    phone: Device, codes: list[str]
) -> None:
    typed = codes[-1].replace("-", " ").lower()

    assert 'name="response-id"' in phone.send("/k", {CODE: typed}).text


def test_answers_by_code_are_stored_once_and_the_code_is_used(
    phone: Device, store: Store, survey: Survey, codes: list[str]
) -> None:
    form = opened(phone, codes[-1]) | {ITEMS[0]: "4"}
    sent = [phone.send("/k", form) for _ in range(2)]
    again = phone.send("/k", {CODE: codes[-1]})
    other = phone.send("/k", form | {"response-id": "0" * 31 + "2"})

    assert [(each.status_code, each.headers["location"]) for each in sent] == [
        (303, "/k/thanks?lang=en")
    ] * 2
    assert (again.status_code, other.status_code) == (410, 410)
    assert "This code was already used." in again.text
    close(store, survey.round_id, ORGANISER)
    assert [each.choices for each in store.responses.of(survey.round_id)] == [{ITEMS[0]: 4}]


def test_nothing_stays_behind_no_cookie_no_draft_no_code_in_an_address(
    phone: Device, codes: list[str]
) -> None:
    form = opened(phone, codes[0]) | {ITEMS[0]: "4"}
    again = phone.send("/k", form | {"chosen-language": "de"})
    done = phone.send("/k", form)
    thanks = phone.client.get(done.headers["location"])

    assert not phone.client.cookies
    for each in (again, done, thanks):
        assert "set-cookie" not in each.headers
        assert each.headers["cache-control"] == "no-store"
    assert 'lang="de"' in again.text
    assert "/draft" not in again.text
    assert codes[0] not in done.headers["location"]


def test_a_code_never_resumes(phone: Device, codes: list[str]) -> None:
    form = opened(phone, codes[0]) | {ITEMS[0]: "4"}
    assert "checked" in phone.send("/k", form | {"chosen-language": "de"}).text

    assert "checked" not in phone.send("/k", {CODE: codes[0]}).text


def test_a_form_with_something_wrong_keeps_its_answers(phone: Device, codes: list[str]) -> None:
    form = opened(phone, codes[0])
    blank = phone.send("/k", form)
    wrong = phone.send("/k", form | {ITEMS[0]: "4", ITEMS[1]: "99"})
    strange = phone.send("/k", form | {"<script>alert(1)</script>": "1", ITEMS[0]: "2"})

    assert [each.status_code for each in (blank, wrong, strange)] == [422, 422, 422]
    assert "Answer at least one." in blank.text
    assert "checked" in wrong.text
    assert "<script>alert" not in strange.text


@pytest.mark.parametrize(
    "typed", ["", "BCDFG", "aeiou-aeiou", "x" * 5000, "<b>", "' OR 1=1 --", "\u202eBCDFG"]
)
def test_what_is_no_code_is_said_to_be_none(phone: Device, codes: list[str], typed: str) -> None:
    answer = phone.send("/k", {CODE: typed})

    assert answer.status_code == 404
    assert "No slip has this code." in answer.text
    assert "<b>" not in answer.text


def test_guessing_is_slowed_and_whoever_has_the_form_open_is_not_shut_out(
    phone: Device, codes: list[str]
) -> None:
    form = opened(phone, codes[0]) | {ITEMS[0]: "4"}
    guesses = [phone.send("/k", {CODE: new_code()}).status_code for _ in range(42)]

    assert guesses == [404] * 40 + [429] * 2
    assert phone.send("/k", {CODE: codes[1]}).status_code == 429
    forged = {CODE: codes[1], TICKET: form[TICKET], "response-id": FORM, ITEMS[0]: "1"}
    assert phone.send("/k", forged).status_code == 429
    assert phone.send("/k", form).status_code == 303


def test_a_guesser_does_not_start_anew_at_another_server(
    phone: Device, store: Store, codes: list[str]
) -> None:
    elsewhere = Device(store)  # another app over the same database, as another process has
    for server in (phone, elsewhere) * 20:
        assert server.send("/k", {CODE: new_code()}).status_code == 404

    assert [each.send("/k", {CODE: codes[0]}).status_code for each in (phone, elsewhere)] == [
        429,
        429,
    ]


def test_codes_of_another_secret_are_worth_nothing(phone: Device, store: Store) -> None:
    assert phone.send("/k", {CODE: "BCDFGHJKMN"}).status_code == 404


def test_before_and_after_the_round_a_code_says_so(
    phone: Device, codes: list[str], calendar: Calendar
) -> None:
    calendar.today = calendar.today.replace(month=5)
    assert phone.send("/k", {CODE: codes[0]}).status_code == 403
    calendar.today = calendar.today.replace(month=8)
    late = phone.send("/k", {CODE: codes[0]})
    assert late.status_code == 410
    assert "This survey has closed." in late.text
    assert f'name="{CODE}"' in late.text, "the next person's round may be another one"


def test_the_kiosk_s_first_page_speaks_seven_languages(phone: Device) -> None:
    page = phone.client.get("/k?language=ar")

    assert 'dir="rtl"' in page.text
    assert "رمزك" in page.text
    assert "set-cookie" not in page.headers


def test_without_javascript_the_pages_empty_themselves(phone: Device, codes: list[str]) -> None:
    form = phone.send("/k", {CODE: codes[0]}).text

    assert '<noscript><meta http-equiv="refresh" content="1200;url=/k"></noscript>' in form


def test_the_thanks_hold_nothing_of_anybody_s_and_so_have_no_time_out(phone: Device) -> None:
    thanks = phone.client.get("/k/thanks").text

    assert "refresh" not in thanks
    assert "<script" not in thanks


@pytest.mark.parametrize("path", ["/k/", "/k/x", "/k/thanks/x", "/a", "/a/x/y"])
def test_other_addresses_lead_nowhere(phone: Device, path: str) -> None:
    assert phone.client.get(path).status_code == 404
