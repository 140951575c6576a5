"""Wrong codes: how many one address, and all together, may type, counted over all processes."""

from datetime import timedelta

from survey.invitations import code_hash
from survey.storage import Store

WITHIN = timedelta(minutes=1)


class WrongCodes:
    """Counts the wrong codes of one ``kind`` in the last minute, in the database.

    A room behind one address may mistype ``most`` times; all the world together, since
    whoever guesses may have many addresses, ``most_of_all`` times.

    An address is kept keyed with ``secret``, the installation's, which is not in the
    database, and only while it counts. Right codes cost one look and leave nothing.
    """

    def __init__(
        self, store: Store, *, secret: str, kind: str, most: int = 40, most_of_all: int = 300
    ) -> None:
        self._store = store
        self._secret = secret
        self._kind = kind
        self._most, self._most_of_all = most, most_of_all

    def are_too_many(self, address: str) -> bool:
        """Whether too many wrong codes came lately, from ``address`` or from all together."""
        return self._store.attempts.wait(self._limits(address)) is not None

    def note(self, address: str) -> None:
        """Count a wrong code, unless too many came: then no more are kept."""
        self._store.attempts.take(self._limits(address), within=WITHIN)

    def _limits(self, address: str) -> dict[str, int]:
        return {
            code_hash(f"wrong {self._kind} from {address}", self._secret): self._most,
            code_hash(f"wrong {self._kind}", self._secret): self._most_of_all,
        }
