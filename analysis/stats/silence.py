"""What the leaders who did not answer could change, whatever they think."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.result import NotEstimable, checked_pair
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import Word, verdict

MOST_LEADERS = 30
"""With more invited leaders than this, the worst case says nothing useful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstCase:
    """A and the verdict were all ``silent`` leaders on the lowest rung, or on the highest.

    ``holds`` says that the verdict, and the side a gap lies on, stays whatever single
    rung the silent leaders are put on; otherwise it could flip.
    """

    silent: int
    lowest: float
    highest: float
    word_if_lowest: Word
    word_if_highest: Word
    holds: bool


def worst_case(
    leaders: ArrayLike,
    staff: ArrayLike,
    *,
    invited_leaders: int,
    invited_staff: int | None = None,
    margin: float = 0.10,
) -> WorstCase | NotEstimable:
    """Return what silent leaders could do to the verdict (Manski's bounds).

    Parameters
    ----------
    leaders, staff
        Counts of each ordered category, lowest first: shape (K,).
    invited_leaders, invited_staff
        The rosters. With the silent leaders filled in, leaders are a full census.
    margin
        The smallest gap that matters, in units of A.

    Returns
    -------
    WorstCase
        ``lowest`` and ``highest`` are at most silent/invited apart.
    NotEstimable
        A group has fewer than two answers, or more than `MOST_LEADERS` were invited.

    Raises
    ------
    ValueError
        More leaders answered than were invited, or other input is impossible.

    References
    ----------
    Manski (1989), J. Hum. Resour. 24, 343-360.

    Examples
    --------
    >>> worst_case([0, 0, 0, 1, 9], [40, 40, 10, 5, 5], invited_leaders=12).holds
    True
    """
    x, y = checked_pair(leaders, staff)
    found = superiority(x, y, invited_leaders=invited_leaders, invited_staff=invited_staff)
    if isinstance(found, NotEstimable):
        return found
    if invited_leaders > MOST_LEADERS:
        return NotEstimable(f"worst cases are worked out for at most {MOST_LEADERS} leaders")
    filled = filled_in(x, y, invited_leaders=invited_leaders, invited_staff=invited_staff)
    words: list[Word] = [verdict(each, margin=margin).word for each in filled]
    observed = _told(found, verdict(found, margin=margin).word)
    return WorstCase(
        silent=invited_leaders - int(x.sum()),
        lowest=filled[0].estimate,
        highest=filled[-1].estimate,
        word_if_lowest=words[0],
        word_if_highest=words[-1],
        holds=all(_told(*each) == observed for each in zip(filled, words, strict=True)),
    )


def filled_in(
    leaders: ArrayLike, staff: ArrayLike, *, invited_leaders: int, invited_staff: int | None = None
) -> tuple[Superiority, ...]:
    """Return A with all silent leaders on one rung, for each rung from the lowest.

    Raises
    ------
    ValueError
        More people answered than were invited, or other input is impossible.

    Examples
    --------
    >>> [round(each.estimate, 2) for each in filled_in([1, 1], [2, 2], invited_leaders=4)]
    [0.38, 0.62]
    """
    x, y = checked_pair(leaders, staff)
    silent = invited_leaders - float(x.sum())
    found = (
        superiority(
            x + silent * rung, y, invited_leaders=invited_leaders, invited_staff=invited_staff
        )
        for rung in np.eye(x.size)
    )
    return tuple(each for each in found if isinstance(each, Superiority))


def _told(found: Superiority, word: Word) -> tuple[Word, bool]:
    """Return the word, and for a gap or a real difference whether leaders are higher."""
    return word, word in {"Gap", "Small but real"} and found.estimate > 0.5
