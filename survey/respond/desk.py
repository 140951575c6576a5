"""What a link's holder can do: open the form, keep a draft, delete it, submit.

Everything here waits for the database: call it from a thread.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from survey.errors import RequestError, UnknownLinkError, UsedLinkError
from survey.fieldwork import launch_summary
from survey.html.body import TOO_LARGE
from survey.html.languages import Reader
from survey.invitations import decrypt_draft, device_id, draft_key, encrypt_draft, token_hash
from survey.questionnaire import Group, Question, questions
from survey.respond.forms import Filled, from_draft
from survey.rounds import Round, require_open
from survey.storage import Change, Invitation, Store
from survey.storage.drafts import MOST_BYTES

Thing = TypeVar("Thing")
_LONGEST_TOKEN = 128
_DEVICE_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody who holds a good link, whatever state its round is in."""

    token: str = field(repr=False)
    device_secret: str | None = field(repr=False)
    invitation: Invitation
    round: Round
    language: str
    asks_all: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """What this person is asked, in page order; in a preview, all that anybody is asked."""
        attributes = None if self.asks_all else tuple(self.invitation.attributes.items())
        return _questions(Same(self.round), self.invitation.group, self.language, attributes)


class Same(Generic[Thing]):
    """Something that is equal only to itself, as the key of what is kept about it.

    Storage hands out one and the same round while nothing of it changes.
    """

    __slots__ = ("thing",)

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


@lru_cache(maxsize=1024)
def _questions(
    round_: Same[Round],
    group: Group,
    language: str,
    attributes: tuple[tuple[str, str], ...] | None,
) -> tuple[Question, ...]:
    return questions(
        round_.thing.questionnaire,
        group,
        language,
        rated=round_.thing.rated,
        attributes=None if attributes is None else dict(attributes),
    )


class Desk:
    """The respondents' counter over one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def visit(self, token: str, device_secret: str | None, reader: Reader) -> Visit:
        """Return who holds ``token``.

        They read the language they chose on a page, else the one the people list names,
        else the one their browser asks for, among those that the questionnaire has.

        Raises
        ------
        UnknownLinkError
            No invitation has this link.
        """
        found = None
        if len(token) <= _LONGEST_TOKEN:
            found = self._store.invitations.visit(token_hash(token))
        if found is None:
            raise UnknownLinkError("a link that no invitation has was opened")
        invitation, round_ = found
        good = device_secret is not None and _DEVICE_SECRET.fullmatch(device_secret)
        return Visit(
            token=token,
            device_secret=device_secret if good else None,
            invitation=invitation,
            round=round_,
            language=reader.language(
                round_.questionnaire.languages, invited=invitation.language or ""
            ),
        )

    def check(self, visit: Visit) -> None:
        """Check that the link can be answered with today.

        Raises
        ------
        UsedLinkError, LateLinkError, EarlyLinkError
            It was used, its round has closed, or its round is not open yet.
        """
        if visit.invitation.used:
            raise UsedLinkError(f"a used link of round {visit.round.id!r} was opened")
        require_open(
            visit.round.state,
            opens_on=visit.round.opens_on,
            closes_on=visit.round.closes_on,
            today=self._store.today(),
        )

    def draft(self, visit: Visit) -> Filled | None:
        """Return what this device kept for this invitation, if it did."""
        if visit.device_secret is None:
            return None
        invitation_id = visit.invitation.id
        kept = self._store.drafts.get(invitation_id, device_id(visit.device_secret, invitation_id))
        if kept is None:
            return None
        draft = decrypt_draft(draft_key(visit.device_secret, invitation_id), kept)
        return None if draft is None else from_draft(draft, visit.questions)

    def keeping(self, visit: Visit, filled: Filled, device_secret: str) -> Change:
        """Return how to keep a draft that only the holder of ``device_secret`` can read.

        The change raises as `Store.drafts.save` does.

        Raises
        ------
        RequestError
            What was typed is longer than a draft can be.
        """
        invitation_id = visit.invitation.id
        encrypted = encrypt_draft(draft_key(device_secret, invitation_id), filled.as_draft())
        if len(encrypted) > MOST_BYTES:
            raise RequestError("a draft was too long", status=413, advice=TOO_LARGE)
        device = device_id(device_secret, invitation_id)
        return self._store.drafts.saving(invitation_id, device, encrypted)

    def forget(self, visit: Visit) -> None:
        """Delete this device's draft; without one, do nothing."""
        if visit.device_secret is not None:
            invitation_id = visit.invitation.id
            self._store.drafts.delete(invitation_id, device_id(visit.device_secret, invitation_id))

    def submission(self, visit: Visit, filled: Filled) -> Change:
        """Return how to store the answers for good; raises as `Store.responses.submit` does."""
        return self._store.responses.submission(visit.invitation.id, filled.as_response())

    def write_each(
        self, changes: Sequence[Change], is_next_waiting: Callable[[], bool]
    ) -> list[Exception | None]:
        """Make what several people asked for, as `Store.write_each` does."""
        return self._store.write_each(changes, is_next_waiting)

    def preview(self, round_id: str, group: Group, reader: Reader) -> Visit:
        """Return a visit that shows the form of a round to its organiser."""
        round_ = self._store.rounds.get(round_id)
        if round_.state == "draft":
            round_ = launch_summary(self._store, round_id).round
        return Visit(
            token="",
            device_secret=None,
            invitation=Invitation(
                id="", round_id=round_id, group=group, attributes={}, used=False, language=None
            ),
            round=round_,
            language=reader.language(round_.questionnaire.languages),
            asks_all=True,
        )
