"""Publications: once and for good; promised on both engines."""

from dataclasses import replace

import pytest

from survey.errors import RoundStateError, UnknownRoundError
from survey.storage import Store
from tests.survey.examples import ORGANISER, draft, opened


def closed(store: Store, name: str) -> str:
    running = opened(store, name=name)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    return running.round_id


def test_publishing_keeps_the_document_and_moves_the_round(store: Store) -> None:
    round_id = closed(store, "Spring")
    assert store.publications.get(round_id) is None

    store.publications.save(round_id, b'{"a": "\xc3\xa9"}', by=ORGANISER)

    assert store.publications.get(round_id) == b'{"a": "\xc3\xa9"}'
    assert store.rounds.get(round_id).state == "published"
    assert store.audit.all(round_id)[-1].deed == "published the round"


def test_a_round_is_published_once(store: Store) -> None:
    round_id = closed(store, "Spring")
    store.publications.save(round_id, b"first")

    with pytest.raises(RoundStateError, match="is published, not closed"):
        store.publications.save(round_id, b"second")
    assert store.publications.get(round_id) == b"first"


def test_only_a_closed_round_is_published(store: Store) -> None:
    running = opened(store)

    with pytest.raises(RoundStateError, match="is open, not closed"):
        store.publications.save(running.round_id, b"early")
    with pytest.raises(UnknownRoundError):
        store.publications.save("nowhere", b"lost")
    assert store.publications.get(running.round_id) is None


def test_a_series_is_told_from_its_first_publication_on(store: Store) -> None:
    spring, summer = closed(store, "Spring"), closed(store, "Summer")
    store.publications.save(summer, b"published first")
    store.publications.save(spring, b"published second")
    series = store.rounds.get(spring).series

    assert store.publications.of_series(series) == [
        (summer, b"published first"),
        (spring, b"published second"),
    ]
    assert store.publications.of_series("Other/four_pillars") == []


def test_a_round_finished_elsewhere_comes_with_its_document_only(store: Store) -> None:
    elsewhere = replace(draft(store), id="elsewhere", organisation="Agencies")
    store.publications.put_published(elsewhere, b"document")

    kept = store.rounds.get("elsewhere")
    assert (kept.state, kept.answers_destroyed) == ("published", True)
    assert store.publications.of_series("Agencies/four_pillars") == [("elsewhere", b"document")]
    with pytest.raises(RoundStateError, match="were destroyed"):
        store.responses.of("elsewhere")


def test_a_round_finished_elsewhere_never_takes_the_place_of_one_here(store: Store) -> None:
    here = draft(store)

    with pytest.raises(RoundStateError, match="there is a round"):
        store.publications.put_published(here, b"document")
    assert store.rounds.get(here.id).state == "draft"


def test_the_publication_outlives_the_answers(store: Store) -> None:
    round_id = closed(store, "Spring")
    store.publications.save(round_id, b"document")
    store.responses.destroy(round_id, ORGANISER)

    assert store.publications.get(round_id) == b"document"
