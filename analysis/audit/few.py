"""Rounded comparisons of small groups: what they leave open, listed anew before release.

Written apart from the code that chose what to release: here every multiset of answers is
held against the finished document's numbers, wherever they came from.
"""

from collections.abc import Iterator
from math import comb

import numpy as np
from numpy.typing import NDArray

from analysis.publication import CoarseComparison, Publication, Question
from analysis.stats.enumeration import Few, multisets
from analysis.stats.finite_population import finite_factor
from analysis.stats.score import Score, smoothed_parts
from analysis.tables import Tables

Floats = NDArray[np.float64]

_FEWEST_LEFT = 5
_MOST_LISTED = 1_000_000
_ROUNDING = 1e-6


def too_telling(publication: Publication, tables: Tables) -> Iterator[tuple[str, str]]:
    """Return question and what is wrong, for each comparison that gives answers away."""
    questions = {each.id: each for each in publication.questions}
    for said in publication.coarse:
        if said.verdict is not None:
            wrong = _wrong(said, questions[said.question], publication, tables)
            if wrong is not None:
                yield said.question, wrong


def _wrong(
    said: CoarseComparison, question: Question, publication: Publication, tables: Tables
) -> str | None:
    own = {group: tables.of(said.question, group) for group in ("leaders", "staff")}
    n = {group: int(each.sum()) for group, each in own.items()}
    group = min(n, key=lambda each: n[each])
    least, counted = publication.thresholds["scores"], publication.thresholds["counts"]
    if n[group] < least:
        return f"a comparison with only {n[group]} {group}"
    if max(n.values()) < counted or n[group] >= counted:
        return "a rounded comparison where there should be none"
    categories = own[group].size
    if comb(n[group] + categories - 1, n[group]) > _MOST_LISTED:
        return None if said.superiority is None else "numbers on too many possible answers"
    fits = _fitting(said, group, own, publication)
    if fits.shape[0] < _FEWEST_LEFT:
        return f"only {fits.shape[0]} sets of answers fit the comparison of {n[group]} {group}"
    low, high = fits.min(axis=0), fits.max(axis=0)
    known = (low == high) & ((high > 0) | (question.kind != "pillar"))
    return f"a count of the {n[group]} {group} follows from the comparison" if known.any() else None


def _fitting(
    said: CoarseComparison,
    group: str,
    own: dict[str, NDArray[np.int64]],
    publication: Publication,
) -> Few:
    """Every multiset of the small group that rounds to what is said."""
    other = own["staff" if group == "leaders" else "leaders"].astype(np.float64)
    fits = multisets(int(own[group].sum()), other.size)
    below = (np.cumsum(other) - other) / other.sum()
    share = other / other.sum()
    higher, lower = (below, 1 - below - share) if group == "leaders" else (1 - below - share, below)
    n = own[group].sum()
    for told, weights in (
        (said.superiority, higher + share / 2),
        (said.leaders_higher, higher),
        (said.same, share),
        (said.staff_higher, lower),
    ):
        if told is not None:
            fits = fits[np.abs(fits @ weights / n - told) <= said.step / 2 + _ROUNDING]
    if said.low is None or said.high is None or not fits.size:
        return fits
    low, high = _limits(fits.astype(np.float64), other, group, publication)
    reach = said.step / 2 + _ROUNDING
    return fits[(np.abs(low - said.low) <= reach) & (np.abs(high - said.high) <= reach)]


def _limits(
    fits: Floats, other: Floats, group: str, publication: Publication
) -> tuple[Floats, Floats]:
    beside = np.broadcast_to(other, fits.shape)
    x, y = (fits, beside) if group == "leaders" else (beside, fits)
    invited = {each.group: each.invited for each in publication.rates if each.segment is None}
    score = Score.of(
        smoothed_parts(
            x,
            y,
            factor_leaders=finite_factor(float(x[0].sum()), invited.get("leaders")),
            factor_staff=finite_factor(float(y[0].sum()), invited.get("staff")),
        )
    )
    return score.limits(0.95)
