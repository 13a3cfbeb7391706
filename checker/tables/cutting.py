"""A sheet's XML in three parts: what stands before its rows, the rows in pieces, what stands behind them."""

import re
from collections.abc import Iterable, Iterator

from checker.tables.limits import MIB

SHEET_DATA = re.compile(rb"<sheetData(?:\s[^>]*)?(/)?>")
ROW_END, ROWS_END = b"</row>", b"</sheetData>"
LONGEST_HEAD, LONGEST_ROW = 8 * MIB, 128 * MIB


class UnusualSheetError(Exception):
    """A sheet that cannot be read in pieces; it is left to a reader of whole sheets."""


class RowCutter:
    """Cuts the XML of one sheet, given in chunks, behind whole rows.

    Attributes:
        head: What stands before the rows, the start of their element included.
        tail: What of the XML behind the rows was met with the last of them.
    """

    def __init__(self, chunks: Iterable[bytes], size: int) -> None:
        """Read as far as the first row.

        Args:
            chunks: The XML.
            size: Bytes of a piece, at the least.

        Raises:
            UnusualSheetError: There is no place for rows, as in another encoding or where elements have a prefix.
        """
        self._chunks = iter(chunks)
        self._size = size
        self.head, self.tail = b"", b""
        for chunk in self._chunks:
            self.head += chunk
            start = SHEET_DATA.search(self.head, max(len(self.head) - len(chunk) - MIB, 0))
            if start:
                self.head, self._rest = self.head[: start.end()], self.head[start.end() :]
                self._is_empty = start[1] is not None
                return
            if len(self.head) > LONGEST_HEAD:
                break
        raise UnusualSheetError

    def pieces(self) -> Iterator[bytes]:
        """Yield the rows in pieces.

        Raises:
            UnusualSheetError: A row is longer than any, or the rows do not end.
        """
        if self._is_empty:
            self.tail = self._rest
            return
        parts, size = [self._rest], len(self._rest)
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size < self._size:
                continue
            data = b"".join(parts)
            end = data.rfind(ROW_END) + len(ROW_END)
            if end < len(ROW_END):
                end = 0
            if data.find(ROWS_END, end) >= 0:
                parts = [data]
                break
            if not end and size > LONGEST_ROW:
                raise UnusualSheetError
            if end:
                yield data[:end]
            parts, size = [data[end:]], len(data) - end
        data = b"".join(parts)
        end = data.find(ROWS_END, max(data.rfind(ROW_END), 0))
        if end < 0:
            raise UnusualSheetError
        self.tail = data[end:]
        if data[:end].strip():
            yield data[:end]

    def tails(self) -> Iterator[bytes]:
        """Yield what stands behind the rows in windows of whole elements, once the pieces were taken."""
        rest = self.tail
        for chunk in self._chunks:
            end = rest.rfind(b">") + 1
            yield rest[:end]
            rest = rest[end:] + chunk
        yield rest
