"""People who submit at the same moment, and who of them came first as the stored rows tell it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from math import sqrt
from pathlib import Path

from httpx2 import ASGITransport, AsyncClient

from survey.invitations import new_id
from survey.storage import Change, Store
from survey.storage.driver import Driver, nobody
from survey.storage.sqlite import SqliteDriver
from tests.redteam import intruders
from tests.redteam.whole_round import choices_of
from tests.survey.examples import ITEMS
from tests.survey.served import BASE_URL, app_over

MOST = 125
"""So many people have answers that nobody else gives."""


class Gathering(Store):
    """A store with one hand, which writes when the next ones wait already.

    So many are written together, however quick the machine is. ``together`` tells how many
    were, each time.
    """

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver)
        self.to_come = 0
        self.together: list[int] = []

    @property
    def hands(self) -> int:
        return 1

    def write_each(
        self, changes: Sequence[Change], is_next_waiting: Callable[[], bool] = nobody
    ) -> list[Exception | None]:
        self.to_come -= len(changes)
        while self.to_come and not is_next_waiting():
            time.sleep(0.001)
        self.together.append(len(changes))
        return super().write_each(changes, is_next_waiting)


def submitted_at_once(store: Gathering, paths: Sequence[str], who: Sequence[int]) -> list[int]:
    """Let the people numbered ``who`` submit in that order, all before the first is thanked.

    Returns how many were written together, each time.
    """
    store.to_come, store.together = len(who), []

    async def crowd() -> list[str]:
        transport = ASGITransport(app_over(store))
        async with AsyncClient(transport=transport, base_url=BASE_URL) as client:
            sent = await asyncio.gather(*(client.post(paths[n], data=form_of(n)) for n in who))
        return [each.headers["location"] for each in sent]

    with ThreadPoolExecutor(1) as thread:  # in this one a browser test's event loop may be left
        assert set(thread.submit(asyncio.run, crowd()).result()) == {"/thanks"}
    return store.together


def form_of(number: int) -> dict[str, str]:
    """A form with the answers that this person alone gives."""
    given = dict(zip(ITEMS, map(str, choices_of(number)), strict=False))
    return {"response-id": new_id(), **given}


def lying(driver: Driver, file: Path) -> list[int]:
    """The numbers of people in the order in which their rows were written, as places tell it.

    Whose a row is only the judge can say, by the answers that nobody else gave.
    """
    with driver.reading() as session:
        answers = session.query("SELECT response_id, item_id, choice FROM answer")
    given: dict[str, dict[str, int]] = {}
    for row in answers:
        given.setdefault(row["response_id"], {})[row["item_id"]] = row["choice"]
    numbers = {choices_of(number): number for number in range(MOST)}
    return [
        numbers[tuple(given[each][item] for item in ITEMS[:3])] for each in _places(driver, file)
    ]


def _places(driver: Driver, file: Path) -> list[str]:
    """The ids of responses, the first one written first."""
    if isinstance(driver, SqliteDriver):
        return intruders.arrival(file.read_bytes())
    with driver.reading() as session:
        return [row["id"] for row in session.query("SELECT id FROM response ORDER BY ctid")]


def swept(driver: Driver, store: Store) -> None:
    """Take all responses away, so that the next ones fill a page from its end again."""
    with driver.writing() as session:
        session.execute("DELETE FROM answer", {})
        session.execute("DELETE FROM response", {})
    store.tidy()


class Agreement:
    """How far rows lie as people came: Kendall's score of each lot written together, summed.

    In standard deviations of rows that lie by chance; ``most`` where all lie as people came.
    """

    def __init__(self) -> None:
        self._score, self._pairs, self._variance = 0, 0, 0.0

    def add(self, places: Sequence[int], together: Sequence[int]) -> None:
        """Take in the places of rows in the order their people came, and the sizes of lots."""
        assert sum(together) == len(places)
        begun = 0
        for size in together:
            pairs = list(combinations(places[begun : begun + size], 2))
            self._score += sum(1 if one < other else -1 for one, other in pairs)
            self._pairs += len(pairs)
            self._variance += size * (size - 1) * (2 * size + 5) / 18
            begun += size

    @property
    def deviations(self) -> float:
        return self._score / sqrt(self._variance)

    @property
    def most(self) -> float:
        return self._pairs / sqrt(self._variance)
