"""The kiosk and the shared link in every state and language, at phone, tablet, desktop widths."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice

import pytest
from playwright.sync_api import Browser, Page

from survey.fieldwork import close
from survey.html.languages import INTERFACE
from survey.invitations import code_hash, read_code
from survey.respond.kiosk import CODE
from survey.respond.shared import ANSWERED, PLACE
from survey.storage import Store
from survey.ways import printed_codes, shared_link
from tests.e2e.accessibility import context_in, flaws
from tests.e2e.site import empty_store, served
from tests.survey.examples import ITEMS, ORGANISER, response, seated

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1280)
SECRET = "only for tests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """Where codes and shared links of rounds in each state lead.

    ``codes`` are unused; ``used``, ``late_code`` and ``paused_code`` open nothing.
    """

    url: str
    codes: list[str]
    used: str
    late_code: str
    paused_code: str
    link: str
    late: str
    paused: str
    cancelled: str


State = Callable[[Page, Hall], None]


def _codes(store: Store, name: str) -> tuple[str, list[str]]:
    round_id = seated(store, name=name)
    return round_id, [each.code for each in printed_codes(store, round_id, secret=SECRET)]


def _link(store: Store, name: str, url: str) -> tuple[str, str]:
    round_id = seated(store, name=name)
    return round_id, shared_link(store, round_id, url).link


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    store = empty_store(tmp_path_factory.mktemp("hall"), "hall")
    with served(store) as url:
        (_, codes), (by_code, late), (resting, pausing) = (
            _codes(store, name) for name in ("By code", "Closed", "Resting")
        )
        (by_link, late_link), (dropped, cancelled), (waiting, paused) = (
            _link(store, name, url) for name in ("Closed", "Cancelled", "Resting")
        )
        for each in (by_code, by_link):
            close(store, each, ORGANISER)
        for each in (resting, waiting):
            store.course.pause(each, by=ORGANISER)
        store.course.cancel(dropped, by=ORGANISER)
        found = store.invitations.by_token_hash(code_hash(read_code(codes[-1]) or "", SECRET))
        assert found is not None
        store.responses.submit(found.id, response(1))
        yield Hall(
            url=url,
            codes=codes[:-1],
            used=codes[-1],
            late_code=late[0],
            paused_code=pausing[0],
            link=_link(store, "By link", url)[1],
            late=late_link,
            paused=paused,
            cancelled=cancelled,
        )


def at(rest: str) -> State:
    """Open a page of the site."""
    return lambda page, here: _go(page, here.url + rest)


def linked(name: str) -> State:
    """Open a shared link."""
    return lambda page, here: _go(page, str(getattr(here, name)))


def _go(page: Page, address: str) -> None:
    page.goto(address)


def typed(name: str) -> State:
    """Type a code that opens nothing."""

    def reach(page: Page, here: Hall) -> None:
        _type(page, here, "BCDFGHJKMN" if name == "wrong" else str(getattr(here, name)))
        page.locator("#problem").wait_for()

    return reach


def _type(page: Page, here: Hall, code: str) -> None:
    page.goto(f"{here.url}/k")
    page.locator(f"input[name={CODE}]").fill(code)
    page.locator("button.main").click()


def kiosk_form(page: Page, here: Hall) -> None:
    _type(page, here, here.codes[0])
    page.locator(f"input[name={ITEMS[0]}][value='3']").check()


def kiosk_blank(page: Page, here: Hall) -> None:
    kiosk_form(page, here)
    page.locator(f"input[name={ITEMS[0]}][value='3']").evaluate("each => each.checked = false")
    page.locator("#questions button.main").click()
    page.locator("#problems").wait_for()


def idle(page: Page, here: Hall) -> None:
    kiosk_form(page, here)
    page.locator("#idle").evaluate("each => each.showModal()")


def unsaid(page: Page, here: Hall) -> None:
    """Send the page on which a group is said without one, as without the browser's check."""
    page.goto(here.link)
    page.locator("form").evaluate("each => { each.noValidate = true }")
    page.locator("button.main").click()
    page.locator("#problem").wait_for()


def _choose(page: Page, here: Hall) -> None:
    page.goto(here.link)
    page.locator(f"select[name={PLACE}]").select_option(index=2)
    page.locator("button.main").click()
    page.locator("#questions").wait_for()


def open_form(page: Page, here: Hall) -> None:
    _choose(page, here)
    page.locator(f"input[name={ITEMS[0]}][value='3']").check()


def answered(page: Page, here: Hall) -> None:
    page.context.add_cookies([{"name": ANSWERED, "value": "yes", "url": here.link}])
    page.goto(here.link)
    page.context.clear_cookies()


STATES: dict[str, State] = {
    "kiosk": at("/k"),
    "wrong code": typed("wrong"),
    "used code": typed("used"),
    "code of a closed round": typed("late_code"),
    "code of a paused round": typed("paused_code"),
    "kiosk form": kiosk_form,
    "kiosk form, nothing answered": kiosk_blank,
    "idle kiosk": idle,
    "kiosk thanks": at("/k/thanks"),
    "own group": linked("link"),
    "no group said": unsaid,
    "shared form": open_form,
    "shared thanks": lambda page, here: _go(page, f"{here.link}/thanks"),
    "this browser has answered": answered,
    "closed link": linked("late"),
    "paused link": linked("paused"),
    "cancelled link": linked("cancelled"),
    "unknown link": at("/a/none"),
}


@pytest.mark.parametrize("language", INTERFACE)
def test_no_state_of_a_kiosk_or_a_shared_link_has_a_flaw(
    browser: Browser, hall: Hall, language: str
) -> None:
    """Each state at one width a language, so at all three over seven languages."""
    context = context_in(browser, language)
    page = context.new_page()
    widths = islice(cycle(WIDTHS), list(INTERFACE).index(language), None)
    found: dict[str, list[str]] = {}
    for (name, reach), width in zip(STATES.items(), widths, strict=False):
        page.set_viewport_size({"width": width, "height": 800})
        reach(page, hall)
        found[f"{name} at {width}"] = flaws(page, width=width, language=language)
    context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
