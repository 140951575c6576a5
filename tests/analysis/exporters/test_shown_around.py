"""Slides, pages of print and the HTML page around a round: the report's numbers, read back."""

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import msgspec
import openpyxl
import pypdf
import pytest
from pptx import Presentation
from pptx.util import Emu

from analysis.charts.segment_rows import segment_alt, segment_table
from analysis.charts.trend_lines import trend_alt, trend_table
from analysis.exporters.contents import contents_of
from analysis.exporters.deck_errors import CERTAIN
from analysis.report import Distribution, Gap, NotShown, Report, report_of
from analysis.series import Series
from analysis.wording import (
    brief_caveats,
    caveats,
    due_words,
    moved_sentence,
    moves_finding,
    pillar_finding,
    pillar_lines,
    segment_line,
    segments_finding,
    themes_finding,
    trend_finding,
    trend_lines,
    unmarked,
)
from tests.analysis.exporters.reports import (
    both_wrote,
    exported,
    many_segments,
    publication,
    report,
    series,
)
from tests.analysis.exporters.test_pdf import squeezed
from tests.analysis.exporters.test_pptx import charts, points, titled, words

SECOND = "merrowdale_2"


def slides(of: Report, among: Series | None = None) -> list[Any]:
    return list(Presentation(BytesIO(exported(of, "pptx", among))).slides)


def starting(of: Report, title: str, among: Series | None = None) -> list[Any]:
    return [
        each for each in slides(of, among) if each.shapes.title.text_frame.text.startswith(title)
    ]


def dots(slide: Any) -> dict[str, list[tuple[float, float]]]:  # noqa: ANN401 - python-pptx has no better name
    """Every series of a slide's charts by name."""
    return {
        each.name: list(points(each))
        for shape in charts(slide)
        for each in shape.chart.plots[0].series
    }


def rounded(*numbers: float | None) -> list[object]:
    return [pytest.approx(100 * each) for each in numbers if each is not None]


@pytest.mark.parametrize("attribute", ["department", "function"])
def test_every_segment_s_dot_and_interval_on_a_slide_is_the_report_s(attribute: str) -> None:
    whole = report(SECOND)
    for found in contents_of(whole).segments[attribute]:
        (slide,) = starting(whole, f"By {attribute}: {segments_finding(found)}")
        plotted = dots(slide)
        for each in found.segments:
            if isinstance(each.gap, NotShown):
                assert each.segment not in plotted
                continue
            assert [x for x, _ in plotted[each.segment]] == rounded(each.gap.estimate)
            interval = [x for x, _ in plotted[f"{each.segment}{CERTAIN}"]]
            assert interval == rounded(each.gap.low, each.gap.high)
        assert [
            line for line in map(segment_line, found.segments) if line not in words(slide)
        ] == []


def test_forty_segments_stand_on_two_slides_a_pillar_each_with_its_number_or_reason() -> None:
    whole = many_segments(40)
    for found in contents_of(whole).segments["department"]:
        title = segments_finding(found)
        own = starting(whole, f"By department: {title}")
        assert len(own) == 2
        plotted = {name: at for slide in own for name, at in dots(slide).items()}
        shown = [each for each in found.segments if isinstance(each.gap, Gap)]
        assert len(shown) == 34
        for each in shown:
            assert isinstance(each.gap, Gap)
            assert [x for x, _ in plotted[each.segment]] == rounded(each.gap.estimate)
        said = "\n".join(words(slide) for slide in own)
        hidden = [each for each in found.segments if isinstance(each.gap, NotShown)]
        assert [each for each in hidden if segment_line(each) not in said] == []


def test_where_leaders_are_few_segments_say_why_they_have_no_gap() -> None:
    whole = few_leaders()
    found = contents_of(whole).segments["department"][0]

    (slide,) = starting(whole, f"By department: {segments_finding(found)}")

    assert charts(slide) == []
    assert "leaders, fewer than 8 answers" in words(slide)


def few_leaders() -> Report:
    """The demo's second round, had only six leaders answered."""
    whole = publication(SECOND)
    hidden = tuple(
        msgspec.structs.replace(
            each, n=None, counts=None, shares=None, withheld="fewer than 8 answers"
        )
        if each.group == "leaders"
        else each
        for each in whole.tables
    )
    return report_of(msgspec.structs.replace(whole, tables=hidden))


