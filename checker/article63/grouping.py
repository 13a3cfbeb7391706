"""Rows with the same values in some columns, numbered, so that they are put together by their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

MOST_NUMBERS = 2**62


@dataclass(frozen=True)
class Groups:
    """Rows put into groups.

    Attributes:
        numbers: The group of every row, counted from 0 in the order in which groups first appear.
        first: The position of the first row of every group.
    """

    numbers: np.ndarray
    first: np.ndarray

    def add(self, values: "np.ndarray | pd.Series[Any]") -> np.ndarray:
        """Return the sum of whole numbers or money by group; columns of money must have been made safe to add."""
        return add_by(self.numbers, len(self.first), np.asarray(values))


def add_by(numbers: np.ndarray, count: int, values: np.ndarray) -> np.ndarray:
    """Return the exact sums of int64 or objects by the group that each belongs to, 0 for a group without any."""
    sums = np.zeros(count, dtype=values.dtype)
    np.add.at(sums, numbers, values)
    return sums


def group_rows(columns: "Iterable[np.ndarray | pd.Series[Any]]") -> Groups:
    """Return the groups of rows that are the same in all columns (of one length): flags, categories, texts, whole numbers."""
    together, size = None, 1
    for column in columns:
        numbers, count = _number(column)
        if together is None:
            together, size = numbers.astype(np.int64), count
            continue
        if size * count > MOST_NUMBERS:
            together, distinct = pd.factorize(together)
            size = len(distinct)
        together, size = together * count + numbers, size * count
    if together is None:
        raise ValueError("rows are told apart by at least one column")
    numbers, _ = pd.factorize(together)
    return Groups(numbers, np.flatnonzero(~pd.Series(numbers).duplicated().to_numpy()))


def _number(column: "np.ndarray | pd.Series[Any]") -> tuple[np.ndarray, int]:
    """Return a number for every value of a column, and how many numbers there may be."""
    if column.dtype == bool:
        return np.asarray(column), 2
    if isinstance(column, pd.Series) and isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), len(column.cat.categories)
    numbers, distinct = pd.factorize(column, use_na_sentinel=False)
    return numbers, len(distinct)


def broadcast(texts: Iterable[str], numbers: np.ndarray, index: pd.Index) -> "pd.Series[str]":
    """Return a column that has for every row the text of its number."""
    return pd.Series(pd.array(list(texts), dtype="str").take(numbers), index=index)
