"""xls, ods and parquet."""

import struct
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from checker.tables.frames import frame_columns, frame_rows
from checker.tables.limits import MIB, Limits
from checker.tables.package import open_package, read_chunks
from checker.tables.sheet import CellFault, MergedRange, NumberFormat, Sheet, UnreadableTableError, plain_name
from checker.tables.workbook import choose_sheets, ensure_cells, word_value

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
CELLS = (f"{{{TABLE}}}table-cell", f"{{{TABLE}}}covered-table-cell")
WIDEST = 16384
MANIFEST = "META-INF/manifest.xml"
WORKBOOK_START = b"\x09\x08\x10\x00\x00\x06\x05\x00"
FILE_PASSWORD = 0x2F
PARQUET_SHARE = 5
"""A parquet file may hold so many times the cells of a dense sheet: it is read in columns."""


def read_ods(path: Path, sheets: Sequence[str], limits: Limits) -> tuple[Sheet, ...]:
    """Return the sheets of an OpenDocument spreadsheet.

    Raises:
        UnreadableTableError: The package is hostile, damaged or no spreadsheet.
    """
    with open_package(path, limits) as package:
        if "content.xml" not in package.namelist():
            raise UnreadableTableError("table_not_a_table", path=str(path))
        if MANIFEST in package.namelist() and any(
            b"encryption-data" in chunk for chunk in read_chunks(package, MANIFEST, path)
        ):
            raise UnreadableTableError("table_encrypted", path=str(path))
        marks = _scan_ods(package, path, limits)
    return tuple(_add_marks(sheet, marks[sheet.name]) for sheet in read_by_calamine(path, sheets))


@dataclass
class _Marks:
    """What the reader does not tell of a sheet: faults, and columns and rows of the cells in each currency."""

    faults: list[CellFault] = field(default_factory=list)
    currencies: dict[str, dict[int, list[int]]] = field(default_factory=dict)


def _add_marks(sheet: Sheet, marks: _Marks) -> Sheet:
    import numpy as np  # noqa: PLC0415 - with the data only

    formats = tuple(
        NumberFormat(f"[${code}] 0", {column: np.array(rows, dtype=np.int64) for column, rows in columns.items()})
        for code, columns in marks.currencies.items()
    )
    cells = ensure_cells(sheet.cells, marks.faults) if marks.faults else sheet.cells
    return replace(sheet, cells=cells, faults=tuple(marks.faults), formats=formats)


def _scan_ods(package: ZipFile, path: Path, limits: Limits) -> dict[str, _Marks]:
    """Return the marks of each sheet; rows that are repeated have those of their first.

    Raises:
        UnreadableTableError: The content is damaged, or repeated cells stand for more cells than a sheet may have.
    """
    from lxml import etree  # noqa: PLC0415 - only for ods

    found: dict[str, _Marks] = defaultdict(_Marks)
    marks, cells, number = _Marks(), 0, 1
    tags = (f"{{{TABLE}}}table", f"{{{TABLE}}}table-row")
    try:
        with package.open("content.xml") as stream:
            for event, element in etree.iterparse(
                stream, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
            ):
                if element.tag == tags[0]:
                    marks, number = found[element.get(f"{{{TABLE}}}name", "")], 1 if event == "start" else number
                elif event == "end":
                    width = _mark_row(element, number, marks)
                    repeated = int(element.get(f"{{{TABLE}}}number-rows-repeated", "1"))
                    cells, number = cells + width * repeated, number + repeated
                    element.clear()
                    if cells > limits.cells:
                        raise UnreadableTableError("table_too_many_cells", path=str(path), cells=f"{cells:,}")
    except (etree.XMLSyntaxError, ValueError, BadZipFile, EOFError, OSError, zlib_error) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    return found


