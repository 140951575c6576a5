"""Everything that is said about one question and two groups, in one go."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.distance import Distance, checked_values, wasserstein
from analysis.stats.equivalence import Equivalence, equivalence
from analysis.stats.finite_population import NOT_KNOWN, Invited
from analysis.stats.means import HedgesG, MeanGap, hedges_g, mean_gap
from analysis.stats.proportions import FavourableGap, favourable_gap
from analysis.stats.rank_tests import BrunnerMunzel, MannWhitney, brunner_munzel, mann_whitney
from analysis.stats.result import NotEstimable, checked_pair
from analysis.stats.superiority import Superiority, cliffs_delta, superiority
from analysis.stats.verdict import Verdict, verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Leaders held against staff on one item, ladder or pillar; each part may be refused.

    Every sign is leaders minus staff. ``verdict`` is the question's own, before any
    correction for other questions.
    """

    superiority: Superiority | NotEstimable
    equivalence: Equivalence | NotEstimable
    verdict: Verdict | NotEstimable
    brunner_munzel: BrunnerMunzel | NotEstimable
    mann_whitney: MannWhitney | NotEstimable
    cliffs_delta: float | NotEstimable
    wasserstein: Distance | NotEstimable
    mean_gap: MeanGap | NotEstimable
    hedges_g: HedgesG | NotEstimable
    favourable_gap: FavourableGap | NotEstimable


def compare(
    leaders: ArrayLike,
    staff: ArrayLike,
    *,
    values: Sequence[float],
    invited: Invited = NOT_KNOWN,
    margin: float = 0.10,
) -> Comparison:
    """Compare two groups on one question, intervals at 95 %.

    Parameters
    ----------
    leaders, staff
        Counts of each ordered category, lowest first: shape (K,).
    values
        Each category in points, rising: 1..K for an item; for a pillar the means its
        integer sums stand for. Only points, distances and means use them.
    invited
        The rosters, if known; they narrow ``superiority`` and ``mean_gap``.
    margin
        The smallest gap that matters, in units of A.

    Raises
    ------
    ValueError
        Counts, values, rosters or margin are impossible.

    Examples
    --------
    >>> result = compare([0, 0, 1, 9, 30], [90, 80, 60, 40, 30], values=[1, 2, 3, 4, 5])
    >>> result.verdict.word, result.verdict.is_clear
    ('Gap', True)
    """
    x, y = checked_pair(leaders, staff)
    found = superiority(x, y, invited_leaders=invited.leaders, invited_staff=invited.staff)
    steps = np.diff(checked_values(values, x.size))
    return Comparison(
        superiority=found,
        equivalence=(
            found if isinstance(found, NotEstimable) else equivalence(found, margin=margin)
        ),
        verdict=found if isinstance(found, NotEstimable) else verdict(found, margin=margin),
        brunner_munzel=brunner_munzel(x, y),
        mann_whitney=mann_whitney(x, y),
        cliffs_delta=cliffs_delta(x, y),
        wasserstein=wasserstein(x, y, values=values),
        mean_gap=mean_gap(x, y, values=values, invited=invited),
        hedges_g=hedges_g(x, y, values=values),
        favourable_gap=(
            favourable_gap(x, y)
            if (steps == 1).all()
            else NotEstimable("favourable answers are counted on items, not on pillar scores")
        ),
    )
