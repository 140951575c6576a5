"""A browser of a signed-in reader, for `AppTest`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Handshake:
    """What a browser sends when it connects; `AppTest` has no browser and so no cookies."""

    cookies: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()
    remote_ip: str | None = None


def come_as(session: str | None, patch: pytest.MonkeyPatch) -> None:
    """Let every page from here on be asked for with this session's cookie, or with none."""
    cookies = {"plumbline_session": session} if session else {}
    patch.setattr(context, "_get_client_context", lambda: Handshake(cookies))


def start() -> AppTest:
    return AppTest.from_file(str(ROOT / "survey" / "ui" / "start.py"), default_timeout=60).run()


def said(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text, app.info, app.code)
    return "\n".join(
        each.value for kind in (*kinds, app.success, app.error, app.warning) for each in kind
    )
