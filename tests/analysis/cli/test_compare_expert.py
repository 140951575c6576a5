"""What `compare` says beyond the contract, each held against another way to get it."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from analysis.cli import main
from analysis.stats.clusters import clustered_superiority
from analysis.stats.omega import omega_total

ITEMS = [f"q{number}" for number in range(1, 10)]
PILLARS = {"one": ITEMS[:3], "two": ITEMS[3:6], "three": ITEMS[6:]}
ASKED = (
    *("--group", "role", "--leaders", "boss", "--staff", "crew", "--items", ",".join(ITEMS)),
    *(part for name, of in PILLARS.items() for part in ("--pillar", f"{name}={','.join(of)}")),
)


def answers(leaders: int, staff: int, *, seed: int = 5) -> list[dict[str, str]]:
    """Rows of people whose answers hang together; every twentieth of staff ticks 3 throughout."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(leaders + staff):
        is_leader = number < leaders
        mind = random.normal(3.6 if is_leader else 3.0, 0.8)
        given = np.clip(np.rint(mind + random.normal(0, 0.7, len(ITEMS) + 1)), 1, 5).astype(int)
        if not is_leader and number % 20 == 0:
            given[:] = 3
        row = {"role": "boss" if is_leader else "crew", "dept": "ABCDEF"[number % 6]}
        rows.append(row | dict(zip([*ITEMS, "stay"], map(str, given), strict=True)))
    return rows


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    lines = [",".join(rows[0]), *(",".join(each.values()) for each in rows)]
    path.write_text("\n".join(lines))
    return path


