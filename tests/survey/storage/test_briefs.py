"""Leader briefs: an editorial choice among released comments, and among nothing else."""

import json

import pytest

from survey.errors import BriefError, RoundStateError, UnknownRoundError
from survey.storage import Pick, Store
from tests.survey.examples import ORGANISER, opened

DOCUMENT = json.dumps(
    {
        "comments": [
            {"question": "hear", "group": "staff", "texts": [f"Comment {at}" for at in range(9)]},
            {"question": "hear", "group": "leaders", "texts": [], "withheld": "too few"},
        ]
    }
).encode()


@pytest.fixture
def round_id(store: Store) -> str:
    running = opened(store)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    store.publications.save(running.round_id, DOCUMENT)
    return running.round_id


def picks(*places: int) -> tuple[Pick, ...]:
    return tuple(Pick("hear", "staff", place) for place in places)


def test_nothing_is_chosen_at_first(store: Store, round_id: str) -> None:
    assert store.briefs.get(round_id) is None


def test_a_choice_is_kept_in_its_order_and_recorded(store: Store, round_id: str) -> None:
    store.briefs.save(round_id, {"know": picks(3, 1), "stories": picks(8)}, by=ORGANISER)

    kept = store.briefs.get(round_id)
    assert kept == {"know": picks(3, 1), "stories": picks(8), "voices": ()}
    assert store.audit.all(round_id)[-1].deed == "chose comments for the leader brief"


def test_a_new_choice_takes_the_place_of_the_old(store: Store, round_id: str) -> None:
    store.briefs.save(round_id, {"know": picks(3)}, by=ORGANISER)
    store.briefs.save(round_id, {"voices": picks(4)}, by=ORGANISER)

    assert store.briefs.get(round_id) == {"know": (), "stories": (), "voices": picks(4)}


@pytest.mark.parametrize(
    "pick", [Pick("hear", "staff", 9), Pick("hear", "staff", -1), Pick("hear", "leaders", 0)]
)
def test_only_a_released_comment_can_be_chosen(store: Store, round_id: str, pick: Pick) -> None:
    with pytest.raises(BriefError, match="was released"):
        store.briefs.save(round_id, {"know": (*picks(1), pick)}, by=ORGANISER)
    assert store.briefs.get(round_id) is None


def test_a_comment_stands_once(store: Store, round_id: str) -> None:
    with pytest.raises(BriefError, match="was chosen 2 times"):
        store.briefs.save(round_id, {"know": picks(1), "voices": picks(1)}, by=ORGANISER)


def test_there_are_at_most_three_stories(store: Store, round_id: str) -> None:
    with pytest.raises(BriefError, match="4 comments were chosen under 'stories'"):
        store.briefs.save(round_id, {"stories": picks(1, 2, 3, 4)}, by=ORGANISER)


def test_only_a_published_round_has_a_brief(store: Store) -> None:
    running = opened(store)

    with pytest.raises(RoundStateError, match="is open, not published"):
        store.briefs.save(running.round_id, {}, by=ORGANISER)
    with pytest.raises(UnknownRoundError):
        store.briefs.save("nowhere", {}, by=ORGANISER)
