"""The reader's own rows, in their own order and columns, with what was found beside them."""

from collections.abc import Iterator

import pandas as pd

from checker.messages import Language
from checker.report.content import Report, SourceSheet
from checker.report.items import join_texts
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
    added = add_columns(report.lines, language)
    if not report.sources:
        yield lay_out_fields(report, added, language)
    places = report.lines.groupby(["path", "sheet"], sort=False).indices
    for source in report.sources:
        positions = places.get((source.path, source.name))
        if positions is not None:
            rows = report.lines["row"].iloc[positions]
            yield lay_out(source, added.iloc[positions].set_axis(rows), language, several=len(report.sources) > 1)


def add_columns(lines: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the added columns of every line, as texts, and the verdict's code under ``style``."""
    texts = {
        "verdict": lines["verdict"].map(
            {code: word(language, f"verdict_{code}") for code in lines["verdict"].unique()}
        ),
        **{name: lines[name] for name in ("categories", "certificate_number", "certificate_valid_until")},
        **{f"reasons_{one}": join_texts(lines["reasons"], one, " ") for one in ("zh", "en")},
        "problems": join_texts(lines["problems"], language, " "),
        "style": lines["verdict"],
    }
    return pd.DataFrame({name: column.astype("str") for name, column in texts.items()}, index=lines.index)


def lay_out(source: SourceSheet, added: pd.DataFrame, language: Language, *, several: bool) -> Grid:
    """Return the grid of one sheet: its own cells, then the added columns; rows that are no lines are grey."""
    cells = source.cells.reindex(range(1, int(source.cells.index.max()) + 1), fill_value="")
    cells = cells.iloc[:, : MOST_COLUMNS - len(ADDED)]
    header_row = source.header_row or 1
    beside = added.reindex(cells.index)
    styles = beside.pop("style").fillna("aside")
    styles[header_row] = "header"
    beside = beside.fillna("")
    beside.loc[header_row] = [word(language, f"column_{name}") for name in ADDED]
    return Grid(
        name=f"{word(language, 'sheet_detail')} {source.name}" if several else word(language, "sheet_detail"),
        columns=(*(cells[name] for name in cells), *(beside[name] for name in ADDED)),
        kinds=(
            *("number" if name in source.numeric else "text" for name in cells),
            *(kind for _, kind in ADDED.values()),
        ),
        widths=(*(guess_width(cells[name]) for name in cells), *(width for width, _ in ADDED.values())),
        styles=styles,
        header_row=header_row,
    )


def lay_out_fields(report: Report, added: pd.DataFrame, language: Language) -> Grid:
    """Return all lines with the fields that were read from them, then the added columns."""
    lines = report.lines
    fields = {name: lines[name].astype("str") for name in FIELDS} | {name: added[name] for name in ADDED}
    titles = {name: pd.Series([word(language, f"column_{name}")], dtype="str") for name in fields}
    header = pd.Series(["header"], dtype="str")
    plain: list[Kind] = ["text"] * len(FIELDS)
    return Grid(
        name=word(language, "sheet_detail"),
        columns=tuple(pd.concat([titles[name], texts], ignore_index=True) for name, texts in fields.items()),
        kinds=(*plain, *(kind for _, kind in ADDED.values())),
        widths=(*(guess_width(lines[name].astype("str")) for name in FIELDS), *(width for width, _ in ADDED.values())),
        styles=pd.concat([header, added["style"]], ignore_index=True),
        header_row=1,
    )


def guess_width(texts: "pd.Series[str]") -> float:
    """Return a width that shows most cells of a column, judged by its first rows."""
    lengths = texts.head(500).map(lambda text: sum(2 if ord(mark) > 0x2E80 else 1 for mark in text))
    lengths = lengths[lengths > 0]
    return min(max(float(lengths.quantile(0.9)) + 2 if len(lengths) else 8, 8), WIDEST)
