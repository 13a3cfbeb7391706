"""One inventory file: every row read is a line or set aside with its reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from checker.errors import InventoryError, UsageError
from checker.inventory.blocks import find_unit, read_block, spread_sources
from checker.inventory.cards import Cards, find_cards, looks_like_cards
from checker.inventory.grid import Grid, make_grid, to_series
from checker.inventory.headers import Header, find_headers
from checker.inventory.lines import (
    DATE_COLUMNS,
    LINE_COLUMNS,
    NUMBER_COLUMNS,
    TEXT_COLUMNS,
    Inventory,
    MappedColumn,
    SetAside,
    SheetReading,
)
from checker.inventory.names import fold
from checker.inventory.rows import IDENTITY, judge_rows
from checker.messages import Remark
from checker.tables.reading import read_workbook
from checker.tables.sheet import Sheet, UnreadableTableError, cell_address, column_number

FIELDS = (*TEXT_COLUMNS[2:], *NUMBER_COLUMNS, *DATE_COLUMNS)
"""Fields that a column may be taken for."""
ADDRESS = re.compile(r"([A-Z]+)(\d+)")
LETTERS = re.compile(r"[A-Za-z]{1,3}")


@dataclass(frozen=True)
class PlacedHeader:
    """A header with the numbers of its first and last row in the file."""

    header: Header
    first_row: int
    last_row: int


@dataclass(frozen=True)
class SheetLines:
    """One sheet's account and its blocks of lines as columns.

    Attributes:
        reading: The account.
        blocks: The lines below each header.
        texts: Texts of all headers found, usable or not.
        applied: Fields that the reader named and that were found.
        headers: The headers used.
    """

    reading: SheetReading
    blocks: tuple[dict[str, Any], ...]
    texts: tuple[str, ...]
    applied: frozenset[str]
    headers: tuple[PlacedHeader, ...] = ()


def read_inventory(
    path: Path, *, sheets: Sequence[str] = (), columns: Mapping[str, str] | None = None, date_order: str = ""
) -> Inventory:
    """Read an inventory file: headers found, columns mapped, cells typed, every row accounted for.

    Args:
        path: Any file that :func:`checker.tables.reading.read_workbook` reads.
        sheets: Names of the only sheets to read; empty for all.
        columns: Field to header or column letter, where the reader's guess would be wrong.
        date_order: How a date like ``03/04/2026`` is read: ``dmy``, ``mdy``, or not at all.

    Raises:
        InventoryError: The file cannot be read, or no sheet has a usable column.
        UsageError: ``columns`` names a field or header that there is not.
    """
    wanted = dict(columns or {})
    check_fields(wanted)
    try:
        workbook = read_workbook(path, sheets=sheets)
    except UnreadableTableError as error:
        raise InventoryError(error.code, **error.facts) from error
    found = [read_sheet(path, sheet, wanted, date_order=date_order) for sheet in workbook.sheets]
    check_wanted(path, wanted, found)
    if all(sheet.reading.header_row is None and not sheet.blocks for sheet in found):
        raise no_columns(path, workbook.sheets)
    return Inventory(path, workbook.sha256, tuple(sheet.reading for sheet in found), join_lines(found))


def check_fields(wanted: Mapping[str, str]) -> None:
    """Refuse a field that there is not.

    Raises:
        UsageError: ``wanted`` names it.
    """
    for field in wanted:
        if field not in FIELDS:
            raise UsageError("inventory_unknown_field", field=field, fields=", ".join(FIELDS))


def no_columns(path: Path, sheets: Sequence[Sheet]) -> InventoryError:
    """Return what is said of a file without a usable header."""
    names = "、".join(sheet.name for sheet in sheets)
    return InventoryError("inventory_no_columns", path=str(path), sheets=names, texts=_first_texts(sheets))


def _first_texts(sheets: Sequence[Sheet]) -> str:
    texts = [text for sheet in sheets for text in sheet.cells.head(20).to_numpy(dtype=object).ravel() if text.strip()]
    return "、".join(text.strip()[:30] for text in texts[:12]) or "–"


def check_wanted(path: Path, wanted: Mapping[str, str], found: Sequence[SheetLines]) -> None:
    """Refuse a header or letter that no sheet has.

    Raises:
        UsageError: ``wanted`` names it.
    """
    for field, header in wanted.items():
        if not any(field in sheet.applied for sheet in found):
            headers = dict.fromkeys(text for sheet in found for text in sheet.texts)
            raise UsageError(
                "inventory_unknown_header",
                path=str(path),
                field=field,
                header=header,
                headers="、".join(headers) or "–",
            )


def read_sheet(
    path: Path,
    sheet: Sheet,
    wanted: Mapping[str, str],
    known: Mapping[tuple[str, ...], Header] | None = None,
    *,
    date_order: str = "",
) -> SheetLines:
    """Return the lines of one sheet and the account of its rows.

    Args:
        path: The file.
        sheet: The sheet.
        wanted: Field to header or column letter.
        known: Headers found elsewhere in the file, by their texts: the same texts mean the same columns.
        date_order: How a date like ``03/04/2026`` is read: ``dmy``, ``mdy``, or not at all.
    """
    grid = make_grid(sheet)
    reasons = np.full(len(grid), "", dtype=object)
    headers = find_headers(grid, {fold(header): field for field, header in wanted.items()})
    overridden = [_override(grid, header, wanted) for header in headers]
    headers = [_as_known(header, known or {}) for header, _ in overridden]
    headers = [header for number, header in enumerate(headers) if header.usable or (number and not wanted)]
    applied = set().union(*(fields for _, fields in overridden))
    cards = None if wanted else find_cards(grid, sheet, headers)
    if cards:
        return read_cards(path, sheet, grid, cards, date_order)
    if not headers and wanted:
        headers = _assume_header(grid, wanted)
        applied = {field for header in headers for field in header.fields}
    before = headers[0].first if headers else len(grid)
    reasons[:before] = np.where(grid.counts[:before] == 0, "blank", "title" if headers else "no_header")
    blocks, unread = _read_blocks(path, grid, headers, reasons, date_order)
    first = int(np.flatnonzero(grid.counts)[0]) if grid.counts.any() else len(grid)
    aside = np.flatnonzero(reasons != "")
    aside = aside[aside >= first]
    main = headers[0] if headers else None
    reading = SheetReading(
        name=sheet.name,
        header_row=int(grid.rows[main.last]) if main and main.last >= 0 else None,
        columns=_describe(main) if main else {},
        ignored=main.ignored if main else (),
        rows_read=len(grid) - first,
        lines=sum(len(block["row"]) for block in blocks),
        set_aside=tuple(
            SetAside(row, reason)
            for row, reason in zip(grid.rows[aside].tolist(), reasons[aside].tolist(), strict=True)
        ),
        cells=sheet.cells,
        looks_tabular=unread or _looks_tabular(grid, before) or looks_like_cards(grid, before),
        notes=(*_note_hidden(sheet), *_note_joined(headers)),
    )
    texts = tuple(text for header, _ in overridden for text in header.texts.values())
    placed = tuple(
        PlacedHeader(header, int(grid.rows[header.first]), int(grid.rows[header.last]) if header.last >= 0 else 0)
        for header in headers
    )
    return SheetLines(reading, tuple(blocks), texts, frozenset(applied), placed)


def _read_blocks(
    path: Path, grid: Grid, headers: Sequence[Header], reasons: np.ndarray, date_order: str
) -> tuple[list[dict[str, Any]], bool]:
    """Return the lines below each header, and whether one of the headers could not be used; ``reasons`` of their rows are filled in."""
    blocks: list[dict[str, Any]] = []
    unit = None
    start = 0
    unread = False
    for places, header in _sections(grid, headers, reasons):
        if not header.usable:
            reasons[places] = np.where(grid.counts[places] == 0, "blank", "no_header")
            unread = True
            continue
        unit = find_unit(grid, start, header) or unit
        start = header.last + 1
        sources = spread_sources(grid, header)
        handed = np.zeros(len(places), dtype=bool)
        for field in IDENTITY:
            if field in sources:
                handed |= sources[field][places] != places
        judged = judge_rows(grid, header, places, handed)
        reasons[places] = judged
        lines = places[judged == ""]
        blocks.append(read_block(grid, header, lines, path=path, sources=sources, unit=unit, date_order=date_order))
    return blocks, unread


def read_cards(path: Path, sheet: Sheet, grid: Grid, cards: Cards, date_order: str) -> SheetLines:
    """Return the lines of a sheet of cards, one a card, and the account of its rows."""
    found = read_sheet(path, cards.sheet, {}, date_order=date_order)
    judged = {aside.row: aside.reason for aside in found.reading.set_aside[1:]}
    taken = {row for block in found.blocks for row in block["row"].tolist()}
    first = int(np.flatnonzero(grid.counts)[0])
    aside = []
    for row, count in zip(grid.rows[first:].tolist(), grid.counts[first:].tolist(), strict=True):
        if row not in taken:
            other = "card" if row in cards.rows else "title" if count else "blank"
            aside.append(SetAside(row, judged.get(row, other)))
    columns = {
        name: replace(mapped, letter=_origin_letter(cards, column_number(mapped.letter)))
        for name, mapped in found.reading.columns.items()
    }
    for block in found.blocks:
        block["problems"] = _move_problems(block, cards)
    reading = replace(
        found.reading,
        header_row=min(cards.rows),
        columns=columns,
        rows_read=len(grid) - first,
        set_aside=tuple(aside),
        cells=sheet.cells,
        looks_tabular=cards.unread,
        notes=(*_note_hidden(sheet), Remark("sheet_of_cards", {"sheet": sheet.name})),
    )
    return replace(found, reading=reading, headers=())


def _origin_letter(cards: Cards, column: int) -> str:
    place = next((origin for (_, number), origin in cards.origins.items() if number == column), (1, column))
    return cell_address(1, place[1])[:-1]


def _move_problems(block: Mapping[str, Any], cards: Cards) -> np.ndarray:
    """Return a block's problems with the addresses of their cells in the file instead of those in the table of cards."""
    moved = np.empty(len(block["row"]), dtype=object)
    for position, remarks in enumerate(block["problems"]):
        moved[position] = tuple(_move(remark, cards) for remark in remarks)
    return moved


