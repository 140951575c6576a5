"""Ordered answers explained by numbers: the proportional-odds model from a table."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, special

from analysis.stats.result import FloatArray, NotEstimable

_ROUNDS = 200
_CLOSE, _VANISHED = 1e-4, 1e-18
_FAR_OUT, _SEPARATED = 60.0, 35.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionalOdds:
    """A fitted model: P(answer <= k) = logistic(threshold_k - slopes @ numbers).

    ``slopes`` are in log odds of a higher answer, one for each explaining number, in the
    number's own unit.
    """

    log_likelihood: float
    slopes: tuple[float, ...]
    thresholds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Design:
    """Rows are (person kind, category) pairs: what raises and what lowers each one's chance.

    ``upper`` and ``lower`` have shape (R, P) over thresholds then slopes; ``weights`` is
    how many people each row stands for. ``top`` and ``bottom`` mark the last and the
    first category, which have no threshold above, or below.
    """

    upper: FloatArray
    lower: FloatArray
    weights: FloatArray
    top: FloatArray
    bottom: FloatArray


def proportional_odds(counts: FloatArray, numbers: FloatArray) -> ProportionalOdds | NotEstimable:
    """Fit the model by maximum likelihood (Newton's method with step halving).

    Parameters
    ----------
    counts
        Shape (R, K): how many people of each of R kinds gave each answer, lowest first.
        Answers that nobody gave are left out of the model.
    numbers
        Shape (R, P): what is known of each kind, P from 0 up.

    Returns
    -------
    ProportionalOdds
    NotEstimable
        Fewer than two answers were given at all, the numbers cannot be told apart, or
        they separate the answers perfectly.

    References
    ----------
    McCullagh (1980), J. R. Stat. Soc. B 42, 109-142; as ordinal::clm
    in R and statsmodels' OrderedModel.

    Examples
    --------
    >>> people = np.array([[10.0, 20, 30], [5, 20, 60]])
    >>> fitted = proportional_odds(people, np.array([[0.0], [1.0]]))
    >>> round(fitted.slopes[0], 4), round(fitted.log_likelihood, 4)
    (0.9181, -124.8335)
    """
    given = counts[:, counts.sum(axis=0) > 0]
    if given.shape[1] < 2:
        return NotEstimable("everyone gave the same answer")
    centred, scale = _standardized(numbers, given.sum(axis=1))
    if centred.size and linalg.eigvalsh(_gram(centred, given.sum(axis=1)))[0] < 1e-9:
        return NotEstimable("what is known of people cannot be told apart")
    design = _design(given, centred)
    shares = np.cumsum(given.sum(axis=0))[:-1] / given.sum()
    start = np.concatenate([special.logit(shares), np.zeros(numbers.shape[1])])
    found = _climb(design, start)
    if np.abs(found).max() > _SEPARATED:
        return NotEstimable("the answers are separated perfectly")
    slopes = found[len(shares) :] / scale
    middle = _weighted_mean(numbers, given.sum(axis=1))
    return ProportionalOdds(
        log_likelihood=_likelihood(design, found),
        slopes=tuple(slopes.tolist()),
        thresholds=tuple((found[: len(shares)] + float(slopes @ middle)).tolist()),
    )


def _weighted_mean(numbers: FloatArray, people: FloatArray) -> FloatArray:
    return np.asarray(people @ numbers / people.sum())


def _standardized(numbers: FloatArray, people: FloatArray) -> tuple[FloatArray, FloatArray]:
    centred = numbers - _weighted_mean(numbers, people)
    scale = np.sqrt(_weighted_mean(centred**2, people))
    scale = np.where(scale > 0, scale, 1.0)
    return centred / scale, scale


def _gram(numbers: FloatArray, people: FloatArray) -> FloatArray:
    return np.asarray((numbers.T * people) @ numbers / people.sum())


def _design(counts: FloatArray, numbers: FloatArray) -> _Design:
    kinds, size = counts.shape
    steps = np.eye(size)[:, : size - 1]
    above = np.tile(steps, (kinds, 1))
    below = np.tile(np.roll(steps, 1, axis=0), (kinds, 1))
    known = -np.repeat(numbers, size, axis=0)
    top = np.tile(np.arange(size) == size - 1, kinds)
    bottom = np.tile(np.arange(size) == 0, kinds)
    asked = counts.ravel() > 0
    return _Design(
        upper=np.hstack([above, known])[asked],
        lower=np.hstack([below, known])[asked],
        weights=counts.ravel()[asked],
        top=top[asked],
        bottom=bottom[asked],
    )


def _chances(design: _Design, at: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    up = np.where(design.top, np.inf, design.upper @ at)
    down = np.where(design.bottom, -np.inf, design.lower @ at)
    # Far out, 1 - F keeps the digits that F loses.
    chance = np.where(
        down > 0,
        special.expit(-down) - special.expit(-up),
        special.expit(up) - special.expit(down),
    )
    return up, down, chance


def _likelihood(design: _Design, at: FloatArray) -> float:
    chance = _chances(design, at)[2]
    if (chance <= 0).any():
        return -np.inf
    return float(design.weights @ np.log(chance))


def _slope_and_curve(design: _Design, at: FloatArray) -> tuple[FloatArray, FloatArray]:
    up, down, chance = _chances(design, at)
    dense_up = special.expit(up) * special.expit(-up)
    dense_down = special.expit(down) * special.expit(-down)
    score = (dense_up[:, None] * design.upper - dense_down[:, None] * design.lower) / chance[
        :, None
    ]
    bend_up = design.weights * dense_up * (special.expit(-up) - special.expit(up)) / chance
    bend_down = design.weights * dense_down * (special.expit(-down) - special.expit(down)) / chance
    curve = (
        (design.upper.T * bend_up) @ design.upper
        - (design.lower.T * bend_down) @ design.lower
        - (score.T * design.weights) @ score
    )
    return design.weights @ score, curve


def _climb(design: _Design, start: FloatArray) -> FloatArray:
    """Return the maximum; the likelihood is concave, so Newton's steps lead up to it.

    Far away a step is halved until it climbs. Close by, where the likelihood's own
    rounding would hide the last digits, steps are taken whole until they vanish.
    """
    at, promised, rounds = start, np.inf, 0
    while promised > _VANISHED and rounds < _ROUNDS and np.abs(at).max() < _FAR_OUT:
        slope, curve = _slope_and_curve(design, at)
        step = linalg.lstsq(-curve, slope)[0]
        promised, rounds = float(slope @ step), rounds + 1
        height = _likelihood(design, at)
        while promised > _CLOSE and _likelihood(design, at + step) < height:
            step = step / 2
        at = at + step
    return at
