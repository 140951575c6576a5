"""The pages of results: empty, as usual, with few leaders, and with too few of them."""

import json

import msgspec
import pytest
from streamlit.testing.v1 import AppTest

from analysis.charts.theme import PALETTES, Mode
from analysis.report import report_of
from analysis.wording import gap_sentence, ladder_headline, overview_sentence
from tests.analysis.pages.conftest import Reader, words
from tests.analysis.published import item_publication, publication_of

CHART = "vega_lite_chart"
PAGES = ("overview", "pillar", "ladder", "prediction", "method")


def charts(app: AppTest) -> list[dict[str, object]]:
    return [json.loads(each.proto.spec) for each in app.get(CHART)]


@pytest.mark.parametrize("page", PAGES)
def test_without_a_published_round_a_page_says_what_to_do(reader: Reader, page: str) -> None:
    reader.sign_in("viewer")

    app = reader.open(page)

    assert "No round is published yet. Results appear here when" in words(app)
    assert not app.selectbox


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_results_without_signing_in(reader: Reader, page: str) -> None:
    reader.publish(publication_of(), "spring")
    reader.sign_in("viewer")
    reader.store.accounts.end_sessions("reader@example.org")

    with pytest.raises(ValueError, match=page):
        reader.open(page)


@pytest.mark.parametrize("leaders", [12, 6, 3], ids=["normal", "coarse", "no leaders"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_whatever_is_withheld(reader: Reader, page: str, leaders: int) -> None:
    reader.publish(publication_of(leaders=leaders), "spring")
    reader.sign_in("viewer")

    app = reader.open(page)

    assert app.title
    assert len(words(app)) > 200


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_are_drawn_for_a_light_and_for_a_dark_page(reader: Reader, theme: Mode) -> None:
    reader.publish(publication_of(), "spring")
    reader.sign_in("viewer")

    for page in ("overview", "pillar", "ladder"):
        drawn = charts(reader.open(page, theme=theme))
        assert drawn
        assert all(PALETTES[theme].ink in json.dumps(each) for each in drawn)


def test_the_overview_answers_in_one_look(reader: Reader) -> None:
    publication = publication_of()
    reader.publish(publication, "spring")
    reader.sign_in("viewer")
    report = report_of(publication)

    seen = words(reader.open("overview"))

    assert overview_sentence(report) in seen
    for question in ("Do leaders agree among themselves?", "Where do leaders and staff differ"):
        assert question in seen
    assert seen.index("Do leaders agree") < seen.index("Where do leaders and staff differ")
    for pillar in report.pillars:
        assert gap_sentence(pillar.gap) in seen


def test_every_chart_has_words_for_those_who_cannot_see_it_and_its_table(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.sign_in("viewer")

    for page in ("overview", "pillar", "ladder"):
        app = reader.open(page)
        drawn = app.get(CHART)
        assert drawn
        assert all(each.proto.alt for each in drawn)
        openers = [each for each in app.expander if each.label.startswith("The same as a table")]
        assert len(app.table) == len(openers) > 0


def test_few_leaders_are_compared_in_rounded_numbers_and_never_counted(reader: Reader) -> None:
    reader.publish(publication_of(leaders=6), "spring")
    reader.sign_in("viewer")

    overview, pillar = words(reader.open("overview")), words(reader.open("pillar"))

    assert "numbers are rounded to 5" in overview
    assert "Not shown: too few leaders answered" in overview
    assert "Leaders: not shown, fewer than 8 answers" in pillar


def test_under_five_leaders_the_page_says_that_no_gap_can_be_shown(reader: Reader) -> None:
    reader.publish(publication_of(leaders=3), "spring")
    reader.sign_in("viewer")

    seen = words(reader.open("overview"))

    assert "No gap between leaders and staff can be shown for this round." in seen
    assert "fewer than 5 answers" in seen


def test_the_ladder_has_its_headline(reader: Reader) -> None:
    publication = publication_of()
    reader.publish(publication, "spring")
    reader.sign_in("viewer")

    app = reader.open("ladder")

    assert ladder_headline(report_of(publication).ladders[0]) in words(app)


def test_a_pillar_is_chosen_and_its_items_shown(reader: Reader) -> None:
    publication = publication_of()
    reader.publish(publication, "spring")
    reader.sign_in("viewer")
    last = report_of(publication).pillars[-1]

    app = reader.open("pillar")
    app.selectbox[1].select(len(report_of(publication).pillars) - 1).run()

    assert not app.exception
    for item in last.items:
        assert item.question.title in words(app)
    assert "Worded the other way round" in words(app)


def test_a_round_without_pillars_or_ladder_says_so(reader: Reader) -> None:
    reader.publish(item_publication(), "spring")
    reader.sign_in("viewer")

    assert "This round has no pillars" in words(reader.open("pillar"))
    assert "has no ladder" in words(reader.open("ladder"))
    assert "Of 2 items" in words(reader.open("overview"))


def test_the_newest_round_comes_first_and_the_address_names_another(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.publish(publication_of(leaders=3), "autumn")
    reader.sign_in("viewer")

    newest, named = reader.open("overview"), reader.open("overview", round_id="spring")

    assert newest.selectbox[0].value == "autumn"
    assert named.selectbox[0].value == "spring"
    assert named.query_params["round"] == "spring"


def test_the_chosen_round_goes_along_to_the_next_page(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.publish(publication_of(leaders=3), "autumn")
    reader.sign_in("viewer")
    app = reader.open("overview")

    app.selectbox[0].select("spring").run()
    app.query_params.clear()  # as a click in the menu does
    app.switch_page("../../analysis/pages/ladder.py").run()

    assert app.selectbox[0].value == "spring"


def test_the_method_sheet_names_what_was_done_and_what_is_withheld(reader: Reader) -> None:
    reader.publish(publication_of(leaders=6), "spring")
    reader.sign_in("viewer")

    seen = words(reader.open("method"))

    assert "ab" * 32 in seen
    assert "Leaders, 30 questions: fewer than 8 answers." in seen
    assert "Leaders: 6 of 15 answered (40 %)." in seen
    assert "numpy 2.4.0" in seen


def test_words_of_a_questionnaire_are_shown_as_they_are(reader: Reader) -> None:
    publication = publication_of()
    typed = "![x](https://example.org/x.png) <b>bold</b> $x$ :smile: #1"
    reader.publish(
        msgspec.structs.replace(
            publication,
            questions=tuple(
                msgspec.structs.replace(each, title=typed) if each.kind == "pillar" else each
                for each in publication.questions
            ),
        ),
        "spring",
    )
    reader.sign_in("viewer")

    app = reader.open("overview")

    assert not any("![x](" in each.value for each in app.markdown)
    assert typed in words(app)
