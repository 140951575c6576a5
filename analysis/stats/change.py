"""Whether the gap moved between rounds, when the same question was asked the same way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis.stats.distance import checked_values
from analysis.stats.finite_population import NOT_KNOWN, Invited, finite_factor
from analysis.stats.means import Moments, moments
from analysis.stats.result import NotEstimable, checked_pair
from analysis.stats.superiority import Superiority, check_confidence, too_few


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a round asked under one id: an item's, ladder's or pillar's own words.

    ``items`` are a pillar's, in any order.
    """

    wording: str
    labels: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Later gap minus earlier gap, with an interval at ``confidence``.

    In units of A (`change_in_superiority`) or in points (`change_in_points`); a gap is
    leaders minus staff, so a positive change means leaders moved up against staff.
    """

    estimate: float
    low: float
    high: float
    confidence: float

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves no change out."""
        return not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The two steps that three or more rounds may be asked for; others invite fishing."""

    first_to_last: Change
    last_step: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One round's counts of leaders and staff, each of shape (K,), and its rosters."""

    leaders: ArrayLike
    staff: ArrayLike
    invited: Invited = NOT_KNOWN


def why_not_comparable(before: Asked, after: Asked) -> NotEstimable | None:
    """Return why two rounds' answers must not be subtracted, or ``None`` when they may.

    Examples
    --------
    >>> old = Asked(wording="We keep promises", labels=("no", "yes"))
    >>> why_not_comparable(old, Asked(wording="We try hard", labels=("no", "yes")))
    NotEstimable(reason='the wording changed between the rounds')
    """
    if set(before.items) != set(after.items):
        return NotEstimable("the pillar had other items in the earlier round")
    if len(before.labels) != len(after.labels):
        old, new = len(before.labels), len(after.labels)
        return NotEstimable(f"the number of answers offered changed from {old} to {new}")
    if before.labels != after.labels:
        return NotEstimable("the answers offered changed between the rounds")
    if before.wording != after.wording:
        return NotEstimable("the wording changed between the rounds")
    return None


def change_in_superiority(
    before: Superiority | NotEstimable, after: Superiority | NotEstimable
) -> Change | NotEstimable:
    """Return the change in A between two rounds (MOVER).

    The rounds are taken as independent. People who answered both times make the true
    uncertainty smaller by an amount that unlinked answers cannot tell, so the change is
    at least this certain. A part that everyone answered adds nothing to the width.

    Parameters
    ----------
    before, after
        A of each round with its limits, of questions that `why_not_comparable` lets pass.

    Returns
    -------
    Change
        In units of A, between -1 and 1.
    NotEstimable
        A round has no A.

    Raises
    ------
    ValueError
        The two intervals have different confidence.

    References
    ----------
    Zou & Donner (2008), Stat. Med. 27, 1693-1702; formula compared with Zou, Taleban & Huo
    (2009), Comput. Stat. Data Anal. 53, 3755-3764.

    Examples
    --------
    >>> from analysis.stats.superiority import superiority
    >>> staff = [20, 40, 80, 40, 20]
    >>> moved = change_in_superiority(
    ...     superiority([0, 0, 2, 8, 10], staff), superiority([1, 3, 8, 6, 2], staff)
    ... )
    >>> round(moved.estimate, 3), round(moved.low, 3), round(moved.high, 3), moved.is_shown
    (-0.277, -0.422, -0.124, True)
    """
    if isinstance(before, NotEstimable):
        return NotEstimable(f"in the earlier round {before.reason}")
    if isinstance(after, NotEstimable):
        return NotEstimable(f"in the later round {after.reason}")
    return _mover(before, after)


def change_over_rounds(rounds: Sequence[Superiority]) -> Line | NotEstimable:
    """Return first to last and the last step of a series, oldest round first.

    Examples
    --------
    >>> from analysis.stats.superiority import superiority
    >>> one = superiority([1, 2, 7], [9, 9, 9])
    >>> change_over_rounds([one, one]).first_to_last.estimate
    0.0
    """
    if len(rounds) < 2:
        return NotEstimable("there is only one round")
    return Line(
        first_to_last=_mover(rounds[0], rounds[-1]), last_step=_mover(rounds[-2], rounds[-1])
    )


def change_in_points(
    before: Pair, after: Pair, *, values: Sequence[float], confidence: float = 0.95
) -> Change | NotEstimable:
    """Return the change of the gap between the averages, in points.

    Parameters
    ----------
    before, after
        Two rounds' counts, of questions that `why_not_comparable` lets pass.
    values
        Each category in points, rising: shape (K,).
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    Change
        With the sum of the four groups' s^2/n (times their finite-population factors)
        and Satterthwaite's degrees of freedom.
    NotEstimable
        A group has fewer than two answers, or nobody differs from their group.

    Raises
    ------
    ValueError
        Counts, values, rosters or confidence are impossible.

    Examples
    --------
    >>> staff = [20, 40, 80, 40, 20]
    >>> moved = change_in_points(
    ...     Pair(leaders=[0, 0, 2, 8, 10], staff=staff),
    ...     Pair(leaders=[1, 3, 8, 6, 2], staff=staff),
    ...     values=[1, 2, 3, 4, 5],
    ... )
    >>> round(moved.estimate, 2), round(moved.low, 2), round(moved.high, 2)
    (-1.15, -1.74, -0.56)
    """
    check_confidence(confidence)
    parts: list[tuple[Moments, float]] = []
    for side in (before, after):
        x, y = checked_pair(side.leaders, side.staff)
        scale = checked_values(values, x.size)
        refusal = too_few(x, y)
        if refusal is not None:
            return refusal
        invited = (side.invited.leaders, side.invited.staff)
        for counts, roster in zip((x, y), invited, strict=True):
            part = moments(counts, scale)
            parts.append((part, finite_factor(part.n, roster) * part.variance / part.n))
    if all(part.variance == 0 for part, _ in parts):
        return NotEstimable("everyone in each group gave the same answer")
    return _satterthwaite(parts, confidence)


def _mover(before: Superiority, after: Superiority) -> Change:
    if before.confidence != after.confidence:
        raise ValueError(
            f"both rounds need the same confidence, got {before.confidence} and {after.confidence}"
        )
    moved = after.estimate - before.estimate
    down = np.hypot(after.estimate - after.low, before.high - before.estimate)
    up = np.hypot(after.high - after.estimate, before.estimate - before.low)
    return Change(
        estimate=moved,
        low=moved - float(down),
        high=moved + float(up),
        confidence=after.confidence,
    )


def _satterthwaite(parts: Sequence[tuple[Moments, float]], confidence: float) -> Change:
    """``parts`` are leaders and staff before, then after, each with its variance of the mean."""
    first, second, third, fourth = (part.mean for part, _ in parts)
    moved = (third - fourth) - (first - second)
    total = sum(error for _, error in parts)
    reach = 0.0
    if total > 0:
        df = total**2 / sum(error**2 / (part.n - 1) for part, error in parts)
        reach = float(special.stdtrit(df, (1 + confidence) / 2) * np.sqrt(total))
    return Change(estimate=moved, low=moved - reach, high=moved + reach, confidence=confidence)
