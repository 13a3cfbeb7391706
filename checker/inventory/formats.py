"""Money whose currency or magnitude stands only in the number format of its cells: ``[$€-2] #,##0.00``, ``0.00"万元"``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np

from checker.inventory.grid import Grid
from checker.inventory.money import locale_currency, parse_money

BRACKETED = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?[^\]]*\]")
LITERAL = re.compile(r'"([^"]*)"|\\(.)|([$¥￥€£₩])')
MUTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
SCALED = re.compile(r"[0#?],+(?![0#?])|!\.|\\\.")
"""A format that shows thousands or ten thousands of what the cell holds."""


@dataclass(frozen=True)
class FormatUnit:
    """What a number format says of the money in its cells.

    Attributes:
        currencies: ISO codes that it may mean, the likeliest first; empty when it states none.
        multiplier: Yuan, dollars … per one of the number in the cell.
        text: The sign or words that it shows.
    """

    currencies: tuple[str, ...]
    multiplier: Decimal
    text: str


@cache
def read_format(code: str) -> FormatUnit | None:
    """Return the unit of money that a number format shows beside its number, None when it shows none."""
    first = code.split(";", maxsplit=1)[0]
    bracketed = BRACKETED.search(first)
    sign, locale = (bracketed[1], bracketed[2] or "") if bracketed else ("", "")
    words = "".join("".join(found.groups("")) for found in LITERAL.finditer(BRACKETED.sub("", first)))
    for text in (sign, words, sign + words):
        bare = text.strip(" -().!")
        for amount in (parse_money(f"1{bare}"), parse_money(f"{bare}1")) if bare and not re.search(r"\d", bare) else ():
            if amount.value is None or (not amount.currencies and amount.value == 1):
                continue
            meant = locale_currency(locale)
            currencies = (meant,) if len(amount.currencies) > 1 and meant else amount.currencies
            shown_scaled = SCALED.search(MUTED.sub("", first)) or SCALED.search(first)
            return FormatUnit(currencies, Decimal(1) if shown_scaled else amount.value, bare)
    return None


def find_units(grid: Grid, column: int, places: np.ndarray) -> tuple[np.ndarray, tuple[FormatUnit, ...]]:
    """Return for the cell of a column in each place the number of its unit, 0 for none, and the units from 1 on."""
    codes = np.zeros(len(places), dtype=np.int32)
    units: list[FormatUnit] = []
    rows = grid.rows[places]
    for form in grid.formats:
        unit = read_format(form.code) if column in form.cells else None
        if unit is None:
            continue
        if unit not in units:
            units.append(unit)
        codes[np.isin(rows, form.cells[column])] = units.index(unit) + 1
    return codes, tuple(units)
