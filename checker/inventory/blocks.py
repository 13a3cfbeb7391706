"""The rows below one header as lines: texts taken over, merged labels handed down, numbers and dates typed."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from checker.inventory.cells import QUANTITIES, find_empty, read_number_field, take_cells, take_part
from checker.inventory.columns import NumberColumn, Problems, empty_dates, empty_numbers, read_dates
from checker.inventory.currencies import settle_currency
from checker.inventory.dittos import take_over
from checker.inventory.grid import Grid
from checker.inventory.headers import Header
from checker.inventory.lines import DATE_COLUMNS, NUMBER_COLUMNS, TEXT_COLUMNS
from checker.inventory.money import MoneyUnit, is_nothing, read_unit
from checker.inventory.names import IGNORED, column_names, fold, is_aggregate
from checker.inventory.rows import IDENTITY
from checker.inventory.texts import Texts, alphabet_pattern

DECIDING = (*IDENTITY, "version", "manufacturer", "certificate_number")
"""Fields from which scope and certificate are decided."""
ERROR_TEXTS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")

STATED_UNIT = re.compile(
    r"(?:金额单位|货币单位|单位|單位|币种|unit|currency)\s*[:：]\s*([^\s,，;；)）]+)", re.IGNORECASE
)
ABOVE_HEADER = 30
"""Rows above a header that may state its unit of money."""


def find_unit(grid: Grid, start: int, header: Header) -> MoneyUnit | None:
    """Return the unit of money stated above a header, not before the place ``start``, as in ``单位：万元``."""
    for place in range(max(start, header.first - ABOVE_HEADER), header.first):
        for text in grid.row_texts(place):
            for found in STATED_UNIT.findall(text):
                if unit := read_unit(found):
                    return unit
    return None


def spread_sources(grid: Grid, header: Header) -> dict[str, np.ndarray]:
    """Return for each text or date field that merged blocks hand down, the place from which every place takes its text."""
    sources: dict[str, np.ndarray] = {}
    columns = {column: field for field, column in header.fields.items() if field not in NUMBER_COLUMNS}
    for block in grid.merged:
        if block.last_row == block.first_row:
            continue
        start = int(np.searchsorted(grid.rows, block.first_row))
        stop = int(np.searchsorted(grid.rows, block.last_row, side="right"))
        field = columns.get(block.first_column)
        if field is None or start <= header.last or stop - start < 2:
            continue
        source = sources.setdefault(field, np.arange(len(grid), dtype=np.int64))
        source[start:stop] = start
    if any(map(is_aggregate, header.texts.values())):
        _spread_groups(grid, header, columns, sources)
    return sources


def _spread_groups(grid: Grid, header: Header, columns: Mapping[int, str], sources: dict[str, np.ndarray]) -> None:
    """Hand the labels of a pivot table down to the rows of their groups; the innermost label stands in every row."""
    for column in sorted(columns)[:-1]:
        number = grid.number_of(column)
        if number is not None:
            places = np.arange(len(grid), dtype=np.int64)
            own = np.where(grid.filled[:, number] & (places > header.last), places, -1)
            last = np.maximum.accumulate(own)
            sources.setdefault(columns[column], np.where(last < 0, places, last))


def read_block(
    grid: Grid,
    header: Header,
    places: np.ndarray,
    *,
    path: Path,
    sources: Mapping[str, np.ndarray],
    unit: MoneyUnit | None,
    date_order: str = "",
) -> dict[str, Any]:
    """Return the lines of one block as columns: Arrow arrays for texts, numpy arrays for the rest.

    Args:
        grid: The sheet.
        header: Its header.
        places: Places of the rows that are lines.
        path: The file, for the ``path`` column.
        sources: What :func:`spread_sources` returned.
        unit: The unit of money stated above the table, for columns whose header states none.
        date_order: How :func:`checker.tables.dates.parse_date` reads ``03/04/2026``.
    """
    rows = grid.rows[places]
    problems = Problems(rows)
    columns: dict[str, Any] = {"row": rows}
    unreadable = np.zeros(len(places), dtype=bool)
    columns |= dict.fromkeys(TEXT_COLUMNS, Texts.constant("", len(places)))
    for field in TEXT_COLUMNS:
        if field in header.fields:
            columns[field] = _read_texts(grid, header, field, places, sources, problems, unreadable)
    columns["path"] = Texts.constant(str(path), len(places))
    columns["sheet"] = Texts.constant(grid.name, len(places))
    _blank_errors(header, columns, problems, unreadable)
    stated: dict[str, NumberColumn] = {}
    for field in NUMBER_COLUMNS:
        if field not in header.fields:
            columns[field] = empty_numbers(len(places))
            continue
        read = read_number_field(grid, header, field, places, unit, problems)
        columns[field] = read.values
        if field not in QUANTITIES:
            stated[field] = read
    for field in DATE_COLUMNS:
        if field not in header.fields:
            columns[field] = empty_dates(len(places))
            continue
        note = partial(_note, problems, header.fields[field], field)
        texts = take_cells(grid, header.fields[field], places, sources.get(field))
        columns[field] = read_dates(
            take_over(texts, note)[0], note, _is_no_date if field != "date" else is_nothing, date_order
        )
    columns["currency"] = settle_currency(grid, header, columns, stated, unit, problems)
    _note_faults(grid, header, places, problems, unreadable)
    _note_nameless(header, columns, problems, unreadable)
    _note_borrowed(grid, header, places, sources, problems, unreadable)
    columns["unreadable"] = unreadable
    columns["problems"] = problems.as_column()
    return columns | {field: columns[field].plain for field in TEXT_COLUMNS}


def _note(problems: Problems, column: int, field: str, position: int, code: str, text: str) -> None:
    problems.add(position, code, column, field, text)


def _is_no_date(text: str) -> bool:
    return is_nothing(text.casefold()) or text in ("长期", "長期", "长期有效", "永久")


def _read_texts(
    grid: Grid,
    header: Header,
    field: str,
    places: np.ndarray,
    sources: Mapping[str, np.ndarray],
    problems: Problems,
    unreadable: np.ndarray,
) -> Texts:
    """Return the texts of a field: of its column, else of a further one that names it; dittos taken over from above."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    column = header.fields[field]
    texts = take_part(take_cells(grid, column, places, sources.get(field)), header.parts.get(field))
    for further in header.spare.get(field, ()):
        others = take_cells(grid, further, places, None)
        empty = find_empty(texts) & others.filled
        if field in IDENTITY and fold(header.texts[further]) == fold(header.texts[column]):
            differs = pc.not_equal(texts.plain, others.plain).to_numpy(zero_copy_only=False)
            both = ~empty & ~find_empty(others) & differs
            for position in np.flatnonzero(both).tolist():
                problems.add(position, "cell_second_text", further, field, others[position])
            unreadable |= both
        texts = Texts(pc.if_else(empty, others.plain, texts.plain)) if empty.any() else texts
    texts, lost = take_over(texts, partial(_note, problems, column, field))
    if field in DECIDING:
        unreadable |= lost
    return texts


