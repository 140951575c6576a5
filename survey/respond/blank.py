"""Blank forms, drawn once for everybody who is asked the same in the same words."""

import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from survey.html.packing import Sheet, takes_gzip
from survey.invitations import new_id
from survey.questionnaire import Group
from survey.respond.desk import Same, Visit
from survey.respond.forms import Filled
from survey.rounds import Round
from survey.storage import Invitation

_MOST_KEPT = 256
# What stands in the gaps is random, so that nothing anybody wrote can be taken for a gap.
_TOKEN: Final = secrets.token_hex(16)
_RESPONSE: Final = secrets.token_hex(16)


class BlankForms:
    """Hands out blank forms; ``draw`` makes one when it is first asked for.

    Two things on a blank form are one person's: the link's token and the response's id.
    A round of which anything was changed is another round here.
    """

    def __init__(self, draw: Callable[[Visit, Filled], Response]) -> None:
        self._draw = draw
        self._sheet = lru_cache(_MOST_KEPT)(self._drawn)

    def page(self, visit: Visit, request: Request) -> Response:
        """Return the blank form for one person, compressed where the browser can unpack it."""
        invitation = visit.invitation
        attributes = tuple(invitation.attributes.items())
        sheet = self._sheet(Same(visit.round), invitation.group, attributes, visit.language)
        fillings = {
            _TOKEN.encode(): str(escape(visit.token)).encode(),
            _RESPONSE.encode(): new_id().encode(),
        }
        headers = {"Content-Language": visit.language, "Vary": "Accept-Encoding"}
        if takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
            return HTMLResponse(sheet.packed(fillings), headers=headers)
        return HTMLResponse(sheet.plain(fillings), headers=headers)

    def _drawn(
        self,
        round_: Same[Round],
        group: Group,
        attributes: tuple[tuple[str, str], ...],
        language: str,
    ) -> Sheet:
        visit = Visit(
            token=_TOKEN,
            device_secret=None,
            invitation=Invitation(
                id="",
                round_id=round_.thing.id,
                group=group,
                attributes=dict(attributes),
                used=False,
                language=None,
            ),
            round=round_.thing,
            language=language,
        )
        page = self._draw(visit, Filled(response_id=_RESPONSE))
        return Sheet(bytes(page.body), (_TOKEN.encode(), _RESPONSE.encode()))
