"""Files of any size, a piece of the grid at a time: delimited text, plain or compressed by gzip or zstd, and parquet."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, cast

import pandas as pd
import zstandard

from checker.tables.delimited import LONGEST_FIELD, count_columns, find_delimiter, is_plain, parse_plain
from checker.tables.encoding import FEW, find_encoding
from checker.tables.frames import frame_columns, frame_rows
from checker.tables.limits import MIB
from checker.tables.sheet import UnreadableTableError

GZIP, ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
OTHERS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\xd0\xcf\x11\xe0", b"%PDF")
"""Beginnings of files that only make sense as a whole."""
BLOCK = 16 * MIB
"""Bytes of text parsed at a time."""
LONGEST_RECORD = 4 * BLOCK
CAREFUL_ROWS = 20_000
DAMAGED = (EOFError, OSError, zlib.error, zstandard.ZstdError)
"""What readers of compressed files raise."""


def is_compressed(path: Path) -> bool:
    """Whether a file is compressed by gzip or zstd; a missing or unreadable one is not."""
    return read_beginning(path).startswith((GZIP, ZSTD))


def is_parquet(path: Path) -> bool:
    """Whether a file is parquet."""
    return read_beginning(path).startswith(PARQUET)


def is_streamable(path: Path) -> bool:
    """Whether a file can be read in pieces: parquet, or text that is no html page."""
    beginning = read_beginning(path)
    return bool(beginning) and not beginning.startswith(OTHERS) and beginning.lstrip()[:1] not in (b"<", b"{")


def read_beginning(path: Path) -> bytes:
    """Return the first bytes of a file, none where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(64)
    except OSError:
        return b""


