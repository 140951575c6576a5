"""Plumbline: one app for those who answer, those who ask and those who read the results.

Start it with ``make run``, ``streamlit run streamlit_app.py`` or ``uvicorn streamlit_app:app``.
"""

import streamlit as st

from survey.settings import load_settings
from survey.storage import open_store
from survey.web import web

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
