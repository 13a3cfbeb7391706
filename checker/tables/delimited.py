"""csv and its relatives: comma, semicolon, tab or bar."""

import io
from pathlib import Path

from checker.tables.encoding import decode_text
from checker.tables.frames import frame_rows
from checker.tables.sheet import Sheet, UnreadableTableError

DELIMITERS = ",;\t|"


def read_delimited(data: bytes, path: Path) -> tuple[Sheet, ...]:
    """Return the one sheet of a delimited text file; every cell is its text.

    Raises:
        UnreadableTableError: The file is no text, or a quote is never closed.
    """
    text = decode_text(data, path).replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip()[:1] in ("<", "{"):
        raise UnreadableTableError("table_not_a_table", path=str(path))
    import csv  # noqa: PLC0415 - with the reader below

    delimiter = choose_delimiter(text)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableTableError("table_bad_quoting", path=str(path), detail=str(error)) from error
    return (Sheet(path.name, frame_rows(rows)),)


def choose_delimiter(text: str) -> str:
    """Return the delimiter that splits most lines of the beginning into the same number of cells, more than one."""
    head = [line for line in text[:65536].split("\n")[:200] if line.strip()]

    def weigh(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in head]
        common = max(set(counts) - {0}, key=counts.count, default=0)
        return (counts.count(common) if common else 0, common)

    return max(DELIMITERS, key=weigh)
