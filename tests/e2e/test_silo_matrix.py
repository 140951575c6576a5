"""The silo matrix in a real browser: short and long, by keyboard, enlarged, dark, read aloud."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from survey.fieldwork import personal_links
from survey.questionnaire import row_id
from survey.storage import Store
from tests.e2e.accessibility import context_in, flaws
from tests.e2e.site import empty_store, served
from tests.survey.departments import MANY, TOGETHER, launched, members

pytestmark = pytest.mark.browser
MATRIX = TOGETHER.silo_matrix or pytest.fail("the questionnaire of these tests has a matrix")
SAVED = "Draft saved on this device"


@dataclass(frozen=True)
class Links:
    """Unused links to a form with 12 departments in view and to one with 13 to be opened."""

    short: list[str]
    long: list[str]


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Links]:
    store = empty_store(tmp_path_factory.mktemp("silos"), "silos")
    with served(store) as url:
        short = _links(store, url, "short", 12)
        yield Links(short=short, long=_links(store, url, "long", 13))


def _links(store: Store, url: str, name: str, departments: int) -> list[str]:
    """Open a round; return the links of its leaders, who rate every department."""
    people = members(MANY[:departments], each=5, leaders=8)
    made = launched(store, [replace(each, id=f"{name}-{each.id}") for each in people])
    return [each.link for each in personal_links(store, made.id, url)][:8]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def step(page: Page, department: str, choice: int) -> Locator:
    return page.locator(f"input[name={row_id(MATRIX, department)}][value='{choice}']")


@pytest.mark.parametrize(
    ("which", "language", "window"),
    [
        ("short", "de", (360, "dark")),
        ("short", "ar", (1280, "light")),
        ("long", "ar", (360, "dark")),
        ("long", "de", (768, "light")),
    ],
)
def test_no_state_of_a_matrix_has_a_flaw(
    browser: Browser, links: Links, which: str, language: str, window: tuple[int, str]
) -> None:
    width, scheme = window
    context = context_in(browser, language, color_scheme=scheme)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(links.short[0] if which == "short" else links.long[0])
    found = {"blank": flaws(page, width=width, language=language)}
    if which == "long":
        page.locator(".matrix summary").nth(2).click()
    step(page, MANY[2], 4).check()
    step(page, MANY[2], 4).evaluate("each => { each.value = '9' }")
    page.locator("button.main").click()
    page.locator("#problems").wait_for()
    expect(page.locator(".matrix .problem")).to_have_count(1)
    found["wrong"] = flaws(page, width=width, language=language)
    step(page, MANY[2], 4).check()
    found["rated"] = flaws(page, width=width, language=language)
    context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_steps_of_a_department_stand_in_one_line_and_nothing_is_cut_off(
    links: Links, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(links.short[1])

    lines, cut = page.evaluate(
        """() => [
            [...document.querySelectorAll(".matrix .steps")].map(steps =>
                new Set([...steps.children].map(each => each.offsetTop)).size),
            [...document.querySelectorAll(".matrix label")].filter(each =>
                each.scrollWidth > each.clientWidth).length,
        ]"""
    )

    assert lines == [1] * 12
    assert cut == 0


def test_letters_twice_as_large_on_a_phone_put_the_steps_below_one_another(
    links: Links, browser: Browser
) -> None:
    # As where a phone's own letters are set to 200 %: half the width in rem.
    context = browser.new_context(viewport={"width": 180, "height": 370})
    page = context.new_page()
    page.goto(links.short[2])
    first = page.locator(".matrix .steps").first
    tops = first.evaluate("each => [...each.children].map(label => label.offsetTop)")
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".matrix *")].filter(each =>
            each.getBoundingClientRect().right > innerWidth).map(each => each.outerHTML)"""
    )
    context.close()

    assert len(set(tops)) == 5
    assert wide == []


def test_each_step_is_read_with_its_department_and_the_question(links: Links, page: Page) -> None:
    page.goto(links.short[3])
    matrix = page.get_by_role("group", name="4 How well does work go between your people")
    sales = matrix.get_by_role("group", name="Sales", exact=True)

    expect(matrix.get_by_role("group")).to_have_count(12)
    expect(sales.get_by_role("radio")).to_have_count(5)
    sales.get_by_role("radio", name="Very well").check()
    expect(step(page, "Sales", 5)).to_be_checked()


def test_a_matrix_is_rated_counted_cleared_and_kept_by_keyboard_alone(
    links: Links, page: Page
) -> None:
    page.goto(links.short[4])
    step(page, MANY[0], 1).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # the next answer, chosen by arriving there
    expect(step(page, MANY[0], 2)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Clear answer")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(step(page, MANY[1], 1)).to_be_checked()
    expect(page.locator("#count")).to_have_text("1 of 5 answered")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(step(page, MANY[1], 1)).not_to_be_checked()
    expect(page.locator("#count")).to_have_text("1 of 5 answered")
    expect(page.locator("#state")).to_have_text(SAVED)

    page.reload()

    expect(page.locator(":checked")).to_have_count(1)
    expect(step(page, MANY[0], 2)).to_be_checked()
    page.locator(f"#{row_id(MATRIX, MANY[0])}").get_by_role("button").click()
    expect(page.locator("#count")).to_have_text("0 of 5 answered")


def test_of_many_departments_one_is_opened_rated_and_open_when_one_comes_back(
    links: Links, page: Page
) -> None:
    page.goto(links.long[1])
    expect(page.locator(".matrix :checked, .matrix details[open]")).to_have_count(0)
    expect(step(page, "Sales", 4)).not_to_be_visible()
    page.locator(".matrix summary", has_text="Sales").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(step(page, "Sales", 1)).to_be_checked()
    expect(page.locator("#count")).to_have_text("1 of 5 answered")
    expect(page.locator("#state")).to_have_text(SAVED)
    page.reload()

    expect(page.locator(".matrix details[open] summary")).to_have_text(["Sales"])
    expect(step(page, "Sales", 1)).to_be_visible()
