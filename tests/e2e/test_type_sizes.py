"""Every screen of a meeting at 1280x720: no word that it says is too small for the last row."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.accounts import create_account, start_session
from survey.agenda import PLACED, STANCES, ReplyKind, Step, after
from survey.demo import DOCUMENTS, published_round
from survey.storage import Store, open_store
from tests.e2e.conftest import RunningApp
from tests.e2e.test_offsite import shortened

pytestmark = pytest.mark.browser
SENTENCES, DRAWN = 24.0, 20.0
"""Pixels of 720, of what is said and of what is written in a picture."""
PHONES = 9
SMALLEST = """
async () => {
  const sizes = {said: [], drawn: []};
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim(), box = texts.currentNode.parentElement;
    const seen = box.checkVisibility() && box.getBoundingClientRect().width > 2;
    if (!text || !seen || box.closest("button, form, style, script, details, svg")) continue;
    sizes.said.push([parseFloat(getComputedStyle(box).fontSize), text.slice(0, 60)]);
  }
  for (const image of main.querySelectorAll("img")) {
    const source = await (await fetch(image.src)).text();
    const drawing = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
    const room = image.getBoundingClientRect(), [, , wide, high] =
      drawing.getAttribute("viewBox").split(" ").map(Number);
    const scale = Math.min(room.width / wide, room.height / high);
    for (const text of drawing.querySelectorAll("text")) {
      if (!text.textContent.trim()) continue;
      const size = text.getAttribute("font-size") ?? text.style.fontSize;
      sizes.drawn.push([parseFloat(size) * scale, text.textContent.slice(0, 60)]);
    }
  }
  const end = document.scrollingElement;
  const inner = document.querySelector("[data-testid=stMain]");
  return {
    said: sizes.said.sort((a, b) => a[0] - b[0]).slice(0, 2),
    drawn: sizes.drawn.sort((a, b) => a[0] - b[0]).slice(0, 2),
    over: Math.max(end.scrollHeight - end.clientHeight, inner.scrollHeight - inner.clientHeight),
  };
}
"""


def guess_of(step: Step, phone: int) -> tuple[int, ...]:
    if step.kind == "ladder":
        rest = len(step.labels) - 2
        return (*(0 for _ in range(rest)), phone % PLACED, PLACED - phone % PLACED)
    return tuple(int(at == phone % step.guess_size) for at in range(step.guess_size))


def reply(store: Store, offsite_id: str, step: Step, kind: ReplyKind) -> None:
    for phone in range(PHONES):
        stance = tuple(int(at == phone % len(STANCES)) for at in range(len(STANCES)))
        given = guess_of(step, phone) if kind == "guess" else stance
        store.offsites.reply(offsite_id, f"phone {phone}", step.id, kind, given)


@pytest.fixture
def stage(browser: Browser, app: RunningApp) -> Iterator[tuple[Page, Store, str]]:
    store = open_store(f"sqlite:///{app.database}")
    document = DOCUMENTS[1].read_bytes()
    store.publications.put_published(published_round(document), document)
    create_account(store, "wall@example.org", "correct horse battery", role="organiser")
    session = start_session(store, "wall@example.org")
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.add_cookies([{"name": "plumbline_session", "value": session, "url": app.url}])
    page = context.new_page()
    page.goto(f"{app.url}/offsite?round=demo-merrowdale-1")
    page.get_by_role("button", name="Start a meeting").click(timeout=40_000)
    page.get_by_role("heading", name="Agenda").wait_for(timeout=40_000)
    offsite = shortened(store)
    page.goto(f"{app.url}/present?offsite={offsite.id}&embed=true")
    yield page, store, offsite.id
    context.close()
    store.close()


def test_no_word_of_any_screen_is_too_small(stage: tuple[Page, Store, str]) -> None:
    page, store, offsite_id = stage
    too_small = []
    while (offsite := store.offsites.get(offsite_id)).position.phase != "done":
        step, phase = offsite.step, offsite.position.phase
        if step is not None and phase in {"guess", "commit"}:
            reply(store, offsite_id, step, "guess" if phase == "guess" else "stance")
        page.reload()
        page.wait_for_function("document.documentElement.dataset.keys === 'heard'")
        page.wait_for_timeout(2500)
        found = page.evaluate(SMALLEST)
        if phase == "commit":
            page.get_by_text("Commit: what, who, by when").click()
            expect(page.get_by_role("button", name="Save")).to_be_visible()
            found["over"] = max(found["over"], page.evaluate(SMALLEST)["over"])
        for kind, least in (("said", SENTENCES), ("drawn", DRAWN)):
            too_small += [(offsite.position, kind, each) for each in found[kind] if each[0] < least]
        too_small += [(offsite.position, "scrolls by", found["over"])] if found["over"] > 0 else []
        store.offsites.move(offsite_id, seen=offsite.position, to=after(offsite))
    assert not too_small, "\n".join(map(str, too_small))
