"""What a phone can do at an offsite: find it, see where the room is, reply.

Everything here waits for the database: call it from a thread.
"""

import hashlib
import re
from dataclasses import dataclass, field

from survey.agenda import Offsite, ReplyKind, Step, read_code, takes
from survey.offsite.limit import CodeLimit
from survey.rounds import Round
from survey.storage import Store

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


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
    """The phones' counter over one store."""

    def __init__(self, store: Store, limit: CodeLimit | None = None) -> None:
        self._store = store
        self._limit = limit or CodeLimit()

    def find(self, typed: str, address: str) -> Offsite | None:
        """Return the running offsite with the code ``typed`` at ``address``, or None.

        Raises
        ------
        OffsiteError
            Too many wrong codes came from there lately.
        """
        code = read_code(typed)
        offsite = None if code is None else self._store.offsites.by_code(code)
        if offsite is None:
            self._limit.note_wrong(address)
        return offsite

    def check_limit(self, address: str) -> None:
        """Refuse an address from which too many wrong codes came; raises `OffsiteError`."""
        self._limit.check(address)

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
    """Return a phone's cookie if we made it."""
    return cookie if cookie is not None and _SECRET.fullmatch(cookie) else None
