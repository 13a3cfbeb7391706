"""Which files an inventory consists of, and whether they are read whole or in batches."""

from collections.abc import Iterator, Sequence
from glob import has_magic
from itertools import chain
from pathlib import Path

from checker.errors import InventoryError
from checker.inventory.batches import read_in_batches
from checker.inventory.lines import Inventory
from checker.pipeline import CheckRequest, read_one, show_as
from checker.tables.limits import MIB
from checker.tables.streams import is_compressed, is_parquet, is_streamable

READ_WHOLE = 256 * MIB
"""Inventories of more bytes of text than this, as far as can be told, are read in batches."""
UNPACKED = {"compressed": 8, "parquet": 6}
"""How many bytes of text a byte of such a file stands for, roughly."""
BATCH_ROWS = 60_000


def expand_sources(paths: Sequence[Path]) -> list[Path]:
    """Return the files meant: those of a folder, also of folders in it, and those that fit a pattern, in order of their names.

    Names that begin with a dot or an underscore are what engines leave beside their parts; they are passed over.

    Raises:
        InventoryError: A folder or pattern has no file.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = [one for one in path.rglob("*") if one.is_file() and _is_part(one.relative_to(path))]
        elif not path.exists() and has_magic(str(path)):
            found = [one for one in _match(path) if one.is_file()]
        else:
            files.append(path)
            continue
        if not found:
            raise InventoryError("inventory_no_files", path=str(path))
        files += sorted(found)
    return files


def _is_part(path: Path) -> bool:
    return not any(name.startswith((".", "_")) for name in path.parts)


def _match(pattern: Path) -> Iterator[Path]:
    anchor = Path(pattern.anchor)
    return anchor.glob(str(pattern.relative_to(anchor) if pattern.anchor else pattern))


def is_large(files: Sequence[Path]) -> bool:
    """Whether files are to be read in batches."""
    return sum(map(_estimate, files)) > READ_WHOLE


def _estimate(path: Path) -> int:
    """Return the bytes of text that a file stands for, 0 of one that can only be read as a whole."""
    if not path.is_file() or not is_streamable(path):
        return 0
    factor = UNPACKED["parquet"] if is_parquet(path) else UNPACKED["compressed"] if is_compressed(path) else 1
    return factor * path.stat().st_size


def read_batches(
    files: Sequence[Path], request: CheckRequest, rows: int = BATCH_ROWS
) -> Iterator[tuple[Inventory, ...]]:
    """Yield the files of a check in batches of about ``rows`` rows; small files share a batch.

    Raises:
        InventoryError: A file cannot be read.
    """
    held: list[Inventory] = []
    count = 0
    for inventory in chain.from_iterable(read_file(path, request, rows) for path in files):
        if held and count + len(inventory.lines) > rows:
            yield tuple(held)
            held, count = [], 0
        held.append(inventory)
        count += sum(sheet.rows_read for sheet in inventory.sheets)
    if held:
        yield tuple(held)


def read_file(path: Path, request: CheckRequest, rows: int = BATCH_ROWS) -> Iterator[Inventory]:
    """Yield one file in batches, or as a whole where it can only be read so."""
    if not is_streamable(path):
        yield read_one(path, request)
        return
    for inventory in read_in_batches(path, rows, columns=request.columns, date_order=request.date_order):
        yield show_as(inventory, request)
