"""How well leaders foresaw what staff would say. Never a single leader, always the group."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis.stats.finite_population import finite_factor
from analysis.stats.proportions import Interval, wilson
from analysis.stats.ranked_probability import forecast_distance
from analysis.stats.result import FloatArray, NotEstimable, checked_counts, checked_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A naive guess, its error, and how much better the leaders' predictions did.

    ``skill`` is 1 for perfect predictions, 0 for ones no better than the guess, negative
    for worse ones. ``error`` is the guess's squared error (`share_forecast`) or distance
    (`rung_forecast`).
    """

    guess: str
    error: float
    skill: float | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareForecast:
    """Leaders' predictions of a favourable share; all numbers are fractions of staff.

    Attributes
    ----------
    n
        Leaders who predicted.
    predicted, actual
        Their mean prediction, and the share of staff who were favourable.
    bias
        ``predicted`` minus ``actual``: positive when leaders over-estimate.
    bias_low, bias_high
        Its 95 % limits, by Wilson's for the staff share. The predictions are these
        leaders' own and add no uncertainty.
    spread
        How far single predictions lie from their mean (root mean square).
    mse
        Mean squared error of a prediction: bias^2 + spread^2, exactly.
    skills
        The same error held against each naive guess.
    """

    n: int
    predicted: float
    actual: float
    bias: float
    bias_low: float
    bias_high: float
    spread: float
    mse: float
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RungForecast:
    """Leaders' predictions of the rung that most staff will choose.

    Attributes
    ----------
    n
        Leaders who predicted.
    commonest
        The rung, or rungs, from 1, that most staff chose.
    hits
        Share of leaders who named it, 0 to 1.
    distance
        Between the predicted and the actual answers: 0 the same, 1 opposite ends. A
        spread-out staff keeps it above 0 even when every leader names the right rung.
    skills
        The same distance held against each naive guess.
    """

    n: int
    commonest: tuple[int, ...]
    hits: float
    distance: float
    skills: tuple[Skill, ...]


def share_forecast(
    predictions: ArrayLike,
    *,
    favourable: float,
    answered: int,
    naive: Mapping[str, float] | None = None,
) -> ShareForecast | NotEstimable:
    """Hold leaders' predictions of the favourable share against what staff said.

    Parameters
    ----------
    predictions
        Shape (K,): how many leaders predicted each of K even steps from 0 to 100 %; the
        questionnaire has eleven.
    favourable, answered
        Staff who were favourable, and staff who answered. Of a pillar ``favourable`` is
        the mean over its items, so it may be a fraction of a person; the interval is
        then on the wide side.
    naive
        Named guesses that need no insight, as fractions: the share of leaders who are
        favourable themselves, the share of staff last time.

    Returns
    -------
    ShareForecast
    NotEstimable
        Fewer than two leaders predicted, or no staff answered.

    Raises
    ------
    ValueError
        Counts are impossible, or a guess is not a fraction.

    Examples
    --------
    >>> guesses = [0, 0, 0, 0, 0, 0, 1, 3, 4, 2, 0]
    >>> result = share_forecast(guesses, favourable=48, answered=120, naive={"own answer": 0.9})
    >>> round(result.bias, 3), round(result.bias_low, 3), round(result.bias_high, 3)
    (0.37, 0.281, 0.453)
    >>> round(result.skills[0].skill, 3)
    0.42
    """
    x = checked_counts(predictions)
    if not 0 <= favourable <= answered:
        raise ValueError(f"favourable must be between 0 and {answered}, got {favourable}")
    refusal = _too_few(x, answered)
    if refusal is not None:
        return refusal
    steps = np.linspace(0, 1, x.size)
    n, actual = float(x.sum()), favourable / answered
    mean = float(x @ steps) / n
    spread = float(np.sqrt(x @ (steps - mean) ** 2 / n))
    mse = float(x @ (steps - actual) ** 2) / n
    limits = wilson(favourable, answered)
    return ShareForecast(
        n=int(n),
        predicted=mean,
        actual=actual,
        bias=mean - actual,
        bias_low=mean - limits.high,
        bias_high=mean - limits.low,
        spread=spread,
        mse=mse,
        skills=tuple(
            _skill(name, mse, (_fraction(guess) - actual) ** 2)
            for name, guess in (naive or {}).items()
        ),
    )


