"""A sheet's cells as Arrow columns, with what is cheap to know of every row before it is interpreted."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from checker.tables.sheet import CellFault, MergedRange, NumberFormat, Sheet


@dataclass(frozen=True, eq=False)
class Grid:
    """A sheet in columns; a *place* is a 0-based position of a row, a column number is 1-based as in the file.

    Attributes:
        name: The sheet's name.
        rows: Row numbers in the file, one per place.
        columns: Column numbers in the file.
        texts: Arrow string arrays, trimmed, one per column of ``columns``.
        merged: Merged blocks.
        faults: Cells without a value.
        formats: Number formats that show words or a sign beside the number.
    """

    name: str
    rows: np.ndarray
    columns: tuple[int, ...]
    texts: tuple[Any, ...]
    merged: tuple[MergedRange, ...]
    faults: tuple[CellFault, ...]
    formats: tuple[NumberFormat, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def filled(self) -> np.ndarray:
        """Whether each cell holds a text or a fault, places × columns."""
        import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

        filled = np.zeros((len(self), len(self.columns)), dtype=bool, order="F")
        for number, texts in enumerate(self.texts):
            filled[:, number] = pc.not_equal(texts, "").to_numpy(zero_copy_only=False)
        for fault in self.faults:
            place, position = self.place_of(fault.row), self.number_of(fault.column)
            if place is not None and position is not None:
                filled[place, position] = True
        return filled

    @cached_property
    def counts(self) -> np.ndarray:
        """Number of filled cells of every row."""
        counts: np.ndarray = self.filled.sum(axis=1, dtype=np.int32)
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
        return [texts[place].as_py() for texts in self.texts]


def make_grid(sheet: Sheet) -> Grid:
    """Return a sheet's cells in trimmed Arrow columns; columns that need no trimming share the frame's memory."""
    cells = sheet.cells
    return Grid(
        name=sheet.name,
        rows=cells.index.to_numpy(dtype=np.int64),
        columns=tuple(int(column) for column in cells.columns),
        texts=tuple(_trim(cells[column]) for column in cells.columns),
        merged=sheet.merged,
        faults=sheet.faults,
        formats=sheet.formats,
    )


def to_series(texts: Any) -> "pd.Series[str]":  # noqa: ANN401 - Arrow arrays have no types
    """Return an Arrow string array as a pandas text series."""
    return pd.Series(texts.to_pandas(), dtype="str")


def _trim(series: "pd.Series[str]") -> Any:  # noqa: ANN401 - Arrow arrays have no types
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415

    texts = pa.array(series, type=pa.large_string())
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    trimmed = pc.utf8_trim_whitespace(texts)
    return texts if trimmed.equals(texts) else trimmed
