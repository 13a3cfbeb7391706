"""The money of every line: what was sold, what it brought in yuan, what it cost, and under which law it falls."""

from datetime import date
from typing import Any

import pandas as pd

from checker.article63.law import Law
from checker.article63.money import MONEY_COLUMNS, NONE, fill, find_rates, multiply, price_lines
from checker.article63.rates import Rates
from checker.article63.sales import HELD, REVIEW, select_concerned
from checker.article63.second_statute import in_force, may_fall_under

GAINS_COLUMNS = {
    "path": "file of the line", "sheet": "sheet of the line", "row": "row in the file, the index where there is none",
    "seller": "seller", "product": "maker and model, else SKU, else name", "shipment": "shipment",
    "categories": "tuple of category ids",
    "held": "uncertified or lapsed", "review": "to be reviewed",
    "held_other": "held under the other threshold rule", "review_other": "to be reviewed under the other threshold rule",
    "provision": "id of the penalty in force on the day of the sale, '' when none was (before 2026)",
    "second": "tuple of ids of other statutes' penalties that may cover the sale",
    "sold": "False for stock not yet sold",
    "gross": "money received in yuan (Decimal, 0 where unpriced)",
    "net": "gross less cost and tax; gross where no cost is given",
    "costed": "a cost is given", "unpriced": "no price is given", "undated": "no date of sale is given",
    "future": "the date of sale is after the day of the check",
    "past_limitation": "sold longer before the day of the check than the limitation period",
    "counted": "falls under the article: in force on its day and sold",
    "stock_value": "value in yuan of the stock not yet sold (Decimal, 0 where none or unpriced)",
    **{flag: MONEY_COLUMNS[flag] for flag in ("stock_as_sold", "amount_is_stock", "amount_differs")},
    "lines": "lines that the row stands for: 1, more after folding",
}  # fmt: skip
"""Columns of the frame that :func:`weigh_lines` returns, one row per held or review line under either threshold rule."""
MONEY = ("gross", "net", "stock_value")
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
    gross = multiply(money["gross"], rate)
    cost = multiply(money["cost"], rate)
    tax = multiply(money["tax"], rate)
    law_columns = _law_columns(lines["date"], law, as_of)
    sold = money["sold"].astype(bool)
    past = law_columns["past_limitation"]
    apart = past if law.readings["limitation"].value == "apart" else pd.Series(False, index=lines.index)
    costed = cost.notna() & gross.notna()
    taxed = costed & tax.notna() & tax_included
    taken_off = cost.where(costed, NONE) + tax.where(taxed, NONE)
    frame = pd.DataFrame(
        {
            **{column: lines[column] for column in (*PLACE, "seller", "shipment", "categories")},
            "product": _name_products(lines),
            **_verdict_columns(lines),
            **law_columns,
            "second": _second_statutes(lines, law),
            **{
                flag: money[flag].astype(bool)
                for flag in ("sold", "stock_as_sold", "amount_is_stock", "amount_differs")
            },
            "gross": fill(gross),
            "net": fill(gross) - taken_off,
            "costed": costed,
            "unpriced": gross.isna() & sold,
            "counted": sold & (law_columns["provision"] != "") & ~apart,
            "stock_value": fill(multiply(money["stock"], rate)),
            "lines": 1,
        },
        index=lines.index,
    )
    return frame[list(GAINS_COLUMNS)]


def fold_lines(weighed: pd.DataFrame) -> pd.DataFrame:
    """Return weighed lines with those that differ only in place and money put together: their money and numbers are added up.

    Every figure of a case is a sum, so that cases built of folded lines are the same; a row's place is its first line's.
    """
    if weighed.empty:
        return weighed
    money = dict.fromkeys((*MONEY, "lines"), "sum")
    keys = [column for column in GAINS_COLUMNS if column not in (*money, *PLACE)]
    folded = weighed.groupby(keys, sort=False, as_index=False).agg(money | dict.fromkeys(PLACE, "first"))
    return folded[list(GAINS_COLUMNS)]


def _name_products(lines: pd.DataFrame) -> "pd.Series[str]":
    model = (lines["manufacturer"] + " " + lines["model"]).str.strip().where(lines["model"] != "", "")
    return model.where(model != "", lines["sku"]).where((model != "") | (lines["sku"] != ""), lines["product_name"])


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
    return {
        "provision": provision,
        "undated": undated,
        "future": days > pd.Timestamp(as_of),
        "past_limitation": days < oldest,
    }


def _second_statutes(lines: pd.DataFrame, law: Law) -> "pd.Series[Any]":
    """Return the other statutes' penalties that each line may fall under, by category and day; undated lines count as in force."""
    found = pd.Series([()] * len(lines), index=lines.index, dtype=object)
    for provision in law.second:
        covered = may_fall_under(lines["categories"], provision) & in_force(lines["date"], provision)
        added = found[covered].map({ids: (*ids, provision.id) for ids in found.unique()})
        found = found.where(~covered, added)
    return found
