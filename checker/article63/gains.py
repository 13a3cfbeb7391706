"""The money of every line: what was sold, what it brought in yuan, what it cost, and under which law it falls."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from checker.article63.cases import CaseBy
from checker.article63.law import Law
from checker.article63.money import MONEY_COLUMNS, NONE, fill, find_rates, multiply, price_lines
from checker.article63.names import merge_spellings, product_key, seller_key
from checker.article63.rates import Rates
from checker.article63.sales import HELD, REVIEW, select_concerned

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
    **{flag: MONEY_COLUMNS[flag] for flag in ("stock_as_sold", "amount_is_stock", "amount_differs")},
}  # fmt: skip
"""Columns of the frame that :func:`weigh_lines` returns, one row per held or review line under either threshold rule."""


def weigh_lines(
    sales: pd.DataFrame,
    law: Law,
    *,
    as_of: date,
    rates: Rates,
    case_by: CaseBy,
    planned: bool = False,
    tax_included: bool = True,
) -> tuple[pd.DataFrame, Mapping[str, tuple[str, ...]]]:
    """Return the money and the law of every held or review line, and the spellings of sellers that were merged.

    Args:
        sales: Lines with their verdicts, see ``checker.article63.sales.SALES_COLUMNS``.
        law: The law to apply.
        as_of: The day of the check.
        rates: Rates into yuan.
        case_by: What makes one case.
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
    names, merged = _names(lines, case_by)
    law_columns = _law_columns(lines["date"], law, as_of)
    sold = money["sold"].astype(bool)
    past = law_columns["past_limitation"]
    apart = past if law.readings["limitation"].value == "apart" else pd.Series(False, index=lines.index)
    costed = cost.notna() & gross.notna()
    taxed = costed & tax.notna() & tax_included
    taken_off = cost.where(costed, NONE) + tax.where(taxed, NONE)
    frame = pd.DataFrame(
        {
            **{column: lines[column] for column in ("path", "sheet", "row")},
            **names,
            "categories": lines["categories"],
            "date": lines["date"],
            **_verdict_columns(lines),
            **law_columns,
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
        },
        index=lines.index,
    )
    return frame[list(GAINS_COLUMNS)], merged


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
