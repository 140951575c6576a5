"""The app as a new user meets it: started by its own command, driven in a real Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PASSWORD = "a plumb line is honest"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningApp:
    """One installation on an empty database: its address and what it printed at its start."""

    url: str
    setup_link: str
    database: Path


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install one, e.g. apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS, headless=True)
        yield launched
        launched.close()


@pytest.fixture
def app(tmp_path: Path) -> Generator[RunningApp]:
    database = tmp_path / "plumbline.db"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = tmp_path / "app.log"
    environment = os.environ | {
        "PLUMBLINE_DATABASE": f"sqlite:///{database}",
        "PLUMBLINE_BASE_URL": url,
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "survey", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(url, process, log)
        printed = re.search(r"http\S+/setup/\S+", log.read_text())
        assert printed, log.read_text()
        yield RunningApp(url=url, setup_link=printed[0], database=database)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{url}/healthz", timeout=2).json() == {"status": "ok"}:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the app did not start within a minute:\n{log.read_text()}")


@pytest.fixture
def page(browser: Browser) -> Generator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def signed_in(page: Page, app: RunningApp) -> None:
    """Follow the set-up link, as the first organiser does."""
    page.goto(app.setup_link)
    page.get_by_label(re.compile("mail", re.IGNORECASE)).fill("hr@example.org")
    for field in page.get_by_label(re.compile("password", re.IGNORECASE)).all():
        field.fill(PASSWORD)
    page.get_by_role("button").first.click()
    page.get_by_role("heading", name="Rounds").wait_for()
