"""The respondent's page in a real browser: autosave, no JavaScript, keyboard, accessibility."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from survey.fieldwork import personal_links
from survey.storage import Store, open_store
from tests.survey.examples import ITEMS, ORGANISER, opened
from tests.survey.served import app_over

pytestmark = pytest.mark.browser
SAVED = "Draft saved on this device"


@dataclass(frozen=True)
class Open:
    """A served round: its store, its id, a leader's and a staff member's link."""

    store: Store
    round_id: str
    port: int
    leader: str
    staff: str


@pytest.fixture
def survey(tmp_path: Path) -> Iterator[Open]:
    store = open_store(f"sqlite:///{tmp_path / 'plumbline.db'}")
    store.migrate()
    running = opened(store)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    config = uvicorn.Config(app_over(store, base_url=base), log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    links = [each.link for each in personal_links(store, running.round_id, base)]
    yield Open(store, running.round_id, port, links[0], links[-1])
    server.should_exit = True
    thread.join()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.set_default_timeout(10_000)
    yield context
    context.close()


def choose(page: Page, item: str, choice: int) -> None:
    page.locator(f"input[name={item}][value='{choice}']").check()


def test_answers_are_kept_without_a_click_and_survive_a_closed_tab(
    survey: Open, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(survey.staff)
    choose(page, ITEMS[0], 4)
    page.locator("textarea").first.fill("More daylight")
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.locator("#count")).to_have_text("2 of 24 answered")
    page.close()

    again = phone.new_page()
    again.goto(survey.staff)

    expect(again.get_by_text("Welcome back.")).to_be_visible()
    expect(again.locator(f"input[name={ITEMS[0]}][value='4']")).to_be_checked()
    expect(again.locator("textarea").first).to_have_value("More daylight")


def test_a_draft_is_there_too_when_the_link_is_opened_from_a_webmail(
    survey: Open, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(survey.staff)
    choose(page, ITEMS[0], 2)
    expect(page.locator("#state")).to_have_text(SAVED)

    # To a browser, localhost and 127.0.0.1 are two sites.
    page.goto(f"http://localhost:{survey.port}/thanks")
    page.evaluate(
        "url => { document.querySelector('main').innerHTML = `<a href='${url}'>x</a>` }",
        survey.staff,
    )
    page.get_by_role("link", name="x").click()

    expect(page.locator(f"input[name={ITEMS[0]}][value='2']")).to_be_checked()


def test_a_lost_connection_is_said_and_the_draft_saved_once_it_is_back(
    survey: Open, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(survey.staff)
    phone.set_offline(True)
    choose(page, ITEMS[0], 5)
    expect(page.locator("#state")).to_contain_text("Draft not saved: no connection.")

    phone.set_offline(False)

    expect(page.locator("#state")).to_have_text(SAVED)


def test_an_answer_is_cleared_at_once_and_the_draft_follows(
    survey: Open, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(survey.staff)
    choose(page, ITEMS[0], 5)
    choose(page, ITEMS[1], 5)
    page.locator(f"#{ITEMS[0]}").get_by_role("button", name="Clear answer").click()
    expect(page.locator("#count")).to_have_text("1 of 24 answered")
    expect(page.locator("#state")).to_have_text(SAVED)

    page.reload()

    expect(page.locator(":checked")).to_have_count(1)


def test_enter_on_an_answer_submits_nothing(survey: Open, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(survey.staff)
    choose(page, ITEMS[0], 5)

    page.locator(f"input[name={ITEMS[0]}][value='5']").press("Enter")
    expect(page.locator("#state")).to_have_text(SAVED)

    assert page.url == survey.staff


def test_the_keyboard_alone_is_enough(survey: Open, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(survey.staff)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"input[name={ITEMS[0]}][value='2']")).to_be_checked()

    page.get_by_role("button", name="Submit my answers").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/thanks")
    survey.store.rounds.move(survey.round_id, to="closed", by=ORGANISER)
    assert [each.choices for each in survey.store.responses.of(survey.round_id)] == [{ITEMS[0]: 2}]


def test_all_of_it_works_without_javascript(survey: Open, browser: Browser) -> None:
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = plain.new_page()
    page.goto(survey.staff)
    choose(page, ITEMS[0], 5)
    choose(page, ITEMS[1], 4)
    page.locator(f"#{ITEMS[1]}").get_by_role("button", name="Clear answer").click()
    page.get_by_role("button", name="Save and finish later").first.click()
    expect(page.get_by_role("heading", name="Your draft is saved")).to_be_visible()
    page.get_by_role("link", name="Go on now").click()
    expect(page.locator(":checked")).to_have_count(1)

    page.get_by_role("button", name="Submit my answers").click()

    expect(page.get_by_role("heading", name="Thank you. Your answers are in.")).to_be_visible()
    survey.store.rounds.move(survey.round_id, to="closed", by=ORGANISER)
    assert [each.choices for each in survey.store.responses.of(survey.round_id)] == [{ITEMS[0]: 5}]
    plain.close()


def test_problems_are_read_out_first(survey: Open, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(survey.staff)
    page.get_by_role("button", name="Submit my answers").click()

    expect(page.locator("#problems")).to_be_focused()
    page.locator("#problems a").click()
    expect(page.locator(f"#{ITEMS[0]}")).to_be_in_viewport()


def test_every_answer_is_large_enough_to_touch(survey: Open, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(survey.leader)
    targets = page.locator("form label:has(input), form button:visible").all()

    boxes = [box for target in targets if (box := target.bounding_box()) is not None]

    assert len(boxes) > 100
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44
