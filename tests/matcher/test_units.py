"""Numbers and units."""

from decimal import Decimal

import pytest

from checker.matcher.units import parse_count, parse_numbers, to_base


@pytest.mark.parametrize(
    ("value", "unit", "quantity", "base"),
    [
        ("38.4", "tbps", "rate", "38400000000000"),
        ("1.92", "pbps", "rate", "1920000000000000"),
        ("2880", "mpps", "packets", "2880000000"),
        ("96", "bpps", "packets", "96000000000"),
        ("55", "万条", "count", "550000"),
        ("4", "m", "count", "4000000"),
        ("2", "tb", "memory", "2048"),
        ("256", "gb", "memory", "256"),
        ("0.08", "μs", "time", "0.00000008"),
        ("80", "ns", "time", "0.00000008"),
    ],
)
def test_units_are_exact(value, unit, quantity, base):
    assert to_base(Decimal(value), unit, quantity) == Decimal(base)


def test_an_unknown_unit_is_an_error():
    with pytest.raises(KeyError):
        to_base(Decimal(1), "furlong", "rate")


def test_numbers_with_thousands_ranges_and_choices():
    assert parse_numbers("345,600") == [Decimal(345600)]
    assert parse_numbers("2880/7200") == [Decimal(2880), Decimal(7200)]
    assert parse_numbers("0.2~0.5") == [Decimal("0.2"), Decimal("0.5")]


@pytest.mark.parametrize(("text", "count"), [("8", 8), ("八", 8), ("两", 2), ("dual", 2), ("16", 16)])
def test_counts_are_read_in_figures_and_words(text, count):
    assert parse_count(text) == count
