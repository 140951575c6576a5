"""A newcomer runs a round from questionnaire to verdict, and the numbers are the answers'."""

import csv
import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from survey.questionnaire import Item, find_questionnaire, wording
from tests.e2e.conftest import RunningApp, signed_in

pytestmark = pytest.mark.browser
LEADERS, STAFF = 5, 20
FOUR_PILLARS = find_questionnaire("four_pillars")
MARGIN = 0.10
SCALE_TOP = 5
Answered = dict[str, dict[str, int]]


def people_list(folder: Path) -> Path:
    rows = [("person", "email", "group")]
    rows += [(f"Leader {n}", f"leader{n}@example.org", "leader") for n in range(LEADERS)]
    rows += [(f"Staff {n}", f"staff{n}@example.org", "staff") for n in range(STAFF)]
    path = folder / "people.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def launched_round(page: Page, people: Path) -> list[dict[str, str]]:
    """Make, fill and launch a round on the organiser's pages; return the exported links."""
    page.get_by_role("button", name="New round").click()
    page.get_by_role("textbox", name="Organisation").fill("Acme")
    page.get_by_role("textbox", name="Name of the round").fill("Spring pulse")
    page.get_by_role("button", name="Make the round").click()
    page.get_by_role("heading", name="People").wait_for()
    page.locator("input[type=file]").set_input_files(people)
    page.get_by_role("button", name="Store these 25 people").click()
    page.get_by_text("5 leaders and 20 staff are on the list").wait_for()
    page.get_by_role("link", name="Next: preview and launch").click()
    page.get_by_text("Invited: 5 leaders and 20 staff").wait_for()
    page.get_by_role("button", name="Launch …").click()
    page.get_by_role("button", name="Launch", exact=True).click()
    page.get_by_role("heading", name="Fieldwork").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Links as CSV").click()
    with Path(download.value.path()).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def everybody_answers(browser: Browser, links: list[dict[str, str]]) -> Answered:
    """Fill the real form for each link with answers drawn by group; return what was typed."""
    rng = random.Random(11)
    typed: Answered = {}
    for row in links:
        phone = browser.new_context(viewport={"width": 360, "height": 740})
        form = phone.new_page()
        form.goto(row["link"])
        lean = 3.8 if row["person"].startswith("Leader") else 2.8
        choices: dict[str, int] = {}
        names = form.locator("input[type=radio]").evaluate_all(
            "radios => [...new Set(radios.map(radio => radio.name))]"
        )
        for name in names:
            offered = form.locator(f"input[type=radio][name={name}]").count()
            choices[name] = min(offered, max(1, round(rng.gauss(lean * offered / 5, 0.9))))
            form.locator(f"input[name={name}][value='{choices[name]}']").check()
        form.get_by_role("button", name=re.compile("Submit|Send", re.IGNORECASE)).click()
        form.get_by_role("heading", name=re.compile("Thank", re.IGNORECASE)).wait_for()
        typed[row["person"]] = choices
        phone.close()
    return typed


def scores(typed: Answered, pillar: str, group: str) -> list[int]:
    """Each person's sum over a pillar, a reverse-worded item turned round."""
    items = next(each for each in FOUR_PILLARS.pillars if each.id == pillar).items
    return [
        sum(
            SCALE_TOP + 1 - choices[item.id] if item.reversed else choices[item.id]
            for item in items
        )
        for person, choices in typed.items()
        if person.startswith(group)
    ]


def pairs(leaders: list[int], staff: list[int]) -> tuple[float, float, float]:
    """Shares of all leader-staff pairs: leader higher, same, staff higher; by counting them."""
    compared = [(one > other) - (one < other) for one in leaders for other in staff]
    return tuple(compared.count(sign) / len(compared) for sign in (1, 0, -1))  # type: ignore[return-value]


def in_fives(share: float) -> int:
    return 5 * round(share * 20)


def paragraph_of(page: Page, title: str) -> Locator:
    return page.locator("p").filter(has=page.locator("strong", has_text=re.compile(f"^{title}$")))


