"""An empty deck of wide slides, and what every slide has: title, words, table, notes, footer."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from analysis.charts.theme import PALETTES

PALETTE = PALETTES["light"]
Each = TypeVar("Each")
WIDTH, HEIGHT = 13.333, 7.5
LEFT, TOP, WIDE = 0.6, 1.75, 12.13
FOOT = 6.85
_TITLE_ONLY = 5
_ILLEGIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What no slide can hold, and what would turn the direction of our own words."""

_LONGEST_TITLE = 255
"""The most characters that a file's properties take."""

_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def lengths(self) -> tuple[int, int, int, int]:
        """The same in the units that slides are measured in."""
        return (Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height))


FIGURE = Box(left=LEFT, top=TOP, width=7.6, height=FOOT - TOP - 0.1)
BESIDE = Box(left=8.5, top=TOP + 0.1, width=4.2, height=FOOT - TOP - 0.3)
"""Where a chart stands, and the sentences beside it."""

_SIZES = (22, 18, 16, 14, 12, 11)
"""The sizes of sentences, in points."""

_LETTER = 0.49
"""How wide a letter is, as a part of its size, with a little to spare."""

_GAP = 8
"""Points below a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How words are set: size in points, and whether bold, faint or to the right."""

    size: float = 18
    bold: bool = False
    colour: str = PALETTE.ink
    align: PP_ALIGN = PP_ALIGN.LEFT
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP


FAINT = Ink(size=14, colour=PALETTE.faint)
SMALL = Ink(size=12, colour=PALETTE.faint)


class Deck:
    """Slides in the type and ink of the charts, each with its title, notes and footer."""

    def __init__(self, *, title: str, footer: str) -> None:
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._deck.core_properties.title = legible(title)[:_LONGEST_TITLE]
        self._deck.core_properties.author = "Plumbline"
        self._footer = footer
        _set_type(self._deck.slide_master)
        self._layout = self._deck.slide_layouts[_TITLE_ONLY]
        _set_up(self._layout)

    def slide(self, title: str, *, notes: Sequence[str], foot: str = "") -> Any:  # noqa: ANN401 - python-pptx has no better name
        """Add a slide whose title says the finding; ``foot`` is a line above the footer."""
        slide: Any = self._deck.slides.add_slide(self._layout)
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(PALETTE.background)
        write(slide.shapes.title.text_frame, [title], Ink(size=30, bold=True, anchor=_MIDDLE))
        said = "\n".join(legible(each) for each in notes if each)
        slide.notes_slide.notes_text_frame.text = said
        self._add_footer(slide)
        if foot:
            words(slide, Box(left=LEFT, top=FOOT - 0.42, width=WIDE, height=0.4), [foot], FAINT)
        return slide

    def content(self) -> bytes:
        """Return the file."""
        file = BytesIO()
        self._deck.save(file)
        return file.getvalue()

    def _add_footer(self, slide: Any) -> None:  # noqa: ANN401 - as above
        words(slide, Box(left=LEFT, top=FOOT, width=11, height=0.35), [self._footer], SMALL)
        right = Ink(size=12, colour=PALETTE.faint, align=PP_ALIGN.RIGHT)
        number = Box(left=LEFT + WIDE - 1, top=FOOT, width=1, height=0.35)
        frame = words(slide, number, [str(len(self._deck.slides))], right)
        _make_a_number(frame.paragraphs[0])


_MIDDLE = MSO_ANCHOR.MIDDLE


def words(slide: Any, box: Box, lines: Sequence[str], ink: Ink) -> Any:  # noqa: ANN401 - as above
    """Add a text box of some lines; return its frame."""
    frame = slide.shapes.add_textbox(*box.lengths).text_frame
    write(frame, lines, ink)
    return frame


def add_line(frame: Any, line: str, ink: Ink) -> None:  # noqa: ANN401 - as above
    """Add a line in another ink below the lines of a frame."""
    _fill(frame.add_paragraph(), line, ink)


