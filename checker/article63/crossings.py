"""Where two readings of one case fall on different sides of the threshold, in words, with the lines that tip it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from checker.article63.law import Law
from checker.article63.notes import name_lines
from checker.article63.readings import AXES, Axis, Reading, ReadingFigure
from checker.article63.totals import sum_by
from checker.messages import Remark


@dataclass(frozen=True)
class Crossing:
    """Two readings of one case that fall on different sides of the threshold.

    Attributes:
        axis: The choice in which they differ.
        below: The reading below the threshold; where a case is split, the reading in which a product stays below.
        reaching: The reading that reaches it.
        lines: Index labels of the lines that tip it, largest first: the fewest that make the difference, or, where a case
            is split, those of the products that stay below.
        remark: The same in words.
    """

    axis: Axis
    below: Reading
    reaching: Reading
    lines: tuple[int, ...]
    remark: Remark


def find_crossings(name: str, figures: Sequence[ReadingFigure], lines: pd.DataFrame, law: Law) -> tuple[Crossing, ...]:
    """Return for each choice the first pair of readings that differ only in it and in their side of the threshold.

    Args:
        name: Name of the case.
        figures: The figures of its readings, the default reading first.
        lines: Its weighed lines (``GAINS_COLUMNS``).
        law: The law applied.
    """
    crossings = []
    for axis in AXES:
        for low, high in _pairs(figures, axis):
            if _crosses(axis, low, high):
                crossings.append(_describe(name, axis, low, high, lines=lines, law=law))
                break
    return tuple(crossings)


def _pairs(figures: Sequence[ReadingFigure], axis: Axis) -> list[tuple[ReadingFigure, ReadingFigure]]:
    """Return the pairs that differ in one choice only, the one with the lower illegal gains or the split one first."""
    pairs = []
    for place, first in enumerate(figures):
        for second in figures[place + 1 :]:
            changed: dict[str, Any] = {axis: getattr(first.reading, axis)}
            if axis == "threshold_rule":
                changed["other_rule"] = first.reading.other_rule
            if first.reading != second.reading and replace(second.reading, **changed) == first.reading:
                swap = axis == "split" or second.penalty.illegal_gains < first.penalty.illegal_gains
                pairs.append((second, first) if swap else (first, second))
    return pairs


def _crosses(axis: Axis, low: ReadingFigure, high: ReadingFigure) -> bool:
    if axis == "split":
        return high.reaching > 0 and low.reaching < low.cases
    return low.reaching == 0 < high.reaching


def _describe(
    name: str, axis: Axis, low: ReadingFigure, high: ReadingFigure, *, lines: pd.DataFrame, law: Law
) -> Crossing:
    tipping = _small_products(lines, low, law) if axis == "split" else _tipping(lines, low, high, law)
    facts = {
        "case": name,
        "low": f"{low.penalty.illegal_gains:,.2f}",
        "high": f"{high.penalty.illegal_gains:,.2f}",
        "threshold": f"{law.main[-1].threshold:,.0f}",
        "cases": str(low.cases),
        "staying": str(low.cases - low.reaching),
        "low_rule": low.reading.threshold_rule,
        "high_rule": high.reading.threshold_rule,
        "reading_zh": low.reading.word("zh", axis),
        "reading_en": low.reading.word("en", axis),
        "count": str(len(tipping)),
        "lines": name_lines(lines.loc[tipping]),
    }
    return Crossing(axis, low.reading, high.reading, tuple(tipping), Remark(f"crossing_{axis}", facts))


def _small_products(lines: pd.DataFrame, split: ReadingFigure, law: Law) -> list[int]:
    """Return the lines of the products that stay below the threshold on their own, largest money first."""
    counted = lines[split.reading.choose(lines)]
    basis = split.reading.basis
    threshold = law.main[-1]
    sums = {
        product: money
        for product, money in sum_by(counted, "product", basis).items()
        if not threshold.reached_by(money)
    }
    return _largest_first(counted.loc[counted["product"].isin(list(sums)), basis])


def _tipping(lines: pd.DataFrame, low: ReadingFigure, high: ReadingFigure, law: Law) -> list[int]:
    """Return the fewest lines whose difference between the readings carries the case, or a product, over the threshold."""
    money = {
        side: lines[figure.reading.basis].where(figure.reading.choose(lines), Decimal(0))
        for side, figure in (("low", low), ("high", high))
    }
    split = low.reading.split == "per_product"
    table = pd.DataFrame({**money, "group": lines["product"] if split else ""}, index=lines.index)
    table["difference"] = table["high"] - table["low"]
    threshold = law.main[-1]
    before, after = (sum_by(table, "group", side) for side in ("low", "high"))
    crossing = [
        name for name, total in before.items() if threshold.reached_by(after[name]) and not threshold.reached_by(total)
    ]
    tipping: list[int] = []
    for name, group in table[table["group"].isin(crossing)].groupby("group"):
        total = before[name]
        differences = group["difference"].to_dict()
        for line in _largest_first(group["difference"]):
            tipping.append(line)
            total += differences[line]
            if threshold.reached_by(total):
                break
    return tipping


def _largest_first(money: "pd.Series[Any]") -> list[int]:
    """Return the index labels by falling money, then by label."""
    order = pd.DataFrame({"money": money, "line": money.index}).sort_values(["money", "line"], ascending=[False, True])
    return [int(line) for line in order["line"]]
