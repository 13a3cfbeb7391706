"""The money of each line in its own currency: what was sold for how much, at what cost, and what is still in stock."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from checker.article63.amounts import Amounts
from checker.article63.rates import Rates
from checker.errors import UsageError


@dataclass(frozen=True)
class LineMoney:
    """The money of lines in their own currency.

    Attributes:
        gross: Money received.
        cost: Purchase price of what was sold.
        tax: Tax stated for what was sold.
        stock: Value of the stock not yet sold, where sold and stock quantities are both given.
        sold: False where nothing was sold yet.
        stock_as_sold: Only a stock quantity is given and was taken as sold.
        amount_is_stock: The amount is that of the stock; the quantity sold times the price was used instead.
        amount_differs: The amount differs by more than one percent from the quantity times the price; the amount is used.
    """

    gross: Amounts
    cost: Amounts
    tax: Amounts
    stock: Amounts
    sold: np.ndarray
    stock_as_sold: np.ndarray
    amount_is_stock: np.ndarray
    amount_differs: np.ndarray


def price_lines(lines: pd.DataFrame, *, planned: bool) -> LineMoney:
    """Return the money of each line in its own currency.

    The money of a line is its amount, else its quantity times its price. The quantity is what was sold, else the quantity,
    else the stock; of intended sales (``planned``) it is the quantity, else the stock, else what was sold. A cost is the
    line's, else the quantity times the cost per piece.
    """
    given = {name: Amounts.read(lines[name]) for name in ("quantity", "stock_quantity", "sold_quantity", "amount")}
    listed, stock, sold, amount = given.values()
    price = Amounts.read(lines["unit_price"])
    order = (listed, stock, sold) if planned else (sold, listed, stock)
    quantity = order[0].else_from(order[1]).else_from(order[2])
    priced = quantity * price
    actual = np.full(len(lines), not planned)
    other_than_priced = amount.known & priced.known & ~amount.equals(priced)
    amount_is_stock = actual & sold.known & other_than_priced & amount.equals(stock.else_from(listed) * price)
    gross = amount.only(~amount_is_stock).else_from(priced)
    cost = Amounts.read(lines["cost"]).only(~amount_is_stock).else_from(quantity * Amounts.read(lines["unit_cost"]))
    no_amount = (amount.units == 0) | amount_is_stock
    return LineMoney(
        gross=gross,
        cost=_with_sign_of(cost, gross),
        tax=_with_sign_of(Amounts.read(lines["tax"]), gross),
        stock=(stock * price).only(actual & sold.known),
        sold=~(actual & sold.known & (sold.units == 0) & no_amount),
        stock_as_sold=actual & stock.known & ~sold.known & ~listed.known & ~amount.known,
        amount_is_stock=amount_is_stock,
        amount_differs=~amount_is_stock & abs(amount.less(priced)).exceeds(abs(priced).percent()),
    )


def _with_sign_of(cost: Amounts, gross: Amounts) -> Amounts:
    """Return costs that go back with refunds: negative where the money of the line is; unknown where that is."""
    return abs(cost).negative_where(gross.units < 0).only(gross.known)


def find_rates(lines: pd.DataFrame, money: LineMoney, rates: Rates, as_of: date) -> Amounts:
    """Return yuan per unit of each line's currency.

    Raises:
        UsageError: A line with money is in a currency without a rate.
    """
    found = Amounts.read(rates.series(lines["currency"], lines["date"], as_of))
    lacking = ~found.known & (money.gross.known | money.stock.known)
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
