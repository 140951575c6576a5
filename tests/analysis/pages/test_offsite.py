"""The offsite's pages: who may start, arrange, present and end; what each screen says."""

import pytest
from streamlit.testing.v1 import AppTest

from survey.agenda import DONE, JOIN, Offsite, Position, positions
from tests.analysis.pages.conftest import Reader, words
from tests.analysis.published import publication_of


@pytest.fixture
def organiser(reader: Reader) -> Reader:
    reader.publish(publication_of(), "spring")
    reader.sign_in("organiser")
    return reader


@pytest.fixture
def offsite(organiser: Reader) -> Offsite:
    organiser.open("offsite").button[0].click().run()
    return organiser.store.offsites.all()[0]


def projector(reader: Reader, offsite: Offsite) -> AppTest:
    app = reader.open("present")
    app.query_params["offsite"] = offsite.id
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    button = next(each for each in app.button if each.label == label)
    button.click().run()
    assert not app.exception
    return app


def test_an_organiser_starts_a_meeting_with_the_suggested_agenda(
    organiser: Reader, offsite: Offsite
) -> None:
    assert offsite.position == JOIN
    assert [each.kind for each in offsite.agenda][:3] == ["ladder", "agreement", "pillar"]
    assert offsite.code in words(organiser.open("offsite"))


def test_a_viewer_cannot_start_arrange_or_end_but_sees_the_code(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.sign_in("viewer")

    before = reader.open("offsite")

    assert "An organiser starts one here." in words(before)
    assert not before.button


def test_a_step_is_left_out_moved_and_added_and_the_vote_is_worded(
    organiser: Reader, offsite: Offsite
) -> None:
    app = organiser.open("offsite")
    first, second = offsite.agenda[0].id, offsite.agenda[1].id

    app.button(key=f"down_{first}").click().run()
    app.checkbox(key=f"use_{first}").uncheck().run()
    app.text_area[0].set_value("Fewer targets\nTalk openly")
    press(app, "Keep these challenges")
    app.selectbox[1].select_index(0)
    press(app, "Add")

    now = organiser.store.offsites.get(offsite.id)
    assert [each.id for each in now.agenda[:2]] == [second, first]
    assert now.agenda[1].left_out
    assert len(now.agenda) == len(offsite.agenda) + 1
    vote = next(each for each in now.agenda if each.kind == "challenge")
    assert vote.labels == ("Fewer targets", "Talk openly")


def test_a_vote_on_nothing_is_refused_and_says_why(organiser: Reader, offsite: Offsite) -> None:
    app = organiser.open("offsite")
    app.text_area[0].set_value("Only one")
    press(app, "Keep these challenges")

    assert "Give the vote between 2 and 11 challenges" in words(app)
    assert organiser.store.offsites.get(offsite.id).agenda == offsite.agenda


def test_ending_takes_a_tick(organiser: Reader, offsite: Offsite) -> None:
    app = press(organiser.open("offsite"), "End the meeting")
    assert not organiser.store.offsites.get(offsite.id).has_ended

    ticks = [each for each in app.checkbox if "phones are forgotten" in each.label]
    ticks[0].check()
    press(app, "End the meeting")

    assert organiser.store.offsites.get(offsite.id).has_ended
    assert "This meeting has ended." in words(projector(organiser, offsite))


def test_the_projector_goes_through_the_whole_agenda_and_back(
    organiser: Reader, offsite: Offsite
) -> None:
    app = projector(organiser, offsite)
    assert offsite.code in words(app)

    for expected in positions(offsite)[1:]:
        press(app, "Next")
        assert organiser.store.offsites.get(offsite.id).position == expected
    assert "Thank you" in words(app)
    press(app, "Back")
    assert organiser.store.offsites.get(offsite.id).position == positions(offsite)[-2]


def test_the_presenter_skips_and_opens_the_guessing_again(
    organiser: Reader, offsite: Offsite
) -> None:
    app = press(projector(organiser, offsite), "Next")
    ladder, agreement = offsite.agenda[0].id, offsite.agenda[1].id

    press(press(app, "Next"), "Reopen")
    assert organiser.store.offsites.get(offsite.id).position == Position(ladder, "guess")
    press(app, "Skip")
    assert organiser.store.offsites.get(offsite.id).position == Position(agreement, "guess")


def test_a_second_presenter_sees_the_same_and_a_stale_click_changes_nothing(
    organiser: Reader, offsite: Offsite
) -> None:
    first, second = projector(organiser, offsite), projector(organiser, offsite)

    press(first, "Next")
    press(second, "Next")  # it was drawn before the first one went on

    assert organiser.store.offsites.get(offsite.id).position.phase == "guess"
    assert offsite.agenda[0].title in words(second)


def test_the_count_is_shown_and_the_crowd_only_from_five_phones_on(
    organiser: Reader, offsite: Offsite
) -> None:
    app = press(projector(organiser, offsite), "Next")
    ladder = offsite.agenda[0]
    guess = (10, *(0 for _ in ladder.labels[1:]))
    for phone in range(4):
        organiser.store.offsites.reply(offsite.id, f"phone {phone}", ladder.id, "guess", guess)
    assert "4 guesses are in" in words(app.run())
    assert "shown from 5 phones on; 4 phones answered" in words(press(app, "Next"))

    press(app, "Back")
    organiser.store.offsites.reply(offsite.id, "phone 4", ladder.id, "guess", guess)

    assert "The room placed" in words(press(app, "Next"))


def test_the_end_of_the_agenda_keeps_the_meeting_open(organiser: Reader, offsite: Offsite) -> None:
    organiser.store.offsites.move(offsite.id, seen=JOIN, to=DONE)

    assert "That was the last question." in words(projector(organiser, offsite))
    assert organiser.store.offsites.by_code(offsite.code) is not None


def test_what_somebody_will_do_is_committed_to_on_the_spot_and_stays_on_the_screen(
    organiser: Reader, offsite: Offsite
) -> None:
    pillar = next(each for each in offsite.agenda if each.kind == "pillar")
    organiser.store.offsites.move(offsite.id, seen=JOIN, to=Position(pillar.id, "commit"))
    app = projector(organiser, offsite)

    app.text_area[0].set_value("Name the three things we stop doing")
    app.text_input[0].set_value("Dana")
    press(app, "Save")

    (kept,) = organiser.store.commitments.of([offsite.round_id])
    assert (kept.who, kept.question) == ("Dana", pillar.id)
    assert kept.start is not None
    assert "Name the three things we stop doing" in words(app)
    assert (app.text_area[0].value, app.text_input[0].value) == ("", "")
