"""The silo matrix on paper: a page with the matrix, and the pairs that rate each other."""

from analysis.exporters.print_blocks import Block, Page, head, page, table, text
from analysis.exporters.silo_grid import (
    HOW_TO_READ,
    Grid,
    pairs_of,
    signs_lines,
    silo_grids,
)
from analysis.report import SiloMatrix
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

_WIDTHS = (1.1, 1.1, 1.05, 1.05, 0.95, 0.75)
_ROWS = 21
"""The most that stand on one page below one another."""


def silo_pages(matrix: SiloMatrix | None) -> list[Page]:
    """Return the matrix and its pairs; nothing where none was asked."""
    return [] if matrix is None else [_matrix(matrix), _pairs(matrix)]


def _matrix(matrix: SiloMatrix) -> Page:
    blocks = [text(HOW_TO_READ), *map(_grid, silo_grids(matrix, rows=_ROWS))]
    blocks += [{"kind": "lines", "lines": signs_lines(matrix)}]
    blocks += [text(f"{everyone_finding(matrix)}."), text(SILOS_NOTE)]
    return page(matrix_finding(matrix), blocks, faint=matrix.text.get("staff", ""), scales=False)


def _grid(grid: Grid) -> Block:
    rows = [
        {
            "name": rater,
            "fields": [
                {
                    "lines": [each.said, each.limits, each.answers],
                    "fill": each.fill,
                    "ink": each.ink,
                }
                for each in fields
            ],
        }
        for rater, fields in grid.rows
    ]
    return {"kind": "matrix", "head": list(grid.rated), "rows": rows}


def _pairs(matrix: SiloMatrix) -> Page:
    blocks = [text(asymmetries_sentence(matrix))]
    blocks += [text(asymmetry_sentence(matrix, each)) for each in worth_a_look(matrix)]
    rows = [asymmetry_row(matrix, each) for each in pairs_of(matrix)]
    if rows:
        blocks += [
            head("Every pair that can be compared"),
            table(PAIR_COLUMNS, rows, widths=_WIDTHS),
        ]
    blocks += map(text, not_compared_lines(matrix))
    return page("Where two departments see it differently", blocks, starts=False, scales=False)
