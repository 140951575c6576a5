"""The addresses under ``/s/``: from a link in a mail to a stored response."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from survey.errors import LinkError, PausedLinkError, ResponseError, UnknownLinkError
from survey.html.body import Fields, read_form
from survey.html.frame import Frame, words
from survey.html.guard import Guarded, guarded, not_found
from survey.html.languages import (
    CHOICE,
    INTERFACE,
    Reader,
    day_in_words,
    interface_language,
    reader_of,
    remember_choice,
)
from survey.invitations import new_device_secret
from survey.phrases import said
from survey.questionnaire import wording
from survey.respond.blank import BlankForms
from survey.respond.desk import Desk, Visit
from survey.respond.forms import (
    CHOSEN_LANGUAGE,
    CLEAR,
    PAGE_LANGUAGE,
    Filled,
    Problem,
    read_answers,
    without,
)
from survey.respond.line import Line, one_by_one
from survey.respond.refusals import why_not
from survey.respond.views import form_view
from survey.storage import Change, Store

DEVICE_COOKIE = "plumbline_device"
_DEVICE_DAYS = 120
_JSON = "application/json"
_SHOWN_IN = "lang"
_random: Final = SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A request, read before a thread takes over."""

    request: Request
    fields: Fields
    reader: Reader

    @property
    def wants_json(self) -> bool:
        """Whether a script asks, which shows what comes back beside the answers."""
        return self.request.headers.get("accept", "").startswith(_JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent(_Asked):
    """A request by somebody who holds a good link."""

    visit: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """What is to be written, and what to answer ``then``; the latter may be to write again.

    ``turn`` is the place in line among those who are written together: a draft before all
    submissions, and those in an order of their own, so that rows do not lie as people came.
    """

    sent: _Sent
    change: Change
    then: Callable[[Exception | None], "_Answer"]
    turn: float = 0.0


_Answer = Response | _Writing
_Deed = Callable[[_Sent], _Answer]


class RespondentPages:
    """The respondent's pages over one store."""

    def __init__(self, store: Store, *, secure_cookies: bool) -> None:
        self._desk = Desk(store)
        self._frame = Frame(Path(__file__).parent / "templates")
        self._blank = BlankForms(self._draw)
        self._secure = secure_cookies
        self._arriving: Line[Callable[[], _Answer], _Answer] = Line(one_by_one, hands=store.hands)
        self._writing: Line[_Writing, _Answer] = Line(self._write, hands=store.hands)

    def routes(self) -> list[Route]:
        """Return every address under ``/s/``, and ``/thanks``."""
        return [
            self._route("/s/{token}", self._show, "GET"),
            self._route("/s/{token}", self._submit, "POST"),
            self._route("/s/{token}/draft", self._keep, "POST"),
            self._route("/s/{token}/draft/delete", self._forget, "POST"),
            self._route("/s/{token}/saved", self._saved, "GET"),
            self._route("/s/{token}/deleted", self._deleted, "GET"),
            Route("/thanks", guarded(self._thanks)),
            Route("/s", guarded(_nowhere)),
            Route("/s/{rest:path}", guarded(_nowhere)),
        ]

    def _route(self, path: str, deed: _Deed, method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            fields = await read_form(request) if method == "POST" else ()
            chosen = dict(fields).get(CHOSEN_LANGUAGE)
            reader = reader_of(request, chosen or dict(fields).get(PAGE_LANGUAGE))
            asked = _Asked(request=request, fields=fields, reader=reader)
            answer = await self._arriving.served(partial(self._attempt, asked, deed))
            while isinstance(answer, _Writing):
                answer = await self._writing.served(answer)
            remember_choice(request, answer, chosen)
            return answer

        return Route(path, Guarded(endpoint), methods=[method])

    def _attempt(self, asked: _Asked, deed: _Deed) -> _Answer:
        request, visit = asked.request, None
        try:
            visit = self._desk.visit(
                request.path_params["token"], request.cookies.get(DEVICE_COOKIE), asked.reader
            )
            sent = _Sent(request=request, fields=asked.fields, reader=asked.reader, visit=visit)
            return deed(sent)
        except (LinkError, ResponseError) as error:
            return self._refused(error, asked, visit)

    def _write(self, writings: Sequence[_Writing]) -> list[_Answer | Exception]:
        order = sorted(range(len(writings)), key=lambda at: writings[at].turn)
        changes = [writings[at].change for at in order]
        failures = self._desk.write_each(changes, self._writing.is_somebody_waiting)
        told = dict(zip(order, failures, strict=True))
        return one_by_one([partial(self._then, each, told[at]) for at, each in enumerate(writings)])

    def _then(self, writing: _Writing, error: Exception | None) -> _Answer:
        try:
            return writing.then(error)
        except (LinkError, ResponseError) as refused:
            return self._refused(refused, writing.sent, writing.sent.visit)

    def _show(self, sent: _Sent) -> Response:
        self._desk.check(sent.visit)
        draft = self._desk.draft(sent.visit)
        if draft is None:
            return self._blank.page(sent.visit, sent.request)
        return self._draw(sent.visit, draft, has_draft=True)

    def _submit(self, sent: _Sent) -> _Answer:
        visit = sent.visit
        filled = read_answers(sent.fields, visit.questions, words(visit.language))
        cleared = dict(sent.fields).get(CLEAR)
        if CHOSEN_LANGUAGE in dict(sent.fields):
            self._desk.check(visit)
            return self._draw(visit, filled, is_unsaved=not filled.is_blank)
        if cleared is not None:
            # The button "Clear" where there is no JavaScript: the same page, one answer less.
            self._desk.check(visit)
            return self._draw(visit, without(filled, cleared), is_unsaved=True)
        if filled.problems or filled.is_blank:
            self._desk.check(visit)
            is_unsaved = not filled.is_blank
            return self._draw(visit, _or_blank(filled, visit), status=422, is_unsaved=is_unsaved)
        return _Writing(
            sent=sent,
            change=self._desk.submission(visit, filled),
            then=partial(self._submitted, sent),
            turn=_random.uniform(1, 2),
        )

    def _submitted(self, sent: _Sent, error: Exception | None) -> _Answer:
        if isinstance(error, PausedLinkError):
            return self._keep(sent)  # as a draft; the next page says that the round is paused
        if error is not None:
            raise error
        # The next page holds no link and knows nobody: it is told the language if it could
        # not tell by itself.
        guess = reader_of(sent.request).language()
        spoken = interface_language(sent.visit.language)
        return _see("/thanks" if guess == spoken else f"/thanks?{_SHOWN_IN}={spoken}")

    def _keep(self, sent: _Sent) -> _Writing:
        visit = sent.visit
        filled = read_answers(sent.fields, visit.questions, words(visit.language))
        secret = visit.device_secret or new_device_secret()
        return _Writing(
            sent=sent,
            change=self._desk.keeping(visit, filled, secret),
            then=partial(self._kept, sent, secret),
        )

    def _kept(self, sent: _Sent, secret: str, error: Exception | None) -> Response:
        if error is not None:
            raise error
        visit = sent.visit
        response = (
            JSONResponse({"saved": True, "device": "known" if visit.device_secret else "new"})
            if sent.wants_json
            else _see(f"/s/{visit.token}/saved")
        )
        # Lax, not Strict: a link opened in a webmail page comes from another site, and a
        # Strict cookie would stay at home: the draft would seem lost.
        response.set_cookie(
            DEVICE_COOKIE,
            secret,
            max_age=_DEVICE_DAYS * 24 * 3600,
            path="/s",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return response

    def _forget(self, sent: _Sent) -> Response:
        self._desk.forget(sent.visit)
        return _see(f"/s/{sent.visit.token}/deleted")

    def _saved(self, sent: _Sent) -> Response:
        self._desk.check(sent.visit)
        kept = self._desk.draft(sent.visit) is not None
        here = f"/s/{sent.visit.token}/saved"
        return self._page("saved.html", sent.visit, kept=kept, switch_at=here)

    def _deleted(self, sent: _Sent) -> Response:
        self._desk.check(sent.visit)
        here = f"/s/{sent.visit.token}/deleted"
        return self._page("deleted.html", sent.visit, switch_at=here)

    async def _thanks(self, request: Request) -> Response:
        chosen = request.query_params.get(CHOICE) or request.query_params.get(_SHOWN_IN)
        language = reader_of(request, chosen).language()
        response = self._frame.page("thanks.html", language=language, offered=INTERFACE)
        remember_choice(request, response)
        return response

    def _draw(
        self,
        visit: Visit,
        filled: Filled,
        *,
        status: int = 200,
        has_draft: bool = False,
        is_unsaved: bool = False,
    ) -> Response:
        return self._page(
            "form.html",
            visit,
            status=status,
            form=form_view(visit.questions, filled),
            has_draft=has_draft,
            is_unsaved=is_unsaved,
            is_preview=False,
        )

    def _page(self, template: str, visit: Visit, *, status: int = 200, **given: object) -> Response:
        return self._frame.page(
            template,
            {**about(visit), "switch_at": f"/s/{visit.token}", **given},
            status=status,
            language=visit.language,
            offered=visit.round.questionnaire.languages,
        )

    def _refused(
        self, error: LinkError | ResponseError, asked: _Asked, visit: Visit | None
    ) -> Response:
        if isinstance(error, ResponseError):
            # A draft that cannot be kept: said beside the answers, where a script can.
            if visit is None or not asked.wants_json:
                raise error
            message = said(error.advice, words(visit.language))
            return JSONResponse({"saved": False, "message": message}, 409)
        why = why_not(error)
        language = visit.language if visit else asked.reader.language()
        if asked.wants_json:
            message = words(language).gettext(why.short)
            return JSONResponse({"saved": False, "message": message}, why.status)
        if visit is None or isinstance(error, UnknownLinkError):
            language = asked.reader.language()
            return self._frame.page(
                why.template, status=why.status, language=language, offered=INTERFACE
            )
        return self._page(why.template, visit, status=why.status)


def about(visit: Visit) -> dict[str, object]:
    """Return what every page about a round says of it."""
    round_, language = visit.round, visit.language
    return {
        "visit": visit,
        "way": "link",
        "action": f"/s/{visit.token}",
        "carried": {},
        "introduction": wording(round_.questionnaire.introduction, round_.questionnaire, language),
        "round": round_,
        "opens": day_in_words(round_.opens_on, language) if round_.opens_on else None,
        "closes": day_in_words(round_.closes_on, language) if round_.closes_on else None,
    }


def _or_blank(filled: Filled, visit: Visit) -> Filled:
    """Return a form with a problem to show: its own, or that nothing was answered."""
    if filled.problems:
        return filled
    message = words(visit.language).gettext(
        "You have not answered any question yet. Answer at least one, or close this page and "
        "come back later by the same link."
    )
    blame = Problem(question_id=visit.questions[0].id, message=message)
    return Filled(response_id=filled.response_id, problems=(blame,))


def _see(address: str) -> Response:
    return RedirectResponse(address, 303)


async def _nowhere(request: Request) -> Response:
    return not_found(request)
