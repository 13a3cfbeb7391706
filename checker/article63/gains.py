"""The money of every line: what was sold, what it brought in yuan, what it cost, and under which law it falls."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.cases import CaseBy
from checker.article63.law import Law
from checker.article63.names import merge_spellings, product_key, seller_key
from checker.article63.rates import Rates
from checker.errors import UsageError

HELD = ("uncertified", "lapsed")
REVIEW = "review"
WAIVED = "waived"
NONE = Decimal(0)

TEXTS = ("path", "sheet", "seller", "shipment", "sku", "product_name", "manufacturer", "model", "currency")
NUMBERS = ("quantity", "sold_quantity", "stock_quantity", "unit_price", "amount", "unit_cost", "cost", "tax")
SALES_COLUMNS = ("verdict", "verdict_other", "categories", "date", "row", *TEXTS, *NUMBERS)
"""What :func:`weigh_lines` reads of each line; its index names the line. Only ``verdict`` is required: a missing text
column is empty, a missing number None, a missing date unknown, ``verdict_other`` is ``verdict``. ``amount``, ``cost`` and
``tax`` are totals of the line, ``unit_price`` and ``unit_cost`` per piece, all :class:`decimal.Decimal` in ``currency``
(ISO code, ``""`` for yuan); ``date`` is ``datetime64``, ``categories`` a tuple of category ids."""

GAINS_COLUMNS = {
    "path": "file of the line", "sheet": "sheet of the line", "row": "row in the file, the index where there is none",
    "seller": "seller, one spelling", "product": "maker and model, else SKU, else name, one spelling",
    "case": "name of the case", "categories": "tuple of category ids",
    "date": "day of sale, NaT when unknown",
    "held": "uncertified or lapsed", "review": "to be reviewed",
    "held_other": "held under the other threshold rule", "review_other": "to be reviewed under the other threshold rule",
    "provision": "id of the penalty in force on the day of the sale, '' when none was (before 2026)",
    "sold": "False for stock not yet sold",
    "gross": "money received in yuan (Decimal, 0 where unpriced)",
    "net": "gross less cost and tax; gross where no cost is given",
    "costed": "a cost is given", "unpriced": "no price is given", "undated": "no date of sale is given",
    "past_limitation": "sold longer before the day of the check than the limitation period",
    "counted": "falls under the article: in force on its day and sold",
    "stock_value": "value in yuan of the stock not yet sold (Decimal, 0 where none or unpriced)",
    "stock_as_sold": "only a stock quantity is given and was taken as sold",
    "amount_is_stock": "the amount is that of the stock; the quantity sold times the price was used instead",
}  # fmt: skip
"""Columns of the frame that :func:`weigh_lines` returns, one row per held or review line under either threshold rule."""


def weigh_lines(
    sales: pd.DataFrame, law: Law, *, as_of: date, rates: Rates, case_by: CaseBy, planned: bool = False
) -> tuple[pd.DataFrame, Mapping[str, tuple[str, ...]]]:
    """Return the money and the law of every held or review line, and the spellings of sellers that were merged.

    Args:
        sales: Lines with their verdicts, see :data:`SALES_COLUMNS`.
        law: The law to apply.
        as_of: The day of the check.
        rates: Rates into yuan.
        case_by: What makes one case.
        planned: The lines are intended sales: all of the quantity is counted, sold or not.

    Raises:
        UsageError: A line with money is in a currency without a rate.
    """
    lines = _concerned(sales)
    money = _money(lines, planned=planned)
    rate = _rates(lines, money, rates, as_of)
    gross = multiply(money["gross"], rate)
    cost = multiply(money["cost"], rate)
    tax = multiply(money["tax"], rate)
    names, merged = _names(lines, case_by)
    law_columns = _law_columns(lines["date"], law, as_of)
    sold = money["sold"].astype(bool)
    past = law_columns["past_limitation"]
    apart = past if law.readings["limitation"].value == "apart" else pd.Series(False, index=lines.index)
    costed = cost.notna() & gross.notna()
    gross_or_none = gross.where(gross.notna(), NONE)
    taken_off = cost.where(costed, NONE) + tax.where(costed & tax.notna(), NONE)
    frame = pd.DataFrame(
        {
            **{column: lines[column] for column in ("path", "sheet", "row")},
            **names,
            "categories": lines["categories"],
            "date": lines["date"],
            **_verdict_columns(lines),
            **law_columns,
            "sold": sold,
            "gross": gross_or_none,
            "net": gross_or_none - taken_off,
            "costed": costed,
            "unpriced": gross.isna() & sold,
            "counted": sold & (law_columns["provision"] != "") & ~apart,
            "stock_value": fill(multiply(money["stock"], rate)),
            "stock_as_sold": money["stock_as_sold"].astype(bool),
            "amount_is_stock": money["amount_is_stock"].astype(bool),
        },
        index=lines.index,
    )
    return frame[list(GAINS_COLUMNS)], merged


def multiply(left: "pd.Series[Any]", right: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the products of two columns of Decimal; None where either is missing."""
    known = (left.notna() & right.notna()).to_numpy()
    products = np.full(len(left), None, dtype=object)
    products[known] = left.to_numpy(dtype=object)[known] * right.to_numpy(dtype=object)[known]
    return pd.Series(products, index=left.index, dtype=object)


