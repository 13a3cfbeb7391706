"""csv and its relatives: comma, semicolon, tab or bar."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd

from checker.tables.encoding import decode_text
from checker.tables.frames import frame_columns, frame_rows
from checker.tables.limits import MIB
from checker.tables.sheet import Sheet, UnreadableTableError, plain_name

DELIMITERS = ",;\t|"
LONGEST_FIELD = 2**31 - 1
LARGE = MIB
"""From this size on the fast reader is tried first."""


def read_delimited(data: bytes, path: Path, *, large: int = LARGE) -> tuple[Sheet, ...]:
    """Return the one sheet of a delimited text file; every cell is its text, every record a row.

    Args:
        data: The file's bytes.
        path: Its path, for the sheet's name and errors.
        large: Size in bytes from which the fast reader is tried; it gives the same grid or none.

    Raises:
        UnreadableTableError: The file is no text, or a quote is never closed.
    """
    fast = read_fast(data) if len(data) >= large else None
    return (Sheet(plain_name(path), read_careful(data, path) if fast is None else fast),)


def read_careful(data: bytes, path: Path) -> pd.DataFrame:
    """Return the grid of any delimited text: every encoding, rows of any length, quoted line breaks.

    Raises:
        UnreadableTableError: The file is no text, or a quote is never closed.
    """
    text = decode_text(data, path).replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip()[:1] in ("<", "{"):
        raise UnreadableTableError("table_not_a_table", path=str(path))
    import csv  # noqa: PLC0415 - with the reader below

    delimiter = find_delimiter(text)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        detail = f"{error}, {reader.line_num}"
        raise UnreadableTableError("table_bad_quoting", path=str(path), detail=detail) from error
    return frame_rows(rows)


def read_fast(data: bytes) -> pd.DataFrame | None:
    """Return the grid of a plain UTF-8 file with rows of one length by Arrow; None where only the careful reader is sure."""
    head = data[:65536].decode("utf-8-sig", "ignore").replace("\r\n", "\n")
    delimiter = find_delimiter(head)
    if head.lstrip()[:1] in ("<", "{") or not has_plain_breaks(data):
        return None
    width = count_columns(head, delimiter)
    if width < 2:
        return None
    with ThreadPoolExecutor(1) as other_core:
        whole = other_core.submit(has_whole_quotes, data, delimiter)
        columns = parse_plain(data, delimiter, width)
        return frame_columns(columns) if columns is not None and whole.result() else None


def parse_plain(data: bytes, delimiter: str, width: int) -> list[Any] | None:
    """Return the columns of plain text by Arrow, None where a row has another number of cells than ``width``."""
    import pyarrow as pa  # noqa: PLC0415 - large files only
    import pyarrow.compute as pc  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in data, ignore_empty_lines=False)
    try:
        read, convert = _options(width)
        table = csv.read_csv(pa.BufferReader(data), read, parse, convert)
    except pa.ArrowInvalid:
        return None
    chunked = table.columns
    del table
    columns = [chunked.pop(0).combine_chunks() for _ in range(width)]
    if b'"' in data and b"\r" in data:
        columns = [pc.replace_substring(column, "\r\n", "\n") for column in columns]
    return columns


def count_columns(head: str, delimiter: str) -> int:
    """Return the number of cells of the first record."""
    import csv  # noqa: PLC0415 - large files only

    csv.field_size_limit(LONGEST_FIELD)
    return len(next(csv.reader(io.StringIO(head, newline="\n"), delimiter=delimiter), []))


def _options(width: int) -> tuple[Any, Any]:
    """Return how Arrow reads and converts: no header, every column as text, nothing as missing."""
    import pyarrow as pa  # noqa: PLC0415 - large files only
    from pyarrow import csv  # noqa: PLC0415

    types = {f"f{number}": pa.large_string() for number in range(width)}
    convert = csv.ConvertOptions(
        column_types=types, strings_can_be_null=False, null_values=[], true_values=[], false_values=[]
    )
    return csv.ReadOptions(autogenerate_column_names=True, block_size=MIB), convert


def is_plain(data: bytes, delimiter: str) -> bool:
    """Whether a file has no NUL, no lone carriage return, and quotes only around whole fields."""
    return has_plain_breaks(data) and has_whole_quotes(data, delimiter)


def has_plain_breaks(data: bytes) -> bool:
    """Whether a file has no NUL and no lone carriage return."""
    if b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")


def has_whole_quotes(data: bytes, delimiter: str, window: int = MIB) -> bool:
    """Whether every odd quote stands behind a border of a field or another quote, every even one before one, and all are closed.

    ``window`` is how many bytes are looked at together.
    """
    if b'"' not in data:
        return True
    import numpy as np  # noqa: PLC0415 - large files only

    signs = np.frombuffer(data, dtype=np.uint8)[3 * data.startswith(b"\xef\xbb\xbf") :]
    before = np.zeros(256, dtype=bool)
    before[np.frombuffer(f'{delimiter}\n"'.encode(), dtype=np.uint8)] = True
    after = before.copy()
    after[ord("\r")] = True
    count = 0
    for start in range(0, len(signs), window):
        quotes = np.flatnonzero(signs[start : start + window] == ord('"')) + start
        opening, closing = quotes[count % 2 :: 2], quotes[1 - count % 2 :: 2]
        count += len(quotes)
        opening = opening[1:] if len(opening) and opening[0] == 0 else opening
        closing = closing[:-1] if len(closing) and closing[-1] == len(signs) - 1 else closing
        if not (before[signs[opening - 1]].all() and after[signs[closing + 1]].all()):
            return False
    return count % 2 == 0


def find_delimiter(text: str) -> str:
    """Return the delimiter: the one that a first line ``sep=;`` names, else the likeliest."""
    if text[:4].lower() == "sep=" and text[5:6] == "\n" and text[4] in DELIMITERS:
        return text[4]
    return choose_delimiter(text)


def choose_delimiter(text: str) -> str:
    """Return the delimiter that splits lines of the beginning into the same number of cells, more than one.

    Lines that have it at all count as well: a ragged table has rows of all lengths. Rows of nothing but
    delimiters say nothing.
    """
    head = [line for line in text[:65536].split("\n")[:200] if line.strip(f'{DELIMITERS} \r"')]

    def weigh(delimiter: str) -> tuple[int, int]:
        counts = [count for line in head if (count := line.count(delimiter))]
        common = max(sorted(set(counts)), key=counts.count, default=0)
        return (counts.count(common) + len(counts), common)

    return max(DELIMITERS, key=weigh)
