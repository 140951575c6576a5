"""The organiser's publish page, on answers that were given."""

import pytest

from analysis.publication import from_json
from survey.errors import RoundStateError
from survey.fieldwork import close
from survey.storage import Store
from tests.analysis.pages.conftest import Reader, words
from tests.survey.examples import ORGANISER, opened, response


def a_closed_round(store: Store, *, leaders: int = 9, staff: int = 20) -> str:
    running = opened(store, leaders=leaders, staff=staff)
    for number, invitation in enumerate(running.invitations):
        store.responses.submit(invitation, response(number))
    close(store, running.round_id, ORGANISER)
    return running.round_id


def test_without_a_closed_round_the_page_says_what_to_do(reader: Reader) -> None:
    reader.sign_in("organiser")

    assert "Close a round first" in words(reader.open("publish"))


def test_a_viewer_cannot_reach_it(reader: Reader) -> None:
    reader.sign_in("viewer")

    with pytest.raises(ValueError, match="publish"):
        reader.open("publish")


def test_what_will_be_shown_and_withheld_is_said_before_anything_is_saved(reader: Reader) -> None:
    round_id = a_closed_round(reader.store, leaders=5)
    reader.sign_in("organiser")

    seen = words(reader.open("publish", round_id=round_id))

    assert "What will be shown" in seen
    assert "Staff: answers to" in seen
    assert "What is withheld and why" in seen
    assert "Leaders, " in seen
    assert reader.store.publications.get(round_id) is None


def test_it_is_published_only_after_the_box_is_ticked(reader: Reader) -> None:
    round_id = a_closed_round(reader.store)
    reader.sign_in("organiser")
    app = reader.open("publish", round_id=round_id)

    app.button[0].click().run()
    assert "Tick the box first. Nothing was published." in words(app)
    assert reader.store.publications.get(round_id) is None

    app.checkbox[0].check()
    app.button[0].click().run()

    assert not app.exception
    assert "Published." in words(app)
    document = reader.store.publications.get(round_id)
    assert document is not None
    assert from_json(document).round == round_id
    assert reader.store.rounds.get(round_id).state == "published"


def test_results_stay_when_the_answers_are_destroyed(reader: Reader) -> None:
    round_id = a_closed_round(reader.store)
    reader.sign_in("organiser")
    app = reader.open("publish", round_id=round_id)
    app.checkbox[0].check()
    app.button[0].click().run()
    pages = ("overview", "pillar", "ladder", "method")
    before = [words(reader.open(page, round_id=round_id)) for page in pages]

    reader.store.responses.destroy(round_id, ORGANISER)

    assert [words(reader.open(page, round_id=round_id)) for page in pages] == before
    with pytest.raises(RoundStateError):
        reader.store.responses.of(round_id)
