"""Yuan per unit of a foreign currency: constant, or by the date of the sale."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pandas as pd

from checker.errors import UsageError
from checker.numbering import group_rows

YUAN = frozenset({"", "CNY", "RMB"})
ONE = Decimal(1)


@dataclass(frozen=True)
class Rates:
    """Rates of exchange into yuan.

    Attributes:
        constant: Yuan per unit by ISO code, for every date; goes before ``dated``.
        dated: Days with their rates in ascending order, by ISO code; a rate holds until the next one.
    """

    constant: Mapping[str, Decimal] = field(default_factory=dict)
    dated: Mapping[str, tuple[tuple[date, Decimal], ...]] = field(default_factory=dict)

    def rate(self, currency: str, day: date) -> Decimal | None:
        """Return yuan per unit of a currency on a day, or None where none is known."""
        code = currency.strip().upper()
        if code in YUAN:
            return ONE
        if code in self.constant:
            return self.constant[code]
        history = self.dated.get(code, ())
        place = bisect_right(history, day, key=lambda entry: entry[0])
        return history[place - 1][1] if place else None

    def series(self, currency: "pd.Series[str]", days: "pd.Series[pd.Timestamp]", as_of: date) -> "pd.Series[Any]":
        """Return yuan per unit for every line (Decimal, None where no rate is known); undated lines take ``as_of``."""
        days = days.fillna(pd.Timestamp(as_of))
        pairs = group_rows([currency, days] if self.dated else [currency])
        distinct = zip(currency.iloc[pairs.first], days.iloc[pairs.first], strict=True)
        found = np.fromiter((self.rate(code, day.date()) for code, day in distinct), object, len(pairs.first))
        return pd.Series(found[pairs.numbers], index=currency.index, dtype=object)


def read_dated_rates(table: pd.DataFrame, constant: Mapping[str, Decimal] | None = None) -> Rates:
    """Return rates by date.

    Args:
        table: Text columns ``date`` (YYYY-MM-DD), ``currency`` (ISO code), ``rate`` (yuan for one unit) and, optionally,
            ``per`` (units that ``rate`` is for, e.g. 100).
        constant: Rates for every date, which go first.

    Raises:
        UsageError: A column is missing, a row cannot be read, or a currency has two rates for one day.
    """
    missing = [name for name in ("date", "currency", "rate") if name not in table.columns]
    if missing:
        raise UsageError("rates_columns", missing=", ".join(missing))
    dated: dict[str, dict[date, Decimal]] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        try:
            day = date.fromisoformat(str(row["date"]).strip()[:10])
            per = Decimal(str(row.get("per") or "1").strip())
            rate = Decimal(str(row["rate"]).strip()) / per
        except (ValueError, InvalidOperation, ZeroDivisionError) as error:
            raise UsageError("rates_row", row=number) from error
        code = str(row["currency"]).strip().upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha() and rate.is_finite() and rate > 0):
            raise UsageError("rates_row", row=number)
        if dated.setdefault(code, {}).setdefault(day, rate) != rate:
            raise UsageError("rates_twice", currency=code, day=day.isoformat())
    return Rates(dict(constant or {}), {code: tuple(sorted(days.items())) for code, days in dated.items()})
