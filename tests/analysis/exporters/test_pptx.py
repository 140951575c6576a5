"""The slides: charts that are charts, every number the report's, titles that say the finding."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from analysis.charts.theme import PALETTES
from analysis.exporters.deck_errors import CERTAIN
from analysis.exporters.numbers import sheet_of
from analysis.report import Agreement, Distribution, Gap, Report, SharePrediction
from analysis.wording import (
    finding,
    gap_sentence,
    ladder_headline,
    of_100,
    overview_sentence,
    parts_of_100,
    predictions_finding,
    unmarked,
    withheld_finding,
)
from tests.analysis.exporters.reports import FORMULA, NAMES, exported, report, typed


def slides(of: Report) -> list[Any]:
    return list(Presentation(BytesIO(exported(of, "pptx"))).slides)


def titles(of: Report) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides(of)]


def titled(of: Report, title: str) -> Any:  # noqa: ANN401 - python-pptx has no better name
    return next(each for each in slides(of) if each.shapes.title.text_frame.text == title)


def charts(slide: Any) -> list[Any]:  # noqa: ANN401 - as above
    return [shape for shape in slide.shapes if shape.has_chart]


def words(slide: Any) -> str:  # noqa: ANN401 - as above
    frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    cells = [
        cell.text_frame.text
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    return "\n".join([*frames, *cells])


def points(series: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - as above
    across = series._element.xVal.findall(".//{*}v")
    return zip((float(each.text) for each in across), series.values, strict=True)


def plotted(slide: Any) -> dict[str, tuple[float, ...]]:  # noqa: ANN401 - as above
    chart = charts(slide)[0].chart
    return {each.name: tuple(each.values) for each in chart.plots[0].series}


@pytest.mark.parametrize("name", NAMES)
def test_titles_say_the_findings_the_ladder_and_leaders_first(name: str) -> None:
    whole = report(name)
    found = titles(whole)

    told = [unmarked(ladder_headline(each)).rstrip(".") for each in whole.ladders]
    told += [overview_sentence(whole).rstrip(".")]
    told += [finding(each.question, each.gap) for each in whole.pillars]
    told += [withheld_finding(whole), "How the numbers came about"]
    places = [found.index(each) for each in told]
    assert places == sorted(places)
    if whole.predictions:
        assert predictions_finding(whole.predictions) in found


@pytest.mark.parametrize("name", NAMES)
def test_the_overview_s_dots_and_intervals_are_the_report_s(name: str) -> None:
    whole = report(name)
    shown = [each for each in whole.compared if isinstance(each.gap, Gap)]
    slide = titled(whole, overview_sentence(whole).rstrip("."))
    if not shown:
        assert not charts(slide)
        return

    series = {each.name: list(points(each)) for each in charts(slide)[0].chart.plots[0].series}

    for each in shown:
        assert isinstance(each.gap, Gap)
        ((estimate, row),) = series[each.question.title]
        interval = series[f"{each.question.title}{CERTAIN}"]
        assert estimate == pytest.approx(each.gap.estimate * 100)
        if each.gap.low is None or each.gap.high is None:
            assert interval == [(estimate, row)]
        else:
            assert [x for x, _ in interval] == pytest.approx(
                [each.gap.low * 100, each.gap.high * 100]
            )
        assert {y for _, y in interval} == {row}
        assert f"{of_100(each.gap.estimate)}" in words(slide)
    margin = whole.method.margin * 100
    assert {x for x, _ in series["Margin, below"]} == {50 - margin}
    assert {x for x, _ in series["Margin, above"]} == {50 + margin}
    assert {x for x, _ in series["No gap"]} == {50}


@pytest.mark.parametrize("name", NAMES)
def test_every_item_s_bars_are_the_report_s_parts_of_100(name: str) -> None:
    whole = report(name)
    deck = slides(whole)
    for pillar in whole.pillars:
        title = finding(pillar.question, pillar.gap)
        own = [each for each in deck if each.shapes.title.text_frame.text.startswith(title)]
        columns = [column for slide in own for column in _columns(slide)]
        shown = [
            parts_of_100(group.shares) if isinstance(group, Distribution) else None
            for item in pillar.items
            for group in (item.leaders, item.staff)
        ]
        assert columns == shown


def _columns(slide: Any) -> list[tuple[int, ...] | None]:  # noqa: ANN401 - as above
    """What stands in a stacked chart, a column a bar; bars of a group not shown are empty."""
    chart = charts(slide)[0].chart
    values = [series.values for series in chart.plots[0].series]
    names = list(chart.plots[0].categories)
    found: list[tuple[int, ...] | None] = []
    for at, name in enumerate(names):
        if str(name).strip():
            column = [each[at] for each in values]
            is_empty = all(each is None for each in column)
            found.append(None if is_empty else tuple(round(each) for each in column))
    return found


@pytest.mark.parametrize("name", ["merrowdale_1", "merrowdale_2", "coarse", "no_leaders"])
def test_the_ladder_s_bars_are_the_report_s_highest_rung_first(name: str) -> None:
    whole = report(name)
    ladder = whole.ladders[0]

    found = plotted(titled(whole, unmarked(ladder_headline(ladder)).rstrip(".")))

    groups = {"Leaders": ladder.result.leaders, "Staff": ladder.result.staff}
    assert found == {
        group: tuple(reversed(parts_of_100(shown.shares)))
        for group, shown in groups.items()
        if isinstance(shown, Distribution)
    }


def test_leaders_agreement_and_predictions_are_the_report_s() -> None:
    whole = report("merrowdale_1")
    deck = slides(whole)
    agreement, predictions = deck[2], titled(whole, predictions_finding(whole.predictions))

    results = (whole.ladders[0].result, *whole.compared)
    shown = [each.agreement for each in results if isinstance(each.agreement, Agreement)]
    assert plotted(agreement)["Same answer"] == tuple(of_100(each.same_answer) for each in shown)
    shares = [each for each in whole.predictions if isinstance(each, SharePrediction)]
    assert plotted(predictions) == {
        "Leaders thought": tuple(of_100(each.predicted) for each in shares),
        "Staff answered": tuple(of_100(each.actual) for each in shares),
    }


def test_group_colours_are_those_of_every_chart() -> None:
    whole = report("merrowdale_1")
    chart = charts(slides(whole)[1])[0].chart

    colours = [str(each.format.fill.fore_color.rgb).lower() for each in chart.plots[0].series]
    assert [f"#{each}" for each in colours] == [PALETTES["light"].leaders, PALETTES["light"].staff]


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_behind_a_chart_stand_in_a_sheet_that_can_be_edited(name: str) -> None:
    for slide in slides(report(name)):
        for shape in charts(slide):
            workbook = shape.chart.part.chart_workbook.xlsx_part
            assert workbook is not None
            assert workbook.blob[:2] == b"PK"


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_has_a_title_notes_and_every_chart_its_words(name: str) -> None:
    for slide in slides(report(name)):
        assert slide.shapes.title.text_frame.text
        assert slide.notes_slide.notes_text_frame.text
        for shape in charts(slide):
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_the_notes_have_the_plain_sentences() -> None:
    whole = report("merrowdale_1")

    notes = "\n".join(each.notes_slide.notes_text_frame.text for each in slides(whole))

    for pillar in whole.pillars:
        assert gap_sentence(pillar.gap) in notes
        for item in pillar.items:
            assert gap_sentence(item.gap) in notes


@pytest.mark.parametrize("name", NAMES)
def test_the_method_sheet_is_on_its_slides(name: str) -> None:
    said = "\n".join(words(each) for each in slides(report(name)))

    assert [line for line in sheet_of(report(name)) if line not in said] == []


@pytest.mark.parametrize(("name", "reason"), [("coarse", "8"), ("no_leaders", "5")])
def test_what_is_withheld_is_explained(name: str, reason: str) -> None:
    whole = report(name)

    said = words(titled(whole, withheld_finding(whole)))

    assert f"Fewer than {reason} answers" in said
    assert "so that nobody can be recognised" in said
    assert all(
        f"not shown: fewer than {reason} answers" in words(each)
        for each in slides(whole)
        if each.shapes.title.text_frame.text.startswith("Culture")
    )


def test_nothing_stands_outside_its_slide() -> None:
    for name in NAMES:
        for slide in slides(report(name)):
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert (shape.left + shape.width) / 914_400 <= 13.34
                assert (shape.top + shape.height) / 914_400 <= 7.5


def test_words_that_were_typed_stay_words() -> None:
    for odd in (FORMULA, "<a:t>&amp;</a:t>", "x" * 400, "bell \x07, tab \x0b, \ufffe"):
        assert slides(typed(odd))
