"""`python -m analysis publish` and `report`: the contract, on real answers and on small files."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.cli import main
from analysis.publication import read_publication
from analysis.publishing import publish_round
from survey.fieldwork import close
from survey.storage import open_store
from tests.survey.examples import ORGANISER, draft, opened

FEVS_GROUPS = (
    *("--group", "DSUPER"),
    *("--leaders", "Supervisor/Manager/Senior Leader"),
    *("--staff", "Non-Supervisor/Team Leader"),
)
SMALL = ("--group", "role", "--leaders", "boss", "--staff", "crew", "--items", "q1,q2")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    rows = ["role,q1,q2,site"]
    rows += [f"boss,{1 + each % 5},{5 - each % 3},{'AB'[each % 2]}" for each in range(20)]
    rows += [f"crew,{1 + each % 4},{1 + each % 5},{'AB'[each % 2]}" for each in range(40)]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([*rows, "crew,2,2,C", "crew,4,3,C"]))
    return path


def published(tmp_path: Path, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    out = tmp_path / "publication.json"
    assert main(["publish", *arguments, "--out", str(out)]) == 0
    return json.loads(out.read_bytes())


@pytest.mark.data
def test_real_agencies_too_small_by_role_are_withheld_with_a_reason(
    tmp_path: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shared_data / "fevs2018_sample" / "fevs2018_ten_agencies.csv"
    items = ",".join(f"Q{number}" for number in range(1, 72))

    document = published(
        tmp_path, str(path), *FEVS_GROUPS, "--items", items, "--segments", "AGENCY"
    )

    reasons: dict[str, set[str | None]] = {}
    for table in document["tables"]:
        if table["group"] == "leaders" and table["segment"]:
            reasons.setdefault(table["segment"]["AGENCY"], set()).add(table["withheld"])
    assert reasons["BG"] == reasons["KS"] == {"fewer than 5 answers"}
    assert reasons["RR"] == {"nobody answered"}
    assert reasons["CT"] == {"withheld so that a smaller group cannot be worked out"}
    for agency in ("GS", "EP", "AM", "SB", "ED"):
        assert reasons[agency] == {None}
    whole = [each for each in document["tables"] if each["segment"] is None]
    assert len(whole) == 3 * 71
    assert all(each["n"] == sum(each["counts"]) for each in whole)
    assert "leaders withheld on every question in: AGENCY BG" in capsys.readouterr().out


def test_the_document_lists_every_table_of_the_contract(tmp_path: Path, answers: Path) -> None:
    document = published(tmp_path, str(answers), *SMALL, "--segments", "site")

    keys = {"question", "group", "segment", "n", "counts", "shares", "withheld"}
    assert all(keys == set(each) for each in document["tables"])
    assert len(document["tables"]) == 2 * 3 * (1 + 3)
    for table in document["tables"]:
        shown = table["withheld"] is None
        assert (table["n"] is not None, table["counts"] is not None) == (shown, shown)
    staff = {
        each["segment"]["site"]: each["withheld"]
        for each in document["tables"]
        if each["group"] == "staff" and each["segment"] and each["question"] == "q1"
    }
    assert staff["C"] == "fewer than 5 answers"
    assert "cannot be worked out" in staff["A"]


def test_a_pillar_is_released_with_its_items(tmp_path: Path, answers: Path) -> None:
    document = published(tmp_path, str(answers), *SMALL, "--pillar", "both=q1,q2")

    kinds = {each["id"]: each["kind"] for each in document["questions"]}
    assert kinds == {"q1": "item", "q2": "item", "both": "pillar"}
    assert {each["question"] for each in document["tables"]} == set(kinds)


def test_a_people_list_gives_response_rates(tmp_path: Path, answers: Path) -> None:
    people = tmp_path / "people.csv"
    rows = ["role,site", *["boss,A"] * 12, *["boss,B"] * 15, *["crew,A"] * 30, *["crew,B"] * 30]
    people.write_text("\n".join([*rows, *["crew,C"] * 6]))

    document = published(
        tmp_path, str(answers), *SMALL, "--segments", "site", "--invited", str(people)
    )

    rates = {
        (each["group"], (each["segment"] or {}).get("site")): (each["invited"], each["answered"])
        for each in document["rates"]
    }
    assert rates["leaders", None] == (27, 20)
    assert rates["staff", "C"] == (6, 2)


def test_an_earlier_publication_with_one_person_less_is_taken_into_account(
    tmp_path: Path, answers: Path
) -> None:
    fewer = tmp_path / "before.csv"
    fewer.write_text("\n".join(answers.read_text().splitlines()[:-1]))
    first = tmp_path / "first.json"
    assert main(["publish", str(fewer), *SMALL, "--out", str(first)]) == 0

    document = published(tmp_path, str(answers), *SMALL, "--earlier", str(first))

    by_group = {each["group"]: each for each in document["tables"] if each["question"] == "q1"}
    assert "hardly changed since 'before'" in by_group["staff"]["withheld"]
    assert by_group["leaders"]["withheld"] is None
    assert document["earlier"] == ["before"]


def test_a_higher_threshold_hides_more(tmp_path: Path, answers: Path) -> None:
    document = published(tmp_path, str(answers), *SMALL, "--segments", "site", "--threshold", "15")

    assert document["thresholds"] == {"scores": 15, "comments": 30, "counts": 15}
    leaders = [each for each in document["tables"] if each["group"] == "leaders"]
    assert {each["withheld"] for each in leaders if each["segment"]} == {
        "fewer than 15 answers",
        "nobody answered",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--segments", "floor"), "no column 'floor'"),
        (("--pillar", "a=q1,q2", "--pillar", "b=q2"), "item 'q2' is in more than one pillar"),
        (("--earlier", "none.json"), "none.json: cannot be read"),
        (("--invited", "none.csv"), "none.csv: cannot be read"),
    ],
)
def test_what_cannot_be_published_is_said(
    tmp_path: Path,
    answers: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
) -> None:
    out = tmp_path / "none"

    assert main(["publish", str(answers), *SMALL, *arguments, "--out", str(out)]) == 1

    assert message in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [("publish",), ("publish", "x.csv", *SMALL), ("report", "--format", "json", "--out", "x")],
)
def test_half_a_command_is_refused_as_usage(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2


def test_a_threshold_below_three_is_refused(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["publish", str(answers), *SMALL, "--threshold", "2"])

    assert "at least 3, got '2'" in capsys.readouterr().err


def test_more_answers_than_invitations_are_refused(
    tmp_path: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("role\n" + "boss\n" * 8 + "crew\n" * 50)
    out = tmp_path / "none"

    command = ["publish", str(answers), *SMALL, "--invited", str(people), "--out", str(out)]
    assert main(command) == 1

    assert "20 answered but 8 were invited of leaders" in capsys.readouterr().err


@pytest.mark.parametrize("file_format", ["json", "html"])
def test_a_report_is_written_from_a_publication(
    tmp_path: Path, answers: Path, file_format: str
) -> None:
    document, out = tmp_path / "publication.json", tmp_path / f"report.{file_format}"
    assert main(["publish", str(answers), *SMALL, "--out", str(document)]) == 0

    command = ["report", "--publication", str(document), "--format", file_format]
    assert main([*command, "--out", str(out)]) == 0

    assert out.stat().st_size > 1000
    if file_format == "json":
        assert json.loads(out.read_bytes())


def test_a_stored_round_is_published_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    store = open_store(address)
    store.migrate()
    waiting, running = draft(store, name="Later"), opened(store)
    out = tmp_path / "report.json"
    report = ["report", "--format", "json", "--out", str(out), "--round"]

    assert main(["publish", "--round", running.round_id]) == 1
    assert "Close the round first." in capsys.readouterr().err
    close(store, running.round_id, ORGANISER)
    assert main(["publish", "--round", running.round_id]) == 0
    assert store.rounds.get(running.round_id).state == "published"
    assert main([*report, running.round_id]) == 0
    assert out.exists()
    assert main([*report, waiting.id]) == 1
    assert "Publish it first" in capsys.readouterr().err
    store.close()


def test_a_database_without_tables_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATABASE", f"sqlite:///{tmp_path / 'none.db'}")

    assert main(["publish", "--round", "r1"]) == 1

    assert "python -m survey migrate" in capsys.readouterr().err


def test_what_is_written_can_be_read_again(tmp_path: Path, answers: Path) -> None:
    published(tmp_path, str(answers), *SMALL)

    assert read_publication(tmp_path / "publication.json").name == "answers"


def test_publishing_needs_the_round_itself_not_the_command(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'plumbline.db'}")
    store.migrate()
    running = opened(store)
    close(store, running.round_id, ORGANISER)

    publication = publish_round(store, running.round_id, by=ORGANISER)

    assert {each.withheld for each in publication.tables} == {"nobody answered"}
    store.close()


def test_what_was_asked_has_a_fingerprint_that_a_comparison_of_the_same_shares(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = published(tmp_path, str(answers), *SMALL)
    capsys.readouterr()
    assert main(["compare", str(answers), *SMALL, "--json"]) == 0
    compared = json.loads(capsys.readouterr().out)

    assert document["fingerprint"] == compared["method"]["fingerprint"]
    assert len(document["fingerprint"]) == 64
    assert document["questionnaire"] == "answers.csv"
