"""Every row read that is no line, with its reason and what stands in it."""

import pandas as pd

from checker.messages import Language
from checker.report.coded import encode, repeat
from checker.report.content import Report
from checker.report.words import name_reason, word
from checker.report.workbook.grid import Grid
from checker.report.workbook.layout import Book

LONGEST = 300
"""Characters shown of a row's cells."""

COLUMNS = {"path": 28, "sheet": 18, "row": 8, "set_aside_reason": 24, "row_content": 80}


def add_set_aside(book: Book, report: Report, language: Language) -> None:
    """Add the sheet; rows read = lines + these rows."""
    cells = {(source.path, source.name): source.cells for source in report.sources}
    table = {name: [word(language, f"column_{name}")] for name in COLUMNS}
    for entry in report.head["inputs"]:
        for sheet in entry["sheets"]:
            rows = [row["row"] for row in sheet["set_aside"]]
            table["path"] += [entry["path"]] * len(rows)
            table["sheet"] += [sheet["name"]] * len(rows)
            table["row"] += map(str, rows)
            table["set_aside_reason"] += [name_reason(language, row["reason"]) for row in sheet["set_aside"]]
            table["row_content"] += show_content(cells.get((entry["path"], sheet["name"])), rows)
    book.add_grid(
        Grid(
            name=word(language, "sheet_set_aside"),
            columns=tuple(encode(texts) for texts in table.values()),
            kinds=("text", "text", "text", "text", "wrap"),
            widths=tuple(COLUMNS.values()),
            styles=repeat("plain", len(table["row"])).put(0, "header"),
            header_row=1,
        )
    )


def show_content(cells: pd.DataFrame | None, rows: list[int]) -> list[str]:
    """Return the filled cells of rows, one text per row; ``""`` where the grid is not at hand."""
    if cells is None or not rows:
        return [""] * len(rows)
    places = cells.index.get_indexer(pd.Index(rows))
    columns = (column.array.take(places, allow_fill=True, fill_value="").tolist() for _, column in cells.items())
    return [" | ".join(filter(None, row))[:LONGEST] for row in zip(*columns, strict=True)]
