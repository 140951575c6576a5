"""The commands other programs rely on, end to end on a fresh database."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from survey.accounts import account_of, sign_in
from survey.cli import main
from survey.cli.running import serve_command
from survey.errors import AccountError
from survey.invitations import new_id, token_hash
from survey.questionnaire import find_questionnaire, questions
from survey.responses import Response
from survey.rounds import Thresholds
from survey.storage import Store, open_store

ROOT = Path(__file__).parents[2]
_LIST = "Name,Email,Group,Department,Desk\n" + "".join(
    f"Person {n},p{n}@example.com,{group},{'Sales' if n % 2 else 'Care'},{n}\n"
    for n, group in enumerate(["leader"] * 5 + ["staff"] * 20)
)
_PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Said:
    """What one command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    database = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", database)
    monkeypatch.setenv("PLUMBLINE_BASE_URL", "https://survey.example")
    return database


@pytest.fixture
def store(database: str) -> Store:
    store = open_store(database)
    store.migrate()
    return store


@pytest.fixture
def run(database: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str | Path) -> Said:
        status = main([str(word) for word in words])
        return Said(status, *capsys.readouterr())

    return run


@pytest.fixture
def people_file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(_LIST, encoding="utf-8")
    return path


def _draft(run: Run) -> str:
    made = run("round", "create", "--questionnaire", "four_pillars", "--name", "Spring")
    assert made.status == 0, made.err
    return made.out.strip()


def _open(run: Run, people_file: Path) -> str:
    round_id = _draft(run)
    assert run("people", "import", round_id, people_file).status == 0
    assert run("round", "launch", round_id).status == 0
    return round_id


def test_a_new_round_is_as_its_options_say(run: Run, store: Store) -> None:
    made = run(
        *("round", "create", "--questionnaire", "four_pillars.v1", "--name", "Spring pulse"),
        *("--organisation", "Kite Works", "--margin", "0.08", "--threshold", "6"),
        *("--comment-threshold", "12", "--opens", "2026-05-01", "--closes", "2026-05-31"),
    )

    draft = store.rounds.get(made.out.removesuffix("\n"))
    assert (draft.name, draft.organisation, draft.margin) == ("Spring pulse", "Kite Works", 0.08)
    assert draft.thresholds == Thresholds(scores=6, comments=12, counts=8)
    assert (draft.opens_on, draft.closes_on) == (date(2026, 5, 1), date(2026, 5, 31))


def test_a_round_goes_all_the_way_from_the_terminal(
    run: Run, store: Store, people_file: Path
) -> None:
    round_id = _draft(run)
    taken = run("people", "import", round_id, people_file)
    launched = run("round", "launch", round_id)
    links = list(csv.DictReader(io.StringIO(run("links", round_id, "--format", "csv").out)))
    _answer(store, links[-1]["link"])
    status = json.loads(run("round", "status", round_id, "--json").out)
    in_words = run("round", "status", round_id).out
    closed = run("round", "close", round_id)

    assert (taken.status, taken.out, launched.status, launched.out) == (0, "", 0, "")
    assert "Taken: 5 leaders and 20 staff (UTF-8)." in taken.err
    assert "Ignored columns, of which nothing is kept: Desk." in taken.err
    assert "Invited: 5 leaders and 20 staff" in launched.err
    assert "department 'Care' of 3 of 3 leaders: not stored" in launched.err
    assert "Launched." in launched.err
    assert list(links[0]) == ["person", "email", "link"]
    assert [each["person"] for each in links] == [f"Person {n}" for n in range(25)]
    assert all(each["link"].startswith("https://survey.example/s/") for each in links)
    assert (status["round"], status["state"], status["closes_on"]) == (round_id, "open", None)
    assert [each for each in status["rates"] if each["segment"] is None] == [
        {"group": "leaders", "segment": None, "invited": 5, "answered": 0},
        {"group": "staff", "segment": None, "invited": 20, "answered": 1},
    ]
    assert {"department": "Care"} in [each["segment"] for each in status["rates"]]
    assert "staff: 1 of 20 answered (5 %)" in in_words
    assert closed.status == 0
    assert run("round", "list").out == f"{round_id}\tclosed\tOur organisation\tSpring\n"
    assert {deed.by for deed in store.audit.all(round_id)} == {"command line"}


