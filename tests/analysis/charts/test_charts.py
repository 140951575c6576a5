"""What a reader must see on each chart, also when results are withheld."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import msgspec
import pytest
from altair import LayerChart
from pandas import DataFrame

from analysis.charts.answer_bars import answer_bars, answer_bars_alt, answer_bars_table, answer_key
from analysis.charts.ladder_chart import ladder_alt, ladder_chart, ladder_table
from analysis.charts.leaders_agreement import (
    leaders_agreement_alt,
    leaders_agreement_chart,
    leaders_agreement_table,
)
from analysis.charts.pillar_overview import (
    pillar_overview,
    pillar_overview_alt,
    pillar_overview_table,
)
from analysis.charts.theme import Mode
from analysis.exporters.pictures import png, svg
from analysis.publication import Publication
from analysis.report import Gap, Report, report_of
from tests.analysis.published import counts_of, item_publication, publication_of

Drawing = Callable[[Report, Mode], LayerChart]
DRAWINGS: dict[str, Drawing] = {
    "overview": lambda report, mode: pillar_overview(
        report.compared, margin=report.method.margin, mode=mode
    ),
    "agreement": lambda report, mode: leaders_agreement_chart(report.compared, mode),
    "bars": lambda report, mode: answer_bars(report.pillars[0].items[0], mode),
    "key": lambda report, mode: answer_key(report.pillars[0].items[0], mode),
    "ladder": lambda report, mode: ladder_chart(report.ladders[0], mode),
}
ROUNDS: dict[str, Publication] = {
    "normal": publication_of(),
    "coarse": publication_of(leaders=6),
    "no leaders": publication_of(leaders=3),
}


def words(chart: LayerChart) -> list[str]:
    """Every word on the picture, line by line."""
    drawn = ET.fromstring(svg(chart))  # noqa: S314 - we drew it ourselves
    return [
        each.text for each in drawn.iter() if each.text and each.tag.endswith(("text", "tspan"))
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("round_", ROUNDS)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_chart_draws_whatever_is_withheld(drawing: str, round_: str, mode: Mode) -> None:
    chart = DRAWINGS[drawing](report_of(ROUNDS[round_]), mode)

    assert chart.to_dict()["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert words(chart)


def test_a_chart_as_a_picture_is_a_png() -> None:
    assert png(pillar_overview([], margin=0.1)).startswith(b"\x89PNG")


def test_the_overview_says_unit_direction_verdict_and_interval() -> None:
    report = report_of(publication_of())

    seen = words(DRAWINGS["overview"](report, "light"))

    assert "In how many of 100 leader-staff pairs" in seen
    assert "(shaded: too small to matter, 40 to 60)" in seen
    assert "← Staff more" in seen
    assert "favourable →" in seen
    for pillar in report.pillars:
        assert pillar.question.title in seen
        assert isinstance(pillar.gap, Gap)
        assert any(line.startswith(f"{pillar.gap.verdict}: ") for line in seen)


def test_the_overviews_axis_is_the_same_for_every_result() -> None:
    for publication in ROUNDS.values():
        spec = DRAWINGS["overview"](report_of(publication), "light").to_dict()
        domains = [
            layer["encoding"]["x"]["scale"]["domain"]
            for layer in spec["layer"]
            if "scale" in layer["encoding"].get("x", {})
        ]
        assert {tuple(each) for each in domains} == {(0, 100)}


def test_the_overviews_table_says_the_same_as_its_words() -> None:
    report = report_of(publication_of())

    table = pillar_overview_table(report.pillars)

    assert list(table["Verdict"]) == ["Gap", "Gap", "Can't tell", "Can't tell"]
    assert table["Note"].iloc[-1] == "does not survive the correction"
    for pillar, row in zip(report.pillars, table.itertuples(index=False), strict=True):
        sentence = pillar_overview_alt([pillar])
        assert all(str(cell) in sentence for cell in row[:5])


def test_a_gap_without_limits_is_a_dot_without_a_line() -> None:
    publication = publication_of(leaders=6)
    bare = msgspec.structs.replace(
        publication,
        coarse=tuple(
            msgspec.structs.replace(each, low=None, high=None) for each in publication.coarse
        ),
    )
    report = report_of(bare)

    assert "Gap: 95, limits not shown" in words(DRAWINGS["overview"](report, "light"))
    assert set(pillar_overview_table(report.pillars)["From"]) == {""}


def test_what_is_not_shown_has_its_reason_on_the_chart_in_words_and_in_the_table() -> None:
    report = report_of(publication_of(leaders=3))

    assert "Not shown: fewer than 5 answers" in words(DRAWINGS["overview"](report, "light"))
    assert "Not shown: fewer than 5 answers" in pillar_overview_alt(report.pillars)
    assert set(pillar_overview_table(report.pillars)["Note"]) == {"Not shown: fewer than 5 answers"}
    assert "not shown: fewer than 5 answers" in words(DRAWINGS["bars"](report, "light"))
    assert "Leaders not shown: fewer than 5 answers" in words(DRAWINGS["ladder"](report, "light"))
    assert set(leaders_agreement_table(report.pillars).iloc[:, 1]) == {"not shown"}
    assert "not shown, fewer than 5 answers" in leaders_agreement_alt(report.pillars)


def parts(chart: LayerChart) -> DataFrame:
    """The rows behind the bars."""
    datasets = chart.to_dict()["datasets"].values()
    return DataFrame(next(each for each in datasets if "left" in each[0]))


def test_bars_part_at_the_middle_of_the_middle_answer() -> None:
    counts = counts_of(12, 140)
    item = "culture_unwatched"
    counts[item, "leaders"] = (0, 2, 4, 4, 2)
    pillar = next(
        each
        for each in report_of(publication_of(counts=counts)).pillars
        if each.question.id == "culture"
    )
    chosen = next(each for each in pillar.items if each.question.id == item)

    rows = parts(answer_bars(chosen))
    leaders = rows[rows["group"] == "Leaders"]

    assert leaders["left"].tolist() == pytest.approx([-100 / 3, -100 / 3, -50 / 3, 50 / 3, 50])
    assert leaders["right"].iloc[-1] == pytest.approx(200 / 3)
    assert leaders["part"].sum() == 100


def test_a_reversed_items_colours_follow_its_own_answers() -> None:
    items = [each for pillar in report_of(publication_of()).pillars for each in pillar.items]
    turned = next(each for each in items if each.question.reversed)

    seen = words(answer_key(turned))

    assert " ".join(seen[:2]) == "Strongly agree"
    assert answer_bars_table(turned)["Answer"].iloc[0] == "Strongly agree"
    assert "Strongly agree" in answer_bars_alt(turned)


def test_the_ladder_runs_from_the_highest_rung_down_with_its_line() -> None:
    ladder = report_of(publication_of()).ladders[0]

    seen = words(ladder_chart(ladder))

    rungs = [each for each in seen if each in ladder.result.question.short]
    assert rungs == list(ladder.result.question.short)
    assert "↑ above expectations" in seen
    assert ladder_table(ladder)["Rung"].iloc[0] == ladder.result.question.labels[-1]
    assert "Leaders (12 answers): fix it" in ladder_alt(ladder)


def test_agreement_is_drawn_as_said() -> None:
    report = report_of(publication_of())

    seen = words(DRAWINGS["agreement"](report, "light"))
    table = leaders_agreement_table(report.pillars)

    first = table.iloc[0]
    assert f"{first.iloc[0]}: same {first.iloc[1]}, near {first.iloc[2]}" in seen


def test_long_titles_are_cut_on_the_chart_and_whole_in_the_table() -> None:
    report = report_of(item_publication())
    title = report.items[0].question.title

    assert title not in words(DRAWINGS["overview"](report, "light"))
    assert title in set(pillar_overview_table(report.items)["Question"])


def test_nothing_to_show_gives_an_empty_chart() -> None:
    assert pillar_overview_alt([]) == "No pillar to show."
    assert pillar_overview_table([]).empty
