"""The composition root of everything that is plain HTTP: routes, headers, start and end."""

import gc
import ipaddress
import logging
import socket
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from survey.html.assets import asset_routes
from survey.html.guard import refusal
from survey.html.headers import SafeHeaders
from survey.html.metrics import Counted, Metrics
from survey.html.shortcut import Shortcut
from survey.offsite.routes import PhonePages
from survey.phrases import phrase
from survey.respond.kiosk import KioskPages
from survey.respond.preview import preview_route
from survey.respond.privacy import privacy_route
from survey.respond.routes import RespondentPages
from survey.respond.shared import SharedPages
from survey.schedule import Worker
from survey.settings import Settings
from survey.signin.routes import SignInPages
from survey.storage import Store

Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]
_ROOMS = frozenset(
    {
        *("s", "k", "a", "o", "thanks", "privacy", "preview"),
        *("login", "enter", "logout", "setup", "password", "assets", "healthz", "metrics"),
    }
)
_NOT_TAKEN = phrase("This address does not take what was sent. Nothing was changed.")
_FORWARDED = ("x-forwarded-for", "x-real-ip", "forwarded", "via")


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """What the app is given: the arguments of ``st.App`` (and of ``Starlette``)."""

    routes: list[BaseRoute]
    middleware: list[Middleware]
    exception_handlers: Mapping[Any, Callable[[Request, Exception], Response]]
    lifespan: Lifespan


def web(store: Store, settings: Settings) -> Web:
    """Assemble the respondents' and sign-in pages over ``store``.

    When the app starts the database is brought to this version, and the schedule begins.
    """
    silence_access_log()
    metrics = Metrics()
    respondents = RespondentPages(store, secure_cookies=settings.secure_cookies)
    sign_in = SignInPages(store, settings)
    phones = PhonePages(store, secret=settings.secret, secure_cookies=settings.secure_cookies)
    routes: list[BaseRoute] = [
        *respondents.routes(),
        *asset_routes(),  # early: asked for as often as the form
        *KioskPages(store, secret=settings.secret).routes(),
        *SharedPages(store, secure_cookies=settings.secure_cookies).routes(),
        *phones.routes(),
        privacy_route(),
        preview_route(store, signed_in=sign_in.account),
        *sign_in.routes(),
        Route("/healthz", _healthz(store)),
        Route("/metrics", _metrics(metrics)),
    ]
    return Web(
        routes=routes,
        middleware=[
            Middleware(Counted, metrics=metrics, rooms=_ROOMS),
            Middleware(SafeHeaders, rooms=_ROOMS),
            Middleware(Shortcut, routes=routes, rooms=_ROOMS, handlers=_HANDLERS),
        ],
        exception_handlers=_HANDLERS,
        lifespan=_lifespan(store, Worker(store, settings)),
    )


def silence_access_log() -> None:
    """Switch uvicorn's access log off: its lines carry paths, and paths carry links.

    A level or a missing handler would not do: Streamlit attaches a handler of its own.
    """
    logging.getLogger("uvicorn.access").disabled = True


def _lifespan(store: Store, worker: Worker) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_: object) -> AsyncGenerator[dict[str, Any] | None]:
        silence_access_log()  # again: the server has set its logging up since
        await run_in_threadpool(store.migrate)
        send_at_once()
        # What is loaded by now stays for good. Looking through all of it for garbage again and
        # again took a sixth of what it costs to open the form, in pauses of 0.1 s.
        gc.freeze()
        worker.start()
        try:
            yield {"store": store}
        finally:
            await run_in_threadpool(worker.stop)
            store.close()

    return lifespan


def send_at_once() -> int:
    """Set TCP_NODELAY on every listening socket of this process; return how many.

    `streamlit run` leaves Nagle's algorithm on, which delays the second and later answers
    on a connection by some 40 ms. Connections inherit the option on Linux.
    """
    listening = [
        each
        for each in gc.get_objects()
        if issubclass(type(each), socket.socket) and _is_listening(each)
    ]
    for each in listening:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(listening)


def _is_listening(each: socket.socket) -> bool:
    if each.fileno() < 0 or each.family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    return bool(each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _healthz(store: Store) -> Callable[[Request], Any]:
    async def healthz(_: Request) -> Response:
        if await run_in_threadpool(store.is_alive):
            return JSONResponse({"status": "ok"})
        return JSONResponse({"status": "the database does not answer"}, 503)

    return healthz


def _metrics(metrics: Metrics) -> Callable[[Request], Any]:
    async def read(request: Request) -> Response:
        if not _is_from_here(request):
            return PlainTextResponse("Metrics are read on the machine itself only.\n", 403)
        return PlainTextResponse(
            metrics.as_text(), media_type="text/plain; version=0.0.4; charset=utf-8"
        )

    return read


def _is_from_here(request: Request) -> bool:
    """Whether a request was made on this machine, and by no proxy for somebody else."""
    if any(name in request.headers for name in _FORWARDED) or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _wrong_method(request: Request, _: Exception) -> Response:
    return refusal(_NOT_TAKEN, status=405, request=request)


_HANDLERS: Final = {405: _wrong_method}
