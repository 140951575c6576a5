"""How a scene is put on a Streamlit page, readable from six metres."""

import io
import re

import segno
import streamlit as st

from analysis.exporters.pictures import svg
from analysis.offsite import Picture, Scene
from analysis.projector.page import said

# Everything Streamlit draws is measured in rem, so one rule scales it with the screen.
_STYLE = """
<style>
html { font-size: min(1.75vw, 3.1vh); }
[data-testid="stMainBlockContainer"] { padding: 0.8rem 1.6rem 0.5rem; max-width: none; }
</style>
"""
_WIPE = """
<style>
@media (prefers-reduced-motion: no-preference) {
  svg > g { animation: wipe 1.4s ease-out 1 both; }
}
@keyframes wipe { from { clip-path: inset(0 100% 0 0); } to { clip-path: inset(0 0 0 0); } }
</style>
"""


def at_projector_size() -> None:
    """Make the page as large as its screen allows."""
    st.html(_STYLE)


def draw(scene: Scene, *, animated: bool = False) -> None:
    """Draw a scene: title on top, pictures on the left, sentences on the right."""
    if scene.title:
        st.subheader(said(scene.title), anchor=False)
    if scene.big:
        st.title(scene.big, anchor=False)
    if scene.big and scene.main:
        _under_one_another(scene)
        return
    if not scene.main:
        _lines(scene)
        return
    left, right = st.columns([6, 5], gap="large")
    with left:
        for each in scene.main:
            picture(each, animated=animated)
    with right:
        for each in scene.beside:
            picture(each)
        _lines(scene)


def picture(each: Picture, *, animated: bool = False) -> None:
    """Draw a chart as large as there is room; it appears from left to right when animated."""
    drawing = svg(each.chart)
    if animated:
        drawing = drawing.replace(">", f">{_WIPE}", 1)
    st.image(drawing, width="stretch", alt=each.alt)


def qr(address: str) -> None:
    """Draw the address as a QR code, dark on light whatever the theme."""
    file = io.BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=3, light="#ffffff", xmldecl=False)
    drawing = re.sub(
        r' width="(\d+)" height="(\d+)"', r' viewBox="0 0 \1 \2"', file.getvalue().decode(), count=1
    )
    st.image(drawing, width="stretch", alt="QR code of the address beside it")


def _under_one_another(scene: Scene) -> None:
    _, middle, _ = st.columns([1, 6, 1])
    with middle:
        for each in scene.main:
            picture(each)
    _lines(scene)


def _lines(scene: Scene) -> None:
    for line in scene.lines:
        st.markdown(said(line))
