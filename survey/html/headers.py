"""Security headers on every response, and a clear page for addresses that lead nowhere."""

from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from survey.html.guard import not_found
from survey.html.shortcut import first_part

_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_EVERYWHERE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_OUR_PAGES: Final = _EVERYWHERE | {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
# Streamlit draws with inline styles and frames of its own origin, so its pages get the
# headers that do not break it.
_STREAMLIT: Final = _EVERYWHERE | {
    "Content-Security-Policy": "frame-ancestors 'self'; base-uri 'self'; object-src 'none'",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}
# As they are sent: encoding them for each response would take as long as all else here.
_RAW_OUR_PAGES: Final = Headers(_OUR_PAGES).raw
_RAW_STREAMLIT: Final = Headers(_STREAMLIT).raw
_STREAMLIT_ROOMS: Final = frozenset({"_stcore", "static", "media", "component", "auth"})
_STREAMLIT_FILES: Final = frozenset({"favicon.png", "index.html", "manifest.json"})


class SafeHeaders:
    """Middleware: sets what a response has not set itself, whoever made it.

    ``rooms`` are the first parts of the addresses that are ours ("s" for ``/s/…``).
    Addresses that are neither ours nor Streamlit's get our own 404 page, where Streamlit
    would answer every one of them with its start page.
    """

    def __init__(self, app: ASGIApp, *, rooms: frozenset[str]) -> None:
        self._app = app
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        app, headers = self._app, _RAW_STREAMLIT
        if first_part(path) in self._rooms:
            headers = _RAW_OUR_PAGES
        if _leads_nowhere(path, self._rooms):
            app, headers = not_found(Request(scope)), _RAW_OUR_PAGES

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_already = {name for name, _ in message.get("headers", ())}
                missing = [each for each in headers if each[0] not in set_already]
                message["headers"] = [*message.get("headers", ()), *missing]
            await send(message)

        await app(scope, receive, send_with_headers)


def _leads_nowhere(path: str, rooms: frozenset[str]) -> bool:
    """Whether ``path`` is a trick, or belongs to no page of ours or of Streamlit's."""
    parts = path.split("/")[1:]
    tricky = "\\" in path or ".." in parts or "" in parts[:-1] or not path.isprintable()
    if tricky or not parts:
        return True
    if parts[0] in rooms or parts[0] in _STREAMLIT_ROOMS or path == "/":
        return False
    if len(parts) > 1 and parts[1]:
        return True
    # Streamlit's own pages are one word without a dot: "/rounds", never "/wp-login.php".
    return "." in parts[0] and parts[0] not in _STREAMLIT_FILES
