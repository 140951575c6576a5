"""The brief's page: viewers read it, an organiser chooses its comments."""

from streamlit.testing.v1 import AppTest

from analysis.report.brief import released_comments
from analysis.wording import overview_sentence
from analysis.wording.briefs import brief_lines
from survey.storage import Pick
from tests.analysis.exporters.reports import publication, report
from tests.analysis.pages.conftest import EMAIL, Reader, words
from tests.analysis.published import publication_of


def saved(app: AppTest) -> AppTest:
    app.button[0].click().run()
    assert not app.exception
    return app


def picks(*places: int) -> tuple[Pick, ...]:
    return tuple(Pick("one_change", "staff", place) for place in places)


def test_without_a_published_round_it_says_what_to_do(reader: Reader) -> None:
    reader.sign_in("viewer")

    assert "No round is published yet" in words(reader.open("brief"))


def test_a_viewer_reads_it_and_chooses_nothing(reader: Reader) -> None:
    reader.publish(publication("merrowdale_1"), "spring")
    reader.sign_in("viewer")

    app = reader.open("brief")

    said = words(app)
    assert overview_sentence(report("merrowdale_1")) in said
    assert all(each in said for each in brief_lines(report("merrowdale_1")))
    assert "The first 6 of 42 released comments; the organiser has not chosen yet." in said
    assert "Where to show up next" in said
    assert not app.multiselect


def test_what_an_organiser_chose_is_what_everybody_reads(reader: Reader) -> None:
    reader.publish(publication("merrowdale_1"), "spring")
    reader.sign_in("organiser")
    app = reader.open("brief", round_id="spring")

    app.multiselect[1].set_value(list(picks(3, 1)))
    said = words(saved(app))

    every = released_comments(publication("merrowdale_1"))
    assert reader.store.briefs.get("spring") == {"know": (), "stories": picks(3, 1), "voices": ()}
    assert all(f"> {every[each]}" in said for each in picks(3, 1))
    assert "The organiser chose none for this round." in said
    assert reader.store.audit.all("spring")[-1].by == EMAIL


def test_a_comment_under_two_headings_is_refused_with_advice(reader: Reader) -> None:
    reader.publish(publication("merrowdale_1"), "spring")
    reader.sign_in("organiser")
    app = reader.open("brief", round_id="spring")

    app.multiselect[1].set_value(list(picks(3)))
    app.multiselect[2].set_value(list(picks(3)))
    said = words(saved(app))

    assert "Put each comment under one heading only." in said
    assert reader.store.briefs.get("spring") is None


def test_a_round_without_comments_says_so_and_offers_no_choice(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.sign_in("organiser")

    app = reader.open("brief")

    assert "No comments are shown: this round asked for none." in words(app)
    assert not app.multiselect
