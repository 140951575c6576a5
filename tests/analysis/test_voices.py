"""Released comments: themes by shared words, and whose words are whose."""

import msgspec
import pytest

from analysis.publication import Comments, Publication, TableGroup
from analysis.report import NotShown
from analysis.voices import (
    Contrast,
    Theme,
    contrasts_of,
    language_of,
    released,
    themes_of,
    without_theme,
)
from tests.analysis.published import publication_of

STAFF = (
    "Let the technicians decide.",
    "Ask a technician first.",
    "Technician and warehouse do not talk.",
    "The warehouse is never thanked.",
    "Answer the phone.",
)
FEW = "fewer than 10 people wrote one"


def comments(group: TableGroup, texts: tuple[str, ...]) -> Comments:
    withheld = None if texts else FEW
    return Comments(
        question="q",
        title="What?",
        purpose="comment",
        group=group,
        texts=texts,
        withheld=withheld,
    )


def published(leaders: tuple[str, ...], staff: tuple[str, ...]) -> Publication:
    found = (comments("leaders", leaders), comments("staff", staff))
    return msgspec.structs.replace(publication_of(), comments=found)


def test_a_theme_is_a_word_that_three_comments_share_in_any_form() -> None:
    assert themes_of(STAFF) == (Theme(word="technician", comments=STAFF[:3]),)


def test_a_word_said_thrice_by_one_comment_is_no_theme() -> None:
    assert themes_of(["warehouse, warehouse, warehouse", "phone", "van"]) == ()


def test_what_has_no_theme_is_not_lost() -> None:
    assert without_theme(STAFF, themes_of(STAFF)) == STAFF[3:]


def test_words_that_hold_sentences_together_are_no_theme() -> None:
    assert themes_of(["It is the van.", "It is the bill.", "It is the phone."]) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir wissen nicht, was die Leitung will.", "german"),
        ("Nous ne savons pas ce que la direction veut.", "french"),
        ("We do not know what they want.", "english"),
    ],
)
def test_the_language_is_told_by_the_words_all_texts_need(text: str, language: str) -> None:
    assert language_of([text]) == language


def test_withheld_comments_are_not_read() -> None:
    publication = published((), STAFF)

    assert released(publication, "leaders") == ()
    assert contrasts_of(publication) == NotShown(f"leaders, {FEW}")


def test_a_word_that_one_group_keeps_saying_is_its_own() -> None:
    leaders = ("Growth and margin, growth again.", "Growth first.", "More growth, more margin.") * 4
    staff = ("Answer the phone.", "The phone rings and rings.", "Phone and warehouse.") * 4

    found = contrasts_of(published(leaders, staff))

    assert isinstance(found, tuple)
    assert all(isinstance(each, Contrast) for each in found)
    assert (found[0].word, found[0].leaders, found[0].staff) == ("growth", 16, 0)
    assert (found[-1].word, found[-1].leaders, found[-1].staff) == ("phone", 0, 12)
    assert found[0].odds.low > 0 > found[-1].odds.high


def test_the_same_words_make_no_difference() -> None:
    assert contrasts_of(published(STAFF, STAFF)) == ()
