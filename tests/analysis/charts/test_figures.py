"""Every chart of every page: a title with the finding, an axis with unit and direction, words.

And on every mark its interval, or on the chart why there is none.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest

from analysis.charts.figures import (
    Figure,
    agreement_figure,
    item_figure,
    ladder_figure,
    overview_figure,
    prediction_figures,
    segment_figure,
    silo_figures,
    trend_figure,
    words_figure,
)
from analysis.charts.theme import Mode
from analysis.exporters.pictures import svg
from analysis.offsite import Crowd, Picture, scene_of, stances_of, suggested_agenda
from analysis.projector.drawing import wiped_in
from analysis.publication import read_publication
from analysis.report import NotShown, Report, report_of
from analysis.segments import by_segment
from analysis.series import trends_of
from analysis.stats.log_odds import WordOdds
from analysis.voices import Contrast
from survey.agenda import PLACED, Step
from survey.demo import DOCUMENTS
from tests.analysis.published import publication_of
from tests.analysis.silos import silo_publication

REPORTS = [
    report_of(read_publication(each))
    for each in DOCUMENTS
    if each.stem in {"merrowdale_1", "merrowdale_2"}
]
SILOS = report_of(silo_publication())
FEW = report_of(publication_of(leaders=6))
CONTRASTS = (
    Contrast(word="growth", odds=WordOdds(log_odds=2, low=1, high=3, z=4), leaders=9, staff=1),
    Contrast(word="phone", odds=WordOdds(log_odds=-2, low=-3, high=-1, z=-4), leaders=0, staff=9),
)
UNIT = re.compile(r"[Oo]f 100|of \d+|[Ll]og-odds|[Pp]hones|in 100|guess")
DIRECTION = re.compile(
    r"\u2190|\u2192|\u2191|\u2193|ahead|on the left|highest rung|more to the right|solid"
    r"|same answer|Favourable|right of the middle"
)
# Said over the chart: a verb, or a verdict's own word.
FOUND = re.compile(
    r"\b(are|is|say|says|agree|agrees|moved|expect|expected|estimate|judge|ahead|worth a look"
    r"|give|gave|found|guessed|cannot|can\u2019t|votes?|shown|aligned|aims?|matter)\b"
)


def of_pages(report: Report, mode: Mode = "light") -> Iterator[Figure]:
    yield overview_figure(report, mode)
    yield agreement_figure(report, mode)
    yield from (ladder_figure(each, mode) for each in report.ladders)
    yield from (item_figure(each.items[0], mode) for each in report.pillars[:2])
    if report.silo_matrix is not None:
        yield from silo_figures(report.silo_matrix, mode)
    if any(not isinstance(each, NotShown) for each in report.predictions):
        yield from prediction_figures(report, mode)


@pytest.fixture(scope="module")
def figures() -> list[Figure]:
    last = REPORTS[-1]
    more = [segment_figure(each, "light", margin=0.1) for each in by_segment(last, "department")]
    more += [trend_figure(each, "light") for each in trends_of(REPORTS)]
    return [
        *of_pages(last),
        *of_pages(FEW),
        *of_pages(SILOS),
        *more,
        words_figure(CONTRASTS, "light"),
    ]


def crowd(step: Step, phones: int) -> Crowd:
    one = (PLACED, *(0 for _ in step.labels[1:])) if step.kind == "ladder" else None
    one = one or (1, *(0 for _ in range(step.guess_size - 1)))
    return Crowd(replies=[one] * phones, least=5)


@pytest.fixture(scope="module")
def shown() -> list[tuple[str, Picture]]:
    """Every picture of every step's screens, with the title over it."""
    found: list[tuple[str, Picture]] = []
    for report, used in ((REPORTS[-1], None), (FEW, 4)):
        for step in suggested_agenda(report)[:used]:
            for phase in step.phases:
                scene = scene_of(report, step, phase, crowd(step, 9))
                found += [(scene.title, each) for each in (*scene.main, *scene.beside)]
    return found


def written(chart: Any) -> str:  # noqa: ANN401 - a chart of any kind
    drawn = ET.fromstring(svg(chart))  # noqa: S314 - we drew it ourselves
    return "\n".join(
        each.text for each in drawn.iter() if each.text and each.tag.endswith(("text", "tspan"))
    )


def test_every_chart_of_a_page_says_its_finding_its_unit_and_its_direction(
    figures: list[Figure],
) -> None:
    for each in figures:
        words = written(each.chart)
        fields = "Leaders did" in words  # the four fields have names and no axes
        assert FOUND.search(each.title), each.title
        assert UNIT.search(words) or fields, (each.title, words)
        assert DIRECTION.search(words) or fields, (each.title, words)
        assert len(each.alt) > 20
        assert list(each.table.columns)


def test_every_chart_of_the_projector_says_the_same(shown: list[tuple[str, Picture]]) -> None:
    assert len(shown) > 10
    for title, picture in shown:
        words = written(picture.chart)
        assert FOUND.search(title), title
        assert UNIT.search(words) or "All phones" in words, (title, words)
        assert DIRECTION.search(words) or "in each group" in words or "All phones" in words, words
        assert len(picture.alt) > 20


