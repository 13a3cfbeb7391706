"""Lines chosen by a reading, and their money, counted in whole millionths of a yuan, added up."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.cases import Scenario
from checker.article63.penalty import DIGITS
from checker.numbering import add_by, group_rows

PLACES = 6
"""Money in a column is counted in millionths of a yuan: int64, or, where it is finer or more than fits, objects (int, Decimal).

Either way it is exact, and the same arithmetic works on both."""
PER_YUAN: int = 10**PLACES
LARGEST = 2**60
"""Numbers below are held in 64 bits, so that two of them can be added."""


def choose(lines: pd.DataFrame, scenario: Scenario, *, other_rule: bool = False) -> "pd.Series[bool]":
    """Return which weighed lines a scenario takes in: held ones, and review ones where it assumes that they fail.

    Args:
        lines: Weighed lines (``GAINS_COLUMNS``).
        scenario: ``found`` or ``if_review_fails``.
        other_rule: Take the verdicts under the other threshold rule.
    """
    suffix = "_other" if other_rule else ""
    held = lines[f"held{suffix}"]
    return held if scenario == "found" else held | lines[f"review{suffix}"]


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


def add_money(money: "pd.Series[Any]") -> Decimal:
    """Return the exact sum in yuan of a column that is safe to add; of none, 0."""
    return to_yuan(int(money.sum()) if money.dtype != object else sum(money.tolist()))


def sum_by(lines: pd.DataFrame, by: Sequence[str], column: str) -> dict[Any, Decimal]:
    """Return the exact sums in yuan of a column of money by one column (keys are its values) or several (keys are tuples)."""
    groups = group_rows(lines[name] for name in by)
    values = [lines[name].iloc[groups.first].tolist() for name in by]
    keys: Iterable[Any] = values[0] if len(by) == 1 else zip(*values, strict=True)
    return dict(zip(keys, map(to_yuan, groups.add(lines[column]).tolist()), strict=True))


def split_cases(lines: pd.DataFrame, cases: Collection[str] | None = None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the named lines (``checker.article63.names``) of every case (or of the cases named), in order of their names.

    Only products of the case are left among the categories of ``product``.
    """
    wanted = lines if cases is None else lines[lines["case"].isin(list(cases))]
    for name, group in wanted.groupby("case", observed=True):
        yield str(name), group.assign(product=group["product"].cat.remove_unused_categories())


def rank_products(lines: pd.DataFrame, basis: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the products of named lines among their categories, and their money: most first, then by name."""
    products = lines["product"].cat
    numbers, count = products.codes.to_numpy(), len(products.categories)
    money = add_by(numbers, count, lines[basis].to_numpy())
    found = np.flatnonzero(np.bincount(numbers, minlength=count))
    ranked = found[np.argsort(-money[found], kind="stable")]
    return ranked, money[ranked]