def count_rows(path: Path) -> int:
    """Return the number of rows of a parquet file, 0 of any other."""
    if not is_parquet(path):
        return 0
    import pyarrow as pa  # noqa: PLC0415 - only for parquet
    from pyarrow import parquet  # noqa: PLC0415

    try:
        return int(parquet.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def stream_grid(path: Path, rows: int) -> Iterator[pd.DataFrame]:
    """Yield the grid of a file in pieces of ``rows`` rows, the last one of any length.

    Each piece is a frame as in :class:`checker.tables.sheet.Sheet`, under the row numbers of the file; unlike there, blank rows at its
    end are present.

    Raises:
        UnreadableTableError: The file is missing, damaged or no text.
    """
    return _regroup(_number(stream_parquet(path) if is_parquet(path) else stream_text(path)), rows)


def stream_parquet(path: Path) -> Iterator[pd.DataFrame]:
    """Yield the header and the row groups of a parquet file.

    Raises:
        UnreadableTableError: The file is damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 - only for parquet
    from pyarrow import parquet  # noqa: PLC0415

    from checker.tables.legacy import word_column  # noqa: PLC0415 - only for parquet

    try:
        with parquet.ParquetFile(path) as file:
            yield frame_rows([file.schema_arrow.names])
            for batch in file.iter_batches(batch_size=100_000):
                yield _frame([word_column(column) for column in batch.columns], batch.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error


def stream_text(path: Path) -> Iterator[pd.DataFrame]:
    """Yield the records of a delimited text.

    Raises:
        UnreadableTableError: The file cannot be read, is no text, or a quote is never closed.
    """
    try:
        with open_bytes(path) as stream:
            yield from _parse(stream, path)
    except DAMAGED as error:
        raise UnreadableTableError("table_unreadable", path=str(path), detail=str(error)) from error


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading, unpacked as it is read where it is compressed."""
    beginning = read_beginning(path)
    if beginning.startswith(GZIP):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if beginning.startswith(ZSTD):
        return cast("IO[bytes]", zstandard.open(path, "rb"))
    return path.open("rb")


def _parse(stream: IO[bytes], path: Path) -> Iterator[pd.DataFrame]:
    """Yield plain blocks as Arrow parses them; from the first block that is not plain on, records as the csv module does."""
    blocks = read_blocks(stream)
    rest, is_last = next(blocks, (b"", True))
    encoding, errors = find_encoding(rest, path)
    head = rest[:65536].decode(encoding, "ignore").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if head.lstrip()[:1] in ("<", "{"):
        raise UnreadableTableError("table_not_a_table", path=str(path))
    delimiter = find_delimiter(head)
    width = count_columns(head, delimiter)
    while encoding.startswith("utf-8") and width > 1:
        end = len(rest) if is_last else find_record_end(rest)
        if not is_plain(rest[:end], delimiter):
            break
        if end:
            yield _parse_block(rest[:end], delimiter, width, path)
        elif len(rest) > LONGEST_RECORD:
            raise UnreadableTableError("table_bad_quoting", path=str(path), detail=f"> {LONGEST_RECORD // MIB} MiB")
        if is_last:
            return
        more, is_last = next(blocks)
        rest = rest[end:] + more
    chunks = chain([rest], (block for block, _ in blocks))
    yield from parse_records(decode_lines(chunks, encoding, errors, path), delimiter, path)


def read_blocks(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield a stream in blocks, each with whether it is the last."""
    block = stream.read(BLOCK)
    while block:
        following = stream.read(BLOCK)
        yield block, not following
        block = following


def find_record_end(data: bytes) -> int:
    """Return where the last whole record of plain text ends: behind the last line break outside quotes; 0 where there is none."""
    quotes, end = data.count(b'"'), len(data)
    while (place := data.rfind(b"\n", 0, end)) >= 0:
        quotes -= data.count(b'"', place, end)
        if quotes % 2 == 0:
            return place + 1
        end = place
    return 0


def _parse_block(block: bytes, delimiter: str, width: int, path: Path) -> pd.DataFrame:
    """Return whole records as a grid; Arrow reads rows of one length, the csv module any."""
    columns = parse_plain(block, delimiter, width)
    if columns is not None:
        return _frame(columns, len(columns[0]))
    lines = decode_lines([block], "utf-8-sig", "replace", path)
    return pd.concat([*parse_records(lines, delimiter, path)], ignore_index=True).fillna("")


def decode_lines(chunks: Iterable[bytes], encoding: str, errors: str, path: Path) -> Iterator[str]:
    r"""Yield the lines of encoded text, each with a ``\n`` at its end, whatever ended it.

    Raises:
        UnreadableTableError: The text is not in this encoding.
    """
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors), translate=True)
    rest = ""
    for chunk in chain(chunks, [b""]):
        if b"\0" in chunk and not encoding.startswith("utf-16"):
            raise UnreadableTableError("table_not_a_table", path=str(path))
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise UnreadableTableError("table_bad_encoding", path=str(path)) from error
        if text.count("\ufffd") * FEW > sum(sign > "\x7f" for sign in text) if "\ufffd" in text else False:
            raise UnreadableTableError("table_bad_encoding", path=str(path))
        *lines, rest = (rest + text).split("\n")
        yield from (line + "\n" for line in lines)
    if rest:
        yield rest


def parse_records(lines: Iterable[str], delimiter: str, path: Path) -> Iterator[pd.DataFrame]:
    """Yield records of any length in pieces of ``CAREFUL_ROWS``.

    Raises:
        UnreadableTableError: A quote is never closed, or a field is longer than any sensible one.
    """
    csv.field_size_limit(min(LONGEST_FIELD, LONGEST_RECORD))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        while rows := list(islice(reader, CAREFUL_ROWS)):
            width = max(map(len, rows))
            rows[0] += [""] * (max(width, 1) - len(rows[0]))
            yield _pad(frame_rows(rows), len(rows))
    except csv.Error as error:
        detail = f"{error}, {reader.line_num}"
        raise UnreadableTableError("table_bad_quoting", path=str(path), detail=detail) from error


def _frame(columns: list[Any], rows: int) -> pd.DataFrame:
    return _pad(frame_columns(columns), rows)


def _pad(frame: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Return a grid with the blank rows at its end that the frame leaves out."""
    return frame if len(frame) == rows else frame.reindex(range(1, rows + 1), fill_value="")


def _number(frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Yield pieces of a grid under their row numbers in the file."""
    rows = 0
    for frame in frames:
        frame.index = pd.RangeIndex(rows + 1, rows + len(frame) + 1)
        rows += len(frame)
        yield frame


def _regroup(frames: Iterable[pd.DataFrame], rows: int) -> Iterator[pd.DataFrame]:
    """Yield a grid in pieces of exactly ``rows`` rows, the last one of any length."""
    held: list[pd.DataFrame] = []
    count = 0
    for frame in frames:
        held.append(frame)
        count += len(frame)
        while count >= rows:
            whole = join_grids(held)
            yield whole.iloc[:rows]
            held, count = [whole.iloc[rows:]], count - rows
    if count:
        yield join_grids(held)


def join_grids(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return pieces of a grid put under each other; a piece has empty cells in columns that only others have."""
    parts = [frame for frame in frames if len(frame)]
    width = max((len(frame.columns) for frame in parts), default=0)
    columns = pd.RangeIndex(1, width + 1)
    same = [part if len(part.columns) == width else part.reindex(columns=columns, fill_value="") for part in parts]
    return same[0] if len(same) == 1 else pd.concat(same) if same else pd.DataFrame(columns=columns, dtype="str")
