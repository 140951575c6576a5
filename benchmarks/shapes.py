"""The distributions that calibration draws answers from."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from analysis.stats.result import FloatArray
from analysis.stats.score import superiority_estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What leaders and staff answer in truth: shares of K categories, and A."""

    name: str
    leaders: FloatArray
    staff: FloatArray

    @property
    def superiority(self) -> float:
        """The true A."""
        return float(superiority_estimate(self.leaders, self.staff))


def tilted(shares: FloatArray, towards: FloatArray, superiority: float) -> FloatArray:
    """Return ``shares`` tilted exponentially until their A over ``towards`` is as asked."""
    steps = np.arange(shares.size)

    def at(tilt: float) -> FloatArray:
        weights = shares * np.exp(tilt * (steps - steps.mean()))
        return np.asarray(weights / weights.sum())

    root = optimize.brentq(
        lambda tilt: float(superiority_estimate(at(tilt), towards)) - superiority, -8, 8
    )
    return at(float(root))


def _pair(name: str, leaders: list[float], staff: list[float], a: float | None = None) -> Pair:
    x, y = np.array(leaders), np.array(staff)
    x, y = x / x.sum(), y / y.sum()
    return Pair(name=name, leaders=x if a is None else tilted(x, y, a), staff=y)


_SKEWED = [0.05, 0.12, 0.23, 0.38, 0.22]
_TOP_HEAVY = [0.02, 0.04, 0.09, 0.25, 0.60]
_CAMPS = [0.45, 0.04, 0.02, 0.04, 0.45]
_MIDDLE = [0.06, 0.24, 0.40, 0.24, 0.06]

TEN_PAIRS = (
    # Without a gap: same shapes, a top-heavy one, leaders in two camps, camps on both sides.
    _pair("same, skewed", _SKEWED, _SKEWED),
    _pair("same, 60 % on top", _TOP_HEAVY, _TOP_HEAVY),
    _pair("leaders in two camps", _CAMPS, _SKEWED, 0.5),
    _pair("leaders of one mind", [0.01, 0.10, 0.74, 0.14, 0.01], _SKEWED, 0.5),
    # At the margin, and beyond it.
    _pair("at the margin", _SKEWED, _SKEWED, 0.60),
    _pair("at the margin, camps", _CAMPS, _MIDDLE, 0.60),
    _pair("a medium gap", _SKEWED, _MIDDLE, 0.68),
    _pair("a medium gap, staff low", _MIDDLE, [0.35, 0.30, 0.20, 0.10, 0.05], 0.80),
    _pair("a large gap", _SKEWED, [0.20, 0.30, 0.27, 0.15, 0.08], 0.88),
    _pair("nearly apart", [0.0005, 0.0015, 0.006, 0.292, 0.70], [0.39, 0.36, 0.235, 0.012, 0.003]),
)
"""Chosen for this benchmark: METHODS.md names its ten pairs' features, not their shares."""


def random_pairs(
    categories: int, *, generator: np.random.Generator, how_many: int, least: float = 0.01
) -> tuple[Pair, ...]:
    """Return pairs of random shapes in which no category has less than ``least``."""

    def shares() -> FloatArray:
        while True:
            drawn = generator.dirichlet(np.ones(categories))
            if drawn.min() >= least:
                return np.asarray(drawn)

    return tuple(
        Pair(name=f"random {number}", leaders=shares(), staff=shares())
        for number in range(how_many)
    )
