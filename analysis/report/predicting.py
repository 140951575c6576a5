"""How leaders predicted staff: what they did not know."""

from collections.abc import Sequence
from math import fsum
from typing import TYPE_CHECKING, cast

from analysis.publication import Question
from analysis.report.model import (
    Distribution,
    Gap,
    LadderResult,
    NotShown,
    PillarResult,
    Prediction,
    QuestionResult,
    RungPrediction,
    SharePrediction,
    Standard,
)
from analysis.stats.prediction import expected_gap_limits, rung_forecast, share_forecast
from analysis.stats.proportions import FavourableGap, Interval
from analysis.stats.result import NotEstimable
from analysis.stats.story import SHARE_FOR_A, Story, story
from analysis.stats.superiority import Superiority, superiority

if TYPE_CHECKING:
    from analysis.stats.verdict import Word

Asked = tuple[Question, Distribution | NotShown]
OWN_ANSWER = "their own answers"
"""The naive guess: that staff answer as leaders do."""


def predictions_of(
    asked: Sequence[Asked],
    pillars: Sequence[PillarResult],
    ladders: Sequence[LadderResult],
    *,
    leaders: int | None = None,
) -> tuple[Prediction | NotShown, ...]:
    """Return each prediction held against what staff answered, in the order asked.

    ``leaders`` is how many were invited, where that is known.

    The share of favourable staff answers of a pillar is the mean over its items; the
    number of answers behind it that of the item fewest staff answered.
    """
    about_pillar = {each.question.id: each for each in pillars}
    about_ladder = {each.result.question.id: each for each in ladders}
    found: list[Prediction | NotShown] = []
    for question, guesses in asked:
        pillar, ladder = about_pillar.get(question.of or ""), about_ladder.get(question.of or "")
        if isinstance(guesses, NotShown):
            found.append(guesses)
        elif pillar is not None:
            found.append(_share(question, guesses, pillar, leaders))
        elif ladder is not None:
            found.append(_rung(question, guesses, ladder, leaders))
        else:
            found.append(NotShown("nothing was published to hold it against"))
    return tuple(found)


def in_pairs(prediction: Prediction, expected: float) -> float:
    """Return a gap that leaders expected as a chance that the leader is ahead, like A.

    A favourable share counts 1.4 to 1 (`SHARE_FOR_A`), as it does in the story.
    """
    unit = SHARE_FOR_A if isinstance(prediction, SharePrediction) else 1.0
    return min(1.0, max(0.0, 0.5 + expected / unit))


def _share(
    question: Question, guesses: Distribution, pillar: PillarResult, invited: int | None
) -> SharePrediction | NotShown:
    favourable = [_favourable(each.gap) for each in pillar.items]
    known = [each for each in favourable if each is not None]
    if not known or len(known) < len(favourable):
        return NotShown("answers to some of its items are withheld")
    answered = min(each.staff.n for each in pillar.items if isinstance(each.staff, Distribution))
    actual = fsum(each.staff for each in known) / len(known)
    own = fsum(each.leaders for each in known) / len(known)
    least = min(each.leaders.n for each in pillar.items if isinstance(each.leaders, Distribution))
    found = share_forecast(
        guesses.counts,
        favourable=min(actual * answered, answered),
        answered=answered,
        naive={OWN_ANSWER: min(own, 1.0)},
    )
    if isinstance(found, NotEstimable):
        return NotShown(found.reason)
    return SharePrediction(
        question=question,
        about=pillar.question,
        forecast=found,
        own=own,
        story=_story(pillar.gap, own - found.predicted, in_shares=True),
        expected_limits=_limits(
            expected_gap_limits(
                guesses.counts,
                favourable=min(own * least, least),
                answered=least,
                invited=invited,
            )
        ),
    )


def _rung(
    question: Question, guesses: Distribution, ladder: LadderResult, invited: int | None
) -> RungPrediction | NotShown:
    if not isinstance(ladder.staff, Standard):
        return ladder.staff
    leaders, staff = ladder.result.leaders, ladder.result.staff
    if isinstance(staff, NotShown):
        return staff
    own = {} if isinstance(leaders, NotShown) else {OWN_ANSWER: leaders.counts}
    found = rung_forecast(guesses.counts, staff.counts, naive=own)
    if isinstance(found, NotEstimable):
        return NotShown(found.reason)
    most = max(guesses.counts)
    held = _expected(ladder.result, guesses, invited)
    expected = None if held is None else held.estimate - 0.5
    return RungPrediction(
        question=question,
        about=ladder.result.question,
        predicted=tuple(at for at, each in enumerate(guesses.counts) if each == most),
        actual=ladder.staff.most,
        forecast=found,
        expected=expected,
        story=NotShown("leaders' own answers are not shown")
        if expected is None
        else _story(ladder.result.gap, expected, in_shares=False),
        expected_limits=None
        if held is None
        else Interval(low=held.low - 0.5, high=held.high - 0.5),
    )


def _expected(
    ladder: QuestionResult, guesses: Distribution, leaders: int | None
) -> Superiority | None:
    """Return leaders' own rungs held against the rungs they predict."""
    if isinstance(ladder.leaders, NotShown):
        return None
    found = superiority(
        ladder.leaders.counts, guesses.counts, invited_leaders=leaders, invited_staff=leaders
    )
    return None if isinstance(found, NotEstimable) else found


def _limits(found: Interval | NotEstimable) -> Interval | None:
    return None if isinstance(found, NotEstimable) else found


def _story(gap: Gap | NotShown, expected: float, *, in_shares: bool) -> Story | NotShown:
    if isinstance(gap, NotShown):
        return NotShown(gap.reason)
    found = story(
        cast("Word", gap.verdict),
        gap=gap.estimate - 0.5,
        expected=expected,
        margin=gap.margin * (SHARE_FOR_A if in_shares else 1),
    )
    return NotShown(found.reason) if isinstance(found, NotEstimable) else found


def _favourable(gap: Gap | NotShown) -> FavourableGap | None:
    """Return both groups' favourable shares, where they were released."""
    if isinstance(gap, NotShown) or gap.comparison is None:
        return None
    found = gap.comparison.favourable_gap
    return found if isinstance(found, FavourableGap) else None
