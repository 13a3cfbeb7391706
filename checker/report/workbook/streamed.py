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
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from checker.report.workbook.grid import NUMBER, Grid, Kind, estimate_heights, to_arrow
from checker.report.workbook.styles import Formats
from checker.tables.sheet import cell_address

if TYPE_CHECKING:
    import pandas as pd

BATCH = 20_000
"""Rows built at a time."""

QUICK = 1
"""Level of compression: the XML repeats itself so much that more effort gains little."""

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

    def add(self, texts: pa.Array) -> pa.Array:
        """Take in texts and return their indices as text."""
        first = self.count
        self.parts.append(texts)
        self.count += len(texts)
        return pc.cast(pa.array(range(first, self.count), pa.int64()), pa.large_string())


def prepare(worksheet: Any, grid: Grid, formats: Formats, number: int) -> Streamed:  # noqa: ANN401 - XlsxWriter has no types
    """Write the row of styles into a worksheet and return what is to be put in its place later."""
    looks = list(dict.fromkeys((style, kind) for style in grid.styles.unique() for kind in dict.fromkeys(grid.kinds)))
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
        strings = SharedStrings(source.read(STRINGS).count(b"<si>") if STRINGS in source.namelist() else 0)
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, source.getinfo(name).date_time)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name == STRINGS:
                continue
            if name not in sheets:
                out.writestr(entry, source.read(name))
                continue
            with out.open(entry, "w", force_zip64=True) as part:
                for piece in _build_ahead(_write_sheet(source.read(name), sheets[name], strings)):
                    part.write(piece)
        with out.open(STRINGS, "w", force_zip64=True) as part:
            for piece in _build_ahead(_write_strings(source.read(STRINGS), strings)):
                part.write(piece)


def _build_ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces in order while the next one is built on another core: compressing and building take turns no more."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = worker.submit(next, pieces, None)
            yield piece


def _write_strings(document: bytes, strings: SharedStrings) -> Iterator[bytes]:
    """Yield the shared strings of XlsxWriter, then those added."""
    head = re.sub(rb' count="\d+" uniqueCount="\d+"', b"", document, count=1)
    yield head.removesuffix(b"</sst>")
    for texts in strings.parts:
        for start in range(0, len(texts), BATCH):
            yield _concatenate(_join('<si><t xml:space="preserve">', texts[start : start + BATCH], "</t></si>"))
    yield b"</sst>"


def _write_sheet(document: bytes, sheet: Streamed, strings: SharedStrings) -> Iterator[bytes]:
    """Yield the XML of a sheet with its rows in place of the row of styles."""
    found = _SHEET_DATA.search(document)
    if found is None:
        raise RuntimeError("a sheet without its row of styles")
    numbers = [number.decode() for number in _STYLE.findall(found[1])]
    indices = dict(zip(sheet.looks, numbers, strict=True))
    extent = f"A1:{cell_address(len(sheet.grid), len(sheet.grid.columns))}"
    head = re.sub(rb'<dimension ref="[^"]*"/>', f'<dimension ref="{extent}"/>'.encode(), document[: found.start()])
    yield head + b"<sheetData>"
    yield from _write_rows(sheet.grid, indices, strings)
    yield b"</sheetData>" + document[found.end() :]


def _write_rows(grid: Grid, indices: dict[tuple[str, Kind], str], strings: SharedStrings) -> Iterator[bytes]:
    columns = [
        (kind, *_encode_column(values, kind, strings)) for values, kind in zip(grid.columns, grid.kinds, strict=True)
    ]
    styles = {
        kind: to_arrow(grid.styles.map({style: indices[style, kind] for style in grid.styles.unique()}))
        for kind in dict.fromkeys(grid.kinds)
    }
    heights = to_arrow(estimate_heights(grid).astype("str"))
    for start in range(0, len(grid), BATCH):
        stop = min(start + BATCH, len(grid))
        rows = pc.cast(pa.array(range(start + 1, stop + 1), pa.int64()), pa.large_string())
        parts: list[Any] = ['<row r="', rows, '" ht="', heights[start:stop], '" customHeight="1">']
        for kind, tails, codes in columns:
            parts += ['<c s="', styles[kind][start:stop], tails.take(codes[start:stop])]
        yield _concatenate(_join(*parts, "</row>"))


def _encode_column(values: "pd.Series[Any]", kind: Kind, strings: SharedStrings) -> tuple[pa.Array, pa.Array]:
    """Return what follows the style of each distinct cell, and the code of every row."""
    encoded = to_arrow(values).dictionary_encode()
    distinct = encoded.dictionary
    number = (
        pc.match_substring_regex(distinct, NUMBER)
        if kind == "number"
        else pa.array([False] * len(distinct), pa.bool_())
    )
    empty = pc.equal(distinct, "")
    text = pc.invert(pc.or_(number, empty))
    shared = strings.add(_escape(distinct.filter(text)))
    tails = pc.replace_with_mask(
        pc.if_else(empty, pa.scalar('"/>', pa.large_string()), _join('"><v>', distinct, "</v></c>")),
        text,
        _join('" t="s"><v>', shared, "</v></c>"),
    )
    return tails, encoded.indices


def _escape(texts: pa.Array) -> pa.Array:
    """Return texts as XML; what Excel would take for an escaped character is escaped itself."""
    for mark, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        texts = pc.replace_substring(texts, mark, reference)
    if pc.any(pc.match_substring_regex(texts, _LOOKS_ESCAPED)).as_py():
        texts = pc.replace_substring_regex(texts, f"({_LOOKS_ESCAPED})", r"_x005F\1")
    return texts


def _join(*parts: pa.Array | str) -> pa.Array:
    """Return the texts of arrays, and texts that are the same in every row, joined row by row."""
    texts = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in (*parts, "")]
    return pc.binary_join_element_wise(*texts)


def _concatenate(texts: pa.Array) -> bytes:
    """Return the bytes of all texts one after the other."""
    if not len(texts):
        return b""
    offsets, content = texts.buffers()[1:3]
    bounds = pa.Array.from_buffers(pa.int64(), len(texts) + 1, [None, offsets], offset=texts.offset)
    whole: bytes = content.to_pybytes()
    return whole[bounds[0].as_py() : bounds[len(texts)].as_py()]
