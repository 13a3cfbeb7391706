"""Rates into yuan: constant, by date, and missing."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from checker.article63.rates import Rates, read_dated_rates
from checker.errors import UsageError
from checker.messages import messages

TABLE = pd.DataFrame(
    {
        "date": ["2026-03-01", "2026-01-01", "2026-02-01"],
        "currency": ["USD", "usd", "JPY"],
        "rate": ["7.20", "7.00", "4.80"],
        "per": ["1", "", "100"],
    }
)


@pytest.mark.parametrize(
    ("currency", "day", "rate"),
    [
        ("", date(2020, 1, 1), "1"),
        ("CNY", date(2020, 1, 1), "1"),
        ("USD", date(2025, 12, 31), None),
        ("USD", date(2026, 1, 1), "7.00"),
        ("usd ", date(2026, 2, 28), "7.00"),
        ("USD", date(2026, 3, 1), "7.20"),
        ("USD", date(2027, 1, 1), "7.20"),
        ("JPY", date(2026, 2, 1), "0.048"),
        ("EUR", date(2026, 2, 1), None),
    ],
)
def test_a_rate_holds_until_the_next_one(currency, day, rate):
    assert read_dated_rates(TABLE).rate(currency, day) == (None if rate is None else Decimal(rate))


def test_a_constant_rate_goes_first():
    assert read_dated_rates(TABLE, {"USD": Decimal(6)}).rate("USD", date(2026, 3, 1)) == Decimal(6)


def test_each_sale_takes_the_rate_of_its_day(assess_lines, pick):
    days = [date(2026, 2, 28), date(2026, 3, 1), ""]
    lines = [{"amount": "100", "currency": "USD", "date": day} for day in days]
    exposure = assess_lines(lines, rates=read_dated_rates(TABLE))
    assert pick(exposure).illegal_gains == Decimal(700) + Decimal(720) + Decimal(720)


def test_money_without_a_rate_names_currency_and_line(assess_lines):
    lines = [
        {"amount": "1", "row": 8},
        {"amount": "5", "currency": "EUR", "product_name": "防火墙", "sheet": "销售", "row": 9},
    ]
    with pytest.raises(UsageError) as caught:
        assess_lines(lines)
    assert caught.value.code == "rate_missing"
    assert {key: caught.value.facts[key] for key in ("currency", "line", "product")} == {
        "currency": "EUR",
        "line": "销售!9",
        "product": "防火墙",
    }
    assert "--rate EUR=" in messages()["rate_missing"].advise("en", caught.value.facts)


def test_a_sale_before_the_first_rate_names_its_day(assess_lines):
    with pytest.raises(UsageError) as caught:
        assess_lines([{"amount": "1", "currency": "USD", "date": date(2025, 5, 1)}], rates=read_dated_rates(TABLE))
    assert (caught.value.code, caught.value.facts["day"]) == ("rate_missing_day", "2025-05-01")


def test_no_rate_is_needed_for_lines_without_money_or_out_of_scope(assess_lines):
    foreign = {"amount": "5", "currency": "EUR"}
    exposure = assess_lines([foreign | {"verdict": "clear"}, foreign | {"amount": ""}], rates=Rates())
    assert exposure.cases[0].unpriced == 1


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("date", "1.3.2026", "rates_row"),
        ("currency", "dollar", "rates_row"),
        ("rate", "x", "rates_row"),
        ("rate", "0", "rates_row"),
        ("rate", "-7", "rates_row"),
        ("rate", "NaN", "rates_row"),
        ("per", "0", "rates_row"),
        ("date", "2026-01-01", "rates_twice"),
    ],
)
def test_a_wrong_table_is_refused(column, text, code):
    table = TABLE.copy()
    table.loc[0, column] = text
    with pytest.raises(UsageError) as caught:
        read_dated_rates(table)
    assert caught.value.code == code


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(UsageError, match="rates_columns"):
        read_dated_rates(TABLE.drop(columns=["rate"]))
