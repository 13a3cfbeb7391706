"""Rows told apart by numbers: equal rows have one number, and what is found for a number goes to all of its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

Numbers = np.ndarray[Any, np.dtype[np.integer[Any]]]

MOST_NUMBERS = 2**62

FEWER = 16
"""Where there are so many times fewer numbers than rows, a table of all of them is quicker than looking each up."""


@dataclass(frozen=True)
class Groups:
    """Rows put into groups.

    Attributes:
        numbers: The group of every row, counted from 0 in the order in which groups first appear.
        first: The position of the first row of every group.
    """

    numbers: Numbers
    first: Numbers

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.first)

    def add(self, values: "np.ndarray | pd.Series[Any]") -> np.ndarray:
        """Return the sum of whole numbers or money by group; columns of money must have been made safe to add."""
        return add_by(self.numbers, len(self), np.asarray(values))


def add_by(numbers: Numbers, count: int, values: np.ndarray) -> np.ndarray:
    """Return the exact sums of int64 or objects by the group that each belongs to, 0 for a group without any."""
    sums = np.zeros(count, dtype=values.dtype)
    np.add.at(sums, numbers, values)
    return sums


def group_rows(columns: "Iterable[np.ndarray | pd.Series[Any]]") -> Groups:
    """Return the groups of rows that are the same in all columns (of one length): flags, categories, texts, whole numbers."""
    return group_numbers(number_values(column) for column in columns)


def group_numbers(columns: Iterable[tuple[Numbers, int]]) -> Groups:
    """Return the groups of rows that have the same numbers in all columns, each given with what its numbers are below."""
    together, size = None, 1
    for numbers, count in columns:
        if together is None:
            together, size = numbers.astype(np.int64), count
            continue
        if size * count > MOST_NUMBERS:
            groups = _number_anew(together, size)
            together, size = groups.numbers.astype(np.int64), len(groups)
        together, size = together * count + numbers, size * count
    if together is None:
        raise ValueError("rows are told apart by at least one column")
    return _number_anew(together, size)


def group_objects(column: "np.ndarray | pd.Series[Any]") -> tuple[Groups, np.ndarray]:
    """Return the groups of rows that have the very same object, and the object of each group."""
    objects = column if isinstance(column, np.ndarray) else column.to_numpy(dtype=object)
    groups = _number_anew(np.frombuffer(objects.tobytes(), dtype=np.intp), MOST_NUMBERS)
    return groups, objects[groups.first]


def number_values(column: "np.ndarray | pd.Series[Any]") -> tuple[Numbers, int]:
    """Return a number for every value of a column, the same for equal ones, and what these numbers are below."""
    if column.dtype == bool:
        return np.asarray(column), 2
    if isinstance(column, pd.Series) and isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), len(column.cat.categories)
    numbers, distinct = pd.factorize(column, use_na_sentinel=False)
    return numbers, len(distinct)


def spread_texts(texts: Iterable[str], numbers: Numbers) -> ExtensionArray:
    """Return a column that has for every row the text of its number."""
    return pd.array(list(texts), dtype="str").take(numbers)


def spread_objects(objects: Sequence[Any], numbers: Numbers) -> np.ndarray:
    """Return a column that has for every row the object of its number, shared by all rows of that number."""
    spread: np.ndarray = np.fromiter(objects, dtype=object, count=len(objects))[numbers]
    return spread


def _number_anew(numbers: Numbers, size: int) -> Groups:
    """Return the groups of rows with the same number; none is negative or reaches ``size``."""
    if size > len(numbers) // FEWER:
        numbers, distinct = pd.factorize(numbers)
        return Groups(numbers, _find_first(numbers, len(distinct)))
    first = _find_first(numbers, size)
    order = np.argsort(first, kind="stable")[: np.count_nonzero(first < len(numbers))]
    places = np.empty(size, dtype=np.int64)
    places[order] = np.arange(len(order))
    return Groups(places[numbers], first[order])


def _find_first(numbers: Numbers, count: int) -> Numbers:
    """Return the first row of each of so many numbers, the number of rows for one that does not occur."""
    first = np.full(count, len(numbers), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return first
