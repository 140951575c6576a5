"""The composition root: health, metrics, headers, and logs that never hold a link."""

import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from survey.fieldwork import personal_links
from survey.storage import Store, open_driver, open_store
from survey.storage.driver import Driver
from survey.web import send_at_once
from tests.survey.examples import ITEMS, draft, opened
from tests.survey.reading import Page
from tests.survey.served import BASE_URL, Device, app_over, everything_in

ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SERVERS = {
    "streamlit run": ["streamlit", "run", "streamlit_app.py", "--server.port"],
    "uvicorn": ["uvicorn", "streamlit_app:app", "--log-level", "debug", "--port"],
}


def a_link(store: Store) -> str:
    running = opened(store)
    return personal_links(store, running.round_id, BASE_URL)[0].link.removeprefix(BASE_URL)


def test_health_is_the_database_s_health(store: Store, tmp_path: Path) -> None:
    well = Device(store).client.get("/healthz")
    unwell = Device(open_store(f"sqlite:///{tmp_path / 'empty.db'}")).client.get("/healthz")

    assert (well.status_code, well.json()) == (200, {"status": "ok"})
    assert (unwell.status_code, unwell.json()["status"]) == (503, "the database does not answer")


def test_metrics_count_requests_and_name_no_link(store: Store) -> None:
    link = a_link(store)
    with TestClient(app_over(store), client=("127.0.0.1", 5000)) as client:
        for path in (link, link, "/s/unknown", "/nowhere/at/all"):
            client.get(path)
        text = client.get("/metrics").text

    assert 'plumbline_requests_total{room="s",method="GET",status="200"} 2' in text
    assert 'plumbline_requests_total{room="s",method="GET",status="404"} 1' in text
    assert 'plumbline_request_seconds_count{room="s"} 3' in text
    assert 'plumbline_request_seconds_bucket{room="s",le="+Inf"} 3' in text
    assert link.rpartition("/")[2] not in text
    assert "unknown" not in text
    assert "nowhere" not in text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.7", {}),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7"}),
        ("127.0.0.1", {"forwarded": "for=192.0.2.7"}),
        ("testclient", {}),
    ],
)
def test_metrics_are_for_this_machine_only(
    store: Store, address: str, headers: dict[str, str]
) -> None:
    answer = TestClient(app_over(store), client=(address, 5000)).get("/metrics", headers=headers)

    assert answer.status_code == 403
    assert "plumbline_requests" not in answer.text


def test_every_page_of_ours_has_every_security_header(store: Store) -> None:
    link = a_link(store)
    device = Device(store)

    answers = [
        *(device.client.get(path) for path in (link, "/s/none", "/thanks", "/a/b", "/healthz")),
        *(device.client.get(path) for path in ("/login", "/logout", "/setup/x", "/preview/x/y")),
        *(device.client.get(path) for path in ("/k", "/k/thanks", "/a/none", "/privacy")),
        device.send("/k", {"printed-code": "BCDFGHJKMN"}),
        device.send(link, {}),
        device.send(f"{link}/draft", {ITEMS[0]: "1"}),
        device.client.post(link, content=b"x" * 300_000),
        device.client.delete(link),
    ]

    for answer in answers:
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["referrer-policy"] in {"no-referrer", "strict-origin"}
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
    assert [answer.status_code for answer in answers] == [
        *(200, 404, 200, 404, 200),
        *(200, 200, 200, 303),
        *(200, 200, 404, 200, 404),
        *(422, 303, 413, 405),
    ]


def test_only_sign_in_pages_tell_where_a_form_came_from(store: Store) -> None:
    link = a_link(store)
    device = Device(store)

    assert device.client.get(link).headers["referrer-policy"] == "no-referrer"
    assert device.client.get("/login").headers["referrer-policy"] == "strict-origin"


