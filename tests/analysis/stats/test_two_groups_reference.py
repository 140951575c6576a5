"""Every number of a comparison against R, SciPy and statsmodels, to nine digits or more."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import TypeAlias

import pytest

from analysis.stats.comparison import compare
from analysis.stats.equivalence import equivalence
from analysis.stats.means import HedgesG, MeanGap, hedges_g, mean_gap
from analysis.stats.multiplicity import benjamini_hochberg, holm
from analysis.stats.noncentral_t import noncentral_t_cdf
from analysis.stats.permutation import PermutationTest, permutation_test
from analysis.stats.proportions import FavourableGap, favourable_gap, miettinen_nurminen
from analysis.stats.rank_tests import (
    BrunnerMunzel,
    MannWhitney,
    brunner_munzel,
    mann_whitney,
    unbiased_variance,
)
from analysis.stats.resampling import Jackknife, jackknife
from analysis.stats.result import NotEstimable, checked_pair
from analysis.stats.score import Score, smoothed_parts
from analysis.stats.superiority import Superiority, superiority

Case: TypeAlias = tuple[list[int], list[int], list[float]]

FOLDER = Path(__file__).parents[2] / "reference"
EXACT = 1e-11
"""Relative; where R is coarser, its test says so."""


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def by_case(name: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(name):
        found[row["case"]][row["statistic"]] = float(row["value"])
    return found


CASES: dict[str, Case] = {
    row["case"]: (
        [int(each) for each in row["leaders"].split()],
        [int(each) for each in row["staff"].split()],
        [float(each) for each in row["values"].split()],
    )
    for row in rows("two_groups_cases.csv")
}
R = by_case("two_groups.csv")
SCIPY = by_case("two_groups_scipy.csv")
every_case = pytest.mark.parametrize("case", CASES)


def close(expected: float, relative: float = EXACT) -> object:
    return pytest.approx(expected, rel=relative, abs=1e-300)


@every_case
def test_the_recommended_interval_is_the_formula_of_the_methods_written_out_in_r(case: str) -> None:
    leaders, staff, _ = CASES[case]

    found = superiority(leaders, staff)

    assert isinstance(found, Superiority)
    assert found.estimate == close(R[case]["bm_a"])
    assert (found.low, found.high) == (close(R[case]["skb_low_95"]), close(R[case]["skb_high_95"]))
    assert found.low_90 == close(R[case]["skb_low_90"])
    assert found.high_90 == close(R[case]["skb_high_90"])
    assert found.df == close(R[case]["skb_df"])
    assert found.p_difference == close(R[case]["skb_p"], 1e-9)
    assert equivalence(found).p_value == close(R[case]["skb_p_equivalence"], 1e-9)


@every_case
def test_the_roster_factors_enter_as_the_formula_says(case: str) -> None:
    x, y = checked_pair(*CASES[case][:2])

    low, high = Score.of(smoothed_parts(x, y, factor_leaders=0.2, factor_staff=0.5)).limits(0.95)

    assert float(low) == close(R[case]["skb_roster_low"])
    assert float(high) == close(R[case]["skb_roster_high"])


@every_case
def test_brunner_munzel_agrees_with_r_and_scipy(case: str) -> None:
    leaders, staff, _ = CASES[case]

    found = brunner_munzel(leaders, staff)

    if case == "far_apart":
        assert isinstance(found, NotEstimable)
        return
    assert isinstance(found, BrunnerMunzel)
    assert found.statistic == close(R[case]["bm_t"])
    assert found.statistic == close(SCIPY[case]["bm_statistic"])
    assert found.df == close(R[case]["bm_df"])
    assert found.p_value == close(R[case]["bm_p"], 1e-9)
    assert found.p_value == close(SCIPY[case]["bm_p"], 1e-9)
    assert (found.low, found.high) == (close(R[case]["bm_low"]), close(R[case]["bm_high"]))


@every_case
def test_mann_whitney_agrees_with_r_coin_and_scipy(case: str) -> None:
    leaders, staff, _ = CASES[case]

    found = mann_whitney(leaders, staff)

    assert isinstance(found, MannWhitney)
    assert found.u == R[case]["u"] == SCIPY[case]["u"]
    assert found.p_value == close(R[case]["u_p"], 1e-9)
    assert found.p_value == close(SCIPY[case]["u_p"], 1e-9)
    if "u_z" in R[case]:
        assert found.z == close(R[case]["u_z"])


@every_case
def test_welch_agrees_with_r_and_scipy(case: str) -> None:
    leaders, staff, values = CASES[case]

    found = mean_gap(leaders, staff, values=values)

    assert isinstance(found, MeanGap)
    assert found.t == close(R[case]["welch_t"], 1e-10)
    assert found.t == close(SCIPY[case]["welch_t"], 1e-10)
    assert found.df == close(R[case]["welch_df"], 1e-10)
    assert found.p_value == close(R[case]["welch_p"], 1e-9)
    assert (found.low, found.high) == (
        close(R[case]["welch_low"], 1e-10),
        close(R[case]["welch_high"], 1e-10),
    )


@every_case
def test_hedges_g_agrees_with_r(case: str) -> None:
    leaders, staff, values = CASES[case]

    found = hedges_g(leaders, staff, values=values)

    assert isinstance(found, HedgesG)
    assert found.estimate == close(R[case]["g"], 1e-9)  # R's lgamma of half a million
    if "g_low" in R[case]:  # R's own pt, to its accuracy
        assert found.low == close(R[case]["g_low"], 1e-9)
        assert found.high == close(R[case]["g_high"], 1e-9)
    if "effectsize_g" in R[case]:  # effectsize searches its limits with optim
        assert found.estimate == close(R[case]["effectsize_g"], 1e-9)
        assert found.low == pytest.approx(R[case]["effectsize_low"], abs=2e-4)
        assert found.high == pytest.approx(R[case]["effectsize_high"], abs=2e-4)


@every_case
def test_favourable_gap_agrees_with_r_and_statsmodels(case: str) -> None:
    leaders, staff, _ = CASES[case]

    found = favourable_gap(leaders, staff)

    assert isinstance(found, FavourableGap)
    assert found.estimate == pytest.approx(R[case]["favourable"], abs=1e-14)
    for reference in (R[case], SCIPY[case]):
        assert found.low == close(reference["newcombe_low"])
        assert found.high == close(reference["newcombe_high"])


@pytest.mark.parametrize("case", [case for case in CASES if "mn_low" in R[case]])
def test_miettinen_nurminen_agrees_with_the_closed_form_in_r(case: str) -> None:
    leaders, staff, _ = CASES[case]
    top = 1 if len(leaders) <= 4 else 2

    found = miettinen_nurminen((sum(leaders[-top:]), sum(staff[-top:])), (sum(leaders), sum(staff)))

    assert found.low == pytest.approx(R[case]["mn_low"], abs=1e-9)
    assert found.high == pytest.approx(R[case]["mn_high"], abs=1e-9)


@every_case
def test_the_distance_agrees_with_r_and_scipy(case: str) -> None:
    leaders, staff, values = CASES[case]

    found = compare(leaders, staff, values=values).wasserstein

    assert not isinstance(found, NotEstimable)
    assert found.estimate == close(R[case]["wasserstein"])
    assert found.estimate == close(SCIPY[case]["wasserstein"])


@pytest.mark.parametrize("case", [case for case in CASES if "jackknife_se" in R[case]])
def test_the_jackknife_is_leaving_out_one_person_at_a_time(case: str) -> None:
    leaders, staff, _ = CASES[case]

    found = jackknife(leaders, staff)

    assert isinstance(found, Jackknife)
    assert found.standard_error == close(R[case]["jackknife_se"], 1e-10)


def test_the_permutation_test_is_every_choice_of_who_is_a_leader() -> None:
    small, other = (
        permutation_test(*CASES["small"][:2]),
        permutation_test([2, 1, 3], [6, 2, 1]),
    )

    assert isinstance(small, PermutationTest)
    assert isinstance(other, PermutationTest)
    assert small.p_value == close(R["small"]["permutation_p"])
    assert other.p_value == close(R["2 1 3|6 2 1"]["permutation_p"])


def test_the_permutation_test_gives_the_published_value() -> None:
    # Neubert and Brunner (2007), pain scores of Hollander and Wolfe.
    found = permutation_test(*CASES["pain"][:2])

    assert isinstance(found, PermutationTest)
    assert round(found.p_value, 6) == 0.008038


def test_the_unbiased_variance_gives_the_published_value() -> None:
    # As R's hce tests it, from Brunner and Konietschke.
    found = unbiased_variance(*CASES["brunner_konietschke"][:2])

    assert found == pytest.approx(0.0041708562, abs=5e-11)


def test_holm_and_benjamini_hochberg_agree_with_r() -> None:
    cases = {case: values for case, values in R.items() if any("holm_" in key for key in values)}
    order = {
        int(key.removeprefix("holm_")): float(case)
        for case, values in cases.items()
        for key in values
        if key.startswith("holm_")
    }
    p_values = [order[i] for i in sorted(order)]
    adjusted = {key: value for values in cases.values() for key, value in values.items()}

    assert list(holm(p_values)) == pytest.approx([adjusted[f"holm_{i}"] for i in sorted(order)])
    assert list(benjamini_hochberg(p_values)) == pytest.approx(
        [adjusted[f"bh_{i}"] for i in sorted(order)]
    )


@pytest.mark.parametrize("case", [case for case in R if "noncentral_t" in R[case]])
def test_the_noncentral_t_agrees_with_r(case: str) -> None:
    t, df, noncentrality = (float(each) for each in case.split())

    found = noncentral_t_cdf(t, df, noncentrality)

    # R sums its series to 1e-12.
    assert found == pytest.approx(R[case]["noncentral_t"], abs=1e-11)
