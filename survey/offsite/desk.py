"""What a phone can do at an offsite: find it, see where the room is, reply.

Everything here waits for the database: call it from a thread.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from survey.agenda import Offsite, ReplyKind, Step, read_code, takes
from survey.errors import OffsiteError
from survey.guessing import WrongCodes
from survey.invitations import code_hash
from survey.rounds import Round
from survey.storage import Store

_COOKIE = re.compile(r"([A-Za-z0-9_-]{43})(?:\.[0-9a-f]{64})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A phone in the room: where the room is, and what this phone replied there."""

    offsite: Offsite
    round: Round
    phone: str = field(repr=False)
    own: dict[ReplyKind, tuple[int, ...]]

    @property
    def step(self) -> Step | None:
        """The question the room is at."""
        return self.offsite.step

    @property
    def asks(self) -> ReplyKind | None:
        """What the phone may send now."""
        if self.step is None:
            return None
        kinds: tuple[ReplyKind, ...] = ("guess", "stance")
        return next((each for each in kinds if takes(self.offsite.position, each)), None)


class Desk:
    """The phones' counter over one store. ``secret`` is the installation's: it proves seats.

    At 300 wrong codes a minute from everywhere, trying half of the 34 million takes weeks,
    and a meeting lasts hours.
    """

    def __init__(self, store: Store, *, secret: str) -> None:
        self._store = store
        self._secret = secret
        self._wrong = WrongCodes(store, secret=secret, kind="meeting codes")

    def find(self, typed: str, address: str, cookie: str | None = None) -> Offsite | None:
        """Return the running offsite with the code ``typed`` at ``address``, or None.

        Whoever has a seat there is neither shut out by a neighbour's typing nor counted when
        the meeting is over.

        Raises
        ------
        OffsiteError
            Too many wrong codes came from there lately.
        """
        is_seated = self.is_seated(cookie, typed)
        if not is_seated and self._wrong.are_too_many(address):
            raise OffsiteError(
                "too many wrong codes",
                advice="Too many wrong codes were tried. Wait a minute, then type the code again.",
            )
        code = read_code(typed)
        offsite = None if code is None else self._store.offsites.by_code(code)
        if offsite is None and not is_seated:
            self._wrong.note(address)
        return offsite

    def is_seated(self, cookie: str | None, typed: str) -> bool:
        """Whether a cookie shows that its phone came in by this very code."""
        code, secret = read_code(typed), good_secret(cookie)
        if cookie is None or code is None or secret is None:
            return False
        return hmac.compare_digest(cookie.encode(), self.cookie(secret, code).encode())

    def cookie(self, secret: str, code: str) -> str:
        """Return what the phone with this secret keeps, once it came in by ``code``.

        Anybody can make a secret up; what follows it only we can.
        """
        return f"{secret}.{code_hash(f'seat {code} {secret}', self._secret)}"

    def seat(self, offsite: Offsite, secret: str) -> Seat:
        """Return what the phone with this secret sees now."""
        phone = phone_of(secret, offsite.id)
        return Seat(
            offsite=offsite,
            round=self._store.rounds.get(offsite.round_id),
            phone=phone,
            own=self._store.offsites.own(offsite.id, phone, offsite.position.step),
        )

    def reply(self, seat: Seat, step: str, kind: ReplyKind, given: tuple[int, ...]) -> None:
        """Keep what the phone replied; raises as `Offsites.reply` does."""
        self._store.offsites.reply(seat.offsite.id, seat.phone, step, kind, given)


def phone_of(secret: str, offsite_id: str) -> str:
    """Return what is stored for a phone: it differs from meeting to meeting."""
    return hashlib.sha256(f"{offsite_id}:{secret}".encode()).hexdigest()


def good_secret(cookie: str | None) -> str | None:
    """Return the secret in a phone's cookie, if it looks like one of ours."""
    found = _COOKIE.fullmatch(cookie or "")
    return found[1] if found else None