def _mark_row(row: Any, number: int, marks: _Marks) -> int:  # noqa: ANN401 - lxml elements have no types
    """Note what is odd in the cells of a row, and return how many of them have content."""
    width, column = 0, 1
    for cell in row:
        if cell.tag not in CELLS:
            continue
        repeated = int(cell.get(f"{{{TABLE}}}number-columns-repeated", "1"))
        width += repeated if len(cell) else 0
        formula, kind = cell.get(f"{{{TABLE}}}formula"), cell.get(f"{{{OFFICE}}}value-type")
        text = "".join(cell.itertext()).strip()
        if cell.get(f"{{{CALC}}}value-type") == "error":
            marks.faults.append(CellFault(number, column, "error", text or str(formula)))
        elif formula is not None and kind is None and not text:
            marks.faults.append(CellFault(number, column, "formula", formula.split(":", 1)[-1]))
        elif currency := cell.get(f"{{{OFFICE}}}currency"):
            columns = marks.currencies.setdefault(currency, {})
            for place in range(column, column + min(repeated, WIDEST)):
                columns.setdefault(place, []).append(number)
        column += repeated
    return width


def read_by_calamine(path: Path, sheets: Sequence[str]) -> tuple[Sheet, ...]:
    """Return the sheets of an xls or ods file, typed cells worded as the grid promises.

    Raises:
        UnreadableTableError: The file is damaged, encrypted or no workbook.
    """
    import python_calamine as calamine  # noqa: PLC0415 - only for these formats

    if has_file_password(path):
        raise UnreadableTableError("table_encrypted", path=str(path))
    try:
        with path.open("rb") as stream:
            book = calamine.CalamineWorkbook.from_filelike(stream)
        return tuple(
            _read_sheet(book.get_sheet_by_name(name), name) for name in choose_sheets(path, book.sheet_names, sheets)
        )
    except calamine.PasswordError as error:
        raise UnreadableTableError("table_encrypted", path=str(path)) from error
    except BaseException as error:
        if not isinstance(error, calamine.CalamineError) and type(error).__name__ != "PanicException":
            raise
        raise UnreadableTableError("table_truncated", path=str(path)) from error


def has_file_password(path: Path) -> bool:
    """Whether an xls has a password record, of the old obfuscation too, which the reader would take for text."""
    with path.open("rb") as stream:
        head = stream.read(16 * MIB)
    start = head.find(WORKBOOK_START)
    if start < 0:
        return False
    place = start
    for _ in range(6):
        kind, length = struct.unpack_from("<HH", head, place) if place + 4 <= len(head) else (0, 0)
        if kind == FILE_PASSWORD:
            return True
        place += 4 + length
    return False


def _read_sheet(sheet: "object", name: str) -> Sheet:
    rows = [[word_value(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]  # type: ignore[attr-defined]
    merged = tuple(
        MergedRange(first[0] + 1, last[0] + 1, first[1] + 1, last[1] + 1)
        for first, last in (sheet.merged_cell_ranges or ())  # type: ignore[attr-defined]
    )
    return Sheet(name, frame_rows(rows), merged)


def read_parquet(path: Path, limits: Limits) -> tuple[Sheet, ...]:
    """Return a parquet file as one sheet whose first row is the header.

    Raises:
        UnreadableTableError: The file is damaged or too large.
    """
    import pyarrow as pa  # noqa: PLC0415 - only for parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(path) as file:
            cells = file.metadata.num_rows * file.metadata.num_columns
            if cells > PARQUET_SHARE * limits.cells:
                raise UnreadableTableError("table_too_many_cells", path=str(path), cells=f"{cells:,}")
            table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    columns = [
        pa.concat_arrays([pa.array([name], pa.large_string()), word_column(table.column(number).combine_chunks())])
        for number, name in enumerate(table.column_names)
    ]
    return (Sheet(plain_name(path), frame_columns(columns)),)


def word_column(column: Any) -> Any:  # noqa: ANN401 - Arrow arrays have no types
    """Return a column as texts, each distinct value worded once."""
    import pyarrow as pa  # noqa: PLC0415 - only for parquet
    import pyarrow.compute as pc  # noqa: PLC0415

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pc.fill_null(column.cast(pa.large_string()), "")
    if pa.types.is_nested(column.type):
        return pa.array(["" if value is None else str(value) for value in column.to_pylist()], pa.large_string())
    encoded = column.dictionary_encode()
    texts = ["" if value is None else word_value(value) for value in encoded.dictionary.to_pylist()]
    return pc.fill_null(pa.array(texts, pa.large_string()).take(encoded.indices), "")
