"""The money of lines, counted in whole millionths of a yuan: what it comes to, and how it is safe to add."""

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.article63.penalty import DIGITS

if TYPE_CHECKING:
    import pandas as pd

MONEY = ("gross", "net", "stock_value")
"""Columns of money in weighed lines (``checker.article63.gains.GAINS_COLUMNS``)."""
SUMMED = (*MONEY, "lines")
PLACES = 6
"""Money in a column is counted in millionths of a yuan: int64, or, where it is finer or more than fits, objects (int, Decimal).

Either way it is exact, and the same arithmetic works on both."""
PER_YUAN: int = 10**PLACES
LARGEST = 2**60
"""Numbers below are held in 64 bits, so that two of them can be added."""


def to_yuan(money: "int | Decimal") -> Decimal:
    """Return money of a column in yuan."""
    with localcontext(prec=DIGITS):
        return Decimal(money) / PER_YUAN


def widest(money: np.ndarray) -> int:
    """Return the largest size in a column of whole numbers; of objects ``LARGEST``."""
    return LARGEST if money.dtype == object else int(np.abs(money).max(initial=0))


def make_addable(money: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column of money as objects if the sum of any of its lines may not fit into 64 bits."""
    safe = money.dtype == object or np.abs(money.to_numpy()).sum(dtype=np.float64) < LARGEST
    return money if safe else money.astype(object)


def add_money(money: "pd.Series[Any] | np.ndarray") -> Decimal:
    """Return the exact sum in yuan of a column that is safe to add; of none, 0."""
    return to_yuan(int(money.sum()) if money.dtype != object else sum(money.tolist()))
