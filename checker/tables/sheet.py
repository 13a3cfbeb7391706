"""The raw grid that every reader of this room returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class MergedRange:
    """A merged block of cells; all four numbers are 1-based and inclusive. Its value stands in the first cell."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class CellFault:
    """A cell whose value cannot be had.

    Attributes:
        row: 1-based row in the file.
        column: 1-based column in the file.
        kind: ``formula`` (no stored value) or ``error`` (an error cell).
        text: The formula or the error, e.g. ``=F7*2`` or ``#REF!``.
    """

    row: int
    column: int
    kind: str
    text: str


@dataclass(frozen=True, eq=False)
class NumberFormat:
    """A number format that shows words or a sign beside the number, and where it is used.

    Attributes:
        code: The format as stored, e.g. ``[$€-2] #,##0.00``.
        cells: 1-based column to the rows of its cells in that format, in any order.
    """

    code: str
    cells: Mapping[int, np.ndarray]


@dataclass(frozen=True)
class Sheet:
    """One sheet as it stands in the file, nothing interpreted.

    Attributes:
        name: The sheet's name; for csv and parquet the file's name.
        cells: Every cell as text. Index: 1-based row numbers of the file, ascending; columns: 1-based column
            numbers, ascending from 1. An empty cell is ``""``, never missing. Text is kept to the letter (``00012``, ``1E5``); a number
            is its shortest decimal text without exponent (``5``, ``5471.9``); a truth value is ``true`` or ``false``; a date cell is ISO
            text (``2026-03-05`` or ``2026-03-05 14:30:00``); a formula is its stored value. The frame ends at the last row with content;
            blank rows before it are present, except in a sheet with a stray far cell, which has its rows with content only.
        merged: Merged blocks, in reading order.
        faults: Cells without a value that are not empty, in reading order.
        hidden: The sheet itself is hidden; it is read all the same.
        hidden_rows: Number of its hidden rows, read all the same.
        hidden_columns: Number of its hidden columns, read all the same.
        formats: Number formats that show words or a sign beside the number; known of xlsx and ods only.
        heading: The paragraph that stands right before a table of a document, ``""`` for none and in workbooks.
    """

    name: str
    cells: pd.DataFrame
    merged: tuple[MergedRange, ...] = ()
    faults: tuple[CellFault, ...] = ()
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    heading: str = ""
    formats: tuple[NumberFormat, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """A file's sheets in their order, with the sha256 of the bytes that were read."""

    path: Path
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = field(default=())


class UnreadableTableError(Exception):
    """A file that cannot be read as a table.

    Attributes:
        code: Message code, e.g. ``encrypted``, ``truncated``, ``zip_bomb``, ``not_a_table``; see ``directory_data/messages/tables.toml``.
        facts: What the message is filled with; always has ``path``.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def plain_name(path: Path) -> str:
    """Return a file's name as :func:`plain_text`."""
    return plain_text(path.name)


def plain_text(text: str) -> str:
    """Return a path as text that can be stored and printed: bytes that are no UTF-8 become a replacement sign."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def cell_address(row: int, column: int) -> str:
    """Return the spreadsheet address of a cell from its 1-based row and column, e.g. ``(7, 6)`` → ``F7``."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """Return the letters of a 1-based column, e.g. 27 → ``AA``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based number of a column from its letters, e.g. ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
