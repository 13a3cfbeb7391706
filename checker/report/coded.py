"""Columns of texts as numbers into their distinct texts: work is done once per text, however many rows have it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checker.numbering import group_numbers

if TYPE_CHECKING:
    import pandas as pd

    from checker.numbering import Groups, Numbers

TEXT = pa.large_string()


@dataclass(frozen=True)
class Coded:
    """A column of texts.

    Attributes:
        codes: For every row the place of its text in ``texts`` (int32).
        texts: The texts (Arrow, :data:`TEXT`), without gaps; equal ones may stand there more than once.
    """

    codes: "Numbers"
    texts: pa.Array

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def take(self, rows: "Numbers | slice") -> "Coded":
        """Return the chosen rows, by 0-based position, with no more texts than they have."""
        codes = self.codes[rows]
        used = np.zeros(len(self.texts), dtype=np.bool_)
        used[codes] = True
        if used.all():
            return Coded(codes, self.texts)
        places = np.cumsum(used, dtype=np.int32) - 1
        return Coded(places[codes], self.texts.filter(pa.array(used)))

    def turn(self, convert: Callable[[pa.Array], pa.Array]) -> "Coded":
        """Return the column with its texts converted all at once."""
        return Coded(self.codes, convert(self.texts))

    def word(self, convert: Callable[[str], str]) -> "Coded":
        """Return the column with its texts converted one by one."""
        return self.turn(lambda texts: to_arrow([convert(text) for text in texts.to_pylist()]))

    def spread(self, rows: "Numbers", count: int, elsewhere: str = "") -> "Coded":
        """Return a column of ``count`` rows: this one's stand at the given 0-based positions."""
        codes = np.full(count, len(self.texts), dtype=np.int32)
        codes[rows] = self.codes
        return Coded(codes, _append(self.texts, elsewhere))

    def put(self, row: int, text: str) -> "Coded":
        """Return the column with another text in one row."""
        codes = self.codes.copy()
        codes[row] = len(self.texts)
        return Coded(codes, _append(self.texts, text))

    def head(self, text: str) -> "Coded":
        """Return the column with a text above its first row."""
        return Coded(np.append(np.int32(len(self.texts)), self.codes), _append(self.texts, text))

    def find(self, *texts: str) -> np.ndarray:
        """Return which rows have one of some texts."""
        wanted = pc.is_in(self.texts, value_set=to_arrow(texts))
        found: np.ndarray = wanted.to_numpy(zero_copy_only=False)[self.codes]
        return found

    def decode(self) -> pa.Array:
        """Return the text of every row."""
        return self.texts.take(pa.array(self.codes))


def to_arrow(texts: "pd.Series[str] | Sequence[str] | pa.Array") -> pa.Array:
    """Return texts as one Arrow array."""
    array = pa.array(texts, TEXT)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def encode(column: "pd.Series[Any] | Sequence[str] | pa.Array") -> Coded:
    """Return texts without gaps as a coded column, each distinct one once."""
    encoded = to_arrow(column).dictionary_encode()
    return Coded(encoded.indices.to_numpy(), encoded.dictionary)


def encode_numbers(numbers: "pd.Series[int] | Numbers") -> Coded:
    """Return integers as texts; they are taken to be all different."""
    return Coded(np.arange(len(numbers), dtype=np.int32), pa.array(numbers).cast(TEXT))


def repeat(text: str, count: int) -> Coded:
    """Return a column of the same text in every row."""
    return Coded(np.zeros(count, dtype=np.int32), to_arrow([text]))


def combine(*columns: Coded) -> "Groups":
    """Return the groups of rows that have the same places in all columns, whose texts must be distinct."""
    return group_numbers((column.codes, len(column.texts)) for column in columns)


def sort_codes(column: Coded) -> "Numbers":
    """Return codes of the same rows that sort as their texts do."""
    ranks = np.empty(len(column.texts), dtype=np.int64)
    ranks[pc.sort_indices(column.texts).to_numpy()] = np.arange(len(ranks))
    return ranks[column.codes]


def _append(texts: pa.Array, text: str) -> pa.Array:
    return pa.concat_arrays([texts, to_arrow([text])])
