"""Drafts: kept for one device, readable by nobody else, gone after submitting."""

import json
import re

from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.examples import ITEMS, OPEN_QUESTION, ORGANISER
from tests.survey.reading import Page
from tests.survey.respond.conftest import Calendar, Survey
from tests.survey.served import Device, everything_in

SECRET_WORDS = "The lift smells of fish"


def write(device: Device, link: str, **more: str) -> dict[str, str]:
    """Fill in two items and a comment, and press "Save and finish later"."""
    page = device.open(link)
    sent = {**page.filled(), ITEMS[0]: "4", ITEMS[7]: "1", OPEN_QUESTION: SECRET_WORDS, **more}
    button = page.button("Save and finish later")
    answer = device.send(button["formaction"], sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{link}/saved")
    return sent


def autosave(device: Device, link: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
    """Do what the script does: the same form, asking for JSON."""
    answer = device.client.post(f"{link}/draft", data=form, headers={"accept": "application/json"})
    return answer.status_code, answer.json()


def test_the_same_link_on_the_same_device_goes_on_where_it_stopped(
    survey: Survey, phone: Device
) -> None:
    sent = write(phone, survey.staff)

    saved = phone.open(f"{survey.staff}/saved")
    page = phone.open(survey.staff)

    assert "Your draft is saved" in saved.words
    assert survey.staff in saved.links
    assert "Welcome back." in page.words
    assert page.filled().items() >= sent.items()


def test_the_response_id_stays_with_the_draft(survey: Survey, phone: Device) -> None:
    sent = write(phone, survey.staff)

    assert phone.open(survey.staff).hidden["response-id"] == sent["response-id"]


def test_an_organiser_who_holds_the_link_sees_an_empty_form(
    survey: Survey, phone: Device, store: Store
) -> None:
    write(phone, survey.staff)

    page = Device(store).open(survey.staff)

    assert page.checked == {}
    assert set(page.texts.values()) == {""}
    assert "Welcome back" not in page.words


def test_the_database_holds_nothing_of_a_draft_that_can_be_read(
    survey: Survey, phone: Device, driver: Driver
) -> None:
    sent = write(phone, survey.staff)

    kept = json.dumps(everything_in(driver))

    assert len(everything_in(driver)["draft"]) == 1
    for secret in (SECRET_WORDS, sent["response-id"], *phone.client.cookies.values()):
        assert secret not in kept


def test_two_people_on_one_computer_do_not_see_each_other_s_drafts(
    survey: Survey, phone: Device
) -> None:
    write(phone, survey.links[-1])
    write(phone, survey.links[-2], **{ITEMS[0]: "2"})

    assert phone.open(survey.links[-1]).checked[ITEMS[0]] == "4"
    assert phone.open(survey.links[-2]).checked[ITEMS[0]] == "2"
    assert phone.open(survey.links[-3]).checked == {}


def test_the_device_s_key_is_out_of_reach_of_scripts_and_other_sites(
    survey: Survey, store: Store
) -> None:
    safe = Device(store, base_url="https://testserver")
    answer = safe.send(f"{survey.staff}/draft", safe.open(survey.staff).filled())

    cookie = answer.headers["set-cookie"]
    assert re.match(r"plumbline_device=[\w-]{43};", cookie)
    for part in ("HttpOnly", "Path=/s", "SameSite=lax", "Secure"):
        assert part in cookie


def test_autosave_answers_in_json_and_knows_its_device_again(survey: Survey, phone: Device) -> None:
    form = {**phone.open(survey.staff).filled(), ITEMS[2]: "3"}

    assert autosave(phone, survey.staff, form) == (200, {"saved": True, "device": "new"})
    assert autosave(phone, survey.staff, form) == (200, {"saved": True, "device": "known"})
    assert phone.open(survey.staff).checked == {ITEMS[2]: "3"}


def test_an_answer_can_be_changed_and_taken_back_until_it_is_submitted(
    survey: Survey, phone: Device
) -> None:
    write(phone, survey.staff)
    form = {**phone.open(survey.staff).filled(), ITEMS[0]: "2"}
    del form[ITEMS[7]]
    autosave(phone, survey.staff, form)

    assert phone.open(survey.staff).checked == {ITEMS[0]: "2"}


def test_a_draft_keeps_what_cannot_be_submitted_yet(survey: Survey, phone: Device) -> None:
    write(phone, survey.staff, **{OPEN_QUESTION: "x" * 5_000})

    assert phone.open(survey.staff).texts[OPEN_QUESTION] == "x" * 5_000


def test_submitting_deletes_every_draft_and_a_late_autosave_leaves_none(
    survey: Survey, phone: Device, store: Store, driver: Driver
) -> None:
    write(Device(store), survey.staff)
    sent = write(phone, survey.staff)
    assert len(everything_in(driver)["draft"]) == 2

    assert phone.send(survey.staff, sent).status_code == 303
    late = autosave(phone, survey.staff, sent)

    assert late == (410, {"saved": False, "message": "This link was already used."})
    assert everything_in(driver)["draft"] == []


def test_a_draft_can_be_deleted(survey: Survey, phone: Device, driver: Driver) -> None:
    sent = write(phone, survey.staff)
    button = phone.open(survey.staff).button("Delete my draft")

    answer = phone.send(button["formaction"], sent)

    assert answer.headers["location"] == f"{survey.staff}/deleted"
    page = phone.open(f"{survey.staff}/deleted")
    assert "Your draft is deleted" in page.words
    assert "your link is still good" in page.words
    assert survey.staff in page.links
    assert everything_in(driver)["draft"] == []
    assert phone.open(survey.staff).checked == {}


def test_the_delete_button_shows_only_where_there_is_a_draft(survey: Survey, phone: Device) -> None:
    assert "hidden" in phone.open(survey.staff).button("Delete my draft")
    write(phone, survey.staff)
    assert "hidden" not in phone.open(survey.staff).button("Delete my draft")


def test_a_browser_that_refuses_cookies_is_told_that_nothing_was_kept(
    survey: Survey, phone: Device
) -> None:
    write(phone, survey.staff)
    phone.client.cookies.clear()

    page = phone.open(f"{survey.staff}/saved")

    assert "No draft could be kept" in page.words
    assert "your answers are still on the page" in page.words


def test_a_made_up_device_key_opens_nothing(survey: Survey, phone: Device) -> None:
    write(phone, survey.staff)
    phone.client.cookies.clear()
    phone.client.cookies.set("plumbline_device", "../../etc/passwd", path="/s")

    assert phone.open(survey.staff).checked == {}


def test_a_draft_that_is_too_long_is_refused_with_advice(survey: Survey, phone: Device) -> None:
    form = {**phone.open(survey.staff).filled(), OPEN_QUESTION: "x" * 240_000}

    answer = phone.send(f"{survey.staff}/draft", form)

    assert answer.status_code == 413
    assert "Shorten your longest text" in Page(answer.text).words


def test_no_draft_is_taken_after_the_last_day(
    survey: Survey, phone: Device, calendar: Calendar, driver: Driver
) -> None:
    form = {**phone.open(survey.staff).filled(), ITEMS[2]: "3"}
    calendar.today = calendar.today.replace(day=13)

    assert autosave(phone, survey.staff, form) == (
        410,
        {"saved": False, "message": "This survey has closed."},
    )
    assert everything_in(driver)["draft"] == []


def test_closing_a_round_does_not_need_the_drafts(
    survey: Survey, phone: Device, store: Store
) -> None:
    write(phone, survey.staff)

    store.rounds.move(survey.round_id, to="closed", by=ORGANISER)

    assert "This survey has closed" in phone.open(survey.staff).words
