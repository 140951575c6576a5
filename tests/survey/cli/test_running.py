"""The commands about the installation: accounts, serving, the demo, backup."""

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from survey.accounts import account_of, sign_in
from survey.cli.running import serve_command
from survey.errors import AccountError
from survey.storage import Store, open_store
from tests.survey.cli.terminal import PEOPLE, Run, opened

ROOT = Path(__file__).parents[3]
_PASSWORD = "correct horse battery"


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
    round_id = opened(run, people_file)

    said = run("backup", tmp_path / "copy.db")

    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert said.err.startswith(f"Backed up to {tmp_path / 'copy.db'}.\n")
    assert copy.rounds.get(round_id).state == "open"
    assert len(copy.people.of(round_id)) == 25
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


def test_a_backup_warns_while_a_round_takes_answers_and_only_then(
    run: Run, store: Store, tmp_path: Path, people_file: Path
) -> None:
    before = run("backup", tmp_path / "before.db")
    round_id = opened(run, people_file)
    name = store.rounds.get(round_id).name
    during = run("backup", tmp_path / "during.db")
    assert run("round", "close", round_id).status == 0
    after = run("backup", tmp_path / "after.db")

    assert [before.status, during.status, after.status] == [0, 0, 0]
    warnings = [line for line in during.err.splitlines() if line.startswith("Warning: ")]
    assert len(warnings) == 1
    assert repr(name) in warnings[0]
    assert "two such copies whose the answers between them are" in warnings[0]
    assert during.out == ""
    assert "Warning" not in before.err + after.err


def test_a_backup_overwrites_nothing(run: Run, tmp_path: Path, people_file: Path) -> None:
    said = run("backup", people_file)

    assert said.status == 1
    assert "File exists. Name a file that is not there yet" in said.err
    assert people_file.read_text(encoding="utf-8") == PEOPLE


def test_migrating_twice_is_fine(run: Run) -> None:
    assert [run("migrate").status for _ in range(2)] == [0, 0]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_server_is_migrated_as_a_step_of_its_own_and_backed_up_by_its_own_tools(
    run: Run, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATABASE", database_url)
    monkeypatch.setenv("PLUMBLINE_SECRET", "a secret that all servers share")

    too_early, migrated, listed = run("round", "list"), run("migrate"), run("round", "list")
    copied = run("backup", tmp_path / "copy")

    assert too_early.status == 1
    assert "then run: python -m survey migrate" in too_early.err
    assert (migrated.status, listed.status, listed.out) == (0, 0, "")
    assert copied.status == 1
    assert "pg_dump --format=custom" in copied.err
    assert not (tmp_path / "copy").exists()


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
