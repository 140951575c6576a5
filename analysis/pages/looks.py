"""How pages of results look where Streamlit alone does not: on a wall, and on a narrow screen."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# On a wall everything is drawn at twice its size. Streamlit measures charts and places lists
# in points of the screen, so that both have to be taken back.
_LARGE = """
<style>
@media (min-width: 3500px) {
  html { zoom: 2; }
  [data-testid="stFullScreenFrame"]:has([data-testid="stVegaLiteChart"]),
  [data-testid="stFullScreenFrame"]:has([data-testid="stDataFrame"]) {
    width: 50% !important;
  }
  [data-testid="stSelectboxVirtualDropdown"] { zoom: 0.5; }
  [data-testid="stSelectboxVirtualDropdown"] > * { zoom: 2; }
}
</style>
"""

# A narrow screen scrolls a wide chart sideways, and nothing else of the page.
_SCROLLED = """
<style>
.st-key-wide {{ overflow-x: auto; }}
.st-key-wide > * {{ min-width: {width}px; }}
</style>
"""


def enlarged() -> None:
    """Have the page drawn at twice its size where a wall shows it without scaling."""
    st.html(_LARGE)


def scrolled(width: int) -> DeltaGenerator:
    """Return where to draw what needs so many pixels; 0 is whatever width the page has."""
    if not width:
        return st.container()
    st.html(_SCROLLED.format(width=width))
    return st.container(key="wide")
