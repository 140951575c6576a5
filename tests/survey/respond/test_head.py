"""HEAD asks what GET would answer: whatever form comes along with it, nothing is done."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

import anyio
import pytest
from starlette.types import Message, Scope

from survey.respond.shared import PLACE
from survey.storage import Store
from survey.storage.driver import Driver
from survey.ways import printed_codes, shared_link
from tests.survey.examples import ITEMS, seated
from tests.survey.respond.conftest import Survey
from tests.survey.respond.test_kiosk import SECRET, opened
from tests.survey.respond.test_shared import places
from tests.survey.served import BASE_URL, Device, app_over, everything_in

ANSWERS = {"response-id": "0" * 31 + "1", ITEMS[0]: "4"}


@dataclass(frozen=True)
class Sendable:
    """A form that could be sent now, and the cookies that a browser would send with it."""

    path: str
    form: Mapping[str, str]
    cookies: str = ""


def sendable(way: str, store: Store, survey: Survey) -> Sendable:
    """Return a form of this way to answer that POST would do something with."""
    phone = Device(store)
    if way == "kiosk":
        made = printed_codes(store, survey.round_id, secret=SECRET, everybody=True, named=True)
        return Sendable("/k", opened(phone, made[-1].code) | ANSWERS)
    if way == "shared":
        path = shared_link(store, seated(store), BASE_URL).link.removeprefix(BASE_URL)
        key = places(phone, path)["Leaders"]
        return Sendable(path, {PLACE: key} | ANSWERS)
    if way != "draft/delete":
        return Sendable(survey.staff + way.removeprefix("link"), ANSWERS)
    phone.send(f"{survey.staff}/draft", ANSWERS)
    kept = "; ".join(f"{name}={value}" for name, value in phone.client.cookies.items())
    return Sendable(f"{survey.staff}/draft/delete", {}, kept)


def asked(store: Store, method: str, sent: Sendable) -> tuple[int, list[str]]:
    """Send a form by any method, as no browser would; return the status and which headers came."""
    body = urlencode(sent.form).encode()
    headers = {
        "host": "testserver",
        "origin": BASE_URL,
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(body)),
        "cookie": sent.cookies,
    }
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": sent.path,
        "raw_path": sent.path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    with ThreadPoolExecutor(1) as thread:  # in this one a browser test's event loop may be left
        thread.submit(anyio.run, app_over(store), scope, receive, send).result()
    return told[0]["status"], [name.decode() for name, _ in told[0]["headers"]]


@pytest.mark.parametrize("way", ["link", "link/draft", "draft/delete", "kiosk", "shared"])
def test_a_form_sent_by_head_submits_nothing_keeps_nothing_and_marks_nothing(
    way: str, store: Store, survey: Survey, driver: Driver
) -> None:
    sent = sendable(way, store, survey)
    before = everything_in(driver)

    status, headers = asked(store, "HEAD", sent)
    assert status in {200, 404, 405}
    assert "set-cookie" not in headers
    assert "location" not in headers
    assert everything_in(driver) == before

    # The same by POST is done: so nothing else was missing.
    assert asked(store, "POST", sent)[0] == 303
    assert everything_in(driver) != before