def _answer(store: Store, link: str) -> None:
    invitation = store.invitations.by_token_hash(token_hash(link.rpartition("/")[2]))
    assert invitation is not None
    asked = questions(find_questionnaire("four_pillars"), invitation.group, "en")
    choices = {each.id: 1 for each in asked if each.kind == "item"}
    store.responses.submit(invitation.id, Response(id=new_id(), choices=choices, comments={}))


def test_a_launch_can_be_read_first(run: Run, store: Store, people_file: Path) -> None:
    round_id = _draft(run)
    run("people", "import", round_id, people_file)

    said = run("round", "launch", round_id, "--preview")

    assert "Thresholds: 5 answers behind a number" in said.err
    assert said.err.endswith("Nothing was launched.\n")
    assert store.rounds.get(round_id).state == "draft"


def test_a_threshold_raises_those_that_may_not_be_lower(run: Run, store: Store) -> None:
    made = run(
        *("round", "create", "--questionnaire", "four_pillars", "--name", "x", "--threshold", "15")
    )

    thresholds = store.rounds.get(made.out.strip()).thresholds
    assert (thresholds.scores, thresholds.comments, thresholds.counts) == (15, 15, 15)


def test_a_bad_people_list_is_refused_whole_and_taken_without_its_bad_rows(
    run: Run, store: Store, people_file: Path
) -> None:
    round_id = _draft(run)
    people_file.write_text(_LIST + "Zed,zed@example.com,boss,Sales,1\n", encoding="utf-8")

    refused = run("people", "import", round_id, people_file)

    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        "Row 27, Group: 'boss' is neither leaders nor staff. Write leader or staff.\n"
        "Nothing was taken. Correct this row, or take the other 25 people without it. "
        "To do that, add --skip-bad-rows.\n"
    )
    assert store.people.of(round_id) == []
    taken = run("people", "import", round_id, people_file, "--skip-bad-rows")
    assert taken.status == 0
    assert "Left out: Row 27, Group: 'boss'" in taken.err
    assert len(store.people.of(round_id)) == 25


def test_attributes_are_chosen_by_name(run: Run, store: Store, people_file: Path) -> None:
    round_id = _draft(run)

    run("people", "import", round_id, people_file, "--attributes", "desk, department")

    assert store.people.of(round_id)[3].attributes == {"desk": "3", "department": "Sales"}


def test_names_in_the_links_file_cannot_run_as_formulas(run: Run, people_file: Path) -> None:
    names = ["=HYPERLINK(1)", "+1", "-Ann", "@x", "'t Hooft", "'=1", "Ömer, Ann", 'The "Boss"']
    with people_file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "group"], *([name, "staff"] for name in names)])
    round_id = _open(run, people_file)

    said = run("links", round_id)
    cells = [row[0] for row in csv.reader(io.StringIO(said.out))][1:]

    assert not [cell for cell in cells if cell[0] in "=+-@"]
    assert [cell[1:] if cell.lstrip("'")[0] in "=+-@" else cell for cell in cells] == names