def test_every_mark_has_its_interval_or_the_chart_says_why_not(
    figures: list[Figure], shown: list[tuple[str, Picture]]
) -> None:
    reasons = ("no interval", "Leaders did", "limits not shown")
    for chart in (*(each.chart for each in figures), *(each.chart for _, each in shown)):
        rules = [
            layer
            for layer in chart.to_dict()["layer"]
            if layer["mark"].get("type") == "rule"
            and any("high" in str(layer["encoding"].get(end)) for end in ("x2", "y2"))
        ]
        words = written(chart)
        band = "95 % interval" in words  # the truth that guesses are held against
        assert rules or band or any(each in words for each in reasons), words


def test_rows_of_shares_have_the_reports_limits() -> None:
    ladder = REPORTS[-1].ladders[0]
    rows = next(
        each
        for each in ladder_figure(ladder, "light").chart.to_dict()["datasets"].values()
        if "reach" in each[0]
    )
    for name, shown in (("Leaders", ladder.result.leaders), ("Staff", ladder.result.staff)):
        assert not hasattr(shown, "reason")
        drawn = [(each["low"], each["high"]) for each in rows if each["group"] == name]
        assert drawn == [(100 * each.low, 100 * each.high) for each in shown.limits]
        assert any(low < high for low, high in drawn)


def test_a_group_that_answered_whole_has_no_line_and_the_chart_says_so() -> None:
    whole = report_of(publication_of(leaders=12, invited=(12, 200)))

    words = written(ladder_figure(whole.ladders[0], "light").chart)

    assert "(Leaders: none, everyone answered)" in words


@pytest.mark.parametrize("phones", [5, 7, 8, 20])
def test_what_few_phones_chose_is_rounded_and_what_many_chose_is_counted(phones: int) -> None:
    step = next(each for each in suggested_agenda(REPORTS[-1]) if each.kind == "challenge")
    replies = [tuple(int(at == each % 3) for at in range(3)) for each in range(phones)]
    stances = stances_of(Crowd(replies=replies, least=5))
    votes = scene_of(REPORTS[-1], step, "reveal", crowd(step, phones))
    assert isinstance(stances, Picture)
    said = f"{written(stances.chart)} {stances.alt} {votes.title}"

    assert (f" of {phones}" in said) == (phones >= 8)
    assert ("about" in said and "too few phones for counts" in said) == (phones < 8)


@pytest.mark.parametrize("phones", [5, 7, 8])
def test_guesses_of_few_phones_are_a_mean_and_not_a_crowd(phones: int) -> None:
    step = next(each for each in suggested_agenda(REPORTS[-1]) if each.kind == "pillar")
    scene = scene_of(REPORTS[-1], step, "reveal", crowd(step, phones))
    (beside,) = scene.beside

    assert ("height: phones" in written(beside.chart)) == (phones >= 8)
    assert ("mean guess" in beside.alt) == (phones < 8)


@pytest.mark.parametrize("phones", [5, 7, 8])
def test_few_phones_guess_at_a_ladder_is_drawn_and_said_in_steps_of_five(phones: int) -> None:
    step = next(each for each in suggested_agenda(REPORTS[-1]) if each.kind == "ladder")
    replies = [(4, 3, 2, 1, 0)] * (phones - 1) + [(0, 0, 0, 3, 7)]
    scene = scene_of(REPORTS[-1], step, "reveal", Crowd(replies=replies, least=5))
    (picture,) = scene.main
    room = re.findall(r"Room (?:about )?(\d+) %", written(picture.chart))

    assert ("Room about" in written(picture.chart)) == (phones < 8)
    assert ("placed about" in " ".join(scene.aside)) == (phones < 8)
    assert sum(map(int, room)) == 100
    assert all(int(each) % 5 == 0 for each in room) == (phones < 8)


def domains(figure: Figure) -> set[tuple[str, float, float]]:
    """Both ends of every measured axis."""
    found = set()
    for layer in figure.chart.to_dict()["layer"]:
        for name, each in layer["encoding"].items():
            domain = (each.get("scale") or {}).get("domain") if isinstance(each, dict) else None
            if name == "x" and domain:
                found.add((name, float(domain[0]), float(domain[1])))
    return found


def test_axes_are_the_same_whatever_the_results() -> None:
    first, second = (
        [overview_figure(each, "light"), agreement_figure(each, "light")]
        + [ladder_figure(ladder, "light") for ladder in each.ladders]
        + [*prediction_figures(each, "light")]
        for each in REPORTS
    )

    assert [domains(each) for each in first] == [domains(each) for each in second]
    assert all(domains(each) for each in first)


def test_a_picture_is_wiped_in_once_and_stands_still_where_motion_is_unwelcome() -> None:
    still = svg(overview_figure(REPORTS[0], "light").chart)
    moving = wiped_in(still)

    assert "animation" not in still
    assert "wipe 1.4s ease-out 1 both" in moving
    assert "@media (prefers-reduced-motion: no-preference)" in moving
    assert ET.fromstring(moving).tag.endswith("svg")  # noqa: S314 - we drew it ourselves
