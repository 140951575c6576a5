"""Signing in and out, the set-up link, and forged forms."""

import pytest

from survey.accounts import create_organiser, setup_link
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.reading import Page
from tests.survey.served import BASE_URL, Device, everything_in

EMAIL, PASSWORD = "hr@example.org", "correct horse battery"
GOOD = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
def desk(store: Store) -> Device:
    return Device(store)


@pytest.fixture
def organiser(store: Store) -> None:
    create_organiser(store, EMAIL, PASSWORD)


@pytest.mark.usefixtures("organiser")
def test_the_right_password_signs_in_and_the_cookie_is_out_of_scripts_reach(desk: Device) -> None:
    answer = desk.send("/login", GOOD)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("plumbline_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert "You are signed in as hr@example.org." in desk.open("/login").words


@pytest.mark.usefixtures("organiser")
def test_over_https_the_session_never_travels_in_clear(store: Store) -> None:
    answer = Device(store, base_url="https://testserver").send("/login", GOOD)

    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.usefixtures("organiser")
@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    desk: Device, email: str
) -> None:
    answer = desk.send("/login", {"email": email, "password": "not the right one"})

    assert answer.status_code == 401
    assert "The e-mail address or the password is not right." in Page(answer.text).words
    assert "not the right one" not in answer.text
    assert f'value="{email}"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.usefixtures("organiser")
def test_signing_out_takes_a_button_not_a_look(desk: Device) -> None:
    desk.send("/login", GOOD)

    asked = desk.open("/logout")
    assert "Sign out?" in asked.words
    assert "You are signed in" in desk.open("/login").words

    answer = desk.send("/logout", {})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "You are signed in" not in desk.open("/login").words
    assert "You are signed out" in desk.open("/logout").words


@pytest.mark.usefixtures("organiser")
def test_a_signed_out_cookie_is_worth_nothing_to_who_kept_it(desk: Device, store: Store) -> None:
    desk.send("/login", GOOD)
    kept = desk.client.cookies["plumbline_session"]
    desk.send("/logout", {})

    thief = Device(store)
    thief.client.cookies.set("plumbline_session", kept)

    assert "You are signed in" not in thief.open("/login").words


@pytest.mark.usefixtures("organiser")
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": BASE_URL, "sec-fetch-site": "cross-site"},
        {"origin": BASE_URL, "sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/login", "/logout", "/setup/x"])
def test_a_form_from_another_site_is_refused(
    desk: Device, driver: Driver, path: str, headers: dict[str, str]
) -> None:
    before = everything_in(driver)

    answer = desk.client.post(path, data=GOOD, headers=headers)

    assert answer.status_code == 403
    assert "did not come from a page of this site" in Page(answer.text).words
    assert everything_in(driver) == before


@pytest.mark.usefixtures("organiser")
def test_a_browser_behind_a_proxy_that_hides_the_host_still_signs_in(store: Store) -> None:
    desk = Device(store)

    answer = desk.client.post("/login", data=GOOD, headers={"host": "app:8501", "origin": BASE_URL})

    assert answer.status_code == 303


def test_the_set_up_link_makes_the_first_account_and_signs_it_in(
    desk: Device, store: Store
) -> None:
    link = setup_link(store, BASE_URL)
    assert link is not None
    assert "Welcome to Plumbline" in desk.open(link).words

    answer = desk.send(link, GOOD)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "You are signed in as hr@example.org." in desk.open("/login").words
    assert store.accounts.all()[0].role == "organiser"


def test_a_set_up_link_works_once(desk: Device, store: Store) -> None:
    link = setup_link(store, BASE_URL)
    assert link is not None
    desk.send(link, GOOD)

    answer = desk.send(link, {"email": "other@example.org", "password": PASSWORD})

    assert answer.status_code == 422
    assert "Plumbline is set up" in Page(answer.text).words
    assert store.accounts.count() == 1


def test_looking_at_a_set_up_link_does_not_use_it_up(desk: Device, store: Store) -> None:
    link = setup_link(store, BASE_URL)
    assert link is not None
    for method in ("GET", "HEAD", "GET"):
        desk.client.request(method, link)

    assert desk.send(link, GOOD).status_code == 303


def test_a_weak_password_is_explained_and_the_link_stays_good(desk: Device, store: Store) -> None:
    link = setup_link(store, BASE_URL)
    assert link is not None

    answer = desk.send(link, {"email": EMAIL, "password": "short"})

    assert answer.status_code == 422
    assert "at least 12 characters; this one has 5" in Page(answer.text).words
    assert f'value="{EMAIL}"' in answer.text
    assert desk.send(link, GOOD).status_code == 303


def test_a_made_up_set_up_link_makes_no_account(desk: Device, store: Store) -> None:
    setup_link(store, BASE_URL)

    answer = desk.send("/setup/guessed", GOOD)

    assert answer.status_code == 422
    assert "This link was used already or is too old." in Page(answer.text).words
    assert store.accounts.count() == 0


def test_before_the_first_account_the_sign_in_page_says_where_to_start(desk: Device) -> None:
    words = desk.open("/login").words

    assert "There is no account yet." in words
    assert "set-up link where it was started" in words


@pytest.mark.usefixtures("organiser")
def test_an_address_that_is_code_is_shown_as_words(desk: Device) -> None:
    answer = desk.send("/login", {"email": '"><script>x</script>', "password": "y"})

    assert "<script>" not in answer.text
