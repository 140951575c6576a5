"""The phones' pages over HTTP, without JavaScript: join, guess, look up, take a stance."""

import msgspec
import pytest
from starlette.testclient import TestClient

from analysis.offsite import item_step, suggested_agenda
from analysis.publication import from_json
from analysis.report import report_of
from survey.agenda import Offsite
from survey.offsite.desk import phone_of
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.offsite.room import (
    AGENDA,
    CHALLENGE,
    FOCUS,
    LADDER,
    LADDER_GUESS,
    ORGANISER,
    SHARE_GUESS,
    go_to,
    published,
    started,
)
from tests.survey.reading import Page
from tests.survey.served import Device, app_over

GOOD = {f"rung-{at}": str(number) for at, number in enumerate(LADDER_GUESS)}


@pytest.fixture
def offsite(store: Store) -> Offsite:
    return started(store)


@pytest.fixture
def phone(store: Store) -> Device:
    return Device(store)


def test_the_code_may_be_typed_any_way(phone: Device, offsite: Offsite) -> None:
    typed = f"{offsite.code[:3].lower()} {offsite.code[3:]}"
    answer = phone.client.get("/o", params={"code": typed})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/o/{offsite.code}")
    assert "You are in" in phone.open(f"/o/{offsite.code}").words


def test_a_wrong_code_is_told_and_kept_in_the_field(phone: Device, offsite: Offsite) -> None:
    answer = phone.client.get("/o", params={"code": "ABCDEF"})

    assert answer.status_code == 404
    assert 'value="ABCDEF"' in answer.text
    assert "No meeting has this code now." in Page(answer.text).words


def test_the_cookie_is_out_of_scripts_reach_and_only_its_hash_is_stored(
    phone: Device, offsite: Offsite, store: Store, driver: Driver
) -> None:
    go_to(store, offsite.id, LADDER, "guess")
    cookie = phone.client.get(f"/o/{offsite.code}").headers["set-cookie"]
    phone.send(f"/o/{offsite.code}/guess", {"step": LADDER, **GOOD})

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/o" in cookie
    secret = phone.client.cookies["plumbline_phone"].partition(".")[0]
    with driver.reading() as session:
        (row,) = session.query("SELECT * FROM reply")
    assert row["phone"] == phone_of(secret, offsite.id)
    assert secret not in repr(row)


