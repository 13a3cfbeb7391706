"""Rows of text made of the pieces of their columns: a batch of rows is one Arrow take from all distinct pieces."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checker.numbering import Numbers
from checker.report.coded import TEXT, Coded


class Weave:
    """Columns of pieces of text, to be written row after row.

    Args:
        columns: At least one column, all of one length; a row is its pieces from first to last.
    """

    def __init__(self, columns: Sequence[Coded]) -> None:
        """Lay the pieces of all columns one behind the other."""
        starts = np.cumsum([0, *(len(column.texts) for column in columns)])
        self._columns = list(zip((column.codes for column in columns), starts.tolist(), strict=False))
        self._count = len(columns[0])
        self._pieces = pa.concat_arrays([column.texts for column in columns])

    def write(self, most: int) -> Iterator[memoryview]:
        """Yield the UTF-8 of the rows one straight after the other, of at most ``most`` rows at a time."""
        for start in range(0, self._count, most):
            content, ends = self._take(start, min(start + most, self._count))
            yield memoryview(content)[: int(ends[-1])]

    def split(self, most: int) -> Iterator[list[bytes]]:
        """Yield the UTF-8 of each row, of at most ``most`` rows at a time."""
        for start in range(0, self._count, most):
            content, ends = self._take(start, min(start + most, self._count))
            buffers = [None, pa.py_buffer(ends), content]
            yield pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(ends) - 1, buffers).to_pylist()

    def _take(self, start: int, stop: int) -> tuple[pa.Buffer, Numbers]:
        """Return the content of rows, and where the first begins and each ends in it."""
        places = np.empty((stop - start, len(self._columns)), dtype=np.int64)
        for number, (codes, first) in enumerate(self._columns):
            np.add(codes[start:stop], first, out=places[:, number])
        taken = self._pieces.take(pa.array(places.ravel()))
        _, offsets, content = taken.buffers()
        bounds = np.frombuffer(offsets, dtype=np.int64, count=len(taken) + 1)
        return content, np.ascontiguousarray(bounds[:: len(self._columns)])


def split_content(texts: pa.Array, most: int) -> Iterator[memoryview]:
    """Yield the UTF-8 of texts one straight after the other, at most so many bytes at a time."""
    _, offsets, content = texts.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    for start in range(bounds[0], bounds[-1], most):
        yield memoryview(content)[start : min(start + most, bounds[-1])]


def join(*parts: pa.Array | str) -> pa.Array:
    """Return texts, and parts that are the same in every row, joined row by row."""
    return pc.binary_join_element_wise(*map(_to_text, (*parts, "")))


def choose(where: pa.Array, texts: pa.Array | str | None, others: pa.Array | str) -> pa.Array:
    """Return row by row one text where something holds, else the other; None is null."""
    return pc.if_else(where, _to_text(texts), _to_text(others))


def _to_text(part: pa.Array | str | None) -> pa.Array | pa.Scalar:
    return pa.scalar(part, TEXT) if part is None or isinstance(part, str) else part
