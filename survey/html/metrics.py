"""Counts of requests for Prometheus: no label names a person, a link or a round."""

import time
from collections import Counter
from threading import Lock
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from survey.html.shortcut import first_part

_STEPS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})


class Metrics:
    """Requests of this process: how many, how answered, how long they took (seconds)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()

    def count(self, room: str, method: str, status: int, seconds: float) -> None:
        """Note one answered request. ``room`` is the first part of its address, if ours."""
        with self._lock:
            self._answers[room, method, status] += 1
            # Counter adds floats as well as it adds whole numbers.
            self._seconds[room] += seconds  # type: ignore[assignment]
            for step in _STEPS:
                self._within[room, step] += seconds <= step

    def as_text(self) -> str:
        """Return everything in Prometheus' text format, version 0.0.4."""
        with self._lock:
            answers, within = dict(self._answers), dict(self._within)
            seconds = dict(self._seconds)
        lines = [
            "# HELP plumbline_requests_total Requests answered by this process.",
            "# TYPE plumbline_requests_total counter",
        ]
        for (room, method, status), number in sorted(answers.items()):
            labels = f'room="{room}",method="{method}",status="{status}"'
            lines.append(f"plumbline_requests_total{{{labels}}} {number}")
        lines += [
            "# HELP plumbline_request_seconds How long requests took.",
            "# TYPE plumbline_request_seconds histogram",
        ]
        for room in sorted(seconds):
            name = f'plumbline_request_seconds_bucket{{room="{room}",le='
            total = sum(number for key, number in answers.items() if key[0] == room)
            lines += [f'{name}"{step}"}} {within[room, step]}' for step in _STEPS]
            lines += [
                f'{name}"+Inf"}} {total}',
                f'plumbline_request_seconds_sum{{room="{room}"}} {seconds[room]:.6f}',
                f'plumbline_request_seconds_count{{room="{room}"}} {total}',
            ]
        return "\n".join(lines) + "\n"


class Counted:
    """Middleware: counts what is answered in our own ``rooms``; Streamlit's are one."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, rooms: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        first = first_part(scope["path"])
        room = first if first in self._rooms else "streamlit"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        started, status = time.perf_counter(), 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            self._metrics.count(room, method, status, time.perf_counter() - started)
