"""One pass over a sheet's XML for what the fast readers do not tell: extent, faults, merged blocks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from checker.tables.sheet import CellFault, MergedRange, column_number

LAST_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"')
FAR_CELL = re.compile(rb'<c r="([A-Z]{3})\d')
DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
ODD_CELL = re.compile(
    rb"<c\b(?P<head>[^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>(?P<formula>[^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
    rb'|<c\b(?P<error>[^>]*\bt="e"[^>]*)>(?:\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>))?\s*<v>(?P<value>[^<]*)</v>'
)
ADDRESS = re.compile(rb'\br="([A-Z]+)(\d+)"')
MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
TAIL = 64 * 1024


@dataclass
class SheetScan:
    """What one pass over a sheet's XML found.

    Attributes:
        rows: Largest row number with a row element.
        columns: Largest column, exact from the 703rd on, else as declared; 0 when nothing is declared.
        cells: Number of cell elements.
        faults: Formulas without a stored value and error cells.
        merged: Merged blocks.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    faults: list[CellFault] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)


def scan_sheet(chunks: Iterable[bytes]) -> SheetScan:
    """Scan the XML of one sheet, given in chunks; elements may lie across their borders."""
    scan = SheetScan()
    rest = b""
    for chunk in chunks:
        if not rest and (declared := DIMENSION.search(chunk)):
            scan.columns = column_number(declared[1].decode())
            scan.rows = int(declared[2])
        data = rest + chunk
        end = max(data.rfind(b"</c>"), data.rfind(b"</row>"), data.rfind(b"/>")) + 4
        if end < 4 or len(data) - end > TAIL:
            end = len(data)
        _take(scan, data[:end])
        rest = data[end:]
    _take(scan, rest)
    return scan


def _take(scan: SheetScan, data: bytes) -> None:
    scan.cells += data.count(b"<c ")
    for match in LAST_ROW.finditer(data, max(0, data.rfind(b"<row "))):
        scan.rows = max(scan.rows, int(match[1]))
    for letters in set(FAR_CELL.findall(data)):
        scan.columns = max(scan.columns, column_number(letters.decode()))
    if b"<f" in data or b't="e"' in data:
        scan.faults.extend(_read_fault(match) for match in ODD_CELL.finditer(data) if ADDRESS.search(match[0]))
    if b"<mergeCell " in data:
        scan.merged.extend(
            MergedRange(int(row), int(last_row), column_number(column.decode()), column_number(last.decode()))
            for column, row, last, last_row in MERGED.findall(data)
        )


def _read_fault(match: re.Match[bytes]) -> CellFault:
    address = ADDRESS.search(match[0])
    if address is None:
        raise AssertionError(match[0])
    row, column = int(address[2]), column_number(address[1].decode())
    if match["error"] is not None:
        return CellFault(row, column, "error", unescape(match["value"].decode("utf-8", "replace")))
    return CellFault(row, column, "formula", "=" + unescape((match["formula"] or b"").decode("utf-8", "replace")))
