"""The reader's own rows, in their own order and columns, with what was found beside them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from checker.messages import Language
from checker.numbering import Numbers
from checker.report.coded import Coded, encode, encode_numbers, repeat
from checker.report.columns import Columns
from checker.report.content import Report, SourceSheet
from checker.report.words import word
from checker.report.workbook.grid import MOST_COLUMNS, Grid, Kind

ADDED: dict[str, tuple[float, Kind]] = {
    "verdict": (13, "strong"), "categories": (12, "text"), "certificate_number": (20, "text"),
    "certificate_valid_until": (12, "text"), "reasons_zh": (50, "text"), "reasons_en": (50, "text"),
    "problems": (24, "text"),
}  # fmt: skip
"""Columns added to the right of the reader's own, with their widths."""

WIDEST = 40

FIELDS = ("path", "sheet", "row", "sku", "product_name", "manufacturer", "model", "version", "seller", "date")
"""What is shown of a line where the reader's own grid is not at hand."""


def list_details(report: Report, language: Language) -> Iterator[Grid]:
    """Yield a grid per sheet of the inventory: row n of the grid is row n of the sheet.

    A report read back from JSON does not have the reader's grid; its lines are shown with the fields that were read.
    """
    columns = report.columns
    added, styles = list_added(columns, language), columns["verdict"]
    if not report.sources:
        rows = np.arange(1, len(columns) + 1)
        yield set_beside(lay_out_fields(columns, language), added, styles, rows, language)
        return
    places = {(path, sheet): rows for path, sheet, rows in columns.split_sheets()}
    name = word(language, "sheet_detail")
    for source in report.sources:
        chosen = places.get((source.path, source.name))
        if chosen is None:
            continue
        grid = lay_out(source, name if len(report.sources) == 1 else f"{name} {source.name}")
        found = [column.take(chosen) for column in added]
        rows = columns.lines["row"].to_numpy()[chosen] - 1
        yield set_beside(grid, found, styles.take(chosen), rows, language)


def list_added(columns: Columns, language: Language) -> list[Coded]:
    """Return the added columns of every line."""
    return [
        columns["verdict"].word(lambda code: word(language, f"verdict_{code}")),
        *(columns[name] for name in ("categories", "certificate_number", "certificate_valid_until")),
        columns.join("reasons", "zh", " "),
        columns.join("reasons", "en", " "),
        columns.join("problems", language, " "),
    ]


def lay_out(source: SourceSheet, name: str) -> Grid:
    """Return the grid of one sheet's own cells; rows that are no lines are grey."""
    rows, count = source.cells.index.to_numpy() - 1, int(source.cells.index.max())
    kept = list(source.cells)[: MOST_COLUMNS - len(ADDED)]
    columns = [encode(source.cells[column]).spread(rows, count) for column in kept]
    header_row = source.header_row or 1
    return Grid(
        name=name,
        columns=tuple(columns),
        kinds=tuple("number" if column in source.numeric else "text" for column in kept),
        widths=tuple(guess_width(column) for column in columns),
        styles=repeat("aside", count).put(header_row - 1, "header"),
        header_row=header_row,
    )


def set_beside(grid: Grid, added: list[Coded], styles: Coded, rows: Numbers, language: Language) -> Grid:
    """Return a grid with the added columns to its right: their texts and styles go to the given 0-based rows."""
    header = grid.header_row - 1
    titled = [
        column.spread(rows, len(grid)).put(header, word(language, f"column_{name}"))
        for name, column in zip(ADDED, added, strict=True)
    ]
    return replace(
        grid,
        columns=(*grid.columns, *titled),
        kinds=(*grid.kinds, *(kind for _, kind in ADDED.values())),
        widths=(*grid.widths, *(width for width, _ in ADDED.values())),
        styles=styles.spread(rows, len(grid), "aside").put(header, "header"),
    )


def lay_out_fields(columns: Columns, language: Language) -> Grid:
    """Return the grid of all lines with the fields that were read from them, under a header."""
    shown = [encode_numbers(columns.lines[name]) if name == "row" else columns[name] for name in FIELDS]
    return Grid(
        name=word(language, "sheet_detail"),
        columns=tuple(
            column.head(word(language, f"column_{name}")) for name, column in zip(FIELDS, shown, strict=True)
        ),
        kinds=tuple("text" for _ in FIELDS),
        widths=tuple(guess_width(column) for column in shown),
        styles=repeat("header", len(columns) + 1),
        header_row=1,
    )


def guess_width(column: Coded) -> float:
    """Return a width that shows most cells of a column, judged by its first rows."""
    first = column.take(slice(0, 500))
    shown = np.array([sum(2 if ord(mark) > 0x2E80 else 1 for mark in text) for text in first.texts.to_pylist()])
    lengths = shown[first.codes]
    lengths = lengths[lengths > 0]
    return min(max(float(np.quantile(lengths, 0.9)) + 2 if len(lengths) else 8, 8), WIDEST)
