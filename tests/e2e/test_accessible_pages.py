"""Every page in every state, in every language, at phone, tablet and desktop widths."""

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.access import password_link
from survey.html.languages import INTERFACE
from survey.signin.routes import SESSION_COOKIE
from tests.e2e.accessibility import context_in, flaws
from tests.e2e.site import Site, empty_store, served, site
from tests.survey.examples import ITEMS, OPEN_QUESTION, ORGANISER

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1280)
State = Callable[[Page, Site], None]


@pytest.fixture(scope="module")
def plumbline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="module")
def unset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation without an account."""
    with served(empty_store(tmp_path_factory.mktemp("unset"), "unset")) as url:
        yield url


def form(page: Page, here: Site) -> None:
    page.goto(here.leader)
    page.locator("summary").click()
    page.locator(f"input[name={ITEMS[0]}][value='3']").check()


def errors(page: Page, here: Site) -> None:
    page.goto(here.staff[0])
    page.locator(f"textarea[name={OPEN_QUESTION}]").evaluate(
        "each => each.value = 'x'.repeat(5001)"
    )
    page.locator("button.main").click()
    page.locator("#problems").wait_for()


def blank(page: Page, here: Site) -> None:
    page.goto(here.staff[1])
    page.locator("button.main").click()
    page.locator("#problems").wait_for()


def saved(page: Page, here: Site) -> None:
    page.goto(here.staff[2])
    page.locator(f"input[name={ITEMS[1]}][value='2']").check()
    page.locator("button[formaction$='/draft']").last.click()
    page.wait_for_url("**/saved")


def draft(page: Page, here: Site) -> None:
    page.goto(here.staff[2])
    expect(page.locator("p.note")).to_be_visible()


def deleted(page: Page, here: Site) -> None:
    page.goto(f"{here.staff[2]}/saved")
    page.locator("form button").click()
    page.wait_for_url("**/deleted")


def at(name: str) -> State:
    return lambda page, here: _go(page, str(getattr(here, name)))


def path(rest: str) -> State:
    return lambda page, here: _go(page, here.url + rest)


def _go(page: Page, address: str) -> None:
    page.goto(address)


def refused_sign_in(page: Page, here: Site) -> None:
    page.goto(f"{here.url}/login")
    page.locator("#email").fill("nobody@example.org")
    page.locator("#password").fill("not the one")
    page.locator("button.main").click()
    page.locator("#problem").wait_for()


def signed_in(page: Page, here: Site) -> None:
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": here.session, "url": here.url}])
    page.goto(f"{here.url}/login")


def password(page: Page, here: Site) -> None:
    page.goto(password_link(here.store, ORGANISER, by="test", base_url=here.url))


def weak_password(page: Page, here: Site) -> None:
    password(page, here)
    page.locator("#password").fill("aaaaaaaaaaaaaaaa")
    page.locator("button.main").click()
    page.locator("#problem").wait_for()


def refused(page: Page, here: Site) -> None:
    page.goto(f"{here.url}/thanks")
    page.evaluate(
        "() => { const form = document.createElement('form'); form.method = 'post';"
        "form.action = '/thanks'; document.body.append(form); form.submit() }"
    )
    page.wait_for_load_state()
    expect(page.locator("details")).to_have_count(0)


STATES: dict[str, State] = {
    "form": form,
    "errors": errors,
    "nothing answered": blank,
    "draft saved": saved,
    "draft shown": draft,
    "draft deleted": deleted,
    "no draft": lambda page, here: _go(page, f"{here.staff[3]}/saved"),
    "thanks": path("/thanks"),
    "used": at("used"),
    "unknown": path("/s/none"),
    "early": at("early"),
    "late": at("late"),
    "paused": at("paused"),
    "cancelled": at("cancelled"),
    "privacy": path("/privacy"),
    "nowhere": path("/a/b"),
    "refused": refused,
    "login": path("/login"),
    "refused sign-in": refused_sign_in,
    "signed out": path("/logout"),
    "set up already": path("/setup/x"),
    "password": password,
    "weak password": weak_password,
    "password link used": path("/password/x"),
    "signed in": signed_in,
    "sign out?": path("/logout"),
    "preview": at("preview"),
}
LONG = ("form", "errors", "preview")


@pytest.mark.parametrize("language", INTERFACE)
def test_no_state_in_any_language_has_a_flaw(
    browser: Browser, plumbline: Site, language: str
) -> None:
    """Each state at one width a language, so at all three over seven; long pages at all."""
    context = context_in(browser, language)
    page = context.new_page()
    widths = cycle(WIDTHS)
    for _ in range(list(INTERFACE).index(language)):
        next(widths)
    found: dict[str, list[str]] = {}
    for name, reach in STATES.items():
        width = next(widths)
        reach(page, plumbline)
        for each in WIDTHS if name in LONG and language in {"de", "ar"} else (width,):
            page.set_viewport_size({"width": each, "height": 800})
            found[f"{name} at {each}"] = flaws(page, width=each, language=language)
    context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_setting_up_has_no_flaw_before_and_after_a_mistake(
    browser: Browser, unset: str, language: str
) -> None:
    context = context_in(browser, language)
    page = context.new_page()
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{unset}/setup/x")
        found += flaws(page, width=width, language=language)
        page.locator("#email").fill("hr@example.org")
        page.locator("#password").fill("aaaaaaaaaaaaaaaa")
        page.locator("button.main").click()
        page.locator("#problem").wait_for()
        found += flaws(page, width=width, language=language)
    context.close()

    assert found == []


def test_dark_pages_have_no_flaw(browser: Browser, plumbline: Site) -> None:
    context = context_in(browser, "de", color_scheme="dark")
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    found = {}
    for name in ("form", "errors", "draft saved", "late", "refused sign-in"):
        STATES[name](page, plumbline)
        found[name] = flaws(page, width=360, language="de")
    context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
