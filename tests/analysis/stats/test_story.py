"""Four stories from a verdict and an expectation."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.result import NotEstimable
from analysis.stats.story import SHARE_FOR_A, Story, story
from analysis.stats.verdict import Word

sizes = st.floats(-1, 1)


@pytest.mark.parametrize(
    ("word", "gap", "expected", "told"),
    [
        ("Gap", 0.2, 0.3, "known gap"),
        ("Gap", -0.2, -0.14, "known gap"),
        ("Gap", 0.2, 0.1, "blind spot"),
        ("Gap", 0.2, -0.3, "blind spot"),
        ("Gap", 0.0, 0.3, "blind spot"),
        ("Aligned", 0.0, 0.3, "false alarm"),
        ("Small but real", 0.05, -0.2, "false alarm"),
        ("Aligned", 0.0, 0.0, "shared"),
        ("Small but real", 0.05, 0.05, "shared"),
    ],
)
def test_each_field_has_its_story(word: Word, gap: float, expected: float, told: Story) -> None:
    assert story(word, gap=gap, expected=expected, margin=0.14) == told


@given(st.sampled_from(get_args(Word)), sizes, sizes)
def test_turning_the_scale_round_tells_the_same_story(
    word: Word, gap: float, expected: float
) -> None:
    there = story(word, gap=gap, expected=expected, margin=0.14)

    assert there == story(word, gap=-gap, expected=-expected, margin=0.14)


def test_without_a_verdict_there_is_no_story() -> None:
    assert story("Can't tell", gap=0.3, expected=0.4, margin=0.1) == NotEstimable(
        "these answers cannot tell whether leaders and staff differ"
    )


def test_a_margin_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="margin must be above 0, got 0"):
        story("Gap", gap=0.3, expected=0.4, margin=0)


def test_ten_pairs_of_a_hundred_are_fourteen_favourable_points() -> None:
    assert pytest.approx(0.14) == 0.10 * SHARE_FOR_A
