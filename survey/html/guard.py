"""What a person sees when something cannot be done, and what the log says about it."""

import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from survey.errors import RequestError, StorageError, SurveyError
from survey.html.catalogues import ORIGINAL, words
from survey.html.frame import Frame
from survey.html.languages import reader_of
from survey.phrases import phrase, said

_log = logging.getLogger(__name__)
_shared = Frame()
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


def guarded(endpoint: Endpoint) -> Endpoint:
    """Return ``endpoint`` with every error turned into a page with advice.

    The log gets the error's type and where it arose. It never gets the address or the
    error's words: either may hold a link's token.
    """

    async def attempt(request: Request) -> Response:
        try:
            return await endpoint(request)
        except RequestError as error:
            return refusal(error.advice, status=error.status, request=request)
        except StorageError as error:
            _note(error)
            return refusal(_STORE_AWAY, status=503, request=request)
        except SurveyError as error:
            _note(error)
            return refusal(error.advice, status=400, request=request)
        except Exception as error:  # noqa: BLE001 - the last stop: the log may hold no token
            _note(error)
            return refusal(SurveyError.advice, status=500, request=request)

    return attempt


class Guarded:
    """A guarded endpoint as Starlette calls it, without the two wrappers it puts around others.

    They catch what a guarded endpoint never raises, and cost 0.05 ms a request.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._attempt = guarded(endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._attempt(Request(scope, receive, send))
        await response(scope, receive, send)


def refusal(advice: str, *, status: int, request: Request | None = None) -> Response:
    """Return a page that says what can be done now, in the language ``request`` asks for."""
    language = reader_of(request).language() if request else ORIGINAL
    given = {"advice": said(advice, words(language))}
    return _shared.page("refusal.html", given, status=status, language=language)


def not_found(request: Request | None = None) -> Response:
    """Return the page for an address that leads nowhere."""
    language = reader_of(request).language() if request else ORIGINAL
    return _shared.page("not_found.html", status=404, language=language)


def _note(error: Exception) -> None:
    # Frames show source lines only, never a value.
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("A page failed with %s:\n%s", type(error).__name__, frames)


_STORE_AWAY = phrase(
    "Plumbline cannot reach its database at the moment. What you typed was not saved. Go back "
    "with your browser's back button, keep the page open, and try again in a few minutes."
)
