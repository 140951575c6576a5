"""What a person sees when something cannot be done, and what the log says about it."""

import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from survey.errors import RequestError, StorageError, SurveyError
from survey.html.frame import Frame

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
            return refusal(error.advice, status=error.status)
        except StorageError as error:
            _note(error)
            return refusal(_STORE_AWAY, status=503)
        except SurveyError as error:
            _note(error)
            return refusal(error.advice, status=400)
        except Exception as error:  # noqa: BLE001 - the last stop: the log may hold no token
            _note(error)
            return refusal(SurveyError.advice, status=500)

    return attempt


def refusal(advice: str, *, status: int) -> Response:
    """Return a page that says what can be done now."""
    return _shared.page("refusal.html", {"advice": advice}, status=status)


def not_found() -> Response:
    """Return the page for an address that leads nowhere."""
    return _shared.page("not_found.html", status=404)


def _note(error: Exception) -> None:
    # Frames show source lines only, never a value.
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("A page failed with %s:\n%s", type(error).__name__, frames)


_STORE_AWAY = (
    "Plumbline cannot reach its database at the moment. What you typed was not saved. Go back "
    "with your browser's back button, keep the page open, and try again in a few minutes."
)
