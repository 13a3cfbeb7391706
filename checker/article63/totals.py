"""Lines chosen by a reading, and their money added up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.cases import Scenario

FEW = 500
"""Up to so many lines a plain loop is faster than grouping."""


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


def add_money(money: "pd.Series[Any]") -> Decimal:
    """Return the exact sum of a column of Decimal; of none, 0."""
    return sum(money.to_numpy(dtype=object), Decimal(0))


def sum_by(lines: pd.DataFrame, by: str | Sequence[str], column: str) -> dict[Any, Decimal]:
    """Return the exact sums of a column of Decimal by one column (keys are its values) or several (keys are tuples)."""
    if len(lines) < FEW:
        keys = lines[by].tolist() if isinstance(by, str) else zip(*(lines[name].tolist() for name in by), strict=True)
        added: dict[Any, Decimal] = {}
        for key, money in zip(keys, lines[column].tolist(), strict=True):
            added[key] = added[key] + money if key in added else money
        return {key: added[key] for key in sorted(added)}
    sums = lines.groupby(by if isinstance(by, str) else list(by), observed=True)[column].sum()
    index = sums.index
    if not isinstance(index, pd.MultiIndex):
        return dict(zip(index.tolist(), sums.tolist(), strict=True))
    levels = [
        np.array(level.tolist(), dtype=object)[codes].tolist()
        for level, codes in zip(index.levels, index.codes, strict=True)
    ]
    return dict(zip(zip(*levels, strict=True), sums.tolist(), strict=True))
