"""Slides on the silo matrix: the matrix as a table, then the pairs that rate each other."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches

from analysis.charts.theme import shortened
from analysis.exporters.deck import (
    FOOT,
    LEFT,
    PALETTE,
    TOP,
    WIDE,
    Box,
    Deck,
    Ink,
    add_line,
    element,
    empty_table,
    parted,
    rgb,
    words,
    write,
)
from analysis.exporters.silo_grid import (
    WHERE_TO_LOOK,
    Field,
    Grid,
    field_lines,
    pairs_of,
    signs_lines,
    silo_grids,
)
from analysis.report import Asymmetry, SiloMatrix
from analysis.wording import (
    PAIR_COLUMNS,
    SILOS_NOTE,
    asymmetries_sentence,
    asymmetry_row,
    asymmetry_sentence,
    everyone_finding,
    matrix_finding,
    not_compared_lines,
    worth_a_look,
)

_FEW = 7
"""As many columns as leave room for limits in their fields, and for names that lie level."""

_ROOMY = 15
"""As many rows as leave room for long names on top."""

_ROWS = 21
"""The most rows of a slide: everybody else and 20 departments."""

_LONGEST = 30
"""The most letters of a department's name; the notes have all of it."""

_NOTHING = "\u00a0"
"""What stands in a field without words: an empty one would be as high as large type."""

_TOP, _DEEP = TOP - 0.18, FOOT - TOP - 0.5
"""Where a table starts, and the inches that it has; words stand below."""

_PAIRS_A_SLIDE = 13
_TABLE, _LINE = _TOP + 0.66, 0.285
"""Where a table of pairs starts, and how high its rows are, in inches."""

_SHORT = (0, 1, 4)
"""The columns of a narrow table of pairs: the two, and how often the one rates lower."""

_LETTERS = 12
"""How many letters of a table of pairs an inch holds."""

_SMALL = Ink(size=11, colour=PALETTE.faint)
_IN_NOTES = "95 % limits and numbers of answers (n) stand in the notes."
_HOW_PAIRS = (
    f"{PAIR_COLUMNS[4]}: how often the first department\u2019s person rates working together "
    "lower, when one of each is picked at random. In brackets: 95 % limits. Bold: worth a look."
)
_APART = "The notes say why other pairs cannot be compared."
_IN_FIELDS = "Small: 95 % limits and the number of answers (n)."


def add_silos(deck: Deck, matrix: SiloMatrix) -> None:
    """Add the matrix and, where any can be compared, the pairs of departments."""
    grids = silo_grids(matrix, rows=_ROWS)
    signs = signs_lines(matrix)
    apart = () if matrix.asymmetries else not_compared_lines(matrix)
    for at, grid in enumerate(grids):
        title = f"{matrix_finding(matrix)}{_ending(at, len(grids))}"
        notes = [f"{everyone_finding(matrix)}.", *field_lines(grid), *signs, SILOS_NOTE]
        slide = deck.slide(title, notes=[matrix.text.get("staff", ""), *notes, *apart])
        _add_grid(slide, grid)
        is_few = len(grid.rated) <= _FEW
        said = " ".join((WHERE_TO_LOOK, _IN_FIELDS if is_few else _IN_NOTES, *signs))
        words(slide, Box(left=LEFT, top=FOOT - 0.62, width=WIDE, height=0.6), [said], _SMALL)
    if matrix.asymmetries:
        _add_pairs(deck, matrix)


def _ending(at: int, count: int) -> str:
    return f" ({at + 1} of {count})" if count > 1 else ""


def _add_grid(slide: Any, grid: Grid) -> None:  # noqa: ANN401 - python-pptx has no better name
    count, is_few = len(grid.rated), len(grid.rated) <= _FEW
    names = 0.19 if is_few else 0.16
    width = (1 - names) / max(count, 4)
    is_roomy = len(grid.rows) <= _ROOMY
    room = 1.4 if is_roomy else 1.1
    head = 0.4 if is_few else min(0.15 + 0.09 * max(map(len, grid.rated)), room)
    row = min((_DEEP - 0.1 - head) / len(grid.rows), 0.7 if is_few else 0.3)
    box = Box(left=LEFT, top=_TOP, width=WIDE, height=head + row * len(grid.rows))
    made = empty_table(slide, box, len(grid.rows) + 1, (names, *[width] * count))
    size = 18 if is_few else min(int(row * 72 / 1.22), 14)
    made.rows[0].height = Inches(head)
    for at, rated in enumerate(grid.rated, start=1):
        _head(made.cell(0, at), rated, 14 if is_few else 10 if is_roomy else 9, upright=not is_few)
    for down, (rater, fields) in enumerate(grid.rows, start=1):
        made.rows[down].height = Inches(row)
        cell = made.cell(down, 0)
        write(cell.text_frame, [shortened(rater, _LONGEST)], Ink(size=min(size, 14), bold=True))
        _close(cell, 0.1)
        for across, each in enumerate(fields, start=1):
            _fill(made.cell(down, across), each, size, with_limits=is_few)