def closed_and_published(page: Page) -> None:
    page.get_by_role("button", name="Close …").click()
    page.get_by_role("button", name="Close the round").click()
    page.get_by_role("heading", name="Publish").wait_for()
    page.get_by_text("I have read what is shown").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="See the results").click()
    page.get_by_role("heading", name="Overview").wait_for()


def test_a_newcomer_runs_a_round_from_questionnaire_to_verdict(
    browser: Browser, page: Page, app: RunningApp, tmp_path: Path
) -> None:
    signed_in(page, app)
    links = launched_round(page, people_list(tmp_path))
    assert len(links) == LEADERS + STAFF

    typed = everybody_answers(browser, links)
    expect(page.get_by_text("leaders: 5 of 5 answered")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("staff: 20 of 20 answered")).to_be_visible()
    closed_and_published(page)

    verdicts_are_those_of(page, typed)
    page.get_by_role("link", name="Pillars").click()
    staff_answers_are_those_of(page, typed)
    page.get_by_role("link", name="Service ladder").click()
    rungs_are_those_of(page, typed)


def verdicts_are_those_of(page: Page, typed: Answered) -> None:
    """Each pillar's sentence on the overview against numbers counted pair by pair."""
    shown: set[int] = set()
    for pillar in FOUR_PILLARS.pillars:
        higher, same, lower = pairs(
            scores(typed, pillar.id, "Leader"), scores(typed, pillar.id, "Staff")
        )
        superiority = higher + same / 2
        words = paragraph_of(page, wording(pillar.title, FOUR_PILLARS, "en")).inner_text()
        # All of both groups answered: the interval is the point, and the verdict follows.
        expected = "Gap" if abs(superiority - 0.5) > MARGIN else "Small but real"
        assert f"{expected}:" in words
        numbers = {int(number) for number in re.findall(r"\d+", words)}
        # 100 pairs, 50 is no gap, rounded to 5: the only numbers that are not results.
        results = numbers - {100, 50, 5}
        assert results <= {in_fives(each) for each in (higher, same, lower, superiority)}, words
        shown |= results
    assert shown, "no number was shown, so none was compared"


def staff_answers_are_those_of(page: Page, typed: Answered) -> None:
    page.get_by_role("heading", name="Its items").wait_for()
    tables = {tuple(rows) for rows in tables_shown(page, expected=5)}
    first_shown = page.get_by_role("combobox", name="Pillar").input_value()
    pillar = next(
        each
        for each in FOUR_PILLARS.pillars
        if wording(each.title, FOUR_PILLARS, "en") == first_shown
    )

    assert tables == {tuple(staff_counts(typed, item)) for item in pillar.items}


def rungs_are_those_of(page: Page, typed: Answered) -> None:
    page.get_by_role("heading", name=re.compile("staff say")).wait_for()
    (rungs,) = tables_shown(page, expected=1)
    ladder = FOUR_PILLARS.ladders[0]
    chosen = [typed[person][ladder.id] for person in typed if person.startswith("Staff")]

    assert rungs == [chosen.count(rung) for rung in range(len(ladder.rungs), 0, -1)]


def staff_counts(typed: Answered, item: Item) -> list[int]:
    """How many staff chose each answer, the least favourable first, as the page's table has it."""
    chosen = [choices[item.id] for person, choices in typed.items() if person.startswith("Staff")]
    rungs = range(SCALE_TOP, 0, -1) if item.reversed else range(1, SCALE_TOP + 1)
    return [chosen.count(rung) for rung in rungs]


def tables_shown(page: Page, *, expected: int) -> list[list[int]]:
    """Open every chart's table and return its last column, the staff's answers."""
    openers = page.get_by_text("The same as a table and in words")
    expect(openers).to_have_count(expected)
    for opener in openers.all():
        opener.click()
    expect(page.locator("table")).to_have_count(expected)
    return [
        [int(cell) for cell in table.locator("tbody tr td:last-child").all_inner_texts()]
        for table in page.locator("table").all()
    ]
