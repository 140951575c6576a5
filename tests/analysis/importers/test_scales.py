"""Answers in words, with numbers before them, in several languages; and what is no answer."""

import argparse
from collections.abc import Sequence

import numpy as np
import pytest

from analysis.cli.asked import parse_pillars, split_names
from analysis.importers.columns import Columns
from analysis.importers.rows import apart, tidy
from analysis.importers.scales import categories_of, choices_of
from survey.errors import FileError


def column(*answers: str) -> Columns:
    return Columns(file="a.csv", rows=len(answers), values={"q": np.array(answers, dtype=np.str_)})


@pytest.mark.parametrize(
    ("answers", "categories", "expected"),
    [
        (["Agree", "agree ", "AGREE"], ["No", "Agree"], [2, 2, 2]),
        (["5 - Strongly agree", "1 - No", ""], ["No", "Maybe", "Strongly agree"], [3, 1, 0]),
        (["5 - Strongly agree", "1 (No)", "2"], ["1", "2", "5"], [3, 1, 2]),
        (["Ja", "No", "Nein"], ["No|Nein", "Yes|Ja"], [2, 1, 1]),
        (["\ufeff0 - Not at all", "10 \u2013 All"], ["0", "10"], [1, 2]),
        (["1-2 years", "3-4 years"], ["1-2 years", "3-4 years"], [1, 2]),
    ],
)
def test_an_answer_is_found_by_its_words_or_its_number(
    answers: list[str], categories: list[str], expected: Sequence[int]
) -> None:
    assert choices_of(column(*answers), "q", categories).tolist() == expected


def test_words_that_two_categories_share_tell_neither() -> None:
    with pytest.raises(FileError, match="'Often' is none of the answers"):
        choices_of(column("Often"), "q", ["1 - Often", "2 - Often"])


def test_a_category_named_twice_is_refused() -> None:
    with pytest.raises(FileError, match="--categories has 'agree' twice"):
        choices_of(column("Agree"), "q", ["Agree", "agree"])


def test_numbers_with_words_at_the_ends_are_a_scale() -> None:
    columns = column("0 - Not at all", "3", "10 - Completely")

    assert categories_of(columns, ["q"]) == tuple(map(str, range(11)))


def test_a_code_for_no_answer_is_not_taken_for_a_high_answer() -> None:
    columns = column(*"12345", "99")

    with pytest.raises(FileError, match="1,2,3,4,5,99 have gaps"):
        categories_of(columns, ["q"])
    assert categories_of(columns, ["q"], ["99"]) == tuple("12345")
    assert choices_of(columns, "q", list("12345"), ["99"]).tolist() == [1, 2, 3, 4, 5, 0]


def test_numbers_the_same_distance_apart_are_a_scale() -> None:
    assert categories_of(column("0", "100", "50"), ["q"]) == ("0", "50", "100")


def test_a_long_answer_is_cut_in_a_message() -> None:
    with pytest.raises(FileError) as refused:
        choices_of(column("x" * 5_000), "q", ["1", "2"])

    assert len(str(refused.value)) < 300


def test_names_that_hold_commas_stand_in_quotation_marks() -> None:
    assert split_names('q1,"How, and why?"') == ("q1", "How, and why?")
    assert parse_pillars(['trust="How, and why?", q1']) == {"trust": ("How, and why?", "q1")}
    with pytest.raises(argparse.ArgumentTypeError):
        parse_pillars(["trust="])


def test_headings_are_told_apart_without_taking_another_name() -> None:
    assert apart(["a", "a", "a (2)", "a"]) == ("a", "a (3)", "a (2)", "a (4)")
    assert tidy(" a\n\xa0b ") == "a b"
