"""The widgets as an app of their own, so that uvicorn can serve them too."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).with_name("widgets.py"))
