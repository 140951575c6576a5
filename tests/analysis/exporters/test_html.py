"""The HTML file: alone in the world, whole, and the same words as the pages."""

import re
from html.parser import HTMLParser

import msgspec
import pytest

from analysis.exporters import export
from analysis.report import report_of
from analysis.wording import gap_sentence, ladder_headline, method_lines, unmarked
from tests.analysis.published import item_publication, publication_of


class Reading(HTMLParser):
    """What a browser would load, and what a reader would read."""

    def __init__(self, document: bytes) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.labels: list[str] = []
        self._words: list[str] = []
        self.feed(document.decode())
        self.words = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.loads += [
            str(given[name]) for name in ("src", "href", "xlink:href", "data") if name in given
        ]
        if given.get("role") == "img":
            self.labels.append(given.get("aria-label") or "")

    def handle_data(self, data: str) -> None:
        self._words.append(data)


def read(leaders: int = 12) -> Reading:
    return Reading(export(report_of(publication_of(leaders=leaders)), "html"))


def test_it_loads_nothing_and_runs_nothing() -> None:
    document = export(report_of(publication_of()), "html")
    page = Reading(document)

    assert page.loads == []
    assert not {"script", "link", "iframe", "img", "object"} & set(page.tags)
    assert not re.findall(rb"url\((?!#)|@import", document)


def test_it_says_what_the_pages_say() -> None:
    report = report_of(publication_of())
    page = read()

    for pillar in report.pillars:
        assert gap_sentence(pillar.gap) in page.words
        for item in pillar.items:
            assert item.question.title in page.words
    headline = unmarked(ladder_headline(report.ladders[0]))
    assert headline.replace(" ", "") in page.words.replace(" ", "")
    for line in method_lines(report.method):
        assert line in page.words


def test_every_chart_has_its_words_and_its_table() -> None:
    page = read()

    figures = page.tags.count("figure")
    assert figures == page.tags.count("table") == 2 + 1 + 20 + 1
    assert all(page.labels)
    assert page.tags.count("svg") == len(page.labels)


@pytest.mark.parametrize("leaders", [6, 3])
def test_what_is_withheld_is_said_with_its_reason(leaders: int) -> None:
    page = read(leaders)

    reason = "fewer than 8 answers" if leaders == 6 else "fewer than 5 answers"
    assert f"Leaders, 30 questions: {reason}." in page.words
    assert "Not shown: too few leaders answered." in page.words


def test_a_report_without_pillars_stands_too() -> None:
    page = Reading(export(report_of(item_publication()), "html"))

    assert "Of 2 items" in page.words


def test_words_that_were_typed_stay_words() -> None:
    typed = '<script>alert(1)</script> & "quoted" <b>'
    publication = publication_of()
    document = export(
        report_of(
            msgspec.structs.replace(
                publication,
                name=typed,
                questions=tuple(
                    msgspec.structs.replace(each, title=typed) for each in publication.questions
                ),
            )
        ),
        "html",
    )

    page = Reading(document)

    assert "script" not in page.tags
    assert "b" not in page.tags
    assert typed in page.words
