"""How many wrong tries one address, and everybody together, may make."""

import threading
import time
from collections import deque
from collections.abc import Callable

_MOST_ADDRESSES = 10_000


class Tries:
    """Counts wrong tries of the last ``seconds``, in this process. ``now`` gives seconds."""

    def __init__(
        self,
        *,
        most: int,
        most_of_all: int,
        seconds: float = 60.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=most_of_all)

    def are_too_many(self, address: str) -> bool:
        """Whether too many wrong tries came lately, from ``address`` or from all together."""
        since = self._now() - self._seconds
        with self._lock:
            own = sum(each > since for each in self._wrong.get(address, ()))
            return own >= self._most or (
                len(self._all) == self._all.maxlen and self._all[0] > since
            )

    def note_wrong(self, address: str) -> None:
        """Count one wrong try."""
        with self._lock:
            if address not in self._wrong and len(self._wrong) >= _MOST_ADDRESSES:
                # Whoever comes from endless addresses pushes out the oldest, not our memory.
                del self._wrong[next(iter(self._wrong))]
            self._wrong.setdefault(address, deque(maxlen=self._most)).append(self._now())
            self._all.append(self._now())
