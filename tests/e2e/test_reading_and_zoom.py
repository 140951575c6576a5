"""The form enlarged, in forced colours, by keyboard, and as assistive technology reads it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import NAME, Site, site
from tests.survey.examples import ITEMS, OPEN_QUESTION

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def plumbline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def widest(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("language", ["de", "ar", "zh-Hans"])
def test_at_400_percent_nothing_scrolls_sideways_and_the_questions_have_the_window(
    plumbline: Site, page: Page, language: str
) -> None:
    # 1280 x 1024 enlarged four times: 320 x 256 (WCAG 1.4.10).
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{plumbline.leader}?language={language}")
    page.locator("summary").click()

    assert widest(page) <= 320
    assert page.locator("#progress").evaluate("each => getComputedStyle(each).position") == "static"


def test_text_twice_as_large_loses_nothing(plumbline: Site, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1024})
    page.goto(f"{plumbline.leader}?language=de")
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert widest(page) <= 1280
    assert cut_off(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_wider_spacing_of_text_cuts_nothing_off(plumbline: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{plumbline.leader}?language=de")
    # WCAG 1.4.12, through the style sheet's own interface: the page allows no inline style.
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
        `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
             word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
        document.adoptedStyleSheets = [sheet]; }"""
    )

    assert widest(page) <= width
    assert cut_off(page) == []


def cut_off(page: Page) -> list[str]:
    """Return the words of boxes whose text stands out of them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("label, button, legend, summary, p, dd, h1, h2")]
        .filter(each => each.offsetParent && !each.closest(".unseen")
            && (each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0))
        .map(each => each.textContent.trim().slice(0, 40))"""
    )
    return found


def test_every_control_shows_its_focus_and_nothing_covers_it(plumbline: Site, page: Page) -> None:
    page.goto(plumbline.leader)
    page.locator("summary").click()
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const at = document.activeElement;
            if (at === document.body) return null;
            const shown = at.matches("input[type=radio]") ? at.closest("label") : at;
            const box = shown.getBoundingClientRect(), style = getComputedStyle(shown);
            const bar = document.getElementById("progress").getBoundingClientRect();
            return {what: at.textContent.trim() || at.name || at.id,
                ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                free: box.top < bar.top && box.bottom > 0} }"""
        )
        if told is None:
            break
        seen.append(told)

    # Languages, confidentiality, one stop a question, submitting and saving.
    assert len(seen) == 7 + 1 + 29 + 2
    assert [each["what"] for each in seen if not (each["ring"] and each["free"])] == []
    assert seen[-1]["what"].startswith(("Save", "Delete"))


def test_a_chosen_answer_and_the_focus_show_in_forced_colours(
    plumbline: Site, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, forced_colors="active")
    page = context.new_page()
    page.goto(plumbline.leader)
    page.locator(f"input[name={ITEMS[0]}][value='2']").check()
    page.locator("textarea").last.focus()
    page.keyboard.press("Tab")
    chosen = page.locator("label:has(:checked)")
    other = page.locator("label:has(input)").first

    ring = "each => getComputedStyle(each).outlineStyle"
    assert chosen.evaluate(ring) == "solid"
    assert other.evaluate(ring) == "none"
    assert page.locator("button.main").evaluate(ring) == "solid"
    assert page.locator(f"input[name={ITEMS[0]}][value='2']").is_checked()
    context.close()


def test_the_form_reads_in_the_order_it_is_seen(plumbline: Site, page: Page) -> None:
    page.goto(plumbline.leader)
    read = page.locator("body").aria_snapshot()
    steps = [
        'link "Go straight to the questions"',
        "banner",
        "Change the language",
        "main",
        f'heading "{NAME}" [level=1]',
        "term: Who asks",
        "term: What is not",
        'heading "Part 1 of 7" [level=2]',
        'group "1 Staff do right by customers even when no leader is watching."',
        'radio "Strongly disagree"',
        'radio "Strongly agree"',
        'heading "Part 6 of 7" [level=2]',
        "That means questions 1 to 5 above.",
        'radio "0 %"',
        'textbox "27 If you could choose one challenge',
        'heading "Before you submit" [level=2]',
        "cannot be found again by anyone",
        'button "Submit my answers"',
        'button "Save and finish later"',
        "contentinfo",
        'progressbar "Answered questions"',
        "status",
    ]
    places = [read.find(step) for step in steps]

    assert [step for step, place in zip(steps, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_each_problem_leads_to_its_question_and_is_read_with_it(
    plumbline: Site, page: Page
) -> None:
    page.goto(plumbline.staff[0])
    field = page.locator(f"textarea[name={OPEN_QUESTION}]")
    field.fill("x" * 5001)
    page.get_by_role("button", name="Submit my answers").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Please check: "))
    summary.get_by_role("link").click()
    expect(field).to_be_in_viewport()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("5001 characters"))
    assert len(field.input_value()) == 5001


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_switching_the_language_loses_nothing_typed(
    plumbline: Site,
    browser: Browser,
    has_script: bool,  # noqa: FBT001 - parametrized
) -> None:
    context = browser.new_context(
        java_script_enabled=has_script, viewport={"width": 360, "height": 640}
    )
    page = context.new_page()
    page.goto(plumbline.staff[4])
    page.locator(f"input[name={ITEMS[0]}][value='5']").check()
    page.locator(f"textarea[name={OPEN_QUESTION}]").fill("Mehr Licht")
    page.locator("summary").click()
    page.get_by_role("button", name="العربية").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(f"input[name={ITEMS[0]}][value='5']")).to_be_checked()
    expect(page.locator(f"textarea[name={OPEN_QUESTION}]")).to_have_value("Mehr Licht")
    if has_script:
        expect(page.locator("#state")).to_have_text("حُفظت المسودة على هذا الجهاز")
        expect(page.locator("#count")).to_have_text("أُجيب عن 2 من 24")
    page.goto(f"{plumbline.url}/thanks")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    context.close()


def test_enter_on_an_answer_switches_no_language(plumbline: Site, page: Page) -> None:
    page.goto(plumbline.staff[5])
    page.locator(f"input[name={ITEMS[0]}][value='5']").check()
    page.locator(f"input[name={ITEMS[0]}][value='5']").press("Enter")
    expect(page.locator("#count")).to_have_text("1 of 24 answered")

    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_arabic_runs_from_the_right_by_sight_and_by_key(plumbline: Site, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{plumbline.staff[6]}?language=ar")
    first = page.locator(f"input[name={ITEMS[0]}][value='1']")
    last = page.locator(f"input[name={ITEMS[0]}][value='5']")
    left, right = last.bounding_box(), first.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]

    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")

    expect(page.locator(f"input[name={ITEMS[0]}][value='2']")).to_be_checked()


def test_a_page_left_open_loses_nothing(plumbline: Site, page: Page) -> None:
    """No time-out: the clock runs on by a day, and the form is sent as if nothing had been."""
    page.clock.install()
    page.goto(plumbline.staff[7])
    page.locator(f"input[name={ITEMS[0]}][value='5']").check()
    page.clock.fast_forward("24:00:00")
    page.get_by_role("button", name="Submit my answers").click()

    page.wait_for_url("**/thanks")
