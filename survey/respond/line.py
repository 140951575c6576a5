"""Where people who come at the same moment are served together."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

Wish = TypeVar("Wish")
Outcome = TypeVar("Outcome")
_Waiting = tuple[asyncio.AbstractEventLoop, asyncio.Future[Outcome], Wish]


class Line(Generic[Wish, Outcome]):
    """People wait here until a hand is free; it then serves its share of all who wait.

    Waking a thread for each request and waking the event loop again costs more than most
    of what is done in between; here both are paid once for everybody who came meanwhile.

    Parameters
    ----------
    serve
        Called from a thread with what the first ones in line wish for. Returns for each
        what came of it, or the error to raise where they wait.
    hands
        How many threads serve at once.
    """

    def __init__(
        self, serve: Callable[[Sequence[Wish]], Sequence[Outcome | Exception]], *, hands: int
    ) -> None:
        self._serve = serve
        self._hands = hands
        self._threads = ThreadPoolExecutor(hands, thread_name_prefix="line")
        self._lock = Lock()
        self._waiting: list[_Waiting[Outcome, Wish]] = []
        self._busy = 0

    def is_somebody_waiting(self) -> bool:
        """Whether somebody came while others are being served, and will be served next."""
        return bool(self._waiting)

    async def served(self, wish: Wish) -> Outcome:
        """Wait until ``wish`` was served; return what came of it, or raise its error."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()
        with self._lock:
            self._waiting.append((loop, future, wish))
            is_hand_free = self._busy < self._hands
            self._busy += is_hand_free
        if is_hand_free:
            self._threads.submit(self._serve_all)
        return await future

    def _serve_all(self) -> None:
        while share := self._share():
            wishes = [wish for _, _, wish in share]
            try:
                outcomes = self._serve(wishes)
            except Exception as error:  # noqa: BLE001 - raised where each of them waits
                outcomes = [error] * len(share)
            for loop in {loop for loop, _, _ in share}:
                here = [
                    (future, outcome)
                    for (its_loop, future, _), outcome in zip(share, outcomes, strict=True)
                    if its_loop is loop
                ]
                with suppress(RuntimeError):  # it was closed, and with it all who waited there
                    loop.call_soon_threadsafe(_tell, here)

    def _share(self) -> list[_Waiting[Outcome, Wish]]:
        """Return whose turn it is; nobody when nobody waits, and then this hand is free."""
        with self._lock:
            most = -(-len(self._waiting) // self._hands)
            share, self._waiting = self._waiting[:most], self._waiting[most:]
            self._busy -= not share
            return share


def one_by_one(deeds: Sequence[Callable[[], Outcome]]) -> list[Outcome | Exception]:
    """Do each of ``deeds``; return for each what came of it, or its error."""
    outcomes: list[Outcome | Exception] = []
    for deed in deeds:
        try:
            outcomes.append(deed())
        except Exception as error:  # noqa: BLE001 - raised where whoever wished it waits
            outcomes.append(error)
    return outcomes


def _tell(outcomes: Sequence[tuple[asyncio.Future[Outcome], Outcome | Exception]]) -> None:
    for future, outcome in outcomes:
        if future.done():  # whoever waited has gone
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
