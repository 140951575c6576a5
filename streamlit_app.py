"""Plumbline: one app for those who answer, those who ask and those who read the results.

Start it with ``make run``, ``streamlit run streamlit_app.py`` or ``uvicorn streamlit_app:app``.
"""

import gc
from importlib import import_module
from threading import Thread

import streamlit as st

from survey.settings import load_settings
from survey.storage import open_store
from survey.web import web


def _load_ahead() -> None:
    """Load what results are drawn with, or the first who looks at some waits seconds for it."""
    import_module("analysis.charts.figures")
    gc.freeze()  # it stays for good: see survey.web


_settings = load_settings()
_web = web(open_store(_settings.database), _settings)

app = st.App(
    "survey/ui/start.py",
    secrets={"auth": {**_settings.streamlit_auth()}} if _settings.oidc else None,
    routes=_web.routes,
    middleware=_web.middleware,
    exception_handlers=_web.exception_handlers,
    lifespan=_web.lifespan,
)

Thread(target=_load_ahead, name="load-ahead", daemon=True).start()
