"""The addresses under ``/o``: type a code, see where the room is, guess, vote, take a stance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from survey.agenda import PLACED, STANCES, Offsite, Position, ReplyKind, Step
from survey.errors import OffsiteError
from survey.html.body import Fields, read_form
from survey.html.catalogues import words
from survey.html.frame import Frame, tongue
from survey.html.guard import guarded, not_found
from survey.html.languages import reader_of
from survey.invitations import new_device_secret
from survey.offsite.asking import asked_of
from survey.offsite.desk import Desk, Seat, good_secret
from survey.phrases import phrase, said
from survey.storage import Store

PHONE_COOKIE = "plumbline_phone"
_SECONDS = 24 * 3600
_WRONG = phrase(
    "No meeting has this code now. It has six letters and no digits: look at the screen again."
)
_OVER = phrase("This meeting is over, or the code is wrong.")
_GONE_ON = phrase("The room has gone on, so this was not counted.")
_NO_COOKIE = phrase(
    "Your browser did not keep the cookie that tells one phone from another, so nothing was "
    "counted. Allow cookies for this site and send it again."
)
_KINDS: Mapping[str, ReplyKind] = {"guess": "guess", "vote": "guess", "stance": "stance"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """What came with a request, read before a thread takes over."""

    offsite: Offsite
    secret: str | None
    is_seated: bool
    fields: Fields
    wants_json: bool
    language: str


class PhonePages:
    """The phones' pages over one store."""

    def __init__(self, store: Store, *, secret: str, secure_cookies: bool) -> None:
        self._desk = Desk(store, secret=secret)
        self._frame = Frame(Path(__file__).parent / "templates")
        self._secure = secure_cookies

    def routes(self) -> list[Route]:
        """Return every address under ``/o``."""
        return [
            Route("/o", guarded(self._enter)),
            self._route("/o/{code}", self._show, "GET"),
            self._route("/o/{code}/now", self._now, "GET"),
            self._route("/o/{code}/{kind}", self._reply, "POST"),
            Route("/o/{rest:path}", guarded(_nowhere)),
        ]

    async def _enter(self, request: Request) -> Response:
        typed = request.query_params.get("code")
        if typed is None:
            return self._door(language=_language(request))
        return await run_in_threadpool(self._open_door, request, typed)

    def _open_door(self, request: Request, typed: str) -> Response:
        """Lead from a typed code to its room; a form that is sent by GET changes nothing."""
        language = _language(request)
        try:
            offsite = self._desk.find(typed, _address(request))
        except OffsiteError as error:
            return self._door(language, problem=error.advice, status=429)
        if offsite is None:
            return self._door(language, typed=typed, problem=_WRONG, status=404)
        return _see(offsite)

    def _door(
        self, language: str, *, typed: str = "", problem: str = "", status: int = 200
    ) -> Response:
        problem = said(problem, words(language)) if problem else ""
        given = {"typed": typed[:20], "problem": problem}
        return self._frame.page("door.html", given, status=status, language=language)

    def _route(self, path: str, deed: Callable[[_Sent, str], Response], method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            fields = await read_form(request) if method == "POST" else ()
            return await run_in_threadpool(self._attempt, request, fields, deed)

        return Route(path, guarded(endpoint), methods=[method])

    def _attempt(
        self, request: Request, fields: Fields, deed: Callable[[_Sent, str], Response]
    ) -> Response:
        code, cookie = request.path_params["code"], request.cookies.get(PHONE_COOKIE)
        wants_json = request.headers.get("accept", "").startswith("application/json")
        language = _language(request)
        try:
            offsite = self._desk.find(code, _address(request), cookie)
        except OffsiteError as error:
            return self._door(language, problem=error.advice, status=429)
        if offsite is None:
            if wants_json:
                message = said(_OVER, words(language))
                return JSONResponse({"at": "over", "kept": False, "message": message}, 404)
            return self._door(language, problem=_OVER, status=404)
        sent = _Sent(
            offsite=offsite,
            secret=good_secret(cookie),
            is_seated=self._desk.is_seated(cookie, code),
            fields=fields,
            wants_json=wants_json,
            language=language,
        )
        return deed(sent, request.path_params.get("kind", ""))

    def _show(self, sent: _Sent, _: str) -> Response:
        secret = sent.secret or new_device_secret()
        response = self._draw(sent, self._desk.seat(sent.offsite, secret))
        if not sent.is_seated:
            response.set_cookie(
                PHONE_COOKIE,
                self._desk.cookie(secret, sent.offsite.code),
                max_age=_SECONDS,
                path="/o",
                secure=self._secure,
                httponly=True,
                samesite="lax",
            )
        return response

    def _now(self, sent: _Sent, _: str) -> Response:
        return JSONResponse({"at": at(sent.offsite.position)})

    def _reply(self, sent: _Sent, word: str) -> Response:
        kind = _KINDS.get(word)
        if kind is None:
            return not_found()
        if sent.secret is None:
            return self._refused(sent, _NO_COOKIE, {})
        seat = self._desk.seat(sent.offsite, sent.secret)
        form = dict(sent.fields)
        step = seat.step
        if step is None or form.get("step") != step.id:
            return self._refused(sent, _GONE_ON, {})
        try:
            self._desk.reply(seat, step.id, kind, read_reply(step, kind, form))
        except OffsiteError as error:
            return self._refused(sent, error.advice, form)
        return JSONResponse({"kept": True}) if sent.wants_json else _see(sent.offsite)

    def _refused(self, sent: _Sent, advice: str, form: Mapping[str, str]) -> Response:
        message = said(advice, words(sent.language))
        if sent.wants_json:
            return JSONResponse({"kept": False, "message": message}, 422)
        seat = self._desk.seat(sent.offsite, sent.secret or new_device_secret())
        return self._draw(sent, seat, problem=message, form=form, status=422)

    def _draw(
        self,
        sent: _Sent,
        seat: Seat,
        *,
        problem: str = "",
        form: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        own = seat.own.get(seat.asks) if seat.asks else None
        step, questionnaire = seat.step, seat.round.questionnaire
        asked = None if step is None else asked_of(step, questionnaire, sent.language)
        given = {
            "offsite": seat.offsite,
            "asked": asked,
            "content": "" if asked is None else tongue(asked.language),
            "round": seat.round,
            "step": step,
            "asks": seat.asks,
            "own": own,
            "stance": None if own is None or seat.asks != "stance" else STANCES[own.index(1)],
            "guessed": seat.own.get("guess"),
            "typed": form or {},
            "placed": PLACED,
            "at": at(seat.offsite.position),
            "problem": problem,
        }
        return self._frame.page("room.html", given, status=status, language=sent.language)


def read_reply(step: Step, kind: ReplyKind, form: Mapping[str, str]) -> tuple[int, ...]:
    """Return what a form says, one number a place; what cannot be read is nobody."""
    if kind == "stance":
        return tuple(int(form.get("stance") == each) for each in STANCES)
    if step.kind == "ladder":
        return tuple(_number(form.get(f"rung-{at}", "")) for at in range(len(step.labels)))
    chosen = form.get("choice", "")
    return tuple(int(chosen == str(place)) for place in range(step.guess_size))


def at(position: Position) -> str:
    """Return a word for a position: a phone whose page has another one draws itself anew."""
    return f"{position.step}.{position.phase}"


def _number(typed: str) -> int:
    typed = typed.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len("10") else 0


def _language(request: Request) -> str:
    return reader_of(request).language()


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _see(offsite: Offsite) -> Response:
    return RedirectResponse(f"/o/{offsite.code}", 303)


async def _nowhere(request: Request) -> Response:
    return not_found(request)
