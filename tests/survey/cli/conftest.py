"""A fresh database, and a people list, for each command."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.cli import main
from survey.storage import Store, open_store
from tests.survey.cli.terminal import PEOPLE, Run, Said
from tests.survey.mail.mailbox import Mailbox, serving


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
    path.write_text(PEOPLE, encoding="utf-8")
    return path


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with serving(Mailbox()) as mailbox:
        yield mailbox