def fill(money: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the money with 0 where none is given."""
    return money.where(money.notna(), NONE)


def _concerned(sales: pd.DataFrame) -> pd.DataFrame:
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


def _money(lines: pd.DataFrame, *, planned: bool) -> pd.DataFrame:
    """Return gross, cost, tax and stock value of each line in its own currency, None where not given."""
    stock, sold, price = lines["stock_quantity"], lines["sold_quantity"], lines["unit_price"]
    order = (lines["quantity"], stock, sold) if planned else (sold, lines["quantity"], stock)
    quantity = order[0].where(order[0].notna(), order[1].where(order[1].notna(), order[2]))
    priced = multiply(quantity, price)
    in_stock = stock.where(stock.notna(), lines["quantity"])
    whole = multiply(in_stock, price)
    amount = lines["amount"]
    both = sold.notna() & amount.notna() & priced.notna() & whole.notna() & (not planned)
    amount_is_stock = both & (amount != priced) & (amount == whole)
    gross = amount.where(amount.notna() & ~amount_is_stock, priced)
    unit_cost = multiply(quantity, lines["unit_cost"])
    cost = lines["cost"].where(lines["cost"].notna() & ~amount_is_stock, unit_cost)
    unsold = (sold == 0) & (amount.isna() | (amount == 0) | amount_is_stock) & (not planned)
    apart = sold.notna() & stock.notna() & (not planned)
    return pd.DataFrame(
        {
            "gross": gross,
            "cost": _with_sign_of(cost, gross),
            "tax": _with_sign_of(lines["tax"], gross),
            "sold": ~unsold,
            "stock": multiply(stock, price).where(apart, None),
            "stock_as_sold": sold.isna() & lines["quantity"].isna() & stock.notna() & amount.isna() & (not planned),
            "amount_is_stock": amount_is_stock,
        },
        index=lines.index,
    ).astype({"gross": object, "cost": object, "tax": object, "stock": object})


def _with_sign_of(cost: "pd.Series[Any]", gross: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return costs that go back with refunds: negative where the money of the line is."""
    known = (cost.notna() & gross.notna()).to_numpy()
    signed = np.full(len(cost), None, dtype=object)
    sizes = np.abs(cost.to_numpy(dtype=object)[known])
    signed[known] = np.where(gross.to_numpy(dtype=object)[known] < NONE, -sizes, sizes)
    return pd.Series(signed, index=cost.index, dtype=object)


def _rates(lines: pd.DataFrame, money: pd.DataFrame, rates: Rates, as_of: date) -> "pd.Series[Any]":
    """Return yuan per unit of each line's currency; refuse money in a currency without one."""
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


def _names(lines: pd.DataFrame, case_by: CaseBy) -> tuple[dict[str, pd.Series], Mapping[str, tuple[str, ...]]]:
    """Return seller, product and case of every line, and the sellers' spellings that were merged."""
    seller, merged = merge_spellings(lines["seller"], seller_key)
    model = (lines["manufacturer"] + " " + lines["model"]).str.strip().where(lines["model"] != "", "")
    label = model.where(model != "", lines["sku"]).where((model != "") | (lines["sku"] != ""), lines["product_name"])
    product, _ = merge_spellings(label, product_key)
    if case_by == "category":
        case = lines["categories"].map({ids: " ".join(ids) for ids in lines["categories"].unique()})
    elif case_by == "shipment":
        case, _ = merge_spellings(lines["shipment"], product_key)
    else:
        case = {"seller": seller, "product": product}.get(case_by, pd.Series("", index=lines.index, dtype="str"))
    return {"seller": seller, "product": product, "case": case}, merged


def _verdict_columns(lines: pd.DataFrame) -> dict[str, "pd.Series[bool]"]:
    return {
        "held": lines["verdict"].isin(HELD),
        "review": lines["verdict"] == REVIEW,
        "held_other": lines["verdict_other"].isin(HELD),
        "review_other": lines["verdict_other"] == REVIEW,
    }


def _law_columns(days: "pd.Series[pd.Timestamp]", law: Law, as_of: date) -> dict[str, pd.Series]:
    """Return the provision in force on each day, and what is said of lines without a day or past the limitation period."""
    undated = days.isna()
    provision = pd.Series("", index=days.index, dtype="str")
    for version in law.main:
        in_force = days >= pd.Timestamp(version.in_force_from)
        if version.in_force_to is not None:
            in_force &= days <= pd.Timestamp(version.in_force_to)
        provision[in_force] = version.id
    provision[undated] = law.provision_for_undated(as_of).id
    oldest = pd.Timestamp(as_of) - pd.DateOffset(years=law.limitation_years)
    return {"provision": provision, "undated": undated, "past_limitation": days < oldest}
