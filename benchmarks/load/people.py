"""People who answer: each is a browser that opens, pauses, saves a draft, pauses and submits."""

import asyncio
import gzip
import random
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode

PATIENCE = 120.0
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"set-cookie: ([^;\r]+)", re.IGNORECASE)
_RESPONSE_ID = re.compile(rb'name="response-id" value="(\w+)"')
_ASSETS = re.compile(rb'(?:src|href)="(/assets/[^"]+)"')


@dataclass
class Met:
    """What people met: seconds for each step, and how many failed, by what they saw."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    done: int = 0
    wall: float = 0.0

    async def timed(self, step: str, deed: Awaitable[bytes]) -> bytes:
        """Await ``deed`` and note how long it took."""
        started = time.perf_counter()
        result = await deed
        self.seconds[step].append(time.perf_counter() - started)
        return result


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How people go about it; pauses are drawn between 0.5 and 1.5 times ``pause`` seconds."""

    answers: dict[str, str]
    comment: str
    pause: float = 0.0
    autosaves: bool = True
    is_cold: bool = False


Visit = Callable[[int, Met], Awaitable[None]]


async def crowd(visit: Visit, count: int, *, at_once: int = 0, arriving: float = 0.0) -> Met:
    """Let ``count`` people visit, ``at_once`` at a time or ``arriving`` within so many seconds."""
    met = Met()
    places = asyncio.Semaphore(at_once or count)

    async def one(number: int) -> None:
        await asyncio.sleep(random.uniform(0, arriving))
        async with places:
            try:
                async with asyncio.timeout(PATIENCE):
                    await visit(number, met)
                met.done += 1
            except (OSError, EOFError, TimeoutError, RefusedError) as error:
                met.failed[f"{type(error).__name__}: {error}"[:80]] += 1

    started = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(count)))
    met.wall = time.perf_counter() - started
    return met


class RefusedError(Exception):
    """The server answered something else than it should."""


class _Wire(asyncio.Protocol):
    """One connection, on which one answer is awaited at a time.

    Written out, since asyncio's streams cost more than the bare handler that is measured.
    """

    def __init__(self) -> None:
        self._came = b""
        self._waiting: asyncio.Future[tuple[bytes, bytes]] | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hand over the answer when all of it is there."""
        self._came += data
        head, end, content = self._came.partition(b"\r\n\r\n")
        length = _LENGTH.search(head) if end else None
        if not end or len(content) < (int(length[1]) if length else 0):
            return
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result((head + b"\r\n", content))

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever still waits."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or EOFError("the server closed the connection"))

    async def asked(self, request: bytes) -> tuple[bytes, bytes]:
        """Send a request; return the answer's head and what it holds."""
        self._came, self._waiting = b"", asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()


class Browser:
    """One person's browser: HTTP/1.1 on one connection at a time, and a cookie."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookie = b""
        self._wire: _Wire | None = None
        self.weight = 0

    async def get(self, path: str) -> bytes:
        """Fetch an address; return what it holds, unpacked."""
        return await self._exchange(f"GET {path} HTTP/1.1\r\n", b"", 200)

    async def post(self, path: str, form: bytes, *, expected: int = 303) -> bytes:
        """Send an encoded form, by script where 200 is ``expected``."""
        accept = "Accept: application/json\r\n" if expected == 200 else ""
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        head = f"POST {path} HTTP/1.1\r\n{kind}{accept}Content-Length: {len(form)}\r\n"
        return await self._exchange(head, form, expected)

    def leave(self) -> None:
        """Close the connection, as browsers and servers do with one that is not used."""
        if self._wire:
            self._wire.close()
            self._wire = None

    async def _exchange(self, head: str, body: bytes, expected: int) -> bytes:
        if self._wire is None:
            loop = asyncio.get_running_loop()
            _, self._wire = await loop.create_connection(_Wire, "127.0.0.1", self._port)
        asked = f"{head}Host: 127.0.0.1:{self._port}\r\nAccept-Encoding: gzip\r\n".encode()
        asked += b"Cookie: " + self._cookie + b"\r\n" if self._cookie else b""
        answer, content = await self._wire.asked(asked + b"\r\n" + body)
        self.weight += len(asked) + 2 + len(body) + len(answer) + 2 + len(content)
        if cookie := _COOKIE.search(answer):
            self._cookie = cookie[1]
        if int(answer[9:12]) != expected:
            raise RefusedError(f"{head[:4]} answered {answer[9:12].decode()}")
        return gzip.decompress(content) if b"content-encoding: gzip" in answer else content


def answering(port: int, paths: Sequence[str], manner: Manner) -> Visit:
    """Return how each person answers by their own link in ``paths``."""
    answers = urlencode(manner.answers).encode()

    async def visit(number: int, met: Met) -> None:
        browser, path = Browser(port), paths[number]
        page = await met.timed("open", browser.get(path))
        if manner.is_cold:
            for asset in dict.fromkeys(_ASSETS.findall(page)):
                await met.timed("file", browser.get(asset.decode()))
        response = _RESPONSE_ID.search(page)
        form = answers + b"&response-id=" + (response[1] if response else b"")
        if manner.autosaves:
            await _pause(manner, browser)
            await met.timed("autosave", browser.post(f"{path}/draft", form, expected=200))
        await _pause(manner, browser)
        form += f"&{manner.comment}=Person+{path[-12:]}".encode()
        await met.timed("submit", browser.post(path, form))
        browser.leave()

    return visit


def writing_rows(port: int, manner: Manner) -> Visit:
    """Return the same requests to the bare handler."""
    answers = urlencode(manner.answers).encode()

    async def visit(number: int, met: Met) -> None:
        browser = Browser(port)
        await met.timed("open", browser.get("/"))
        form = answers + f"&{manner.comment}=Person+{number}".encode()
        if manner.autosaves:
            await met.timed("autosave", browser.post("/draft", form, expected=200))
        await met.timed("submit", browser.post("/", form, expected=200))
        browser.leave()

    return visit


def weight(port: int, path: str) -> int:
    """Return the bytes both ways of a first visit: the page and each file it names."""

    async def first() -> int:
        browser = Browser(port)
        page = await browser.get(path)
        for asset in dict.fromkeys(_ASSETS.findall(page)):
            await browser.get(asset.decode())
        browser.leave()
        return browser.weight

    return asyncio.run(first())


async def _pause(manner: Manner, browser: Browser) -> None:
    if manner.pause:
        browser.leave()
        await asyncio.sleep(manner.pause * random.uniform(0.5, 1.5))
