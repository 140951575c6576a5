"""What would settle a question, and before launch: what can be settled at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis.stats.equivalence import check_margin
from analysis.stats.finite_population import NOT_KNOWN, Invited, finite_factor
from analysis.stats.result import FloatArray, NotEstimable, checked_pair
from analysis.stats.score import Score, plain_parts, smoothed_parts
from analysis.stats.superiority import too_few
from analysis.stats.verdict import ALPHA

MOST_MORE = 100_000
"""Beyond this many further answers, no number is named."""

TYPICAL_SHARES = (0.05, 0.12, 0.23, 0.38, 0.22)
"""Shares of five answers as staff surveys have them: skewed to the favourable side."""

IN_REACH_FROM = 0.05
"""A chance of *aligned* under this is called out of reach: chosen, not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """How many more answers of one group alone would end "can't tell", shares unchanged.

    Exact up to 1,000; beyond that rounded up by at most 1 %.
    """

    more_leaders: int | NotEstimable
    more_staff: int | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a round can show, were leaders and staff drawn from the same source.

    ``chance_aligned`` is the chance of the word *Aligned*; ``half_width`` is how far the
    95 % interval of A would reach on either side of 0.5.
    """

    chance_aligned: float
    half_width: float

    @property
    def aligned_in_reach(self) -> bool:
        """Whether *Aligned* has at least the chance `IN_REACH_FROM`."""
        return self.chance_aligned >= IN_REACH_FROM


def settling(
    leaders: ArrayLike,
    staff: ArrayLike,
    *,
    invited: Invited = NOT_KNOWN,
    margin: float = 0.10,
) -> Settling | NotEstimable:
    """Return how many more leaders, or staff, would settle a "can't tell".

    Parameters
    ----------
    leaders, staff
        Counts of each ordered category, lowest first: shape (K,).
    invited
        The rosters, if known: nobody beyond them can answer, and they narrow the interval.
    margin
        The smallest gap that matters, in units of A.

    Returns
    -------
    Settling
        Both are 0 when the verdict is settled as it stands.
    NotEstimable
        A group has fewer than two answers.

    Raises
    ------
    ValueError
        Counts, rosters or margin are impossible.

    Examples
    --------
    >>> settling([2, 2, 3, 9, 4], [216, 520, 460, 521, 306]).more_leaders
    9
    """
    x, y = checked_pair(leaders, staff)
    check_margin(margin)
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    return Settling(
        more_leaders=_more((x, y), 0, invited, margin),
        more_staff=_more((x, y), 1, invited, margin),
    )


def outlook(
    *, leaders: int, staff: int, invited: Invited = NOT_KNOWN, margin: float = 0.10
) -> Outlook | NotEstimable:
    """Return, before launch, what ``leaders`` and ``staff`` answers could show.

    It takes five answers with `TYPICAL_SHARES` and A's normal spread around 0.5.

    Parameters
    ----------
    leaders, staff
        How many are expected to answer.
    invited
        How many will be invited, if known.
    margin
        The smallest gap that matters, in units of A.

    Returns
    -------
    Outlook
    NotEstimable
        Fewer than two people of a group would answer.

    Raises
    ------
    ValueError
        More people would answer than are invited, or the margin is impossible.

    Examples
    --------
    >>> outlook(leaders=5, staff=200, invited=Invited(leaders=7)).aligned_in_reach
    False
    >>> outlook(leaders=15, staff=200, invited=Invited(leaders=20)).aligned_in_reach
    True
    """
    check_margin(margin)
    shares = np.asarray(TYPICAL_SHARES)
    x, y = leaders * shares, staff * shares
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    first, second = finite_factor(leaders, invited.leaders), finite_factor(staff, invited.staff)
    score = Score.of(smoothed_parts(x, y, factor_leaders=first, factor_staff=second))
    # How far the estimate may lie from 0.5 with the 90 % interval still inside.
    bound = np.sqrt(score.scale * (0.5 - margin) * (0.5 + margin))
    room = margin - float(special.stdtrit(score.df, 1 - ALPHA) * bound)
    plain = plain_parts(x, y)
    # Without the factor: the leaders of the day are themselves a draw from the same source.
    spread = float(plain.leaders * (leaders - 1) / leaders + plain.staff * (staff - 1) / staff)
    low, high = score.limits(0.95)
    return Outlook(
        chance_aligned=_chance_within(room, float(np.sqrt(spread))),
        half_width=float(high - low) / 2,
    )


def _chance_within(room: float, spread: float) -> float:
    return max(0.0, float(2 * special.ndtr(room / spread) - 1))


def _more(
    counts: tuple[FloatArray, FloatArray], which: int, invited: Invited, margin: float
) -> int | NotEstimable:
    """Fewest further answers of one group that end "can't tell"."""
    rosters = (invited.leaders, invited.staff)
    now = tuple(float(each.sum()) for each in counts)
    roster = rosters[which]
    most = MOST_MORE if roster is None else min(MOST_MORE, round(roster - now[which]))
    more = candidates(most)
    totals = [np.full(more.shape, each) for each in now]
    totals[which] = totals[which] + more
    rows = [total[:, None] * each / each.sum() for total, each in zip(totals, counts, strict=True)]
    factors = [
        np.array([finite_factor(float(each), known) for each in total])
        for total, known in zip(totals, rosters, strict=True)
    ]
    score = Score.of(
        smoothed_parts(rows[0], rows[1], factor_leaders=factors[0], factor_staff=factors[1])
    )
    same = np.maximum(score.p_above(0.5 - margin), score.p_below(0.5 + margin))
    settled = (score.p_two_sided(0.5) < ALPHA) | (same < ALPHA)
    if not settled.any():
        return NotEstimable(_why_unsettled(which, roster, most))
    return int(more[settled.argmax()])


def candidates(most: int) -> FloatArray:
    """Return 0, 1, 2 ... 1,000 and then steps of 1 %, none above ``most``, and ``most``."""
    few = np.arange(min(most, 1000) + 1.0)
    if most <= 1000:
        return few
    steps = int(np.log(most / 1000) / np.log(1.01)) + 2
    return np.unique(np.concatenate([few, np.ceil(np.geomspace(1000, most, steps))]))


def _why_unsettled(which: int, roster: int | None, most: int) -> str:
    group = ("leaders", "staff")[which]
    if roster is None:
        return f"not even {most:,} more {group} alone would settle it"
    return f"not even all {most:,} {group} who have not answered would settle it"
