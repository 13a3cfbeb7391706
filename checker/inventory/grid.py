"""A sheet's cells in columns, with what is cheap to know of every row before it is interpreted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from checker.inventory.texts import Texts
from checker.tables.sheet import CellFault, MergedRange, NumberFormat, Sheet


@dataclass(frozen=True, eq=False)
class Grid:
    """A sheet in columns; a *place* is a 0-based position of a row, a column number is 1-based as in the file.

    Attributes:
        name: The sheet's name.
        rows: Row numbers in the file, one per place.
        columns: Column numbers in the file.
        texts: The cells' texts, trimmed, one column per column of ``columns``.
        merged: Merged blocks.
        faults: Cells without a value.
        formats: Number formats that show words or a sign beside the number.
    """

    name: str
    rows: np.ndarray
    columns: tuple[int, ...]
    texts: tuple[Texts, ...]
    merged: tuple[MergedRange, ...]
    faults: tuple[CellFault, ...]
    formats: tuple[NumberFormat, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def filled(self) -> np.ndarray:
        """Whether each cell holds a text or a fault, places × columns."""
        filled = np.zeros((len(self), len(self.columns)), dtype=bool, order="F")
        for number, texts in enumerate(self.texts):
            filled[:, number] = texts.filled
        for fault in self.faults:
            place, position = self.place_of(fault.row), self.number_of(fault.column)
            if place is not None and position is not None:
                filled[place, position] = True
        return filled

    @cached_property
    def counts(self) -> np.ndarray:
        """Number of filled cells of every row."""
        counts = np.zeros(len(self), dtype=np.int32)
        for number in range(len(self.columns)):
            counts += self.filled[:, number]
        return counts

    def place_of(self, row: int) -> int | None:
        """Return the place of a row of the file, None when the grid does not hold it."""
        place = int(np.searchsorted(self.rows, row))
        return place if place < len(self.rows) and self.rows[place] == row else None

    def number_of(self, column: int) -> int | None:
        """Return the position of a column of the file in ``texts``, None when the grid does not hold it."""
        return self._numbers.get(column)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {column: number for number, column in enumerate(self.columns)}

    def row_texts(self, place: int) -> list[str]:
        """Return the texts of one row."""
        return [texts[place] for texts in self.texts]


def make_grid(sheet: Sheet) -> Grid:
    """Return a sheet's cells in trimmed columns; columns that need no trimming share the frame's memory."""
    cells = sheet.cells
    with ThreadPoolExecutor(2) as both_cores:
        texts = tuple(both_cores.map(_trim, (cells[column] for column in cells.columns)))
    return Grid(
        name=sheet.name,
        rows=cells.index.to_numpy(dtype=np.int64),
        columns=tuple(int(column) for column in cells.columns),
        texts=texts,
        merged=sheet.merged,
        faults=sheet.faults,
        formats=sheet.formats,
    )


def to_series(texts: Any) -> "pd.Series[str]":  # noqa: ANN401 - Arrow arrays have no types
    """Return an Arrow string array as a pandas text series."""
    return pd.Series(texts.to_pandas(), dtype="str")


def _trim(series: "pd.Series[str]") -> Texts:
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415

    plain = pa.array(series, type=pa.large_string())
    if isinstance(plain, pa.ChunkedArray):
        plain = plain.combine_chunks()
    texts = Texts(plain)
    return Texts(pc.utf8_trim_whitespace(plain)) if texts.ask(_is_wider).any() else texts


def _is_wider(texts: Any) -> np.ndarray:  # noqa: ANN401 - Arrow arrays have no types
    """Return which texts have white space at an end."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    lengths, trimmed = pc.binary_length(texts), pc.binary_length(pc.utf8_trim_whitespace(texts))
    wider: np.ndarray = pc.not_equal(lengths, trimmed).to_numpy(zero_copy_only=False)
    return wider
