"""A meeting in real browsers: a projector, a second presenter and five phones."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from survey.agenda import Offsite
from survey.demo import DOCUMENTS, published_round
from survey.storage import Store, open_store
from tests.e2e.conftest import RunningApp, signed_in

pytestmark = pytest.mark.browser
PHONES = 5
ROUND = "demo-merrowdale-1"
KINDS = ("ladder", "agreement", "pillar", "challenge")


@dataclass(frozen=True)
class Room:
    """A running meeting of four questions, and everybody's pages."""

    app: RunningApp
    store: Store
    offsite: Offsite
    projector: Page
    phones: tuple[Page, ...]

    @property
    def door(self) -> str:
        return f"{self.app.url}/o/{self.offsite.code}"

    @property
    def stage(self) -> str:
        return f"{self.app.url}/present?offsite={self.offsite.id}&embed=true"

    def at(self) -> str:
        position = self.store.offsites.get(self.offsite.id).position
        return f"{position.step}.{position.phase}"

    def press(self, key: str, page: Page | None = None) -> None:
        """Press a key on a projector that listens; wait until it shows where the room is now."""
        before, page = self.at(), page or self.projector
        page.wait_for_function("document.documentElement.dataset.keys === 'heard'")
        page.keyboard.press(key)
        for _ in range(100):
            if self.at() != before:
                break
            page.wait_for_timeout(100)
        assert self.at() != before, f"{key} did not lead away from {before}"
        phase = self.at().rpartition(".")[2]
        bar = "Offsite" if phase == "done" else f"\N{MIDDLE DOT} {phase} \N{MIDDLE DOT}"
        sees(page, bar)


@pytest.fixture
def room(browser: Browser, page: Page, app: RunningApp) -> Iterator[Room]:
    store = open_store(f"sqlite:///{app.database}")
    document = DOCUMENTS[1].read_bytes()
    store.publications.put_published(published_round(document), document)
    signed_in(page, app)
    page.goto(f"{app.url}/offsite?round={ROUND}")
    page.get_by_role("button", name="Start a meeting").click()
    page.get_by_role("heading", name="Agenda").wait_for()
    offsite = shortened(store)
    contexts = [new_phone(browser) for _ in range(PHONES)]
    phones = tuple(each.new_page() for each in contexts)
    room = Room(app, store, offsite, page, phones)
    page.goto(room.stage)
    page.get_by_role("heading", name=offsite.code).wait_for()
    yield room
    for each in contexts:
        each.close()