def key(slide: Any, box: Box, entries: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401 - as above
    """Add what colours stand for: a square in each colour, then its name."""
    frame = words(slide, box, [], FAINT)
    paragraph = frame.paragraphs[0]
    for name, colour in entries:
        for text, ink in (
            ("\u25a0\u00a0", colour),
            (f"{name}    ".replace(" ", "\u00a0"), PALETTE.ink),
        ):
            run = paragraph.add_run()
            run.text = legible(text)
            run.font.size, run.font.color.rgb = Pt(14), rgb(ink)


def table(
    slide: Any,  # noqa: ANN401 - as above
    box: Box,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    size: float = 14,
) -> None:
    """Add a table; the first of ``rows`` is its heading, ``widths`` are parts of the box."""
    grid = empty_table(slide, box, len(rows), widths)
    for at, row in enumerate(rows):
        grid.rows[at].height = Inches(0.4)
        for to, text in enumerate(row):
            cell = grid.cell(at, to)
            write(cell.text_frame, [text], Ink(size=size, bold=at == 0))
            if at % 2 == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(PALETTE.band)


def empty_table(slide: Any, box: Box, rows: int, widths: Sequence[float]) -> Any:  # noqa: ANN401 - as above
    """Add a table of so many rows without words or colours; ``widths`` are parts of the box."""
    grid = slide.shapes.add_table(rows, len(widths), *box.lengths).table
    properties = grid._tbl.tblPr  # noqa: SLF001 - python-pptx has no other way to a table's style
    properties.find(qn("a:tableStyleId")).text = _PLAIN_TABLE
    grid.horz_banding = False
    for at, width in enumerate(widths):
        grid.columns[at].width = Inches(box.width * width)
    return grid


def say(slide: Any, lines: Sequence[str], *, full: bool = False) -> None:  # noqa: ANN401 - as above
    """Put sentences beside the chart, or across the slide where there is none.

    They are as large as their room allows.
    """
    box = Box(left=LEFT, top=TOP, width=WIDE, height=4.5) if full else BESIDE
    sizes = _SIZES if full else _SIZES[1:]
    size = next((each for each in sizes if _height(lines, box.width, each) < box.height), sizes[-1])
    frame = words(slide, box, lines, Ink(size=size))
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(_GAP)


def rows_that_fit(
    rows: Sequence[Sequence[str]], widths: Sequence[float], *, size: float
) -> list[list[Sequence[str]]]:
    """Part the rows of a table over slides, as many on each as it has room for."""
    parts: list[list[Sequence[str]]] = []
    left = 0.0
    for row in rows:
        needs = 0.12 + max(
            _height([cell], WIDE * width - 0.2, size)
            for cell, width in zip(row, widths, strict=True)
        )
        if not parts or needs > left:
            parts.append([])
            left = FOOT - TOP - 0.5
        parts[-1].append(row)
        left -= needs
    return parts


def _height(lines: Sequence[str], width: float, size: float) -> float:
    """Return about how many inches sentences need, each with the gap behind it."""
    across = max(int(width * 72 / (size * _LETTER)), 1)
    deep = sum(len(textwrap.wrap(each, across)) or 1 for each in lines)
    return (deep * size * 1.2 + len(lines) * _GAP) / 72


def parted(things: Sequence[Each], most: int) -> list[Sequence[Each]]:
    """Part things into as few lots as ``most`` allows, all about equally long; at least one."""
    lots = max(-(-len(things) // most), 1)
    return [things[at * len(things) // lots : (at + 1) * len(things) // lots] for at in range(lots)]


def legible(text: str) -> str:
    """Return a text without the characters that no slide can hold."""
    return _ILLEGIBLE.sub("", text)


def element(name: str, **attributes: str) -> Any:  # noqa: ANN401 - as above
    """Return a new element of the file, for what python-pptx has no name for."""
    made = OxmlElement(name)
    for key_, value in attributes.items():
        made.set(key_, value)
    return made


def rgb(colour: str) -> RGBColor:
    """Return ``#rrggbb`` as slides want it."""
    red, green, blue = bytes.fromhex(colour[1:])
    return RGBColor(red, green, blue)


def write(frame: Any, lines: Sequence[str], ink: Ink) -> None:  # noqa: ANN401 - as above
    """Write lines into an empty frame, all in one ink."""
    frame.word_wrap = True
    frame.vertical_anchor = ink.anchor
    for at, line in enumerate(lines):
        _fill(frame.paragraphs[0] if at == 0 else frame.add_paragraph(), line, ink)


def _fill(paragraph: Any, line: str, ink: Ink) -> None:  # noqa: ANN401 - as above
    paragraph.alignment = ink.align
    run = paragraph.add_run()
    run.text = legible(line)
    run.font.size, run.font.bold = Pt(ink.size), ink.bold
    run.font.color.rgb = rgb(ink.colour)


def _make_a_number(paragraph: Any) -> None:  # noqa: ANN401 - as above
    """Turn a paragraph's only run into the slide's number, which follows when slides move."""
    run = paragraph.runs[0]._r  # noqa: SLF001 - python-pptx knows no fields
    field = element("a:fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    field.extend(list(run))
    run.getparent().replace(run, field)


def _set_type(master: Any) -> None:  # noqa: ANN401 - as above
    """Set all words in a face that every computer has, or has one of the same widths for."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme.blob.replace(b"Calibri", b"Arial")  # noqa: SLF001 - no other way to it


def _set_up(layout: Any) -> None:  # noqa: ANN401 - as above
    """Give the layout's title its place, and take away its own footers."""
    box = Box(left=LEFT, top=0.4, width=WIDE, height=1.2)
    for shape in list(layout.placeholders):
        if shape.placeholder_format.idx == 0:
            shape.left, shape.top, shape.width, shape.height = box.lengths
        else:
            shape.element.getparent().remove(shape.element)
