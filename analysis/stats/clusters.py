"""Staff answer in departments: when that matters, and what it adds to the uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.distance import checked_values
from analysis.stats.finite_population import finite_factor
from analysis.stats.result import FloatArray, NotEstimable, checked_counts, checked_pair
from analysis.stats.score import Score, placements, smoothed_parts
from analysis.stats.superiority import Superiority, as_superiority, check_confidence, too_few

LEAST_DEPARTMENTS = 5
"""With fewer there is no cluster interval (METHODS.md, section 4)."""

StaffError = Literal["people", "departments", "too few departments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignEffect:
    """How much answering in departments widens staff's variance.

    ``design_effect`` is 1 + (``typical_size`` - 1) ``icc``, at least 1; ``typical_size``
    is the size of the department of a person picked at random, ``icc`` is ICC(1).
    """

    design_effect: float
    icc: float
    typical_size: float
    departments: int


def staff_error(*, answered: int, in_all: int) -> StaffError:
    """Return what staff's uncertainty counts: people, or departments.

    Every department answered and the question is about these people: people, with the
    roster factor where it applies. A sample of departments, and the question is about all
    of them: departments, if there are at least `LEAST_DEPARTMENTS`.

    Raises
    ------
    ValueError
        More departments answered than there are.

    Examples
    --------
    >>> staff_error(answered=8, in_all=8), staff_error(answered=8, in_all=20)
    ('people', 'departments')
    """
    if answered > in_all:
        raise ValueError(f"{answered} departments answered but there are only {in_all}")
    if answered == in_all:
        return "people"
    return "departments" if answered >= LEAST_DEPARTMENTS else "too few departments"


def design_effect(
    departments: ArrayLike, *, values: Sequence[float]
) -> DesignEffect | NotEstimable:
    """Return the design effect of one item from a one-way analysis of variance.

    Parameters
    ----------
    departments
        Staff's counts, one row a department, lowest category first: shape (G, K).
    values
        Each category in points, rising: shape (K,).

    Returns
    -------
    DesignEffect
    NotEstimable
        Fewer than two departments answered, nobody shares a department with another, or
        nobody differs from their department.

    Raises
    ------
    ValueError
        Counts or values are impossible.

    References
    ----------
    Kish (1965), Survey Sampling; Bliese (2000), in Klein and Kozlowski, 349-381 (both
    cited from memory). ICC(1) is checked against R's multilevel::ICC1.

    Examples
    --------
    >>> found = design_effect([[4, 1], [1, 4]], values=[1, 2])
    >>> round(found.icc, 4), round(found.design_effect, 4)
    (0.4118, 2.6471)
    """
    table = _checked_table(departments)
    scale = checked_values(values, table.shape[1])
    sizes = table.sum(axis=1)
    n, groups = float(sizes.sum()), len(sizes)
    if groups < 2 or n == groups:
        return NotEstimable("needs two departments, one of them with two answers")
    means = table @ scale / sizes
    within = float((table * (scale - means[:, None]) ** 2).sum()) / (n - groups)
    between = float(sizes @ (means - float(sizes @ means) / n) ** 2) / (groups - 1)
    if ((table > 0).sum(axis=1) == 1).all():
        return NotEstimable("nobody differs from their department")
    typical = float((sizes**2).sum()) / n
    n0 = (n - typical) / (groups - 1)
    icc = (between - within) / (between + (n0 - 1) * within)
    return DesignEffect(
        design_effect=max(1.0, 1 + (typical - 1) * icc),
        icc=icc,
        typical_size=typical,
        departments=groups,
    )


def clustered_superiority(
    leaders: ArrayLike,
    departments: ArrayLike,
    *,
    invited_leaders: int | None = None,
    confidence: float = 0.95,
) -> Superiority | NotEstimable:
    """Return A with SKB+1, staff's variance taken between departments where that is larger.

    Parameters
    ----------
    leaders
        Leaders' counts, lowest category first: shape (K,).
    departments
        Staff's counts, one row a department: shape (G, K). Rows without answers are
        left out.
    invited_leaders
        How many leaders were invited, if known. Staff get no roster factor: the claim is
        about departments beyond those seen.
    confidence
        A fraction between 0 and 1.

    Returns
    -------
    Superiority
    NotEstimable
        Fewer than `LEAST_DEPARTMENTS` departments, or fewer than two answers in a group.

    Raises
    ------
    ValueError
        Counts, roster or confidence are impossible.

    References
    ----------
    Obuchowski (1997), Biometrics 53, 567-578; the same as in R's fastAUC.

    Examples
    --------
    >>> camps = [[9, 1], [1, 9], [9, 1], [1, 9], [9, 1], [1, 9]]
    >>> wide = clustered_superiority([3, 7], camps)
    >>> from analysis.stats.superiority import superiority
    >>> wide.high > superiority([3, 7], [30, 30]).high
    True
    """
    table = _checked_table(departments)
    x, y = checked_pair(leaders, table.sum(axis=0))
    check_confidence(confidence)
    groups = len(table)
    if groups < LEAST_DEPARTMENTS:
        return NotEstimable(f"fewer than {LEAST_DEPARTMENTS} departments answered")
    refusal = too_few(x, y)
    if refusal is not None:
        return refusal
    factors = (finite_factor(float(x.sum()), invited_leaders), 1.0)
    parts = smoothed_parts(x, y, factor_leaders=factors[0])
    away = table @ (1 - placements(x) - float(parts.estimate))
    between = groups / (groups - 1) * float(away @ away) / float(y.sum()) ** 2
    clustered = replace(
        parts,
        staff=np.maximum(parts.staff, between),
        df_staff=np.asarray(float(groups - 1)),
    )
    return as_superiority(x, y, Score.of(clustered), factors=factors, confidence=confidence)


def _checked_table(departments: ArrayLike) -> FloatArray:
    """Return the rows that have answers, as floats."""
    table = np.asarray(departments, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"departments must be rows of counts, got shape {table.shape}")
    checked_counts(table.ravel())
    return np.asarray(table[table.sum(axis=1) > 0])