def _move(remark: Remark, cards: Cards) -> Remark:
    found = ADDRESS.fullmatch(remark.evidence.get("cell", ""))
    origin = cards.origins.get((int(found[2]), column_number(found[1]))) if found else None
    if origin is None:
        return remark
    cell = cell_address(*origin)
    return replace(remark, facts={**remark.facts, "cell": cell}, evidence={**remark.evidence, "cell": cell})


def _as_known(header: Header, known: Mapping[tuple[str, ...], Header]) -> Header:
    same = known.get(tuple(header.texts.values()))
    return replace(same, first=header.first, last=header.last) if same else header


def _sections(grid: Grid, headers: Sequence[Header], reasons: np.ndarray) -> list[tuple[np.ndarray, Header]]:
    """Return the places below each header up to the next; headers that map alike continue the section above them."""
    sections: list[tuple[list[np.ndarray], Header]] = []
    for number, header in enumerate(headers):
        stop = headers[number + 1].first if number + 1 < len(headers) else len(grid)
        places = np.arange(header.last + 1, stop)
        alike = sections and sections[-1][1].reads_like(header)
        if header.last >= 0:
            reasons[header.first : header.last + 1] = "repeated_header" if alike else "header"
        if alike:
            sections[-1][0].append(places)
        else:
            sections.append(([places], header))
    return [(np.concatenate(places), header) for places, header in sections]


