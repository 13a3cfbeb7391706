"""Where two readings of one case fall on different sides of the threshold, in words, with the lines that tip it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from checker.article63.law import Law
from checker.article63.notes import name_lines
from checker.article63.readings import AXES, Axis, Reading, ReadingFigure
from checker.article63.totals import PER_YUAN
from checker.messages import Remark
from checker.numbering import add_by, number_values

TOLD_COLUMNS = (
    "case", "path", "sheet", "row", "product", "counted", "held", "review", "held_other", "review_other", "gross", "net",
    "lines",
)  # fmt: skip
"""What the lines that tip a case are found and named by."""


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
        lines: Named lines (``checker.article63.names``), also those of other cases.
        law: The law applied.
    """
    found = [(axis, next((pair for pair in _pairs(figures, axis) if _crosses(axis, *pair)), None)) for axis in AXES]
    if not any(pair for _, pair in found):
        return ()
    own = lines.loc[lines["case"] == name, list(TOLD_COLUMNS)]
    return tuple(_describe(name, axis, *pair, lines=own, law=law) for axis, pair in found if pair)


def _pairs(figures: Sequence[ReadingFigure], axis: Axis) -> list[tuple[ReadingFigure, ReadingFigure]]:
    """Return the pairs that differ in one choice only, the one with the lower illegal gains or the split one first."""
    pairs = []
    others = [tuple(getattr(figure.reading, name) for name in AXES if name != axis) for figure in figures]
    for place, first in enumerate(figures):
        for second, rest in zip(figures[place + 1 :], others[place + 1 :], strict=True):
            if rest == others[place] and first.reading != second.reading:
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
        "lines": name_lines(lines.iloc[tipping]),
    }
    labels = tuple(lines.index[tipping].tolist())
    return Crossing(axis, low.reading, high.reading, labels, Remark(f"crossing_{axis}", facts))


def _small_products(lines: pd.DataFrame, split: ReadingFigure, law: Law) -> np.ndarray:
    """Return the positions of the lines of the products that stay below the threshold on their own, largest money first."""
    counted = split.reading.choose(lines)
    money = np.where(counted, lines[split.reading.basis], 0)
    numbers, count = number_values(lines["product"])
    below = ~law.main[-1].reached_by(add_by(numbers, count, money), PER_YUAN)
    return _largest_first(np.flatnonzero(counted & below[numbers]), money, lines.index)


def _tipping(lines: pd.DataFrame, low: ReadingFigure, high: ReadingFigure, law: Law) -> np.ndarray:
    """Return the positions of the fewest lines whose difference between the readings carries the case, or a product, over the threshold.

    Products follow each other by name, the lines of each by falling difference.
    """
    threshold = law.main[-1]
    below, above = (np.where(one.reading.choose(lines), lines[one.reading.basis], 0) for one in (low, high))
    split = low.reading.split == "per_product"
    numbers, count = number_values(lines["product"]) if split else (np.zeros(len(lines), dtype=np.int64), 1)
    before, after = (add_by(numbers, count, money) for money in (below, above))
    crossing = threshold.reached_by(after, PER_YUAN) & ~threshold.reached_by(before, PER_YUAN)
    rows = _largest_first(np.flatnonzero(crossing[numbers]), above - below, lines.index)
    rows = rows[np.argsort(numbers[rows], kind="stable")]
    tipping = [rows[:0]]
    for group in np.split(rows, np.flatnonzero(np.diff(numbers[rows])) + 1):
        totals = before[numbers[group[:1]]] + np.cumsum((above - below)[group])
        tipping.append(group[: threshold.reached_by(totals, PER_YUAN).argmax() + 1] if len(group) else group)
    return np.concatenate(tipping)


def _largest_first(rows: np.ndarray, money: np.ndarray, labels: pd.Index) -> np.ndarray:
    """Return positions by falling money, then by label."""
    ordered = rows[np.argsort(labels.to_numpy()[rows], kind="stable")]
    return ordered[np.argsort(-money[ordered], kind="stable")]
