"""The page that tells everybody, in plain words, how answers are kept confidential."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from survey.html.frame import Frame
from survey.html.guard import guarded
from survey.html.languages import INTERFACE, reader_of, remember_choice

PRIVACY = "/privacy"


def privacy_route() -> Route:
    """Return the route of the page; it needs no link and no account."""
    frame = Frame(Path(__file__).parent / "templates")

    async def privacy(request: Request) -> Response:
        language = reader_of(request).language()
        given = {"switch_at": PRIVACY}
        response = frame.page("privacy.html", given, language=language, offered=INTERFACE)
        remember_choice(request, response)
        return response

    return Route(PRIVACY, guarded(privacy))