def _override(grid: Grid, header: Header, wanted: Mapping[str, str]) -> tuple[Header, set[str]]:
    """Return the header with the columns that the reader names by letter or by a text in it, and the fields so named."""
    fields, applied = dict(header.fields), set()
    for field, text in wanted.items():
        column = next((number for number, printed in header.texts.items() if fold(printed) == fold(text)), None)
        if column is None and LETTERS.fullmatch(text) and grid.number_of(column_number(text.upper())) is not None:
            column = column_number(text.upper())
        if column is not None:
            fields = {name: number for name, number in fields.items() if number != column}
            fields[field] = column
            applied.add(field)
    taken = set(fields.values())
    spare = {
        field: rest
        for field, columns in header.spare.items()
        if field in fields and field not in applied and (rest := tuple(c for c in columns if c not in taken))
    }
    taken.update(column for columns in spare.values() for column in columns)
    parts = {field: part for field, part in header.parts.items() if field in fields and field not in applied}
    ignored = tuple(text for column, text in header.texts.items() if column not in taken)
    settled = dict(sorted(fields.items(), key=lambda item: item[1]))
    return replace(header, fields=settled, ignored=ignored, spare=spare, parts=parts), applied


def _assume_header(grid: Grid, wanted: Mapping[str, str]) -> list[Header]:
    """Return a header for a sheet of which the reader names columns by letter: its first full row, if it holds no numbers."""
    fields = {
        field: column_number(text.upper())
        for field, text in wanted.items()
        if LETTERS.fullmatch(text) and grid.number_of(column_number(text.upper())) is not None
    }
    if not any(field in fields for field in IDENTITY) or not grid.counts.any():
        return []
    place = int(np.flatnonzero(10 * grid.counts >= 6 * grid.counts.max())[0])
    texts = dict(zip(grid.columns, grid.row_texts(place), strict=True))
    if any(sign.isdigit() for text in texts.values() for sign in text):
        return [Header(place, place - 1, fields, {}, {}, ())] if place else [Header(0, -1, fields, {}, {}, ())]
    ignored = tuple(text for column, text in texts.items() if text and column not in fields.values())
    return [Header(place, place, fields, {column: text for column, text in texts.items() if text}, {}, ignored)]