def test_a_guess_is_in_and_a_phone_that_comes_back_sees_it(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    go_to(store, offsite.id, LADDER, "guess")
    phone.open(f"/o/{offsite.code}")

    answer = phone.send(f"/o/{offsite.code}/guess", {"step": LADDER, **GOOD})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/o/{offsite.code}")
    page = phone.client.get(f"/o/{offsite.code}").text
    assert "It is in." in page
    assert 'name="rung-3" min="0" max="10" step="1" value="4"' in page
    go_to(store, offsite.id, LADDER, "reveal")
    words = phone.open(f"/o/{offsite.code}").words
    assert "Look at the screen." in words
    assert "4 \N{MULTIPLICATION SIGN} delight" in words


def test_a_guess_that_does_not_add_up_is_told_and_nothing_typed_is_lost(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    go_to(store, offsite.id, LADDER, "guess")
    phone.open(f"/o/{offsite.code}")

    answer = phone.send(f"/o/{offsite.code}/guess", {"step": LADDER, "rung-0": "7"})

    assert answer.status_code == 422
    assert "Place 10 people; you placed 7." in Page(answer.text).words
    assert 'name="rung-0" min="0" max="10" step="1" value="7"' in answer.text
    assert store.offsites.count(offsite.id, LADDER, "guess") == 0


def test_shares_votes_and_stances_are_kept(phone: Device, offsite: Offsite, store: Store) -> None:
    phone.open(f"/o/{offsite.code}")
    for step, phase, address, form, kind, kept in (
        (FOCUS, "guess", "guess", {"choice": "6"}, "guess", SHARE_GUESS),
        (CHALLENGE, "guess", "vote", {"choice": "2"}, "guess", (0, 0, 1)),
        (CHALLENGE, "discuss", "stance", {"stance": "act"}, "stance", (0, 0, 1)),
    ):
        go_to(store, offsite.id, step, phase)
        assert phone.send(f"/o/{offsite.code}/{address}", {"step": step, **form}).status_code == 303
        assert store.offsites.crowd(offsite.id, step, kind, least=1) == [kept]  # type: ignore[arg-type]
    page = phone.open(f"/o/{offsite.code}")
    assert "Talk openly" in page.words


def test_a_guess_for_a_step_the_room_has_left_is_told(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    go_to(store, offsite.id, FOCUS, "guess")
    phone.open(f"/o/{offsite.code}")

    answer = phone.send(f"/o/{offsite.code}/guess", {"step": LADDER, **GOOD})

    assert answer.status_code == 422
    assert "The room has gone on" in Page(answer.text).words


def test_a_browser_that_refuses_cookies_is_told_and_not_counted(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    go_to(store, offsite.id, LADDER, "guess")

    answer = phone.send(f"/o/{offsite.code}/guess", {"step": LADDER, **GOOD})

    assert answer.status_code == 422
    assert "Allow cookies" in Page(answer.text).words
    assert store.offsites.count(offsite.id, LADDER, "guess") == 0


def test_a_script_learns_where_the_room_is_and_whether_a_reply_is_in(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    json = {"accept": "application/json"}
    go_to(store, offsite.id, FOCUS, "guess")
    phone.open(f"/o/{offsite.code}")

    assert phone.client.get(f"/o/{offsite.code}/now").json() == {"at": "focus.guess"}
    sent = {"step": FOCUS, "choice": "6"}
    kept = phone.client.post(f"/o/{offsite.code}/guess", data=sent, headers=json)
    assert kept.json() == {"kept": True}
    go_to(store, offsite.id, FOCUS, "reveal")
    late = phone.client.post(f"/o/{offsite.code}/guess", data=sent, headers=json)
    assert (late.status_code, late.json()["kept"]) == (422, False)


def test_after_the_end_the_code_leads_to_the_door(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    phone.open(f"/o/{offsite.code}")
    store.offsites.end(offsite.id, by=ORGANISER)

    answer = phone.client.get(f"/o/{offsite.code}")

    assert answer.status_code == 404
    assert "This meeting is over" in Page(answer.text).words


def test_wrong_codes_are_refused_after_a_while_but_not_to_those_in_the_room(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    phone.open(f"/o/{offsite.code}")
    guesser = TestClient(phone.client.app, follow_redirects=False)
    for _ in range(40):
        assert guesser.get("/o", params={"code": "ABCDEF"}).status_code == 404

    refused = guesser.get("/o", params={"code": offsite.code})

    assert refused.status_code == 429
    assert "Wait a minute" in Page(refused.text).words
    assert phone.client.get(f"/o/{offsite.code}").status_code == 200


def test_a_guesser_starts_anew_neither_at_another_server_nor_with_a_cookie_made_up(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    other = store.offsites.start(offsite.round_id, AGENDA, by=ORGANISER)
    phone.open(f"/o/{other.code}")
    honest = phone.client.cookies["plumbline_phone"]
    elsewhere = TestClient(app_over(store), follow_redirects=False)
    for server in (phone.client, elsewhere) * 20:
        assert server.get("/o", params={"code": "ABCDEF"}).status_code == 404

    # Neither a secret of one's own nor a seat of another meeting opens the door.
    for cookie in ("A" * 43, f"{'A' * 43}.{'0' * 64}", honest):
        elsewhere.cookies.set("plumbline_phone", cookie)
        for code in (offsite.code, "ABCDEF"):
            assert elsewhere.get(f"/o/{code}").status_code == 429
    assert elsewhere.get(f"/o/{other.code}").status_code == 200


def test_whoever_had_a_seat_is_not_counted_when_the_meeting_is_over(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    phone.open(f"/o/{offsite.code}")
    store.offsites.end(offsite.id, by=ORGANISER)
    for _ in range(50):
        told = phone.client.get(f"/o/{offsite.code}/now", headers={"accept": "application/json"})
        assert told.json()["at"] == "over"

    other = store.offsites.start(offsite.round_id, AGENDA, by=ORGANISER)
    assert Device(store).client.get(f"/o/{other.code}").status_code == 200


def test_the_pages_have_the_headers_of_our_other_pages(phone: Device, offsite: Offsite) -> None:
    for path in ("/o", f"/o/{offsite.code}", f"/o/{offsite.code}/now", "/o/a/b/c"):
        headers = phone.client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt", "ar", "zh-Hans"])
@pytest.mark.parametrize("kind", ["ladder", "agreement", "pillar", "item", "challenge"])
def test_a_phone_is_asked_in_its_readers_language(
    phone: Device, store: Store, language: str, kind: str
) -> None:
    report = report_of(from_json(store.publications.get(published(store)) or b""))
    agenda = tuple(
        msgspec.structs.replace(each, left_out=False) for each in suggested_agenda(report)
    )
    step = next((each for each in agenda if each.kind == kind), None)
    if step is None:
        item = report.pillars[0].items[0]
        step = item_step(item)
        agenda = (*agenda, step)
    meeting = store.offsites.start(report.publication.round, agenda, by=ORGANISER)
    go_to(store, meeting.id, step.id, "guess")

    page = phone.client.get(f"/o/{meeting.code}", headers={"accept-language": language})
    words = Page(page.text).words

    assert f'<html lang="{language}"' in page.text
    assert step.title not in words
    assert step.ask not in words
    for label in step.labels:
        assert label not in words or label == "Culture"  # which is French, too


def test_a_step_that_the_questionnaire_lacks_is_asked_as_the_agenda_words_it(
    phone: Device, offsite: Offsite, store: Store
) -> None:
    go_to(store, offsite.id, LADDER, "guess")

    words = phone.open(f"/o/{offsite.code}").words

    assert "What we are here for" in words
    assert "Of 10 staff …" in words
