"""What a printed page is put together from, as the Typst template reads it."""

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.exporters.pictures import svg

if TYPE_CHECKING:
    from altair import LayerChart

Block = dict[str, Any]
Page = dict[str, Any]

_HALF = 380
"""Pixels that a picture half a page wide is drawn at, so that its words stay legible."""

WITHHELD_SEGMENTS = (
    "Withheld segments stand in their place with the reason. Some are withheld only so that a "
    "smaller one cannot be worked out."
)


def page(
    title: str,
    blocks: Sequence[Block],
    *,
    faint: str = "",
    starts: bool = True,
    scales: bool = True,
) -> Page:
    """Return a page; one that does not start a new one goes on where the one before it ends.

    One that ``scales`` is set smaller rather than on two pages.
    """
    return {
        "title": title.rstrip("."),
        "faint": faint,
        "blocks": blocks,
        "starts": starts,
        "scales": scales,
    }


def drawn_figure(chart: "LayerChart", alt: str, *, width: int) -> Block:
    """Return a chart across ``width`` hundredths of the page."""
    return {"kind": "figure", "width": width, **picture(chart, alt)}


def picture(chart: "LayerChart", alt: str) -> Block:
    """Return a chart as a picture with its words."""
    return {"svg": svg(chart), "alt": alt}


def pair(parts: Sequence[Block]) -> Block:
    """Return small charts side by side."""
    return {"kind": "pair", "parts": list(parts)}


def small(title: str, chart: "LayerChart", alt: str, lines: Sequence[str]) -> Block:
    """Return one of a `pair`: its title, its picture and its words."""
    drawing = svg(chart, width=_HALF)
    return {"title": title, "lines": list(lines), "svg": drawing, "alt": alt}


def text(words: str) -> Block:
    """Return a paragraph."""
    return {"kind": "text", "words": words}


def named(name: str, words: str) -> Block:
    """Return a paragraph that starts with a name."""
    ended = name if name.endswith(("?", "!", ":")) else f"{name.rstrip('.')}."
    return {"kind": "named", "name": ended, "words": words}


def head(words: str) -> Block:
    """Return a heading inside a page."""
    return {"kind": "head", "words": words}


def quote(words: str) -> Block:
    """Return a comment, word for word."""
    return {"kind": "quote", **directed(words)}


def directed(words: str) -> Block:
    """Return words with the direction in which they are read: that of their first letter."""
    strong = (unicodedata.bidirectional(each) for each in words)
    first = next((each for each in strong if each in {"L", "R", "AL"}), "L")
    return {"words": words, "rtl": first != "L"}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float]) -> Block:
    """Return a table; ``widths`` are parts of the page."""
    return {"kind": "table", "head": heads, "rows": rows, "widths": list(widths)}


def joined(sentences: Sequence[str]) -> str:
    """Return sentences as one paragraph."""
    return " ".join(each for each in sentences if each)
