"""xlsx and xlsm: fastexcel reads, after one look at each sheet's XML; openpyxl where the extent is absurd."""

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pandas as pd

from checker.tables.limits import Limits
from checker.tables.package import open_package, read_chunks
from checker.tables.scan import SheetScan, scan_sheet
from checker.tables.sheet import CellFault, Sheet, UnreadableTableError

MIDNIGHT = re.compile(r"^(\d{4}-\d\d-\d\d) 00:00:00$")


def read_xlsx(path: Path, sheets: Sequence[str], limits: Limits) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx or xlsm file.

    Raises:
        UnreadableTableError: The package is hostile, damaged or no workbook, or a sheet asked for is not there.
    """
    with open_package(path, limits) as package:
        parts = _find_sheet_parts(package, path)
        wanted = choose_sheets(path, list(parts), sheets)
        scans = {name: scan_sheet(read_chunks(package, parts[name], path)) for name in wanted}
    return tuple(_read_sheet(path, name, scans[name], limits) for name in wanted)


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


def _find_sheet_parts(package: ZipFile, path: Path) -> dict[str, str]:
    """Return the worksheets' names and parts, in the order of the workbook."""
    from lxml import etree  # noqa: PLC0415 - only for xlsx

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    names = {name.lower(): name for name in package.namelist()}
    try:
        book = etree.fromstring(package.read(names["xl/workbook.xml"]), parser)
        links = etree.fromstring(package.read(names["xl/_rels/workbook.xml.rels"]), parser)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise UnreadableTableError("table_not_a_table", path=str(path)) from error
    targets = {
        link.get("Id"): link.get("Target", "") for link in links if link.get("Type", "").endswith(("/worksheet",))
    }
    parts: dict[str, str] = {}
    for sheet in book.iterfind(".//{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target and part.lower() in names:
            parts[sheet.get("name", "")] = names[part.lower()]
    return parts


def _read_sheet(path: Path, name: str, scan: SheetScan, limits: Limits) -> Sheet:
    absurd = scan.rows * max(scan.columns, 1) > max(limits.cells, 50 * scan.cells)
    cells = read_sparse(path, name) if absurd else read_dense(path, name)
    for fault in scan.faults:
        cells = ensure_cell(cells, fault)
    return Sheet(name, cells, tuple(scan.merged), tuple(scan.faults))


def ensure_cell(cells: pd.DataFrame, fault: CellFault) -> pd.DataFrame:
    """Return the grid large enough to hold a faulty cell that readers leave out."""
    if fault.row in cells.index and fault.column in cells.columns:
        return cells
    last_row = max(fault.row, int(cells.index[-1]) if len(cells) else 0)
    last_column = max(fault.column, len(cells.columns))
    if last_row - len(cells) > 100_000:
        return cells
    return cells.reindex(index=range(1, last_row + 1), columns=range(1, last_column + 1), fill_value="")


def read_dense(path: Path, name: str) -> pd.DataFrame:
    """Return a sheet's grid by fastexcel, every cell as text."""
    import fastexcel  # noqa: PLC0415 - only for xlsx

    try:
        sheet = fastexcel.read_excel(path).load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        frame = sheet.to_arrow().to_pandas()
    except fastexcel.FastExcelError as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    return settle_grid(frame)


def settle_grid(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a text frame as a grid: 1-based, empty cells ``""``, midnight dates without their time, no empty tail."""
    frame.columns = pd.RangeIndex(1, len(frame.columns) + 1)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    frame = frame.fillna("").astype("str")
    for column in frame.columns:
        texts = frame[column]
        dated = texts.str.endswith(" 00:00:00")
        if dated.any():
            frame[column] = texts.where(~dated, texts.str.replace(MIDNIGHT, r"\1", regex=True))
    filled = (frame != "").any(axis="columns").to_numpy().nonzero()[0]
    return frame.iloc[: int(filled[-1]) + 1 if len(filled) else 0]


def read_sparse(path: Path, name: str) -> pd.DataFrame:
    """Return a sheet with a stray far cell: only its rows with content, under their own numbers, by openpyxl."""
    import openpyxl  # noqa: PLC0415 - only for absurd extents

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        rows: dict[int, dict[int, str]] = {}
        for row in workbook[name].iter_rows():
            for cell in row:
                if cell.value is not None and cell.data_type != "e":
                    rows.setdefault(cell.row, {})[cell.column] = word_value(cell.value)
    finally:
        workbook.close()
    width = max((max(row) for row in rows.values()), default=0)
    used = sorted({column for row in rows.values() for column in row})
    columns = range(1, width + 1) if width <= 2 * len(used) + 50 else used
    return pd.DataFrame.from_dict(rows, orient="index", dtype="str").reindex(columns=columns).fillna("").astype("str")


def word_value(value: object) -> str:
    """Return a typed cell value as the text that the grid promises."""
    from datetime import date, datetime, time  # noqa: PLC0415 - with the slow path only

    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        text = format(pd.array([value], dtype=object)[0], ".15g")
        return format(float(text), "f").rstrip("0").rstrip(".") if "e" in text or "." in text else text
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
