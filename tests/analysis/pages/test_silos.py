"""The page between departments: empty, with too little to show, as usual, and with many."""

import msgspec
import pytest

from analysis.charts.silo_matrix import MOST_DEPARTMENTS
from analysis.prompts import silo_prompts
from analysis.publication import Publication
from analysis.report import SiloMatrix, report_of
from analysis.wording import (
    asymmetries_sentence,
    asymmetry_sentence,
    matrix_finding,
    not_compared_lines,
    silos_line,
    worth_a_look,
)
from survey.storage import Role
from tests.analysis.pages.conftest import Reader, words
from tests.analysis.published import publication_of
from tests.analysis.silos import silo_publication

CHART = "vega_lite_chart"
FEW = {"Delivery": 40, "Finance": 3, "Sales": 36, "Legal": 6, "Support": 2}


def matrix_of(publication: Publication) -> SiloMatrix:
    found = report_of(publication).silo_matrix
    assert found is not None
    return found


@pytest.mark.parametrize("role", ["viewer", "organiser"])
def test_viewers_and_organisers_see_who_rates_whom_and_which_pair_is_worth_a_look(
    reader: Reader, role: Role
) -> None:
    publication = silo_publication()
    matrix = matrix_of(publication)
    reader.publish(publication, "spring")
    reader.sign_in(role)

    app = reader.open("silos")
    seen = words(app)

    assert asymmetries_sentence(matrix) in seen
    assert matrix_finding(matrix) in seen
    for pair in worth_a_look(matrix):
        assert asymmetry_sentence(matrix, pair) in seen
    for prompt in silo_prompts():
        assert prompt in seen
    fields, everyone = app.get(CHART)
    assert all("Sales" in each.proto.alt for each in (fields, everyone))
    assert len(app.dataframe[0].value) == len(matrix.asymmetries)


def test_what_cannot_be_compared_is_listed_with_its_reason(reader: Reader) -> None:
    publication = silo_publication(FEW)
    reader.publish(publication, "spring")
    reader.sign_in("viewer")

    seen = words(reader.open("silos"))

    lines = not_compared_lines(matrix_of(publication))
    assert lines
    assert all(each in seen for each in lines)


def test_a_round_that_asked_none_says_what_to_do(reader: Reader) -> None:
    reader.publish(publication_of(), "spring")
    reader.sign_in("viewer")

    app = reader.open("silos")

    assert "has no silo matrix" in words(app)
    assert "Use one that has for the next round" in words(app)
    assert not app.get(CHART)


def test_a_matrix_of_which_nothing_can_be_shown_says_why_and_what_helps(reader: Reader) -> None:
    reader.publish(silo_publication({"A": 4, "B": 2}), "spring")
    reader.sign_in("viewer")

    app = reader.open("silos")

    assert "No rating between departments can be shown" in words(app)
    assert "fewer than 8 answers" in words(app)
    assert not app.get(CHART)
    assert "No rating between departments can be shown" in words(reader.open("overview"))


def test_too_many_departments_for_a_picture_are_read_as_a_list(reader: Reader) -> None:
    many = silo_publication({f"Branch {at:02}": 9 for at in range(MOST_DEPARTMENTS + 1)})
    reader.publish(many, "spring")
    reader.sign_in("viewer")

    app = reader.open("silos")

    assert len(app.get(CHART)) == 1
    every, _ = app.dataframe
    assert len(every.value) == MOST_DEPARTMENTS * (MOST_DEPARTMENTS + 1)


def test_the_overview_says_what_was_found_between_departments_and_links_there(
    reader: Reader,
) -> None:
    publication = silo_publication()
    reader.publish(publication, "spring")
    reader.sign_in("viewer")

    app = reader.open("overview")

    assert silos_line(matrix_of(publication)) in words(app)
    links = [each.proto for each in app.get("page_link")]
    assert any(each.page.endswith("silos") and "spring" in each.query_string for each in links)


def test_a_round_of_nothing_but_a_silo_matrix_has_an_overview_and_a_brief(reader: Reader) -> None:
    whole = silo_publication()
    asked = tuple(each for each in whole.questions if each.kind == "silo")
    ids = {each.id for each in asked}
    only = msgspec.structs.replace(
        whole,
        questions=asked,
        tables=tuple(each for each in whole.tables if each.question in ids),
        coarse=(),
    )
    reader.publish(only, "spring")
    reader.sign_in("viewer")

    overview, brief = reader.open("overview"), reader.open("brief")

    assert matrix_finding(matrix_of(only)) in words(overview)
    assert "Do leaders agree" not in words(overview)
    assert not overview.get(CHART)
    assert "Sales rates working with Delivery lower" in words(brief)


def test_the_name_of_a_department_is_never_markup(reader: Reader) -> None:
    typed = "Sales ![x](http://x) <b>"
    sizes = {"Delivery": 40, typed: 36}
    reader.publish(silo_publication(sizes), "spring")
    reader.sign_in("viewer")

    app = reader.open("silos")

    assert not any("![x](" in each.value for each in (*app.markdown, *app.caption))
    assert typed in words(app)