def _blank_errors(header: Header, columns: dict[str, Any], problems: Problems, unreadable: np.ndarray) -> None:
    """Blank cells whose text is a spreadsheet's error value, as csv exports and some readers have it."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415

    errors = pa.array(ERROR_TEXTS, type=pa.large_string())
    for field in TEXT_COLUMNS:
        if field not in header.fields:
            continue
        texts = columns[field]
        wrong = texts.among(errors)
        places = np.flatnonzero(wrong)
        for position in places.tolist():
            problems.add(position, "cell_error", header.fields[field], field, texts[position])
        if len(places):
            columns[field] = Texts(pc.if_else(wrong, "", texts.plain))
            if field in DECIDING:
                unreadable[places] = True


def _note_faults(grid: Grid, header: Header, places: np.ndarray, problems: Problems, unreadable: np.ndarray) -> None:
    """Note formulas without a stored value and error cells of mapped columns."""
    fields = {column: field for field, column in header.placed()}
    for fault in grid.faults:
        field = fields.get(fault.column)
        if field is None:
            continue
        place = grid.place_of(fault.row)
        position = int(np.searchsorted(places, place)) if place is not None else len(places)
        if position < len(places) and places[position] == place:
            code = "cell_formula" if fault.kind == "formula" else "cell_error"
            problems.add(position, code, fault.column, field, fault.text)
            unreadable[position] |= field in DECIDING


def _note_nameless(header: Header, columns: dict[str, Any], problems: Problems, unreadable: np.ndarray) -> None:
    """Note lines that name no product at all."""
    named = np.zeros(len(unreadable), dtype=bool)
    for field in IDENTITY:
        named |= columns[field].filled
    column, name = next((header.fields[field], field) for field in IDENTITY if field in header.fields)
    for position in np.flatnonzero(~named & ~unreadable).tolist():
        problems.add(position, "line_nameless", column, name, "")
    unreadable |= ~named
    _note_names_of_columns(columns, column, name, problems, unreadable)


def _note_borrowed(
    grid: Grid,
    header: Header,
    places: np.ndarray,
    sources: Mapping[str, np.ndarray],
    problems: Problems,
    unreadable: np.ndarray,
) -> None:
    """Note lines that only a further column under another name (a project, a purpose) names: that may be no product."""
    own: list[tuple[str, int]] = []
    others: list[tuple[str, int]] = []
    for field, column in header.placed():
        if field in IDENTITY:
            same = fold(header.texts.get(column, "")) == fold(header.texts.get(header.fields[field], ""))
            (own if field == "model" or same else others).append((field, column))
    if not others:
        return
    named = np.zeros(len(places), dtype=bool)
    for field, column in own:
        named |= ~find_empty(take_cells(grid, column, places, sources.get(field)))
    for field, column in others:
        texts = take_cells(grid, column, places, None)
        for position in np.flatnonzero(~named & ~unreadable & ~find_empty(texts)).tolist():
            problems.add(position, "line_named_elsewhere", column, field, texts[position])
            unreadable[position] = True


def _note_names_of_columns(
    columns: dict[str, Any], column: int, field: str, problems: Problems, unreadable: np.ndarray
) -> None:
    """Note lines whose product is called like a column (``品牌``): the table is laid out in another way than it was read."""
    likely = alphabet_pattern(column_names())
    named = {name: columns[name].find(likely, lambda text: fold(text) in column_names()) for name in IDENTITY}
    known = np.logical_or.reduce(list(named.values()))
    if not known.any():
        return
    telling, alone, needed = known.copy(), known.copy(), np.zeros(len(known), dtype=bool)
    for name in IDENTITY:
        needed |= columns[name].find(likely, _names_field)
        fits = named[name] | ~columns[name].filled
        telling &= fits | (name == "specification")
        alone &= fits
    texts = {columns[field][position] for position in np.flatnonzero(telling)[:100].tolist()}
    for position in np.flatnonzero(telling & ((needed & alone) | (len(texts) > 1))).tolist():
        problems.add(position, "line_names_column", column, field, columns[field][position])
        unreadable[position] = True


def _names_field(text: str) -> bool:
    """Whether a text is the name of a column that is read."""
    fields, _ = column_names().get(fold(text), ((), 0))
    return not set(fields) <= {IGNORED}
