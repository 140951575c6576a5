"""Staff weighted to their roster; leaders never are. Weights cannot repair silence by opinion."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.finite_population import NOT_KNOWN, Invited, finite_factor
from analysis.stats.result import FloatArray, NotEstimable, checked_counts, checked_pair
from analysis.stats.score import Score, smoothed_parts
from analysis.stats.superiority import Superiority, as_superiority, superiority, too_few

LEAST_RATE_DIFFERENCE = 0.10
"""Response rates must differ by more than this before weighting is worth its price."""

_TRIM_AT_MEDIANS = 5
_CLOSE = 1e-10
_MOST_ROUNDS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One weight a cell, in the order of the flattened table, averaging 1 over people.

    ``kish_effect`` is 1 + cv^2 of the weights, by which the number of answers is divided
    to give ``n_effective``. ``trimmed_cells`` counts cells held at five medians.
    """

    weights: tuple[float, ...]
    kish_effect: float
    n: int
    n_effective: float
    trimmed_cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedSuperiority:
    """A with staff weighted to their roster, beside A as answered: always show both."""

    weighted: Superiority
    unweighted: Superiority
    kish_effect: float


def raked_weights(
    answered: ArrayLike, *, invited: Sequence[Sequence[int]], k: int = 5
) -> Weights | NotEstimable:
    """Return weights that bring staff's answers to the roster's margins.

    Parameters
    ----------
    answered
        People who answered in each cell, one axis an attribute (department, tenure band):
        shape (D1,) or (D1, D2, ...).
    invited
        For each attribute, people on the roster in each of its values.
    k
        The confidentiality threshold: each margin needs at least 2k invited people.

    Returns
    -------
    Weights
    NotEstimable
        A margin is too small or silent, response rates hardly differ, the margins cannot
        be met, or the untrimmed weights would cost more than half of the answers.

    Raises
    ------
    ValueError
        Shapes do not fit, a roster differs in size between attributes, or more people
        answered than were invited.

    References
    ----------
    Deming and Stephan (1940), Ann. Math. Stat. 11, 427-444; Kish (1965), Survey Sampling
    (both cited from memory).

    Examples
    --------
    >>> found = raked_weights([40, 20], invited=[[50, 50]])
    >>> found.weights, found.n_effective
    ((0.75, 1.5), 53.333333333333336)
    """
    table = np.asarray(answered, dtype=np.float64)
    checked_counts(table.ravel())
    margins = _checked_margins(table, invited)
    refusal = _why_not(table, margins, k)
    if refusal is not None:
        return refusal
    fitted = _fitted(table, margins)
    if fitted is None:
        return NotEstimable("no weights meet all margins of the roster")
    people = table.ravel()
    n = float(people.sum())
    with np.errstate(invalid="ignore"):
        raw = np.where(people > 0, fitted.ravel() / people, 0.0)
    # Asked before trimming: after it, hardly any weights could cost half of the answers.
    if _kish_effect(people, raw) > 2:
        return NotEstimable("weighting would cost more than half of the answers")
    limit = _TRIM_AT_MEDIANS * float(np.median(np.repeat(raw, people.astype(np.int64))))
    weights = np.minimum(raw, limit)
    weights = weights * n / float(people @ weights)
    kish = _kish_effect(people, weights)
    return Weights(
        weights=tuple(weights.tolist()),
        kish_effect=kish,
        n=int(n),
        n_effective=n / kish,
        trimmed_cells=int((raw > limit).sum()),
    )


