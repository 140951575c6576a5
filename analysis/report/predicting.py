"""How leaders predicted staff: what they did not know."""

from collections.abc import Sequence
from math import fsum, sqrt

from analysis.publication import Question
from analysis.report.model import (
    Distribution,
    Gap,
    LadderResult,
    NotShown,
    PillarResult,
    Prediction,
    RungPrediction,
    SharePrediction,
    Standard,
)
from analysis.stats.distance import checked_values
from analysis.stats.means import moments
from analysis.stats.proportions import FavourableGap
from analysis.stats.result import checked_counts

Asked = tuple[Question, Distribution | NotShown]


def predictions_of(
    asked: Sequence[Asked],
    pillars: Sequence[PillarResult],
    ladders: Sequence[LadderResult],
) -> tuple[Prediction | NotShown, ...]:
    """Return each prediction held against what staff answered, in the order asked.

    The share of favourable staff answers of a pillar is the mean over its items.
    """
    about_pillar = {each.question.id: each for each in pillars}
    about_ladder = {each.result.question.id: each for each in ladders}
    found: list[Prediction | NotShown] = []
    for question, guesses in asked:
        pillar, ladder = about_pillar.get(question.of or ""), about_ladder.get(question.of or "")
        if isinstance(guesses, NotShown):
            found.append(guesses)
        elif pillar is not None:
            found.append(_share(question, guesses, pillar))
        elif ladder is not None:
            found.append(_rung(question, guesses, ladder))
        else:
            found.append(NotShown("nothing was published to hold it against"))
    return tuple(found)


def _share(
    question: Question, guesses: Distribution, pillar: PillarResult
) -> SharePrediction | NotShown:
    actual = [_favourable(each.gap) for each in pillar.items]
    known = [each for each in actual if each is not None]
    if not known or len(known) < len(actual):
        return NotShown("staff answers to some of its items are withheld")
    counts = checked_counts(guesses.counts)
    found = moments(counts, checked_values(question.values, counts.size))
    favourable = fsum(known) / len(known)
    return SharePrediction(
        question=question,
        about=pillar.question,
        predicted=found.mean,
        actual=favourable,
        bias=found.mean - favourable,
        spread=sqrt(found.variance),
    )


def _rung(
    question: Question, guesses: Distribution, ladder: LadderResult
) -> RungPrediction | NotShown:
    if not isinstance(ladder.staff, Standard):
        return ladder.staff
    most = max(guesses.counts)
    return RungPrediction(
        question=question,
        about=ladder.result.question,
        predicted=tuple(at for at, each in enumerate(guesses.counts) if each == most),
        actual=ladder.staff.most,
        right=fsum(guesses.shares[at] for at in ladder.staff.most),
    )


def _favourable(gap: Gap | NotShown) -> float | None:
    """Return the share of staff answers that are favourable, where it was released."""
    if isinstance(gap, NotShown) or gap.comparison is None:
        return None
    found = gap.comparison.favourable_gap
    return found.staff if isinstance(found, FavourableGap) else None
