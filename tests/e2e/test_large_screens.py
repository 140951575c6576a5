"""Results on a wall: twice the size, charts in their columns, lists under their fields."""

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.accounts import create_account, start_session
from survey.demo import DOCUMENTS, published_round
from survey.storage import open_store
from tests.e2e.conftest import RunningApp

pytestmark = pytest.mark.browser


def opened(browser: Browser, app: RunningApp, *, width: int, height: int) -> Page:
    store = open_store(f"sqlite:///{app.database}")
    for path in DOCUMENTS[1:3]:
        document = path.read_bytes()
        store.publications.put_published(published_round(document), document)
    create_account(store, "wall@example.org", "correct horse battery", role="viewer")
    session = start_session(store, "wall@example.org")
    store.close()
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_cookies([{"name": "plumbline_session", "value": session, "url": app.url}])
    page = context.new_page()
    show(page, f"{app.url}/pillar?round={published_round(DOCUMENTS[1].read_bytes()).id}")
    return page


def show(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-testid=stVegaLiteChart] canvas, svg.marks").first).to_be_visible(
        timeout=40_000
    )
    page.wait_for_timeout(1000)


@pytest.mark.parametrize(("width", "height", "times"), [(1280, 720, 1), (3840, 2160, 2)])
def test_results_are_as_large_as_their_screen_and_stay_in_place(
    browser: Browser, app: RunningApp, width: int, height: int, times: int
) -> None:
    page = opened(browser, app, width=width, height=height)

    drawn = page.locator("[data-testid=stVegaLiteChart] canvas, svg.marks").first.bounding_box()
    text = page.locator("[data-testid=stMarkdownContainer] p").first.bounding_box()
    field = page.get_by_role("combobox").last
    field.click()
    first = page.get_by_role("option").first
    expect(first).to_be_visible()
    listed, asked = first.bounding_box(), field.bounding_box()
    show(page, f"{app.url}/silos?round={published_round(DOCUMENTS[2].read_bytes()).id}")
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    sideways = page.get_by_test_id("stMain").evaluate("it => it.scrollWidth - it.clientWidth")
    page.context.close()

    assert drawn is not None
    assert text is not None
    assert listed is not None
    assert asked is not None
    assert sideways <= 1  # the matrix and its tables stay within the page
    assert drawn["x"] + drawn["width"] <= width
    assert drawn["width"] > width / 2
    assert text["height"] >= 16 * times
    assert asked["x"] - 30 * times <= listed["x"] <= asked["x"] + 30 * times
    assert asked["y"] < listed["y"] < asked["y"] + 100 * times
