"""The money of every line: what was sold, what it brought in yuan, what it cost, and under which law it falls."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.law import Law
from checker.article63.money import find_rates, price_lines
from checker.article63.rates import Rates
from checker.article63.sales import FLAGS, select_concerned
from checker.article63.second_statute import in_force
from checker.article63.totals import SUMMED, make_addable
from checker.numbering import group_numbers, group_objects, group_rows, number_values

GAINS_COLUMNS = {
    "path": "file of the line", "sheet": "sheet of the line", "row": "row in the file, the index where there is none",
    "seller": "seller", "product": "maker and model, else SKU, else name", "shipment": "shipment",
    "categories": "tuple of category ids",
    "held": "uncertified or lapsed", "review": "to be reviewed",
    "held_other": "held under the other threshold rule", "review_other": "to be reviewed under the other threshold rule",
    "provision": "id of the penalty in force on the day of the sale, '' when none was (before 2026)",
    "second": "tuple of ids of other statutes' penalties that may cover the sale",
    "sold": "False for stock not yet sold",
    "gross": "money received, 0 where unpriced",
    "net": "gross less cost and tax; gross where no cost is given",
    "costed": "a cost is given", "unpriced": "no price is given", "undated": "no date of sale is given",
    "future": "the date of sale is after the day of the check",
    "past_limitation": "sold longer before the day of the check than the limitation period",
    "counted": "falls under the article: in force on its day and sold",
    "stock_value": "value of the stock not yet sold, 0 where none or unpriced",
    "stock_as_sold": "only a stock quantity is given and was taken as sold",
    "amount_is_stock": "the amount is that of the stock; the quantity sold times the price was used instead",
    "amount_differs": "the amount differs by more than one percent from the quantity times the price",
    "lines": "lines that the row stands for: 1, more after folding",
}  # fmt: skip
"""Columns of the frame that :func:`weigh_lines` returns, one row per held or review line under either threshold rule.

Texts may be categories; money is counted in millionths of a yuan, see ``checker.article63.totals.PLACES``."""
PLACE = ("path", "sheet", "row")


def weigh_lines(
    sales: pd.DataFrame,
    law: Law,
    *,
    as_of: date,
    rates: Rates,
    planned: bool = False,
    tax_included: bool = True,
) -> pd.DataFrame:
    """Return the money and the law of every held or review line, with the columns :data:`GAINS_COLUMNS`.

    Args:
        sales: Lines with their verdicts, see ``checker.article63.sales.SALES_COLUMNS``.
        law: The law to apply.
        as_of: The day of the check.
        rates: Rates into yuan.
        planned: The lines are intended sales: all of the quantity is counted, sold or not.
        tax_included: The prices include the tax of the tax column; where they do not, the net basis takes none off.

    Raises:
        UsageError: A line with money is in a currency without a rate.
    """
    lines = select_concerned(sales)
    money = price_lines(lines, planned=planned)
    rate = find_rates(lines, money, rates, as_of)
    gross = money.gross * rate
    cost = (money.cost * rate).only(gross.known)
    tax = (money.tax * rate).only(cost.known & tax_included)
    law_columns = _law_columns(lines["date"], law, as_of)
    counted = money.sold & (law_columns["provision"] != "")
    if law.readings["limitation"].value == "apart":
        counted &= ~law_columns["past_limitation"]
    columns = {
        **{column: lines[column] for column in (*PLACE, "seller", "shipment", "categories")},
        "product": _name_products(lines),
        **{column: lines[column] for column in FLAGS},
        **law_columns,
        "second": _second_statutes(lines, law),
        "sold": money.sold,
        "gross": gross.to_millionths(),
        "net": gross.less(cost).less(tax).to_millionths(),
        "costed": cost.known,
        "unpriced": ~gross.known & money.sold,
        "counted": counted,
        "stock_value": (money.stock * rate).to_millionths(),
        "stock_as_sold": money.stock_as_sold,
        "amount_is_stock": money.amount_is_stock,
        "amount_differs": money.amount_differs,
        "lines": np.ones(len(lines), dtype=np.int64),
    }
    return pd.DataFrame({name: columns[name] for name in GAINS_COLUMNS}, index=lines.index, copy=False)


def fold_lines(weighed: pd.DataFrame) -> pd.DataFrame:
    """Return weighed lines with those that differ only in place and money put together: their money and numbers are added up.

    Every figure of a case is a sum, so that cases built of folded lines are the same; a row's place is its first line's.
    """
    groups = group_rows(weighed[key] for key in GAINS_COLUMNS if key not in (*SUMMED, *PLACE))
    sums = {column: groups.add(make_addable(weighed[column])) for column in SUMMED}
    return weighed.iloc[groups.first].reset_index(drop=True).assign(**sums)


def _name_products(lines: pd.DataFrame) -> "pd.Series[Any]":
    """Return maker and model, else the SKU, else the name, as categories."""
    models = group_rows([lines["manufacturer"], lines["model"]])
    maker, model = (lines[column].iloc[models.first].astype("str") for column in ("manufacturer", "model"))
    names = (maker + " " + model).str.strip().where(model != "", "")
    numbers = models.numbers
    without = np.flatnonzero((names == "").to_numpy()[numbers])
    if len(without):
        sku, name = (lines[column].iloc[without] for column in ("sku", "product_name"))
        others, more = pd.factorize(sku.where(sku != "", name))
        numbers = numbers.copy()
        numbers[without] = len(names) + others
        names = pd.concat([names, pd.Series(more, dtype="str")])
    alike, distinct = pd.factorize(names)
    return pd.Series(pd.Categorical.from_codes(alike[numbers], distinct), index=lines.index)


def _law_columns(days: "pd.Series[pd.Timestamp]", law: Law, as_of: date) -> dict[str, "pd.Series[Any]"]:
    """Return the provision in force on each day, and what is said of lines without a day or past the limitation period."""
    undated = days.isna()
    version = np.zeros(len(days), dtype=np.int64)
    for number, provision in enumerate(law.main, start=1):
        version[in_force(days, provision)] = number
    version[undated] = law.main.index(law.provision_for_undated(as_of)) + 1
    oldest = pd.Timestamp(as_of) - pd.DateOffset(years=law.limitation_years)
    provisions = pd.Index(["", *(provision.id for provision in law.main)])
    return {
        "provision": pd.Series(pd.Categorical.from_codes(version, provisions), index=days.index),
        "undated": undated,
        "future": days > pd.Timestamp(as_of),
        "past_limitation": days < oldest,
    }


def _second_statutes(lines: pd.DataFrame, law: Law) -> np.ndarray:
    """Return the other statutes' penalties that each line may fall under, by category and day; undated lines count as in force."""
    shared, objects = group_objects(lines["categories"])
    alike, distinct = pd.factorize(objects)
    numbers = alike[shared.numbers]
    periods = [in_force(lines["date"], provision).to_numpy() for provision in law.second]
    kinds = group_numbers([(numbers, len(distinct)), *map(number_values, periods)])
    found = [
        tuple(
            provision.id
            for provision, period in zip(law.second, periods, strict=True)
            if period[row] and not provision.categories.isdisjoint(distinct[numbers[row]])
        )
        for row in kinds.first
    ]
    return np.fromiter(found, object, len(found)).take(kinds.numbers)
