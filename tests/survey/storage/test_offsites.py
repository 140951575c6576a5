"""Offsites on both engines: where the room is, replies of nobody, and two presenters."""

import threading
from pathlib import Path

import pytest

from survey.agenda import DONE, JOIN, Position, after
from survey.errors import OffsiteError, RoundStateError
from survey.storage import Store, open_store
from survey.storage.driver import Driver
from tests.survey.examples import draft
from tests.survey.offsite.room import (
    AGENDA,
    FOCUS,
    LADDER,
    LADDER_GUESS,
    ORGANISER,
    SHARE_GUESS,
    go_to,
    started,
)


def phones_in(driver: Driver) -> list[str]:
    with driver.reading() as session:
        return [row["phone"] for row in session.query("SELECT phone FROM reply")]


def test_a_meeting_starts_before_its_first_step_and_is_found_by_its_code(store: Store) -> None:
    offsite = started(store)

    assert offsite.position == JOIN
    assert store.offsites.get(offsite.id) == offsite
    assert store.offsites.by_code(offsite.code) == offsite
    assert store.offsites.all() == [offsite]
    assert store.offsites.by_code("AAAAAA") is None
    assert store.audit.all(offsite.round_id)[-1].deed == "started an offsite"


def test_only_a_published_round_has_a_meeting(store: Store) -> None:
    with pytest.raises(RoundStateError, match="is draft, not published"):
        store.offsites.start(draft(store).id, AGENDA, by=ORGANISER)


def test_an_unknown_meeting_is_named(store: Store) -> None:
    with pytest.raises(OffsiteError, match="there is no offsite 'nowhere'"):
        store.offsites.get("nowhere")


def test_two_presenters_who_press_the_same_key_go_on_by_one(store: Store) -> None:
    offsite = started(store)
    to = after(offsite)

    assert store.offsites.move(offsite.id, seen=offsite.position, to=to)
    assert not store.offsites.move(offsite.id, seen=offsite.position, to=to)
    assert store.offsites.get(offsite.id).position == Position(LADDER, "guess")


def test_a_phone_has_one_guess_and_may_change_it(store: Store) -> None:
    offsite = started(store)
    go_to(store, offsite.id, LADDER, "guess")

    store.offsites.reply(offsite.id, "phone", LADDER, "guess", (10, 0, 0, 0))
    store.offsites.reply(offsite.id, "phone", LADDER, "guess", LADDER_GUESS)

    assert store.offsites.count(offsite.id, LADDER, "guess") == 1
    assert store.offsites.own(offsite.id, "phone", LADDER) == {"guess": LADDER_GUESS}
    assert store.offsites.own(offsite.id, "another", LADDER) == {}


@pytest.mark.parametrize(
    ("step", "phase", "kind"),
    [
        (LADDER, "reveal", "guess"),
        (LADDER, "gap", "guess"),
        (FOCUS, "guess", "guess"),
        (LADDER, "guess", "stance"),
    ],
)
def test_a_reply_that_comes_too_late_or_too_early_is_refused(
    store: Store, step: str, phase: str, kind: str
) -> None:
    offsite = started(store)
    go_to(store, offsite.id, step, phase)
    given = LADDER_GUESS if kind == "guess" else (1, 0, 0)

    with pytest.raises(OffsiteError) as refused:
        store.offsites.reply(offsite.id, "phone", LADDER, kind, given)  # type: ignore[arg-type]

    assert refused.value.advice == "The room has gone on, so this was not counted."
    assert store.offsites.count(offsite.id, LADDER, "guess") == 0


@pytest.mark.parametrize("given", [(1, 2, 3), (11, 0, 0, -1), (1, 2, 3, 3), (0, 0, 0, 0)])
def test_a_guess_that_does_not_fit_is_refused(store: Store, given: tuple[int, ...]) -> None:
    offsite = started(store)
    go_to(store, offsite.id, LADDER, "guess")

    with pytest.raises(OffsiteError):
        store.offsites.reply(offsite.id, "phone", LADDER, "guess", given)
    assert store.offsites.count(offsite.id, LADDER, "guess") == 0


