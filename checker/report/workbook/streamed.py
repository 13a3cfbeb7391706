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
import pyarrow as pa
import pyarrow.compute as pc

from checker.report.coded import TEXT, Coded, encode, encode_numbers, repeat
from checker.report.weave import Weave, choose, join, split_content
from checker.report.workbook.grid import NUMBER, Grid, Kind, estimate_heights
from checker.report.workbook.styles import Formats
from checker.tables.sheet import cell_address

BATCH = 20_000
"""Rows built at a time."""

PIECE = 1 << 22
"""Bytes of shared strings compressed at a time."""

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
    parts: list[pa.Array] = field(default_factory=list)

    def add(self, texts: pa.Array) -> int:
        """Take in texts and return the index of the first."""
        first = self.count
        self.parts.append(texts)
        self.count += len(texts)
        return first

    def measure(self) -> int:
        """Return a number of bytes that the texts added do not exceed in the file."""
        return sum(texts.nbytes + MOST_BYTES * len(texts) for texts in self.parts)


def prepare(worksheet: Any, grid: Grid, formats: Formats, number: int) -> Streamed:  # noqa: ANN401 - XlsxWriter has no types
    """Write the row of styles into a worksheet and return what is to be put in its place later."""
    looks = list(
        dict.fromkeys((style, kind) for style in grid.styles.texts.to_pylist() for kind in dict.fromkeys(grid.kinds))
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
        yield from split_content(join('<si><t xml:space="preserve">', texts, "</t></si>"), PIECE)
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
            encode_numbers(np.arange(1, len(grid) + 1)).turn(lambda row: join('<row r="', row, '"')),
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
    heights = encode(pa.array(estimate_heights(grid)).cast(TEXT))
    return heights.turn(lambda height: join(' ht="', height, '" customHeight="1">'))


def _encode_cells(
    column: Coded, kind: Kind, styles: Coded, numbers: dict[tuple[str, Kind], str], strings: SharedStrings
) -> Coded:
    """Return a column's cells as XML, each distinct pair of look and text once."""
    looks = encode([numbers[style, kind] for style in styles.texts.to_pylist()])
    count = len(column.texts)
    wanted = (looks.codes * count)[styles.codes] + column.codes
    used = np.zeros(len(looks.texts) * count, dtype=np.bool_)
    used[wanted] = True
    pairs = np.flatnonzero(used)
    places = np.empty(len(used), dtype=np.int32)
    places[pairs] = np.arange(len(pairs), dtype=np.int32)
    look, text = np.divmod(pairs, count)
    contents = _encode_contents(column.texts, kind, strings)
    return Coded(places[wanted], join('<c s="', looks.texts.take(pa.array(look)), contents.take(pa.array(text))))


def _encode_contents(texts: pa.Array, kind: Kind, strings: SharedStrings) -> pa.Array:
    """Return what follows the style in the cell of each text."""
    shared, alone = pc.not_equal(texts, ""), '"/>'
    if kind == "number":
        number = pc.match_substring_regex(texts, NUMBER)
        shared, alone = pc.and_not(shared, number), choose(number, join('"><v>', texts, "</v></c>"), alone)
    first = strings.add(_escape(texts.filter(shared)))
    places = pa.array(np.cumsum(shared.to_numpy(zero_copy_only=False)) + (first - 1)).cast(TEXT)
    return choose(shared, join('" t="s"><v>', places, "</v></c>"), alone)


def _escape(texts: pa.Array) -> pa.Array:
    """Return texts as XML; what Excel would take for an escaped character is escaped itself."""
    if not pc.any(pc.match_substring_regex(texts, f"[&<>]|{_LOOKS_ESCAPED}")).as_py():
        return texts
    for mark, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        texts = pc.replace_substring(texts, mark, reference)
    return pc.replace_substring_regex(texts, f"({_LOOKS_ESCAPED})", r"_x005F\1")
