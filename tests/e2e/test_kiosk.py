"""A kiosk and a shared link in a real browser: with axe, idle, and without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from survey.ways import printed_codes, shared_link
from tests.e2e.accessibility import flaws
from tests.e2e.site import empty_store, served
from tests.survey.examples import ITEMS, seated

pytestmark = pytest.mark.browser
SECRET = "only for tests"


@dataclass(frozen=True)
class Hall:
    """A served installation: its address, codes of one round, the shared link of another."""

    url: str
    codes: list[str]
    link: str


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    store = empty_store(tmp_path_factory.mktemp("hall"), "hall")
    first, second = seated(store, name="By code"), seated(store, name="By link")
    codes = printed_codes(store, first, secret=SECRET)
    with served(store) as url:
        link = shared_link(store, second, url).link
        yield Hall(url, [each.code for each in reversed(codes)], link)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_code_from_a_slip_to_the_thanks_and_back_for_the_next_person(
    browser: Browser, hall: Hall, width: int
) -> None:
    code = hall.codes[0 if width == 360 else 1]
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{hall.url}/k")
    assert flaws(page, width=width, language="en") == []
    page.get_by_label("Your code").fill("BCDFGHJKMN")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No slip has this code.")
    assert flaws(page, width=width, language="en") == []
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_role("button", name="Open the questions").click()
    page.locator(f"input[name={ITEMS[0]}][value='4']").check()
    assert flaws(page, width=width, language="en") == []
    page.get_by_role("button", name="Submit my answers").click()
    page.wait_for_url("**/k/thanks**")
    assert flaws(page, width=width, language="en") == []
    page.get_by_role("link", name="Next person").click()
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Open the questions").click()
    expect(page.get_by_role("alert")).to_contain_text("This code was already used.")
    assert context.cookies() == []
    context.close()


def test_an_idle_kiosk_asks_then_forgets(browser: Browser, hall: Hall) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{hall.url}/k")
    page.get_by_label("Your code").fill(hall.codes[2])
    page.get_by_role("button", name="Open the questions").click()
    page.locator(f"input[name={ITEMS[0]}][value='4']").check()
    page.clock.run_for(245_000)
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    page.get_by_role("button", name="I am still here").click()
    expect(page.locator(f"input[name={ITEMS[0]}][value='4']")).to_be_checked()
    page.clock.run_for(245_000)
    expect(page.locator("#idle-left")).to_contain_text("60 seconds")
    page.clock.run_for(61_000)
    page.wait_for_url(f"{hall.url}/k")
    expect(page.get_by_label("Your code")).to_have_value("")
    context.close()


def test_a_kiosk_without_javascript(browser: Browser, hall: Hall) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{hall.url}/k?language=de")
    page.get_by_label("Ihr Code").fill(hall.codes[3])
    page.get_by_role("button", name="Fragen öffnen").click()
    page.locator(f"input[name={ITEMS[0]}][value='2']").check()
    page.get_by_role("button", name="Antworten abschicken").click()
    page.wait_for_url("**/k/thanks?lang=de")
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_shared_link_from_the_group_to_the_thanks(
    browser: Browser, hall: Hall, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(hall.link)
    assert flaws(page, width=width, language="en") == []
    page.get_by_label("Your group").select_option("Staff · site: Leeds")
    page.get_by_role("button", name="Open the questions").click()
    page.locator(f"input[name={ITEMS[0]}][value='4']").check()
    assert flaws(page, width=width, language="en") == []
    page.get_by_role("button", name="Submit my answers").click()
    page.wait_for_url("**/thanks**")
    assert flaws(page, width=width, language="en") == []
    page.goto(hall.link)
    expect(page.get_by_role("heading", name="This browser has answered already")).to_be_visible()
    assert flaws(page, width=width, language="en") == []
    context.close()


def test_a_shared_link_by_keyboard_without_javascript_in_arabic(
    browser: Browser, hall: Hall
) -> None:
    context = browser.new_context(
        java_script_enabled=False, extra_http_headers={"Accept-Language": "ar"}
    )
    page = context.new_page()
    page.goto(hall.link)
    page.locator("select").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#questions").wait_for()
    page.locator(f"input[name={ITEMS[0]}][value='4']").focus()
    page.keyboard.press("Space")
    page.locator("#questions button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks?lang=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    context.close()
