"""How many wrong codes one address, and everybody together, may try."""

import time
from collections.abc import Callable

from survey.errors import OffsiteError
from survey.html.tries import Tries


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
        self._tries = Tries(most=most, most_of_all=most_of_all, seconds=seconds, now=now)

    def check(self, address: str) -> None:
        """Raise `OffsiteError` when too many wrong codes came lately."""
        if self._tries.are_too_many(address):
            raise OffsiteError(
                "too many wrong codes",
                advice="Too many wrong codes were tried. Wait a minute, then type the code again.",
            )

    def note_wrong(self, address: str) -> None:
        """Count one wrong code."""
        self._tries.note_wrong(address)