def test_every_round_of_a_trend_on_a_slide_is_the_report_s() -> None:
    whole, among = report(SECOND), series()
    held = contents_of(whole, among)
    for trend in held.trends:
        (slide,) = starting(whole, trend_finding(trend), among)
        plotted = dots(slide)
        joined = next(at for name, at in plotted.items() if " to " in name)
        shown = [each.gap for each in trend.points if isinstance(each.gap, Gap)]
        assert [y for _, y in joined] == [pytest.approx(100 * gap.estimate) for gap in shown]
        for point in trend.points:
            assert isinstance(point.gap, Gap)
            interval = [y for _, y in plotted[f"{point.name}{CERTAIN}"]]
            assert interval == rounded(point.gap.low, point.gap.high)
        marks = [name for name in plotted if name.startswith("Commitment")]
        assert len(marks) == len(held.aimed_at(trend))
        notes = slide.notes_slide.notes_text_frame.text
        assert [line for line in trend_lines(trend) if line not in notes] == []


def test_only_comparable_rounds_are_joined_on_a_slide() -> None:
    first = publication("merrowdale_1")
    reworded = tuple(
        msgspec.structs.replace(each, text={**each.text, "staff": "Something else."})
        if each.pillar == "focus"
        else each
        for each in first.questions
    )
    before = report_of(msgspec.structs.replace(first, questions=reworded))
    whole = report(SECOND)
    among = Series(reports=(before, whole))

    held = contents_of(whole, among)
    focus = next(each for each in held.trends if each.question.id == "focus")
    (slide,) = starting(whole, trend_finding(focus), among)

    assert focus.points[1].apart is not None
    assert not [name for name in dots(slide) if " to " in name]
    assert "is not joined with the round before" in words(slide)


def test_what_was_said_and_moved_stands_on_slides_paper_and_page() -> None:
    whole, among = report(SECOND), series()
    held = contents_of(whole, among)
    slide = starting(whole, moves_finding(held.moves), among)[0]
    printed = squeezed("".join(each.extract_text() for each in reader(whole, among).pages))
    page = Tables(exported(whole, "html", among))

    for each in held.moves:
        assert moved_sentence(each) in words(slide)
        assert squeezed(moved_sentence(each)) in printed
        assert moved_sentence(each) in page.words
    for made in held.commitments:
        line = due_words(made, among.today)
        assert squeezed(made.what) in printed
        assert squeezed(line) in printed
        assert line in page.words


def reader(of: Report, among: Series | None = None) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(exported(of, "pdf", among)))


def alternatives(node: Any) -> Iterator[str]:  # noqa: ANN401 - pypdf's objects are not typed
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from alternatives(child)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        if "/K" in node:
            yield from alternatives(node["/K"])


def test_paper_has_every_segment_and_trend_as_a_picture_with_all_its_numbers_in_words() -> None:
    whole, among = report(SECOND), series()
    held = contents_of(whole, among)
    document = reader(whole, among)
    root: Any = document.trailer["/Root"]
    told = set(alternatives(root["/StructTreeRoot"]))
    printed = squeezed("".join(each.extract_text() for each in document.pages))

    for found in held.segments.values():
        for part in found:
            assert segment_alt(part) in told
            assert squeezed(segments_finding(part)) in printed
            for each in part.segments:
                if isinstance(each.gap, Gap):
                    assert squeezed(segment_line(each)) in printed
    for trend in held.trends:
        assert trend_alt(trend, held.aimed_at(trend)) in told
        assert squeezed(trend_finding(trend)) in printed
        assert [each for each in trend_lines(trend) if squeezed(each) not in printed] == []


class Tables(HTMLParser):
    """Every table's cells, and all words."""

    def __init__(self, document: bytes) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._words: list[str] = []
        self._is_cell = False
        self.feed(document.decode())
        self.words = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self._is_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._is_cell = False

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._is_cell:
            self.tables[-1][-1][-1] += data


def test_the_page_s_tables_of_segments_and_trends_are_the_report_s() -> None:
    whole, among = report(SECOND), series()
    held = contents_of(whole, among)
    page = Tables(exported(whole, "html", among))

    frames = [segment_table(part) for found in held.segments.values() for part in found]
    frames += [trend_table(each) for each in held.trends]
    for frame in frames:
        rows = [list(map(str, row)) for row in frame.itertuples(index=False)]
        assert [list(frame.columns), *rows] in page.tables


def test_what_to_bear_in_mind_is_on_slides_paper_and_page() -> None:
    whole = report(SECOND)
    deck = slides(whole)
    notes = "\n".join(each.notes_slide.notes_text_frame.text for each in deck)
    printed = squeezed("".join(each.extract_text() for each in reader(whole).pages))
    page = Tables(exported(whole, "html")).words

    said = [line for each in whole.pillars for line in pillar_lines(each, whole.method.groups)]
    said += [unmarked(brief_caveats(each)) for each in whole.compared]
    said += [caveats(item.gap) for each in whole.pillars for item in each.items]
    said += [caveats(each.result.gap) for each in whole.ladders]
    told = [each for each in said if each]
    assert len(told) > 20
    assert [each for each in told if each not in notes] == []
    assert [each for each in told if squeezed(each) not in printed] == []
    assert [each for each in told if each not in page] == []


