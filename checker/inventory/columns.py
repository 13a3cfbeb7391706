"""Typed columns: each distinct text is read once and broadcast; what cannot be read is a problem with its cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from checker.inventory.money import Amount, MoneyUnit, parse_money, parse_quantity
from checker.messages import Remark
from checker.tables.dates import parse_date
from checker.tables.sheet import cell_address


@dataclass
class Problems:
    """Problems of the rows of one block, gathered by position.

    Attributes:
        rows: Row numbers in the file, by position.
        found: Position to its problems.
    """

    rows: np.ndarray
    found: dict[int, list[Remark]] = field(default_factory=dict)

    def add(self, position: int, code: str, column: int, name: str, text: str) -> None:
        """Note one problem with the cell in ``column`` of the row at ``position``."""
        cell = cell_address(int(self.rows[position]), column)
        remark = Remark(code, {"cell": cell, "text": text}, {"cell": cell, "text": text, "field": name})
        self.found.setdefault(position, []).append(remark)

    def as_column(self) -> np.ndarray:
        """Return a tuple of remarks per position, mostly the empty one."""
        column = np.empty(len(self.rows), dtype=object)
        column.fill(())
        for position, remarks in self.found.items():
            column[position] = tuple(remarks)
        return column


@dataclass(frozen=True)
class MoneyColumn:
    """Values of one number column, and the currencies that its cells or header state (``""`` where none)."""

    values: np.ndarray
    currencies: np.ndarray


def read_numbers(
    texts: Any,  # noqa: ANN401 - Arrow arrays have no types
    *,
    money: bool,
    unit: MoneyUnit | None,
    note: Callable[[int, str, str], None],
) -> MoneyColumn:
    """Return the numbers of a column.

    Args:
        texts: Arrow string array.
        money: Whether currencies and magnitudes are read.
        unit: The unit of the header or sheet; its magnitude applies to cells that state none, its currency to cells that name none.
        note: Called with position, message code and text for each cell that cannot be read.
    """
    codes, distinct = encode(texts)
    parse = parse_money if money else parse_quantity
    amounts = [_apply(parse(text), unit) for text in distinct]
    values = np.empty(len(distinct), dtype=object)
    values[:] = [amount.value for amount in amounts]
    currencies = np.empty(len(distinct), dtype=object)
    currencies[:] = [amount.currency for amount in amounts]
    note_problems(codes, distinct, [amount.problem for amount in amounts], note)
    return MoneyColumn(values[codes], currencies[codes])


def read_dates(
    texts: Any,  # noqa: ANN401 - Arrow arrays have no types
    note: Callable[[int, str, str], None],
    empty: Callable[[str], bool],
) -> np.ndarray:
    """Return the dates of a column as ``datetime64[s]``, NaT where there is none; unreadable ones are noted."""
    codes, distinct = encode(texts)
    days: list[date | None] = [parse_date(text) for text in distinct]
    problems = [
        "cell_not_date" if day is None and not empty(text) else "" for day, text in zip(days, distinct, strict=True)
    ]
    note_problems(codes, distinct, problems, note)
    return np.array(days, dtype="datetime64[s]")[codes]


def encode(texts: Any) -> tuple[np.ndarray, list[str]]:  # noqa: ANN401 - Arrow arrays have no types
    """Return for each row the position of its text among the distinct texts, and these."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    encoded = texts.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return encoded.indices.to_numpy(), encoded.dictionary.to_pylist()


def note_problems(
    codes: np.ndarray, distinct: Sequence[str], problems: Sequence[str], note: Callable[[int, str, str], None]
) -> None:
    """Call ``note`` for every row whose distinct text has a problem."""
    bad = np.array([bool(problem) for problem in problems], dtype=bool)
    if bad.any():
        for position in np.flatnonzero(bad[codes]).tolist():
            code = int(codes[position])
            note(position, problems[code], distinct[code])


def _apply(amount: Amount, unit: MoneyUnit | None) -> Amount:
    if unit is None or amount.value is None:
        return amount
    value = amount.value if amount.scaled else amount.value * unit.multiplier
    return Amount(value, amount.currency or unit.currency)


def empty_numbers(length: int) -> np.ndarray:
    """Return a number column without values."""
    return np.full(length, None, dtype=object)


def empty_dates(length: int) -> np.ndarray:
    """Return a date column without values."""
    return np.full(length, np.datetime64("NaT"), dtype="datetime64[s]")


def text_of(texts: Any) -> "pd.Series[str]":  # noqa: ANN401 - Arrow arrays have no types
    """Return an Arrow string array as a text series."""
    return pd.Series(texts.to_pandas(), dtype="str")
