"""Servers to be measured: each on one core, with its own database, and what it cost."""

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

from survey.settings import environment_with

ROOT = Path(__file__).parents[2]
Kind = Literal["plumbline", "widgets", "tuned", "bare"]
Server = Literal["uvicorn", "streamlit run"]
SERVER_CORE = min(os.sched_getaffinity(0))
_TICKS = os.sysconf("SC_CLK_TCK")
_APPS = {
    "plumbline": (ROOT / "streamlit_app.py", "streamlit_app:app", "/healthz"),
    "widgets": (ROOT / "benchmarks/load/widgets_app.py", "widgets_app:app", "/_stcore/health"),
    "tuned": (ROOT / "benchmarks/load/widgets_app.py", "widgets_app:app", "/_stcore/health"),
    "bare": (ROOT / "benchmarks/load/bare.py", "bare:app", "/"),
}
_STREAMLIT = """
[server]
headless = true
fileWatcherType = "none"
[browser]
gatherUsageStats = false
"""


@dataclass(frozen=True)
class Running:
    """A server that answers on ``port``."""

    port: int
    process: subprocess.Popen[bytes]
    database: Path

    def busy(self) -> float:
        """Return the processor seconds it has used so far."""
        after_name = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS


@contextmanager
def serving(kind: Kind, server: Server, folder: Path, database: Path) -> Iterator[Running]:
    """Start a server on the first core; stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.mkdir()
    settings = folder / ".streamlit"
    settings.mkdir()
    tuned = "[runner]\npostScriptGC = false\n" if kind == "tuned" else ""
    (settings / "config.toml").write_text(_STREAMLIT + tuned)
    process = _start(kind, server, folder, database, port)
    try:
        _wait(process, f"http://127.0.0.1:{port}{_APPS[kind][2]}", folder / "log")
        yield Running(port, process, database)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        process.kill()
        process.wait()


def _start(
    kind: Kind, server: Server, folder: Path, database: Path, port: int
) -> subprocess.Popen[bytes]:
    file, app, _ = _APPS[kind]
    if server == "uvicorn":
        words = ["uvicorn", app, "--app-dir", str(file.parent), "--log-level", "warning"]
        words += ["--port", str(port), "--backlog", "8192"]
    else:
        words = ["streamlit", "run", str(file), "--server.port", str(port)]
        words += ["--server.address", "127.0.0.1"]
    environment = environment_with(
        {
            "PYTHONPATH": str(ROOT),
            "PLUMBLINE_DATABASE": f"sqlite:///{database}",
            "PLUMBLINE_BASE_URL": f"http://127.0.0.1:{port}",
            "BENCH_DATABASE": str(database),
        }
    )
    place = ROOT if kind == "plumbline" else folder  # where its .streamlit/config.toml is
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=place, env=environment, stdout=log, stderr=log
        )
    os.sched_setaffinity(process.pid, {SERVER_CORE})
    return process


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(300):
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(address, timeout=5)
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")


def rows_database(path: Path) -> Path:
    """Make a database with one table, for the widgets and the bare handler."""
    with closing(sqlite3.connect(path)) as db:  # noqa: TID251 - what it is compared with
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE response (id TEXT PRIMARY KEY, answers TEXT) WITHOUT ROWID")
    return path


def rows_in(path: Path) -> int:
    """Return how many rows were written."""
    with closing(sqlite3.connect(path)) as db:  # noqa: TID251 - what it is compared with
        return int(db.execute("SELECT COUNT(*) FROM response").fetchone()[0])


def machine_busy() -> float:
    """Return the processor seconds that all programs of this machine have used so far."""
    ticks = [int(each) for each in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / _TICKS  # without idle, and waiting for the disk