def expected_gap_limits(
    predictions: ArrayLike, *, favourable: float, answered: int, invited: int | None = None
) -> Interval | NotEstimable:
    """Return 95 % limits of the gap leaders expect: their own favourable share minus their guess.

    Wilson's limits of the own share and Student's of the mean guess, put together as
    Newcombe does (MOVER). They are taken as if other leaders
    had given them, which is on the wide side where the favourable guess higher.

    Parameters
    ----------
    predictions
        Shape (K,): how many leaders predicted each of K even steps from 0 to 100 %.
    favourable, answered
        Leaders who are favourable themselves (of a pillar a mean over its items), of how many.
    invited
        How many leaders there are; the limits are then about these leaders (`finite_factor`).

    Returns
    -------
    Interval
    NotEstimable
        Fewer than two leaders predicted, or no leader answered.

    Examples
    --------
    >>> guesses = [0, 0, 0, 0, 0, 0, 1, 3, 4, 2, 0]
    >>> limits = expected_gap_limits(guesses, favourable=9, answered=10)
    >>> round(limits.low, 3), round(limits.high, 3)
    (-0.182, 0.237)
    """
    x = checked_counts(predictions)
    if x.sum() < 2:
        return NotEstimable("fewer than two leaders predicted")
    if answered == 0:
        return NotEstimable("no leader answered")
    steps = np.linspace(0, 1, x.size)
    n = float(x.sum())
    mean = float(x @ steps) / n
    variance = float(x @ (steps - mean) ** 2) / (n - 1) * finite_factor(n, invited) / n
    reach = float(special.stdtrit(n - 1, 0.975)) * float(np.sqrt(variance))
    own = wilson(favourable, answered, factor=finite_factor(answered, invited))
    share = favourable / answered
    expected = share - mean
    return Interval(
        low=expected - float(np.hypot(share - own.low, reach)),
        high=expected + float(np.hypot(own.high - share, reach)),
    )


def rung_forecast(
    predictions: ArrayLike, staff: ArrayLike, *, naive: Mapping[str, ArrayLike] | None = None
) -> RungForecast | NotEstimable:
    """Hold leaders' predictions of the commonest rung against the rungs staff chose.

    Parameters
    ----------
    predictions, staff
        Shape (K,): how many leaders predicted, and how many staff chose, each rung.
    naive
        Named guesses that need no insight, as counts of shape (K,): the rungs leaders
        chose themselves, the rungs staff chose last time. Guesses without counts are
        left out.

    Returns
    -------
    RungForecast
    NotEstimable
        Fewer than two leaders predicted, or no staff answered.

    Raises
    ------
    ValueError
        Counts are impossible, or rows differ in length.

    Examples
    --------
    >>> result = rung_forecast([0, 1, 6, 3], [10, 20, 30, 60])
    >>> result.commonest, result.hits, round(result.distance, 4)
    ((4,), 0.3, 0.0231)
    """
    x, y = checked_pair(predictions, staff)
    refusal = _too_few(x, int(y.sum()))
    if refusal is not None:
        return refusal
    distance = forecast_distance(x, y)
    guesses = [(name, checked_pair(guess, y)[0]) for name, guess in (naive or {}).items()]
    return RungForecast(
        n=int(x.sum()),
        commonest=tuple((np.flatnonzero(y == y.max()) + 1).tolist()),
        hits=float(x[y == y.max()].sum() / x.sum()),
        distance=distance,
        skills=tuple(
            _skill(name, distance, forecast_distance(guess, y))
            for name, guess in guesses
            if guess.any()
        ),
    )


def _too_few(predictions: FloatArray, staff: int) -> NotEstimable | None:
    if predictions.sum() < 2:
        return NotEstimable("fewer than two leaders predicted")
    return NotEstimable("no staff answered") if staff == 0 else None


def _fraction(guess: float) -> float:
    if not 0 <= guess <= 1:
        raise ValueError(f"a guess must be a fraction between 0 and 1, got {guess}")
    return guess


def _skill(name: str, error: float, naive: float) -> Skill:
    skill = NotEstimable("the naive guess was exactly right") if naive == 0 else 1 - error / naive
    return Skill(guess=name, error=naive, skill=skill)
