"""Beside a function module staff are said to be those of its function, wherever it is shown."""

from dataclasses import replace

import pytest

from analysis.charts.answer_columns import answer_columns_alt
from analysis.charts.pillar_overview import pillar_overview_alt
from analysis.charts.segment_rows import all_staff, segment_alt
from analysis.exporters import Format, export
from analysis.offsite.agenda import item_step, suggested_agenda
from analysis.offsite.scenes import Crowd, scene_of
from analysis.report import PillarResult, Report, report_of
from analysis.report.model import Gap
from analysis.segments import by_segment
from analysis.wording import (
    brief_caveats,
    direction,
    finding,
    method_lines,
    pillar_lines,
    prediction_lines,
    verdict_sentence,
)
from tests.analysis.modules import module_publication

WHOSE = "staff in Customer service"


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(module_publication())


def pillar(report: Report, key: str = "service") -> PillarResult:
    return next(each for each in report.pillars if each.question.id == key)


def test_a_modules_title_begins_with_its_function(report: Report) -> None:
    titles = {each.question.id: each.question.title for each in report.pillars}

    assert titles["service"] == "Customer service · Owning the problem"
    assert titles["shared"] == "One challenge"


@pytest.mark.parametrize("verdict", ["Gap", "Aligned"])
def test_a_finding_names_whose_staff_it_is_about(report: Report, verdict: str) -> None:
    module, shared = pillar(report), pillar(report, "shared")
    assert isinstance(module.gap, Gap)
    assert isinstance(shared.gap, Gap)

    assert WHOSE in finding(module.question, replace(module.gap, verdict=verdict))
    assert "staff in" not in finding(shared.question, replace(shared.gap, verdict=verdict))


@pytest.mark.parametrize(("estimate", "said"), [(0.7, "than staff in X"), (0.2, "Staff in X are")])
def test_who_stands_above_is_said_of_a_functions_staff(
    report: Report, estimate: float, said: str
) -> None:
    gap = pillar(report).gap
    assert isinstance(gap, Gap)

    assert said in direction(replace(gap, estimate=estimate), staff="staff in X")


def test_a_pillars_sentences_and_an_overviews_say_whom_staff_means(report: Report) -> None:
    module, shared = pillar(report), pillar(report, "shared")
    said = f"Staff here means {WHOSE}: of staff, nobody else was asked."

    groups = report.method.groups_for(module.question)

    assert said in " ".join(pillar_lines(module, groups))
    assert f"than {WHOSE}" in verdict_sentence(module.gap, groups)
    assert brief_caveats(module).startswith(said)
    assert "Staff here" not in brief_caveats(shared)


def test_what_would_settle_it_is_asked_of_the_functions_staff(report: Report) -> None:
    module = pillar(report)
    assert isinstance(module.gap, Gap)
    unsure = replace(module.gap, verdict="Can't tell", uncorrected="Can't tell", settling=None)

    words = verdict_sentence(unsure, report.method.groups_for(module.question))

    assert f"10 of 50 {WHOSE}" in words


def test_the_method_sheet_counts_each_functions_staff_apart(report: Report) -> None:
    lines = method_lines(report.method)

    assert any(each.startswith("Staff: 130 answers used.") for each in lines)
    own = next(each for each in lines if each.startswith("Staff in Customer service: 40 answers"))
    assert f"about the 50 {WHOSE} there are" in own


def test_a_prediction_is_held_against_the_functions_staff(report: Report) -> None:
    (line,) = prediction_lines(report.predictions)

    assert f"of 100 answers of {WHOSE} would be favourable" in line


def test_charts_read_out_whose_staff_answered(report: Report) -> None:
    module = pillar(report)

    assert f"than {WHOSE}" in pillar_overview_alt([module])
    assert "Staff in Customer service (40 answers)" in answer_columns_alt(module.items[0])


@pytest.mark.parametrize("format_", ["csv", "html"])
def test_files_say_whose_staff_answered(report: Report, format_: Format) -> None:
    text = export(report, format_).decode()

    assert "Customer service · Owning the problem" in text
    assert f"Staff here means {WHOSE}" in text


def test_above_its_segments_a_module_stands_with_all_of_its_function(report: Report) -> None:
    parts = {each.question.id: each for each in by_segment(report, "department")}

    assert all_staff(parts["service"]).segment == "All in Customer service"
    assert segment_alt(parts["service"]).startswith("All in Customer service: ")
    assert segment_alt(parts["shared"]).startswith("All staff: ")


def test_an_offsite_asks_about_and_reveals_the_functions_staff(report: Report) -> None:
    module = pillar(report)
    step = next(each for each in suggested_agenda(report) if each.id == "service")
    crowd = Crowd(replies=0, least=5)

    assert WHOSE in step.ask
    assert f"Of 100 {WHOSE}, how many" in item_step(module.items[0]).ask
    assert f"of those of {WHOSE}, " in scene_of(report, step, "reveal", crowd).title
    gap = scene_of(report, step, "gap", crowd)
    assert f"than {WHOSE}" in " ".join(gap.aside)
