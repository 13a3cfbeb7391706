"""An inventory file too large for memory, read in batches that together give what one reading of the whole would.

The header is found in the beginning of the file. Before the rows of every further batch stand the rows of the header
and those just above the batch, under their own numbers, so that the batch is read by the same rules; what they give is
then left out.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from checker.errors import InventoryError
from checker.inventory.blocks import ABOVE_HEADER
from checker.inventory.headers import DEEPEST, Header
from checker.inventory.lines import Inventory
from checker.inventory.reading import SheetLines, check_fields, check_wanted, join_lines, no_columns, read_sheet
from checker.inventory.rows import NEAR
from checker.tables.reading import hash_file
from checker.tables.sheet import Sheet, UnreadableTableError
from checker.tables.streams import join_grids, stream_grid

Item = TypeVar("Item")
LOOK_AHEAD = 50_000
"""Rows in which the header, and which of its columns hold anything, are looked for."""
LONGEST_RUN = 20
"""Up to so many rows of words at the end of a piece wait for what follows them; of a longer run, which is no header, the last ones."""


@dataclass
class _Context:
    """What of the rows read so far the next batch needs.

    Attributes:
        heads: Rows of titles and headers, under their own numbers.
        above: The last rows before the batch.
        headers: Headers by their texts.
        first: Number of the first row with content.
    """

    heads: pd.DataFrame
    above: pd.DataFrame
    headers: dict[tuple[str, ...], Header]
    first: int


def read_in_batches(
    path: Path, rows: int, *, columns: Mapping[str, str] | None = None, date_order: str = ""
) -> Iterator[Inventory]:
    """Yield an inventory of delimited text or parquet in batches; each has its own rows in its account only.

    The sha256 comes with the last batch.

    Args:
        path: The file.
        rows: Rows of a batch.
        columns: Field to header or column letter, where the reader's guess would be wrong.
        date_order: How a date like ``03/04/2026`` is read: ``dmy``, ``mdy``, or not at all.

    Raises:
        InventoryError: The file cannot be read, or its beginning has no usable column.
        UsageError: ``columns`` names a field or header that there is not.
    """
    wanted = dict(columns or {})
    check_fields(wanted)
    if not path.exists():
        raise InventoryError("table_missing", path=str(path))
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(hash_file, path)
        try:
            held: Inventory | None = None
            for batch in read_ahead(_read(path, rows, wanted, date_order)):
                if held is not None:
                    yield held
                held = batch
            if held is not None:
                yield replace(held, sha256=digest.result())
        except UnreadableTableError as error:
            raise InventoryError(error.code, **error.facts) from error


def read_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Yield items, each of them made in another thread while the one before is in use."""
    with ThreadPoolExecutor(1) as other_core:
        coming = other_core.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = other_core.submit(next, items, None)
            yield item


def _read(path: Path, rows: int, wanted: Mapping[str, str], date_order: str) -> Iterator[Inventory]:
    pieces = _settle_blanks(stream_grid(path, rows))
    ahead: list[pd.DataFrame] = []
    while sum(map(len, ahead)) < LOOK_AHEAD and (piece := next(pieces, None)) is not None:
        ahead.append(piece)
    if not ahead:
        raise UnreadableTableError("table_empty_file", path=str(path))
    context = _look_ahead(path, join_grids(ahead), wanted)
    for piece in chain(ahead, pieces):
        yield _read_piece(path, piece, wanted, context, date_order)


def _settle_blanks(pieces: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Yield pieces that end with a filled row: blank rows, and what may be a header, go to the next piece; blank rows at the end go out."""
    held: list[pd.DataFrame] = []
    for piece in pieces:
        whole = join_grids([*held, piece]) if held else piece
        end = _settled_end(whole)
        if end:
            yield whole.iloc[:end]
        held = [whole.iloc[end:]] if end < len(whole) else []
    for rest in held:
        filled = np.flatnonzero((rest != "").to_numpy().any(axis=1))
        if len(filled):
            yield rest.iloc[: int(filled[-1]) + 1]


def _settled_end(cells: pd.DataFrame) -> int:
    """Return where the last filled row ends, or the one before the rows of words at the end that may be the beginning of a header."""
    counts = (cells != "").to_numpy().sum(axis=1)
    filled = np.flatnonzero(counts)
    if not len(filled):
        return 0
    first = last = int(filled[-1]) + 1
    while first and last - first <= LONGEST_RUN and counts[first - 1] > 1 and _is_worded(cells, first - 1):
        first -= 1
    if last - first > LONGEST_RUN:
        first = last - DEEPEST
    before = filled[filled < first]
    return int(before[-1]) + 1 if len(before) else 0


def _is_worded(cells: pd.DataFrame, place: int) -> bool:
    return not any(text[:1].isdigit() for text in cells.iloc[place])


def _look_ahead(path: Path, cells: pd.DataFrame, wanted: Mapping[str, str]) -> _Context:
    """Return the context that the beginning of a file gives.

    Raises:
        InventoryError: It has no usable header.
        UsageError: ``wanted`` names a header that it has not.
    """
    sheet = Sheet(path.name, cells)
    found = read_sheet(path, sheet, wanted)
    check_wanted(path, wanted, [found])
    if not found.headers:
        raise no_columns(path, [sheet])
    last = found.headers[0].last_row
    return _Context(
        heads=cells.loc[: max(last, found.headers[0].first_row - 1)],
        above=cells.iloc[:0],
        headers={tuple(one.header.texts.values()): one.header for one in found.headers},
        first=int(cells.index[int(np.flatnonzero((cells.iloc[: last + 1] != "").to_numpy().any(axis=1))[0])]),
    )


def _read_piece(
    path: Path, piece: pd.DataFrame, wanted: Mapping[str, str], context: _Context, date_order: str
) -> Inventory:
    start, end = max(int(piece.index[0]), context.first), int(piece.index[-1])
    parts = join_grids([context.heads, context.above, piece])
    cells = parts[~parts.index.duplicated()].sort_index()
    found = read_sheet(path, Sheet(path.name, cells), wanted, known=context.headers, date_order=date_order)
    _carry(context, found, cells, piece)
    lines = join_lines([found])
    lines = lines[lines["row"].between(start, end)].reset_index(drop=True)
    reading = replace(
        found.reading,
        rows_read=max(end - start + 1, 0),
        lines=len(lines),
        set_aside=tuple(row for row in found.reading.set_aside if start <= row.row <= end),
        cells=cells.iloc[:0],
    )
    return Inventory(path, "", (reading,), lines)


def _carry(context: _Context, found: SheetLines, cells: pd.DataFrame, piece: pd.DataFrame) -> None:
    """Keep the rows above the next piece, and those of a further header in this one."""
    last = found.headers[-1]
    if last.last_row >= int(piece.index[0]) and last.header.fields != found.headers[0].header.fields:
        further = cells.loc[max(last.first_row - ABOVE_HEADER, 1) : last.last_row]
        top = context.heads.loc[: found.headers[0].last_row]
        both = join_grids([top, further])
        context.heads = both[~both.index.duplicated()]
        context.headers[tuple(last.header.texts.values())] = last.header
    context.above = cells.iloc[max(len(cells) - NEAR, 0) :]
