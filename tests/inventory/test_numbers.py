"""Money and quantities, exactly as they are typed, or a problem; never a guess."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.inventory.money import currency_code, parse_money, parse_quantity, read_unit


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("1200", "1200", ""), ("5471.9", "5471.9", ""), ("￥1,200.00", "1200.00", "CNY"), ("¥1200", "1200", "CNY"), ("3.5万元", "35000", "CNY"),
        ("1,200元", "1200", "CNY"), ("1200元整", "1200", "CNY"), ("1.2亿", "120000000", ""), ("1.2亿元", "120000000", "CNY"), ("35万", "350000", ""), ("3.5 万美元", "35000", "USD"),
        ("USD 1,200", "1200", "USD"), ("1,200 USD", "1200", "USD"), ("US$1,200.50", "1200.50", "USD"), ("$1,200", "1200", "USD"), ("€99", "99", "EUR"), ("HK$ 5,000", "5000", "HKD"),
        ("港币5000元", "5000", "HKD"), ("人民币 1,200.00 元", "1200.00", "CNY"), ("RMB1200", "1200", "CNY"), ("RMB: 1,200", "1200", "CNY"), ("CN¥88", "88", "CNY"), ("NT$1,000", "1000", "TWD"),
        ("(1,200.00)", "-1200.00", ""), ("-1,200", "-1200", ""), ("−1200", "-1200", ""), ("1200-", "-1200", ""), ("-￥5", "-5", "CNY"), ("￥-5", "-5", "CNY"), ("$(1,200)", "-1200", "USD"),
        ("１，２００", "1200", ""), ("￥１２００．５０", "1200.50", "CNY"), ("1 200 000", "1200000", ""), ("1'200.00", "1200.00", ""), ("1.2E+05", "120000", ""), ("0", "0", ""), ("0.00", "0.00", ""),
        ("1200元/台", "1200", "CNY"), ("USD 5 each", "5", "USD"), ("1200(含税)", "1200", ""), ("1200 不含税", "1200", ""), ("5k", "5000", ""), ("1.5 million", "1500000", ""), ("JPY 9000", "9000", "JPY"),
    ],
)  # fmt: skip
def test_reads_money(text, value, currency):
    amount = parse_money(text)
    assert not amount.problem
    assert amount.value == Decimal(value)
    assert next(iter(amount.currencies), "") == currency


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "N/A", "n/a", "无", "　"])
def test_says_nothing(text):
    for parse in (parse_money, parse_quantity):
        assert parse(text).value is None
        assert not parse(text).problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1.234,56", "cell_ambiguous_number"), ("1,20", "cell_ambiguous_number"), ("1234,5", "cell_ambiguous_number"), ("1,2,3", "cell_ambiguous_number"), ("12,34,567", "cell_ambiguous_number"),
        ("€1.234,56", "cell_ambiguous_number"), ("面议", "cell_not_money"), ("1000-2000", "cell_not_money"), ("13%", "cell_not_money"), ("约1200", "cell_not_money"), ("1.2.3", "cell_not_money"),
        ("壹佰元整", "cell_not_money"), ("USD 5 / EUR 4", "cell_not_money"), ("USD 5 EUR", "cell_two_currencies"), ("2026-03-05", "cell_not_money"), ("1200 1300", "cell_not_money"), ("FW-100", "cell_not_money"),
    ],
)  # fmt: skip
def test_guesses_no_money(text, problem):
    amount = parse_money(text)
    assert amount.value is None
    assert amount.problem == problem


@pytest.mark.parametrize(("text", "value"), [("4", "4"), ("4台", "4"), ("2 套", "2"), ("1,000 pcs", "1000"), ("4.0", "4.0"), ("12个", "12"), ("3 Units", "3"), ("5 EA", "5"), ("-2", "-2"), ("1万台", "10000"), ("２台", "2"), ("500用户", "500")])  # fmt: skip
def test_reads_quantities(text, value):
    assert parse_quantity(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["若干", "2箱(10台/箱)", "4+1", "1,20", "USD 5", "一批"])
def test_guesses_no_quantity(text):
    assert parse_quantity(text).value is None
    assert parse_quantity(text).problem


@pytest.mark.parametrize(
    ("text", "currency", "multiplier"),
    [("元", "CNY", 1), ("万元", "CNY", 10000), ("USD", "USD", 1), ("美元", "USD", 1), ("万美元", "USD", 10000), ("人民币万元", "CNY", 10000), ("K USD", "USD", 1000), ("USD'000", "USD", 1000), ("元/台", "CNY", 1), ("￥", "CNY", 1), ("千元", "CNY", 1000), ("HK$", "HKD", 1), ("单位：万元", "CNY", 10000)],
)  # fmt: skip
def test_reads_units_of_money(text, currency, multiplier):
    unit = read_unit(text)
    assert (unit.currency, unit.multiplier) == (currency, multiplier)


@pytest.mark.parametrize("text", ["", "台", "含税", "个", "型号", "1", "kg", "000"])
def test_takes_nothing_else_for_a_unit_of_money(text):
    assert read_unit(text) is None


@pytest.mark.parametrize(("text", "code"), [("人民币", "CNY"), ("RMB", "CNY"), ("usd", "USD"), ("美元", "USD"), ("USD 美元", "USD"), ("港币(HKD)", "HKD"), ("$", "USD"), ("", ""), ("-", ""), ("XAU", "XAU"), ("兹罗提", "兹罗提")])  # fmt: skip
def test_currency_codes(text, code):
    assert currency_code(text) == code


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(["{:f}", "{:,f}", "￥{:,f}", "{:,f}元", "USD {:,f}", "{:f} CNY"]))  # fmt: skip
def test_every_way_to_print_a_sum_gives_it_back(value, form):
    assert parse_money(form.format(value)).value == value


@given(st.text(max_size=12))
def test_any_text_is_a_number_nothing_or_a_problem(text):
    for parse in (parse_money, parse_quantity):
        amount = parse(text)
        assert (amount.value is None) or not amount.problem
        assert amount.value is None or amount.value.is_finite()
