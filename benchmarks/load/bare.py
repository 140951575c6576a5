"""The limit: a handler that reads what was sent and writes one row, and does nothing else."""

import os
import sqlite3
import uuid
from threading import Lock, local

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_turn = Lock()
_here = local()


def _connection() -> sqlite3.Connection:
    if not hasattr(_here, "db"):
        _here.db = sqlite3.connect(  # noqa: TID251 - what it is compared with
            os.environ["BENCH_DATABASE"], timeout=60
        )
        _here.db.execute("PRAGMA synchronous = FULL")
    return _here.db  # type: ignore[no-any-return]  # a thread's own place


def _write(body: bytes) -> None:
    with _turn, _connection() as db:  # SQLite has one writer at a time
        row = (uuid.uuid4().hex, body.decode())
        db.execute("INSERT INTO response (id, answers) VALUES (?, ?)", row)


async def _answer(request: Request) -> Response:
    if request.method == "POST":
        await run_in_threadpool(_write, await request.body())
    return PlainTextResponse("ok")


app = Starlette(routes=[Route("/{rest:path}", _answer, methods=["GET", "POST"])])
