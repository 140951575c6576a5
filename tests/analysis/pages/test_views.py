"""Pages of predictions, segments, trends, voices and commitments, on the demo's two rounds."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from analysis.publication import Comments, read_publication
from analysis.report import report_of
from analysis.series import change_between
from analysis.stats.change import Change
from analysis.wording import change_words
from survey.commitments import Commitment
from survey.demo import DOCUMENTS
from tests.analysis.pages.conftest import EMAIL, Reader, words
from tests.analysis.published import publication_of

FIRST, SECOND = (
    read_publication(each) for each in DOCUMENTS if each.stem in {"merrowdale_1", "merrowdale_2"}
)
VIEWS = ("prediction", "segments", "trend", "voices", "commitments")
MARKUP = "<b>no</b> *stars* [link](http://x)"


@pytest.fixture
def series(reader: Reader) -> Reader:
    """Two published rounds of one series; the reader may see them."""
    reader.publish(FIRST, "first")
    reader.publish(SECOND, "second")
    reader.sign_in("viewer")
    return reader


def commitment(reader: Reader, **more: object) -> Commitment:
    made = Commitment(
        id="c1",
        round_id="first",
        what=f"Stop two programmes {MARKUP}",
        who="Ben",
        by=date(2026, 4, 1),
        question="focus",
        start=0.81,
        to=0.6,
    )
    return reader.store.commitments.add(replace(made, **more), by=EMAIL)  # type: ignore[arg-type]


@pytest.mark.parametrize("page", VIEWS)
def test_a_view_opens_on_a_series_with_charts_in_words_too(series: Reader, page: str) -> None:
    commitment(series)

    app = series.open(page, round_id="second")

    assert len(words(app)) > 200
    drawn = app.get("vega_lite_chart")
    assert all(each.proto.alt for each in drawn)
    assert bool(drawn) == (page in {"prediction", "segments", "trend"})


@pytest.mark.parametrize("page", VIEWS)
def test_a_view_opens_with_too_few_leaders(reader: Reader, page: str) -> None:
    reader.publish(publication_of(leaders=3), "spring")
    reader.sign_in("viewer")

    assert len(words(reader.open(page))) > 60


def test_the_next_round_opens_with_what_moved_by_its_interval(series: Reader) -> None:
    commitment(series)
    change = change_between(report_of(FIRST), report_of(SECOND), "focus")
    assert isinstance(change, Change)

    for page in ("overview", "commitments"):
        seen = words(series.open(page, round_id="second"))
        assert "What we said, what moved" in seen
        assert change_words(change) in seen
    assert "What we said" not in words(series.open("overview", round_id="first"))


def test_what_is_overdue_is_said_on_the_overview_until_it_is_done(series: Reader) -> None:
    made = commitment(series)

    assert "1 commitment is overdue" in words(series.open("overview", round_id="second"))

    series.store.commitments.change(replace(made, state="done"), by=EMAIL)
    assert "overdue" not in words(series.open("overview", round_id="second"))


def test_what_people_typed_is_never_markdown(series: Reader) -> None:
    commitment(series)

    app = series.open("commitments", round_id="first")

    assert any(MARKUP in each.value for each in app.text)
    assert not any(MARKUP in each.value for each in (*app.markdown, *app.caption))


def test_a_commitment_is_made_on_the_board_with_its_published_number(series: Reader) -> None:
    app = series.open("commitments", round_id="second")

    app.text_area[0].set_value("Say one thing")
    app.text_input[0].set_value("Ines")
    app.date_input[0].set_value(date(2026, 12, 1))
    app.selectbox[-1].select("focus")
    app.number_input[0].set_value(60)
    app.button[0].click().run()

    assert not app.exception
    (made,) = series.store.commitments.all()
    focus = next(each for each in report_of(SECOND).pillars if each.question.id == "focus")
    assert (made.what, made.who, made.by) == ("Say one thing", "Ines", date(2026, 12, 1))
    assert (made.round_id, made.question, made.to) == ("second", "focus", 0.6)
    assert made.start == focus.gap.estimate  # type: ignore[union-attr]
    assert "Saved." in words(app)


def test_a_commitment_without_an_owner_is_not_saved(series: Reader) -> None:
    app = series.open("commitments", round_id="second")

    app.text_area[0].set_value("Say one thing")
    app.button[0].click().run()

    assert "Say who" in words(app)
    assert series.store.commitments.all() == []


def test_done_is_one_click_and_undone_by_another(series: Reader) -> None:
    made = commitment(series, by=date.today() + timedelta(days=9))  # noqa: DTZ011 - a day of any zone
    app = series.open("commitments", round_id="first")

    next(each for each in app.button if each.label == "Done").click().run()
    assert series.store.commitments.all()[0].state == "done"
    next(each for each in app.button if each.label == "Undo").click().run()

    assert series.store.commitments.all() == [made]
    assert "The last change was undone." in words(app)


def test_the_board_shows_only_what_the_filters_let_through(series: Reader) -> None:
    commitment(series)
    commitment(series, id="c2", what="Other deed", who="Ama", state="dropped")

    app = series.open("commitments", round_id="first")
    assert "Other deed" not in words(app)
    app.button_group[0].set_value(["dropped"]).run()

    assert "Other deed" in words(app)
    assert "Stop two programmes" not in words(app)


def test_segments_are_chosen_by_attribute(series: Reader) -> None:
    app = series.open("segments", round_id="second")
    assert "Warehouse" in app.get("vega_lite_chart")[0].proto.alt

    app.button_group[0].set_value("function").run()

    assert not app.exception
    alt = app.get("vega_lite_chart")[0].proto.alt
    assert "Technicians" in alt
    assert "Warehouse" not in alt


def test_comments_are_shown_as_plain_text_with_their_themes(reader: Reader) -> None:
    texts = tuple(f"The warehouse {each} {MARKUP}" for each in ("rocks", "waits", "sleeps"))
    asked = Comments(question="q", title="What?", purpose="comment", group="staff", texts=texts * 4)
    hidden = Comments(
        question="q", title="What?", purpose="comment", group="leaders", withheld="too few wrote"
    )
    reader.publish(msgspec.structs.replace(publication_of(), comments=(asked, hidden)), "spring")
    reader.sign_in("viewer")

    app = reader.open("voices")

    assert any(each.label.startswith("warehouse") for each in app.expander)
    assert sum(each.value in texts for each in app.text) >= len(texts)
    assert not any("rocks" in each.value for each in app.markdown)
    assert "Not shown: leaders, too few wrote." in words(app)


def test_comments_that_are_withheld_are_nowhere_on_the_page(reader: Reader) -> None:
    hidden = Comments(
        question="q", title="What?", purpose="comment", group="staff", withheld="too few wrote"
    )
    reader.publish(msgspec.structs.replace(publication_of(), comments=(hidden,)), "spring")
    reader.sign_in("viewer")

    app = reader.open("voices")

    assert not app.expander
    assert "no comment was written" in words(app)


def test_the_trend_page_has_the_items_of_the_pillar_that_is_chosen(series: Reader) -> None:
    app = series.open("trend", round_id="second")
    before = len(app.get("vega_lite_chart"))
    pillar = report_of(SECOND).pillars[0]

    app.selectbox[-1].select(0).run()

    assert not app.exception
    drawn = app.get("vega_lite_chart")
    assert len(drawn) == before + len(pillar.items)
    assert all(each.proto.alt for each in drawn)
    seen = words(app)
    assert "by chance alone" in seen
    for item in pillar.items:
        assert item.question.title.rstrip(".") in seen


def test_rounds_of_few_leaders_say_once_why_no_move_is_told(reader: Reader) -> None:
    for name in ("first", "second"):
        reader.publish(publication_of(leaders=6), name)
    reader.sign_in("viewer")

    seen = words(reader.open("trend", round_id="second"))

    assert seen.count("too coarse to subtract, so no move is told") == 1
    assert "Where only five to seven leaders answered" in seen
