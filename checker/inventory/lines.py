"""The inventory as the other rooms see it: one frame of lines, and an account of every row that is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from checker.messages import Remark

TEXT_COLUMNS = (
    "path", "sheet", "sku", "product_name", "manufacturer", "model", "version", "specification",
    "seller", "shipment", "currency", "certificate_number", "remark",
)  # fmt: skip
"""Text as it stands in the cell, trimmed at the ends; ``""`` where empty or without a column.
``currency`` is the ISO code of a known name (``人民币`` → ``CNY``), stated by its column, the money cells, their headers or a
line above the table; an unknown name as it stands."""

NUMBER_COLUMNS = ("quantity", "sold_quantity", "stock_quantity", "unit_price", "amount", "unit_cost", "cost", "tax")
"""Object columns of :class:`decimal.Decimal`, None where empty, absent or unreadable; money in the line's currency.
``amount``, ``cost`` and ``tax`` are totals of the line, ``unit_price`` and ``unit_cost`` are per piece."""

DATE_COLUMNS = ("date", "certificate_valid_until")
"""``datetime64[s]``, NaT where empty, absent or unreadable. ``date`` is the day of sale."""

LINE_COLUMNS = ("row", *TEXT_COLUMNS, *NUMBER_COLUMNS, *DATE_COLUMNS, "unreadable", "problems")
"""``row`` is the 1-based row in the file (int64); ``problems`` a tuple of :class:`checker.messages.Remark`, mostly empty.
A problem's evidence has ``cell`` (address), ``text`` and ``field``. ``unreadable`` (bool): a cell that scope or certificate are decided
from (name, model, specification, version, maker, certificate number) has no value, or the row names no product at all: its text is ``""``
and the line must not come out better than ``review``."""


@dataclass(frozen=True)
class MappedColumn:
    """A column of the sheet and the field it was taken for: ``letter`` e.g. ``C``, ``header`` as printed."""

    letter: str
    header: str


@dataclass(frozen=True)
class SetAside:
    """A row read that is not a line; ``reason`` is a message code such as ``blank``, ``title``, ``header``, ``subtotal``."""

    row: int
    reason: str


@dataclass(frozen=True)
class SheetReading:
    """How one sheet was read.

    Attributes:
        name: The sheet's name.
        header_row: 1-based row of the header (its last row when there are two), or None when no header was found.
        columns: Mapped fields, in sheet order.
        ignored: Headers of columns that were taken for no field.
        rows_read: All rows from the first to the last with content; equals ``lines`` plus ``len(set_aside)``.
        lines: Rows that became lines.
        set_aside: Every other row.
        cells: The raw grid, see :class:`checker.tables.sheet.Sheet`.
        looks_tabular: No header was found although the sheet, or the part of it above the header, looks like a table: a person must look.
        notes: What else a reader should know of the sheet, e.g. that hidden rows were read.
    """

    name: str
    header_row: int | None
    columns: Mapping[str, MappedColumn]
    ignored: tuple[str, ...]
    rows_read: int
    lines: int
    set_aside: tuple[SetAside, ...]
    cells: pd.DataFrame
    looks_tabular: bool = False
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Inventory:
    """One inventory file: its account and its lines (columns :data:`LINE_COLUMNS`, index 0…n-1 in file order)."""

    path: Path
    sha256: str
    sheets: tuple[SheetReading, ...]
    lines: pd.DataFrame
