"""The distributions that calibration draws answers from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from analysis.stats.result import FloatArray
from analysis.stats.score import superiority_estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What leaders and staff answer in truth: shares of K categories, and A."""

    leaders: FloatArray
    staff: FloatArray

    @property
    def superiority(self) -> float:
        """The true A."""
        return float(superiority_estimate(self.leaders, self.staff))


_IN_PERCENT = (
    # Without a gap.
    ((2, 3, 12, 64, 19), (2, 3, 12, 64, 19)),
    ((0, 5, 13, 59, 23), (0, 5, 13, 59, 23)),
    ((60, 29, 5, 5, 1), (60, 29, 5, 5, 1)),
    ((39, 11, 0, 11, 39), (10, 14, 52, 14, 10)),
    # At A = .60, .68 and .88.
    ((15, 75, 5, 5, 0), (55, 16, 15, 8, 6)),
    ((1, 16, 46, 33, 4), (23, 32, 20, 20, 5)),
    ((0, 2, 53, 34, 11), (24, 36, 40, 0, 0)),
    # With any gap.
    ((3, 4, 63, 28, 2), (16, 19, 60, 4, 1)),
    ((2, 13, 24, 33, 28), (5, 15, 20, 47, 13)),
    ((0, 0, 8, 27, 65), (45, 50, 3, 2, 0)),
)

TEN_PAIRS = tuple(
    Pair(leaders=np.array(leaders) / 100, staff=np.array(staff) / 100)
    for leaders, staff in _IN_PERCENT
)
"""As `benchmarks.reconstruction` found them: METHODS.md does not print its ten pairs' shares."""

NULLS, AT_THE_MARGIN, MEDIUM, LARGE = TEN_PAIRS[:4], TEN_PAIRS[4], TEN_PAIRS[5], TEN_PAIRS[6]


def moved_to(pair: Pair, superiority: float) -> Pair:
    """Return the pair with leaders' shares tilted exponentially until A is as asked."""
    steps = np.arange(pair.leaders.size) - (pair.leaders.size - 1) / 2

    def tilted(tilt: float) -> Pair:
        weights = pair.leaders * np.exp(tilt * steps)
        return Pair(leaders=weights / weights.sum(), staff=pair.staff)

    root = optimize.brentq(lambda tilt: tilted(tilt).superiority - superiority, -8, 8)
    return tilted(float(root))


def random_pairs(
    categories: int, *, generator: np.random.Generator, concentration: float = 1.5
) -> Iterator[Pair]:
    """Give pairs of random shapes without end; no category has less than 1 %.

    Shares are Dirichlet's, drawn again while one is too small. METHODS.md does not say how
    its own were drawn. Of a dozen ways tried (concentrations 0.7 to 2 with rejection or
    with 1 % put on each, mixtures of them, softmax of normals, normal curves cut in pieces)
    1.5 comes nearest to its row; the flat one, 1, gives rivals .02 to .04 less at 5 leaders.
    """

    def shares() -> FloatArray:
        while True:
            found = generator.dirichlet(np.full(categories, concentration))
            if found.min() >= 0.01:
                return np.asarray(found)

    while True:
        yield Pair(leaders=shares(), staff=shares())
