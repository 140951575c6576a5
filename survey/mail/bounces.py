"""Mail that came back: counted for a round, never listed by person."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from survey.errors import RoundStateError
from survey.mail.reports import returned_by
from survey.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceCount:
    """What was read, in numbers.

    ``reports`` of ``mails`` are delivery reports; ``counted`` addresses of the round are
    undeliverable that were not known to be; ``known`` ones were. ``passing`` is how often a
    report told of a delay or a delivery, ``strangers`` how often of an address that the
    round did not write to.
    """

    mails: int
    reports: int
    counted: int
    known: int
    passing: int
    strangers: int


def count_bounces(
    store: Store, round_id: str, mails: Iterable[bytes], *, secret: str, by: str
) -> BounceCount:
    """Count the addresses of a round whose mail came back for good; each counts once, ever.

    ``secret`` is the installation's: what is kept is an HMAC of each address with it.

    Raises
    ------
    RoundStateError
        No mail of this round was ever sent or queued.
    """
    store.rounds.get(round_id)
    addresses = store.bounces.addresses(round_id)
    if not addresses:
        raise RoundStateError(
            f"no mail of round {round_id!r} was sent",
            advice="This round has sent no mail, so none can have come back.",
        )
    tally = {"mails": 0, "reports": 0, "passing": 0, "strangers": 0}
    bounced: set[str] = set()
    for mail in mails:
        found = returned_by(mail)
        tally["mails"] += 1
        tally["reports"] += found is not None
        for each in found or ():
            ours = next((every for every in each.addresses if every in addresses), None)
            if ours is None:
                tally["strangers"] += 1
            elif each.fate == "failed":
                bounced.add(_mark(round_id, ours, secret))
            else:
                tally["passing"] += 1
    counted = store.bounces.add(round_id, bounced)
    if tally["reports"]:
        store.audit.note(by, f"read {tally['reports']} delivery reports", round_id)
    return BounceCount(counted=counted, known=len(bounced) - counted, **tally)


def _mark(round_id: str, address: str, secret: str) -> str:
    told = f"bounce {round_id} {address}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()
