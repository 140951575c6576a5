"""Whether an item means the same to leaders and to staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis.stats.multiplicity import benjamini_hochberg
from analysis.stats.proportional_odds import ProportionalOdds, proportional_odds
from analysis.stats.result import FloatArray, NotEstimable
from analysis.stats.superiority import Superiority

FEWEST_LEADERS, FEWEST_STAFF = 50, 200
"""Answers below which nothing is said about an item's meaning (METHODS, section 6)."""
ALPHA, LEAST_EXPLAINED = 0.05, 0.035
"""An item is flagged only when both its adjusted p-value and its effect pass these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Whether leaders and staff with the same score on the other items read this one alike.

    Attributes
    ----------
    p_any, p_shift, p_slope
        Likelihood-ratio p-values: of any difference, of one that is the same at every
        score, and of one that depends on the score.
    p_adjusted
        ``p_any`` after Benjamini and Hochberg over the items tested together.
    explained_more
        How much Nagelkerke's R^2 grows when the groups may differ: the effect's size.
    shift
        Log odds by which leaders answer higher than staff of the same rest score.
    """

    p_any: float
    p_shift: float
    p_slope: float
    p_adjusted: float
    explained_more: float
    shift: float

    @property
    def is_flagged(self) -> bool:
        """Whether the groups seem to read the item differently, by test and by size."""
        return self.p_adjusted < ALPHA and self.explained_more >= LEAST_EXPLAINED


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How differently the items of one pillar show its gap.

    ``lowest`` and ``highest`` are the items with the lowest and the highest A, ``range``
    is the distance between the two. ``opposite`` says that one item's whole interval lies
    below 0.5 and another's above it, so that the pillar's score hides two stories.
    """

    lowest: str
    highest: str
    range: float
    opposite: bool


def readings(tables: Mapping[str, ArrayLike]) -> dict[str, Reading | NotEstimable]:
    """Test each item of a pillar for differential item functioning.

    Three proportional-odds models explain the item by the sum of the pillar's other
    items, then also by the group, then also by both together.

    Parameters
    ----------
    tables
        For each item, shape (2, S, K): how many leaders (first) and staff had each rest
        score, lowest first and evenly spaced, and gave each answer. Only people who
        answered every item of the pillar belong in it.

    Returns
    -------
    dict
        ``Reading`` for each item, or ``NotEstimable``: fewer than 50 leaders or 200
        staff, everyone gave the same answer, or groups, scores and answers cannot be
        told apart. Then the honest sentence is: the two groups may read the item
        differently.

    Raises
    ------
    ValueError
        A table has another shape.

    References
    ----------
    Zumbo (1999, cited from memory) for the three models; Jodoin & Gierl (2001), Appl. Meas.
    Educ. 14, 329-349, for .035, which R's difR holds against the same R squared. As
    ordinal::clm in R.

    Examples
    --------
    >>> alike = [[[9, 9, 2], [5, 20, 9], [1, 9, 9]], [[90, 90, 20], [50, 200, 90], [10, 90, 90]]]
    >>> readings({"promises": alike})["promises"].is_flagged
    False
    >>> readings({"promises": [[[1, 1], [1, 1]], [[1, 1], [1, 1]]]})["promises"]
    NotEstimable(reason='fewer than 50 leaders answered')
    """
    tested = {item: _tested(_checked(table)) for item, table in tables.items()}
    p_values = [each.p_any for each in tested.values() if isinstance(each, Reading)]
    adjusted = iter(benjamini_hochberg(p_values))
    return {
        item: each if isinstance(each, NotEstimable) else replace(each, p_adjusted=next(adjusted))
        for item, each in tested.items()
    }


def spread_of_items(items: Mapping[str, Superiority | NotEstimable]) -> Spread | NotEstimable:
    """Return how far apart a pillar's items lie: what is left to say when few answered.

    Parameters
    ----------
    items
        A of each item, by the item's id.

    Returns
    -------
    Spread
    NotEstimable
        Fewer than two items have an A.

    Examples
    --------
    >>> from analysis.stats.superiority import superiority
    >>> up, down = superiority([0, 0, 30], [30, 0, 0]), superiority([30, 0, 0], [0, 0, 30])
    >>> spread_of_items({"a": up, "b": down})
    Spread(lowest='b', highest='a', range=1.0, opposite=True)
    """
    known = {item: a for item, a in items.items() if not isinstance(a, NotEstimable)}
    if len(known) < 2:
        return NotEstimable("fewer than two items can be compared")
    lowest = min(known, key=lambda item: known[item].estimate)
    highest = max(known, key=lambda item: known[item].estimate)
    return Spread(
        lowest=lowest,
        highest=highest,
        range=known[highest].estimate - known[lowest].estimate,
        opposite=any(a.high < 0.5 for a in known.values())
        and any(a.low > 0.5 for a in known.values()),
    )


def _checked(table: ArrayLike) -> FloatArray:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 3 or counts.shape[0] != 2 or (counts < 0).any():
        raise ValueError(f"a table must be 2 by rest scores by answers, got {counts.shape}")
    return counts


def _tested(counts: FloatArray) -> Reading | NotEstimable:
    answered = counts.sum(axis=(1, 2))
    for group, n, fewest in zip(
        ("leaders", "staff"), answered, (FEWEST_LEADERS, FEWEST_STAFF), strict=True
    ):
        if n < fewest:
            return NotEstimable(f"fewer than {fewest} {group} answered")
    score = np.tile(np.arange(counts.shape[1], dtype=np.float64), 2)
    leader = np.repeat([1.0, 0.0], counts.shape[1])
    known = np.column_stack([score, leader, score * leader])
    rows = counts.reshape(-1, counts.shape[2])
    models: list[ProportionalOdds] = []
    for size in range(4):
        fitted = proportional_odds(rows, known[:, :size])
        if isinstance(fitted, NotEstimable):
            return fitted
        models.append(fitted)
    return _reading(models, float(answered.sum()))


def _reading(models: Sequence[ProportionalOdds], n: float) -> Reading:
    nothing, score, shifted, full = (model.log_likelihood for model in models)
    most = -np.expm1(2 * nothing / n)
    explained = [-np.expm1(2 * (nothing - each) / n) / most for each in (score, full)]
    return Reading(
        p_any=_likelihood_ratio(full - score, 2),
        p_shift=_likelihood_ratio(shifted - score, 1),
        p_slope=_likelihood_ratio(full - shifted, 1),
        p_adjusted=1.0,
        explained_more=float(explained[1] - explained[0]),
        shift=models[2].slopes[1],
    )


def _likelihood_ratio(gained: float, df: int) -> float:
    return float(special.chdtrc(df, 2 * max(0.0, gained)))
