"""One pass over a sheet's XML for what the fast readers do not tell: extent, faults, merged blocks."""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from checker.tables.sheet import CellFault, MergedRange, NumberFormat, column_number
from checker.tables.styles import FormatSearch

LAST_ROW = re.compile(rb"""<row\s[^>]*?\br=["'](\d+)["']""")
DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
ODD_CELL = re.compile(
    rb"<c\b(?P<head>[^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>(?P<formula>[^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
    rb'|<c\b(?P<error>[^>]*\bt="e"[^>]*)>(?:\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>))?\s*<v>(?P<value>[^<]*)</v>'
)
ADDRESS = re.compile(rb'\br="([A-Z]+)(\d+)"')
MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
HIDDEN_ROW = re.compile(rb'<row\s[^>]*\bhidden="(?:1|true)"')
HIDDEN_COLUMN = re.compile(rb'<col\s(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")')
FORMULA_TEXT = re.compile(rb't="str"')
USUAL = re.compile(rb"<(?:worksheet|sheetData)[\s>]")
FIRST_COLUMN = re.compile(
    rb'<c\s(?:[^>]*\s)?r="A\d+"[^>]*(?<!/)>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?\s*<(?:v>[^<]|is>)'
)
TAIL = 64 * 1024
LAST_OF_TWO_LETTERS, WIDEST = 702, 16384
AHEAD = 8
"""Windows that may wait for their search, each about one MiB."""


@dataclass
class SheetScan:
    """What one pass over a sheet's XML found.

    Attributes:
        rows: Largest row number, exact when rows are in order; else at most ten times too small.
        columns: Largest column, rounded up to a multiple of 26 beyond the 26th, to the widest possible beyond the 702nd; 0 up to the 26th.
        cells: Number of cell elements; counted only in sheets whose extent may be absurd, else 0.
        faults: Formulas without a stored value and error cells.
        merged: Merged blocks.
        absurd: Far more extent than cells: a stray cell far out; set by the reader.
        hidden_rows: Number of hidden rows.
        hidden_columns: Number of hidden columns.
        starts_first: Some cell of column A has a value; if none has, readers may leave out the empty columns before the first.
        formats: Number formats that show words or a sign beside the number.
        usual: Written as spreadsheet programs do; a sheet in another encoding or with prefixed elements is left to the careful reader.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    faults: list[CellFault] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)
    absurd: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    starts_first: bool = False
    usual: bool = True
    formats: tuple[NumberFormat, ...] = ()


def scan_sheet(chunks: Iterable[bytes], formats: Mapping[int, str] | None = None) -> SheetScan:
    """Scan the XML of one sheet, given in chunks; elements may lie across their borders.

    ``formats`` are number formats to look for, by style number.

    A window in which one linear search (RE2, in another thread while the next is unpacked) finds nothing unusual is not looked at again.
    """
    scan = SheetScan()
    search = FormatSearch(formats or {})
    waiting: deque[tuple[bytes, Future[bool]]] = deque()
    rest, first = b"", True
    with ThreadPoolExecutor(1) as pool:
        for chunk in chunks:
            data = rest + chunk
            if first:
                scan.usual = USUAL.search(data[:TAIL]) is not None and b"\0" not in data[:TAIL]
                first = False
            end = _last_border(data)
            rest = data[end:]
            search.take(data[:end])
            waiting.append((data[:end], pool.submit(_is_unusual, data[:end], scan.columns)))
            if len(waiting) > AHEAD:
                _settle(scan, *waiting.popleft())
        search.take(rest)
        waiting.append((rest, pool.submit(_is_unusual, rest, 0)))
        while waiting:
            _settle(scan, *waiting.popleft())
    scan.formats = search.formats()
    scan.merged.sort(key=lambda block: (block.first_row, block.first_column))
    return scan


def count_cells(chunks: Iterable[bytes]) -> int:
    """Return the number of cell elements of a sheet, up to one at each chunk's border."""
    return sum(chunk.count(b"<c ") for chunk in chunks)


def _last_border(data: bytes) -> int:
    """Return the end of the last whole cell or row near the end of the data, else the data's end."""
    start = max(0, len(data) - TAIL)
    end = max(data.rfind(ending, start) + len(ending) for ending in (b"</c>", b"</row>", b"/>"))
    return end if end > start + 6 else len(data)


def _is_unusual(data: bytes, columns: int) -> bool:
    """Whether a window holds a column beyond those known, a formula, an error, merged blocks or a fresh row without order."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415

    last = LAST_ROW.search(data, max(0, data.rfind(b"<row")))
    longer = rf"""|<row\s[^>]*\br=["']\d{{{len(last[1]) + 1},}}["']""" if last else ""
    pattern = rf"""\br=["'](?:{_beyond(columns)})\d|<f[\s>/]|\bt="e"|<mergeCell\s|\shidden="(?:1|true)"[^"]{longer}"""
    return bool(pc.match_substring_regex(pa.array([data], pa.binary()), pattern)[0].as_py())


def _beyond(columns: int) -> str:
    """Return the pattern of column letters beyond the block of 26 that ends at ``columns``."""
    if columns > LAST_OF_TWO_LETTERS:
        return "[A-Z]{4}"
    if columns == LAST_OF_TWO_LETTERS:
        return "[A-Z]{3}"
    return f"[{chr(64 + max(columns, 26) // 26)}-Z][A-Z]|[A-Z]{{3}}"


def _settle(scan: SheetScan, data: bytes, unusual: "Future[bool]") -> None:
    for match in LAST_ROW.finditer(data, max(0, data.rfind(b"<row"))):
        scan.rows = max(scan.rows, int(match[1]))
    scan.starts_first = scan.starts_first or FIRST_COLUMN.search(data) is not None
    if unusual.result():
        _take(scan, data)


def _take(scan: SheetScan, data: bytes) -> None:
    scan.rows = max([scan.rows, *(int(row) for row in LAST_ROW.findall(data))])
    for letters in set(re.findall(rb"""\br=["']([A-Z]{2,3})\d""", data)):
        number = column_number(letters.decode())
        block = -(-number // 26) * 26
        scan.columns = max(scan.columns, block if number <= LAST_OF_TWO_LETTERS else WIDEST)
    if b"<f" in data or b't="e"' in data:
        scan.faults.extend(_read_fault(match) for match in ODD_CELL.finditer(data) if _is_fault(match))
    scan.hidden_rows += len(HIDDEN_ROW.findall(data))
    scan.hidden_columns += sum(int(last) - int(first) + 1 for first, last in HIDDEN_COLUMN.findall(data))
    if b"<mergeCell" in data:
        scan.merged.extend(
            MergedRange(int(row), int(last_row), column_number(column.decode()), column_number(last.decode()))
            for column, row, last, last_row in MERGED.findall(data)
        )


def _is_fault(match: re.Match[bytes]) -> bool:
    """Whether a match has an address and is no text formula whose stored value is the empty text."""
    empty_text = match["error"] is None and FORMULA_TEXT.search(match["head"]) and b"<v></v>" in match[0]
    return ADDRESS.search(match[0]) is not None and not empty_text


def _read_fault(match: re.Match[bytes]) -> CellFault:
    from html import unescape  # noqa: PLC0415 - only where a cell is faulty

    address = ADDRESS.search(match[0])
    if address is None:
        raise AssertionError(match[0])
    row, column = int(address[2]), column_number(address[1].decode())
    if match["error"] is not None:
        return CellFault(row, column, "error", unescape(match["value"].decode("utf-8", "replace")))
    return CellFault(row, column, "formula", "=" + unescape((match["formula"] or b"").decode("utf-8", "replace")))
