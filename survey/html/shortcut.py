"""The short way to our own pages, past what only Streamlit's pages need."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from survey.html.guard import not_found

Handlers = Mapping[Any, Callable[[Request, Exception], Response]]


class Shortcut:
    """Middleware: answers requests for our own ``rooms`` itself.

    Streamlit puts sessions, compression and a check of paths before every route, also
    before ours, which use none of them (`Headers` checks paths, `packing` compresses).
    They took a third of what it costs to open the form.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: Sequence[BaseRoute],
        rooms: frozenset[str],
        handlers: Handlers,
    ) -> None:
        self._app = app
        self._rooms: Final = rooms
        ours = Router(routes, redirect_slashes=False)
        self._ours = ExceptionMiddleware(ours, {404: _nowhere, **handlers})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_ours = scope["type"] == "http" and first_part(scope["path"]) in self._rooms
        await (self._ours if is_ours else self._app)(scope, receive, send)


def first_part(path: str) -> str:
    """Return the first part of an address: its room.

    Examples
    --------
    >>> first_part("/s/abc"), first_part("/thanks"), first_part("/"), first_part("*")
    ('s', 'thanks', '', '')
    """
    _, slash, rest = path.partition("/")
    return rest.partition("/")[0] if slash else ""


def _nowhere(request: Request, _: Exception) -> Response:
    return not_found(request)