def test_the_crowd_is_shown_from_the_threshold_on_only(store: Store) -> None:
    offsite = started(store)
    go_to(store, offsite.id, FOCUS, "guess")
    for phone in range(4):
        store.offsites.reply(offsite.id, f"phone {phone}", FOCUS, "guess", SHARE_GUESS)
    assert store.offsites.crowd(offsite.id, FOCUS, "guess", least=5) == 4

    store.offsites.reply(offsite.id, "phone 4", FOCUS, "guess", SHARE_GUESS)

    assert store.offsites.crowd(offsite.id, FOCUS, "guess", least=5) == [SHARE_GUESS] * 5


def test_the_end_forgets_the_phones_and_keeps_the_crowd(store: Store, driver: Driver) -> None:
    offsite = started(store)
    for step, given in ((LADDER, LADDER_GUESS), (FOCUS, SHARE_GUESS)):
        go_to(store, offsite.id, step, "guess")
        for phone in range(5):
            store.offsites.reply(offsite.id, f"phone {phone}", step, "guess", given)

    store.offsites.end(offsite.id, by=ORGANISER)

    kept = phones_in(driver)
    assert len(set(kept)) == len(kept) == 10
    assert not [each for each in kept if each.startswith("phone")]
    assert store.offsites.crowd(offsite.id, LADDER, "guess", least=5) == [LADDER_GUESS] * 5
    ended = store.offsites.get(offsite.id)
    assert (ended.has_ended, ended.position) == (True, DONE)
    assert store.offsites.by_code(offsite.code) is None


def test_an_ended_meeting_takes_nothing_more(store: Store) -> None:
    offsite = started(store)
    store.offsites.end(offsite.id, by=ORGANISER)

    with pytest.raises(OffsiteError, match="has ended"):
        store.offsites.end(offsite.id, by=ORGANISER)
    with pytest.raises(OffsiteError, match="has ended"):
        store.offsites.arrange(offsite.id, AGENDA)
    with pytest.raises(OffsiteError, match="has ended"):
        store.offsites.reply(offsite.id, "phone", LADDER, "guess", LADDER_GUESS)
    assert not store.offsites.move(offsite.id, seen=DONE, to=JOIN)


def test_the_agenda_can_be_rearranged_under_way_but_not_lose_the_current_step(
    store: Store,
) -> None:
    offsite = started(store)
    go_to(store, offsite.id, FOCUS, "guess")

    store.offsites.arrange(offsite.id, AGENDA[::-1])
    with pytest.raises(OffsiteError, match="was left out"):
        store.offsites.arrange(offsite.id, AGENDA[:2])

    now = store.offsites.get(offsite.id)
    assert now.agenda == AGENDA[::-1]
    assert (now.position, now.number) == (Position(FOCUS, "guess"), 2)


def test_sixty_phones_at_once_are_all_kept(store: Store) -> None:
    offsite = started(store)
    go_to(store, offsite.id, LADDER, "guess")

    def guess(phone: int) -> None:
        store.offsites.reply(offsite.id, f"phone {phone}", LADDER, "guess", LADDER_GUESS)

    threads = [threading.Thread(target=guess, args=(phone,)) for phone in range(60)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert store.offsites.count(offsite.id, LADDER, "guess") == 60


def test_the_database_s_file_keeps_no_phone_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "plumbline.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    offsite = started(store)
    go_to(store, offsite.id, LADDER, "guess")
    store.offsites.reply(offsite.id, "0123456789abcdef", LADDER, "guess", LADDER_GUESS)
    files = [path, path.with_name(f"{path.name}-wal")]

    def holding() -> bool:
        return any(b"0123456789abcdef" in each.read_bytes() for each in files if each.exists())

    assert holding()
    store.offsites.end(offsite.id, by=ORGANISER)
    assert not holding()
