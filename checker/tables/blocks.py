"""Paragraphs and tables of a document in reading order, put together from the events of a markup walk.

html and Word differ in their tags, not in their shape: both walks drive the same builder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from checker.tables.sheet import MergedRange, Sheet, UnreadableTableError

LARGEST_SPAN = 1000
DEEPEST_NESTING = 40
MOST_CELLS = 5_000_000
MOST_COLUMNS = 16_384


@dataclass(frozen=True)
class Paragraph:
    """One line of running text, blanks trimmed, never empty."""

    text: str


Block = Paragraph | Sheet


@dataclass
class _Cell:
    columns: int
    rows: int
    continues: bool
    items: "list[str | _Table]" = field(default_factory=list)


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)


class BlockBuilder:
    """Collects what a walk over a document reports.

    Args:
        path: The document, for errors.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._items: list[str | _Table] = []
        self._open: list[_Table] = []
        self._too_deep = 0
        self._line: list[str] = []

    def add_text(self, text: str) -> None:
        """Add to the line that is being written."""
        self._line.append(text)

    def end_line(self) -> None:
        """End the line; an empty one leaves nothing."""
        text = "".join(self._line).strip()
        self._line.clear()
        if text:
            self._sink().append(text)

    def start_table(self) -> None:
        """Open a table, perhaps inside a cell."""
        self.end_line()
        if len(self._open) >= DEEPEST_NESTING:
            self._too_deep += 1
            return
        table = _Table()
        self._sink().append(table)
        self._open.append(table)

    def end_table(self) -> None:
        """Close the innermost table."""
        self.end_line()
        if self._too_deep:
            self._too_deep -= 1
        elif self._open:
            self._open.pop()

    def start_row(self) -> None:
        """Open a row of the innermost table."""
        self.end_line()
        if self._open and not self._too_deep:
            self._open[-1].rows.append([])

    def start_cell(self, columns: int = 1, rows: int = 1, *, continues: bool = False) -> None:
        """Open a cell.

        Args:
            columns: How many columns it spans.
            rows: How many rows it spans; 0 for all that are left.
            continues: Whether it is the lower part of the cell above (Word).
        """
        self.end_line()
        if self._open and not self._too_deep:
            table = self._open[-1]
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(_Cell(min(max(columns, 1), LARGEST_SPAN), rows, continues))

    def end_cell(self) -> None:
        """Close the cell."""
        self.end_line()

    def finish(self) -> tuple[Block, ...]:
        """Return the blocks in reading order; a table that only lays out others is dissolved into what it holds."""
        self.end_line()
        return name_sheets(list(self._dissolve(self._items)))

    def _sink(self) -> "list[str | _Table]":
        for table in reversed(self._open):
            if table.rows and table.rows[-1]:
                return table.rows[-1][-1].items
        return self._items

    def _dissolve(self, items: "list[str | _Table]") -> Iterator[Block]:
        for item in items:
            if isinstance(item, str):
                yield Paragraph(item)
            elif any(_holds_tables(cell) for row in item.rows for cell in row):
                for row in item.rows:
                    for cell in row:
                        yield from self._dissolve(cell.items)
            elif item.rows:
                yield self._settle(item)

    def _settle(self, table: _Table) -> Sheet:
        """Place the cells of a table on its grid."""
        grid: dict[int, dict[int, str]] = {}
        taken: dict[int, set[int]] = {}
        merged: list[MergedRange] = []
        height, cells, above = len(table.rows), 0, dict[int, int]()
        for row, placed in enumerate(table.rows, start=1):
            column, started = 1, dict[int, int]()
            for cell in placed:
                while column in taken.get(row, ()):
                    column += 1
                if cell.continues and column in above:
                    place = above[column]
                    block = merged[place]
                    merged[place] = MergedRange(block.first_row, row, block.first_column, block.last_column)
                    started[column] = place
                else:
                    last = height if cell.rows == 0 else min(row + cell.rows - 1, height)
                    started[column] = len(merged)
                    merged.append(MergedRange(row, max(last, row), column, column + cell.columns - 1))
                    cells += cell.columns * (max(last, row) - row + 1)
                    if cells > MOST_CELLS or column > MOST_COLUMNS:
                        raise UnreadableTableError("table_grid_too_large", path=str(self._path))
                    for lower in range(row + 1, last + 1):
                        taken.setdefault(lower, set()).update(range(column, column + cell.columns))
                text = "\n".join(_lines(cell))
                if text:
                    grid.setdefault(row, {})[column] = text
                column += cell.columns
            above = started
        width = max((block.last_column for block in merged), default=0)
        return make_sheet("", grid, height, width, merged)


def _holds_tables(cell: _Cell) -> bool:
    """Whether a cell holds a table of more than one column; a list of lines set as a table is text."""
    return any(
        isinstance(item, _Table) and any(len(row) > 1 or any(map(_holds_tables, row)) for row in item.rows)
        for item in cell.items
    )


def _lines(cell: _Cell) -> Iterator[str]:
    for item in cell.items:
        if isinstance(item, str):
            yield item
        else:
            for row in item.rows:
                for inner in row:
                    yield from _lines(inner)


def make_sheet(name: str, grid: dict[int, dict[int, str]], height: int, width: int, merged: list[MergedRange]) -> Sheet:
    """Return a grid given by row and column as a sheet; blocks of one cell are not merged."""
    last = max(grid, default=0)
    cells = pd.DataFrame(
        [
            [grid.get(row, {}).get(column, "") for column in range(1, width + 1)]
            for row in range(1, min(last, height) + 1)
        ],
        index=pd.RangeIndex(1, min(last, height) + 1),
        columns=pd.RangeIndex(1, width + 1),
        dtype="str",
    )
    blocks = tuple(
        block for block in merged if block.first_row != block.last_row or block.first_column != block.last_column
    )
    return Sheet(name, cells, blocks)


def name_sheets(blocks: list[Block]) -> tuple[Block, ...]:
    """Return the blocks with every table named by its number and the paragraph before it, e.g. ``表2 防火墙``."""
    named: list[Block] = []
    heading, number = "", 0
    for block in blocks:
        if isinstance(block, Paragraph):
            heading = block.text if len(block.text) <= 40 else ""
            named.append(block)
        else:
            number += 1
            name = f"表{number} {heading}".strip()
            named.append(Sheet(name, block.cells, block.merged, block.faults, heading=heading))
            heading = ""
    return tuple(named)


def only_sheets(blocks: tuple[Block, ...]) -> tuple[Sheet, ...]:
    """Return the tables among the blocks."""
    return tuple(block for block in blocks if isinstance(block, Sheet))
