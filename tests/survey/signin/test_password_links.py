"""The page behind a one-time link, where somebody sets the password."""

import pytest

from survey.access import invite
from survey.accounts import create_organiser
from survey.storage import Store
from tests.survey.served import Device

PASSWORD = "correct horse battery"


@pytest.fixture
def path(store: Store) -> str:
    create_organiser(store, "hr@example.org", PASSWORD)
    link = invite(store, "ceo@example.org", "viewer", by="hr@example.org", base_url="http://x")
    return link.removeprefix("http://x")


def test_the_link_says_whose_it_is_and_a_password_signs_in(store: Store, path: str) -> None:
    desk = Device(store)
    assert "For the account of" in desk.open(path).words
    assert "ceo@example.org" in desk.open(path).words

    answer = desk.send(path, {"password": PASSWORD})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "You are signed in as ceo@example.org." in desk.open("/login").words


def test_a_used_link_does_nothing_any_more(store: Store, path: str) -> None:
    Device(store).send(path, {"password": PASSWORD})
    thief = Device(store)

    assert "This link does nothing any more" in thief.open(path).words
    answer = thief.send(path, {"password": "a thief's own password"})
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def test_a_link_that_never_was_looks_like_a_used_one(store: Store) -> None:
    answer = Device(store).client.get("/password/never-was")

    assert answer.status_code == 404
    assert "This link does nothing any more" in answer.text


def test_a_weak_password_is_refused_and_not_repeated(store: Store, path: str) -> None:
    answer = Device(store).send(path, {"password": "hunter2"})

    assert answer.status_code == 422
    assert "at least 12 characters; this one has 7" in answer.text
    assert "hunter2" not in answer.text
    assert Device(store).send(path, {"password": PASSWORD}).status_code == 303


def test_a_forged_form_sets_nothing(store: Store, path: str) -> None:
    forged = Device(store).client.post(
        path, data={"password": PASSWORD}, headers={"origin": "https://elsewhere.example"}
    )

    assert forged.status_code == 403
    assert store.accounts.without_password() == {"ceo@example.org"}


def test_the_address_goes_into_no_other_site_s_log_and_no_cache(store: Store, path: str) -> None:
    headers = Device(store).client.get(path).headers

    assert headers["referrer-policy"] == "strict-origin"
    assert headers["cache-control"] == "no-store"
    assert "script-src 'self'" in headers["content-security-policy"]
