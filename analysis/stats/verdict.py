"""One of four words for a question: Gap, Aligned, Small but real, Can't tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.stats.equivalence import equivalence
from analysis.stats.multiplicity import holm
from analysis.stats.superiority import Superiority

Word = Literal["Gap", "Aligned", "Small but real", "Can't tell"]

ALPHA = 0.05
"""Error rate of the difference test and of the equivalence test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The word, and the two p-values that it was read from (adjusted or not).

    ``is_clear`` marks a gap whose whole interval lies beyond the margin. ``plain_word`` is
    what the question would be called on its own; where it differs from ``word`` the
    finding does not survive correction for the other questions tested with it.
    """

    word: Word
    is_clear: bool
    p_difference: float
    p_equivalence: float
    plain_word: Word

    @property
    def survives_correction(self) -> bool:
        """Whether the word is the same with and without correction."""
        return self.word == self.plain_word


def verdict(superiority: Superiority, *, margin: float = 0.10) -> Verdict:
    """Return the verdict of one question on its own.

    Parameters
    ----------
    superiority
        A with its 95 % and 90 % intervals.
    margin
        The smallest gap that matters, in units of A.

    Raises
    ------
    ValueError
        ``margin`` is out of range.

    References
    ----------
    Lakens (2017), Soc. Psychol. Personal. Sci. 8, 355-362.

    Examples
    --------
    >>> from analysis.stats.superiority import superiority
    >>> verdict(superiority([0, 0, 1, 9, 30], [90, 80, 60, 40, 30])).word
    'Gap'
    """
    return verdicts([superiority], margin=margin)[0]


def verdicts(family: Sequence[Superiority], *, margin: float = 0.10) -> tuple[Verdict, ...]:
    """Return the verdicts of questions tested together, such as the four pillars.

    The difference tests are adjusted by Holm over the family, and separately the
    equivalence tests; order is kept.

    Raises
    ------
    ValueError
        ``margin`` is out of range.

    Examples
    --------
    >>> from analysis.stats.superiority import superiority
    >>> weak = superiority([2, 2, 3, 9, 14], [20, 20, 20, 20, 20])
    >>> [each.plain_word for each in verdicts([weak] * 4)][0], verdicts([weak] * 4)[0].word
    ('Gap', 'Gap')
    """
    p_equivalences = [equivalence(each, margin=margin).p_value for each in family]
    differences = holm([each.p_difference for each in family])
    equivalences = holm(p_equivalences)
    return tuple(
        _verdict(each, margin, (difference, same), plain)
        for each, difference, same, plain in zip(
            family, differences, equivalences, p_equivalences, strict=True
        )
    )


def word_for(p_difference: float, p_equivalence: float) -> Word:
    """Return the word that two p-values, each tested at `ALPHA`, add up to.

    Examples
    --------
    >>> word_for(0.01, 0.01), word_for(0.5, 0.5)
    ('Small but real', "Can't tell")
    """
    if p_difference < ALPHA:
        return "Small but real" if p_equivalence < ALPHA else "Gap"
    return "Aligned" if p_equivalence < ALPHA else "Can't tell"


def _verdict(
    superiority: Superiority, margin: float, adjusted: tuple[float, float], p_plain: float
) -> Verdict:
    difference, same = adjusted
    word = word_for(difference, same)
    beyond = superiority.high < 0.5 - margin or superiority.low > 0.5 + margin
    return Verdict(
        word=word,
        is_clear=word == "Gap" and beyond,
        p_difference=difference,
        p_equivalence=same,
        plain_word=word_for(superiority.p_difference, p_plain),
    )
