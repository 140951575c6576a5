"""An organiser's pages on a phone and on a desk: nothing runs off, keys reach the main button."""

import re
from collections.abc import Mapping
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from survey.demo import OPEN_ROUND, load_demo
from survey.fieldwork import close
from survey.storage import Store, open_store
from tests.e2e.conftest import RunningApp, signed_in
from tests.survey.examples import ORGANISER, draft, opened, response, seated

pytestmark = pytest.mark.browser
PATIENCE = 60_000
MOST_STOPS = 90
HR = """Person;Work E-mail;Manager email;Grade;Site
Ada Lovelace-Featherstonehaugh;ada.lovelace.featherstonehaugh@a-long-name.example.org;;M;Leeds
Bo;bo@example.org;ada.lovelace.featherstonehaugh@a-long-name.example.org;IC;York
Cy;cy@example.org;ada.lovelace.featherstonehaugh@a-long-name.example.org;IC;Leeds
"""
MAIN_BUTTONS = {
    "rounds": "New round",
    "new_round": "Make the round",
    "people": "Store these 3 people",
    "launch": "Launch …",
    "fieldwork": "Links as CSV",
    "mail": "Keep these words",
    "ways": "Make codes",
    "progress": "Back to fieldwork",
    "manage": "Set the last day",
    "import_round": "Upload",
    "publish": "Publish",
    "accounts": "Make the account",
    "audit": "Download as CSV",
}
"""What each page is for, and so must be within reach without a mouse."""
RUNS_OFF = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter(each => {
    const box = each.getBoundingClientRect();
    // A table scrolls within itself, and so may be wider than what shows of it.
    return box.width && box.right > innerWidth + 1 && !each.closest("[data-testid=stDataFrame]");
}).map(each => each.outerHTML.slice(0, 120))"""


def rounds_in_every_state(store: Store, url: str) -> Mapping[str, str]:
    """Fill the store; return which round each page is shown with."""
    load_demo(store, url, store.today())
    running = opened(store, name="Pulse 2026 (spring): how we work together").round_id
    made, finished = draft(store, name="Autumn").id, opened(store, name="Winter")
    for number, invitation in enumerate(finished.invitations):
        store.responses.submit(invitation, response(number))
    close(store, finished.round_id, ORGANISER)
    of_running = dict.fromkeys(("fieldwork", "mail", "manage"), running)
    of_draft = dict.fromkeys(("people", "launch"), made)
    others = {"ways": seated(store), "progress": OPEN_ROUND, "publish": finished.round_id}
    return of_running | of_draft | others


def show(page: Page, url: str, name: str, round_id: str | None) -> None:
    address = f"{url}/{'' if name == 'rounds' else name}"
    page.goto(address + (f"?round={round_id}" if round_id else ""))
    if name == "people":
        page.locator("input[type=file]").set_input_files(
            {"name": "hr.csv", "mimeType": "text/csv", "buffer": HR.encode()}
        )
    expect(main_button(page, name)).to_be_visible(timeout=PATIENCE)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def main_button(page: Page, name: str) -> Locator:
    role: Literal["link", "button"] = "link" if name == "progress" else "button"
    said = re.compile(f"{MAIN_BUTTONS[name]}$")  # an icon's name may stand before it
    return page.locator("[data-testid=stMain]").get_by_role(role, name=said).first


def flaws(page: Page, name: str, width: int) -> list[str]:
    """Return what is wrong with an organiser's page at this width."""
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    wrong = page.evaluate(RUNS_OFF) if width < 500 else []
    if wide > width:
        wrong.append(f"scrolls sideways: {wide}")
    wrong += page.locator("[data-testid=stException]").all_inner_texts()
    button = main_button(page, name)
    for _ in range(MOST_STOPS):
        if button.evaluate("each => each === document.activeElement"):
            return wrong
        page.keyboard.press("Tab")
    return [*wrong, "no key leads to the main button"]


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_an_organiser_fits_and_is_used_by_keyboard(
    app: RunningApp, page: Page, width: int
) -> None:
    store = open_store(f"sqlite:///{app.database}")
    rounds = rounds_in_every_state(store, app.url)
    signed_in(page, app)
    page.set_viewport_size({"width": width, "height": 800})
    found: dict[str, list[str]] = {}
    for name in MAIN_BUTTONS:
        show(page, app.url, name, rounds.get(name))
        found[name] = flaws(page, name, width)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
