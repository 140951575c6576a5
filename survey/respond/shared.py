"""The addresses under ``/a/``: one link for many, each of whom says which group is theirs.

Weaker than personal links, and said so: whoever has the link can answer once in each
browser, and say they belong where they do not. The seats of the list bound what that can do.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from survey.errors import LinkError, UnknownLinkError, UsedLinkError
from survey.html.body import Fields, read_form
from survey.html.frame import words
from survey.html.guard import guarded, not_found
from survey.html.languages import reader_of
from survey.invitations import token_hash
from survey.phrases import phrase, said
from survey.respond.forms import RESPONSE_ID
from survey.respond.once import SHOWN_IN, Once, Sitting, reader_in, visit_of
from survey.respond.refusals import why_not
from survey.respond.routes import about
from survey.storage import OpenLink, Place, Store

PLACE = "own-place"
"""The field with the place somebody says is theirs; no question can have this name."""
ANSWERED = "plumbline_answered"
_DAYS = 120
_LONGEST_TOKEN = 128
_CHOOSE = phrase("Choose your group first.")
_FULL = phrase(
    "As many people as are on the list have answered for this group, so nothing was stored. "
    "Check which group is yours, or tell whoever put the link up."
)


class SharedPages:
    """The pages of shared links over one store."""

    def __init__(self, store: Store, *, secure_cookies: bool) -> None:
        self._store = store
        self._once = Once(store)
        self._secure = secure_cookies

    def routes(self) -> list[Route]:
        """Return every address under ``/a/``."""
        return [
            Route("/a/{token}", guarded(self._serve), methods=["GET", "POST"]),
            Route("/a/{token}/thanks", guarded(self._thanks)),
            Route("/a", guarded(_nowhere)),
            Route("/a/{rest:path}", guarded(_nowhere)),
        ]

    async def _serve(self, request: Request) -> Response:
        fields = await read_form(request) if request.method == "POST" else None
        return await run_in_threadpool(self._attempt, request, fields)

    def _attempt(self, request: Request, fields: Fields | None) -> Response:
        reader = reader_in(request, fields or ())
        token = request.path_params["token"]
        found = self._find(token)
        if found is None:
            why = why_not(UnknownLinkError("a shared link that is not known was opened"))
            given = {"switch_at": ""}
            return self._once.page(why.template, reader.language(), given, status=why.status)
        round_ = self._store.rounds.get(found.round_id)
        language = reader.language(round_.questionnaire.languages)
        desk = _Desk(self._once, self._store, found, f"/a/{token}", language)
        try:
            self._once.check(round_)
            if ANSWERED in request.cookies and not desk.is_sent_again(fields or ()):
                return desk.answered()
            if fields is None:
                return desk.choose()
            response = desk.take(fields)
        except UsedLinkError:
            return desk.choose(_FULL, 409)
        except LinkError as error:
            return self._once.refused(error, round_, language, switch_at=desk.action)
        if response.status_code == 303:  # noqa: PLR2004 - see other: it was stored
            self._mark(response, desk.action)
        return response

    def _find(self, token: str) -> OpenLink | None:
        if len(token) > _LONGEST_TOKEN:
            return None
        return self._store.seats.by_token_hash(token_hash(token))

    def _mark(self, response: Response, path: str) -> None:
        """Have the browser keep that it has answered, for this link only."""
        response.set_cookie(
            ANSWERED,
            "yes",
            max_age=_DAYS * 24 * 3600,
            path=path,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    async def _thanks(self, request: Request) -> Response:
        language = reader_of(request, request.query_params.get(SHOWN_IN)).language()
        given = {"switch_at": request.url.path}
        return self._once.page("shared_thanks.html", language, given)


class _Desk:
    """What can be done at one shared link, in one language."""

    def __init__(
        self, once: Once, store: Store, link: OpenLink, action: str, language: str
    ) -> None:
        self._once = once
        self._store = store
        self._round = store.rounds.get(link.round_id)
        self._places = store.seats.places(link.round_id, link.fixed)
        self.action = action
        self._language = language

    def take(self, fields: Fields) -> Response:
        """Return the form for the place that was chosen, or ask for the place again."""
        key = dict(fields).get(PLACE, "")
        place = self._keys().get(key)
        if place is None:
            return self.choose(_CHOOSE, 422)
        visit = visit_of(self._round, place.group, place.attributes, self._language)
        sitting = Sitting(
            visit=visit,
            way="open",
            action=self.action,
            carried={PLACE: key},
            submit=lambda filled: self._store.seats.submit(
                self._round.id, place.group, place.attributes, filled.as_response()
            ),
        )
        return self._once.take(sitting, fields)

    def is_sent_again(self, fields: Fields) -> bool:
        """Whether a form came that was received before: a double click, or a proxy's replay."""
        sent = dict(fields).get(RESPONSE_ID, "")
        return self._store.seats.has_received(self._round.id, sent)

    def choose(self, problem: str = "", status: int = 200) -> Response:
        """Return the page on which somebody says which group and segments are theirs."""
        return self._page("shared.html", status, problem=problem)

    def answered(self) -> Response:
        """Return the page for a browser that has answered already."""
        return self._page("shared_answered.html", 410)

    def _keys(self) -> dict[str, Place]:
        # A place is named by its words, so that a page drawn earlier never means another one.
        return {
            token_hash(f"{place.group} {sorted(place.attributes.items())}")[:16]: place
            for place in self._places
        }

    def _page(self, template: str, status: int, *, problem: str = "") -> Response:
        visit = visit_of(self._round, "staff", {}, self._language)
        given = {
            **about(visit),
            "places": list(self._keys().items()),
            "action": self.action,
            "problem": said(problem, words(self._language)) if problem else "",
            "switch_at": self.action,
        }
        return self._once.page_of(self._round, template, self._language, given, status=status)


async def _nowhere(request: Request) -> Response:
    return not_found(request)
