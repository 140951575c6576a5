"""The form for those who answer in one go: nothing is kept until they submit, and no cookie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from survey.errors import LinkError
from survey.html.body import Fields
from survey.html.frame import Frame, words
from survey.html.languages import INTERFACE, Reader, interface_language, reader_of
from survey.questionnaire import Group
from survey.respond.desk import Visit
from survey.respond.forms import (
    CHOSEN_LANGUAGE,
    CLEAR,
    PAGE_LANGUAGE,
    RESPONSE_ID,
    Filled,
    Problem,
    read_answers,
    without,
)
from survey.respond.refusals import why_not
from survey.respond.routes import about
from survey.respond.views import form_view
from survey.rounds import Round, require_open
from survey.storage import Invitation, Store

SHOWN_IN = "lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Somebody at the form, and how it was reached.

    ``way`` is "code" or "open"; ``action`` is the address of the form, ``carried`` are the
    hidden fields that it carries; ``submit`` stores what was filled in.
    """

    visit: Visit
    way: str
    action: str
    carried: Mapping[str, str]
    submit: Callable[[Filled], None]


class Once:
    """Draws and takes the form of people who answer in one go."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._frame = Frame(Path(__file__).parent / "templates")

    def page(
        self, template: str, language: str, given: Mapping[str, object], *, status: int = 200
    ) -> Response:
        """Return a page that belongs to no round."""
        return self._frame.page(
            template, given, status=status, language=language, offered=INTERFACE
        )

    def page_of(
        self,
        round_: Round,
        template: str,
        language: str,
        given: Mapping[str, object],
        *,
        status: int = 200,
    ) -> Response:
        """Return a page about a round, in one of its languages."""
        offered = round_.questionnaire.languages
        return self._frame.page(template, given, status=status, language=language, offered=offered)

    def check(self, round_: Round) -> None:
        """Raise the `LinkError` that says why a round takes no answers today, if it does not."""
        require_open(
            round_.state,
            opens_on=round_.opens_on,
            closes_on=round_.closes_on,
            today=self._store.today(),
        )

    def take(self, sitting: Sitting, fields: Fields) -> Response:
        """Return the blank form, the form again with what is wrong, or the way to the thanks.

        Raises
        ------
        LinkError
            As submitting does.
        """
        visit, sent = sitting.visit, dict(fields)
        self.check(visit.round)
        if RESPONSE_ID not in sent:
            return self.form(sitting, Filled())
        filled = read_answers(_answers(fields, sitting), visit.questions, words(visit.language))
        if CHOSEN_LANGUAGE in sent:
            return self.form(sitting, filled)
        if CLEAR in sent:
            return self.form(sitting, without(filled, sent[CLEAR]))
        if filled.problems or filled.is_blank:
            return self.form(sitting, filled if filled.problems else _nothing(filled, visit), 422)
        sitting.submit(filled)
        spoken = interface_language(visit.language)
        return RedirectResponse(f"{sitting.action}/thanks?{SHOWN_IN}={spoken}", 303)

    def form(self, sitting: Sitting, filled: Filled, status: int = 200) -> Response:
        """Return the form, filled in as it was."""
        visit = sitting.visit
        given = {
            **about(visit),
            "way": sitting.way,
            "action": sitting.action,
            "carried": sitting.carried,
            "form": form_view(visit.questions, filled),
            "has_draft": False,
            "is_unsaved": False,
            "is_preview": False,
            "switch_at": "",
        }
        return self._frame.page(
            "form.html",
            given,
            status=status,
            language=visit.language,
            offered=visit.round.questionnaire.languages,
        )

    def refused(
        self, error: LinkError, round_: Round, language: str, *, switch_at: str
    ) -> Response:
        """Return the page that says why a round takes no answers."""
        why = why_not(error)
        given = {**about(visit_of(round_, "staff", {}, language)), "switch_at": switch_at}
        return self.page_of(round_, why.template, language, given, status=why.status)


def visit_of(
    round_: Round, group: Group, attributes: Mapping[str, str], language: str, id_: str = ""
) -> Visit:
    """Return a visit of somebody without a link and a device of their own."""
    return Visit(
        token="",
        device_secret=None,
        invitation=Invitation(
            id=id_,
            round_id=round_.id,
            group=group,
            attributes=attributes,
            used=False,
            language=None,
        ),
        round=round_,
        language=language,
    )


def reader_in(request: Request, fields: Fields) -> Reader:
    """Return which language a reader wants: chosen on the page, the page's, the browser's."""
    sent = dict(fields)
    return reader_of(request, sent.get(CHOSEN_LANGUAGE) or sent.get(PAGE_LANGUAGE))


def _answers(fields: Fields, sitting: Sitting) -> Fields:
    return tuple(each for each in fields if each[0] not in sitting.carried)


def _nothing(filled: Filled, visit: Visit) -> Filled:
    message = words(visit.language).gettext(
        "You have not answered any question yet. Answer at least one."
    )
    blame = Problem(question_id=visit.questions[0].id, message=message)
    return Filled(response_id=filled.response_id, problems=(blame,))
