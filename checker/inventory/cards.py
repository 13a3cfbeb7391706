"""Sheets of cards: each product under itself, one field a row (``品牌 | 示例甲``) or several pairs of name and value in a row."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from checker.inventory.grid import Grid
from checker.inventory.headers import Header
from checker.inventory.names import fold, read_header
from checker.tables.sheet import CellFault, NumberFormat, Sheet

TELLING = ("product_name", "model", "specification", "manufacturer", "quantity", "unit_price", "version")
"""Fields of which a card has two or more; the head of an order or invoice has not."""
IDENTITY = TELLING[:3]
MOST_ROWS = 20_000
COLON = re.compile(r"\s*[:：]\s*")


class Pair(NamedTuple):
    """A name on a card, and the text and place of its value; no place when there is no value cell."""

    label: str
    fields: tuple[str, ...]
    text: str
    row: int
    column: int


@dataclass
class Cards:
    """A sheet's cards as a table of one row a card, under the number of the card's first row.

    Attributes:
        sheet: The table; its first row has the names.
        origins: Row and column of the table to row and column of the file.
        rows: Rows of the file that belong to cards.
        unread: Some row with several texts belongs to none.
    """

    sheet: Sheet
    origins: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    unread: bool = False


def looks_like_cards(grid: Grid, stop: int, start: int = 0) -> bool:
    """Whether most rows between two places, of those with two cells or more, are pairs of name and value that make up products."""
    if not 0 < min(stop, len(grid)) <= MOST_ROWS:
        return False
    several = [place for place in range(start, stop) if grid.counts[place] >= 2 or _holds_pair(grid, place)]
    pairs = {place: found for place in several if (found := _read_row(grid, place))}
    named = {pair.fields[0] for found in pairs.values() for pair in found if pair.text and pair.fields[0] in TELLING}
    return 2 * len(pairs) > len(several) and len(named) > 1 and not named.isdisjoint(IDENTITY)


def find_cards(grid: Grid, sheet: Sheet, headers: list[Header]) -> Cards | None:
    """Return the cards of a sheet that holds nothing else, None when it has a table, or no cards.

    Args:
        grid: The sheet's grid.
        sheet: The sheet.
        headers: The headers found in it.
    """
    heads = {header.first for header in headers if len(header.texts) <= 2 and not _read_row(grid, header.first)}
    if any(header.first not in heads and not _read_row(grid, header.first) for header in headers):
        return None
    if not looks_like_cards(grid, len(grid), start=max(heads, default=-1) + 1):
        return None
    cards: list[dict[str, Pair]] = []
    rows: list[int] = []
    label_columns: set[int] = set()
    unread = False
    for place in np.flatnonzero(grid.counts).tolist():
        pairs = _read_row(grid, place)
        if not pairs:
            known = grid.columns[int(np.flatnonzero(grid.filled[place])[0])] in label_columns
            unread |= int(grid.counts[place]) > 1 and not known and place not in heads
            continue
        rows.append(int(grid.rows[place]))
        label_columns.add(grid.columns[int(np.flatnonzero(grid.filled[place])[0])])
        for pair in pairs:
            if not cards or _begins(cards[-1], pair):
                cards.append({})
            cards[-1].setdefault(fold(pair.label), pair)
    made = _make_table(sheet, cards)
    made.rows, made.unread = frozenset(rows), unread
    return made


def _begins(card: Mapping[str, Pair], pair: Pair) -> bool:
    """Whether a pair begins another card: the card has this name, or a product's name, already."""
    named = any(other.fields[0] == "product_name" for other in card.values())
    return fold(pair.label) in card or (pair.fields[0] == "product_name" and named)


def _make_table(sheet: Sheet, cards: list[dict[str, Pair]]) -> Cards:
    labels = {key: pair.label for card in reversed(cards) for key, pair in card.items()}
    numbers = {key: number for number, key in enumerate(sorted(labels, key=list(labels).index), start=1)}
    firsts = [min(pair.row for pair in card.values()) for card in cards]
    for position in range(1, len(firsts)):
        firsts[position] = max(firsts[position], firsts[position - 1] + 1)
    table = [[labels[key] for key in numbers]]
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    for first, card in zip(firsts, cards, strict=True):
        table.append([card[key].text if key in card else "" for key in numbers])
        origins.update({(first, numbers[key]): (pair.row, pair.column) for key, pair in card.items() if pair.column})
    cells = pd.DataFrame(
        table, index=pd.Index([firsts[0] - 1, *firsts], dtype="int64"), columns=range(1, len(numbers) + 1), dtype="str"
    )
    back = {origin: place for place, origin in origins.items()}
    faults = tuple(
        CellFault(*back[fault.row, fault.column], fault.kind, fault.text)
        for fault in sheet.faults
        if (fault.row, fault.column) in back
    )
    return Cards(Sheet(sheet.name, cells, faults=faults, formats=_move_formats(sheet, origins)), origins)


def _move_formats(sheet: Sheet, origins: Mapping[tuple[int, int], tuple[int, int]]) -> tuple[NumberFormat, ...]:
    formats = []
    for form in sheet.formats:
        used = {column: set(rows.tolist()) for column, rows in form.cells.items()}
        moved: dict[int, list[int]] = defaultdict(list)
        for (row, column), (file_row, file_column) in origins.items():
            if file_row in used.get(file_column, ()):
                moved[column].append(row)
        formats.append(NumberFormat(form.code, {column: np.array(rows) for column, rows in moved.items()}))
    return tuple(formats)


def _holds_pair(grid: Grid, place: int) -> bool:
    return any(len(split) > 1 for split in map(_split, grid.row_texts(place)))


def _read_row(grid: Grid, place: int) -> list[Pair]:
    """Return the pairs of a row, none when it has a text that belongs to no pair, or names side by side as a header has."""
    row = int(grid.rows[place])
    pairs: list[Pair] = []
    waiting: tuple[str, tuple[str, ...], int] | None = None
    for column, text in _filled(grid, place):
        split = _split(text)
        fields = read_header(split[0]).fields if split[0] else ()
        if waiting and fields and waiting[2] + 1 == column:
            return []
        if waiting:
            pairs.append(Pair(waiting[0], waiting[1], "" if fields else text, row, 0 if fields else column))
            waiting = None
            if not fields:
                continue
        if not fields:
            return []
        if len(split) > 1:
            pairs.append(Pair(split[0], fields, split[1], row, column))
        else:
            waiting = (split[0], fields, column)
    if waiting:
        pairs.append(Pair(waiting[0], waiting[1], "", row, 0))
    return pairs if any(pair.column for pair in pairs) else []


def _filled(grid: Grid, place: int) -> Iterator[tuple[int, str]]:
    for number in np.flatnonzero(grid.filled[place]).tolist():
        yield grid.columns[number], grid.texts[number][place]


def _split(text: str) -> list[str]:
    """Return a name and its value where one cell holds both, as in ``型号：FW-1``; else the text alone, without its colon."""
    plain = unicodedata.normalize("NFKC", text)
    head, *rest = COLON.split(plain, maxsplit=1)
    if not rest:
        return [text]
    if not rest[0].strip():
        return [head]
    return [head, rest[0]] if read_header(head).fields else [text]
