"""An inventory file too large for memory, read in batches that together give what one reading of the whole would.

The header is found in the beginning of the file. Before the rows of every further batch stand the rows of the header
and those just above the batch, under their own numbers, so that the batch is read by the same rules; what they give is
then left out.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from checker.errors import InventoryError
from checker.inventory.grid import make_grid
from checker.inventory.headers import Header
from checker.inventory.lines import Inventory, SheetReading
from checker.inventory.reading import SheetLines, check_fields, check_wanted, find_usable, join_lines, read_sheet
from checker.inventory.rows import NEAR
from checker.tables.sheet import Sheet, UnreadableTableError
from checker.tables.streams import join_grids, stream_grid

LOOK_AHEAD = 50_000
"""Rows in which the header, and which of its columns hold anything, are looked for."""
ABOVE_HEADER = 30
"""Rows above a further header that may state its unit of money."""
MOST_TITLES = 1000


@dataclass
class _Context:
    """What of the rows read so far the next batch needs.

    Attributes:
        heads: Rows of titles and headers.
        above: The last rows before the batch.
        headers: Headers found, by their texts.
        last: Number of the last row read.
    """

    heads: pd.DataFrame
    above: pd.DataFrame
    headers: Mapping[tuple[str, ...], Header] = field(default_factory=dict)
    last: int = 0


def read_in_batches(
    path: Path, rows: int, *, columns: Mapping[str, str] | None = None
) -> Iterator[Inventory]:
    """Yield an inventory of delimited text or parquet in batches; each has its own rows in its account only.

    Args:
        path: The file.
        rows: Rows of a batch.
        columns: Field to header or column letter, where the reader's guess would be wrong.

    Raises:
        InventoryError: The file cannot be read, or its beginning has no usable column.
        UsageError: ``columns`` names a field or header that there is not.
    """
    wanted = dict(columns or {})
    check_fields(wanted)
    try:
        with ThreadPoolExecutor(1) as pool:
            digest = pool.submit(_hash, path)
            yield from _read(path, rows, wanted, digest.result)
    except UnreadableTableError as error:
        raise InventoryError(error.code, **error.facts) from error
