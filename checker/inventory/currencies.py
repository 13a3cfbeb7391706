"""The currency of each line: its column, else its cells, else the headers; money in another one is not read."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from checker.inventory.columns import NumberColumn, Problems
from checker.inventory.grid import Grid
from checker.inventory.headers import Header
from checker.inventory.money import MoneyUnit, currency_code

PRIORITY = ("amount", "unit_price", "tax", "unit_cost", "cost")
"""What money is received in decides before what was paid."""


def settle_currency(
    grid: Grid,
    header: Header,
    columns: dict[str, Any],
    stated: Mapping[str, NumberColumn],
    unit: MoneyUnit | None,
    problems: Problems,
) -> Any:  # noqa: ANN401 - Arrow arrays have no types
    """Return the currency of each line as an Arrow array of ISO codes (a name that is unknown as it stands, ``""`` where none).

    A cell or header that names another currency than the line's has no value and is noted; a mere ``元`` or ``$`` gives way.
    """
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    names: dict[str, int] = {"": 0}
    encoded = columns["currency"].dictionary_encode()
    named = [names.setdefault(currency_code(text), len(names)) for text in encoded.dictionary.to_pylist()]
    currency = np.array(named or [0], dtype=np.int32)[encoded.indices.to_numpy()]
    order = [field for field in PRIORITY if field in stated]
    for field in order:
        _apply_cells(header, columns, stated, field, names, currency, problems)
    for field in order:
        _apply_header(grid, header, columns, stated, field, names, currency, problems)
    units = [header.units.get(header.fields[field]) or unit for field in order]
    weak = next((given.currency for given in units if given and given.currency), "")
    currency[currency == 0] = names.setdefault(weak, len(names))
    return pa.array(list(names), pa.large_string()).take(pa.array(currency))


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
    names: dict[str, int],
    currency: np.ndarray,
    problems: Problems,
) -> None:
    column, codes = header.fields[field], stated[field].codes
    given = header.units.get(column)
    if not given or given.generic or not given.currency:
        return
    code = names.setdefault(given.currency, len(names))
    clash = (currency != 0) & (currency != code)
    if codes is not None:
        clash &= codes == 0
    clash &= columns[field] != np.array(None)
    if clash.any():
        row = int(grid.rows[max(header.last, 0)])
        problems.add_shared(clash, "currency_differs", row, column, field, header.texts.get(column, ""))
        columns[field][clash] = None
    currency[currency == 0] = code