def new_phone(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.set_default_timeout(20_000)
    return context


def shortened(store: Store) -> Offsite:
    """Keep one question of each kind."""
    offsite = store.offsites.all()[0]
    first = {kind: next(each for each in offsite.agenda if each.kind == kind).id for kind in KINDS}
    agenda = tuple(
        msgspec.structs.replace(each, left_out=each.id not in first.values())
        for each in offsite.agenda
    )
    store.offsites.arrange(offsite.id, agenda)
    return store.offsites.get(offsite.id)


def join(room: Room) -> None:
    """The first phone types the code, the others scan it."""
    first, *others = room.phones
    first.goto(f"{room.app.url}/o")
    first.get_by_label("The six letters on the screen").fill(room.offsite.code.lower())
    first.get_by_role("button", name="Join").click()
    for phone in others:
        phone.goto(room.door)
    for phone in room.phones:
        expect(phone.get_by_role("heading", name="You are in")).to_be_visible()


def guess_ladder(phone: Page, place: int) -> None:
    expect(phone.get_by_role("button", name="Send my guess")).to_be_disabled()
    plus = phone.get_by_role("button", name="+ Meet customers' expectations.")
    other = phone.get_by_role("button", name="+ Delight customers.")
    for _ in range(10 - place):
        plus.click()
    for _ in range(place):
        other.click()
    expect(phone.get_by_text("Placed 10 of 10.")).to_be_visible()
    phone.get_by_role("button", name="Send my guess").click()


def choose(phone: Page, value: str, button: str) -> None:
    phone.locator(f"input[type=radio][value='{value}']").check()
    phone.get_by_role("button", name=button).click()


def is_in(phone: Page) -> None:
    expect(phone.get_by_text("It is in.")).to_be_visible(timeout=20_000)


def sees(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible(timeout=20_000)


def test_a_room_goes_through_its_whole_agenda(room: Room) -> None:
    join(room)
    the_ladder_with_a_lost_connection_and_a_phone_that_sleeps(room)
    leaders_among_themselves_with_a_presenter_who_reloads(room)
    a_pillar_with_a_second_presenter(room)
    the_vote(room)

    room.press("PageDown")
    sees(room.projector, "That was the last question.")
    for phone in room.phones:
        if not phone.is_closed():
            last = phone.get_by_role("heading", name="That was the last question")
            expect(last).to_be_visible(timeout=20_000)


def the_ladder_with_a_lost_connection_and_a_phone_that_sleeps(room: Room) -> None:
    cut_off, sleeper, *others = room.phones
    room.press("ArrowRight")
    for place, phone in enumerate(others):
        guess_ladder(phone, place)
        is_in(phone)
    sees(room.projector, "3 guesses are in")

    # One loses the network as it sends: the page keeps trying, and nothing is lost.
    expect(cut_off.get_by_role("button", name="Send my guess")).to_be_visible()
    cut_off.context.set_offline(True)
    guess_ladder(cut_off, 5)
    expect(cut_off.get_by_text("No connection.")).to_be_visible()
    assert room.store.offsites.count(room.offsite.id, room.at().split(".")[0], "guess") == 3
    cut_off.context.set_offline(False)
    is_in(cut_off)

    sleeps_through_the_reveal(room, sleeper, (cut_off, *others))
    for key, words in (("PageDown", "leader-staff pairs"), ("PageDown", "Gap")):
        room.press(key)
        sees(room.projector, words)
    for phone in others:
        choose(phone, "act", "Send")
        is_in(phone)
    room.press("ArrowRight")
    sees(room.projector, "3 phones answered")


def sleeps_through_the_reveal(room: Room, sleeper: Page, others: tuple[Page, ...]) -> None:
    # One guesses, sleeps through the reveal, and wakes up where the room is.
    guess_ladder(sleeper, 9)
    is_in(sleeper)
    sees(room.projector, "5 guesses are in")
    sleeper.close()
    room.press("ArrowRight")
    sees(room.projector, "The room placed")
    for phone in others:
        sees(phone, "Look at the screen.")
    woken = sleeper.context.new_page()
    woken.goto(room.door)
    sees(woken, "You guessed:")
    sees(woken, "9 \N{MULTIPLICATION SIGN} Delight customers.")
    woken.close()


def leaders_among_themselves_with_a_presenter_who_reloads(room: Room) -> None:
    first, _, *others = room.phones
    room.press("ArrowRight")
    for phone in (first, *others):
        choose(phone, "6", "Send my guess")
        is_in(phone)

    room.projector.reload()

    sees(room.projector, "Take any two of the leaders")
    sees(room.projector, "4 guesses are in")
    room.press("ArrowRight")
    sees(room.projector, "shown from 5 phones on; 4 phones answered")
    # Too few: the presenter opens the guessing again, and everybody's guess is still there.
    room.projector.get_by_role("button", name="Reopen").click()
    sees(first, "It is in.")
    late = room.phones[1].context.new_page()
    late.goto(room.door)
    choose(late, "4", "Send my guess")
    is_in(late)
    late.close()
    sees(room.projector, "5 guesses are in")
    room.press("ArrowRight")
    sees(room.projector, "The room guessed 56 of 100")


def a_pillar_with_a_second_presenter(room: Room) -> None:
    room.projector.get_by_role("button", name="Skip").click()
    sees(room.projector, "how many are favourable?")
    second = room.projector.context.new_page()
    second.goto(room.stage)
    sees(second, "how many are favourable?")

    room.press("ArrowRight", second)

    sees(room.projector, "answers are favourable; of staff's")
    # The projector loses its connection, misses a step, and catches up by itself.
    room.projector.context.set_offline(True)
    offsite = room.store.offsites.get(room.offsite.id)
    step = offsite.position.step
    room.store.offsites.move(
        offsite.id, seen=offsite.position, to=msgspec.structs.replace(offsite.position, phase="gap")
    )
    room.projector.wait_for_timeout(1500)
    room.projector.context.set_offline(False)
    sees(room.projector, "ties split evenly")
    sees(second, "ties split evenly")
    assert room.at() == f"{step}.gap"
    room.press("ArrowLeft", second)
    sees(room.projector, "answers are favourable; of staff's")
    second.close()


def the_vote(room: Room) -> None:
    room.projector.get_by_role("button", name="Skip").click()
    sees(room.projector, "If you could choose one challenge")
    everybody = (room.phones[0], room.phones[1].context.new_page(), *room.phones[2:])
    everybody[1].goto(room.door)
    for place, phone in enumerate(everybody):
        choose(phone, str(min(place, 1)), "Vote")
        is_in(phone)
    sees(room.projector, "5 votes are in")
    room.press("PageDown")
    sees(room.projector, "most votes.")  # five phones are too few for counts
    everybody[1].close()
    room.press("PageDown")
    room.press("PageDown")
