"""The product's plain HTTP side over a store, as a browser reaches it."""

from collections.abc import Mapping
from typing import LiteralString

from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.settings import Settings
from survey.storage import Store
from survey.storage.driver import Driver
from survey.web import web
from tests.survey.reading import Page

BASE_URL = "http://testserver"
ALL_TABLES: dict[str, LiteralString] = {
    "round": "SELECT * FROM round",
    "person": "SELECT * FROM person",
    "invitation": "SELECT * FROM invitation",
    "link": "SELECT * FROM link",
    "draft": "SELECT * FROM draft",
    "response": "SELECT * FROM response",
    "answer": "SELECT * FROM answer",
    "comment": "SELECT * FROM comment",
    "account": "SELECT * FROM account",
    "session": "SELECT * FROM session",
    "one_time": "SELECT * FROM one_time",
    "audit": "SELECT * FROM audit",
}


def app_over(store: Store, *, base_url: str = BASE_URL) -> Starlette:
    """Return the routes, headers and error pages of the app, without Streamlit's."""
    parts = web(store, Settings(secret="only for tests", base_url=base_url))
    return Starlette(
        routes=parts.routes,
        middleware=parts.middleware,
        exception_handlers=dict(parts.exception_handlers),
    )


class Device:
    """One browser: it keeps its cookies."""

    def __init__(self, store: Store, *, base_url: str = BASE_URL) -> None:
        self.client = TestClient(
            app_over(store, base_url=base_url),
            base_url=base_url,
            follow_redirects=False,
            headers={"origin": base_url},
        )

    def open(self, path: str) -> Page:
        """Return the page at ``path``."""
        return Page(self.client.get(path).text)

    def send(self, path: str, form: Mapping[str, str | list[str]]) -> Response:
        """Send a form as a browser without JavaScript does."""
        return self.client.post(path, data=dict(form))


def everything_in(driver: Driver) -> dict[str, list[str]]:
    """Return every row of every table, to compare before with after."""
    with driver.reading() as session:
        return {
            name: sorted(repr(sorted(dict(row).items())) for row in session.query(sql))
            for name, sql in ALL_TABLES.items()
        }