def test_fresh_links_leave_the_older_ones_good(run: Run, store: Store, people_file: Path) -> None:
    round_id = _open(run, people_file)

    texts = [run("links", round_id).out for _ in range(2)]

    first, second = (next(csv.DictReader(io.StringIO(text)))["link"] for text in texts)
    found = [store.invitations.by_token_hash(token_hash(each[-32:])) for each in (first, second)]
    assert first != second
    assert found[0] == found[1] is not None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["round", "close", "nope"], "there is no round 'nope'. Check the round's id"),
        (["links", "nope"], "there is no round 'nope'"),
        (["people", "import", "nope", "no.csv"], "no.csv cannot be read: No such file"),
        (
            ["round", "create", "--questionnaire", "nope", "--name", "x"],
            "nope: there is no questionnaire of this name. Choose one of:",
        ),
        (
            ["round", "create", "--questionnaire", "four_pillars", "--name", " "],
            "a round needs a name",
        ),
        (
            ["round", "create", "--questionnaire", "four_pillars", "--name", "x", "--margin", "1"],
            "margin must be between 0.05 and 0.15, got 1.0",
        ),
        (
            [
                "round",
                "create",
                "--questionnaire",
                "four_pillars",
                "--name",
                "x",
                "--threshold",
                "2",
            ],
            "the threshold for scores must be at least 3, got 2",
        ),
        (["questionnaire", "check", "README.md"], "README.md: file name"),
    ],
)
def test_a_refusal_is_one_message_on_standard_error_and_status_1(
    run: Run, words: list[str], message: str
) -> None:
    said = run(*words)

    assert (said.status, said.out) == (1, "")
    assert message in said.err
    assert "Traceback" not in said.err


