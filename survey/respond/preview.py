"""The form as leaders or staff will see it, for the organiser who is preparing it."""

from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from survey.errors import UnknownRoundError
from survey.html.frame import Frame
from survey.html.guard import guarded, not_found, refusal
from survey.html.languages import reader_of
from survey.phrases import phrase
from survey.questionnaire import GROUPS, Group
from survey.respond.desk import Desk
from survey.respond.forms import Filled
from survey.respond.routes import about
from survey.respond.views import form_view
from survey.storage import Account, Store

_NOT_FOR_YOU = phrase("Only an organiser can preview a round.")
_GROUPS: dict[str, Group] = {each: each for each in GROUPS}
Reader = Callable[[Request], Account | None]
"""Says who is signed in; waits for the database."""


def preview_route(store: Store, *, signed_in: Reader) -> Route:
    """Return the route that shows a round's form to a signed-in organiser.

    The page is the real one; its buttons are switched off and it holds no link.
    """
    desk = Desk(store)
    frame = Frame(Path(__file__).parent / "templates")

    def preview(request: Request) -> Response:
        account = signed_in(request)
        if account is None:
            return RedirectResponse("/login", 303)
        if account.role != "organiser":
            return refusal(_NOT_FOR_YOU, status=403, request=request)
        group = _GROUPS.get(request.path_params["group"])
        if group is None:
            return not_found(request)
        try:
            visit = desk.preview(request.path_params["round_id"], group, reader_of(request))
        except UnknownRoundError:
            return not_found(request)
        form = form_view(visit.questions, Filled())
        given = {**about(visit), "form": form, "has_draft": False}
        return frame.page(
            "form.html",
            {**given, "is_unsaved": False, "is_preview": True},
            language=visit.language,
            offered=visit.round.questionnaire.languages,
        )

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(preview, request)

    return Route("/preview/{round_id}/{group}", guarded(endpoint))
