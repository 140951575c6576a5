"""One link for many: each says which group is theirs, once in each browser."""

import re

import pytest

from survey.fieldwork import close
from survey.respond.shared import ANSWERED, PLACE
from survey.storage import Store
from survey.ways import shared_link
from tests.survey.examples import ITEMS, ORGANISER, seated
from tests.survey.served import BASE_URL, Device

FORM = "0" * 31 + "1"


@pytest.fixture
def round_id(store: Store) -> str:
    return seated(store, name="Spring <b>", sites=("=York", "Leeds"))


@pytest.fixture
def path(store: Store, round_id: str) -> str:
    return shared_link(store, round_id, BASE_URL).link.removeprefix(BASE_URL)


def places(phone: Device, path: str) -> dict[str, str]:
    found = re.findall(r'<option value="(\w+)">([^<]*)', phone.client.get(path).text)
    return {words: key for key, words in found}


def test_only_frozen_combinations_are_offered(phone: Device, path: str) -> None:
    assert list(places(phone, path)) == [
        "Leaders",
        "Staff · site: =York",
        "Staff · site: Leeds",
    ]


def test_a_browser_answers_once_and_the_answers_have_the_place_that_was_said(
    phone: Device, path: str, store: Store, round_id: str
) -> None:
    key = places(phone, path)["Staff · site: Leeds"]
    form = phone.send(path, {PLACE: key})
    filled = {PLACE: key, "response-id": FORM, ITEMS[0]: "3"}
    sent = [phone.send(path, filled) for _ in range(2)]
    other = phone.send(path, filled | {"response-id": "0" * 31 + "2"})

    assert "site</bdi>: <bdi>Leeds" in form.text
    assert [each.status_code for each in sent] == [303, 303]
    assert sent[0].headers["location"] == f"{path}/thanks?lang=en"
    assert f"Path={path}" in sent[0].headers["set-cookie"]
    assert (other.status_code, phone.client.get(path).status_code) == (410, 410)
    assert phone.client.get(sent[0].headers["location"]).status_code == 200
    close(store, round_id, ORGANISER)
    kept = store.responses.of(round_id)
    assert [(each.group, each.attributes, each.choices) for each in kept] == [
        ("staff", {"site": "Leeds"}, {ITEMS[0]: 3})
    ]


def test_a_full_group_takes_no_more_and_says_so(phone: Device, path: str, store: Store) -> None:
    key = places(phone, path)["Leaders"]
    for number in range(5):
        phone.client.cookies.clear()
        filled = {PLACE: key, "response-id": f"{number:032x}", ITEMS[0]: "3"}
        assert phone.send(path, filled).status_code == 303
    phone.client.cookies.clear()
    full = phone.send(path, {PLACE: key, "response-id": "f" * 32, ITEMS[0]: "3"})

    assert full.status_code == 409
    assert "As many people as are on the list have answered" in full.text
    assert ANSWERED not in phone.client.cookies


@pytest.mark.parametrize("key", ["", "leaders", "0" * 16, "<script>", "x" * 9000])
def test_a_place_that_is_not_offered_is_asked_for_again(phone: Device, path: str, key: str) -> None:
    answer = phone.send(path, {PLACE: key, "response-id": FORM, ITEMS[0]: "3"})

    assert answer.status_code == 422
    assert "Choose your group first." in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")


def test_an_unknown_link_and_a_closed_round_say_so(
    phone: Device, path: str, store: Store, round_id: str
) -> None:
    assert phone.client.get("/a/" + "x" * 32).status_code == 404
    assert phone.client.get("/a/" + "x" * 4000).status_code == 404
    close(store, round_id, ORGANISER)
    closed = phone.client.get(path)
    assert closed.status_code == 410
    assert f'href="{path}?language=ar"' in closed.text
    assert 'dir="rtl"' in phone.client.get(f"{path}?language=ar").text


def test_the_page_says_plainly_what_this_link_is(phone: Device, path: str) -> None:
    page = phone.client.get(path)

    assert "Many people have this same link" in page.text
    assert "this browser can answer only once" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "<b>" not in page.text
