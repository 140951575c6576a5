"""What `compare` says of leaders' predictions, and of the parts that nobody asked for."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from analysis.cli import main

ROWS = """role,q1,q2,share,answer
boss,4,5,80,4
boss,5,4,90%,5
boss,4,4,70,4
boss,5,5,60,
boss,4,4,,2
crew,1,2,words of their own,
crew,2,3,,
crew,2,2,,
crew,4,2,,
crew,5,3,,
crew,2,1,,
crew,3,4,,
crew,2,2,,
"""
GUESSED = (4, 5, 4, 2)
ASKED = (
    *("--group", "role", "--leaders", "boss", "--staff", "crew", "--items", "q1,q2"),
    *("--pillar", "both=q1,q2", "--categories", "1,2,3,4,5"),
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return written(tmp_path / "now.csv", ROWS)


def written(path: Path, text: str) -> str:
    path.write_text(text)
    return str(path)


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - JSON
    assert main(["compare", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_predicted_share_is_held_against_staff_and_against_leaders_own_answers(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    found = compared(capsys, file, *ASKED, "--predicted-share", "q1=share")

    told = found["questions"][0]["prediction"]
    guesses, actual = np.array([0.8, 0.9, 0.7, 0.6]), 2 / 8
    assert (told["of"], told["n"]) == ("share", 4)
    assert told["bias"] == pytest.approx(guesses.mean() - actual)
    assert told["spread"] == pytest.approx(guesses.std())
    assert told["mse"] == pytest.approx(((guesses - actual) ** 2).mean())
    limits = stats.binomtest(2, 8).proportion_ci(method="wilson")
    assert told["bias_low"] == pytest.approx(guesses.mean() - limits.high)
    (own,) = told["skills"]
    assert own["guess"] == "their own answers"
    assert own["skill"] == pytest.approx(1 - told["mse"] / (1 - actual) ** 2)
    assert told["expected_gap"] == pytest.approx(1 - guesses.mean())
    reach = stats.t.ppf(0.975, 3) * guesses.std(ddof=1) / 2
    assert told["expected_gap_limits"]["high"] == pytest.approx(1 - guesses.mean() + reach)


def test_of_a_pillar_the_share_is_the_mean_over_its_items(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    found = compared(capsys, file, *ASKED, "--predicted-share", "both = share")

    assert found["pillars"][0]["prediction"]["actual"] == pytest.approx((2 / 8 + 1 / 8) / 2)


def test_a_predicted_answer_counts_hits_and_distance(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    found = compared(capsys, file, *ASKED, "--predicted-answer", "q2=answer")

    told = found["questions"][1]["prediction"]
    guessed, staff = np.cumsum([0, 1, 0, 2, 1])[:4] / 4, np.cumsum([1, 4, 2, 1, 0])[:4] / 8
    assert (told["of"], told["n"], told["commonest"], told["hits"]) == ("answer", 4, [2], 0.25)
    assert told["distance"] == pytest.approx(((guessed - staff) ** 2).mean())
    ahead = np.mean(
        [(own > each) + (own == each) / 2 for own in (5, 4, 4, 5, 4) for each in GUESSED]
    )
    assert told["expected_gap"] == pytest.approx(ahead - 0.5)
    limits = told["expected_gap_limits"]
    assert limits["low"] < told["expected_gap"] < limits["high"]


def test_no_more_leaders_predict_than_there_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = ROWS.replace("boss,4,5,80", "boss,,,80").replace("boss,5,4,90", "boss,,,90")
    path = written(tmp_path / "many.csv", text)

    asked = ("--predicted-share", "q1=share", "--invited-leaders", "3")
    assert main(["compare", path, *ASKED, *asked]) == 1

    assert "4 leaders predicted, and 3 were invited" in capsys.readouterr().err


def test_leaders_who_differ_from_staff_and_thought_so_tell_of_a_known_gap(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    leaders = [f"boss,{4 + each % 2},{{}}" for each in range(10)]
    staff = [f"crew,{1 + each % 3}," for each in range(60)]
    told = {}
    for guess in ("10", "95"):
        rows = ["role,q1,share", *(each.format(guess) for each in leaders), *staff]
        path = written(tmp_path / f"{guess}.csv", "\n".join(rows))
        found = compared(
            capsys, path, *ASKED[:6], "--items", "q1", "--categories", "1,2,3,4,5",
            "--predicted-share", "q1=share",
        )  # fmt: skip
        assert found["questions"][0]["verdict"] == "Gap"
        told[guess] = found["questions"][0]["prediction"]["story"]

    assert told == {"10": "known gap", "95": "blind spot"}


def test_an_earlier_file_is_a_guess_of_its_own(
    capsys: pytest.CaptureFixture[str], file: str, tmp_path: Path
) -> None:
    before = written(tmp_path / "before.csv", ROWS.replace("crew,2,", "crew,4,"))
    asked = ("--predicted-share", "q1=share", "--predicted-answer", "q2=answer")

    found = compared(capsys, file, *ASKED, "--earlier", before, *asked)

    share, answer = (each["prediction"] for each in found["questions"])
    assert share["skills"][1]["guess"] == "what staff said in the earlier file"
    assert share["skills"][1]["error"] == pytest.approx((6 / 8 - 2 / 8) ** 2)
    assert answer["skills"][1]["error"] == 0
    assert "exactly right" in answer["skills"][1]["skill"]["not_estimable"]


def test_predictions_are_told_in_words(capsys: pytest.CaptureFixture[str], file: str) -> None:
    asked = ("--predicted-share", "both=share", "--predicted-answer", "q2=answer")

    assert main(["compare", file, *ASKED, *asked]) == 0

    text = capsys.readouterr().out
    assert "both: leaders expected 75% of staff to be favourable, 19% are: known gap." in text
    assert "q2: 25% of leaders named the answer most staff gave" in text
    assert "no prediction was named" not in text
    assert "no earlier file was given" not in text


@pytest.mark.parametrize(
    ("changes", "option", "reason"),
    [
        ({"80": "", "90%": "", "70": ""}, "--predicted-share", "fewer than two leaders predicted"),
        (
            {"crew,1,2": "crew,,2", "crew,2": "crew,", "crew,4": "crew,", "crew,5": "crew,"}
            | {"crew,3": "crew,"},
            "--predicted-share",
            "leaders or staff left an item without an answer",
        ),
        (
            {"boss,4,": "boss,,", "boss,5,": "boss,,"},
            "--predicted-answer",
            "fewer than two leaders answered",
        ),
    ],
)
def test_what_cannot_be_said_of_a_prediction_has_its_reason(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    changes: dict[str, str],
    option: str,
    reason: str,
) -> None:
    text = ROWS
    for old, new in changes.items():
        text = text.replace(old, new)
    column = option.removeprefix("--predicted-")
    path = written(tmp_path / "some.csv", text)

    found = compared(capsys, path, *ASKED, option, f"q1={column}")
    assert main(["compare", path, *ASKED, option, f"q1={column}"]) == 0

    told = found["questions"][0]["prediction"]
    refusal = told if "not_estimable" in told else told["story"]
    assert reason in refusal["not_estimable"]
    assert reason in capsys.readouterr().out


def test_what_nobody_asked_for_says_so(capsys: pytest.CaptureFixture[str], file: str) -> None:
    found = compared(capsys, file, *ASKED)

    for question in (*found["questions"], *found["pillars"]):
        for part in ("departments", "weighted", "change", "prediction"):
            assert set(question[part]) == {"not_estimable"}


@pytest.mark.parametrize(
    ("text", "asked", "message"),
    [
        (ROWS.replace("90%", "nine"), "share q1=share", "row 3: 'nine' is no percentage"),
        (ROWS.replace("90%", "101"), "share q1=share", "row 3: '101' is no percentage"),
        (ROWS, "share q1=gone", "there is no column 'gone'"),
        (ROWS.replace("80,4", "80,9"), "answer q1=answer", "'9' is none of the answers"),
    ],
)
def test_predictions_that_cannot_be_read_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, asked: str, message: str
) -> None:
    path = written(tmp_path / "bad.csv", text)

    assert main(["compare", path, *ASKED, *f"--predicted-{asked}".split()]) == 1

    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "asked",
    [
        ("--predicted-share", "q1"),
        ("--predicted-share", "q9=share"),
        ("--predicted-share", "q1="),
        ("--predicted-answer", "both=answer"),
        ("--predicted-share", "q1=share", "--predicted-answer", "q1=answer"),
    ],
)
def test_a_prediction_must_name_what_is_asked_about_once(
    capsys: pytest.CaptureFixture[str], file: str, asked: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["compare", file, *ASKED, *asked])

    assert stopped.value.code == 2
    assert "NAME=COLUMN" in capsys.readouterr().err


def test_why_a_change_cannot_be_told_is_told(
    capsys: pytest.CaptureFixture[str], file: str, tmp_path: Path
) -> None:
    lonely = "\n".join(ROWS.splitlines()[:2] + ROWS.splitlines()[6:])
    before = written(tmp_path / "before.csv", lonely)

    assert main(["compare", file, *ASKED, "--earlier", before]) == 0

    assert (
        "both: no change told: in the earlier round fewer than two leaders answered."
        in capsys.readouterr().out
    )