def test_assets_are_kept_for_ever_under_an_address_of_their_content(store: Store) -> None:
    device = Device(store)
    page = device.open("/login")
    (style,) = [given["href"] for _, given in page.tags if given.get("rel") == "stylesheet"]

    answer = device.client.get(style)

    assert re.fullmatch(r"/assets/plumbline\.[0-9a-f]{12}\.css", style)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert device.client.get("/assets/frame.py").status_code == 404


def test_an_unforeseen_error_tells_no_link_to_the_log_or_the_page(
    store: Store, driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    link = a_link(store)
    with driver.writing() as session:
        session.execute("UPDATE round SET questionnaire = :broken", {"broken": '{"id": 1}'})

    with caplog.at_level(logging.DEBUG):
        answer = Device(store).client.get(link)

    token = link.rpartition("/")[2]
    assert answer.status_code == 500
    assert "Nothing was changed. Please try again in a minute." in Page(answer.text).words
    # What the server says: the client in this test logs its own requests.
    said = "\n".join(each.getMessage() for each in caplog.records if each.name != "httpx2")
    assert "A page failed with ValidationError" in said
    assert token not in said
    assert token not in answer.text


def test_a_database_that_fails_is_told_as_such(
    store: Store, driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    link = a_link(store)
    with driver.writing() as session:
        session.execute("ALTER TABLE link RENAME TO elsewhere", {})

    answer = Device(store).send(link, {ITEMS[0]: "3"})

    assert answer.status_code == 503
    assert "cannot reach its database" in Page(answer.text).words
    assert "What you typed was not saved." in Page(answer.text).words
    said = "\n".join(each.getMessage() for each in caplog.records if each.name != "httpx2")
    assert "A page failed with StorageError" in said
    assert link.rpartition("/")[2] not in said


def test_a_round_that_was_never_launched_has_no_way_in(store: Store, driver: Driver) -> None:
    draft(store)

    assert everything_in(driver)["link"] == []


def test_listening_sockets_send_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert server.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
        assert send_at_once() >= 1
        assert server.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@contextmanager
def serving(command: list[str], database: str, log: Path) -> Iterator[str]:
    """Run the real app with one of its commands; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    environment = {"PLUMBLINE_DATABASE": database, "PLUMBLINE_BASE_URL": url}
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", *command, port],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
        )
        try:
            _wait(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(20)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            if httpx2.get(f"{url}/healthz", timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            assert process.poll() is None
            time.sleep(0.1)
    raise AssertionError(f"nothing answered at {url}")


@pytest.mark.parametrize("command", SERVERS.values(), ids=SERVERS)
def test_no_server_logs_a_link_and_none_dawdles(command: list[str], tmp_path: Path) -> None:
    database, log = f"sqlite:///{tmp_path / 'plumbline.db'}", tmp_path / "log"
    store = open_store(database)
    store.migrate()
    path = a_link(store)

    with serving(command, database, log) as url, httpx2.Client(base_url=url) as client:
        form = Page(client.get(path).text).filled() | {ITEMS[0]: "2"}
        seconds = [client.get("/thanks").elapsed.total_seconds() for _ in range(12)]
        sent = [client.post(path, data=form).status_code for _ in range(2)]
        used = client.get(path)
        start_page = client.get("/")
        nowhere = client.get("/no/such/page")
        with open_driver(database).writing() as session:
            session.execute("UPDATE round SET questionnaire = '{}', fingerprint = 'another'", {})
        broken = client.get(path)

    # Nagle's algorithm makes the second and every later answer wait for some 40 ms.
    assert min(seconds[1:]) < 0.03
    assert sent == [303, 303]
    assert used.status_code == 410
    assert "streamlit" in start_page.text.lower()
    assert start_page.headers["x-content-type-options"] == "nosniff"
    assert "There is no page here" in nowhere.text
    assert broken.status_code == 500
    assert "A page failed with ValidationError" in log.read_text()
    assert path.rpartition("/")[2] not in log.read_text()
    assert "GET " not in log.read_text()
