"""Every page's address, typed by somebody who may not see it, on a process just started."""

import pytest
from playwright.sync_api import Page, expect

from survey.accounts import create_account, start_session
from survey.navigation import PAGES
from survey.storage import Role, open_store
from tests.e2e.conftest import RunningApp

pytestmark = pytest.mark.browser
ORGANISERS_ONLY = [name for name, file in PAGES.items() if file.organiser_only]
NOT_PAGES = ["manage_deeds", "accounts_deeds", "live_rates"]  # files beside the pages


def come_as(role: Role, page: Page, app: RunningApp) -> None:
    store = open_store(f"sqlite:///{app.database}")
    create_account(store, f"{role}@example.org", "correct horse battery", role=role)
    session = start_session(store, f"{role}@example.org")
    store.close()
    cookie = {"name": "plumbline_session", "value": session, "url": app.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def test_without_an_account_every_address_leads_to_the_sign_in(page: Page, app: RunningApp) -> None:
    titles = {file.title for file in PAGES.values()} - {"Plumbline"}
    for name in [*PAGES, *NOT_PAGES, ""]:
        page.goto(f"{app.url}/{name}")
        expect(page.get_by_role("link", name="Sign in")).to_be_visible()
        assert set(page.locator("h1").all_inner_texts()) == {"Plumbline"}, name
        assert page.get_by_test_id("stSidebarNavLink").count() == 0
        assert not titles & set(page.locator("h1, h2, h3").all_inner_texts())


def test_a_viewer_is_led_away_from_every_organiser_s_address(page: Page, app: RunningApp) -> None:
    come_as("viewer", page, app)
    for name in [*ORGANISERS_ONLY, *NOT_PAGES]:
        page.goto(f"{app.url}/{name}")
        expect(page.get_by_role("heading", name=PAGES["overview"].title)).to_be_visible()
        links = page.get_by_test_id("stSidebarNavLink")
        expect(links.first).to_be_visible()
        menu = links.all_inner_texts()
        assert not {PAGES[each].title for each in ORGANISERS_ONLY} & {each.strip() for each in menu}


def test_an_organiser_s_address_leads_to_the_page(page: Page, app: RunningApp) -> None:
    come_as("organiser", page, app)
    page.goto(f"{app.url}/audit")
    expect(page.get_by_role("heading", name="Audit trail")).to_be_visible()


WATCH = """
window.missing = [];
new MutationObserver(() => {
  for (const each of document.querySelectorAll("[data-testid=stToast]")) {
    window.missing.push(each.innerText);
  }
}).observe(document, { subtree: true, childList: true });
"""


@pytest.mark.parametrize(
    ("role", "address"),
    [(None, "overview"), ("viewer", "overview"), ("viewer", ""), ("organiser", "rounds")],
)
def test_a_page_that_is_there_is_never_said_to_be_missing(
    page: Page, app: RunningApp, role: Role | None, address: str
) -> None:
    if role is not None:
        come_as(role, page, app)
    page.add_init_script(WATCH)

    page.goto(f"{app.url}/{address}")

    title = "Plumbline" if role is None else "Rounds" if role == "organiser" else "Overview"
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.missing") == []
