"""Products that the Cryptography Law may cover too."""

from datetime import date
from decimal import Decimal

import pytest

from checker.article63.calculator import calculate


def other_law(case):
    (entry,) = case.other_law
    return entry


@pytest.mark.parametrize("category", ["P11", "P17", "P26", "P32"])
def test_its_range_stands_beside(assess_lines, pick, category):
    entry = other_law(pick(assess_lines([{"amount": "50000", "categories": ("P02", category)}, {"amount": "7"}])))
    assert entry["law"] == "cryptography_36"
    assert (entry["lines"], entry["illegal_gains"]) == ("1", "50000.00")
    assert (entry["fine_min"], entry["fine_max"], entry["fine"]) == ("30000.00", "100000.00", "may")
    assert entry["goods"] == "confiscated"


def test_other_products_bring_in_no_other_law(assess_lines, pick):
    assert pick(assess_lines([{"amount": "50000", "categories": ("P02", "P12")}])).other_law == ()


@pytest.mark.parametrize(
    ("crypto", "rest", "higher", "low", "high"),
    [
        ("50000", "1", "cryptography_36", "30000.00", "100000.00"),
        ("50000", "60000", "csl_63", "110000.00", "550000.00"),
        ("100000", "0", "csl_63", "100000.00", "500000.00"),
    ],
)
def test_the_higher_of_two_fines_is_named(assess_lines, pick, crypto, rest, higher, low, high):
    """行政处罚法 art. 29: compared by the upper end, then the lower end, of the range."""
    entry = other_law(pick(assess_lines([{"amount": crypto, "categories": ("P11",)}, {"amount": rest}])))
    assert entry["higher_fine"] == higher
    assert (entry["combined_fine_min"], entry["combined_fine_max"]) == (low, high)


def test_sales_before_2026_stay_under_it(assess_lines, pick):
    lines = [
        {"amount": "900", "categories": ("P26",), "date": date(2025, 3, 1)},
        {"amount": "400", "categories": ("P26",), "date": date(2019, 12, 31)},
    ]
    entry = other_law(pick(assess_lines(lines)))
    assert (entry["lines"], entry["illegal_gains"], entry["fine_max"]) == ("0", "0.00", "0.00")
    assert entry["before_2026"] == "900.00"


def test_stock_is_among_the_goods_at_risk(assess_lines, pick):
    line = {"sold_quantity": "1", "stock_quantity": "4", "unit_price": "100", "categories": ("P17",)}
    assert other_law(pick(assess_lines([line])))["goods_stock_value"] == "400.00"


def test_every_basis_has_its_own_range(assess_lines, pick):
    exposure = assess_lines([{"amount": "150000", "cost": "100000", "categories": ("P32",)}])
    assert other_law(pick(exposure))["fine_max"] == "450000.00"
    assert other_law(pick(exposure, basis="net"))["fine_max"] == "100000.00"


def test_the_calculator_gives_it_for_a_category():
    entry = other_law(calculate(Decimal(100000), categories=["P11"]))
    assert (entry["fine_min"], entry["fine_max"]) == ("100000.00", "300000.00")
    assert calculate(Decimal(100000), categories=["P02"]).other_law == ()