def weighted_superiority(
    leaders: ArrayLike,
    cells: ArrayLike,
    *,
    weights: Weights,
    invited: Invited = NOT_KNOWN,
    confidence: float = 0.95,
) -> WeightedSuperiority | NotEstimable:
    """Return A with staff's shares weighted, and as many staff as the weights are worth.

    Parameters
    ----------
    leaders
        Leaders' counts, lowest category first: shape (K,).
    cells
        Staff's counts, one row a cell in the order of ``weights.weights``: shape (C, K).
    weights
        From `raked_weights`.
    invited
        The rosters, if known: see `finite_factor`.
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    WeightedSuperiority
    NotEstimable
        A group has fewer than two answers, or staff are worth fewer than two.

    Raises
    ------
    ValueError
        Counts, rosters or confidence are impossible, or there is not one row a weight.

    Examples
    --------
    >>> weights = raked_weights([40, 20], invited=[[50, 50]])
    >>> both = weighted_superiority([2, 8], [[10, 30], [15, 5]], weights=weights)
    >>> both.weighted.estimate > both.unweighted.estimate
    True
    """
    table = np.asarray(cells, dtype=np.float64)
    if table.ndim != 2 or len(table) != len(weights.weights):
        raise ValueError(f"{len(weights.weights)} weights need as many rows, got {table.shape}")
    x, y = checked_pair(leaders, table.sum(axis=0))
    plain = superiority(
        x,
        y,
        invited_leaders=invited.leaders,
        invited_staff=invited.staff,
        confidence=confidence,
    )
    if isinstance(plain, NotEstimable):
        return plain
    weight = np.asarray(weights.weights)
    people = table.sum(axis=1)
    worth = float(people @ weight) ** 2 / float(people @ weight**2)
    effective = worth * (weight @ table) / float(people @ weight)
    refusal = too_few(x, effective)
    if refusal is not None:
        return refusal
    factors = (
        finite_factor(float(x.sum()), invited.leaders),
        finite_factor(float(y.sum()), invited.staff),
    )
    parts = smoothed_parts(x, effective, factor_leaders=factors[0], factor_staff=factors[1])
    weighted = as_superiority(x, effective, Score.of(parts), factors=factors, confidence=confidence)
    return WeightedSuperiority(
        weighted=weighted, unweighted=plain, kish_effect=float(y.sum()) / worth
    )


def _checked_margins(table: FloatArray, invited: Sequence[Sequence[int]]) -> list[FloatArray]:
    if len(invited) != table.ndim:
        raise ValueError(f"{table.ndim} attributes need as many rosters, got {len(invited)}")
    margins = [np.asarray(each, dtype=np.float64) for each in invited]
    for axis, margin in enumerate(margins):
        if margin.shape != (table.shape[axis],):
            raise ValueError(f"attribute {axis} has {table.shape[axis]} values, got {margin.size}")
        if (_margin(table, axis) > margin).any():
            raise ValueError(f"attribute {axis}: more people answered than were invited")
    if len({float(margin.sum()) for margin in margins}) > 1:
        raise ValueError("the attributes' rosters differ in size")
    return margins


def _why_not(table: FloatArray, margins: list[FloatArray], k: int) -> NotEstimable | None:
    differences = []
    for axis, margin in enumerate(margins):
        if (margin < 2 * k).any():
            return NotEstimable(f"a margin has fewer than {2 * k} invited people")
        people = _margin(table, axis)
        if (people == 0).any():
            return NotEstimable("nobody answered in one of the margins")
        rates = people / margin
        differences.append(float(rates.max() - rates.min()))
    if max(differences) <= LEAST_RATE_DIFFERENCE:
        return NotEstimable("response rates differ by 10 points or less: nothing to repair")
    return None


def _fitted(table: FloatArray, margins: list[FloatArray]) -> FloatArray | None:
    """Iterative proportional fitting, or ``None`` when it does not settle."""
    fitted = table.copy()
    for _ in range(_MOST_ROUNDS):
        for axis, margin in enumerate(margins):
            shape = [-1 if each == axis else 1 for each in range(table.ndim)]
            fitted = fitted * (margin / _margin(fitted, axis)).reshape(shape)
        errors = [
            np.abs(_margin(fitted, axis) / margin - 1).max() for axis, margin in enumerate(margins)
        ]
        if max(errors) < _CLOSE:
            return fitted
    return None


def _kish_effect(people: FloatArray, weights: FloatArray) -> float:
    return float(people.sum() * (people @ weights**2) / (people @ weights) ** 2)


def _margin(table: FloatArray, axis: int) -> FloatArray:
    others = tuple(each for each in range(table.ndim) if each != axis)
    return np.asarray(table.sum(axis=others))
