"""Typed columns: each distinct text is read once and broadcast; what cannot be read is a problem with its cell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.inventory.money import MoneyUnit, parse_money, parse_quantity
from checker.inventory.texts import Texts
from checker.messages import Remark
from checker.tables.dates import parse_date
from checker.tables.sheet import cell_address

if TYPE_CHECKING:
    from datetime import date

    from checker.inventory.formats import FormatUnit

PLAIN = r"^-?\d+(\.\d+)?$"
GROUPED = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"
YUAN = r"^[¥￥]\d{1,3}(,?\d{3})*(\.\d+)?$"
"""The forms in which nearly all numbers are written, read without a look at each text; all others by the parsers."""
Note = Callable[[int, str, str], None]
"""Takes a position, a message code and the text of the cell."""


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column."""
    return cell_address(1, column)[:-1]


@dataclass
class Problems:
    """Problems of the rows of one block, gathered by position.

    Attributes:
        rows: Row numbers in the file, by position.
        found: Position to its problems.
        shared: Masks of positions with one problem that they share.
    """

    rows: np.ndarray
    found: dict[int, list[Remark]] = field(default_factory=dict)
    shared: list[tuple[np.ndarray, Remark]] = field(default_factory=list)

    def add(self, position: int, code: str, column: int, name: str, text: str) -> None:
        """Note one problem with the cell in ``column`` of the row at ``position``."""
        evidence = {"cell": f"{column_letters(column)}{self.rows[position]}", "text": text, "field": name}
        self.found.setdefault(position, []).append(Remark(code, evidence, evidence))

    def add_shared(self, mask: np.ndarray, code: str, row: int, column: int, name: str, text: str) -> None:
        """Note one problem, with one cell such as the header, for all positions of a mask."""
        evidence = {"cell": f"{column_letters(column)}{row}", "text": text, "field": name}
        self.shared.append((mask, Remark(code, evidence, evidence)))

    def as_column(self) -> np.ndarray:
        """Return a tuple of remarks per position, mostly the empty one."""
        bits = np.zeros(len(self.rows), dtype=np.int64)
        for number, (mask, _) in enumerate(self.shared):
            bits[mask] += 1 << number
        tuples = np.empty(1 << len(self.shared), dtype=object)
        for combination in range(len(tuples)):
            tuples[combination] = tuple(
                remark for number, (_, remark) in enumerate(self.shared) if combination >> number & 1
            )
        column = tuples[bits]
        for position, remarks in self.found.items():
            column[position] = (*column[position], *remarks)
        return column


@dataclass(frozen=True)
class NumberColumn:
    """Values of one number column, and the currencies that its cells state.

    Attributes:
        values: Decimals or None, one per row.
        codes: Position in ``currencies`` for every row; None when no cell states a currency.
        currencies: The ISO codes that a cell may mean, see :class:`checker.inventory.money.Amount`; the first is empty.
        columns: The column that each row was read from; None when all were read from the field's own.
        formats: The number of each cell's unit by its number format, 0 for none, and the units; None when no format states one.
    """

    values: np.ndarray
    codes: np.ndarray | None = None
    currencies: tuple[tuple[str, ...], ...] = ((),)
    columns: np.ndarray | None = None
    formats: tuple[np.ndarray, "tuple[FormatUnit, ...]"] | None = None


def read_numbers(
    texts: Texts,
    *,
    money: bool,
    unit: MoneyUnit | None,
    note: Note,
) -> NumberColumn:
    """Return the numbers of a column.

    Args:
        texts: One text a row.
        money: Whether currencies and magnitudes are read.
        unit: The unit of the header or sheet; its magnitude applies to cells that state none.
        note: Called with position, message code and text for each cell that cannot be read.
    """
    every, codes = texts.distinct, texts.codes
    multiplier = unit.multiplier if unit else Decimal(1)
    values = np.full(len(every), None, dtype=object)
    stated = np.zeros(len(values), dtype=np.int32)
    currencies: dict[tuple[str, ...], int] = {(): 0}
    left = np.arange(len(values))
    for form in (PLAIN, GROUPED, *(YUAN,) * money):
        taken = _read_form(every, left, form, values, multiplier)
        if form is YUAN and len(taken):
            stated[taken] = currencies.setdefault(parse_money("¥1").currencies, len(currencies))
        left = np.setdiff1d(left, taken, assume_unique=True)
    distinct = every.take(left).to_pylist()
    problems = []
    for position, text in zip(left.tolist(), distinct, strict=True):
        amount = parse_money(text) if money else parse_quantity(text)
        if amount.value is not None:
            scale = not amount.scaled and multiplier != 1
            values[position] = amount.value * multiplier if scale else amount.value
            stated[position] = currencies.setdefault(amount.currencies, len(currencies))
        problems.append(amount.problem)
    if any(problems):
        whole = np.full(len(values), "", dtype=object)
        whole[left] = problems
        note_problems(codes, every, whole, note)
    return NumberColumn(values[codes], stated[codes] if len(currencies) > 1 else None, tuple(currencies))


def _read_form(
    distinct: Any,  # noqa: ANN401 - Arrow arrays have no types
    left: np.ndarray,
    form: str,
    values: np.ndarray,
    multiplier: Decimal,
) -> np.ndarray:
    """Fill in the values of all texts of one common form at once, and return their positions."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    texts = distinct.take(left) if len(left) < len(distinct) else distinct
    places = np.flatnonzero(pc.match_substring_regex(texts, form).to_numpy(zero_copy_only=False))
    bare = pc.replace_substring_regex(texts.take(places), "[¥￥,]", "") if form != PLAIN else texts.take(places)
    numbers = map(Decimal, bare.to_pylist())
    scaled = numbers if multiplier == 1 else (number * multiplier for number in numbers)
    values[left[places]] = np.fromiter(scaled, object, len(places))
    return left[places]


def read_dates(
    texts: Texts,
    note: Note,
    empty: Callable[[str], bool],
    order: str = "",
) -> np.ndarray:
    """Return the dates of a column as ``datetime64[s]``, NaT where there is none; unreadable ones are noted.

    ``order`` is how :func:`checker.tables.dates.parse_date` reads ``03/04/2026``.
    """
    codes, distinct = texts.codes, texts.distinct.to_pylist()
    days: list[date | None] = [parse_date(text, order) for text in distinct]
    bad = [day is None and not empty(text) for day, text in zip(days, distinct, strict=True)]
    note_problems(codes, texts.distinct, np.where(bad, "cell_not_date", ""), note)
    column: np.ndarray = np.array(days, dtype="datetime64[s]")[codes]
    return column


def note_problems(codes: np.ndarray, distinct: Any, problems: np.ndarray, note: Note) -> None:  # noqa: ANN401
    """Call ``note`` for every row whose distinct text has a problem."""
    bad = (problems != "").astype(bool)
    if not bad.any():
        return
    texts = dict(zip(np.flatnonzero(bad).tolist(), distinct.take(np.flatnonzero(bad)).to_pylist(), strict=True))
    positions = np.flatnonzero(bad[codes])
    for position, code in zip(positions.tolist(), codes[positions].tolist(), strict=True):
        note(position, str(problems[code]), texts[code])


def empty_numbers(length: int) -> np.ndarray:
    """Return a number column without values."""
    return np.full(length, None, dtype=object)


def empty_dates(length: int) -> np.ndarray:
    """Return a date column without values."""
    return np.full(length, np.datetime64("NaT"), dtype="datetime64[s]")
