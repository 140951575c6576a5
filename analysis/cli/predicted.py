"""What leaders predicted of staff: read from the file, and held against what staff said."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.cli.as_json import Json, plain, some
from analysis.importers.columns import Columns
from analysis.importers.scales import choices_of
from analysis.stats.prediction import expected_gap_limits, rung_forecast, share_forecast
from analysis.stats.proportions import favourable_from
from analysis.stats.result import NotEstimable
from analysis.stats.story import SHARE_FOR_A, Story, story
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import Verdict
from survey.errors import FileError

OWN, EARLIER = "their own answers", "what staff said in the earlier file"
"""Guesses that need no insight."""

Kind: TypeAlias = Literal["share", "answer"]

_PERCENTAGES = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """A column of leaders' predictions: staff's favourable share, or their commonest answer."""

    of: Kind
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """How many leaders predicted 0 to 100 %, or each answer."""

    of: Kind
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Both groups' counts of one item, shape (K,)."""

    leaders: NDArray[np.int64]
    staff: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was found of one question without the predictions.

    ``items`` has its counts item by item, one for an item; ``before`` those of the earlier
    file, if there is one.
    """

    superiority: Superiority | NotEstimable
    verdict: Verdict | NotEstimable
    items: Sequence[Counts]
    before: Sequence[Counts]
    margin: float
    invited_leaders: int | None


def parse_predictions(
    shares: Sequence[str], answers: Sequence[str], *, items: Sequence[str], pillars: Sequence[str]
) -> dict[str, Predicted]:
    """Read the ``NAME=COLUMN`` pairs of both kinds of prediction.

    Raises
    ------
    argparse.ArgumentTypeError
        One is no such pair, names what is not asked about, or repeats a name; or the
        commonest answer of a pillar is predicted, which has none.
    """
    found: dict[str, Predicted] = {}
    kinds: tuple[tuple[Kind, Sequence[str], Sequence[str]], ...] = (
        ("share", shares, (*items, *pillars)),
        ("answer", answers, items),
    )
    for kind, given, known in kinds:
        for each in given:
            name, equals, column = (part.strip() for part in each.partition("="))
            if not equals or not column or name not in known or name in found:
                raise argparse.ArgumentTypeError(
                    f"--predicted-{kind} must be NAME=COLUMN, each name once, "
                    f"with a name among {', '.join(known)}, got {each!r}"
                )
            found[name] = Predicted(of=kind, column=column)
    return found


def read_predictions(
    columns: Columns,
    predicted: Mapping[str, Predicted],
    leaders: NDArray[np.bool_],
    categories: Sequence[str],
    *,
    no_answer: Sequence[str] = (),
) -> dict[str, Guesses]:
    """Count leaders' predictions; what staff have in these columns is not looked at.

    Raises
    ------
    FileError
        There is no such column, or a prediction is no whole percentage or none of the
        answers.
    """
    found = {}
    for name, each in predicted.items():
        given = np.where(leaders, columns[each.column], "")
        own = replace(columns, values={each.column: given})
        counts = (
            _percentages(own, each.column)
            if each.of == "share"
            else _answers(own, each.column, categories, no_answer)
        )
        found[name] = Guesses(of=each.of, counts=counts)
    return found


def prediction_numbers(guesses: Guesses, known: Known) -> Json:
    """Return how well leaders foresaw staff on one question, and which story that tells.

    Raises
    ------
    FileError
        More leaders predicted than were invited.
    """
    predicted, invited = int(guesses.counts.sum()), known.invited_leaders
    if invited is not None and predicted > invited:
        raise FileError(f"{predicted} leaders predicted, and {invited} were invited")
    told = _share if guesses.of == "share" else _answer
    return told(guesses.counts, known)


def _answers(
    columns: Columns, column: str, categories: Sequence[str], no_answer: Sequence[str]
) -> NDArray[np.int64]:
    choices = choices_of(columns, column, categories, no_answer)
    return np.bincount(choices, minlength=len(categories) + 1)[1:]


def _percentages(columns: Columns, column: str) -> NDArray[np.int64]:
    counts = np.zeros(_PERCENTAGES, dtype=np.int64)
    for place, text in enumerate(columns[column].tolist()):
        number = text.removesuffix("%").rstrip()
        if text and (not number.isdecimal() or int(number) >= _PERCENTAGES):
            raise FileError(
                f"{columns.file}: column {column!r}, row {columns.row(place)}: "
                f"{text!r} is no percentage",
                advice="A predicted share is a whole number from 0 to 100.",
            )
        if text:
            counts[int(number)] += 1
    return counts


def _share(guesses: NDArray[np.int64], known: Known) -> Json:
    own = _favourable([each.leaders for each in known.items])
    actual = _favourable([each.staff for each in known.items])
    if own is None or actual is None:
        return {"not_estimable": "leaders or staff left an item without an answer"}
    answered = min(int(each.staff.sum()) for each in known.items)
    last = _favourable([each.staff for each in known.before])
    found = share_forecast(
        guesses,
        favourable=min(actual * answered, answered),
        answered=answered,
        naive={OWN: own} | ({} if last is None else {EARLIER: last}),
    )
    if isinstance(found, NotEstimable):
        return some(found)
    expected = own - found.predicted
    least = min(int(each.leaders.sum()) for each in known.items)
    limits = expected_gap_limits(
        guesses, favourable=min(own * least, least), answered=least, invited=known.invited_leaders
    )
    told = _story(known, expected, known.margin * SHARE_FOR_A)
    return {
        "of": "share",
        **some(found),
        "expected_gap": expected,
        "expected_gap_limits": some(limits, "low", "high"),
        "story": plain(told),
    }


def _answer(guesses: NDArray[np.int64], known: Known) -> Json:
    (item,) = known.items
    last = {} if not known.before else {EARLIER: known.before[0].staff}
    found = rung_forecast(guesses, item.staff, naive={OWN: item.leaders} | last)
    if isinstance(found, NotEstimable):
        return some(found)
    leaders = known.invited_leaders
    held = superiority(item.leaders, guesses, invited_leaders=leaders, invited_staff=leaders)
    if isinstance(held, NotEstimable):
        return {
            "of": "answer",
            **some(found),
            "expected_gap": some(held),
            "expected_gap_limits": some(held),
            "story": some(held),
        }
    expected = held.estimate - 0.5
    return {
        "of": "answer",
        **some(found),
        "expected_gap": expected,
        "expected_gap_limits": {"low": held.low - 0.5, "high": held.high - 0.5},
        "story": plain(_story(known, expected, known.margin)),
    }


def _favourable(counts: Sequence[NDArray[np.int64]]) -> float | None:
    """Return the mean of the items' favourable shares; none where an item has no answers."""
    if not counts or not all(each.any() for each in counts):
        return None
    shares = [each[favourable_from(each.size) :].sum() / each.sum() for each in counts]
    return min(float(np.mean(shares)), 1.0)


def _story(known: Known, expected: float, margin: float) -> Story | NotEstimable:
    a, verdict = known.superiority, known.verdict
    if isinstance(a, NotEstimable):
        return a
    if isinstance(verdict, NotEstimable):
        return verdict
    return story(verdict.word, gap=a.estimate - 0.5, expected=expected, margin=margin)
