"""The printed report: a page a pillar, every sentence and number of the pages, tagged."""

import re
from io import BytesIO
from typing import Any

import pypdf
import pytest

from analysis.charts.answer_bars import answer_bars, answer_bars_alt
from analysis.exporters.item_bars import ItemBars
from analysis.exporters.numbers import sheet_of
from analysis.exporters.pictures import svg
from analysis.report import Distribution, Report
from analysis.wording import (
    agreement_finding,
    finding,
    gap_sentence,
    item_line,
    parts_of_100,
    prediction_lines,
    unmarked,
    verdict_sentence,
    withheld_finding,
)
from tests.analysis.exporters.reports import FORMULA, NAMES, exported, report, typed


def read(of: Report) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(exported(of, "pdf")))


def pages(of: Report) -> list[str]:
    """Each page's words without any space: where lines and words break is the layout's matter."""
    return [squeezed(each.extract_text()) for each in read(of).pages]


def squeezed(words: str) -> str:
    whole = words.replace("\ufb01", "fi").replace("\ufb02", "fl").replace("\ufb00", "ff")
    return re.sub(
        r"[\s\u00ad\u200b-]+", "", whole.replace("\ufb03", "ffi").replace("\ufb04", "ffl")
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_pillar_has_its_page_with_its_items_and_their_numbers(name: str) -> None:
    whole = report(name)
    printed = pages(whole)
    for pillar in whole.pillars:
        title = squeezed(finding(pillar.question, pillar.gap))
        (own,) = [each for each in printed if each.startswith(title)]
        assert squeezed(gap_sentence(pillar.gap)) in own
        assert squeezed(verdict_sentence(pillar.gap, whole.method.groups)) in own
        for item in pillar.items:
            assert squeezed(item.question.title) in own
            assert squeezed(item_line(item)) in own


@pytest.mark.parametrize("name", NAMES)
def test_findings_predictions_withheld_and_method_are_printed(name: str) -> None:
    whole = report(name)
    printed = "".join(pages(whole))

    said = [agreement_finding(whole.compared), withheld_finding(whole), *sheet_of(whole)]
    said += [unmarked(each) for each in prediction_lines(whole.predictions)]
    assert [each for each in said if squeezed(each) not in printed] == []


@pytest.mark.parametrize("name", ["merrowdale_1", "coarse"])
def test_every_bar_s_numbers_are_the_report_s(name: str) -> None:
    """The numbers written into bars, read from the drawings that the page is given."""
    whole = report(name)
    for pillar in whole.pillars:
        bars = ItemBars()
        for item in pillar.items:
            drawing = bars.svg(item)
            written = re.findall(r">(\d+)</text>", drawing)
            shown = [each for each in (item.leaders, item.staff) if isinstance(each, Distribution)]
            parts = [part for each in shown for part in parts_of_100(each.shares) if part >= 8]
            assert written == [str(part) for part in parts]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_drawn_again_is_the_picture_drawn_anew(name: str) -> None:
    bars = ItemBars()
    bars.svg(report("no_leaders").pillars[0].items[0])
    items = [item for pillar in report(name).pillars for item in pillar.items]
    for item in (items or list(report(name).items))[:3]:
        assert bars.svg(item) == svg(answer_bars(item))


def test_it_is_tagged_and_names_its_language_and_title() -> None:
    document = read(report("merrowdale_1"))
    root: Any = document.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert document.metadata is not None
    assert document.metadata.title == "First round, Merrowdale Home Services"


def test_every_picture_has_its_words() -> None:
    whole = report("merrowdale_1")
    document = read(whole)

    told = set(_alternatives(document.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]  # pypdf's objects are not typed

    for pillar in whole.pillars:
        for item in pillar.items:
            assert answer_bars_alt(item) in told


def _alternatives(node: Any) -> list[str]:  # noqa: ANN401 - pypdf's objects are not typed
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [each for child in node for each in _alternatives(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (_alternatives(node["/K"]) if "/K" in node else [])


def test_its_type_is_in_the_file() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in read(report("merrowdale_1")).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # as above
    }

    assert fonts
    assert all("SourceSansPro" in each for each in fonts)


@pytest.mark.parametrize("words", [FORMULA, '#panic("no")', "$ x $ *b* _i_ `c` @ref <label> \\"])
def test_words_that_were_typed_stay_words(words: str) -> None:
    assert squeezed(words) in pages(typed(words))[0]
