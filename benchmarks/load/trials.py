"""One trial: a server, people who answer, and what was stored and what it cost afterwards."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.people import Manner, Met, Visit, answering, crowd, writing_rows
from benchmarks.load.servers import (
    Kind,
    Running,
    Server,
    machine_busy,
    rows_database,
    rows_in,
    serving,
)
from benchmarks.load.sessions import at_widgets
from survey.fieldwork import create_round, launch, personal_links
from survey.people import Person
from survey.questionnaire import find_questionnaire, questions
from survey.storage import open_driver, open_store

_QUESTIONNAIRE = find_questionnaire("four_pillars")
_ASKED = questions(_QUESTIONNAIRE, "staff", "en")
ANSWERS = {each.id: "3" for each in _ASKED if each.kind != "open"}
COMMENT = next(each.id for each in _ASKED if each.kind == "open")
_URL = "http://127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many people come, how, and where; ``rows`` is how many each of them stores."""

    kind: Kind
    server: Server = "uvicorn"
    count: int
    at_once: int = 0
    arriving: float = 0.0
    pause: float = 0.0
    autosaves: bool = True
    is_cold: bool = False

    @property
    def rows(self) -> int:
        """How many rows each person's visit stores."""
        return 2 if self.kind == "bare" and self.autosaves else 1

    @property
    def is_autosaving(self) -> bool:
        """Whether people send what they have before they submit."""
        return self.autosaves and self.kind in {"plumbline", "bare"}


@dataclass(frozen=True)
class Trial:
    """What one run came to.

    ``generator`` is the share of its core that the people took: above 0.9 they are what is
    measured. ``others`` is the share of the machine that other programs used.
    """

    plan: Plan
    met: Met
    stored: int
    doubled: int
    cost: float
    generator: float
    others: float

    @property
    def rate(self) -> float:
        """Respondents a second."""
        return self.met.done / self.met.wall

    @property
    def cost_each(self) -> float:
        """Processor milliseconds of the server for each respondent."""
        return 1000 * self.cost / max(self.met.done, 1)

    @property
    def is_whole(self) -> bool:
        """Whether nobody's answers were lost or stored twice."""
        count = self.plan.count
        return (self.met.done, self.stored, self.doubled) == (count, count * self.plan.rows, 0)


@dataclass(frozen=True)
class Fieldwork:
    """An open round: where people's links lead, and how to look at what was stored."""

    database: Path
    paths: list[str]

    def stored(self) -> tuple[int, int]:
        """Return how many whole responses there are, and how many people's are there twice."""
        with open_driver(f"sqlite:///{self.database}").reading() as session:
            whole = session.query(
                "SELECT COUNT(*) AS n FROM answer GROUP BY response_id HAVING n = :all",
                {"all": len(ANSWERS)},
            )
            words = session.query("SELECT words FROM comment")
            used = session.query("SELECT COUNT(*) AS n FROM invitation WHERE used = 1")[0]["n"]
            drafts = session.query("SELECT COUNT(*) AS n FROM draft")[0]["n"]
        people = Counter(each["words"] for each in words)
        twice = sum(count > 1 for count in people.values())
        consistent = len(whole) == len(people) == used and drafts == 0
        return (len(whole) if consistent else -1), twice


def opened(folder: Path, count: int) -> Fieldwork:
    """Open a round for ``count`` people."""
    database = folder / "plumbline.db"
    store = open_store(f"sqlite:///{database}")
    store.migrate()
    made = create_round(store, questionnaire=_QUESTIONNAIRE, name="Load", organisation="Kite Works")
    departments = ("Sales", "Service", "Works")
    store.people.replace(
        made.id,
        [
            Person(
                id=f"person-{number}",
                label=f"Person {number}",
                email=None,
                group="leaders" if number < 5 else "staff",
                attributes={"department": departments[number % 3]},
            )
            for number in range(count + 5)
        ],
    )
    launch(store, made.id, "bench@example.org")
    links = personal_links(store, made.id, _URL)[5:]
    store.close()
    return Fieldwork(database, [each.link.removeprefix(_URL) for each in links])


class Bench:
    """One running server and its database, for one trial after another."""

    def __init__(self, running: Running, fieldwork: Fieldwork | None) -> None:
        self.running = running
        self._fieldwork = fieldwork
        self._taken = 0

    def trial(self, plan: Plan) -> Trial:
        """Let people come as ``plan`` says; return what came of it."""
        before, used, all_used = self._stored(), self.running.busy(), machine_busy()
        own, started = time.process_time(), time.perf_counter()
        met = asyncio.run(
            crowd(self._visit(plan), plan.count, at_once=plan.at_once, arriving=plan.arriving)
        )
        passed, own = time.perf_counter() - started, time.process_time() - own
        cost = self.running.busy() - used
        others = max(0.0, machine_busy() - all_used - cost - own)
        stored, doubled = self._stored()
        return Trial(
            plan=plan,
            met=met,
            stored=stored - before[0],
            doubled=doubled,
            cost=cost,
            generator=own / passed,
            others=others / passed / (os.cpu_count() or 1),
        )

    def paths(self, count: int) -> list[str]:
        """Return links that nobody used yet."""
        if self._fieldwork is None:
            return []
        self._taken += count
        return self._fieldwork.paths[self._taken - count : self._taken]

    def _visit(self, plan: Plan) -> Visit:
        port = self.running.port
        manner = Manner(
            answers=ANSWERS,
            comment=COMMENT,
            pause=plan.pause,
            autosaves=plan.autosaves,
            is_cold=plan.is_cold,
        )
        if plan.kind == "plumbline":
            return answering(port, self.paths(plan.count), manner)
        return writing_rows(port, manner) if plan.kind == "bare" else at_widgets(port)

    def _stored(self) -> tuple[int, int]:
        if self._fieldwork is None:
            return rows_in(self.running.database), 0
        return self._fieldwork.stored()


@contextmanager
def bench(folder: Path, kind: Kind, server: Server, people: int) -> Iterator[Bench]:
    """Start a server for up to ``people`` people, on a new database."""
    folder.mkdir()
    fieldwork = opened(folder, people) if kind == "plumbline" else None
    database = fieldwork.database if fieldwork else rows_database(folder / "rows.db")
    with serving(kind, server, folder / "server", database) as running:
        yield Bench(running, fieldwork)
