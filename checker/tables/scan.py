"""One look at the rows of a sheet's XML: for what the fast reader does not tell, and for what it must not be given."""

import re
from dataclasses import dataclass, field
from enum import Enum

from checker.tables.sheet import CellFault, MergedRange, NumberFormat, column_number

LAST_ROW = re.compile(rb'<row r="(\d+)"')
LETTERS = re.compile(rb'<c r="([A-Z]{2,3})\d')
ODD_CELL = re.compile(
    rb"<c\b(?P<head>[^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>(?P<formula>[^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
    rb'|<c\b(?P<error>[^>]*\bt="e"[^>]*)>(?:\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>))?\s*<v>(?P<value>[^<]*)</v>'
)
ADDRESS = re.compile(rb'\br="([A-Z]+)(\d+)"')
MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
HIDDEN_ROW = re.compile(rb'<row\s[^>]*\bhidden="(?:1|true)"')
HIDDEN_COLUMN = re.compile(rb'<col\s(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")')
FORMULA_TEXT = re.compile(rb't="str"')
PREFIXED = re.compile(rb"<\w+:")
ELEMENT = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>""")
WRITTEN = re.compile(rb"""(?:^|\s)r\s*=\s*["']\s*([A-Za-z]*)(\d*)""")
FIRST_COLUMN = re.compile(
    rb'<c\s(?:[^>]*\s)?r="A\d+"[^>]*(?<!/)>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?\s*<(?:v>[^<]|is>)'
)
LAST_OF_TWO_LETTERS, WIDEST = 702, 16384


class Look(Enum):
    """What a look at some rows says: nothing to note, something to note, or not written as spreadsheet programs do."""

    PLAIN = 0
    NOTABLE = 1
    ODD = 2


@dataclass
class SheetScan:
    """What the looks at a sheet's XML found.

    Attributes:
        rows: Largest row number.
        unnumbered: How many rows have no number.
        columns: Largest column, rounded up to a multiple of 26 beyond the 26th, to the widest possible beyond the 702nd; 0 up to the 26th.
        faults: Formulas without a stored value and error cells.
        merged: Merged blocks, in reading order.
        hidden_rows: Number of hidden rows.
        hidden_columns: Number of hidden columns.
        formats: Number formats that show words or a sign beside the number.
        cells: Number of cell elements; counted in a survey only.
        starts_first: Some cell of column A has a value; asked in a survey only.
        odd: Some rows are not written as spreadsheet programs do.
        prefixed: Some elements have the prefix of a namespace.
    """

    rows: int = 0
    unnumbered: int = 0
    columns: int = 0
    faults: list[CellFault] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    formats: tuple[NumberFormat, ...] = ()
    cells: int = 0
    starts_first: bool = False
    odd: bool = False
    prefixed: bool = False

    @property
    def extent(self) -> int:
        """Most cells that the dense grid of the sheet may have."""
        return (self.rows + self.unnumbered) * max(self.columns, 26)

    @property
    def is_absurd(self) -> bool:
        """Whether the sheet extends much farther than its cells would have it: one of them stands far out."""
        return self.extent > 50 * self.cells

    def add(self, part: "SheetScan") -> None:
        """Take over what was found in the rows that follow."""
        self.rows = max(self.rows, part.rows)
        self.columns = max(self.columns, part.columns)
        self.faults += part.faults
        self.unnumbered += part.unnumbered
        self.hidden_rows += part.hidden_rows
        self.cells += part.cells
        self.starts_first |= part.starts_first
        self.odd |= part.odd
        self.prefixed |= part.prefixed

    def note_head(self, head: bytes) -> None:
        """Take over what stands before the rows."""
        self.hidden_columns = sum(int(last) - int(first) + 1 for first, last in HIDDEN_COLUMN.findall(head))

    def note_tail(self, tail: bytes) -> None:
        """Take over whole elements of what stands behind the rows."""
        self.merged.extend(
            MergedRange(int(row), int(last_row), column_number(column.decode()), column_number(last.decode()))
            for column, row, last, last_row in MERGED.findall(tail)
        )


