"""The money of each line in its own currency: what was sold for how much, at what cost, and what is still in stock."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.rates import Rates
from checker.errors import UsageError

NONE = Decimal(0)
ONE_PERCENT = Decimal("0.01")


MONEY_COLUMNS = {
    "gross": "money received",
    "cost": "purchase price of what was sold",
    "tax": "tax stated for what was sold",
    "stock": "value of the stock not yet sold, where sold and stock quantities are both given",
    "sold": "False where nothing was sold yet",
    "stock_as_sold": "only a stock quantity is given and was taken as sold",
    "amount_is_stock": "the amount is that of the stock; the quantity sold times the price was used instead",
    "amount_differs": "the amount differs by more than one percent from the quantity times the price; the amount is used",
}
"""Columns of :func:`price_lines`: Decimal in the line's currency, None where not given, then bool."""


def price_lines(lines: pd.DataFrame, *, planned: bool) -> pd.DataFrame:
    """Return the money of each line in its own currency, with the columns :data:`MONEY_COLUMNS`.

    The money of a line is its amount, else its quantity times its price. The quantity is what was sold, else the quantity,
    else the stock; of intended sales (``planned``) it is the quantity, else the stock, else what was sold. A cost is the
    line's, else the quantity times the cost per piece.
    """
    stock, sold, price, amount = (lines[name] for name in ("stock_quantity", "sold_quantity", "unit_price", "amount"))
    order = (lines["quantity"], stock, sold) if planned else (sold, lines["quantity"], stock)
    quantity = order[0].where(order[0].notna(), order[1].where(order[1].notna(), order[2]))
    priced = multiply(quantity, price)
    of_stock = multiply(stock.where(stock.notna(), lines["quantity"]), price)
    actual = pd.Series(not planned, index=lines.index)
    both = actual & sold.notna() & amount.notna() & priced.notna() & of_stock.notna()
    amount_is_stock = both & (amount != priced) & (amount == of_stock)
    gross = amount.where(amount.notna() & ~amount_is_stock, priced)
    cost = lines["cost"].where(lines["cost"].notna() & ~amount_is_stock, multiply(quantity, lines["unit_cost"]))
    nothing_sold = (sold == 0) & (amount.isna() | (amount == 0) | amount_is_stock)
    return pd.DataFrame(
        {
            "gross": gross,
            "cost": _with_sign_of(cost, gross),
            "tax": _with_sign_of(lines["tax"], gross),
            "stock": multiply(stock, price).where(actual & sold.notna(), None),
            "sold": ~(actual & nothing_sold),
            "stock_as_sold": actual & sold.isna() & lines["quantity"].isna() & stock.notna() & amount.isna(),
            "amount_is_stock": amount_is_stock,
            "amount_differs": ~amount_is_stock & _differs(amount, priced),
        },
        index=lines.index,
    ).astype(dict.fromkeys(("gross", "cost", "tax", "stock"), object))


def _with_sign_of(cost: "pd.Series[Any]", gross: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return costs that go back with refunds: negative where the money of the line is."""
    known = (cost.notna() & gross.notna()).to_numpy()
    signed = np.full(len(cost), None, dtype=object)
    sizes = np.abs(cost.to_numpy(dtype=object)[known])
    signed[known] = np.where(gross.to_numpy(dtype=object)[known] < NONE, -sizes, sizes)
    return pd.Series(signed, index=cost.index, dtype=object)


def _differs(amount: "pd.Series[Any]", priced: "pd.Series[Any]") -> "pd.Series[bool]":
    """Return where two amounts are given that differ by more than one percent."""
    known = (amount.notna() & priced.notna()).to_numpy()
    differs = np.zeros(len(amount), dtype=bool)
    stated, computed = amount.to_numpy(dtype=object)[known], priced.to_numpy(dtype=object)[known]
    differs[known] = np.abs(stated - computed) > np.abs(computed) * ONE_PERCENT
    return pd.Series(differs, index=amount.index, dtype=bool)


def find_rates(lines: pd.DataFrame, money: pd.DataFrame, rates: Rates, as_of: date) -> "pd.Series[Any]":
    """Return yuan per unit of each line's currency.

    Raises:
        UsageError: A line with money is in a currency without a rate.
    """
    found = rates.series(lines["currency"], lines["date"], as_of)
    lacking = found.isna() & (money["gross"].notna() | money["stock"].notna())
    if lacking.any():
        line = lines.loc[lacking].iloc[0]
        code = str(line["currency"]).strip().upper()
        facts = {
            "currency": code,
            "line": f"{line['sheet']}!{line['row']}" if line["sheet"] else str(line["row"]),
            "product": str(line["product_name"] or line["model"] or line["sku"]),
            "lines": int(lacking.sum()),
        }
        if code in rates.dated:
            day = as_of if pd.isna(line["date"]) else line["date"].date()
            raise UsageError("rate_missing_day", day=day.isoformat(), **facts)
        raise UsageError("rate_missing", **facts)
    return found


def multiply(left: "pd.Series[Any]", right: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the products of two columns of Decimal; None where either is missing."""
    known = (left.notna() & right.notna()).to_numpy()
    products = np.full(len(left), None, dtype=object)
    products[known] = left.to_numpy(dtype=object)[known] * right.to_numpy(dtype=object)[known]
    return pd.Series(products, index=left.index, dtype=object)


def fill(money: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the money with 0 where none is given."""
    return money.where(money.notna(), NONE)
