"""The currency of each line: its column, else its cells, headers, number formats; money in another one is not read."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from checker.inventory.columns import NumberColumn, Problems
from checker.inventory.grid import Grid
from checker.inventory.headers import Header
from checker.inventory.money import MoneyUnit, currency_code
from checker.inventory.texts import Texts

PRIORITY = ("amount", "unit_price", "tax", "unit_cost", "cost")
"""What money is received in decides before what was paid."""
HOME = "CNY"
"""The currency of money that states none."""


def settle_currency(
    grid: Grid,
    header: Header,
    columns: dict[str, Any],
    stated: Mapping[str, NumberColumn],
    unit: MoneyUnit | None,
    problems: Problems,
) -> Texts:
    """Return the currency of each line as its ISO code (a name that is unknown as it stands, ``""`` where none).

    A cell or header that names another currency than the line's has no value and is noted; a mere ``元`` or ``$`` gives way.
    """
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    names: dict[str, int] = {"": 0}
    texts: Texts = columns["currency"]
    named = [names.setdefault(currency_code(text), len(names)) for text in texts.distinct.to_pylist()]
    currency = np.array(named or [0], dtype=np.int32)[texts.codes]
    order = [field for field in PRIORITY if field in stated]
    for field in order:
        _apply_cells(header, columns, stated, field, names, currency, problems)
    for field in order:
        for column, mask in _columns_used(header, stated, field):
            _apply_header(grid, header, columns, stated, field, column, mask, names, currency, problems)
    for field in order:
        for column, mask in _columns_used(header, stated, field):
            given = header.units.get(column)
            if given and given.currency:
                currency[mask & (currency == 0)] = names.setdefault(given.currency, len(names))
    for field in order:
        _apply_formats(header, columns, stated, field, names, currency, problems)
    if unit and unit.currency:
        currency[currency == 0] = names.setdefault(unit.currency, len(names))
    return Texts(pa.array(list(names), pa.large_string()).take(pa.array(currency)))


def _columns_used(header: Header, stated: Mapping[str, NumberColumn], field: str) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each column of a field with the rows that it was read from."""
    read = stated[field]
    for column in header.columns_of(field):
        if read.columns is not None:
            yield column, read.columns == column
        else:
            yield column, np.ones(len(read.values), dtype=bool)
            return


def _apply_cells(
    header: Header,
    columns: dict[str, Any],
    stated: Mapping[str, NumberColumn],
    field: str,
    names: dict[str, int],
    currency: np.ndarray,
    problems: Problems,
) -> None:
    codes, currencies = stated[field].codes, stated[field].currencies
    if codes is None:
        return
    first = [names.setdefault(given[0], len(names)) if given else 0 for given in currencies]
    fits = np.zeros((len(currencies), len(names)), dtype=bool)
    for code, given in enumerate(currencies):
        fits[code, [names[name] for name in given if name in names] if given else slice(None)] = True
    clash = (currency != 0) & ~fits[codes, currency]
    for position in np.flatnonzero(clash).tolist():
        text = f"{'/'.join(currencies[codes[position]])} ≠ {list(names)[currency[position]]}"
        problems.add(position, "currency_differs", header.fields[field], field, text)
    columns[field][clash] = None
    free = currency == 0
    currency[free] = np.array(first, dtype=np.int32)[codes[free]]


def _apply_header(
    grid: Grid,
    header: Header,
    columns: dict[str, Any],
    stated: Mapping[str, NumberColumn],
    field: str,
    column: int,
    mask: np.ndarray,
    names: dict[str, int],
    currency: np.ndarray,
    problems: Problems,
) -> None:
    codes = stated[field].codes
    given = header.units.get(column)
    if not given or given.generic or not given.currency:
        return
    code = names.setdefault(given.currency, len(names))
    clash = mask & (currency != 0) & (currency != code)
    if codes is not None:
        clash &= codes == 0
    clash &= columns[field] != np.array(None)
    if clash.any():
        row = int(grid.rows[max(header.last, 0)])
        problems.add_shared(clash, "currency_differs", row, column, field, header.texts.get(column, ""))
        columns[field][clash] = None
    currency[mask & (currency == 0)] = code


def _apply_formats(
    header: Header,
    columns: dict[str, Any],
    stated: Mapping[str, NumberColumn],
    field: str,
    names: dict[str, int],
    currency: np.ndarray,
    problems: Problems,
) -> None:
    """Take the currency that only the number format of a cell shows; a column in which not all cells show the same is noted."""
    read = stated[field]
    if read.formats is None:
        return
    codes, units = read.formats
    given = [unit.currencies for unit in units]
    valued = columns[field] != np.array(None)
    bare = valued & (currency == 0)
    fits = np.zeros((len(units) + 1, len(names)), dtype=bool)
    fits[0] = True
    for code, meant in enumerate(given, start=1):
        fits[code, [names[name] for name in meant if name in names] if meant else slice(None)] = True
    differs = valued & (currency != 0) & ~fits[codes, currency]
    for position in np.flatnonzero(differs).tolist():
        shown = f"{units[codes[position] - 1].text} ≠ {list(names)[currency[position]]}"
        problems.add(position, "currency_format_differs", header.fields[field], field, shown)
    first = [0, *(names.setdefault(meant[0], len(names)) if meant else 0 for meant in given)]
    meant_codes = np.array(first, dtype=np.int32)[codes]
    found = {int(code) for code in np.unique(meant_codes[bare])}
    if found - {0, names.get(HOME, 0)} and len(found) > 1:
        shown = " / ".join(list(names)[code] or "–" for code in sorted(found))
        for position in np.flatnonzero(bare).tolist():
            problems.add(position, "currency_formats_mixed", header.fields[field], field, shown)
    currency[currency == 0] = meant_codes[currency == 0]
