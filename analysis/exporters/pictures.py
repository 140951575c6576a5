"""Charts as pictures, made offline."""

from typing import Any

import vl_convert
from altair import LayerChart

WIDTH = 460
"""Pixels a picture is drawn at; it scales, but its words keep this proportion."""


def svg(chart: LayerChart, *, width: int = WIDTH) -> str:
    """Return a chart as SVG that scales to the room it is given."""
    drawing = str(vl_convert.vegalite_to_svg(_sized(chart, width), vl_version="v6.4"))
    # Its own width would keep it from shrinking on a phone; the viewBox is enough.
    head, rest = drawing.split(">", 1)
    kept = [part for part in head.split(" ") if not part.startswith(("width=", "height="))]
    return f"{' '.join(kept)}>{rest}"


def png(chart: LayerChart, *, width: int = WIDTH, scale: float = 2) -> bytes:
    """Return a chart as PNG on white, ``scale`` dots a pixel."""
    sized = _sized(chart, width) | {"background": "white"}
    return bytes(vl_convert.vegalite_to_png(sized, vl_version="v6.4", scale=scale))


def _sized(chart: LayerChart, width: int) -> dict[str, Any]:
    # A picture has no page to take its width from.
    return chart.to_dict() | {"width": width}
