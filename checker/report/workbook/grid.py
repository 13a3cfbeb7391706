"""A sheet of rows before it is written: columns of texts with a style per row, whichever way it is then written."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from checker.report.safety import clean_cells

if TYPE_CHECKING:
    import pandas as pd

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
        columns: A series of texts per column, all of one length; ``""`` is an empty cell.
        kinds: Per column how its cells are written: ``number`` turns plain figures into numbers.
        widths: Per column its width in characters.
        styles: Per row the name of its style, see ``checker.report.workbook.styles``.
        header_row: 1-based row of the header: frozen, filtered from there, repeated on every printed page.
    """

    name: str
    columns: tuple["pd.Series[Any]", ...]
    kinds: tuple[Kind, ...]
    widths: tuple[float, ...]
    styles: "pd.Series[Any]"
    header_row: int

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.styles)


def settle_texts(texts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return texts that any spreadsheet program can hold: no control characters, line feeds only, not too long."""
    settled = clean_cells(texts.astype("str")).reset_index(drop=True)
    if settled.str.contains("\r", regex=False).any():
        settled = settled.str.replace("\r\n", "\n", regex=False).str.replace("\r", "\n", regex=False)
    if len(settled) and settled.str.len().max() > LONGEST_CELL:
        settled = settled.where(settled.str.len() <= LONGEST_CELL, settled.str.slice(0, LONGEST_CELL - 1) + "…")
    return settled


def settle(grid: Grid) -> Grid:
    """Return the grid with settled texts and no more columns than a sheet has."""
    kept = slice(0, MOST_COLUMNS)
    return replace(
        grid,
        columns=tuple(settle_texts(column) for column in grid.columns[kept]),
        kinds=grid.kinds[kept],
        widths=grid.widths[kept],
        styles=grid.styles.astype("str").reset_index(drop=True),
    )


def estimate_heights(grid: Grid) -> "pd.Series[Any]":
    """Return the height of every row in points: room for the lines of its wrapped cells, one line without any.

    Programs differ in whether they fit rows to wrapped text on opening, so the height is stated. A Chinese character is
    two characters wide.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 - here only

    lines = grid.styles.map(lambda style: 2 if style == "header" else 1).astype("int64")
    for texts, kind, width in zip(grid.columns, grid.kinds, grid.widths, strict=True):
        if kind in WRAPPED:
            length = texts.str.len().astype("int64")
            octets = pc.binary_length(to_arrow(texts)).to_numpy()
            shown = length + (octets - length) // 2
            lines = lines.clip(lower=texts.str.count("\n").astype("int64") + 1 + shown // int(width * WIDENED))
    return (lines.clip(upper=MOST_LINES) * LINE_HEIGHT).astype("int64")


def to_arrow(texts: "pd.Series[Any]") -> Any:  # noqa: ANN401 - an Arrow array
    """Return texts as one Arrow array."""
    import pyarrow as pa  # noqa: PLC0415 - here only

    array = pa.array(texts, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def split(grid: Grid, most_rows: int = MOST_ROWS) -> list[Grid]:
    """Return the grid as sheets of at most ``most_rows`` rows; every further sheet begins with the header again."""
    if len(grid) <= most_rows:
        return [grid]
    parts = [_take(grid, range(most_rows), grid.name, grid.header_row)]
    header = grid.header_row - 1
    for start in range(most_rows, len(grid), most_rows - 1):
        rows = [header, *range(start, min(start + most_rows - 1, len(grid)))]
        parts.append(_take(grid, rows, f"{grid.name} ({len(parts) + 1})", 1))
    return parts


def _take(grid: Grid, rows: "range | list[int]", name: str, header_row: int) -> Grid:
    def pick(column: "pd.Series[Any]") -> "pd.Series[Any]":
        return column.iloc[list(rows)].reset_index(drop=True)

    return replace(
        grid, name=name, columns=tuple(map(pick, grid.columns)), styles=pick(grid.styles), header_row=header_row
    )
