"""The door for those whom the organisation's own sign-in let through."""

from survey.access import entry_token
from survey.accounts import create_organiser
from survey.storage import Store
from tests.survey.served import Device

EMAIL = "hr@example.org"


def test_an_entry_token_opens_once(store: Store) -> None:
    account = create_organiser(store, EMAIL, "correct horse battery")
    token = entry_token(store, account)
    desk, other = Device(store), Device(store)

    answer = desk.send("/enter", {"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert f"You are signed in as {EMAIL}." in desk.open("/login").words

    again = other.send("/enter", {"token": token})
    assert again.status_code == 401
    assert "used already or is too old" in again.text
    assert "set-cookie" not in again.headers


def test_no_other_site_can_let_somebody_in(store: Store) -> None:
    account = create_organiser(store, EMAIL, "correct horse battery")
    forged = Device(store).client.post(
        "/enter",
        data={"token": entry_token(store, account)},
        headers={"origin": "https://elsewhere.example"},
    )

    assert forged.status_code == 403
    assert "set-cookie" not in forged.headers
