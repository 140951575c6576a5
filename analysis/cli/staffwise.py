"""What is asked of staff as a whole: departments, weights, reliability, importance."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.cli.as_json import Json, some
from analysis.cli.asked import Read
from analysis.cli.numbers import A_NAMES, SEED, Pair, Rules, judged
from analysis.importers.plain_csv import read_columns
from analysis.publication import Question
from analysis.stats.clusters import clustered_superiority, design_effect
from analysis.stats.comparability import readings
from analysis.stats.importance import Explained, importance
from analysis.stats.intraclass import intraclass
from analysis.stats.pooling import relative_kurtosis, within_departments
from analysis.stats.reliability import reliability
from analysis.stats.result import NotEstimable
from analysis.stats.verdict import verdict
from analysis.stats.weighting import Weights, raked_weights, weighted_superiority
from analysis.tables import Tables, counts_by, rest_score_tables, staff_jointly
from survey.errors import FileError

PEOPLE_ARE_COUNTED = "every department answered, so people are counted"

Target = Literal["all", "sample"]
"""Whether the departments that answered are all that the question is about."""


def department_numbers(
    pair: Pair, table: Mapping[tuple[str, ...], NDArray[np.int64]], are: Target, rules: Rules
) -> Json:
    """Return how far departments differ on one question, and A beyond those seen."""
    rows = np.array(list(table.values()))
    if not len(rows):
        return {"not_estimable": "no member of staff has a department"}
    found = intraclass(rows, pair.points)
    numbers = {
        "answered": len(rows),
        "icc": some(found, "icc1", "icc2", "departments", "typical_size"),
        "design_effect": some(
            design_effect(rows, values=pair.points), "design_effect", "icc", "typical_size"
        ),
    }
    if are == "all":
        counted = NotEstimable(PEOPLE_ARE_COUNTED)
        return numbers | {"clustered": some(counted)}
    clustered = clustered_superiority(pair.leaders, rows, invited_leaders=rules.invited.leaders)
    return numbers | {"clustered": judged(clustered, rules.margin)}


def read_margins(path: Path) -> dict[str, dict[str, int]]:
    """Read a staff roster's margins: columns ``column,value,invited``, one row a value.

    Raises
    ------
    FileError
        A column is missing, a number is not one, or a value is there twice.
    """
    rows = read_columns(path)
    margins: dict[str, dict[str, int]] = {}
    parts = (rows["column"].tolist(), rows["value"].tolist(), rows["invited"].tolist())
    for place, (column, value, invited) in enumerate(zip(*parts, strict=True), start=2):
        known = margins.setdefault(column, {})
        if not str(invited).isdigit() or value in known:
            raise FileError(
                f"{path.name}: row {place}: {column} {value!r} with {invited!r} people",
                advice="Give each value of a column once, with a whole number of invited people.",
            )
        known[value] = int(invited)
    return margins


def staff_weights(
    tables: Tables, question: str, margins: Mapping[str, Mapping[str, int]]
) -> tuple[Weights | NotEstimable, NDArray[np.int64]]:
    """Return weights for the cells of the roster's margins, and each cell's counts, (C, K)."""
    attributes = tuple(margins)
    found = counts_by(tables, question, attributes)
    shape = tuple(len(each) for each in margins.values())
    places = [{value: at for at, value in enumerate(each)} for each in margins.values()]
    size = tables.counts[question].shape[1]
    cells = np.zeros((*shape, size), dtype=np.int64)
    for values, counts in found.items():
        unknown = [value for value, known in zip(values, places, strict=True) if value not in known]
        if unknown:
            raise FileError(
                f"staff answered of {unknown[0]!r}, which the roster's margins do not have",
                advice="The margins must have every value that staff have, with the same words.",
            )
        cells[tuple(known[value] for value, known in zip(values, places, strict=True))] = counts
    answered = cells.sum(axis=-1)
    invited = [list(each.values()) for each in margins.values()]
    try:
        weights = raked_weights(answered, invited=invited)
    except ValueError as error:
        raise FileError(f"the roster's margins do not fit the answers: {error}") from error
    return weights, cells.reshape(-1, size)


def weighted_numbers(
    pair: Pair, weights: Weights | NotEstimable, cells: NDArray[np.int64], rules: Rules
) -> Json:
    """Return A with staff weighted to their roster, to stand beside A as answered."""
    if isinstance(weights, NotEstimable):
        return some(weights)
    found = weighted_superiority(pair.leaders, cells, weights=weights, invited=rules.invited)
    if isinstance(found, NotEstimable):
        return some(found)
    word = verdict(found.weighted, margin=rules.margin).word
    numbers = some(found.weighted, *A_NAMES)
    numbers |= {"kish_effect": found.kish_effect, "verdict": word}
    return numbers | {"trimmed_cells": weights.trimmed_cells}


def reliability_numbers(tables: Tables, pillar: Question) -> Json:
    """Return how well a pillar's items measure one thing in staff's answers."""
    product = next(each for each in tables.products if each.pillar == pillar.id)
    found = reliability(product.n, product.sums, product.cross)
    if isinstance(found, NotEstimable):
        return some(found)
    return some(found) | {"holds_together": found.holds_together}


def comparability_numbers(read: Read, pillar: Question) -> Json:
    """Return, for each item of a pillar, whether leaders and staff seem to read it alike."""
    if len(pillar.items) == 1:
        return {pillar.items[0]: {"not_estimable": "there is no other item in its pillar"}}
    found = readings(rest_score_tables(read.answers, pillar, len(read.categories)))
    return {
        item: some(each)
        if isinstance(each, NotEstimable)
        else some(each) | {"is_flagged": each.is_flagged}
        for item, each in found.items()
    }


def importance_numbers(read: Read, outcome: str | None, department: str | None) -> Json:
    """Return which pillars go together with the outcome among staff, or why that is not said."""
    pillars: Sequence[Question] = read.of("pillar")
    if outcome is None:
        return {"not_estimable": "no outcome item was named"}
    places = None if department is None else read.answers.attributes[department]
    joint = staff_jointly(read.answers, read.outcome, pillars, places)
    pooled = within_departments(joint.departments)
    if isinstance(pooled, NotEstimable):
        return some(pooled)
    people, df, covariance = pooled
    found = importance(
        Explained(
            people=people,
            df=df,
            covariance=covariance,
            outcome_items=(outcome,),
            predictors={each.id: each.items for each in pillars},
            kurtosis=relative_kurtosis(joint.deviations, np.ones(len(joint.deviations))),
        ),
        generator=np.random.default_rng(SEED),
    )
    if isinstance(found, NotEstimable):
        return some(found)
    tied = [[each.first, each.second] for each in found.differences if each.is_tied]
    return {"outcome": outcome} | some(found) | {"tied": tied}