def scan_rows(data: bytes, columns: int = 0) -> SheetScan:
    """Return what whole rows hold; one linear search (RE2) decides whether they are looked at again.

    Args:
        data: The rows' XML.
        columns: How wide the sheet is known to be.
    """
    last = LAST_ROW.match(data, max(data.rfind(b"<row"), 0))
    scan = SheetScan(rows=int(last[1]) if last else 0, columns=columns)
    look = look_at(data, scan.rows, columns)
    if look is Look.PLAIN:
        return scan
    if look is Look.ODD:
        scan.odd, scan.prefixed = True, PREFIXED.search(data) is not None
        _measure(scan, data)
    else:
        for letters in set(LETTERS.findall(data)):
            scan.columns = max(scan.columns, _round_up(column_number(letters.decode())))
    scan.hidden_rows = len(HIDDEN_ROW.findall(data))
    if b"<f" in data or b't="e"' in data:
        scan.faults.extend(_read_fault(match) for match in ODD_CELL.finditer(data) if _is_fault(match))
    return scan


def survey_rows(data: bytes, known: SheetScan) -> SheetScan:
    """Return what whole rows hold, also how many cells, and whether one of column A has a value unless that is known."""
    scan = scan_rows(data, known.columns)
    scan.cells = data.count(b"<c")
    scan.starts_first = known.starts_first or FIRST_COLUMN.search(data) is not None
    return scan


def look_at(data: bytes, last: int, columns: int) -> Look:
    """Return what a look at whole rows says, the last of which has the number ``last``.

    Unless they are odd, the address of each row and cell is proven to stand first in its element, in capitals and double quotes, none
    below the last row, and there is no comment and no prefix. Plain rows have no formula, error, hidden row, or column beyond ``columns``.
    """
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415

    offsets = pa.py_buffer((0).to_bytes(8, "little") + len(data).to_bytes(8, "little"))
    text = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(data)])
    below = below_pattern(last)
    unquoted = r"""[/>\t\r\n]| [^r]| r[^=]| r=[^"]"""
    odd = (
        rf'<(?:c(?:{unquoted}| r="(?:[^A-Z]|[A-Z]{{4}}|[A-Z]+(?:{below}|[^A-Z0-9]|\d+[^\d"])))'
        rf'|row(?:{unquoted}| r="(?:{below}|[^0-9]|\d+[^\d"]))|[!?]|/?sheetData|\w+:)'
    )
    notable = rf'<(?:f[\s>/]|c r="(?:(?:{_beyond(columns)})\d|[^>]*\st="e")|row [^>]*\shidden="(?:1|true)")'
    if not pc.match_substring_regex(text, f"{odd}|{notable}")[0].as_py():
        return Look.PLAIN
    return Look.ODD if pc.match_substring_regex(text, odd)[0].as_py() else Look.NOTABLE


def below_pattern(last: int) -> str:
    r"""Return the pattern of the whole numbers larger than one, e.g. ``[5-9]\d{1}|4[3-9]\d{0}|\d{3}`` for 42."""
    digits = str(last)
    larger = [
        rf"{digits[:place]}[{int(digit) + 1}-9]\d{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if digit < "9"
    ]
    return "|".join([*larger, rf"\d{{{len(digits) + 1}}}"])


def _beyond(columns: int) -> str:
    """Return the pattern of column letters beyond the block of 26 that ends at ``columns``."""
    if columns > LAST_OF_TWO_LETTERS:
        return "[A-Z]{4}"
    if columns == LAST_OF_TWO_LETTERS:
        return "[A-Z]{3}"
    return f"[{chr(64 + max(columns, 26) // 26)}-Z][A-Z]|[A-Z]{{3}}"


def _round_up(column: int) -> int:
    if column <= 26:
        return 0
    return -(-column // 26) * 26 if column <= LAST_OF_TWO_LETTERS else max(WIDEST, column)


def _measure(scan: SheetScan, data: bytes) -> None:
    """Find the extent of rows however they are written; a cell without an address follows the one before it."""
    column = widest = 0
    for kind, head in ELEMENT.findall(data):
        address = WRITTEN.search(head)
        letters, digits = address.groups() if address else (b"", b"")
        scan.rows = max(scan.rows, int(digits or 0))
        if kind == b"row":
            scan.unnumbered += not digits
            column = 0
        else:
            column = column_number(letters.decode().upper()) if letters else column + 1
        widest = max(widest, column)
    scan.columns = max(scan.columns, _round_up(widest))


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
