"""What the log says about an error: its kind and place, never its words."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request
from starlette.responses import Response

from survey.errors import RoundStateError
from survey.html.guard import Endpoint, guarded

SECRET = "s3cret-token"
REQUEST = Request(
    {"type": "http", "method": "GET", "path": f"/s/{SECRET}", "query_string": b"", "headers": []}
)


def answer_of(endpoint: Endpoint) -> Response:
    # In a thread of its own: a browser test may have left its loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(guarded(endpoint)(REQUEST))).result()


def test_an_error_whose_words_hold_a_link_is_logged_without_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def breaks(request: Request) -> Response:
        raise ValueError(request.url.path)

    with caplog.at_level(logging.DEBUG):
        answer = answer_of(breaks)

    assert answer.status_code == 500
    assert "A page failed with ValueError" in caplog.text
    assert "test_guard.py" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET.encode() not in answer.body


def test_an_expected_error_shows_its_advice() -> None:
    async def refuses(_: Request) -> Response:
        raise RoundStateError("round 'x' is a draft", advice="Launch the round <first>.")

    answer = answer_of(refuses)

    assert answer.status_code == 400
    assert b"Launch the round &lt;first&gt;." in answer.body
    assert b"round &#39;x&#39;" not in answer.body
