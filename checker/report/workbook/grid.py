"""A sheet of rows before it is written: columns of texts with a style per row, whichever way it is then written."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checker.numbering import Numbers
from checker.report.coded import Coded
from checker.report.safety import clean_cells
from checker.report.weave import choose, join

Kind = Literal["text", "number", "strong", "wrap", "bare", "note", "input"]

MOST_ROWS = 1_048_576
"""Rows of a sheet in Excel."""

MOST_COLUMNS = 16_384
LONGEST_CELL = 32_767
LINE_HEIGHT = 15
WRAPPED: tuple[Kind, ...] = ("wrap", "note")
WIDENED = 1.15
"""How many characters of the workbook's font go into one unit of width, which is that of the larger standard font."""

MOST_LINES = 27
"""A row is at most 409 points high."""

NUMBER = r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?$"
"""What is written as a number in a column of figures: nothing that would lose a digit or a leading zero."""


@dataclass(frozen=True)
class Grid:
    """Rows of one sheet, header included.

    Attributes:
        name: Name of the sheet.
        columns: The texts of every column, all of one length; ``""`` is an empty cell.
        kinds: Per column how its cells are written: ``number`` turns plain figures into numbers.
        widths: Per column its width in characters.
        styles: Per row the name of its style, see ``checker.report.workbook.styles``.
        header_row: 1-based row of the header: frozen, filtered from there, repeated on every printed page.
    """

    name: str
    columns: tuple[Coded, ...]
    kinds: tuple[Kind, ...]
    widths: tuple[float, ...]
    styles: Coded
    header_row: int

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.styles)


def settle_texts(texts: pa.Array) -> pa.Array:
    """Return texts that any spreadsheet program can hold: no control characters, line feeds only, not too long."""
    settled = clean_cells(texts)
    if pc.any(pc.match_substring(settled, "\r")).as_py():
        settled = pc.replace_substring(pc.replace_substring(settled, "\r\n", "\n"), "\r", "\n")
    if (pc.max(pc.binary_length(settled)).as_py() or 0) > LONGEST_CELL:
        long = pc.greater(pc.utf8_length(settled), LONGEST_CELL)
        settled = choose(long, join(pc.utf8_slice_codeunits(settled, 0, LONGEST_CELL - 1), "…"), settled)
    return settled


def settle(grid: Grid) -> Grid:
    """Return the grid with settled texts and no more columns than a sheet has."""
    kept = slice(0, MOST_COLUMNS)
    return replace(
        grid,
        columns=tuple(column.turn(settle_texts) for column in grid.columns[kept]),
        kinds=grid.kinds[kept],
        widths=grid.widths[kept],
    )


def estimate_heights(grid: Grid) -> Numbers:
    """Return the height of every row in points: room for the lines of its wrapped cells, one line without any.

    Programs differ in whether they fit rows to wrapped text on opening, so the height is stated. A Chinese character is
    two characters wide.
    """
    lines = grid.styles.find("header").astype(np.int64) + 1
    for column, kind, width in zip(grid.columns, grid.kinds, grid.widths, strict=True):
        if kind in WRAPPED:
            lines = np.maximum(lines, count_lines(column.texts, width)[column.codes])
    heights: Numbers = np.minimum(lines, MOST_LINES) * LINE_HEIGHT
    return heights


def count_lines(texts: pa.Array, width: float) -> Numbers:
    """Return how many lines each text fills in a cell of a width."""
    length, octets = pc.utf8_length(texts).to_numpy(), pc.binary_length(texts).to_numpy()
    shown = length + (octets - length) // 2
    lines: Numbers = pc.count_substring(texts, "\n").to_numpy() + 1 + shown // int(width * WIDENED)
    return lines


def split(grid: Grid, most_rows: int = MOST_ROWS) -> list[Grid]:
    """Return the grid as sheets of at most ``most_rows`` rows; every further sheet begins with the header again."""
    if len(grid) <= most_rows:
        return [grid]
    parts = [_take(grid, np.arange(most_rows), grid.name, grid.header_row)]
    header = grid.header_row - 1
    for start in range(most_rows, len(grid), most_rows - 1):
        rows = np.array([header, *range(start, min(start + most_rows - 1, len(grid)))])
        parts.append(_take(grid, rows, f"{grid.name} ({len(parts) + 1})", 1))
    return parts


def _take(grid: Grid, rows: Numbers, name: str, header_row: int) -> Grid:
    columns = tuple(column.take(rows) for column in grid.columns)
    return replace(grid, name=name, columns=columns, styles=grid.styles.take(rows), header_row=header_row)