def test_links_of_a_round_that_is_not_open_are_refused(run: Run) -> None:
    said = run("links", _draft(run))

    assert said.status == 1
    assert "is draft, so its links would lead nowhere" in said.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["round"],
        ["round", "create", "--name", "x"],
        ["round", "create", "--questionnaire", "q", "--name", "x", "--opens", "tomorrow"],
        ["links", "R", "--format", "xml"],
        ["nonsense"],
    ],
)
def test_a_misspelled_command_is_status_2(run: Run, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(*words)

    assert left.value.code == 2


def test_answers_of_a_round_that_is_not_published_are_destroyed_on_request_only(
    run: Run, store: Store, people_file: Path
) -> None:
    round_id = _open(run, people_file)
    assert "is open" in run("round", "destroy-answers", round_id).err
    run("round", "close", round_id)

    refused = run("round", "destroy-answers", round_id)

    assert refused.status == 1
    assert "not published, so nothing of it would be left" in refused.err
    assert run("round", "destroy-answers", round_id, "--unpublished").status == 0
    assert store.rounds.get(round_id).answers_destroyed


def test_questionnaires_are_listed_and_checked(run: Run) -> None:
    listed = run("questionnaire", "list").out.splitlines()
    checked = run("questionnaire", "check", ROOT / "questionnaires" / "four_pillars.v1.yaml")

    assert [line.split("\t")[0] for line in listed][-1] == "four_pillars.v1"
    assert checked.status == 0
    assert "no problem found" in checked.out


def test_an_organiser_is_made_with_a_password_from_standard_input(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{_PASSWORD}\n"))

    said = run("organiser", "create", "--email", "HR@example.com", "--password-stdin")

    assert (said.status, said.out) == (0, "")
    assert said.err == "hr@example.com can now sign in as organiser.\n"
    account = account_of(store, sign_in(store, "hr@example.com", _PASSWORD))
    assert account is not None
    assert account.role == "organiser"


def test_the_address_is_asked_for_and_a_viewer_is_a_viewer(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"ceo@example.com\n{_PASSWORD}\n"))

    said = run("viewer", "create", "--password-stdin")

    assert said.err == "E-mail address: ceo@example.com can now sign in as viewer.\n"
    assert [each.role for each in store.accounts.all()] == ["viewer"]


def test_a_weak_password_makes_no_account_and_is_not_repeated(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("hunter2\n"))

    said = run("organiser", "create", "--email", "hr@example.com", "--password-stdin")

    assert said.status == 1
    assert "at least 12 characters; this one has 7" in said.err
    assert "hunter2" not in said.err
    assert store.accounts.count() == 0


def test_a_forgotten_password_is_changed(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, password in (("create", _PASSWORD), ("password", "another horse, another")):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        assert run("organiser", words, "--email", "hr@example.com", "--password-stdin").status == 0

    with pytest.raises(AccountError):
        sign_in(store, "hr@example.com", _PASSWORD)
    assert sign_in(store, "hr@example.com", "another horse, another")


def test_a_backup_holds_what_the_database_held(run: Run, tmp_path: Path, people_file: Path) -> None:
    round_id = _open(run, people_file)

    said = run("backup", tmp_path / "copy.db")

    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert said.err == f"Backed up to {tmp_path / 'copy.db'}.\n"
    assert copy.rounds.get(round_id).state == "open"
    assert len(copy.people.of(round_id)) == 25
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


def test_a_backup_overwrites_nothing(run: Run, tmp_path: Path, people_file: Path) -> None:
    said = run("backup", people_file)

    assert said.status == 1
    assert "File exists. Name a file that is not there yet" in said.err
    assert people_file.read_text(encoding="utf-8") == _LIST


def test_migrating_twice_is_fine(run: Run) -> None:
    assert [run("migrate").status for _ in range(2)] == [0, 0]


def test_a_setting_that_cannot_be_used_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_DATABASE", "oracle://secret@host")

    said = run("round", "list")

    assert said.status == 1
    assert "PLUMBLINE_DATABASE must start with postgresql:// or sqlite://, got 'oracle'" in said.err
    assert "secret" not in said.err


def test_the_demo_gives_a_link_for_each_group(run: Run, store: Store) -> None:
    said = run("demo")

    assert said.status == 0
    assert said.out.count("https://survey.example/s/") == 2
    assert {each.state for each in store.rounds.all()} == {"open", "published"}


def test_the_app_listens_where_its_address_says() -> None:
    assert serve_command("http://localhost:8501")[-2:] == ["--server.port", "8501"]
    assert serve_command("http://localhost:9000")[-2:] == ["--server.port", "9000"]
    assert serve_command("https://survey.example")[-2:] == ["--server.port", "8501"]
    assert serve_command("https://survey.example", port=80, address="0.0.0.0")[-4:] == [  # noqa: S104 - nothing listens
        *("--server.port", "80"),
        *("--server.address", "0.0.0.0"),  # noqa: S104 - nothing listens
    ]


def test_the_app_reports_nothing_home() -> None:
    words = serve_command("http://localhost:8501")

    assert words[words.index("--browser.gatherUsageStats") + 1] == "false"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def test_serving_on_a_fresh_machine_asks_nothing_and_shows_a_link_that_sets_up(
    tmp_path: Path,
) -> None:
    port = _free_port()
    fresh = {name: value for name, value in os.environ.items() if "PLUMBLINE" not in name}
    fresh |= {"HOME": str(tmp_path), "PLUMBLINE_DATABASE": f"sqlite:///{tmp_path / 'fresh.db'}"}
    log = tmp_path / "log"
    with log.open("w") as file:
        server = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "survey", "serve", "--port", str(port)],
            cwd=ROOT,
            env=fresh,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        health = _read_when_ready(f"http://127.0.0.1:{port}/healthz", server)
        said = log.read_text(encoding="utf-8")
        link = next(word for word in said.split() if "/setup/" in word)
        page = _read_when_ready(link.replace("localhost", "127.0.0.1"), server)
    finally:
        server.terminate()
        server.wait(timeout=20)

    assert json.loads(health) == {"status": "ok"}
    assert f"Plumbline is at http://localhost:{port}" in said
    assert link.startswith(f"http://localhost:{port}/setup/")
    assert "password" in page
    assert "onboarding" not in said  # Streamlit's question on its first run
    assert log.read_text(encoding="utf-8").count("/setup/") == 1


def _read_when_ready(address: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(150):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                text: str = answer.read().decode()
                return text
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within 30 seconds")