def columns(rows: list[dict[str, str]], role: str, names: list[str]) -> np.ndarray[Any, Any]:
    return np.array([[int(row[each]) for each in names] for row in rows if row["role"] == role])


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - JSON
    assert main(["compare", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["compare", *arguments]) == 0
    return capsys.readouterr().out


def test_the_permutation_test_deals_every_hand(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = answers(4, 7)
    found = compared(capsys, str(written(tmp_path / "a.csv", rows)), *ASKED)

    pooled = [int(row["q1"]) for row in rows]

    def statistic(hand: tuple[int, ...]) -> float:
        x = [pooled[at] for at in hand]
        y = [each for at, each in enumerate(pooled) if at not in hand]
        with np.errstate(all="ignore"):
            return abs(float(stats.brunnermunzel(y, x, distribution="normal").statistic))

    observed = statistic((0, 1, 2, 3))
    hands = [statistic(each) for each in combinations(range(11), 4)]
    expected = np.mean([each >= observed - 1e-9 or np.isnan(each) for each in hands])
    assert found["questions"][0]["permutation"]["p_value"] == pytest.approx(expected)


def test_reliability_is_that_of_staff_who_answered_everything(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = answers(12, 240)
    found = compared(capsys, str(written(tmp_path / "a.csv", rows)), *ASKED)

    staff = columns(rows, "crew", PILLARS["one"])
    covariance = np.cov(staff.T)
    alpha = 1.5 * (1 - np.trace(covariance) / covariance.sum())
    reliability = found["pillars"][0]["reliability"]
    assert reliability["n"] == 240
    assert reliability["alpha"]["estimate"] == pytest.approx(alpha, abs=1e-12)
    assert reliability["omega"] == pytest.approx(omega_total(covariance), abs=1e-9)
    leaders = columns(rows, "boss", PILLARS["one"])
    share = leaders.var(axis=0, ddof=1).mean() / 2
    rwg_j = 3 * (1 - share) / (3 * (1 - share) + share)
    assert found["pillars"][0]["rwg_j"]["leaders"] == pytest.approx(rwg_j)


def test_departments_that_are_a_sample_give_an_interval_of_their_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = answers(12, 240)
    file = str(written(tmp_path / "a.csv", rows))

    sample = compared(capsys, file, *ASKED, "--departments", "dept", "--departments-are", "sample")
    whole = compared(capsys, file, *ASKED, "--departments", "dept")

    table = np.zeros((6, 5), dtype=int)
    for row in rows:
        if row["role"] == "crew":
            table["ABCDEF".index(row["dept"]), int(row["q1"]) - 1] += 1
    leaders = np.bincount(columns(rows, "boss", ["q1"])[:, 0], minlength=6)[1:]
    expected = clustered_superiority(leaders, table)
    clustered = sample["questions"][0]["departments"]["clustered"]
    assert clustered["low"] == pytest.approx(expected.low)  # type: ignore[union-attr]
    refusal = whole["questions"][0]["departments"]["clustered"]
    assert "people are counted" in refusal["not_estimable"]
    assert sample["questions"][0]["superiority"] == whole["questions"][0]["superiority"]


def test_staff_are_weighted_to_their_roster_and_both_results_stand_side_by_side(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = answers(12, 240)
    margins = tmp_path / "margins.csv"
    margins.write_text(
        "column,value,invited\n"
        + "\n".join(f"dept,{each},{40 + 20 * (each < 'C')}" for each in "ABCDEF")
    )

    found = compared(
        capsys, str(written(tmp_path / "a.csv", rows)), *ASKED, "--staff-margins", str(margins)
    )

    weights = np.array([60, 60, 40, 40, 40, 40]) / 40
    kish = (weights**2).mean() / weights.mean() ** 2
    question = found["questions"][0]
    assert question["weighted"]["kish_effect"] == pytest.approx(kish)
    assert question["weighted"]["estimate"] != question["superiority"]["estimate"]


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ("column,value,invited\ndept,A,many", "row 2: dept 'A' with 'many' people"),
        ("column,value,invited\ndept,A,400", "which the roster's margins do not have"),
        ("column,value,invited\nsite,A,400", "there is no column 'site'"),
        ("column,value\ndept,A", "there is no column 'invited'"),
    ],
)
def test_margins_that_do_not_fit_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, margins: str, message: str
) -> None:
    path = tmp_path / "margins.csv"
    path.write_text(margins)
    file = str(written(tmp_path / "a.csv", answers(12, 60)))

    assert main(["compare", file, *ASKED, "--staff-margins", str(path)]) == 1

    assert message in capsys.readouterr().err


def test_items_are_compared_by_rest_score_where_enough_answered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = answers(100, 400)
    for row in rows:
        if row["role"] == "boss":  # leaders read this one the other way round
            row["q1"] = str(6 - int(row["q1"]))
    file = str(written(tmp_path / "a.csv", rows))

    found = compared(capsys, file, *ASKED)

    assert found["pillars"][0]["comparability"]["q1"]["is_flagged"]
    assert not found["pillars"][1]["comparability"]["q4"]["is_flagged"]
    assert "may read q1" in told(capsys, file, *ASKED)


def test_too_few_leaders_leave_the_reading_of_an_item_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found = compared(capsys, str(written(tmp_path / "a.csv", answers(12, 240))), *ASKED)

    reading = found["pillars"][0]["comparability"]["q1"]
    assert reading == {"not_estimable": "fewer than 50 leaders answered"}


def test_straight_liners_are_counted_and_no_leader_is_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = answers(40, 240)
    rows[0] |= dict.fromkeys(ITEMS, "5")
    found = compared(capsys, str(written(tmp_path / "a.csv", rows)), *ASKED)

    alike = (columns(rows, "crew", ITEMS) == columns(rows, "crew", ITEMS[:1])).all(axis=1)
    careless = found["straight_lining"]
    assert alike.sum() >= 12
    assert careless["left_out"] == alike.sum()
    assert careless["shares"]["staff"] == pytest.approx(alike.mean())
    assert careless["shares"]["leaders"] >= 1 / 40


def test_words_that_hang_on_straight_liners_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [each for each in answers(40, 240) if len(set(list(each.values())[2:-1])) > 1]
    silent = dict.fromkeys([*ITEMS, "stay"], "5") | {"role": "crew", "dept": "A"}
    rows += [{key: silent[key] for key in rows[0]}] * 260

    text = told(capsys, str(written(tmp_path / "a.csv", rows)), *ASKED)

    assert "260 staff gave one answer throughout; without them these words change" in text
    assert "one (Gap to Gap)" not in text


def test_the_outcome_goes_together_with_pillars_of_staff_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = answers(12, 300)
    file = str(written(tmp_path / "a.csv", rows))
    found = compared(capsys, file, *ASKED, "--outcome", "stay")["importance"]

    scores = [columns(rows, "crew", each).sum(axis=1) for each in PILLARS.values()]
    x = np.column_stack([np.ones(300), *scores])
    y = columns(rows, "crew", ["stay"])[:, 0]
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    explained = 1 - (left @ left) / ((y - y.mean()) ** 2).sum()
    assert found["r_squared"] == pytest.approx(explained)
    assert sum(each["weight"] for each in found["weights"]) == pytest.approx(explained)
    assert found["people"] == 300
    inside = compared(capsys, file, *ASKED, "--outcome", "q1")["importance"]
    assert inside == {"not_estimable": "the outcome is itself part of one"}


def test_an_earlier_file_says_what_moved(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before, after = answers(40, 400), answers(40, 400, seed=6)
    for row in after:
        if row["role"] == "boss":
            row |= {each: str(max(1, int(row[each]) - 2)) for each in ITEMS}
    old = str(written(tmp_path / "before.csv", before))
    new = str(written(tmp_path / "after.csv", after))

    found = compared(capsys, new, *ASKED, "--earlier", old)
    alone = compared(capsys, old, *ASKED)

    pillar = found["pillars"][0]
    moved = pillar["superiority"]["estimate"] - alone["pillars"][0]["superiority"]["estimate"]
    assert pillar["change"]["superiority"]["estimate"] == pytest.approx(moved)
    assert pillar["change"]["superiority"]["is_shown"]
    assert "one: moved since the earlier file" in told(capsys, new, *ASKED, "--earlier", old)


def test_silent_leaders_and_what_would_settle_it_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = str(written(tmp_path / "a.csv", answers(6, 40, seed=8)))

    found = compared(capsys, file, *ASKED, "--invited-leaders", "9")
    text = told(capsys, file, *ASKED, "--invited-leaders", "9")
    without_roster = told(capsys, file, *ASKED)

    assert {each["worst_case"]["silent"] for each in found["questions"]} == {3}
    unsettled = [each for each in found["pillars"] if each["verdict"] == "Can't tell"]
    assert unsettled
    assert all("more_leaders" in each["settling"] for each in unsettled)
    assert "answering alike would settle it" in without_roster
    assert "missing leaders" in text
    assert '"Aligned" is out of reach' in text


def test_the_method_sheet_says_enough_to_do_it_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = str(written(tmp_path / "a.csv", answers(6, 40)))

    method = compared(capsys, file, *ASKED, "--invited-leaders", "9")["method"]
    other = compared(capsys, file, *ASKED[:8], *("--pillar", "one=q1,q2"))["method"]

    assert method["invited"] == {"leaders": 9, "staff": None}
    assert method["margin"] == 0.1
    assert set(method["software"]) == {"numpy", "scipy", "pandas"}
    assert len(method["fingerprint"]) == 64
    assert method["fingerprint"] != other["fingerprint"]
    assert any("Holm" in each for each in method["tests"])
