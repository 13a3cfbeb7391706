"""The sales that the room works on: lines of the inventory with their verdicts."""

from typing import Any

import numpy as np
import pandas as pd

HELD = ("uncertified", "lapsed")
REVIEW = "review"
WAIVED = "waived"
TEXTS = ("path", "sheet", "seller", "shipment", "sku", "product_name", "manufacturer", "model", "currency")
NUMBERS = ("quantity", "sold_quantity", "stock_quantity", "unit_price", "amount", "unit_cost", "cost", "tax")
SALES_COLUMNS = ("verdict", "verdict_other", "categories", "date", "row", *TEXTS, *NUMBERS)
"""What the room reads of each line; its index names the line. Only ``verdict`` is required: a missing text
column is empty, a missing number None, a missing date unknown, ``verdict_other`` is ``verdict``. ``amount``, ``cost`` and
``tax`` are totals of the line, ``unit_price`` and ``unit_cost`` per piece, all :class:`decimal.Decimal` in ``currency``
(ISO code, ``""`` for yuan); ``date`` is ``datetime64``, ``categories`` a tuple of category ids."""


def select_concerned(sales: pd.DataFrame) -> pd.DataFrame:
    """Return the held and review lines under either threshold rule, with every column of ``SALES_COLUMNS``.

    Where two columns have one name the later one (the finding's) is meant. A waived line is waived under both rules.
    """
    places = {str(name): place for place, name in enumerate(sales.columns)}
    columns = {name: sales.iloc[:, places[name]] for name in SALES_COLUMNS if name in places}
    wanted = (*HELD, REVIEW)
    concerned = has_verdict(columns["verdict"], wanted)
    if "verdict_other" in columns:
        waived = has_verdict(columns["verdict"], (WAIVED,))
        concerned |= has_verdict(columns["verdict_other"], wanted) & ~waived
    chosen = np.flatnonzero(concerned)
    index = sales.index.take(chosen)
    lines = {name: column.array.take(chosen) for name, column in columns.items()}
    complete = {name: lines[name] if name in lines else _default_column(name, lines, index) for name in SALES_COLUMNS}
    return pd.DataFrame(complete, index=index, copy=False)


def has_verdict(verdicts: "pd.Series[str]", wanted: tuple[str, ...]) -> np.ndarray:
    """Return which lines have one of some verdicts."""
    numbers, distinct = pd.factorize(verdicts)
    return np.isin(np.asarray(distinct, dtype=object), wanted)[numbers]


def _default_column(name: str, lines: dict[str, Any], index: pd.Index) -> Any:  # noqa: ANN401 - any column
    if name == "verdict_other":
        return lines["verdict"]
    if name == "date":
        return pd.Series(pd.NaT, index=index, dtype="datetime64[s]")
    if name == "row":
        return pd.Series(index, index=index)
    if name == "categories":
        return pd.Series([()] * len(index), index=index, dtype=object)
    return pd.Series(None if name in NUMBERS else "", index=index, dtype=object if name in NUMBERS else "str")
