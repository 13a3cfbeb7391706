"""The calculator alone, and the JSON entry of a case."""

from datetime import date
from decimal import Decimal

import pytest

from checker.article63.calculator import calculate, parse_amount
from checker.article63.case_json import case_to_json
from checker.errors import UsageError
from checker.messages import messages

KEYS = [
    "case", "scenario", "basis", "lines", "illegal_gains", "confiscation", "fine_min", "fine_max", "total_min",
    "total_max", "before_2026", "measures", "other_law",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("123456.78", "123456.78"),
        ("123,456.7", "123456.70"),
        ("１２３４５６．７８", "123456.78"),
        (" ￥1,200.00 ", "1200.00"),
        ("1200元", "1200.00"),
        ("10万", "100000.00"),
        ("12.5万元", "125000.00"),
        ("1.000001万元", "10000.01"),
        ("0.00000001亿", "1.00"),
    ],
)
def test_amounts_as_people_write_them(text, amount):
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "amount_negative"),
        ("−0.01", "amount_negative"),
        ("－5", "amount_negative"),
        ("NaN", "amount_not_number"),
        ("Infinity", "amount_not_number"),
        ("abc", "amount_not_number"),
        ("", "amount_not_number"),
        ("1e5", "amount_not_number"),
        ("1_000", "amount_not_number"),
        ("1,00", "amount_not_number"),
        ("1.2.3", "amount_not_number"),
        ("٣", "amount_not_number"),
        ("1.234", "amount_decimals"),
        ("1.230", "amount_decimals"),
        ("1.0000001万元", "amount_decimals"),
    ],
)
def test_other_amounts_say_what_is_expected(text, code):
    with pytest.raises(UsageError) as caught:
        parse_amount(text)
    assert caught.value.code == code
    for language in ("zh", "en"):
        assert text in messages()[code].word(language, caught.value.facts)
        assert "123456.78" in messages()[code].advise(language, caught.value.facts)


def test_the_entry_has_the_keys_of_the_contract():
    entry = case_to_json(calculate(Decimal("123456.78")))
    assert list(entry) == KEYS
    assert entry | {"measures": None} == {
        "case": "",
        "scenario": "found",
        "basis": "gross",
        "lines": 0,
        "illegal_gains": "123456.78",
        "confiscation": "123456.78",
        "fine_min": "123456.78",
        "fine_max": "617283.90",
        "total_min": "246913.56",
        "total_max": "740740.68",
        "before_2026": "0.00",
        "measures": None,
        "other_law": [],
    }
    assert [order["when"] for order in entry["measures"]] == ["always"] * 3 + ["serious"] * 4


def test_money_in_json_has_no_exponent():
    entry = case_to_json(calculate(Decimal("1E+7")))
    assert (entry["illegal_gains"], entry["fine_max"]) == ("10000000.00", "50000000.00")


def test_before_2026_nothing_follows():
    case = calculate(Decimal(500000), on=date(2025, 12, 31))
    assert (case.illegal_gains, case.fine_max, case.before_2026) == (
        Decimal("0.00"),
        Decimal("0.00"),
        Decimal("500000.00"),
    )
    assert case.measures == ()


def test_the_calculator_agrees_with_a_case_of_the_same_money(assess_lines, pick):
    for amount in ("0.00", "99999.99", "100000.00", "7654321.09"):
        calculated, assessed = calculate(Decimal(amount)), pick(assess_lines([{"amount": amount}]))
        assert calculated.fine_min == assessed.fine_min
        assert calculated.total_max == assessed.total_max
        assert calculated.measures == assessed.measures
