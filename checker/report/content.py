"""What a report says, in one form for every format: a head of plain values and a flat table of lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from checker.report.account import check_account
from checker.report.columns import Columns
from checker.report.exposure import describe_exposure
from checker.report.head import describe_basis, describe_decisions, describe_inputs, describe_summary
from checker.report.items import list_items
from checker.result import CheckResult

SCHEMA_VERSION = "1"


@dataclass(frozen=True)
class SourceSheet:
    """The reader's own grid of one sheet.

    Attributes:
        path: The file.
        name: The sheet's name.
        header_row: 1-based row of the header, None when none was found.
        cells: As in :class:`checker.tables.sheet.Sheet`.
        numeric: 1-based columns that were taken for figures.
    """

    path: str
    name: str
    header_row: int | None
    cells: pd.DataFrame
    numeric: frozenset[int]


@dataclass(frozen=True)
class Report:
    """Everything a format may show.

    Attributes:
        head: The report JSON without its items: plain dictionaries, lists, texts and numbers.
        lines: One row per line, see ``checker.report.items.ITEM_COLUMNS``.
        sources: The sheets as they stand in the files; empty for a report read back from JSON.
    """

    head: Mapping[str, Any]
    lines: pd.DataFrame
    sources: tuple[SourceSheet, ...] = field(default=(), repr=False)

    @cached_property
    def columns(self) -> Columns:
        """The columns of ``lines``, as formats that write many lines want them."""
        return Columns(self.lines)


def build_report(result: CheckResult) -> Report:
    """Return what a report says of a result.

    Raises:
        AccountError: A row read is neither a line nor set aside; no report may be written.
    """
    check_account(result)
    return Report(describe_head(result), list_items(result), list_sources(result))


def describe_head(result: CheckResult) -> dict[str, Any]:
    """Return the report without its lines."""
    return {
        "schema_version": SCHEMA_VERSION,
        "basis": describe_basis(result),
        "inputs": describe_inputs(result),
        "summary": describe_summary(result),
        **describe_exposure(result),
        "decisions": describe_decisions(result),
        "changes": None,
    }


def list_sources(result: CheckResult) -> tuple[SourceSheet, ...]:
    """Return the sheets of all files with the columns that were taken for figures."""
    from checker.inventory.lines import NUMBER_COLUMNS  # noqa: PLC0415 - one name
    from checker.tables.sheet import column_number  # noqa: PLC0415 - likewise

    return tuple(
        SourceSheet(
            path=str(inventory.path),
            name=sheet.name,
            header_row=sheet.header_row,
            cells=sheet.cells,
            numeric=frozenset(
                column_number(column.letter) for name, column in sheet.columns.items() if name in NUMBER_COLUMNS
            ),
        )
        for inventory in result.inventories
        for sheet in inventory.sheets
    )
