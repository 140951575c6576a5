"""The intervals that calibration holds against each other: rows of counts in, limits out."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from scipy import special

from analysis.stats.result import FloatArray
from analysis.stats.score import Score, plain_parts, smoothed_parts, superiority_estimate

Limits: TypeAlias = tuple[FloatArray, FloatArray]
Interval: TypeAlias = Callable[[FloatArray, FloatArray, float], Limits]
"""Leaders' and staff's counts, both (R, K), and the confidence, to two rows (R,)."""


def skb_plus_one(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return the product's own interval."""
    return Score.of(smoothed_parts(x, y)).limits(confidence)


def wilson_t(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return the Wilson-type interval of 2025 with Satterthwaite's t."""
    return Score.of(plain_parts(x, y)).limits(confidence)


def wilson_z(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return the Wilson-type interval of 2025 as published, with the normal quantile."""
    score = Score.of(plain_parts(x, y))
    everlasting = np.full_like(score.df, np.inf)
    return Score(estimate=score.estimate, scale=score.scale, df=everlasting).limits(confidence)


def brunner_munzel_t(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return Brunner and Munzel's t interval; the point itself where its variance is 0."""
    estimate, error, df = brunner_munzel_parts(x, y)
    reach = special.stdtrit(df, (1 + confidence) / 2) * error
    return estimate - reach, estimate + reach


def logit_z(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return Brunner and Munzel's interval on the log-odds of A, as rankFD; the point at 0 or 1."""
    estimate, error, _ = brunner_munzel_parts(x, y)
    return _on_log_odds(estimate, error * special.ndtri((1 + confidence) / 2))


def logit_t(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return `logit_z` with Satterthwaite's t."""
    estimate, error, df = brunner_munzel_parts(x, y)
    return _on_log_odds(estimate, error * special.stdtrit(df, (1 + confidence) / 2))


def newcombe_5(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return Newcombe's method 5 (2006, Stat. Med. 25, cited from memory), by bisection."""
    estimate = superiority_estimate(x, y)
    z2 = float(special.ndtri((1 + confidence) / 2)) ** 2

    def too_far(a: FloatArray) -> FloatArray:
        variance = newcombe_variance(a, x.sum(axis=-1), y.sum(axis=-1))
        return np.asarray((a - estimate) ** 2 - z2 * variance)

    return (
        _where_it_turns(too_far, np.zeros_like(estimate), estimate),
        _where_it_turns(too_far, np.ones_like(estimate), estimate),
    )


def percentile_bootstrap(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return percentiles of A in 799 draws of as many people from those who answered."""
    generator = np.random.default_rng(799)
    n1, n2 = int(x[0].sum()), int(y[0].sum())
    tails = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    limits = np.empty((2, len(x)))
    for row, (p, q) in enumerate(zip(x / n1, y / n2, strict=True)):
        again = [
            generator.multinomial(people, shares, size=799).astype(np.float64)
            for people, shares in ((n1, p), (n2, q))
        ]
        limits[:, row] = np.quantile(superiority_estimate(*again), tails)
    return limits[0], limits[1]


INTERVALS: dict[str, Interval] = {
    "Brunner-Munzel t": brunner_munzel_t,
    "BM logit, z": logit_z,
    "BM logit, t": logit_t,
    "Wilson z (SKB 2025)": wilson_z,
    "Wilson t": wilson_t,
    "Newcombe 5": newcombe_5,
    "SKB+1": skb_plus_one,
}


def brunner_munzel_parts(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return A, its standard error and Satterthwaite's degrees of freedom (1 without error)."""
    parts = plain_parts(x, y)
    total = parts.leaders + parts.staff
    with np.errstate(invalid="ignore", divide="ignore"):
        df = total**2 / (parts.leaders**2 / parts.df_leaders + parts.staff**2 / parts.df_staff)
    return parts.estimate, np.sqrt(total), np.where(total > 0, df, 1.0)


def newcombe_variance(a: FloatArray | float, n1: FloatArray, n2: FloatArray) -> FloatArray:
    """Return the variance that Newcombe's method 5 takes A to have where the truth is ``a``."""
    half = (n1 + n2) / 2 - 1
    shape = 1 + half * ((1 - a) / (2 - a) + a / (1 + a))
    return np.asarray(a * (1 - a) * shape / (n1 * n2))


def _on_log_odds(estimate: FloatArray, reach: FloatArray) -> Limits:
    certain = (estimate <= 0) | (estimate >= 1)
    inside = np.where(certain, 0.5, estimate)
    odds, apart = special.logit(inside), reach / (inside * (1 - inside))
    low, high = special.expit(odds - apart), special.expit(odds + apart)
    return np.where(certain, estimate, low), np.where(certain, estimate, high)


def _where_it_turns(
    too_far: Callable[[FloatArray], FloatArray], outer: FloatArray, inner: FloatArray
) -> FloatArray:
    for _ in range(40):
        middle = (outer + inner) / 2
        outside = too_far(middle) > 0
        outer = np.where(outside, middle, outer)
        inner = np.where(outside, inner, middle)
    return outer
