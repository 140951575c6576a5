"""A served installation with a round in every state a person can meet."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import uvicorn

from survey.accounts import create_organiser, start_session
from survey.fieldwork import close, create_round, launch, personal_links
from survey.storage import Store, open_store
from tests.survey.examples import ORGANISER, QUESTIONNAIRE, people, response
from tests.survey.served import app_over

PASSWORD = "a plumb line is honest"
NAME = "Pulse 2026 (spring): how we work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Addresses: of the site, of links in each state, of one link a leader and each of staff."""

    url: str
    store: Store
    round_id: str
    leader: str
    staff: tuple[str, ...]
    used: str
    early: str
    late: str
    paused: str
    cancelled: str
    session: str

    @property
    def preview(self) -> str:
        """The form as an organiser previews it."""
        return f"{self.url}/preview/{self.round_id}/leaders"


@contextmanager
def served(store: Store) -> Iterator[str]:
    """Serve a store on a free port; give the address."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    config = uvicorn.Config(app_over(store, base_url=url), log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join()


def empty_store(folder: Path, name: str) -> Store:
    """Return a migrated store."""
    store = open_store(f"sqlite:///{folder / name}.db")
    store.migrate()
    return store


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """Serve rounds that are open, not yet open, and closed, and an organiser who is signed in."""
    store = empty_store(folder, "site")
    with served(store) as url:
        create_organiser(store, ORGANISER, PASSWORD)
        opened, links = _round(store, url, closes_on=date(2999, 6, 30))
        _, early = _round(store, url, opens_on=date(2999, 6, 1))
        closed, late = _round(store, url)
        close(store, closed, ORGANISER)
        resting, paused = _round(store, url)
        store.course.pause(resting, by=ORGANISER)
        dropped, cancelled = _round(store, url)
        store.course.cancel(dropped, by=ORGANISER)
        invitation = store.invitations.of(opened)[-1].invitation_id
        store.responses.submit(invitation, response(1))
        yield Site(
            url=url,
            store=store,
            round_id=opened,
            leader=links[0],
            staff=tuple(links[5:-1]),
            used=links[-1],
            early=early[0],
            late=late[0],
            paused=paused[0],
            cancelled=cancelled[0],
            session=start_session(store, ORGANISER),
        )


def _round(
    store: Store, url: str, *, opens_on: date | None = None, closes_on: date | None = None
) -> tuple[str, list[str]]:
    made = create_round(
        store,
        questionnaire=QUESTIONNAIRE,
        name=NAME,
        organisation="Kite & Works",
        opens_on=opens_on,
        closes_on=closes_on,
    )
    store.people.replace(made.id, people(made.id))
    launch(store, made.id, ORGANISER)
    return made.id, [each.link for each in personal_links(store, made.id, url)]
