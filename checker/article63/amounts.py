"""Columns of exact numbers, some of them unknown, that are multiplied and compared as whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Self

import numpy as np
import pandas as pd

from checker.article63.totals import LARGEST, PLACES, widest
from checker.numbering import group_objects


@dataclass(frozen=True)
class Amounts:
    """A column of numbers.

    Nothing is ever rounded: what would not fit into 64 bits is kept in objects, on which the same arithmetic works.

    Attributes:
        units: Numbers without their decimal point, 0 where unknown: int64, or objects (int, Decimal).
        places: Decimal places of ``units``: 12.50 is 1250 with 2 places.
        known: Where a number is given.
    """

    units: np.ndarray
    places: int
    known: np.ndarray

    @classmethod
    def read(cls, column: "pd.Series[Any]") -> Self:
        """Return a column of Decimal, None (or NaN) where unknown; an object that many rows share is read once."""
        objects, distinct = group_objects(column)
        given = pd.notna(distinct)
        numbers, places = _strip_point(distinct[given].tolist())
        units = np.zeros(len(distinct), dtype=numbers.dtype)
        units[given] = numbers
        return cls(units[objects.numbers], places, given[objects.numbers])

    def __mul__(self, other: "Amounts") -> "Amounts":
        """Return the products, unknown where either is."""
        return Amounts(_multiply(self.units, other.units), self.places + other.places, self.known & other.known)

    def __abs__(self) -> "Amounts":
        """Return the sizes without sign."""
        return replace(self, units=np.abs(self.units))

    def percent(self) -> "Amounts":
        """Return the hundredth part."""
        return replace(self, places=self.places + 2)

    def only(self, rows: np.ndarray) -> "Amounts":
        """Return the numbers of some rows; the others are unknown."""
        return replace(self, units=np.where(rows, self.units, 0), known=self.known & rows)

    def less(self, other: "Amounts") -> "Amounts":
        """Return the differences, unknown where this column is; an unknown number takes nothing off."""
        ours, theirs, places = _align(self, other)
        if widest(ours) + widest(theirs) >= LARGEST:
            ours = ours.astype(object)
        return Amounts(ours - theirs, places, self.known)

    def negative_where(self, rows: np.ndarray) -> "Amounts":
        """Return the numbers with the sign turned in some rows."""
        return replace(self, units=np.where(rows, -self.units, self.units))

    def else_from(self, other: "Amounts") -> "Amounts":
        """Return these numbers, and the other's where they are unknown."""
        ours, theirs, places = _align(self, other)
        return Amounts(np.where(self.known, ours, theirs), places, self.known | other.known)

    def equals(self, other: "Amounts") -> np.ndarray:
        """Return where both are known and the same."""
        ours, theirs, _ = _align(self, other)
        return np.asarray(self.known & other.known & (ours == theirs))

    def exceeds(self, other: "Amounts") -> np.ndarray:
        """Return where both are known and this is more."""
        ours, theirs, _ = _align(self, other)
        return np.asarray(self.known & other.known & (ours > theirs))

    def to_millionths(self) -> np.ndarray:
        """Return the numbers as columns of money hold them, see ``checker.article63.totals.PLACES``; 0 where unknown."""
        if self.places <= PLACES:
            return _multiply(self.units, 10 ** (PLACES - self.places))
        part: int = 10 ** (self.places - PLACES)
        if self.units.dtype != object and part < LARGEST:
            whole, rest = np.divmod(self.units, part)
            if not rest.any():
                return whole
        return np.asarray(self.units.astype(object) / Decimal(part))


def _strip_point(numbers: Sequence[Decimal]) -> tuple[np.ndarray, int]:
    """Return numbers without their decimal point, and how many places these have; as they are where that does not fit."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415 - likewise

    texts = pa.array([str(number) for number in numbers], pa.string())
    point = pc.find_substring(texts, ".").to_numpy(zero_copy_only=False)
    own = np.where(point < 0, 0, pc.binary_length(texts).to_numpy(zero_copy_only=False) - point - 1)
    places = int(own.max(initial=0))
    try:
        digits = pc.replace_substring(texts, ".", "").cast(pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return np.fromiter(numbers, object, len(numbers)), 0
    if max(widest(digits), 1) * 10**places >= LARGEST:
        return np.fromiter(numbers, object, len(numbers)), 0
    return digits * 10 ** (places - own), places


def _align(left: Amounts, right: Amounts) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the units of two columns with the same places, and these."""
    places = max(left.places, right.places)
    ours, theirs = (_multiply(one.units, 10 ** (places - one.places)) for one in (left, right))
    return ours, theirs, places


def _multiply(units: np.ndarray, by: np.ndarray | int) -> np.ndarray:
    """Return the products, as objects where they may not fit into 64 bits."""
    if isinstance(by, int) and by == 1:
        return units
    factor = by if isinstance(by, int) else widest(by)
    if max(widest(units), 1) * factor >= LARGEST:
        units = units.astype(object)
    return units * by
