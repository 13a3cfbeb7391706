"""Numbers and units as data sheets write them, in exact base units.

Base units: bits per second, packets per second, pieces, GB (a TB is 1024), seconds.
"""

import re
from decimal import Decimal
from functools import cache

from checker.resources import read_rows

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
NUMBERS = rf"(?<!\d){NUMBER}(?:\s*(?:~|-|至|到|to|/|或|or|\.{{2,3}})\s*{NUMBER}){{0,5}}"
"""One number, or several that share the unit after the last: a range (0.2~0.5微秒) or a choice (2880/7200Mpps)."""

CHINESE_NUMBERS = {
    "单": 1, "一": 1, "双": 2, "两": 2, "二": 2, "三": 3, "四": 4, "六": 6, "八": 8, "十": 10, "十二": 12, "十六": 16, "三十二": 32,
    "single": 1, "one": 1, "dual": 2, "two": 2, "four": 4, "quad": 4, "eight": 8, "octa": 8, "sixteen": 16,
}  # fmt: skip
UNIT_KINDS = {
    "throughput": "rate",
    "forwarding_rate": "packets",
    "routes": "count",
    "cpus": "count",
    "cores": "count",
    "memory": "memory",
    "instruction_time": "time",
}
"""Quantities whose figures are read from text, and the kind of unit that each is given in."""
SPREAD = re.compile(NUMBER)


@cache
def factors() -> dict[tuple[str, str], Decimal]:
    """Return the factor to the base unit by (unit, quantity), from ``directory_data/vocabulary/units.csv``."""
    return {(row["unit"], row["quantity"]): Decimal(row["factor"]) for row in read_rows("vocabulary", "units.csv")}


def to_base(value: Decimal, unit: str, quantity: str) -> Decimal:
    """Return a value in base units.

    Args:
        value: The number.
        unit: The unit, normalised, e.g. ``tbps``, ``微秒``.
        quantity: ``rate``, ``packets``, ``count``, ``memory`` or ``time``; ``g`` and ``t`` depend on it.

    Raises:
        KeyError: The unit is not known for the quantity.
    """
    return value * factors()[unit, quantity]


def parse_numbers(text: str) -> list[Decimal]:
    """Return every number in a text: ``2880/7200`` gives two, ``345,600`` one."""
    return [Decimal(found.replace(",", "")) for found in SPREAD.findall(text)]


def parse_count(text: str) -> Decimal:
    """Return a count written in figures or as a word (八, 两, dual).

    Raises:
        KeyError: The word is no number.
    """
    return Decimal(text.replace(",", "")) if text[0].isdigit() else Decimal(CHINESE_NUMBERS[text])
