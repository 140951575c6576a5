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
    parts = plain_parts(x, y)
    total = parts.leaders + parts.staff
    with np.errstate(invalid="ignore"):
        df = total**2 / (parts.leaders**2 / parts.df_leaders + parts.staff**2 / parts.df_staff)
    df = np.where(total > 0, df, 1.0)
    reach = special.stdtrit(df, (1 + confidence) / 2) * np.sqrt(total)
    return parts.estimate - reach, parts.estimate + reach


def newcombe_5(x: FloatArray, y: FloatArray, confidence: float) -> Limits:
    """Return Newcombe's method 5 (2006, Stat. Med. 25, cited from memory), by bisection."""
    n1, n2 = x.sum(axis=-1), y.sum(axis=-1)
    estimate = superiority_estimate(x, y)
    z2 = float(special.ndtri((1 + confidence) / 2)) ** 2
    half = (n1 + n2) / 2 - 1

    def too_far(a: FloatArray) -> FloatArray:
        shape = 1 + half * ((1 - a) / (2 - a) + a / (1 + a))
        return np.asarray((a - estimate) ** 2 - z2 * a * (1 - a) * shape / (n1 * n2))

    return (
        _where_it_turns(too_far, np.zeros_like(estimate), estimate),
        _where_it_turns(too_far, np.ones_like(estimate), estimate),
    )


INTERVALS: dict[str, Interval] = {
    "Brunner-Munzel t": brunner_munzel_t,
    "Wilson z (SKB 2025)": wilson_z,
    "Wilson t": wilson_t,
    "Newcombe 5": newcombe_5,
    "SKB+1": skb_plus_one,
}


def _where_it_turns(
    too_far: Callable[[FloatArray], FloatArray], outer: FloatArray, inner: FloatArray
) -> FloatArray:
    for _ in range(40):
        middle = (outer + inner) / 2
        outside = too_far(middle) > 0
        outer = np.where(outside, middle, outer)
        inner = np.where(outside, inner, middle)
    return outer
