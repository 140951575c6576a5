"""How many people were invited, and what that takes off the uncertainty."""

from dataclasses import dataclass

LEAST_SHARE_ANSWERED = 0.5
"""From this share of a known roster on, the factor applies (METHODS.md, section 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """How many people of each group were invited; ``None`` where nobody knows."""

    leaders: int | None = None
    staff: int | None = None


NOT_KNOWN = Invited()
"""No roster: the claim is about people like these, not about a counted group."""


def finite_factor(answered: float, invited: int | None) -> float:
    """Return what a group's variance is multiplied by: 1 - answered/invited.

    It is 1 (no factor) without a roster, or when fewer than half of it answered; 0 when
    everyone answered. It is right when the claim is about *these* people now, and wrong
    when silence goes with opinion.

    Parameters
    ----------
    answered, invited
        People of one group. ``answered`` may be a fraction when planning.

    Raises
    ------
    ValueError
        More people answered than were invited.

    Examples
    --------
    >>> finite_factor(8, 10)
    0.19999999999999996
    >>> finite_factor(4, 10), finite_factor(8, None)
    (1.0, 1.0)
    """
    if invited is None:
        return 1.0
    if answered > invited:
        raise ValueError(f"{answered:g} people answered but only {invited} were invited")
    if answered < LEAST_SHARE_ANSWERED * invited:
        return 1.0
    return float(1 - answered / invited)
