"""Sixty phones guess within five seconds: how long each waits, and how far the projector lags.

Run with ``python -m benchmarks.offsite``. It starts the app on a new database as
``python -m survey serve`` does, drives sixty phones over HTTP and one projector in a real
Chromium, and prints a table. Exit status 1 where a guess was lost or the projector took
longer than two seconds.
"""

import argparse
import asyncio
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from analysis.offsite import suggested_agenda
from analysis.publication import from_json
from analysis.report import report_of
from survey.accounts import create_organiser, start_session
from survey.agenda import PLACED, Offsite, after
from survey.demo import DOCUMENTS, published_round
from survey.settings import environment_with
from survey.storage import Store, open_store

PHONES = 60
SECONDS = 5.0
LAG_ALLOWED = 2.0
EMAIL, PASSWORD = "bench@example.org", "sixty phones at once"


@dataclass(frozen=True)
class Measured:
    """What sixty phones met: seconds for each guess and each look, and what was lost."""

    guesses: list[float]
    looks: list[float]
    lost: int
    last_kept_at: float


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Store]]:
    """Start the app on a new database; stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, database = f"http://127.0.0.1:{port}", f"sqlite:///{folder / 'bench.db'}"
    store = open_store(database)
    store.migrate()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "survey", "serve"],
            env=environment_with({"PLUMBLINE_DATABASE": database, "PLUMBLINE_BASE_URL": url}),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(300):
            try:
                httpx.get(f"{url}/healthz", timeout=2).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield url, store
    finally:
        process.terminate()
        process.wait(timeout=20)


def started(store: Store) -> Offsite:
    """Start a meeting on the demo's first round and open its first guess."""
    document = DOCUMENTS[1].read_bytes()
    round_ = published_round(document)
    store.publications.put_published(round_, document)
    agenda = suggested_agenda(report_of(from_json(document)))
    offsite = store.offsites.start(round_.id, agenda, by=EMAIL)
    store.offsites.move(offsite.id, seen=offsite.position, to=after(offsite))
    return store.offsites.get(offsite.id)


async def phones(url: str, offsite: Offsite, *, count: int, seconds: float) -> Measured:
    """Guess on every phone at a random moment within ``seconds``, polling as phones do."""
    step = offsite.steps[0]
    guess = {f"rung-{at}": str(PLACED if at == 0 else 0) for at in range(len(step.labels))}
    took: list[float] = []
    looks: list[float] = []
    kept: list[float] = []

    async def phone(wait: float) -> None:
        headers = {"accept": "application/json", "origin": url}
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as client:
            await client.get(f"/o/{offsite.code}")
            start = time.perf_counter()
            while (left := wait - (time.perf_counter() - start)) > 0:
                await asyncio.sleep(min(left, 2.0))
                asked = time.perf_counter()
                await client.get(f"/o/{offsite.code}/now")
                looks.append(time.perf_counter() - asked)
            asked = time.perf_counter()
            form = {"step": step.id, **guess}
            answer = await client.post(f"/o/{offsite.code}/guess", data=form)
            took.append(time.perf_counter() - asked)
            if answer.status_code == httpx.codes.OK and answer.json().get("kept"):
                kept.append(time.time())

    waits = [random.uniform(0, seconds) for _ in range(count)]
    await asyncio.gather(*(phone(wait) for wait in waits))
    return Measured(took, looks, count - len(kept), max(kept, default=time.time()))


@contextmanager
def projector(url: str, store: Store, offsite: Offsite) -> Iterator[Page]:
    """Open present mode in a real browser."""
    path = next(
        found for name in ("chromium", "google-chrome") if (found := shutil.which(name)) is not None
    )
    create_organiser(store, EMAIL, PASSWORD)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        session = {"name": "plumbline_session", "value": start_session(store, EMAIL), "url": url}
        page.context.add_cookies([session])  # type: ignore[list-item]  # a plain dict will do
        page.goto(f"{url}/present?offsite={offsite.id}&embed=true")
        page.get_by_text("0 guesses are in").wait_for(timeout=60_000)
        yield page
        browser.close()


def lag(page: Page, count: int, since: float) -> float:
    """Return how many seconds after ``since`` the projector shows all of them."""
    page.get_by_text(re.compile(rf"^{count} guesses are in")).wait_for(timeout=60_000)
    return max(0.0, time.time() - since)


def report(measured: Measured, lag_seconds: float) -> None:
    """Print what was met as a Markdown table."""
    print("| | p50 | p95 | most |\n|---|---|---|---|")
    for name, seconds in (("guess", measured.guesses), ("look", measured.looks)):
        cuts = statistics.quantiles(seconds, n=20)
        shown = (cuts[9], cuts[18], max(seconds))
        print(f"| {name}, ms | " + " | ".join(f"{each * 1000:.0f}" for each in shown) + " |")
    print(f"\n{len(measured.guesses)} phones, {measured.lost} guesses lost.")
    print(f"The projector showed all {lag_seconds:.2f} s after the last was kept.")


def main() -> int:
    """Run it once; return 1 where something was lost or late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (url, store):
        offsite = started(store)
        with projector(url, store, offsite) as page:
            # A thread of its own: Playwright's loop is busy in this one.
            measured = in_thread(url, offsite, options)
            seen = lag(page, options.phones, measured.last_kept_at)
        stored = store.offsites.count(offsite.id, offsite.position.step, "guess")
    report(measured, seen)
    print(f"{stored} guesses are in the database.")
    return 0 if stored == options.phones and measured.lost == 0 and seen <= LAG_ALLOWED else 1


def in_thread(url: str, offsite: Offsite, options: argparse.Namespace) -> Measured:
    """Run the phones beside the projector."""
    found: list[Measured] = []

    def run() -> None:
        job = phones(url, offsite, count=options.phones, seconds=options.seconds)
        found.append(asyncio.run(job))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


if __name__ == "__main__":
    sys.exit(main())
