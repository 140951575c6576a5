"""Charts as pictures, made offline."""

import re
from collections.abc import Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import vl_convert
from altair import LayerChart
from altair.utils.schemapi import debug_mode

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no picture can hold, although somebody typed them."""

WIDTH = 460
"""Pixels a picture is drawn at; it scales, but its words keep this proportion."""


@contextmanager
def many_pictures() -> Generator[None]:
    """Draw without holding every part of a chart against its schema, which takes most of the time.

    The charts' own tests do that once and for all.
    """
    with debug_mode(False):  # noqa: FBT003 - altair's own way
        yield


class Redrawn:
    """A chart that is drawn many times with other data: compiled once, which takes longest."""

    def __init__(self, chart: LayerChart, *, width: int = WIDTH) -> None:
        sized = _sized(chart, width)
        self._names: list[str] = [layer["data"]["name"] for layer in sized["layer"]]
        self._compiled = vl_convert.vegalite_to_vega(sized, vl_version="v6.4")

    def svg(self, rows: Mapping[int, Sequence[Mapping[Hashable, object]]]) -> str:
        """Return the picture with these rows in place of those of its layers."""
        own = {self._names[layer]: list(each) for layer, each in rows.items()}
        given = [
            each | {"values": own[each["name"]]} if each["name"] in own else each
            for each in self._compiled["data"]
        ]
        return _scaling(vl_convert.vega_to_svg(self._compiled | {"data": given}))


def svg(chart: LayerChart, *, width: int = WIDTH) -> str:
    """Return a chart as SVG that scales to the room it is given."""
    return _scaling(vl_convert.vegalite_to_svg(_sized(chart, width), vl_version="v6.4"))


def png(chart: LayerChart, *, width: int = WIDTH, scale: float = 2) -> bytes:
    """Return a chart as PNG on white, ``scale`` dots a pixel."""
    sized = _sized(chart, width) | {"background": "white"}
    return bytes(vl_convert.vegalite_to_png(sized, vl_version="v6.4", scale=scale))


def _sized(chart: LayerChart, width: int) -> dict[str, Any]:
    # A picture has no page to take its width from.
    return chart.to_dict(validate=False) | {"width": width}


def _scaling(drawing: str) -> str:
    # Its own width would keep it from shrinking on a phone; the viewBox is enough.
    head, rest = _NOT_XML.sub("", drawing).split(">", 1)
    kept = [part for part in head.split(" ") if not part.startswith(("width=", "height="))]
    return f"{' '.join(kept)}>{rest}"
