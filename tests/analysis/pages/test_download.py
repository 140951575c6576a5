"""The downloads page: nothing is made until it is asked for."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.exporters import FORMATS
from tests.analysis.exporters.reports import publication
from tests.analysis.pages.conftest import Reader, words
from tests.analysis.published import publication_of


def buttons(app: AppTest) -> list[str]:
    return [each.proto.label.replace("\\", "") for each in app.get("download_button")]


def test_without_a_published_round_it_says_what_to_do(reader: Reader) -> None:
    reader.sign_in("viewer")

    assert "No round is published yet" in words(reader.open("download"))


def test_every_format_is_offered_and_none_is_made_unasked(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.sign_in("viewer")

    app = reader.open("download")

    assert len(app.radio[0].options) == len(FORMATS)
    assert buttons(app) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_is_made_when_asked_for_and_named_after_the_round(
    reader: Reader, format_: str
) -> None:
    reader.publish(publication("merrowdale_1"), "spring")
    reader.sign_in("viewer")
    app = reader.open("download")

    app.radio[0].set_value(format_).run()
    app.button[0].click().run()

    assert not app.exception
    assert buttons(app) == [f"Download merrowdale-home-services_spring.{format_}"]
    assert "Ready: " in words(app)


def test_a_file_of_another_round_is_never_offered_for_this_one(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.publish(publication_of(leaders=9), "summer")
    reader.sign_in("viewer")
    app = reader.open("download", round_id="spring")
    app.radio[0].set_value("csv").run()
    app.button[0].click().run()
    assert buttons(app) == ["Download northwind-ferries_spring.csv"]

    app.selectbox[0].select("summer").run()

    assert buttons(app) == []


def test_a_file_has_the_series_of_its_round(reader: Reader) -> None:
    reader.publish(publication("merrowdale_1"), "first")
    reader.publish(publication("merrowdale_2"), "second")
    reader.sign_in("viewer")
    app = reader.open("download", round_id="second")

    app.radio[0].set_value("csv").run()
    app.button[0].click().run()

    _, _, content = app.session_state["file"]
    assert "second,trend,estimate,culture" in content.decode("utf-8-sig")