def test_a_pillar_whose_items_do_not_hang_together_is_not_headed_with_its_score() -> None:
    whole = publication(SECOND)
    loose = tuple(
        msgspec.structs.replace(
            each,
            cross=tuple(
                tuple(
                    number if at == to else (each.sums[at] * each.sums[to]) // (each.n or 1)
                    for to, number in enumerate(line)
                )
                for at, line in enumerate(each.cross)
            ),
        )
        for each in whole.products
    )
    found = report_of(msgspec.structs.replace(whole, products=loose))

    assert not any(each.hangs_together for each in found.pillars)
    for pillar in found.pillars:
        title = pillar_finding(pillar)
        assert "read its items, not the pillar" in title
        assert "do not hang together" in words(titled(found, title))


def test_words_that_differ_are_on_slides_with_their_intervals() -> None:
    whole = both_wrote()
    voices = contents_of(whole).voices
    assert voices is not None
    assert not isinstance(voices.contrasts, NotShown)
    plotted: dict[str, list[tuple[float, float]]] = {}
    for slide in starting(whole, "More than the other group"):
        plotted |= dots(slide)

    for each in voices.contrasts:
        ends = [max(-5.0, each.odds.low), min(5.0, each.odds.high)]
        assert [x for x, _ in plotted[f"{each.word}{CERTAIN}"]] == pytest.approx(ends)
    for group in voices.groups:
        assert starting(whole, themes_finding(group))
    printed = squeezed("".join(each.extract_text() for each in reader(whole).pages))
    page = Tables(exported(whole, "html")).words
    for comments in whole.publication.comments:
        assert [text for text in comments.texts if squeezed(text) not in printed] == []
        assert [text for text in comments.texts if text.strip() not in page] == []


def error_bars(series_: Any) -> tuple[list[float | None], list[float | None]]:  # noqa: ANN401 - as above
    """How far an error bar reaches below and above each bar's end."""
    found = []
    for way in ("minus", "plus"):
        (cache,) = series_._element.findall(f".//{{*}}errBars/{{*}}{way}//{{*}}numCache")
        count = int(cache.find("{*}ptCount").get("val"))
        given = {
            int(each.get("idx")): float(each.find("{*}v").text) for each in cache.findall("{*}pt")
        }
        found.append([given.get(at) for at in range(count)])
    return found[0], found[1]


def test_the_ladder_s_bars_have_the_report_s_intervals_in_chart_and_sheet() -> None:
    whole = report(SECOND)
    ladder = whole.ladders[0].result
    chart = charts(slides(whole)[1])[0].chart
    sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)

    for each, shown in zip(chart.plots[0].series, (ladder.leaders, ladder.staff), strict=True):
        assert isinstance(shown, Distribution)
        below, above = error_bars(each)
        ends = list(each.values)
        limits = [(100 * limit.low, 100 * limit.high) for limit in reversed(shown.limits)]
        for end, less, more, (low, high) in zip(ends, below, above, limits, strict=True):
            assert less == pytest.approx(max(end - low, 0), abs=1e-5)
            assert more == pytest.approx(max(high - end, 0), abs=1e-5)
        column = head.index(f"{each.name}{CERTAIN}: below")
        assert [row[column] for row in rows] == below


def test_every_edge_between_two_answers_has_the_report_s_interval() -> None:
    whole = report(SECOND)
    pillar = whole.pillars[0]
    chart = charts(titled(whole, pillar_finding(pillar)))[0].chart
    series_ = list(chart.plots[0].series)
    groups = [shown for item in pillar.items for shown in (item.leaders, item.staff)]
    places = [at for at, name in enumerate(chart.plots[0].categories) if str(name).strip()]

    ends = [0.0] * len(list(chart.plots[0].categories))
    for at, each in enumerate(series_[:-1]):
        ends = [end + (value or 0.0) for end, value in zip(ends, each.values, strict=True)]
        below, above = error_bars(each)
        for place, shown in zip(places, groups, strict=True):
            assert isinstance(shown, Distribution)
            low, high = 100 - 100 * shown.above[at + 1].high, 100 - 100 * shown.above[at + 1].low
            assert below[place] == pytest.approx(max(ends[place] - low, 0), abs=1e-5)
            assert above[place] == pytest.approx(max(high - ends[place], 0), abs=1e-5)
    assert series_[-1]._element.find(".//{*}errBars") is None


@pytest.mark.parametrize(
    "of", [many_segments(40), both_wrote(), report(SECOND)], ids=["forty", "both wrote", "demo"]
)
def test_nothing_stands_outside_its_slide(of: Report) -> None:
    for slide in slides(of):
        for shape in slide.shapes:
            assert min(shape.left, shape.top) >= 0
            assert Emu(shape.left + shape.width).inches <= 13.34
            assert Emu(shape.top + shape.height).inches <= 7.5
