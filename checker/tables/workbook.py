"""xlsx and xlsm: fastexcel reads what a look at the XML found harmless, in pieces or whole; openpyxl where the extent is absurd."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

import pandas as pd

from checker.tables.cutting import UnusualSheetError
from checker.tables.frames import frame_columns, frame_texts
from checker.tables.limits import Limits
from checker.tables.package import open_package, read_chunks
from checker.tables.pieces import read_pieces, survey_sheet
from checker.tables.scan import SheetScan
from checker.tables.sheet import CellFault, Sheet, UnreadableTableError
from checker.tables.styles import read_formats

USUAL_ENDINGS = (".xlsx", ".xlsm")


def read_xlsx(path: Path, sheets: Sequence[str], limits: Limits) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx or xlsm file, hidden ones too.

    Raises:
        UnreadableTableError: The package is hostile, damaged or no workbook, or a sheet asked for is not there.
    """
    with open_package(path, limits) as package:
        parts = _find_sheet_parts(package, path)
        formats = read_formats(package, path)
        return tuple(
            _read_sheet(package, path, name, parts[name], formats, limits)
            for name in choose_sheets(path, list(parts), sheets)
        )


def choose_sheets(path: Path, names: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the names to read in file order.

    Raises:
        UnreadableTableError: A wanted name is not there, or there are no sheets.
    """
    if not names:
        raise UnreadableTableError("table_no_sheets", path=str(path))
    for name in wanted:
        if name not in names:
            raise UnreadableTableError("table_no_such_sheet", path=str(path), sheet=name, sheets="、".join(names))
    return [name for name in names if not wanted or name in wanted]


@dataclass(frozen=True)
class SheetPart:
    """Where a worksheet lies in the package, and whether it is hidden."""

    part: str
    hidden: bool


def _find_sheet_parts(package: ZipFile, path: Path) -> dict[str, SheetPart]:
    """Return the worksheets by name, in the order of the workbook."""
    from lxml import etree  # noqa: PLC0415 - only for xlsx

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    names = {name.lower(): name for name in package.namelist()}
    if any(name.endswith("workbook.bin") for name in names):
        raise UnreadableTableError("table_binary_workbook", path=str(path))
    try:
        book = etree.fromstring(package.read(names["xl/workbook.xml"]), parser)
        links = etree.fromstring(package.read(names["xl/_rels/workbook.xml.rels"]), parser)
    except KeyError as error:
        raise UnreadableTableError("table_not_a_table", path=str(path)) from error
    except (etree.XMLSyntaxError, BadZipFile, zlib_error, EOFError, OSError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    targets = {link.get("Id"): link.get("Target", "") for link in links if link.get("Type", "").endswith("/worksheet")}
    parts: dict[str, SheetPart] = {}
    for sheet in book.iterfind(".//{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target and part.lower() not in names:
            raise UnreadableTableError("table_truncated", path=str(path))
        if target:
            parts[sheet.get("name", "")] = SheetPart(names[part.lower()], sheet.get("state", "visible") != "visible")
    return parts


def _read_sheet(
    package: ZipFile, path: Path, name: str, part: SheetPart, formats: Mapping[int, str], limits: Limits
) -> Sheet:
    try:
        scan, columns = read_pieces(package, path, name, part.part, formats, limits.cells)
        cells, faults = frame_texts(columns), tuple(scan.faults)
    except UnusualSheetError:
        scan, cells, faults = _read_unusual(package, path, name, part.part, formats, limits)
    if faults:
        cells = ensure_cells(cells, faults)
    scan.merged.sort(key=lambda block: (block.first_row, block.first_column))
    return Sheet(
        name,
        cells,
        tuple(scan.merged),
        faults,
        part.hidden,
        scan.hidden_rows,
        scan.hidden_columns,
        formats=scan.formats,
    )


def _read_unusual(
    package: ZipFile, path: Path, name: str, part: str, formats: Mapping[int, str], limits: Limits
) -> tuple[SheetScan, pd.DataFrame, tuple[CellFault, ...]]:
    """Return a sheet that cannot be read in pieces: whole, once its extent is known, or only where it has content."""
    try:
        scan = survey_sheet(read_chunks(package, part, path), formats)
    except UnusualSheetError:
        return SheetScan(), *read_sparse(path, name)
    if scan.prefixed or (scan.extent > limits.cells and scan.is_absurd):
        return scan, *read_sparse(path, name)
    if not scan.odd and scan.extent > limits.cells:
        with suppress(UnusualSheetError):
            scan, columns = read_pieces(package, path, name, part, formats, scan.extent)
            return scan, frame_texts(columns), tuple(scan.faults)
    return scan, read_dense(path, name, starts_first=scan.starts_first), tuple(scan.faults)


def ensure_cells(cells: pd.DataFrame, faults: Sequence[CellFault]) -> pd.DataFrame:
    """Return the grid large enough to hold faulty cells that readers leave out; of a sparse one only its rows and columns."""
    rows = {fault.row for fault in faults} - set(cells.index)
    columns = {fault.column for fault in faults} - set(cells.columns)
    if not rows and not columns:
        return cells
    last_row, last_column = max([*cells.index, *rows], default=0), max([*cells.columns, *columns], default=0)
    sparse = last_row - len(cells) > 100_000 or last_column - len(cells.columns) > 1000
    index = sorted({*cells.index, *rows}) if sparse else range(1, last_row + 1)
    header = sorted({*cells.columns, *columns}) if sparse else range(1, last_column + 1)
    return cells.reindex(index=pd.Index(index), columns=pd.Index(header), fill_value="").astype("str")


def read_dense(path: Path, name: str, *, starts_first: bool) -> pd.DataFrame:
    """Return a whole sheet's grid by fastexcel, every cell as text; empty columns before the first, which it leaves out, are put back."""
    import fastexcel  # noqa: PLC0415 - only for xlsx

    try:
        source = path if path.suffix.lower() in USUAL_ENDINGS else path.read_bytes()
        batch = fastexcel.read_excel(source).load_sheet(name, header_row=None, skip_rows=0, dtypes="string", eager=True)
    except BaseException as error:
        if not isinstance(error, fastexcel.FastExcelError) and type(error).__name__ != "PanicException":
            raise
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    offset = 0 if starts_first else _count_empty_columns(path, name)
    return frame_columns(batch.columns, offset=offset)


def _count_empty_columns(path: Path, name: str) -> int:
    """Return how many columns before the first with a value the fast reader leaves out."""
    import python_calamine as calamine  # noqa: PLC0415 - only for sheets that begin farther right

    with path.open("rb") as stream:
        start = calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_name(name).start
    return int(start[1]) if start else 0


def read_sparse(path: Path, name: str) -> tuple[pd.DataFrame, tuple[CellFault, ...]]:
    """Return a sheet that the fast reader must not see: only its rows with content, under their own numbers, by openpyxl."""
    import openpyxl  # noqa: PLC0415 - only for absurd extents
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    rows: dict[int, dict[int, str]] = {}
    formulas: dict[tuple[int, int], str] = {}
    faults: list[CellFault] = []
    data = path.read_bytes()
    try:
        for stored in (False, True):
            workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=stored, keep_links=False)
            for row, column, kind, value in _parse_cells(workbook, name, stored=stored):
                if not stored and kind == "f":
                    formulas[row, column] = str(getattr(value, "text", value))
                elif stored and kind == "e":
                    faults.append(CellFault(row, column, "error", str(value)))
                elif stored:
                    rows.setdefault(row, {})[column] = word_value(value)
            workbook.close()
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    errors = {(fault.row, fault.column) for fault in faults}
    faults += [
        CellFault(row, column, "formula", text)
        for (row, column), text in formulas.items()
        if column not in rows.get(row, {}) and (row, column) not in errors
    ]
    used = sorted({column for row in rows.values() for column in row})
    width = max(used, default=0)
    columns = list(range(1, width + 1)) if width <= 2 * len(used) + 50 else used
    numbers = sorted(rows)
    grid = [[rows[row].get(column, "") for column in columns] for row in numbers]
    frame = pd.DataFrame(
        grid, index=pd.Index(numbers, dtype="int64"), columns=pd.Index(columns, dtype="int64"), dtype="str"
    )
    return frame, tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))


def _parse_cells(workbook: Any, name: str, *, stored: bool) -> Iterator[tuple[int, int, str, object]]:  # noqa: ANN401
    """Yield row, column, type and value of every cell that is not empty, in whatever order the file has them.

    openpyxl's own rows leave out those that stand behind a later row, and cells behind a later column.
    """
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415 - only for absurd extents

    sheet = workbook[name]
    with sheet._get_source() as source:  # noqa: SLF001 - the part of the package that the sheet is read from
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=stored,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,  # noqa: SLF001
            timedelta_formats=workbook._timedelta_formats,  # noqa: SLF001
        )
        for _, row in parser.parse():
            for cell in row:
                if cell["value"] is not None:
                    yield cell["row"], cell["column"], cell["data_type"], cell["value"]


def word_value(value: object) -> str:
    """Return a typed cell value as the text that the grid promises."""
    from datetime import date, datetime, time  # noqa: PLC0415 - with the slow path only

    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        text = format(value, ".15g")
        return format(float(text), "f").rstrip("0").rstrip(".") if "e" in text or "." in text else text
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
