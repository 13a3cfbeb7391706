"""Sales frames and the law, as the tests of this room use them."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from checker.article63.assessment import assess
from checker.article63.law import load_law

NUMBERS = ("quantity", "sold_quantity", "stock_quantity", "unit_price", "amount", "unit_cost", "cost", "tax")
LINE = {
    "seller": "甲", "shipment": "", "sku": "", "product_name": "", "manufacturer": "", "model": "", "currency": "",
    "categories": ("P02",), "verdict": "uncertified", "date": date(2026, 3, 1), "quantity": "1",
}  # fmt: skip


def build_sales(lines):
    """Return a frame of sales from dictionaries of texts; what a line does not say is as in ``LINE``."""
    rows = []
    for line in lines:
        row = dict.fromkeys(NUMBERS) | LINE | line
        row |= {name: Decimal(row[name]) if row[name] not in (None, "") else None for name in NUMBERS}
        row |= {"date": row["date"] or pd.NaT, "categories": tuple(row["categories"])}
        row.setdefault("verdict_other", row["verdict"])
        rows.append(row)
    sales = pd.DataFrame(rows)
    sales["date"] = pd.to_datetime(sales["date"]).astype("datetime64[s]")
    return sales.astype(dict.fromkeys((*NUMBERS, "categories"), object))


@pytest.fixture(scope="session")
def law():
    return load_law()


@pytest.fixture(scope="session")
def sales_of():
    """Return the function that makes a frame of sales from dictionaries."""
    return build_sales


@pytest.fixture(scope="session")
def assess_lines(law):
    """Return a function that assesses lines given as dictionaries, on 2026-11-01 with the dollar at 7.10 yuan."""

    def assess_them(lines, **choices):
        defaults = {"as_of": date(2026, 11, 1), "rates": {"USD": Decimal("7.10")}}
        return assess(build_sales(lines), choices.pop("law", law), **(defaults | choices))

    return assess_them


@pytest.fixture(scope="session")
def pick():
    """Return a function that finds the one case of an exposure with a name, scenario and basis."""

    def find(exposure, case="甲", scenario="found", basis="gross"):
        (found,) = [one for one in exposure.cases if (one.case, one.scenario, one.basis) == (case, scenario, basis)]
        return found

    return find
