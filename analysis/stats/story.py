"""Do leaders know? The gap held against the gap they expect, in four words."""

from typing import Literal

from analysis.stats.result import NotEstimable
from analysis.stats.verdict import Word

Story = Literal["blind spot", "known gap", "false alarm", "shared"]

SHARE_FOR_A = 1.4
"""Favourable share that goes with one unit of A: .14 for .10 in FEVS 2018 (METHODS, 2)."""


def story(word: Word, *, gap: float, expected: float, margin: float) -> Story | NotEstimable:
    """Tell which of four stories the gap and the leaders' expectation of it make.

    Parameters
    ----------
    word
        The verdict. "Small but real" counts as no gap, being shown to be one that does
        not matter.
    gap
        Leaders minus staff; only its direction is used.
    expected
        What leaders answered themselves minus what they think staff answer.
    margin
        The smallest expectation that counts, in the unit as ``expected``, above 0:
        the round's margin where that is in units of A, `SHARE_FOR_A` times it where it
        is a favourable share.

    Returns
    -------
    Story
        "known gap": they differ and leaders expected it, that way round. "blind spot":
        they differ and leaders did not. "false alarm": they do not differ, leaders thought
        they do. "shared": neither.
    NotEstimable
        The verdict is "Can't tell".

    Examples
    --------
    >>> story("Gap", gap=0.2, expected=0.02, margin=0.14)
    'blind spot'
    >>> story("Aligned", gap=0.01, expected=0.3, margin=0.14)
    'false alarm'
    """
    if not margin > 0:
        raise ValueError(f"margin must be above 0, got {margin}")
    if word == "Can't tell":
        return NotEstimable("these answers cannot tell whether leaders and staff differ")
    expects = abs(expected) >= margin
    if word == "Gap":
        return "known gap" if expects and expected * gap > 0 else "blind spot"
    return "false alarm" if expects else "shared"
