"""A reduced run of the speed benchmark: the same numbers, in less time."""

import numpy as np
import pytest

from benchmarks.statistics import (
    ITEMS,
    answers_of,
    largest_difference,
    measured,
    numbers_of,
    raw_numbers,
    report,
    slope_ratio,
    tables_of,
)


def test_raw_answers_and_counts_give_the_same_numbers() -> None:
    answers = answers_of(3000, np.random.default_rng(5))

    expected, seconds = raw_numbers(answers)
    found = [numbers_of(table) for table in tables_of(answers)]

    assert len(found) == ITEMS
    assert np.array(found) == pytest.approx(np.array(expected), rel=1e-9, abs=1e-12)
    assert min(seconds) >= 0


def test_counts_are_quicker_and_the_report_says_by_how_much() -> None:
    generator = np.random.default_rng(6)
    timings = [measured(staff, generator) for staff in (2000, 40_000)]

    # The bars themselves need a million staff: python -m benchmarks.statistics.
    assert timings[-1].ratio > 3
    assert timings[-1].bootstrap_ratio > 50
    assert timings[-1].difference < 1e-12
    assert slope_ratio(timings) > 0
    assert "| 40,000 |" in report(timings)


def test_differing_numbers_stop_it() -> None:
    assert largest_difference([(2.0, 0.5)], [(2.0, 0.5)]) == 0
    with pytest.raises(ValueError, match="raw vectors and counts differ"):
        largest_difference([(2.0, 0.5)], [(2.0, 0.4)])
