"""What people type, at its worst, in every file: it stays words, and the file is made."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

import msgspec
import openpyxl
import pypdf
import pytest
from pptx import Presentation

from analysis.exporters import FORMATS, Format, export
from analysis.exporters.brief import brief_to_pdf
from analysis.publication import Publication
from analysis.report import Report, report_of
from analysis.report.brief import brief_of, load_occasions, released_comments
from analysis.series import Series
from tests.analysis.exporters.reports import FORMULA, publication, report, series
from tests.analysis.exporters.test_html import Reading
from tests.analysis.exporters.test_pdf import squeezed
from tests.analysis.silos import silo_publication

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TURNED = "\u202eright to left\u202c and \u2066isolated"
EMOJI = "Thanks \U0001f600 \U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \u2764\ufe0f"
ARABIC = "\u0646\u0631\u064a\u062f \u0623\u0646 \u064a\u0633\u062a\u0645\u0639\u0648\u0627. "
CHINESE = "\u6211\u4eec\u5e0c\u671b\u9886\u5bfc\u66f4\u591a\u5730\u503e\u542c\u3002"
WORDS = {
    "code": f"{FORMULA} {SCRIPT} {TURNED} bell \x07, one\r\ntwo\n\n\ttabbed",
    "scripts": f"{EMOJI} {CHINESE * 20}{ARABIC * 10}",
    "one word": "W" * 5_000,
    "long": "and another thing, " * 260,
}


def one_pillar(whole: Publication) -> Publication:
    """A publication with one pillar left, and the ladder: its files are made four times as fast."""
    kept = [
        each
        for each in whole.questions
        if each.kind == "ladder" or "focus" in {each.id, each.pillar, each.of}
    ]
    ids = {each.id for each in kept}
    return msgspec.structs.replace(
        whole,
        questions=tuple(kept),
        tables=tuple(each for each in whole.tables if each.question in ids),
        products=tuple(each for each in whole.products if each.pillar in ids),
        coarse=(),
    )


def typed(words: str) -> tuple[Report, Series]:
    """The demo's second round and its series, in which everything typed is ``words``."""
    whole = one_pillar(publication("merrowdale_2"))
    said = msgspec.structs.replace(
        whole,
        name=words[:200],
        organisation=words[:200],
        questions=tuple(
            msgspec.structs.replace(each, title=words[:300]) for each in whole.questions
        ),
        tables=tuple(
            msgspec.structs.replace(each, segment={"department": f"{words[:80]} {name}"})
            if each.segment and (name := each.segment.get("department"))
            else each
            for each in whole.tables
        ),
        comments=tuple(
            msgspec.structs.replace(each, title=words[:300], texts=tuple(words for _ in each.texts))
            for each in whole.comments
        ),
    )
    found = report_of(said)
    made = tuple(replace(each, what=words[:500], who=words[:120]) for each in series().commitments)
    rounds = (report("merrowdale_1"), found)
    return found, Series(reports=rounds, commitments=made, today=series().today)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", WORDS)
def test_every_file_is_made_whatever_was_typed(name: str, format_: Format) -> None:
    found, among = typed(WORDS[name])

    document = export(found, format_, series=among)

    READ[format_](document, WORDS[name])


def read_html(document: bytes, words: str) -> None:
    page = Reading(document)
    assert not {"script", "img", "iframe"} & set(page.tags)
    assert page.loads == []
    assert not set("\u202e\u2066") & set(page.words)
    if SCRIPT in words:
        assert SCRIPT in page.words


def read_pptx(document: bytes, words: str) -> None:
    slides = list(Presentation(BytesIO(document)).slides)
    assert all(each.shapes.title.text_frame.text.strip() for each in slides)
    said = "".join(
        shape.text_frame.text for each in slides for shape in each.shapes if shape.has_text_frame
    )
    assert not set("\u202e\u2066") & set(said)
    for each in slides:
        for shape in each.shapes:
            assert shape.top + shape.height <= 7.5 * 914_400


def read_pdf(document: bytes, words: str) -> None:
    printed = "".join(each.extract_text() for each in pypdf.PdfReader(BytesIO(document)).pages)
    for each in (SCRIPT, FORMULA, WORDS["long"].strip()):
        if each in words:
            assert squeezed(each) in squeezed(printed)
    if EMOJI in words:
        assert "[grinning face]" in " ".join(printed.split())


def read_xlsx(document: bytes, words: str) -> None:
    book = openpyxl.load_workbook(BytesIO(document))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]


def read_csv(document: bytes, words: str) -> None:
    rows = list(csv.reader(StringIO(document.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+", "\t"))]


def read_json(document: bytes, words: str) -> None:
    told = json.loads(document)
    texts = [text for each in told["publication"]["comments"] for text in each["texts"]]
    assert texts
    assert all(text == words for text in texts)


READ = {
    "html": read_html,
    "pptx": read_pptx,
    "pdf": read_pdf,
    "xlsx": read_xlsx,
    "csv": read_csv,
    "json": read_json,
}


def read_silos_json(document: bytes, words: str) -> None:
    assert words in json.loads(document)["results"]["silo_matrix"]["rated"]


READ_SILOS = {"json": read_silos_json}
"""Files of a silo matrix are read as others are, but that it has no comments."""


@pytest.mark.parametrize("format_", FORMATS)
def test_departments_that_rate_one_another_stay_words(format_: Format) -> None:
    named = (
        FORMULA,
        SCRIPT,
        TURNED,
        EMOJI,
        CHINESE * 4,
        ARABIC * 4,
        "W" * 120,
        "#panic(1) $x$ *b*",
    )
    sizes = {name: 12 + 2 * at for at, name in enumerate(named)}

    document = export(report_of(silo_publication(sizes)), format_)

    READ_SILOS.get(format_, READ[format_])(document, SCRIPT)


@pytest.mark.parametrize("name", WORDS)
def test_the_brief_has_two_pages_whatever_was_typed(name: str) -> None:
    found, _ = typed(WORDS[name])
    every = list(released_comments(found.publication))
    picks = {"know": every[:6], "stories": every[6:9], "voices": every[9:15]}

    for chosen in (picks, {}, None):
        made = brief_of(found, chosen, load_occasions())  # type: ignore[arg-type]  # headings as plain words
        assert len(pypdf.PdfReader(BytesIO(brief_to_pdf(made))).pages) == 2


def test_words_without_spaces_are_cut_inside_not_away() -> None:
    found, _ = typed(CHINESE * 40)
    every = list(released_comments(found.publication))
    made = brief_of(found, {"stories": every[:3]}, load_occasions())

    printed = pypdf.PdfReader(BytesIO(brief_to_pdf(made))).pages[1].extract_text()

    assert squeezed(printed).count(CHINESE) >= 3 * 20