def _describe(header: Header) -> dict[str, MappedColumn]:
    return {
        field: MappedColumn(cell_address(1, column)[:-1], header.texts.get(column, ""))
        for field, column in header.fields.items()
    }


def _note_hidden(sheet: Sheet) -> tuple[Remark, ...]:
    """Return what of the sheet is hidden in the file and was read all the same."""
    notes = [Remark("sheet_hidden", {"sheet": sheet.name})] if sheet.hidden else []
    if sheet.hidden_rows:
        notes.append(Remark("rows_hidden", {"sheet": sheet.name, "count": str(sheet.hidden_rows)}))
    if sheet.hidden_columns:
        notes.append(Remark("columns_hidden", {"sheet": sheet.name, "count": str(sheet.hidden_columns)}))
    return tuple(notes)


def _note_joined(headers: Sequence[Header]) -> tuple[Remark, ...]:
    """Return which columns step in where the column of their field is empty."""
    notes = {
        Remark(
            "columns_joined",
            {
                "first": header.texts.get(header.fields[field], ""),
                "second": header.texts.get(column, ""),
                "column": cell_address(1, column)[:-1],
            },
        ): None
        for header in headers
        for field, columns in header.spare.items()
        for column in columns
    }
    return tuple(notes)


def _looks_tabular(grid: Grid, before: int) -> bool:
    """Whether the rows that no header covers look like a table: three rows or more of three cells or more."""
    return int((grid.counts[:before] >= 3).sum()) >= 3


def join_lines(found: Sequence[SheetLines]) -> pd.DataFrame:
    """Return the lines of all sheets as one frame."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    blocks = [block for sheet in found for block in sheet.blocks]
    columns: dict[str, Any] = {}
    for name in LINE_COLUMNS:
        parts = [block[name] for block in blocks]
        if name in TEXT_COLUMNS:
            columns[name] = to_series(pa.chunked_array(parts, type=pa.large_string()))
        else:
            values = parts[0] if len(parts) == 1 else np.concatenate(parts)
            columns[name] = pd.Series(values, dtype=values.dtype, copy=False)
    return pd.DataFrame(columns, copy=False)
