"""The addresses under ``/k``: a shared computer where people type printed codes.

A code never stands in an address, opens a blank form each time, and leaves nothing behind:
no draft, no cookie. A page that nobody touches empties itself.
"""

import hmac
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from survey.errors import LinkError, UsedLinkError
from survey.guessing import WrongCodes
from survey.html.body import Fields, read_form
from survey.html.frame import words
from survey.html.guard import guarded, not_found
from survey.html.languages import reader_of
from survey.invitations import code_hash, read_code
from survey.phrases import phrase, said
from survey.respond.forms import RESPONSE_ID, Filled
from survey.respond.once import SHOWN_IN, Once, Sitting, reader_in, visit_of
from survey.respond.refusals import why_not
from survey.storage import Invitation, Store

CODE = "printed-code"
"""The field with the code; no question can have this name."""
TICKET = "kiosk-ticket"
"""The field that shows that the form was opened with this code."""
_WRONG = phrase("No slip has this code. It has ten letters and no digits: look again.")
_USED = phrase(
    "This code was already used. If that was not you, tell whoever gave you the slip of paper."
)
_TOO_MANY = phrase("Too many wrong codes were tried. Wait a minute, then type the code again.")


class KioskPages:
    """The pages of kiosks and shared computers over one store.

    ``secret`` is the installation's: with it codes are looked up.
    """

    def __init__(self, store: Store, *, secret: str) -> None:
        self._store = store
        self._secret = secret
        self._once = Once(store)
        self._wrong = WrongCodes(store, secret=secret, kind="printed codes")

    def routes(self) -> list[Route]:
        """Return every address under ``/k``."""
        return [
            Route("/k", guarded(self._door), methods=["GET"]),
            Route("/k", guarded(self._take), methods=["POST"]),
            Route("/k/thanks", guarded(self._thanks)),
            Route("/k/{rest:path}", guarded(_nowhere)),
        ]

    async def _door(self, request: Request) -> Response:
        return self._draw_door(reader_of(request).language())

    async def _take(self, request: Request) -> Response:
        fields = await read_form(request)
        return await run_in_threadpool(self._attempt, request, fields)

    def _attempt(self, request: Request, fields: Fields) -> Response:
        reader = reader_in(request, fields)
        typed, address = dict(fields).get(CODE, ""), _address(request)
        ticket = self._ticket(typed)
        # Whoever has the form open is not shut out by a neighbour's typing.
        was_open = hmac.compare_digest(dict(fields).get(TICKET, "").encode(), ticket.encode())
        if not was_open and self._wrong.are_too_many(address):
            return self._draw_door(reader.language(), problem=_TOO_MANY, status=429)
        invitation = self._find(typed)
        if invitation is None:
            self._wrong.note(address)
            return self._draw_door(reader.language(), problem=_WRONG, typed=typed, status=404)
        round_ = self._store.rounds.get(invitation.round_id)
        offered = round_.questionnaire.languages
        language = reader.language(offered, invited=invitation.language or "")
        sitting = Sitting(
            visit=visit_of(
                round_, invitation.group, invitation.attributes, language, invitation.id
            ),
            way="code",
            action="/k",
            carried={CODE: typed, TICKET: ticket},
            submit=self._submit(invitation),
        )
        try:
            # A form that came in before is thanked for again, as submitting does.
            if invitation.used and RESPONSE_ID not in dict(fields):
                return self._draw_door(language, problem=_USED, status=410)
            return self._once.take(sitting, fields)
        except UsedLinkError:
            return self._draw_door(language, problem=_USED, status=410)
        except LinkError as error:
            # Said at the door, where the next person types: their round may be another one.
            why = why_not(error)
            return self._draw_door(language, problem=why.short, status=why.status)

    def _find(self, typed: str) -> Invitation | None:
        code = read_code(typed)
        if code is None:
            return None
        return self._store.invitations.by_token_hash(code_hash(code, self._secret))

    def _ticket(self, typed: str) -> str:
        """Return what only a form that we drew for this code carries."""
        return code_hash(f"ticket {read_code(typed)}", self._secret)

    def _submit(self, invitation: Invitation) -> Callable[[Filled], None]:
        return lambda filled: self._store.responses.submit(invitation.id, filled.as_response())

    def _draw_door(
        self, language: str, *, problem: str = "", typed: str = "", status: int = 200
    ) -> Response:
        given = {
            "problem": said(problem, words(language)) if problem else "",
            "typed": typed[:20],
            "switch_at": "/k",
        }
        return self._once.page("kiosk.html", language, given, status=status)

    async def _thanks(self, request: Request) -> Response:
        language = reader_of(request, request.query_params.get(SHOWN_IN)).language()
        given = {"switch_at": "/k/thanks"}
        return self._once.page("kiosk_thanks.html", language, given)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _nowhere(request: Request) -> Response:
    return not_found(request)