def _head(cell: Any, name: str, size: float, *, upright: bool) -> None:  # noqa: ANN401 - as above
    align = PP_ALIGN.LEFT if upright else PP_ALIGN.CENTER
    write(cell.text_frame, [shortened(name, _LONGEST)], Ink(size=size, bold=True, align=align))
    _close(cell, 0.03)
    if upright:
        cell._tc.get_or_add_tcPr().set("vert", "vert270")  # noqa: SLF001 - python-pptx has no other way


def _fill(cell: Any, field: Field, size: float, *, with_limits: bool) -> None:  # noqa: ANN401 - as above
    ink = Ink(size=size, bold=True, colour=field.ink, align=PP_ALIGN.CENTER)
    write(cell.text_frame, [field.said or _NOTHING], ink)
    if with_limits and field.limits:
        small = Ink(size=12, colour=field.ink, align=PP_ALIGN.CENTER)
        add_line(cell.text_frame, f"{field.limits}, {field.answers}", small)
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(field.fill)
    _close(cell, 0.03)
    _frame(cell)


def _frame(cell: Any) -> None:  # noqa: ANN401 - as above
    """Part a field from the next: fields of one colour would run together."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-pptx has no lines of cells
    for at, side in enumerate(("a:lnL", "a:lnR", "a:lnT", "a:lnB")):
        line, fill = element(side, w="12700"), element("a:solidFill")
        fill.append(element("a:srgbClr", val=PALETTE.background.removeprefix("#")))
        line.append(fill)
        properties.insert(at, line)


def _close(cell: Any, side: float) -> None:  # noqa: ANN401 - as above
    """Centre the words of a cell and leave no room around them: rows are as low as they are."""
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = 0
    cell.margin_left = cell.margin_right = Inches(side)


def _add_pairs(deck: Deck, matrix: SiloMatrix) -> None:
    sentence = asymmetries_sentence(matrix)
    said = [asymmetry_sentence(matrix, each) for each in worth_a_look(matrix)]
    apart = list(not_compared_lines(matrix))
    pairs = pairs_of(matrix)
    is_few = len(pairs) <= _PAIRS_A_SLIDE
    parts = parted(pairs, _PAIRS_A_SLIDE if is_few else 2 * _PAIRS_A_SLIDE)
    for at, part in enumerate(parts):
        rows = [" \u2013 ".join(asymmetry_row(matrix, each)) for each in part]
        notes = [sentence, *(said if at == 0 else ()), " \u2013 ".join(PAIR_COLUMNS), *rows]
        title = f"Where two departments see it differently{_ending(at, len(parts))}"
        slide = deck.slide(title, notes=[*notes, *(apart if at == 0 else ()), SILOS_NOTE])
        words(slide, Box(left=LEFT, top=_TOP, width=WIDE, height=0.4), [sentence], Ink(size=14))
        if is_few:
            _wide(slide, matrix, part)
        else:
            _side_by_side(slide, matrix, part)
        foot = f"{_HOW_PAIRS} {_APART if apart else ''}".strip()
        words(slide, Box(left=LEFT, top=FOOT - 0.5, width=WIDE, height=0.5), [foot], _SMALL)


def _wide(slide: Any, matrix: SiloMatrix, pairs: Sequence[Asymmetry]) -> None:  # noqa: ANN401 - as above
    widths = (0.22, 0.22, 0.16, 0.16, 0.14, 0.1)
    box = Box(left=LEFT, top=_TABLE, width=WIDE, height=_LINE * (len(pairs) + 1))
    rows = [asymmetry_row(matrix, each) for each in pairs]
    _table(slide, box, (PAIR_COLUMNS, *rows), widths, [each.is_worth_a_look for each in pairs])


def _side_by_side(slide: Any, matrix: SiloMatrix, pairs: Sequence[Asymmetry]) -> None:  # noqa: ANN401 - as above
    """Add two narrow tables, without the shares that the matrix has."""
    for at, some in enumerate(parted(pairs, _PAIRS_A_SLIDE)):
        left = LEFT + at * (WIDE + 0.2) / 2
        box = Box(left=left, top=_TABLE, width=(WIDE - 0.2) / 2, height=_LINE * (len(some) + 1))
        rows = [asymmetry_row(matrix, each) for each in some]
        short = [[row[at] for at in _SHORT] for row in (PAIR_COLUMNS, *rows)]
        worth = [each.is_worth_a_look for each in some]
        _table(slide, box, short, (0.31, 0.31, 0.38), worth)


def _table(
    slide: Any,  # noqa: ANN401 - as above
    box: Box,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    worth: Sequence[bool],
) -> None:
    """Add low rows under a heading; those worth a look are bold."""
    made = empty_table(slide, box, len(rows), widths)
    for down, (row, is_bold) in enumerate(zip(rows, (True, *worth), strict=True)):
        made.rows[down].height = Inches(_LINE)
        for across, (text, width) in enumerate(zip(row, widths, strict=True)):
            cell = made.cell(down, across)
            ink = Ink(size=12, bold=is_bold)
            write(cell.text_frame, [shortened(text, int(box.width * width * _LETTERS))], ink)
            _close(cell, 0.1)
            if down % 2 == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(PALETTE.band)
