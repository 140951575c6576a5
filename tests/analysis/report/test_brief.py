"""What a leader brief is made of: released comments and fitting occasions."""

from pathlib import Path

import msgspec
import pytest

from analysis.report import report_of
from analysis.report.brief import (
    MOST_OCCASIONS,
    brief_of,
    load_occasions,
    released_comments,
    suggested,
)
from survey.errors import QuestionnaireError
from survey.questionnaire import load_questionnaire, questionnaire_paths
from survey.storage import Pick
from tests.analysis.exporters.reports import publication, report


def test_comments_to_choose_from_are_the_released_ones_staff_s_first() -> None:
    every = released_comments(publication("merrowdale_1"))

    released = [text for each in publication("merrowdale_1").comments for text in each.texts]
    assert sorted(every.values()) == sorted(released)
    assert next(iter(every)).group == "staff"


def test_before_any_choice_the_first_comments_stand_under_the_first_heading() -> None:
    brief = brief_of(report("merrowdale_1"), None, ())

    comments = next(
        each
        for each in publication("merrowdale_1").comments
        if each.question == "need_to_hear" and each.group == "staff"
    )
    assert brief.sections["know"].texts == comments.texts[:6]
    assert brief.sections["stories"].texts == brief.sections["voices"].texts == ()
    assert not brief.sections["know"].is_chosen


def test_a_choice_shows_what_was_chosen_in_its_order() -> None:
    places = (5, 2)
    picks = tuple(Pick("need_to_hear", "staff", place) for place in places)

    brief = brief_of(report("merrowdale_1"), {"voices": picks}, ())

    every = released_comments(publication("merrowdale_1"))
    assert brief.sections["voices"].texts == tuple(every[each] for each in picks)
    assert brief.sections["know"].texts == ()
    assert brief.sections["know"].is_chosen


def test_withheld_comments_are_not_there_and_the_reason_is() -> None:
    whole = publication("merrowdale_1")
    none = msgspec.structs.replace(
        whole,
        comments=tuple(
            msgspec.structs.replace(each, texts=(), withheld="fewer than 10 people wrote one")
            for each in whole.comments
        ),
    )

    brief = brief_of(report_of(none), None, ())

    assert brief.sections["know"].withheld == "fewer than 10 people wrote one"


def test_occasions_fit_the_widest_gaps_first() -> None:
    found = suggested(report("merrowdale_1"), load_occasions())

    assert found[0].pillars == ("integrity_transparency",)
    assert [each.pillars for each in found][2] == ("focus",)
    assert len(found) == MOST_OCCASIONS


def test_without_a_gap_occasions_fit_any_round() -> None:
    assert all(not each.pillars for each in suggested(report("no_leaders"), load_occasions()))


def test_every_occasion_is_told_apart_and_names_pillars_there_are() -> None:
    occasions = load_occasions()
    shipped = [load_questionnaire(path) for path in questionnaire_paths()]
    pillars = {pillar.id for each in shipped for pillar in each.pillars}

    assert len({each.id for each in occasions}) == len(occasions)
    assert {pillar for each in occasions for pillar in each.pillars} == pillars


def test_a_file_of_another_shape_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "occasions.yaml"
    path.write_text('occasions:\n  - id: one\n    show_up: "Come."\n    sai: "Hello."\n')

    with pytest.raises(QuestionnaireError, match=r"occasions\.yaml"):
        load_occasions(path)
