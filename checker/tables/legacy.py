"""xls, ods and parquet."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from checker.tables.limits import Limits
from checker.tables.package import open_package, read_chunks
from checker.tables.sheet import MergedRange, Sheet, UnreadableTableError
from checker.tables.workbook import choose_sheets, settle_grid, word_value


def read_ods(path: Path, sheets: Sequence[str], limits: Limits) -> tuple[Sheet, ...]:
    """Return the sheets of an OpenDocument spreadsheet.

    Raises:
        UnreadableTableError: The package is hostile, damaged or no spreadsheet.
    """
    with open_package(path, limits) as package:
        if "content.xml" not in package.namelist():
            raise UnreadableTableError("table_not_a_table", path=str(path))
        if any(b"encryption-data" in chunk for chunk in read_chunks(package, "META-INF/manifest.xml", path)):
            raise UnreadableTableError("table_encrypted", path=str(path))
    return read_by_calamine(path, sheets)


def read_by_calamine(path: Path, sheets: Sequence[str]) -> tuple[Sheet, ...]:
    """Return the sheets of an xls or ods file, typed cells worded as the grid promises.

    Raises:
        UnreadableTableError: The file is damaged, encrypted or no workbook.
    """
    import python_calamine as calamine  # noqa: PLC0415 - only for these formats

    try:
        book = calamine.CalamineWorkbook.from_path(path)
        return tuple(
            _read_sheet(book.get_sheet_by_name(name), name) for name in choose_sheets(path, book.sheet_names, sheets)
        )
    except calamine.PasswordError as error:
        raise UnreadableTableError("table_encrypted", path=str(path)) from error
    except calamine.CalamineError as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error


def _read_sheet(sheet: "object", name: str) -> Sheet:
    rows = [[word_value(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]  # type: ignore[attr-defined]
    merged = tuple(
        MergedRange(first[0] + 1, last[0] + 1, first[1] + 1, last[1] + 1)
        for first, last in (sheet.merged_cell_ranges or ())  # type: ignore[attr-defined]
    )
    return Sheet(name, settle_grid(pd.DataFrame(rows, dtype="str")), merged)


def read_parquet(path: Path) -> tuple[Sheet, ...]:
    """Return a parquet file as one sheet whose first row is the header.

    Raises:
        UnreadableTableError: The file is damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 - only for parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    columns = [_word_column(table.column(number).combine_chunks()) for number in range(table.num_columns)]
    frame = pd.concat(
        [pd.Series([name, *texts]) for name, texts in zip(table.column_names, columns, strict=True)], axis=1
    )
    return (Sheet(path.name, settle_grid(frame)),)


def _word_column(column: "object") -> list[str]:
    import pyarrow as pa  # noqa: PLC0415 - only for parquet

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):  # type: ignore[attr-defined]
        return ["" if text is None else text for text in column.to_pylist()]  # type: ignore[attr-defined]
    return ["" if value is None else word_value(value) for value in column.to_pylist()]  # type: ignore[attr-defined]
