"""Sentences on predictions, on what moved, and on segments: numbers as published, no more."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.publication import read_publication
from analysis.report import NotShown, Prediction, Report, SharePrediction, report_of
from analysis.series import Moved, gaps, moves_of, trend_of, trends_of
from analysis.stats.change import Change
from analysis.stats.story import Story
from analysis.wording import (
    STORIES,
    change_words,
    moved_sentence,
    step_sentence,
    stories_sentence,
    story_sentence,
    trend_lines,
    trends_finding,
)
from survey.commitments import Commitment
from survey.demo import DOCUMENTS


@pytest.fixture(scope="module")
def rounds() -> list[Report]:
    documents = [each for each in DOCUMENTS if each.stem in {"merrowdale_1", "merrowdale_2"}]
    return [report_of(read_publication(each)) for each in documents]


@pytest.fixture(scope="module")
def predictions(rounds: list[Report]) -> list[Prediction]:
    return [each for each in rounds[-1].predictions if not isinstance(each, NotShown)]


def moved(rounds: list[Report], change: Change, *, to: float | None) -> Moved:
    commitment = Commitment(
        id="c",
        round_id="r1",
        what="Do it",
        who="Ines",
        by=date(2026, 4, 1),
        question="focus",
        start=0.81,
        to=to,
    )
    (found,) = moves_of([commitment], {"r1": rounds[0]}, rounds[1])
    return replace(found, change=change)


def change(estimate: float, reach: float = 0.02) -> Change:
    return Change(estimate=estimate, low=estimate - reach, high=estimate + reach, confidence=0.95)


@pytest.mark.parametrize("story", STORIES)
def test_each_story_is_said_in_its_own_words(predictions: list[Prediction], story: Story) -> None:
    told = replace(predictions[0], story=story)

    assert story_sentence(told).startswith(f"{story.capitalize()}: {STORIES[story]}")
    assert stories_sentence([told]) == f"Of 1 prediction: {story} 1."


def test_what_tells_no_story_says_why(predictions: list[Prediction]) -> None:
    told = replace(predictions[0], story=NotShown("nobody can tell"))

    assert story_sentence(told).startswith("Neither known nor unknown: nobody can tell.")
    assert "can be called known or unknown" in stories_sentence([told])


def test_a_prediction_says_its_limits_and_whether_it_beats_a_guess(
    predictions: list[Prediction],
) -> None:
    focus = next(each for each in predictions if each.about.id == "focus")
    assert isinstance(focus, SharePrediction)

    sentence = story_sentence(focus)

    assert "leaders\u2019 own answers 71 in 100 are favourable" in sentence
    assert "they thought 57 of staff\u2019s are" in sentence
    assert "between +16 and +28 in 100" in sentence
    assert "better than guessing their own answers" in sentence


def test_a_change_is_never_said_without_its_limits() -> None:
    assert change_words(change(-0.12, 0.1)) == "\u221212 (between \u221222 and \u22122)"
    assert step_sentence(change(0.0), name="Last step") == (
        "Last step: no move shown, 0 (between \u22122 and +2) in 100 pairs."
    )
    assert step_sentence(NotShown("the wording changed"), name="Last step") == (
        "Last step: not compared, the wording changed."
    )


@pytest.mark.parametrize(
    ("by", "to", "words"),
    [
        (-0.2, 0.9, "not the way that was meant"),
        (-0.2, 0.5, "the way that was meant, not all the way"),
        (-0.2, 0.79, "the way that was meant, and all the way"),
        (0.01, 0.5, "cannot tell whether it moved"),
        (-0.2, None, "It moved."),
    ],
)
def test_a_commitment_hears_whether_its_number_moved_as_meant(
    rounds: list[Report], by: float, to: float | None, words: str
) -> None:
    sentence = moved_sentence(moved(rounds, change(by), to=to))

    assert words in sentence
    assert change_words(change(by)) in sentence
    assert ("It was to reach" in sentence) == (to is not None)


def test_a_number_that_cannot_be_compared_says_why(rounds: list[Report]) -> None:
    found = replace(moved(rounds, change(0.1), to=0.6), change=NotShown("the wording changed"))

    assert moved_sentence(found) == (
        "Focus: cannot be compared, the wording changed. It was to reach 60."
    )


def test_two_rounds_have_one_step_and_three_have_two(rounds: list[Report]) -> None:
    first, second = rounds

    assert [line.split(":")[0] for line in trend_lines(trend_of(rounds, "focus"))] == [
        "First to last"
    ]
    three = trend_lines(trend_of([first, second, second], "focus"))
    assert [line.split(":")[0] for line in three] == ["First to last", "Last step"]


def test_the_series_says_what_moved_first_to_last(rounds: list[Report]) -> None:
    trends = trends_of(rounds)

    assert trends_finding(trends) == (
        "First to last, the gap moved on 2 of 5: Integrity and transparency; "
        "The standard we aim for"
    )
    assert trends_finding(trends_of(rounds[:1])) == "No two rounds can be compared yet"
    assert trends_finding(trends_of([rounds[0], rounds[0]])) == "No gap is shown to have moved"
    assert set(gaps(rounds[0])) == set(gaps(rounds[1]))
