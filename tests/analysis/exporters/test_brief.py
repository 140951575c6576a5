"""The leader brief on paper: two pages, whatever was chosen, and only released words."""

from io import BytesIO

import msgspec
import pypdf
import pytest

from analysis.exporters.brief import LONGEST, brief_to_pdf
from analysis.report import Report, report_of
from analysis.report.brief import brief_of, load_occasions, released_comments
from analysis.wording.briefs import BRIEF_HEADINGS, brief_lines
from survey.storage import Picks
from tests.analysis.exporters.reports import FORMULA, NAMES, publication, report, typed
from tests.analysis.exporters.test_pdf import squeezed


def pages(of: Report, picks: Picks | None) -> list[str]:
    document = brief_to_pdf(brief_of(of, picks, load_occasions()))
    return [squeezed(each.extract_text()) for each in pypdf.PdfReader(BytesIO(document)).pages]


def full(of: Report) -> Picks:
    every = list(released_comments(of.publication))
    return {"know": every[:6], "stories": every[6:9], "voices": every[9:15]}


@pytest.mark.parametrize("name", NAMES)
def test_it_has_two_pages_and_a_sentence_a_pillar(name: str) -> None:
    printed = pages(report(name), None)

    assert len(printed) == 2
    lines = [squeezed(each) for each in brief_lines(report(name))]
    assert [each for each in lines if each not in printed[0]] == []
    assert all(squeezed(each) in "".join(printed) for each in BRIEF_HEADINGS.values())


def test_what_was_chosen_stands_word_for_word_and_nothing_else_does() -> None:
    whole = report("merrowdale_1")
    every = released_comments(whole.publication)
    picks = full(whole)

    printed = "".join(pages(whole, picks))

    chosen = {each for picked in picks.values() for each in picked}
    assert [
        text for pick, text in every.items() if pick in chosen and squeezed(text) not in printed
    ] == []
    assert [
        text for pick, text in every.items() if pick not in chosen and squeezed(text) in printed
    ] == []


@pytest.mark.parametrize("word", ["long words ", "Wörter und Sätze, ", "ab "])
def test_the_longest_comments_still_make_two_pages(word: str) -> None:
    whole = publication("merrowdale_1")
    long = report_of(
        msgspec.structs.replace(
            whole,
            comments=tuple(
                msgspec.structs.replace(each, texts=tuple(word * 200 for _ in each.texts))
                for each in whole.comments
            ),
        )
    )

    printed = pages(long, full(long))

    assert len(printed) == 2
    assert all(each.count("\u2026") in {6, 9} for each in printed)
    assert len(word * 200) > LONGEST


def test_typed_words_stay_words() -> None:
    whole = typed(f"{FORMULA} #panic() *x*")

    assert squeezed(f"{FORMULA} #panic() *x*") in pages(whole, None)[0]


def test_why_there_are_no_comments_is_said() -> None:
    assert (
        squeezed("No comments are shown: this round asked for none.")
        in pages(report("fevs2018"), None)[0]
    )


def test_an_empty_choice_says_what_to_do() -> None:
    printed = "".join(pages(report("merrowdale_1"), {}))

    assert printed.count(squeezed("An organiser chooses them on the page Leader brief.")) == 3


def test_its_method_sheet_has_fingerprint_answers_margin_corrections_and_versions() -> None:
    whole = report("merrowdale_1")
    printed = pages(whole, None)[1]

    method = whole.method
    said = [method.fingerprint, f"Margin {method.margin:.2f}", "Holm", "Benjamini and Hochberg"]
    said += [f"{name} {number}" for name, number in method.software.items()]
    said += [f"{each.answered} of {each.invited} answered" for each in method.groups]
    said += [f"{each.used[0]}" for each in method.groups if each.used]
    assert [each for each in said if squeezed(each) not in printed] == []
