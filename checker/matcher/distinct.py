"""Each distinct value once: equal rows get one number, what was found for a number is broadcast to its lines."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


def number_rows(frame: pd.DataFrame) -> np.ndarray:
    """Return the same number for rows that are equal in every column: 0, 1 … in the order of their first appearance."""
    codes = np.zeros(len(frame), dtype=np.int64)
    for column in frame:
        values, distinct = pd.factorize(frame[column])
        codes = number_pairs(codes, values + 1, len(distinct) + 1)
    return codes


def number_pairs(first: np.ndarray, second: np.ndarray, count: int) -> np.ndarray:
    """Return the same number for equal pairs of numbers, in the order of their first appearance; ``second`` is below ``count``."""
    codes, _ = pd.factorize(first.astype(np.int64) * count + second)
    return np.asarray(codes, dtype=np.int64)


def number_objects(values: Sequence[Any]) -> tuple[np.ndarray, list[Any]]:
    """Return for every value the number of its object, and the objects, told apart by identity, in the order of their first appearance."""
    objects = np.fromiter(values, dtype=object, count=len(values))
    codes, _ = pd.factorize(np.fromiter(map(id, values), dtype=np.int64, count=len(values)))
    return codes, objects[find_firsts(codes)].tolist()


def find_firsts(codes: np.ndarray) -> np.ndarray:
    """Return where each number stands first, given numbers in the order of their first appearance."""
    highest = np.maximum.accumulate(codes)
    return np.flatnonzero(np.diff(highest, prepend=-1))


def spread_texts(texts: Sequence[str], codes: np.ndarray) -> "pd.Series[str]":
    """Return for every number its text, as a series with the index 0, 1, 2."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    spread = pa.array(texts, pa.large_string()).take(pa.array(codes))
    return pd.Series(spread.to_pandas(), dtype="str")


def spread_objects(values: Sequence[Any], codes: np.ndarray) -> np.ndarray:
    """Return for every number its object, shared by all lines of that number."""
    held = np.fromiter(values, dtype=object, count=len(values))
    spread: np.ndarray = held[codes]
    return spread
