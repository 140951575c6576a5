"""How many wrong codes one address, and everybody together, may try."""

import threading
import time
from collections import deque
from collections.abc import Callable

from survey.errors import OffsiteError
from survey.phrases import phrase

_MOST_ADDRESSES = 10_000


class CodeLimit:
    """Counts wrong codes of the last minute, in this process.

    A room behind one address may mistype ``most`` times a minute; all the world together
    ``most_of_all`` times. At that pace trying half of the 34 million codes takes weeks, and
    a meeting lasts hours. Only those without a seat are refused. ``now`` gives seconds.
    """

    def __init__(
        self,
        *,
        most: int = 40,
        most_of_all: int = 300,
        seconds: float = 60.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=most_of_all)

    def check(self, address: str) -> None:
        """Raise `OffsiteError` when too many wrong codes came lately."""
        since = self._now() - self._seconds
        with self._lock:
            own = sum(each > since for each in self._wrong.get(address, ()))
            is_flooded = len(self._all) == self._all.maxlen and self._all[0] > since
        if own >= self._most or is_flooded:
            raise OffsiteError(
                "too many wrong codes",
                advice=phrase(
                    "Too many wrong codes were tried. Wait a minute, then type the code again."
                ),
            )

    def note_wrong(self, address: str) -> None:
        """Count one wrong code."""
        with self._lock:
            if address not in self._wrong and len(self._wrong) >= _MOST_ADDRESSES:
                # Whoever comes from endless addresses pushes out the oldest, not our memory.
                del self._wrong[next(iter(self._wrong))]
            self._wrong.setdefault(address, deque(maxlen=self._most)).append(self._now())
            self._all.append(self._now())
