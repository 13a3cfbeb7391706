"""A sheet of an xlsx file read by fastexcel in pieces, on both cores: each piece is looked at, then read as a workbook of its own."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

from checker.tables.cutting import RowCutter, UnusualSheetError
from checker.tables.frames import settle_texts
from checker.tables.limits import MIB
from checker.tables.package import read_chunks
from checker.tables.scan import SheetScan, scan_rows, survey_rows
from checker.tables.styles import FormatSearch

Result = TypeVar("Result")
PIECE = 4 * MIB
"""Bytes of XML read together, about five thousand rows."""
OF_SHARED = 4
LARGEST_SHARED = 8 * MIB
"""A piece is so many times as large as the table of shared texts, which is read with each piece; one that is larger is read once."""
WORKERS, AHEAD = 2, 4
"""Pieces in work, and pieces that may wait."""
BOOK = (
    "[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedstrings.xml",
)  # fmt: skip
"""Parts of the package without which a sheet cannot be read."""
MARK = "end"
"""Stands in the first column below a piece: it tells which row is its last and keeps empty columns before the first value."""


@dataclass(frozen=True)
class Piece:
    """Rows as columns of texts, from the first row with a value to the last row.

    Attributes:
        start: Number of the first row.
        length: Number of rows.
        columns: Arrow arrays, from column A on.
    """

    start: int
    length: int
    columns: list[Any]


class PieceReader:
    """Reads rows of one sheet once they are found harmless."""

    def __init__(self, package: ZipFile, path: Path, name: str, part: str, most_cells: int) -> None:
        """Keep the parts of the package that every piece needs.

        Args:
            package: The package.
            path: Its path, for errors.
            name: The sheet's name.
            part: The sheet's part.
            most_cells: Most cells that the grid of the whole sheet may have.

        Raises:
            UnreadableTableError: One of those parts is damaged.
        """
        self._name, self._part, self._most_cells = name, part, most_cells
        self._book = {
            entry: b"".join(read_chunks(package, entry, path)) for entry in package.namelist() if entry.lower() in BOOK
        }

    def read(self, head: bytes, rows: bytes, columns: int) -> tuple[SheetScan, Piece]:
        """Return what a look at some rows found, and the rows.

        Args:
            head: The sheet's XML up to its rows.
            rows: The rows' XML.
            columns: How wide the sheet is known to be.

        Raises:
            UnusualSheetError: They are not for the fast reader, or it does not understand them.
        """
        import fastexcel  # noqa: PLC0415 - only for xlsx

        scan = scan_rows(rows, columns)
        if scan.odd or scan.extent > self._most_cells:
            raise UnusualSheetError
        below = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>'
        mark = below % (scan.rows + 1, scan.rows + 1, MARK.encode())
        book = self._pack(b"".join([head, rows, mark, b"</sheetData></worksheet>"]))
        try:
            sheet = fastexcel.read_excel(book)
            batch = sheet.load_sheet(self._name, header_row=None, dtypes="string", eager=True)
        except BaseException as error:
            if not isinstance(error, fastexcel.FastExcelError) and type(error).__name__ != "PanicException":
                raise
            raise UnusualSheetError from error
        return scan, _take_piece(batch.columns, scan.rows)

    def _pack(self, xml: bytes) -> bytes:
        """Return the workbook with nothing but this sheet."""
        stream = BytesIO()
        with ZipFile(stream, "w") as package:
            for entry, content in self._book.items():
                package.writestr(entry, content)
            package.writestr(self._part, xml)
        return stream.getvalue()


def _take_piece(columns: list[Any], last: int) -> Piece:
    """Return what was read without the row of the mark.

    Raises:
        UnusualSheetError: The mark is not where it must be.
    """
    length = len(columns[0]) - 1
    if [column[length].as_py() for column in columns] != [MARK] + [None] * (len(columns) - 1):
        raise UnusualSheetError
    return Piece(last - length + 1, length, [settle_texts(column.slice(0, length)) for column in columns])


def read_pieces(
    package: ZipFile, path: Path, name: str, part: str, formats: Mapping[int, str], most_cells: int
) -> tuple[SheetScan, list[Any]]:
    """Return what a sheet's XML tells, and the sheet as columns of texts, from row 1 and column A on.

    Args:
        package: The package.
        path: Its path, for errors.
        name: The sheet's name.
        part: The sheet's part.
        formats: Number formats to look for, by style number.
        most_cells: Most cells that the grid may have.

    Raises:
        UnusualSheetError: The sheet cannot be read in pieces, or so many texts are shared that reading it at once is less work.
        UnreadableTableError: The part is damaged.
    """
    shared = sum(entry.file_size for entry in package.infolist() if entry.filename.lower() in BOOK)
    if shared > LARGEST_SHARED:
        raise UnusualSheetError
    reader = PieceReader(package, path, name, part, most_cells)
    cutter = RowCutter(read_chunks(package, part, path), max(PIECE, OF_SHARED * shared))
    search = FormatSearch(formats)
    scan = SheetScan()
    pieces: list[Piece] = []
    for found, piece in _work_through(cutter, search, lambda rows: reader.read(cutter.head, rows, scan.columns)):
        if piece.length and piece.start <= scan.rows:
            raise UnusualSheetError
        scan.add(found)
        if scan.extent > most_cells:
            raise UnusualSheetError
        pieces.append(piece)
    _take_borders(scan, cutter, search)
    return scan, join_pieces([piece for piece in pieces if piece.length])


def survey_sheet(chunks: Iterable[bytes], formats: Mapping[int, str]) -> SheetScan:
    """Return what a sheet's XML tells, the number of its cells too.

    Raises:
        UnusualSheetError: Its rows cannot be told from the rest.
    """
    cutter = RowCutter(chunks, PIECE)
    search = FormatSearch(formats)
    scan = SheetScan()
    for found in _work_through(cutter, search, lambda rows: survey_rows(rows, scan)):
        scan.add(found)
    _take_borders(scan, cutter, search)
    return scan


def _work_through(cutter: RowCutter, search: FormatSearch, work: Callable[[bytes], Result]) -> Iterator[Result]:
    """Yield what is made of each piece, in their order; several are in work at a time."""
    waiting: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(WORKERS)
    try:
        for rows in cutter.pieces():
            search.take(rows)
            waiting.append(pool.submit(work, rows))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _take_borders(scan: SheetScan, cutter: RowCutter, search: FormatSearch) -> None:
    scan.note_head(cutter.head)
    for tail in cutter.tails():
        scan.note_tail(tail)
    scan.formats = search.formats()


def join_pieces(pieces: list[Piece]) -> list[Any]:
    """Return pieces under each other as whole columns, blank rows between them; the pieces lose their columns on the way."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    blank = pa.scalar("", pa.large_string())
    joined = []
    for number in range(max((len(piece.columns) for piece in pieces), default=0)):
        parts, row = [], 1
        for piece in pieces:
            if piece.start > row:
                parts.append(pa.repeat(blank, piece.start - row))
            has_column = number < len(piece.columns)
            parts.append(piece.columns[number] if has_column else pa.repeat(blank, piece.length))
            if has_column:
                piece.columns[number] = None
            row = piece.start + piece.length
        joined.append(parts[0] if len(parts) == 1 else pa.concat_arrays(parts))
    return joined
