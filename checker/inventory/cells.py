"""The cells of a field: of its own column, of further columns that name it, or a part of cells that hold several values."""

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

import numpy as np

from checker.inventory.columns import NumberColumn, Problems, read_numbers
from checker.inventory.formats import FormatUnit, find_units
from checker.inventory.grid import Grid
from checker.inventory.headers import Header
from checker.inventory.money import MoneyUnit, empty_words, is_nothing
from checker.inventory.texts import Texts, alphabet_pattern

QUANTITIES = ("quantity", "sold_quantity", "stock_quantity")
BETWEEN = re.compile(r"\s*[/|;\n]\s*|\s+")
"""What stands between the values of a cell that holds several."""


def take_cells(grid: Grid, column: int, places: np.ndarray, source: np.ndarray | None) -> Texts:
    """Return the texts of a column, one a place; ``source`` is where each place takes its text from."""
    number = grid.number_of(column)
    if number is None:
        return Texts.constant("", len(places))
    return grid.texts[number].take(places if source is None else source[places])


def take_part(texts: Texts, part: tuple[int, int] | None) -> Texts:
    """Return one of the values that each cell holds; a cell with another number of values counts whole, as the first."""
    if part is None:
        return texts
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    place, count = part
    taken = []
    for text in texts.distinct.to_pylist():
        values = BETWEEN.split(unicodedata.normalize("NFKC", text).strip())
        taken.append(values[place] if len(values) == count else text if place == 0 else "")
    return Texts(pa.array(taken, pa.large_string()).take(pa.array(texts.codes)))


def find_empty(texts: Texts) -> np.ndarray:
    """Return which texts say nothing: blank, a dash, ``无``."""
    return texts.find(alphabet_pattern(empty_words()), lambda text: is_nothing(text.casefold()))


def read_number_field(
    grid: Grid, header: Header, field: str, places: np.ndarray, unit: MoneyUnit | None, problems: Problems
) -> NumberColumn:
    """Return the numbers of a field; where its column is empty those of the next that names it, each in its own unit."""
    money = field not in QUANTITIES
    read: list[tuple[np.ndarray, NumberColumn]] = []
    used = np.zeros(len(places), dtype=np.int64)
    for column, texts, mask in _offers(grid, header, field, places):
        found = read_numbers(
            texts,
            money=money,
            unit=(header.units.get(column) or unit) if money else None,
            note=partial(_note, problems, column, field),
        )
        if money:
            found = _apply_formats(grid, column, places, found, scaled=bool(header.units.get(column) or unit))
        used[mask] = column
        read.append((mask, found))
    return read[0][1] if len(read) == 1 else _merge(read, used)


def _offers(grid: Grid, header: Header, field: str, places: np.ndarray) -> Iterator[tuple[int, Texts, np.ndarray]]:
    """Yield each column of a field with its texts and the places that it is to be read for; elsewhere they are empty."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    columns = header.columns_of(field)
    left = np.ones(len(places), dtype=bool)
    for column in columns:
        texts = take_part(take_cells(grid, column, places, None), header.parts.get(field))
        if len(columns) == 1:
            yield column, texts, left
            return
        mask = left & (~find_empty(texts) | (column == columns[-1]))
        yield column, Texts(pc.if_else(mask, texts.plain, "")), mask
        left = left & ~mask


def _apply_formats(grid: Grid, column: int, places: np.ndarray, found: NumberColumn, *, scaled: bool) -> NumberColumn:
    """Return numbers with what the number formats of their cells say: currencies, and a magnitude where nothing else states one."""
    codes, units = find_units(grid, column, places) if grid.formats else (None, ())
    if codes is None or not units:
        return found
    values = found.values
    for number, given in enumerate(units, start=1):
        if given.multiplier != 1 and not scaled:
            for position in np.flatnonzero((codes == number) & (values != np.array(None))).tolist():
                values[position] = values[position] * given.multiplier
    return NumberColumn(values, found.codes, found.currencies, None, (codes, units))


def _merge(read: list[tuple[np.ndarray, NumberColumn]], used: np.ndarray) -> NumberColumn:
    """Return several columns of one field as one."""
    values = np.full(len(used), None, dtype=object)
    codes = np.zeros(len(used), dtype=np.int32)
    forms = np.zeros(len(used), dtype=np.int32)
    currencies: dict[tuple[str, ...], int] = {(): 0}
    units: dict[FormatUnit, int] = {}
    for mask, found in read:
        values[mask] = found.values[mask]
        if found.codes is not None:
            known = [currencies.setdefault(given, len(currencies)) for given in found.currencies]
            codes[mask] = np.array(known, dtype=np.int32)[found.codes[mask]]
        if found.formats is not None:
            known = [0, *(units.setdefault(given, len(units) + 1) for given in found.formats[1])]
            forms[mask] = np.array(known, dtype=np.int32)[found.formats[0][mask]]
    return NumberColumn(
        values,
        codes if len(currencies) > 1 else None,
        tuple(currencies),
        used,
        (forms, tuple(units)) if units else None,
    )


def _note(problems: Problems, column: int, field: str, position: int, code: str, text: str) -> None:
    problems.add(position, code, column, field, text)
