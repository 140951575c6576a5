"""`python -m analysis compare`: the contract, against real answers and other software."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from analysis.cli import main

FEVS_GROUPS = (
    *("--group", "DSUPER"),
    *("--leaders", "Supervisor/Manager/Senior Leader"),
    *("--staff", "Non-Supervisor/Team Leader"),
)
ITEMS = tuple(f"Q{number}" for number in range(1, 72))
PILLARS = {
    "culture": ("Q3", "Q20", "Q26", "Q32", "Q49", "Q53"),
    "focus": ("Q2", "Q6", "Q12", "Q56", "Q58"),
}


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - JSON
    assert main(["compare", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    rows = ["role,q1,q2,site"]
    rows += [f"boss,{1 + each % 5},{5 - each % 3},A" for each in range(6)]
    rows += [f"crew,{1 + each % 4},{1 + each % 5},B" for each in range(20)]
    rows += ["crew,,3,B", "guest,1,1,B"]
    path = tmp_path / "small.csv"
    path.write_text("\n".join(rows))
    return path


SMALL = ("--group", "role", "--leaders", "boss", "--staff", "crew", "--items", "q1,q2")


@pytest.fixture(scope="module")
def fevs_rows(shared_data: Path) -> list[dict[str, str]]:
    path = shared_data / "fevs2018_sample" / "fevs2018_ten_agencies.csv"
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def fevs(shared_data: Path) -> Any:  # noqa: ANN401 - JSON
    path = shared_data / "fevs2018_sample" / "fevs2018_ten_agencies.csv"
    pillars = [
        part for name, of in PILLARS.items() for part in ("--pillar", f"{name}={','.join(of)}")
    ]
    command = ["compare", str(path), *FEVS_GROUPS, "--items", ",".join(ITEMS), *pillars, "--json"]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "analysis", *command], capture_output=True, check=True
    )
    return json.loads(done.stdout)


def scores(rows: list[dict[str, str]], role: str, items: tuple[str, ...]) -> np.ndarray[Any, Any]:
    return np.array(
        [sum(int(row[each]) for each in items) for row in rows if row["DSUPER"] == role]
    )


@pytest.mark.data
def test_counts_of_real_answers_equal_the_published_ones_summed(
    fevs: Any,  # noqa: ANN401 - JSON
    shared_data: Path,
) -> None:
    path = shared_data / "fevs2018_sample" / "counts_by_agency_role_item.csv"
    expected: Counter[tuple[str, str, int]] = Counter()
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for answer in range(1, 6):
                expected[row["DSUPER"], row["item"], answer] += int(row[f"n_{answer}"])

    assert [each["id"] for each in fevs["questions"]] == list(ITEMS)
    for question in fevs["questions"]:
        assert question["categories"] == [1, 2, 3, 4, 5]
        for group, role in (("leaders", FEVS_GROUPS[3]), ("staff", FEVS_GROUPS[5])):
            counted = [expected[role, question["id"], answer] for answer in range(1, 6)]
            assert question["counts"][group] == counted
            assert sum(counted) == fevs["groups"][group]["answered"]


@pytest.mark.data
def test_rank_tests_of_real_answers_equal_scipys_on_raw_vectors(
    fevs: Any,  # noqa: ANN401 - JSON
    fevs_rows: list[dict[str, str]],
) -> None:
    for question in fevs["questions"]:
        leaders = scores(fevs_rows, FEVS_GROUPS[3], (question["id"],))
        staff = scores(fevs_rows, FEVS_GROUPS[5], (question["id"],))
        # SciPy's statistic is positive when the second sample is higher.
        munzel = stats.brunnermunzel(staff, leaders)
        whitney = stats.mannwhitneyu(leaders, staff, use_continuity=False, method="asymptotic")

        assert question["brunner_munzel"]["statistic"] == pytest.approx(munzel.statistic, abs=1e-9)
        assert question["brunner_munzel"]["p_value"] == pytest.approx(munzel.pvalue, abs=1e-9)
        assert question["mann_whitney"]["u"] == pytest.approx(whitney.statistic, rel=1e-12)
        assert question["mann_whitney"]["p_value"] == pytest.approx(whitney.pvalue, abs=1e-9)
        pairs = leaders.size * staff.size
        assert question["superiority"]["estimate"] == pytest.approx(whitney.statistic / pairs)


@pytest.mark.data
def test_pillars_of_real_answers_equal_means_of_each_persons_items(
    fevs: Any,  # noqa: ANN401 - JSON
    fevs_rows: list[dict[str, str]],
) -> None:
    for pillar in fevs["pillars"]:
        items = PILLARS[pillar["id"]]
        leaders, staff = (scores(fevs_rows, FEVS_GROUPS[place], items) for place in (3, 5))
        u = stats.mannwhitneyu(leaders, staff, method="asymptotic").statistic
        gap = (leaders.mean() - staff.mean()) / len(items)
        welch = stats.ttest_ind(leaders, staff, equal_var=False)

        assert pillar["items"] == list(items)
        assert pillar["superiority"]["estimate"] == pytest.approx(u / leaders.size / staff.size)
        assert pillar["mean_gap"]["estimate"] == pytest.approx(gap, abs=1e-12)
        assert pillar["mean_gap"]["p_value"] == pytest.approx(welch.pvalue, abs=1e-9)


def test_json_has_every_key_of_the_contract(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    found = compared(capsys, str(small), *SMALL, "--pillar", "both=q1,q2", "--invited-leaders", "7")

    assert list(found)[:5] == ["schema", "margin", "groups", "questions", "pillars"]
    assert found["schema"] == "plumbline/compare@1"
    assert found["groups"]["leaders"] == {"value": "boss", "answered": 6, "invited": 7}
    assert found["groups"]["staff"] == {"value": "crew", "answered": 21, "invited": None}
    question = found["questions"][0]
    keys = (
        "id categories counts superiority brunner_munzel mann_whitney cliffs_delta wasserstein "
        "mean_gap hedges_g favourable_gap agreement p_bh verdict"
    )
    assert set(question) >= set(keys.split())
    superiority = (
        "estimate low high low_90 high_90 df p_difference p_equivalence leaders_higher same "
        "staff_higher"
    )
    assert set(question["superiority"]) == set(superiority.split())
    assert set(question["brunner_munzel"]) == {"statistic", "df", "p_value"}
    assert set(question["mann_whitney"]) == {"u", "z", "p_value"}
    assert set(question["hedges_g"]) == {"estimate", "low", "high"}
    assert set(question["favourable_gap"]) == {"leaders", "staff", "estimate", "low", "high"}
    agreement = {"same_answer", "within_one", "van_der_eijk", "average_deviation", "rwg"}
    assert set(question["agreement"]["staff"]) == agreement | {"rwg_before_reset", "two_camps"}
    assert set(found["pillars"][0]) >= {
        *("id", "items", "superiority", "mean_gap"),
        *("p_difference_holm", "p_equivalence_holm", "verdict"),
    }


def test_a_pillar_is_scored_over_people_who_answered_all_of_it(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    found = compared(capsys, str(small), *SMALL, "--pillar", "both=q1,q2")

    q1 = [1 + each % 4 for each in range(20)]
    q2 = [1 + each % 5 for each in range(20)]
    mean = np.mean([(a + b) / 2 for a, b in zip(q1, q2, strict=True)])
    assert found["pillars"][0]["mean_gap"]["staff"] == pytest.approx(mean)
    assert sum(found["questions"][1]["counts"]["staff"]) == 21


def test_what_cannot_be_estimated_says_why(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    path.write_text("role,q1,q2\nboss,4,\nboss,3,\ncrew,2,1\ncrew,5,2\n")

    found = compared(capsys, str(path), *SMALL)

    assert "fewer than two" in found["questions"][1]["superiority"]["not_estimable"]
    assert "not_estimable" in found["questions"][1]["verdict"]


def test_words_are_taken_in_the_order_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "words.csv"
    rows = ["role;q1", *["boss;high"] * 4, *["crew;low"] * 5, "crew;middle"]
    path.write_bytes("\r\n".join(rows).encode("utf-16"))

    found = compared(
        capsys,
        str(path),
        *("--group", "role", "--leaders", "boss", "--staff", "crew", "--items", "q1"),
        *("--categories", "low,middle,high"),
    )

    assert found["questions"][0]["counts"] == {"leaders": [0, 0, 4], "staff": [5, 1, 0]}
    assert found["questions"][0]["superiority"]["estimate"] == 1.0


def test_without_json_a_reader_gets_a_table(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    assert main(["compare", str(small), *SMALL]) == 0

    told = capsys.readouterr().out
    assert "leaders: 6 answered (boss)" in told
    assert "leaders minus staff" in told


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("--items", "q1,q9"), "there is no column 'q9'"),
        (("--group", "rank"), "there is no column 'rank'"),
        (("--leaders", "Boss"), "no row has 'Boss' in column 'role'"),
        (("--categories", "1,2,3,4"), "row 6: '5' is none of the answers 1, 2, 3, 4"),
        (("--items", "site"), "the order of answers is unknown"),
        (("--invited-leaders", "3"), "6 people answered but only 3 were invited"),
    ],
)
def test_what_the_file_does_not_have_is_refused_with_status_1(
    capsys: pytest.CaptureFixture[str], small: Path, change: tuple[str, str], message: str
) -> None:
    assert main(["compare", str(small), *SMALL, *change]) == 1

    told = capsys.readouterr()
    assert message in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("--margin", "0.5"), "must be from 0.05 to 0.15"),
        (("--staff", "boss"), "two different values"),
        (("--pillar", "=q1"), "NAME=a,b,c"),
        (("--invited-staff", "many"), "number of people"),
    ],
)
def test_wrong_usage_has_status_2(
    capsys: pytest.CaptureFixture[str], small: Path, change: tuple[str, str], message: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["compare", str(small), *SMALL, *change])

    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["compare", str(tmp_path / "none.csv"), *SMALL]) == 1

    assert "none.csv: cannot be read" in capsys.readouterr().err
