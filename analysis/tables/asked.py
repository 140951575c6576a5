"""What is counted: a questionnaire's items, pillars, ladders and predictions as tables."""

from collections.abc import Sequence
from functools import reduce
from math import lcm

import msgspec

from analysis.publication import Question
from survey.questionnaire import (
    Item,
    Ladder,
    Pillar,
    Prediction,
    Questionnaire,
    SiloMatrix,
    row_id,
    scale_of,
    share_labels,
    wording,
)

PREDICTION_STEPS = 11
"""Shares from 0 to 100 % in tenths."""


def questions_of(
    questionnaire: Questionnaire, *, rated: Sequence[str] = ()
) -> tuple[Question, ...]:
    """Return what a questionnaire's tables count: items after their pillar, then the rest.

    The title of a function module begins with its function, so that wherever its result is
    shown it says whose staff answered.
    Words are those of the questionnaire's first language; ``text`` has one wording for
    each group that is asked. ``rated`` are the departments that a silo matrix asks about.
    """
    found: list[Question] = []
    for pillar in questionnaire.pillars:
        items = [_item_question(questionnaire, pillar, item) for item in pillar.items]
        found += [_titled_pillar(questionnaire, pillar, items), *items]
    found += [_ladder_question(questionnaire, each) for each in questionnaire.ladders]
    if questionnaire.silo_matrix is not None:
        matrix = questionnaire.silo_matrix
        found += [_silo_question(questionnaire, matrix, each) for each in rated]
    found += [_prediction_question(questionnaire, each) for each in questionnaire.predictions]
    return tuple(found)


def item_question(
    name: str, labels: Sequence[str], *, values: Sequence[float] | None = None
) -> Question:
    """Return a plain item, for answers that came without a questionnaire."""
    return Question(
        id=name,
        kind="item",
        title=name,
        text={"leaders": name, "staff": name},
        labels=tuple(labels),
        values=tuple(values) if values else tuple(float(k) for k in range(1, len(labels) + 1)),
    )


def pillar_question(
    name: str, items: Sequence[Question], *, min_answered: int | None = None
) -> Question:
    """Return a pillar over ``items``, its values on an exact grid of item means.

    Raises
    ------
    ValueError
        The items do not share one number of categories.
    """
    sizes = {len(each.labels) for each in items}
    if len(sizes) != 1:
        raise ValueError(f"pillar {name!r} mixes scales of {sorted(sizes)} answers")
    numerators, denominator = _grid(len(items), sizes.pop(), min_answered)
    values = tuple(each / denominator for each in numerators)
    return Question(
        id=name,
        kind="pillar",
        title=name,
        text={"leaders": name, "staff": name},
        labels=tuple(f"{value:.2f}" for value in values),
        values=values,
        items=tuple(each.id for each in items),
        min_answered=min_answered,
    )


def grid_of(pillar: Question) -> tuple[list[int], int]:
    """Return every mean that a pillar's score can take, as numerators over one denominator."""
    # The mean of nothing but top answers is the number of categories.
    return _grid(len(pillar.items), round(pillar.values[-1]), pillar.min_answered)


def _grid(items: int, categories: int, min_answered: int | None) -> tuple[list[int], int]:
    numbers = range(min_answered or items, items + 1)
    denominator = reduce(lcm, numbers)
    means = {
        total * (denominator // answered)
        for answered in numbers
        for total in range(answered, answered * categories + 1)
    }
    return sorted(means), denominator


def _titled_pillar(questionnaire: Questionnaire, pillar: Pillar, items: list[Question]) -> Question:
    plain = pillar_question(pillar.id, items, min_answered=pillar.min_answered)
    about = _words(questionnaire, pillar.about)
    return msgspec.structs.replace(
        plain,
        title=_with_function(_words(questionnaire, pillar.title), pillar.function),
        text={"leaders": about, "staff": about},
        function=pillar.function,
    )


def _with_function(title: str, function: str | None) -> str:
    name = (function or "").strip()
    return title if name.casefold() in title.casefold() else f"{name} · {title}"


def _item_question(questionnaire: Questionnaire, pillar: Pillar, item: Item) -> Question:
    labels = [_words(questionnaire, each) for each in scale_of(questionnaire, item).labels]
    return Question(
        id=item.id,
        kind="item",
        title=_words(questionnaire, item.staff),
        text=_both(questionnaire, item),
        labels=tuple(reversed(labels) if item.reversed else labels),
        values=tuple(float(k) for k in range(1, len(labels) + 1)),
        pillar=pillar.id,
        reversed=item.reversed,
        function=pillar.function,
    )


def _ladder_question(questionnaire: Questionnaire, ladder: Ladder) -> Question:
    return Question(
        id=ladder.id,
        kind="ladder",
        title=_words(questionnaire, ladder.title),
        text=_both(questionnaire, ladder),
        labels=tuple(_words(questionnaire, each) for each in ladder.rungs),
        values=tuple(float(k) for k in range(1, len(ladder.rungs) + 1)),
        exceed_from=ladder.exceed_from,
        short=tuple(_words(questionnaire, each) for each in ladder.short),
    )


def _silo_question(questionnaire: Questionnaire, matrix: SiloMatrix, department: str) -> Question:
    labels = scale_of(questionnaire, matrix).labels
    return Question(
        id=row_id(matrix, department),
        kind="silo",
        title=_words(questionnaire, matrix.title),
        text=_both(questionnaire, matrix),
        labels=tuple(_words(questionnaire, each) for each in labels),
        values=tuple(float(k) for k in range(1, len(labels) + 1)),
        of=matrix.id,
        rated=department,
    )


def _prediction_question(questionnaire: Questionnaire, prediction: Prediction) -> Question:
    rungs = {each.id: each.rungs for each in questionnaire.ladders}.get(prediction.of)
    steps = [each / (PREDICTION_STEPS - 1) for each in range(PREDICTION_STEPS)]
    return Question(
        id=prediction.id,
        kind="prediction",
        title=_words(questionnaire, prediction.leaders),
        text={"leaders": _words(questionnaire, prediction.leaders)},
        labels=tuple(_words(questionnaire, each) for each in rungs)
        if rungs
        else share_labels(questionnaire.languages[0]),
        values=tuple(float(k) for k in range(1, len(rungs) + 1)) if rungs else tuple(steps),
        of=prediction.of,
    )


def _words(questionnaire: Questionnaire, text: str | dict[str, str]) -> str:
    return wording(text, questionnaire, questionnaire.languages[0])


def _both(questionnaire: Questionnaire, asked: Item | Ladder | SiloMatrix) -> dict[str, str]:
    return {
        "leaders": _words(questionnaire, asked.leaders),
        "staff": _words(questionnaire, asked.staff),
    }
