"""xls, ods and parquet."""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from checker.tables.frames import frame_columns, frame_rows
from checker.tables.limits import MIB, Limits
from checker.tables.package import open_package, read_chunks
from checker.tables.sheet import MergedRange, Sheet, UnreadableTableError, plain_name
from checker.tables.workbook import choose_sheets, word_value

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
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
        _guard_repeats(package, path, limits)
    return read_by_calamine(path, sheets)


def _guard_repeats(package: ZipFile, path: Path, limits: Limits) -> None:
    """Refuse a sheet in which repeated cells with content stand for more cells than a sheet may have."""
    from lxml import etree  # noqa: PLC0415 - only for ods

    cells = 0
    try:
        with package.open("content.xml") as stream:
            for _, row in etree.iterparse(stream, tag=f"{{{TABLE}}}table-row", resolve_entities=False, no_network=True):
                width = sum(int(cell.get(f"{{{TABLE}}}number-columns-repeated", "1")) for cell in row if len(cell))
                cells += width * int(row.get(f"{{{TABLE}}}number-rows-repeated", "1"))
                row.clear()
                if cells > limits.cells:
                    raise UnreadableTableError("table_too_many_cells", path=str(path), cells=f"{cells:,}")
    except (etree.XMLSyntaxError, ValueError, BadZipFile, EOFError, OSError, zlib_error) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error


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
