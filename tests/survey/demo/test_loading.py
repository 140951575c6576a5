"""The demo as somebody meets it: loaded once, looked at, answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analysis.publishing import publish_round
from survey.demo import DOCUMENTS, OPEN_ROUND, Demo, load_demo
from survey.errors import RoundStateError
from survey.fieldwork import close, personal_links
from survey.invitations import new_id, token_hash
from survey.questionnaire import fingerprint
from survey.responses import Response
from survey.storage import Store, open_store
from survey.storage.driver import Driver

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PUBLISHED = [
    "demo-merrowdale-2",
    "demo-merrowdale-together",
    "demo-merrowdale-1",
    "demo-fevs2018",
]


@pytest.fixture
def empty(driver: Driver) -> Store:
    """A database without any round, once on each engine."""
    return Store(driver, now=lambda: NOON)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Demo]]:
    """The demo, loaded once for the tests that only look at it."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db", now=lambda: NOON)
    store.migrate()
    yield store, loaded(store)
    store.close()


def loaded(store: Store) -> Demo:
    return load_demo(store, "http://localhost:8501", NOON.date())


def test_it_brings_four_published_rounds_and_an_open_one(empty: Store) -> None:
    demo = loaded(empty)

    rounds = empty.rounds.all()
    assert [(each.id, each.state) for each in rounds] == [
        (OPEN_ROUND, "open"),
        *((name, "published") for name in PUBLISHED),
    ]
    assert demo.message == (
        "Loaded: 4 published rounds, and an open one that 124 of 308 people have answered."
    )
    for each in rounds:
        assert each.fingerprint == fingerprint(each.questionnaire)


def test_the_two_published_rounds_and_the_open_one_are_one_series(
    shown: tuple[Store, Demo],
) -> None:
    store, _ = shown

    series = store.rounds.get(OPEN_ROUND).series
    documents = store.publications.of_series(series)

    assert [name for name, _ in documents] == ["demo-merrowdale-1", "demo-merrowdale-2"]
    assert [document for _, document in documents] == [
        DOCUMENTS[place].read_bytes() for place in (1, 3)
    ]


def test_the_open_round_can_be_answered_by_either_link(empty: Store) -> None:
    demo = loaded(empty)

    found = {}
    for who, link in demo.links.items():
        start, token = link.rsplit("/", 1)
        assert start == "http://localhost:8501/s"
        invitation = empty.invitations.by_token_hash(token_hash(token))
        assert invitation is not None
        assert not invitation.used
        empty.responses.submit(
            invitation.id, Response(id=new_id(), choices={"culture_lasting": 4}, comments={})
        )
        found[who] = invitation.group
    assert found == {"a leader": "leaders", "a member of staff": "staff"}


def test_the_open_round_opened_five_days_ago_and_has_25_to_go(shown: tuple[Store, Demo]) -> None:
    store, _ = shown

    round_ = store.rounds.get(OPEN_ROUND)

    assert round_.opens_on == date(2026, 11, 17)
    assert round_.closes_on == NOON.date() + timedelta(days=25)


def test_part_of_its_people_have_answered_like_anybody(empty: Store) -> None:
    loaded(empty)

    rates = {
        each.group: (each.invited, each.answered)
        for each in empty.invitations.rates(OPEN_ROUND)
        if each.segment is None
    }
    close(empty, OPEN_ROUND, "me")

    assert rates == {"leaders": (22, 10), "staff": (286, 114)}
    assert len(empty.responses.of(OPEN_ROUND)) == 124
    assert len(empty.responses.comments(OPEN_ROUND)) > 20


def test_its_open_round_can_be_closed_and_published_after_the_other_two(empty: Store) -> None:
    loaded(empty)
    close(empty, OPEN_ROUND, "me")

    publication = publish_round(empty, OPEN_ROUND, by="me")

    assert publication.earlier == ("demo-merrowdale-1", "demo-merrowdale-2")
    assert len([each for each in publication.tables if each.withheld is None]) > 100


def test_its_published_rounds_hold_no_answers(shown: tuple[Store, Demo]) -> None:
    store, _ = shown

    for name in PUBLISHED:
        assert store.rounds.get(name).answers_destroyed
        with pytest.raises(RoundStateError, match="destroyed"):
            store.responses.of(name)


def test_loading_twice_says_so_and_changes_nothing(empty: Store) -> None:
    loaded(empty)
    before = empty.rounds.all()
    rates = empty.invitations.rates(OPEN_ROUND)

    again = loaded(empty)

    assert again.message == (
        "The demo is here already; nothing was changed. "
        "For new links to its open round: python -m survey links demo-merrowdale-3"
    )
    assert again.links == {}
    assert empty.rounds.all() == before
    assert empty.invitations.rates(OPEN_ROUND) == rates


def test_an_interrupted_loading_is_completed(empty: Store, tmp_path: Path) -> None:
    loaded(empty)
    halfway = open_store(f"sqlite:///{tmp_path}/halfway.db", now=lambda: NOON)
    halfway.migrate()
    halfway.publications.put_published(empty.rounds.get("demo-fevs2018"), DOCUMENTS[0].read_bytes())
    halfway.rounds.save(replace(empty.rounds.get(OPEN_ROUND), state="draft"))

    demo = loaded(halfway)

    states = {each.id: each.state for each in halfway.rounds.all()}
    assert states == {each.id: each.state for each in empty.rounds.all()}
    assert len(demo.links) == 2
    halfway.close()


def test_links_are_not_in_what_a_log_would_show(shown: tuple[Store, Demo]) -> None:
    store, demo = shown

    assert "/s/" not in repr(demo)
    assert len(personal_links(store, OPEN_ROUND, "http://localhost")) == 308
