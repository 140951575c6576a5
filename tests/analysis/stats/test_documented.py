"""docs/statistics.md explains every statistic, and its examples are what the code gives."""

import ast
from pathlib import Path

import pytest

from analysis.stats.agreement import agreement
from analysis.stats.prediction import ShareForecast, share_forecast
from analysis.stats.rank_tests import BrunnerMunzel, brunner_munzel
from analysis.stats.superiority import Superiority, superiority

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "statistics.md").read_text()
MODULES = sorted(
    path.name for path in (ROOT / "analysis" / "stats").glob("*.py") if path.stem != "__init__"
)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_explained(module: str) -> None:
    assert f"`{module}`" in TEXT


def test_every_public_function_is_explained() -> None:
    public = {
        node.name
        for path in (ROOT / "analysis" / "stats").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }

    assert {each for each in public if f"`{each}`" not in TEXT} == set()


def test_the_calibration_is_the_one_last_run() -> None:
    table = (ROOT / "benchmarks" / "results" / "calibration.md").read_text(encoding="utf-8")

    rows = [line for line in table.splitlines() if line.startswith("|")]
    assert rows
    assert all(row in TEXT for row in rows)


def test_the_example_of_five_unanimous_leaders_is_right() -> None:
    leaders, staff = [0, 0, 0, 5, 0], [5, 10, 15, 20, 10]
    usual, ours = brunner_munzel(leaders, staff), superiority(leaders, staff)
    assert isinstance(usual, BrunnerMunzel)
    assert isinstance(ours, Superiority)

    assert "staff spread 5, 10, 15, 20, 10 give p = .001" in TEXT
    assert "SKB+1 gives p = .07" in TEXT
    assert (round(usual.p_value, 3), round(ours.p_difference, 2)) == (0.001, 0.07)


def test_the_examples_against_rwg_are_right() -> None:
    top, camps = agreement([1, 0, 0, 0, 6]), agreement([0, 4, 0, 4, 0])
    shown = [top.rwg, top.same_answer, camps.rwg, camps.van_der_eijk]

    assert "rwg is 0 although 71 % of pairs agree" in TEXT
    assert "rwg .43, van der Eijk .17" in TEXT
    assert [round(each, 2) for each in shown if isinstance(each, float)] == [0, 0.71, 0.43, 0.17]


def test_the_example_of_a_prediction_is_right() -> None:
    guesses = [0, 0, 0, 0, 0, 0, 1, 3, 4, 2, 0]
    told = share_forecast(guesses, favourable=48, answered=120)
    assert isinstance(told, ShareForecast)

    assert "They over-estimate by 37 points (28 to 45)" in TEXT
    assert [round(100 * each) for each in (told.predicted, told.bias, told.bias_low)] == [
        77,
        37,
        28,
    ]
    assert round(100 * told.bias_high) == 45
