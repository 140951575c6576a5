"""What leaders knew of staff: four stories, each with its sentence."""

from collections import Counter
from collections.abc import Sequence

from analysis.report import NotShown, Prediction, SharePrediction
from analysis.stats.prediction import ShareForecast, Skill
from analysis.stats.story import Story
from analysis.wording.answers import prediction_sentence, unmarked
from analysis.wording.rounding import of_100

STORIES: dict[Story, str] = {
    "known gap": "They differ, and leaders expected it.",
    "blind spot": "They differ, and leaders did not expect it.",
    "false alarm": "Leaders expected a difference that is not there.",
    "shared": "Leaders expected no difference, and there is none that matters.",
}
"""What each of the four stories says."""


def stories_sentence(predictions: Sequence[Prediction | NotShown]) -> str:
    """Say in one line how many stories of each kind there are."""
    told = Counter(
        each.story
        for each in predictions
        if not isinstance(each, NotShown) and not isinstance(each.story, NotShown)
    )
    if not told:
        return "None of the predictions can be called known or unknown from these answers."
    counted = ", ".join(f"{word} {told[word]}" for word in STORIES if told[word])
    many = "1 prediction" if len(predictions) == 1 else f"{len(predictions)} predictions"
    return f"Of {many}: {counted}."


def prediction_words(prediction: Prediction, last_round: Skill | None = None) -> str:
    """Return everything said of one prediction; ``last_round`` holds it against that guess."""
    said = [unmarked(prediction_sentence(prediction)), story_sentence(prediction)]
    return " ".join(said if last_round is None else [*said, skill_sentence(last_round)])


def story_sentence(prediction: Prediction) -> str:
    """Say which story a prediction tells, what gap leaders expected, and how they did."""
    story = prediction.story
    word = (
        f"Neither known nor unknown: {story.reason}."
        if isinstance(story, NotShown)
        else f"{story.capitalize()}: {STORIES[story]}"
    )
    return " ".join(part for part in (word, _expected(prediction), *_how_well(prediction)) if part)


def _expected(prediction: Prediction) -> str:
    """Say which way leaders expected the gap, in rounded numbers that add up."""
    if isinstance(prediction, SharePrediction):
        own, predicted = of_100(prediction.own), of_100(prediction.predicted)
        return (
            f"Of leaders\u2019 own answers {own} in 100 are favourable, "
            f"and they thought {predicted} of staff\u2019s are."
        )
    if prediction.expected is None:
        return ""
    ahead = of_100(prediction.expected + 0.5)
    return (
        f"Held against what they thought staff would say, leaders aim higher in {ahead} of 100 "
        "pairs, ties split evenly; 50 is no gap."
    )


def bias_line(prediction: SharePrediction) -> str:
    """Return by how much leaders misjudge staff, with its interval, in one short line."""
    found = prediction.forecast
    low, high = of_100(found.bias_low), of_100(found.bias_high)
    # Of the rounded numbers, so that what is read adds up.
    bias = of_100(prediction.predicted) - of_100(prediction.actual)
    title = prediction.about.title.rstrip(".")
    return (
        f"{title}: predicted minus actual {signed(bias)} "
        f"(between {signed(low)} and {signed(high)})."
    )


def _how_well(prediction: Prediction) -> list[str]:
    forecast = prediction.forecast
    words = []
    if isinstance(forecast, ShareForecast):
        low, high = of_100(forecast.bias_low), of_100(forecast.bias_high)
        words.append(
            f"Predicted minus actual is certain to between {signed(low)} and {signed(high)} in "
            f"100; single predictions lie about {of_100(forecast.spread)} from their mean."
        )
    return words + [skill_sentence(each) for each in forecast.skills]


def skill_sentence(skill: Skill) -> str:
    """Say whether leaders did better than a guess that needs no insight."""
    if not isinstance(skill.skill, float):
        return f"Guessing {skill.guess} would have been exactly right."
    better = skill.skill > 0
    return (
        f"Leaders did {'better' if better else 'no better'} than guessing {skill.guess} would have "
        "done."
    )


def signed(number: int) -> str:
    """Return a whole number with its sign, a true minus.

    Examples
    --------
    >>> signed(4), signed(-4), signed(0)
    ('+4', '\u22124', '0')
    """
    if number == 0:
        return "0"
    return f"{'+' if number > 0 else chr(0x2212)}{abs(number)}"
