"""Silo matrix and function modules by each way to the form: preview, link, shared link, kiosk."""

from pathlib import Path

import pytest

from survey.accounts import create_account, sign_in
from survey.fieldwork import close
from survey.people import Person
from survey.respond.kiosk import CODE
from survey.respond.shared import PLACE
from survey.storage import Store
from survey.ways import printed_codes, shared_link
from tests.survey.departments import FEW, MODULE, drafted, launched, members, with_functions
from tests.survey.examples import ORGANISER
from tests.survey.reading import Page
from tests.survey.respond.rating import (
    ITEM,
    ROWS,
    SERVING,
    STRANGE,
    Open,
    open_to,
    rows_on,
    submitted,
)
from tests.survey.respond.test_kiosk import SECRET, opened
from tests.survey.respond.test_shared import places
from tests.survey.served import BASE_URL, Device


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One engine: what is on the page is the same over each; tests of storage have both."""
    return f"sqlite:///{tmp_path / 'plumbline.db'}"


@pytest.fixture
def survey(store: Store) -> Open:
    return open_to(store)


@pytest.mark.parametrize(("group", "asks"), [("leaders", "your people"), ("staff", "you and")])
def test_a_preview_shows_every_department_and_every_module(
    store: Store, group: str, asks: str
) -> None:
    made = drafted(store, SERVING)
    page = organiser(store).open(f"/preview/{made.id}/{group}")

    assert rows_on(page) == list(FEW)
    assert MODULE in page.radios
    assert f"between {asks}" in page.words
    assert not [each for each in page.buttons if "disabled" not in each]


def test_a_preview_without_people_has_no_matrix_yet_and_one_after_launch_has(
    store: Store,
) -> None:
    blank, running = drafted(store, []), launched(store)
    device = organiser(store)

    assert rows_on(device.open(f"/preview/{blank.id}/staff")) == []
    assert rows_on(device.open(f"/preview/{running.id}/staff")) == list(FEW)


def organiser(store: Store) -> Device:
    create_account(store, "o@example.org", "correct horse battery", role="organiser")
    device = Device(store)
    session = sign_in(store, "o@example.org", "correct horse battery")
    device.client.cookies.set("plumbline_session", session)
    return device


def test_by_a_shared_link_the_place_somebody_says_decides_the_lines(
    store: Store, phone: Device
) -> None:
    round_ = launched(store, [_seat(each) for each in members()])
    path = shared_link(store, round_.id, BASE_URL).link.removeprefix(BASE_URL)
    key = places(phone, path)["Staff · department: Finance"]
    page = Page(phone.send(path, {PLACE: key}).text)
    own = phone.send(path, {**page.filled(), ROWS["Finance"]: "1", ROWS["Sales"]: "2"})
    sent = phone.send(path, {**page.filled(), ROWS["Sales"]: "2"})
    close(store, round_.id, ORGANISER)

    assert rows_on(page) == ["Delivery", "Sales"]
    assert (own.status_code, sent.status_code) == (422, 303)
    kept = store.responses.of(round_.id)
    assert [each.attributes for each in kept] == [{"department": "Finance"}] * 2
    assert [each.choices for each in kept if each.choices] == [{ROWS["Sales"]: 2}]


def _seat(each: Person) -> Person:
    return Person(
        id=each.id, label=each.label, email=None, group=each.group, attributes=each.attributes
    )


def test_at_a_kiosk_the_code_decides_the_lines(survey: Open, phone: Device) -> None:
    codes = printed_codes(survey.store, survey.round_id, secret=SECRET, everybody=True, named=True)
    form = opened(phone, codes[-1].code)
    page = Page(phone.send("/k", {CODE: codes[-1].code}).text)
    own = phone.send("/k", form | {ROWS["Sales"]: "1"})
    sent = phone.send("/k", form | {ROWS["Delivery"]: "4", ROWS["Finance"]: "2"})

    assert rows_on(page) == ["Delivery", "Finance"]
    assert (own.status_code, sent.status_code) == (422, 303)
    assert survey.stored() == [{}, {ROWS["Delivery"]: 4}, {ROWS["Finance"]: 2}]


def test_a_function_s_staff_and_leaders_see_its_module_and_others_do_not(
    store: Store, phone: Device
) -> None:
    open_ = open_to(store, SERVING)
    serving, desk = phone.open(open_.delivery), phone.open(open_.sales)

    assert "I may solve a customer's problem at once." in serving.words
    assert "They may solve a customer's problem at once." in phone.open(open_.leader).words
    assert MODULE not in desk.radios
    assert "customer's problem" not in desk.words
    assert "There are 5 questions" in serving.words
    assert "There are 4 questions" in desk.words
    assert "3 How well does work go" in desk.words


def test_others_answers_to_a_module_are_refused_and_the_rest_stays(
    store: Store, phone: Device
) -> None:
    open_ = open_to(store, SERVING)
    sent = {**phone.open(open_.sales).filled(), MODULE: "1", ITEM: "2"}
    answer = phone.send(open_.sales, sent)

    assert (answer.status_code, Page(answer.text).checked) == (422, {ITEM: "2"})
    assert STRANGE in Page(answer.text).words
    assert submitted(phone, open_.delivery, **{MODULE: "3"}) == 303
    assert open_.stored() == [{MODULE: 3}]


def test_whoever_s_function_is_too_rare_to_be_stored_does_not_see_the_module(
    store: Store, phone: Device
) -> None:
    rare = dict.fromkeys(range(5, 9), "Customer service") | dict.fromkeys(range(9, 11), "Lab")
    people = with_functions(members(each=20), rare | dict.fromkeys(range(11, 65), "Desk"))
    open_ = open_to(store, people)
    page = phone.open(open_.delivery)

    assert "Customer service" not in page.words
    assert "function: Other" in page.words
    assert MODULE not in page.radios
    assert phone.send(open_.delivery, {**page.filled(), MODULE: "1"}).status_code == 422
