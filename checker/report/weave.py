"""Rows of text made of the pieces of their columns: a batch of rows is one Arrow take from all distinct pieces."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from checker.report.coded import Coded, Codes


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
        self._pieces = pa.concat_arrays([to_arrow(column.texts) for column in columns])

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

    def _take(self, start: int, stop: int) -> tuple[pa.Buffer, Codes]:
        """Return the content of rows, and where the first begins and each ends in it."""
        places = np.empty((stop - start, len(self._columns)), dtype=np.int64)
        for number, (codes, first) in enumerate(self._columns):
            np.add(codes[start:stop], first, out=places[:, number])
        taken = self._pieces.take(pa.array(places.ravel()))
        _, offsets, content = taken.buffers()
        bounds = np.frombuffer(offsets, dtype=np.int64, count=len(taken) + 1)
        return content, np.ascontiguousarray(bounds[:: len(self._columns)])


def to_arrow(texts: "pd.Series[str]") -> pa.Array:
    """Return texts as one Arrow array."""
    array = pa.array(texts, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def from_arrow(texts: pa.Array) -> "pd.Series[str]":
    """Return an Arrow array of texts as a series."""
    return pd.Series(texts.to_pandas(), dtype="str")


def join(*parts: "pd.Series[str] | str") -> "pd.Series[str]":
    """Return texts, and parts that are the same in every row, joined row by row."""
    texts = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else to_arrow(part) for part in (*parts, "")]
    return from_arrow(pc.binary_join_element_wise(*texts))
