"""How a scene is put on a Streamlit page, readable from six metres."""

import io
import re
from collections.abc import Sequence

import segno
import streamlit as st

from analysis.exporters.pictures import svg
from analysis.offsite import Picture, Scene
from analysis.projector.page import said

# Everything Streamlit draws is measured in rem, so one rule scales it with the screen.
_STYLE = """
<style>
html { font-size: min(1.9vw, 3.35vh); }
[data-testid="stMainBlockContainer"] { padding: 0.6rem 1.6rem 0.2rem; max-width: none; }
[data-testid="stHeading"] h1 { font-size: 1.65rem; padding: 0.2rem 0 0.5rem; }
[data-testid="stHeading"] h2 { font-size: 2.5rem; }
[data-testid="stVerticalBlock"] { gap: 0.5rem; }
[data-testid="stHeaderActionElements"] { display: none; }
[data-testid="stMarkdownContainer"] p { line-height: 1.4; }
[data-testid="stImage"] img { max-height: 68vh; object-fit: contain; object-position: left top; }
[data-testid="stColumn"]:last-child [data-testid="stImage"] img { max-height: 46vh; }
[data-testid="stHeading"] h3 { font-size: 1.4rem; }
[data-testid="stButton"] p { font-size: 0.75rem; }
[data-testid="stButton"] button { padding: 0.2rem; }
[data-testid="stForm"] [data-testid="stVerticalBlock"] { gap: 0.3rem; }
[data-testid="stForm"] label p { font-size: 0.75rem; }
[data-testid="stCaptionContainer"] p { font-size: 1rem; }
[data-testid="stForm"] textarea { min-height: 2.6rem; height: 2.6rem; }
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
    """Draw a scene: title on top, pictures on the left, words on the right.

    Without words a picture has the whole width.
    """
    if scene.above:
        st.markdown(said(scene.above))
    if scene.title:
        st.title(said(scene.title), anchor=False)
    if scene.lead:
        st.markdown(f"#### {said(scene.lead)}")
    if not scene.main:
        _words(scene.big, scene.aside)
        for line in scene.lines:
            st.markdown(f"#### {said(line)}")
    elif scene.beside or scene.aside or scene.big:
        left, right = st.columns([4, 3] if scene.is_tall else [6, 5], gap="medium")
        with left:
            _pictures(scene, animated=animated)
        with right:
            for each in scene.beside:
                picture(each)
            _words(scene.big, scene.aside)
    else:
        _pictures(scene, animated=animated)


def picture(each: Picture, *, animated: bool = False) -> None:
    """Draw a chart as large as there is room; it appears from left to right when animated."""
    drawing = svg(each.chart, width=each.width)
    st.image(wiped_in(drawing) if animated else drawing, width="stretch", alt=each.alt)


def wiped_in(drawing: str) -> str:
    """Return an SVG that appears from left to right, once, unless its reader wants no motion."""
    return drawing.replace(">", f">{_WIPE}", 1)


def qr(address: str) -> None:
    """Draw the address as a QR code, dark on light whatever the theme."""
    file = io.BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=3, light="#ffffff", xmldecl=False)
    drawing = re.sub(
        r' width="(\d+)" height="(\d+)"', r' viewBox="0 0 \1 \2"', file.getvalue().decode(), count=1
    )
    st.image(drawing, width="stretch", alt="QR code of the address beside it")


def _pictures(scene: Scene, *, animated: bool) -> None:
    for each in scene.main:
        picture(each, animated=animated)
    _words("", scene.lines)


def _words(big: str, lines: Sequence[str]) -> None:
    if big:
        st.header(big, anchor=False)
    for line in lines:
        st.markdown(said(line))
