"""The sales that the room works on: lines of the inventory with their verdicts."""

from typing import Any

import numpy as np
import pandas as pd

HELD = ("uncertified", "lapsed")
REVIEW = "review"
WAIVED = "waived"
REPEATING = ("path", "sheet", "seller", "shipment", "manufacturer", "model", "currency")
TEXTS = (*REPEATING, "sku", "product_name")
NUMBERS = ("quantity", "sold_quantity", "stock_quantity", "unit_price", "amount", "unit_cost", "cost", "tax")
LINE_COLUMNS = ("categories", "date", "row", *TEXTS, *NUMBERS)
SALES_COLUMNS = ("verdict", "verdict_other", *LINE_COLUMNS)
"""What the room reads of each line; its index names the line. Only ``verdict`` is required: a missing text
column is empty, a missing number None, a missing date unknown, ``verdict_other`` is ``verdict``. ``amount``, ``cost`` and
``tax`` are totals of the line, ``unit_price`` and ``unit_cost`` per piece, all :class:`decimal.Decimal` in ``currency``
(ISO code, ``""`` for yuan); ``date`` is ``datetime64``, ``categories`` a tuple of category ids."""

FLAGS = ("held", "review", "held_other", "review_other")
"""Whether a line is held or to be reviewed, under the threshold rule of the check and under the other one."""


def select_concerned(sales: pd.DataFrame) -> pd.DataFrame:
    """Return the held and review lines under either threshold rule, with :data:`FLAGS` and :data:`LINE_COLUMNS` (texts as categories).

    Where two columns have one name the later one (the finding's) is meant. A waived line is waived under both rules.
    """
    places = {str(name): place for place, name in enumerate(sales.columns)}
    columns = {name: sales.iloc[:, places[name]] for name in SALES_COLUMNS if name in places}
    held, review, waived = find_verdicts(columns["verdict"], HELD, (REVIEW,), (WAIVED,))
    other: tuple[np.ndarray, ...] = (held, review)
    if "verdict_other" in columns:
        other = find_verdicts(columns["verdict_other"], HELD, (REVIEW,))
    chosen = np.flatnonzero(held | review | ((other[0] | other[1]) & ~waived))
    index = sales.index.take(chosen)
    flags = {name: flag[chosen] for name, flag in zip(FLAGS, (held, review, *other), strict=True)}
    lines = {
        name: _take(columns[name], chosen) if name in columns else _default_column(name, index) for name in LINE_COLUMNS
    }
    return pd.DataFrame(flags | lines, index=index, copy=False)


def _take(column: "pd.Series[Any]", chosen: np.ndarray) -> Any:  # noqa: ANN401 - any kind of array
    """Return the chosen rows of a column, texts that repeat as categories."""
    if column.name not in REPEATING or column.dtype == "category":
        return column.array.take(chosen)
    numbers, distinct = pd.factorize(column)
    return pd.Categorical.from_codes(numbers[chosen], distinct)


def find_verdicts(verdicts: "pd.Series[str]", *wanted: tuple[str, ...]) -> tuple[np.ndarray, ...]:
    """Return which lines have one of some verdicts, for each of several such choices."""
    numbers, distinct = pd.factorize(verdicts)
    return tuple(np.isin(np.asarray(distinct, dtype=object), some)[numbers] for some in wanted)


def _default_column(name: str, index: pd.Index) -> "pd.Series[Any]":
    if name == "date":
        return pd.Series(pd.NaT, index=index, dtype="datetime64[s]")
    if name == "row":
        return pd.Series(index, index=index)
    if name == "categories":
        return pd.Series([()] * len(index), index=index, dtype=object)
    if name in NUMBERS:
        return pd.Series(None, index=index, dtype=object)
    return pd.Series("", index=index, dtype="category" if name in REPEATING else "str")
