"""Charts of predictions, trends, segments and words: what a reader must see on each."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from analysis.charts.prediction_fields import (
    FIELDS,
    predicted_shares,
    prediction_fields,
    prediction_fields_alt,
    prediction_table,
)
from analysis.charts.segment_rows import segment_alt, segment_rows, segment_table
from analysis.charts.theme import Mode
from analysis.charts.trend_lines import trend_alt, trend_chart, trend_table
from analysis.charts.word_contrasts import (
    word_contrasts,
    word_contrasts_alt,
    word_contrasts_table,
)
from analysis.publication import Publication, read_publication
from analysis.report import NotShown, Report, SharePrediction, report_of
from analysis.segments import PillarBySegment, attributes_of, by_segment
from analysis.series import Trend, trend_of
from analysis.stats.log_odds import WordOdds
from analysis.voices import Contrast
from analysis.wording import SEGMENTS_NOTE, number_words, of_100, segments_finding, trend_lines
from survey.commitments import Commitment
from survey.demo import DOCUMENTS
from tests.analysis.charts.test_charts import words
from tests.analysis.published import publication_of

MODES: tuple[Mode, ...] = ("light", "dark")


def demo() -> list[Publication]:
    return [
        read_publication(each)
        for each in DOCUMENTS
        if each.stem in {"merrowdale_1", "merrowdale_2"}
    ]


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [report_of(each) for each in demo()]


@pytest.fixture(scope="module")
def focus(reports: list[Report]) -> Trend:
    return trend_of(reports, "focus")


@pytest.fixture(scope="module")
def departments(reports: list[Report]) -> tuple[PillarBySegment, ...]:
    return by_segment(reports[-1], "department")


def commitment(**more: object) -> Commitment:
    given: dict[str, object] = {"what": "Stop two programmes", "state": "open"} | more
    return Commitment(
        id="c",
        round_id="r",
        who="Ben",
        by=date(2026, 4, 1),
        question="focus",
        **given,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("mode", MODES)
def test_each_prediction_stands_by_name_in_its_field(reports: list[Report], mode: Mode) -> None:
    shown = [each for each in reports[0].predictions if not isinstance(each, NotShown)]

    seen = " ".join(words(prediction_fields(shown, mode)))

    for story in FIELDS:
        assert story.capitalize() in seen
    for each in shown:
        first = each.about.title.split()[0]
        assert (first in seen) == (not isinstance(each.story, NotShown))
    assert all(f"{story.capitalize()} (" in prediction_fields_alt(shown) for story in FIELDS)


def test_shares_predicted_have_axis_unit_and_interval(reports: list[Report]) -> None:
    shares = [each for each in reports[0].predictions if isinstance(each, SharePrediction)]
    chart = predicted_shares(shares)

    seen = words(chart)

    assert any(line.startswith("Favourable answers of 100") for line in seen)
    for each in shares:
        low = of_100(each.predicted - each.forecast.bias_high)
        assert any(
            line.startswith(f"thought {of_100(each.predicted)}, staff {of_100(each.actual)} ")
            and f"between {low}" in line
            for line in seen
        )
    assert len(prediction_table(shares)) == len(shares)


@pytest.mark.parametrize("mode", MODES)
def test_a_trend_joins_comparable_rounds_and_marks_commitments(focus: Trend, mode: Mode) -> None:
    seen = words(trend_chart(focus, [commitment()], mode))

    assert {"Nov 2025", "May 2026", "1", "↑ Leaders ahead", "↓ Staff ahead"} <= set(seen)
    assert "In how many of 100 leader-staff pairs" in seen
    alt = trend_alt(focus, [commitment()])
    assert "commitment 1, due 01 Apr 2026, open: Stop two programmes" in alt
    assert "50 is no gap" in alt
    numbers = [number_words(each.gap) for each in focus.points]
    assert list(trend_table(focus)["Leader ahead, of 100"]) == numbers
    assert set(numbers) <= set(seen)


def runs(chart_data: dict[str, object]) -> set[object]:
    datasets = chart_data["datasets"]
    assert isinstance(datasets, dict)
    return {row["run"] for rows in datasets.values() for row in rows if "run" in row}


def test_rounds_that_are_not_comparable_are_not_joined(focus: Trend) -> None:
    first, second = focus.points
    apart = replace(focus, points=(first, replace(second, apart="the wording changed")))

    assert len(runs(trend_chart(focus).to_dict())) == 1
    assert len(runs(trend_chart(apart).to_dict())) == 2
    assert any("is not joined with the round before" in line for line in trend_lines(apart))


def test_a_round_that_is_not_shown_says_so_on_the_line(focus: Trend) -> None:
    first, second = focus.points
    hidden = replace(focus, points=(first, replace(second, gap=NotShown("too few answered"))))

    assert "shown" in words(trend_chart(hidden))
    assert "not shown, too few answered" in trend_alt(hidden)
    assert list(trend_table(hidden)["Leader ahead, of 100"])[-1] == "not shown"


def test_rounds_without_days_stand_at_equal_steps_without_commitments(focus: Trend) -> None:
    points = tuple(replace(each, closed_on=None) for each in focus.points)

    seen = words(trend_chart(replace(focus, points=points), [commitment()]))

    assert "1" not in seen


@pytest.mark.parametrize("mode", MODES)
def test_segments_stand_by_name_and_withheld_ones_say_why(
    departments: tuple[PillarBySegment, ...], mode: Mode
) -> None:
    for found in departments:
        names = [each.segment for each in found.segments]
        assert names == sorted(names)
        seen = words(segment_rows(found, margin=0.1, mode=mode))
        assert "Other: withheld" in seen
        assert "fewer than 8 answers" in seen
        assert "so that a smaller group cannot be worked out" in seen
        assert "Senior team" not in " ".join(seen)
        assert "Other: not shown, fewer than 8 answers." in segment_alt(found)
        assert len(segment_table(found)) == len(names) + 1
    assert "withheld" in segments_finding(departments[0])
    assert "by name" in SEGMENTS_NOTE


def test_every_pillar_has_the_same_segments_in_the_same_order(
    departments: tuple[PillarBySegment, ...],
) -> None:
    assert len({tuple(each.segment for each in found.segments) for found in departments}) == 1


def test_withheld_segments_have_no_number_anywhere(
    departments: tuple[PillarBySegment, ...],
) -> None:
    for found in departments:
        for each in found.segments:
            if isinstance(each.gap, NotShown):
                assert each.answers is None
                assert each.p_worth_a_look is None


def test_too_few_leaders_hide_every_segments_gap() -> None:
    publication = demo()[-1]
    tables = tuple(
        msgspec.structs.replace(each, n=None, counts=None, shares=None, withheld="fewer than 8")
        if each.group == "leaders"
        else each
        for each in publication.tables
    )
    report = report_of(msgspec.structs.replace(publication, tables=tables))

    for found in by_segment(report, "function"):
        assert all(isinstance(each.gap, NotShown) for each in found.segments)
        assert segments_finding(found).endswith("no segment can be shown")


def test_a_round_without_attributes_has_none() -> None:
    assert attributes_of(report_of(publication_of())) == ()


@pytest.mark.parametrize("mode", MODES)
def test_words_say_whose_they_are_how_often_and_how_sure(mode: Mode) -> None:
    contrasts = (
        Contrast(word="growth", odds=WordOdds(log_odds=2, low=1, high=3, z=4), leaders=9, staff=1),
        Contrast(
            word="phone", odds=WordOdds(log_odds=-2, low=-3, high=-1, z=-4), leaders=0, staff=9
        ),
    )

    seen = words(word_contrasts(contrasts, mode))

    assert "growth (leaders 9, staff 1 times)" in seen
    assert {"Leaders\u2019 words →", "← Staff\u2019s words"} <= set(seen)
    assert "odds 7.4 times as high among leaders" in word_contrasts_alt(contrasts)
    assert list(word_contrasts_table(contrasts)["Certain to"]) == ["+1.0 to +3.0", "-3.0 to -1.0"]
