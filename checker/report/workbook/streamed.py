"""Large sheets: their rows are built as XML column by column and put into a workbook that XlsxWriter has made.

Every row has its number and every cell of a row is written, so that cells need no address of their own (it is optional
in the format): a third less to compress. XlsxWriter leaves in the sheet one row with a cell in each style; from it the
numbers of the styles are read, then it is replaced by the rows. Texts go into the shared strings of the workbook.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from checker.report.coded import Coded, encode, encode_numbers, repeat
from checker.report.weave import Weave, join, to_arrow
from checker.report.workbook.grid import NUMBER, Grid, Kind, estimate_heights
from checker.report.workbook.styles import Formats
from checker.tables.sheet import cell_address

BATCH = 20_000
"""Rows built at a time."""

QUICK = 1
"""Level of compression: the XML repeats itself so much that more effort gains little."""

MOST_BYTES = 64
"""What the XML of a cell, or around a shared string, never exceeds."""

Piece = bytes | memoryview

STRINGS = "xl/sharedStrings.xml"
_SHEET_DATA = re.compile(rb"<sheetData>(.*?)</sheetData>", re.DOTALL)
_STYLE = re.compile(rb' s="(\d+)"')
_LOOKS_ESCAPED = r"_x[0-9A-Fa-f]{4}_"


@dataclass
class Streamed:
    """A sheet whose rows are still to be put in: its number in the workbook, its rows, the order of its styles."""

    number: int
    grid: Grid
    looks: list[tuple[str, Kind]]


@dataclass
class SharedStrings:
    """Texts added to those that XlsxWriter has written; ``count`` is the index of the next one."""

    count: int
    parts: list["pd.Series[str]"] = field(default_factory=list)

    def add(self, texts: "pd.Series[str]") -> "pd.Series[str]":
        """Take in texts and return their indices as text."""
        first = self.count
        self.parts.append(texts)
        self.count += len(texts)
        return pd.Series(range(first, self.count)).astype("str")

    def measure(self) -> int:
        """Return a number of bytes that the texts added do not exceed in the file."""
        return sum(to_arrow(texts).nbytes + MOST_BYTES * len(texts) for texts in self.parts)


def prepare(worksheet: Any, grid: Grid, formats: Formats, number: int) -> Streamed:  # noqa: ANN401 - XlsxWriter has no types
    """Write the row of styles into a worksheet and return what is to be put in its place later."""
    looks = list(
        dict.fromkeys((style, kind) for style in grid.styles.texts.tolist() for kind in dict.fromkeys(grid.kinds))
    )
    for column, (style, kind) in enumerate(looks):
        worksheet.write_blank(0, column, None, formats.of(style, kind))
    return Streamed(number, grid, looks)


def splice(made: BytesIO, streamed: Sequence[Streamed], target: BinaryIO) -> None:
    """Copy a workbook that XlsxWriter made, with the rows of large sheets put in."""
    sheets = {f"xl/worksheets/sheet{one.number}.xml": one for one in streamed}
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as out,
    ):
        written = source.read(STRINGS)
        strings = SharedStrings(written.count(b"<si>"))
        for name in source.namelist():
            document, sheet = source.read(name), sheets.get(name)
            if sheet is not None:
                most = len(document) + MOST_BYTES * len(sheet.grid) * (1 + len(sheet.grid.columns))
                _write_part(out, name, _write_sheet(document, sheet, strings), most)
            elif name != STRINGS:
                _write_part(out, name, iter([document]), len(document))
        _write_part(out, STRINGS, _write_strings(written, strings), len(written) + strings.measure())


def _write_part(out: zipfile.ZipFile, name: str, pieces: Iterator[Piece], most: int) -> None:
    """Write one file of the workbook from its pieces; ZIP64, of which Excel is wary, only if it may have so many bytes."""
    with out.open(name, "w", force_zip64=most > zipfile.ZIP64_LIMIT) as part:
        for piece in _build_ahead(pieces):
            part.write(piece)


def _build_ahead(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the pieces in order while the next one is built on another core: compressing and building take turns no more."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = worker.submit(next, pieces, None)
            yield piece


def _write_strings(document: bytes, strings: SharedStrings) -> Iterator[Piece]:
    """Yield the shared strings of XlsxWriter, then those added."""
    head = re.sub(rb' count="\d+" uniqueCount="\d+"', b"", document, count=1)
    yield head.removesuffix(b"</sst>")
    for texts in strings.parts:
        entries = Weave([Coded(np.arange(len(texts)), join('<si><t xml:space="preserve">', texts, "</t></si>"))])
        yield from entries.write(BATCH)
    yield b"</sst>"


def _write_sheet(document: bytes, sheet: Streamed, strings: SharedStrings) -> Iterator[Piece]:
    """Yield the XML of a sheet with its rows in place of the row of styles."""
    found = _SHEET_DATA.search(document)
    if found is None:
        raise RuntimeError("a sheet without its row of styles")
    numbers = dict(zip(sheet.looks, (number.decode() for number in _STYLE.findall(found[1])), strict=True))
    extent = f"A1:{cell_address(len(sheet.grid), len(sheet.grid.columns))}"
    head = re.sub(rb'<dimension ref="[^"]*"/>', f'<dimension ref="{extent}"/>'.encode(), document[: found.start()])
    yield head + b"<sheetData>"
    yield from _write_rows(sheet.grid, numbers, strings)
    yield b"</sheetData>" + document[found.end() :]


def _write_rows(grid: Grid, numbers: dict[tuple[str, Kind], str], strings: SharedStrings) -> Iterator[memoryview]:
    """Return the rows of a sheet as XML, a batch at a time."""
    rows = Weave(
        [
            encode_numbers(pd.Series(range(1, len(grid) + 1))).turn(lambda row: join('<row r="', row, '"')),
            _encode_heights(grid),
            *(
                _encode_cells(column, kind, grid.styles, numbers, strings)
                for column, kind in zip(grid.columns, grid.kinds, strict=True)
            ),
            repeat("</row>", len(grid)),
        ]
    )
    return rows.write(BATCH)


def _encode_heights(grid: Grid) -> Coded:
    heights = encode(pd.Series(estimate_heights(grid)).astype("str"))
    return heights.turn(lambda height: join(' ht="', height, '" customHeight="1">'))


def _encode_cells(
    column: Coded, kind: Kind, styles: Coded, numbers: dict[tuple[str, Kind], str], strings: SharedStrings
) -> Coded:
    """Return a column's cells as XML, each distinct pair of style and text once."""
    count = len(column.texts)
    wanted = styles.codes * count + column.codes
    used = np.zeros(len(styles.texts) * count, dtype=np.bool_)
    used[wanted] = True
    pairs = np.flatnonzero(used)
    places = np.empty(len(used), dtype=np.int64)
    places[pairs] = np.arange(len(pairs))
    looks = styles.texts.map(lambda style: numbers[style, kind])
    look, content = looks.take(pairs // count), _encode_contents(column.texts, kind, strings).take(pairs % count)
    return Coded(places[wanted], join('<c s="', look, content))


def _encode_contents(texts: "pd.Series[str]", kind: Kind, strings: SharedStrings) -> "pd.Series[str]":
    """Return what follows the style in the cell of each text."""
    number = texts.str.match(NUMBER) if kind == "number" else pd.Series(False, index=texts.index)
    empty = texts == ""
    shared = ~(number | empty)
    contents = join('"><v>', texts, "</v></c>").where(~empty, '"/>')
    contents[shared] = join('" t="s"><v>', strings.add(_escape(texts[shared])), "</v></c>").array
    return contents


def _escape(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return texts as XML; what Excel would take for an escaped character is escaped itself."""
    for mark, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        texts = texts.str.replace(mark, reference, regex=False)
    if texts.str.contains(_LOOKS_ESCAPED).any():
        texts = texts.str.replace(f"({_LOOKS_ESCAPED})", r"_x005F\1", regex=True)
    return texts
