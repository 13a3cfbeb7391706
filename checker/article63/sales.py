"""The sales that the room works on: lines of the inventory with their verdicts."""

from typing import Any

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
    columns = sales.loc[:, ~sales.columns.duplicated(keep="last")]
    wanted = [*HELD, REVIEW]
    concerned = columns["verdict"].isin(wanted)
    if "verdict_other" in columns:
        concerned |= columns["verdict_other"].isin(wanted) & (columns["verdict"] != WAIVED)
    lines = columns.loc[concerned, [name for name in SALES_COLUMNS if name in columns]].copy()
    for name in SALES_COLUMNS:
        if name not in lines:
            lines[name] = _default_column(name, lines)
    return lines


def _default_column(name: str, lines: pd.DataFrame) -> "pd.Series[Any]":
    if name == "verdict_other":
        return lines["verdict"]
    if name == "date":
        return pd.Series(pd.NaT, index=lines.index, dtype="datetime64[s]")
    if name == "row":
        return pd.Series(lines.index, index=lines.index)
    if name == "categories":
        return pd.Series([()] * len(lines), index=lines.index, dtype=object)
    return pd.Series(None if name in NUMBERS else "", index=lines.index, dtype=object if name in NUMBERS else "str")
